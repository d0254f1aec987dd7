"""The quotes behind an answer, with who said it and where."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .counting import scope
from .facets import FACETS, no_such_facet, values_of
from .search import fts_query, phrases_in, sentence_around, words_finder
from .selection import Filters, Selection, choose, counted_fragments
from .summary import Basis, Total, basis_of, total_of


@dataclass(frozen=True)
class Answer:
    """Quotes, as rows with QUOTE_KEYS, and what they rest on.

    `total` counts all that was found, also beyond a limit; None where text was looked for
    that may not be coded.
    """

    quotes: Sequence[Mapping[str, Any]]
    total: Total | None
    basis: Basis


QUOTE_KEYS = (
    "fragment",
    "citation",
    "transcript",
    "turn",
    "speaker",
    "respondent",
    "group",
    "area",
    "wave",
    "kind",
    "date",
    "code",
    "stance",
    "coder",
    "origin",
    "start",
    "end",
    "quote",
    "memo",
)

AREAS = """(
        SELECT group_concat(area, ', ') FROM (
            SELECT area FROM participation_area
            WHERE participation_id = participation.id ORDER BY area))"""

MEMOS = """(
        SELECT group_concat(text, char(10)) FROM (
            SELECT text FROM memo
            WHERE target = 'fragment' AND target_uuid = fragment.uuid ORDER BY at, id))"""

IN_ORDER = """coalesce(transcript.date, ''), transcript.slug, fragment.start, fragment.end,
    code.path, fragment.coder"""


def answer(
    connection: sqlite3.Connection,
    code: str,
    filters: Filters,
    only: bool = False,
    by: str | None = None,
    limit: int | None = None,
) -> Answer:
    """Answer a question with quotes: the fragments of a code, or of all, that fit the filters.

    Words without a code, stance, coder or origin are looked for in all that was said. Sorted
    by the facet `by`, else in the order of the talks; `limit` quotes at most, None for all.
    Raises RodedraadError for a name that the project does not know.
    """
    narrowed = code or filters.where or filters.stance or filters.coder or filters.origin
    text_alone = filters.text and not narrowed
    selection = choose(connection, replace(filters, text="") if text_alone else filters, code, only)
    fetched = None if by else limit
    if text_alone:
        quotes = find_text(connection, filters.text, selection, fetched)
        total = None
    else:
        quotes = find_quotes(connection, selection, fetched)
        total = total_of(connection, selection)
    if by:
        quotes = in_order_of(connection, quotes, by, selection)[:limit]
    return Answer(quotes, total, basis_of(connection, selection))


def find_quotes(
    connection: sqlite3.Connection, selection: Selection, limit: int | None = None
) -> Sequence[Mapping[str, Any]]:
    """Give the fragments of a selection as rows with QUOTE_KEYS, in the order of the talks.

    A fragment with words of several persons is shown with
    the first of these that the selection is about.
    """
    sql = f"""
WITH {scope(selection, True, False)}
SELECT fragment.uuid AS fragment, fragment.citation, transcript.slug AS transcript,
    turn.number AS turn, speaker.label AS speaker, respondent.label AS respondent,
    participation.group_name AS "group", {AREAS} AS area, wave.name AS wave, transcript.kind,
    transcript.date, code.path AS code, fragment.stance, fragment.coder, fragment.origin,
    fragment.start, fragment.end, fragment.quote, {MEMOS} AS memo
FROM ({counted_fragments(selection)}) AS fragment
JOIN scope ON scope.code_id = fragment.code_id
JOIN code ON code.id = fragment.code_id
JOIN turn ON turn.id = fragment.turn_id
JOIN speaker ON speaker.id = turn.speaker_id
JOIN participation ON participation.id = {first_person(selection)}
JOIN respondent ON respondent.id = participation.respondent_id
JOIN transcript ON transcript.id = participation.transcript_id
LEFT JOIN wave ON wave.id = transcript.wave_id
ORDER BY {IN_ORDER}
LIMIT :limit"""
    values = selection.values | {"limit": -1 if limit is None else limit}
    rows: list[sqlite3.Row] = connection.execute(sql, values).fetchall()
    return [dict(zip(QUOTE_KEYS, row, strict=True)) for row in rows]


def first_person(selection: Selection) -> str:
    """SQL of the person a fragment is shown with: of its first turn, if the filters allow."""
    fitting = f"""
    SELECT fragment_person.participation_id
    FROM fragment_person
    JOIN participation ON participation.id = fragment_person.participation_id
    JOIN transcript ON transcript.id = participation.transcript_id
    WHERE fragment_person.fragment_id = fragment.id AND {selection.where(selection.persons)}"""
    return f"""coalesce(
    ({fitting} AND participation.id = speaker.participation_id),
    ({fitting} ORDER BY participation.id LIMIT 1))"""


def in_order_of(
    connection: sqlite3.Connection,
    quotes: Sequence[Mapping[str, Any]],
    facet: str,
    selection: Selection,
) -> list[Mapping[str, Any]]:
    """Sort quotes by a facet, in the order of its values; those without a value come last.

    Raises RodedraadError for a facet that is no key of a quote.
    """
    if facet not in QUOTE_KEYS or facet not in FACETS:
        raise no_such_facet(connection, facet)
    values = values_of(connection, FACETS[facet], selection)
    places = {value: place for place, value in enumerate(values)}

    def place(quote: Mapping[str, Any]) -> int:
        # Somebody who speaks for several areas stands at the first of them.
        value = quote[facet].split(", ")[0] if facet == "area" and quote[facet] else quote[facet]
        return places.get(value, len(places))

    return sorted(quotes, key=place)


def find_text(
    connection: sqlite3.Connection, text: str, selection: Selection, limit: int | None = None
) -> Sequence[Mapping[str, Any]]:
    """Give the sentences with these words, coded or not, as rows with QUOTE_KEYS.

    One row a turn, whoever speaks; a selection of persons leaves the others out. The keys
    that only a fragment has (fragment, citation, code, …) are None.
    """
    phrases = phrases_in(connection, text)
    in_order = ""
    if any(len(phrase.words) > 1 for phrase in phrases):
        connection.create_function("says_it", 1, words_finder(phrases), deterministic=True)
        in_order = "AND says_it(turn.text)"
    sql = f"""
SELECT transcript.slug AS transcript, turn.number AS turn, speaker.label AS speaker,
    respondent.label AS respondent, participation.group_name AS "group", {AREAS} AS area,
    wave.name AS wave, transcript.kind, transcript.date, turn.start, turn.text
FROM turn_search
JOIN turn ON turn.id = turn_search.rowid
JOIN transcript_version ON transcript_version.id = turn.version_id
JOIN transcript ON transcript.id = transcript_version.transcript_id
    AND transcript.version = transcript_version.number
JOIN speaker ON speaker.id = turn.speaker_id
LEFT JOIN participation ON participation.id = speaker.participation_id
LEFT JOIN respondent ON respondent.id = participation.respondent_id
LEFT JOIN wave ON wave.id = transcript.wave_id
WHERE turn_search MATCH :words {in_order} AND {selection.where(selection.persons)}
ORDER BY coalesce(transcript.date, ''), transcript.slug, turn.number
LIMIT :limit"""
    values = {"words": fts_query(phrases), "limit": -1 if limit is None else limit}
    found = []
    for row in connection.execute(sql, selection.values | values).fetchall():
        start, end = sentence_around(row["text"], phrases)
        found.append(
            dict.fromkeys(QUOTE_KEYS)
            | {key: value for key, value in dict(row).items() if key != "text"}
            | {
                "start": row["start"] + start,
                "end": row["start"] + end,
                "quote": row["text"][start:end],
            }
        )
    return found
