"""How typical a fragment is of what its group says on its code.

A fragment is a bag of lemmas; the centre of a code and a group is the mean of its bags, and a
fragment is as typical as it is close to that centre (cosine), shorter when it is too long to
be read out. The scores are stored when transcripts are marked coded or suggested on, so that
a query only reads them.
"""

from __future__ import annotations

import math
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .search import WORD

if TYPE_CHECKING:
    from ..project import Project

READ_OUT = 240  # characters; who reads out more loses the listeners
SHORTEST_WORD = 3  # letters; shorter words are in every fragment


def store_typicality(project: Project) -> int:
    """Score the fragments of each code and group in which one has no score yet.

    Inside an open transaction; gives the number of fragments scored.
    """
    connection = project.connection
    lemmas = dict(connection.execute("SELECT word, lemma FROM vocabulary").fetchall())
    rows = connection.execute(
        """
        SELECT fragment.id, fragment.code_id, participation.group_name, fragment.quote
        FROM fragment
        JOIN turn ON turn.id = fragment.turn_id
        JOIN speaker ON speaker.id = turn.speaker_id
        LEFT JOIN participation ON participation.id = speaker.participation_id
        WHERE fragment.code_id IN (
            SELECT code_id FROM fragment WHERE id NOT IN (SELECT fragment_id FROM typicality))
        """
    ).fetchall()
    cells: dict[tuple[int, str], list[tuple[int, str]]] = defaultdict(list)
    for fragment, code, group, quote in rows:
        cells[code, group or ""].append((fragment, quote))
    scored = [
        (fragment, code, score)
        for (code, _group), fragments in sorted(cells.items())
        for fragment, score in scores(fragments, lemmas)
    ]
    connection.executemany(
        "INSERT OR REPLACE INTO typicality(fragment_id, code_id, score) VALUES (?, ?, ?)", scored
    )
    return len(scored)


def scores(
    fragments: Sequence[tuple[int, str]], lemmas: Mapping[str, str]
) -> Iterable[tuple[int, float]]:
    """Give (id, score from 0 to 1) for the fragments (id, quote) of one code and group."""
    bags = [bag_of(quote, lemmas) for _id, quote in fragments]
    centre: Counter[str] = Counter()
    for bag in bags:
        centre.update(bag)
    length = math.sqrt(sum(weight * weight for weight in centre.values())) or 1.0
    for (fragment, quote), bag in zip(fragments, bags, strict=True):
        closeness = sum(weight * centre[word] for word, weight in bag.items()) / length
        yield fragment, round(closeness * min(1.0, READ_OUT / len(quote)), 6)


def bag_of(quote: str, lemmas: Mapping[str, str]) -> Counter[str]:
    """Give the lemmas of a quote with their weights, of length 1 together."""
    words = [word.lower() for word in WORD.findall(quote) if len(word) >= SHORTEST_WORD]
    bag = Counter(lemmas.get(word, word) for word in words)
    length = math.sqrt(sum(count * count for count in bag.values())) or 1.0
    return Counter({word: count / length for word, count in bag.items()})


def most_typical(
    connection: sqlite3.Connection, quotes: Sequence[Mapping[str, Any]], count: int
) -> list[Mapping[str, Any]]:
    """Choose the most typical quotes, as far as possible of different groups and persons.

    Ties fall by length, then by the order of the talks, so never arbitrarily. A report only
    paraphrases and comes last.
    """
    stored = dict(
        connection.execute(
            "SELECT uuid, score FROM typicality JOIN fragment ON fragment.id = fragment_id"
        ).fetchall()
        if len(quotes) > MOST_LOOKED_UP
        else (
            row
            for quote in quotes
            for row in connection.execute(
                "SELECT uuid, score FROM typicality JOIN fragment ON fragment.id = fragment_id "
                "WHERE uuid = ?",
                [quote["fragment"]],
            ).fetchall()
        )
    )
    ranked = sorted(
        enumerate(quotes),
        key=lambda item: (
            item[1]["kind"] == "report",
            -stored.get(item[1]["fragment"], 0.0),
            len(item[1]["quote"]),
            item[0],
        ),
    )
    return spread([quote for _place, quote in ranked], count)


MOST_LOOKED_UP = 500


def spread(quotes: Sequence[Mapping[str, Any]], count: int) -> list[Mapping[str, Any]]:
    """Take the first quotes, a group and then a person only again when there are no others."""
    chosen: list[Mapping[str, Any]] = []
    for once in (("group",), ("respondent",), ()):
        for quote in quotes:
            is_new = all(quote[key] not in [other[key] for other in chosen] for key in once)
            same_words = any(quote["quote"] == other["quote"] for other in chosen)
            if len(chosen) < count and is_new and not same_words:
                chosen.append(quote)
    return chosen
