"""The words that a group uses more than the others, by lemma.

Keyness is the log-likelihood ratio (Dunning 1993; Rayson & Garside 2000): how much the counts
of a word here and elsewhere differ from one rate for both. Words of a single person are left
out: a habit of one is no word of a group.
"""

from __future__ import annotations

import math
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from .search import WORD
from .selection import Filters, choose, heard

SHORTEST = 3  # letters
FEWEST_PERSONS = 2


@dataclass(frozen=True)
class Keyword:
    """A lemma: how often it is said here and elsewhere, by how many persons here.

    `ratio` is the rate here / the rate elsewhere, None when it is said nowhere else.
    """

    lemma: str
    here: int
    elsewhere: int
    persons: int
    ratio: float | None
    keyness: float


def answer_words(connection: sqlite3.Connection, filters: Filters) -> list[Keyword]:
    """Give the words that the persons of a selection use more than all others, the most first.

    Raises RodedraadError for a name that the project does not know.
    """
    chosen = choose(connection, filters)
    others = choose(connection, Filters(kind=filters.kind))
    speaking = {row[0] for row in connection.execute(heard(chosen), chosen.values).fetchall()}
    lemmas = dict(connection.execute("SELECT word, lemma FROM vocabulary").fetchall())
    rows = connection.execute(
        f"""
WITH heard AS ({heard(others)})
SELECT heard.participation_id, heard.respondent_id, turn.text
FROM heard
JOIN speaker ON speaker.participation_id = heard.participation_id
JOIN turn ON turn.version_id = heard.version_id AND turn.speaker_id = speaker.id""",
        others.values,
    )
    # What stands between blanks is counted first: the same few thousand come back a million times.
    others_said: Counter[str] = Counter()
    said: dict[int, Counter[str]] = defaultdict(Counter)
    for participation, respondent, text in rows:
        counts = said[respondent] if participation in speaking else others_said
        counts.update(text.lower().split())
    elsewhere = lemmas_in(others_said, lemmas)
    here: Counter[str] = Counter()
    persons: Counter[str] = Counter()
    for counts in said.values():
        own = lemmas_in(counts, lemmas)
        here.update(own)
        persons.update(own.keys())
    return keywords(here, elsewhere, persons)


def lemmas_in(counts: Mapping[str, int], lemmas: Mapping[str, str]) -> Counter[str]:
    """Count the lemmas in pieces of text that occur so often."""
    found: Counter[str] = Counter()
    for piece, count in counts.items():
        for word in WORD.findall(piece):
            found[lemmas.get(word, word)] += count
    return found


def keywords(
    here: Counter[str], elsewhere: Counter[str], persons: Mapping[str, int]
) -> list[Keyword]:
    """Give the words said more here than elsewhere, by their keyness, then by the alphabet."""
    all_here, all_elsewhere = sum(here.values()), sum(elsewhere.values())
    found = []
    for word, count in here.items():
        other = elsewhere[word]
        more = count * all_elsewhere > other * all_here
        if more and persons[word] >= FEWEST_PERSONS and len(word) >= SHORTEST:
            ratio = (count / all_here) / (other / all_elsewhere) if other else None
            keyness = log_likelihood(count, other, all_here, all_elsewhere)
            found.append(Keyword(word, count, other, persons[word], ratio, keyness))
    return sorted(found, key=lambda keyword: (-keyword.keyness, keyword.lemma))


def log_likelihood(here: int, elsewhere: int, all_here: int, all_elsewhere: int) -> float:
    """Give the log-likelihood ratio of a word's counts in two texts of so many words."""
    rate = (here + elsewhere) / (all_here + all_elsewhere)
    total = 0.0
    for count, size in ((here, all_here), (elsewhere, all_elsewhere)):
        if count:
            total += count * math.log(count / (rate * size))
    return 2 * total
