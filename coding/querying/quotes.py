"""The quotes behind an answer, with who said it and where.

Modules that few questions need are imported where they are: together they take 8 ms.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ... import RodedraadError
from .counting import scope
from .selection import Filters, Selection, choose, counted_fragments, is_plain
from .summary import Basis, Total, basis_of, total_of


class Answer(NamedTuple):
    """Quotes, as rows with QUOTE_KEYS, and what they rest on.

    `total` counts all that was found, also beyond a limit; None where text was looked for
    that may not be coded, and which therefore rests on no coding: then `basis` is None too.
    """

    quotes: Sequence[Mapping[str, Any]]
    total: Total | None
    basis: Basis | None


class Wanted(NamedTuple):
    """How quotes are chosen and shown: sorted by a facet or by fit, `best` the most typical N,
    `counter` those against the majority, `context` so many sentences around each, `limit` at
    most so many (None: all), `like` those that look like a fragment, the most alike first."""

    by: str | None = None
    best: int | None = None
    counter: bool = False
    context: int = 0
    limit: int | None = None
    like: str | None = None


EVERYTHING = Wanted()
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
    wanted: Wanted = EVERYTHING,
) -> Answer:
    """Answer a question with quotes: the fragments of a code, or of all, that fit the filters.

    Words without a code, stance, coder or origin are looked for in all that was said.
    Raises RodedraadError for a name that the project does not know.
    """
    narrowed = (
        wanted.counter or code or filters.where or filters.stance or filters.coder or filters.origin
    )
    text_alone = filters.text and not narrowed
    if wanted.counter:
        against = against_the_majority(connection, choose(connection, filters, code, only))
        filters = filters._replace(stance=(against,))
    selection = choose(connection, filters._replace(text="") if text_alone else filters, code, only)
    all_of_them = wanted.by or wanted.best or wanted.like
    fetched = None if all_of_them else wanted.limit
    if text_alone:
        from .talks import find_text

        quotes = find_text(connection, filters.text, selection, fetched)
        total, basis = None, None
    else:
        quotes = find_quotes(connection, selection, fetched)
        total, basis = total_of(connection, selection), basis_of(connection, selection)
    quotes = chosen(connection, quotes, selection, wanted)[: wanted.limit]
    if wanted.context:
        from .talks import with_context

        quotes = [with_context(connection, quote, wanted.context) for quote in quotes]
    return Answer(quotes, total, basis)


def chosen(
    connection: sqlite3.Connection,
    quotes: Sequence[Mapping[str, Any]],
    selection: Selection,
    wanted: Wanted,
) -> Sequence[Mapping[str, Any]]:
    """Choose and sort quotes as wanted."""
    if wanted.like:
        from .likeness import most_alike

        quotes = most_alike(connection, quotes, wanted.like)
    if wanted.best or wanted.by == FIT:
        from .typicality import most_typical

        return most_typical(connection, quotes, wanted.best or len(quotes))
    if wanted.by:
        return in_order_of(connection, quotes, wanted.by, selection)
    return quotes


FIT = "fit"


def against_the_majority(connection: sqlite3.Connection, selection: Selection) -> str:
    """Give the stance of the voices against: negative where most persons are positive, or the
    other way.

    Raises RodedraadError when there is no such majority to be against.
    """
    from .matrix import whole_cell
    from .thread import majority_of

    opposite = {"positive": "negative", "negative": "positive"}
    against = opposite.get(majority_of(whole_cell(connection, selection, False)))
    if against is None:
        raise RodedraadError(
            "There is no majority to be against here. See how people look at it with: "
            "rodedraad thread CODE"
        )
    return against


def find_quotes(
    connection: sqlite3.Connection, selection: Selection, limit: int | None = None
) -> Sequence[Mapping[str, Any]]:
    """Give the fragments of a selection as rows with QUOTE_KEYS, in the order of the talks.

    A fragment with words of several persons is shown with the first of these that the selection
    is about. What a correction left with an old version is no quote any more, as it counts nowhere.
    """
    sql = quotes_sql(selection)
    values = selection.values | {"limit": -1 if limit is None else limit}
    rows: list[sqlite3.Row] = connection.execute(sql, values).fetchall()
    return [dict(zip(QUOTE_KEYS, row, strict=True)) for row in rows]


def quotes_sql(selection: Selection) -> str:
    """SQL of the fragments of a selection, with the columns of QUOTE_KEYS.

    Which fragments come first is settled before anything else is looked up of them: a sort of
    16,000 whole rows for 50 quotes takes half a second.
    """
    fitting = fitting_persons(selection)
    return f"""
WITH {scope(selection, True, False)},
first AS (
    SELECT fragment.id
    FROM {in_order_of_talks(selection)}
    JOIN code ON code.id = fragment.code_id
    WHERE fragment.version_id = transcript_version.id
        AND transcript_version.number = transcript.version
        AND fragment.code_id IN (SELECT code_id FROM scope)
        AND EXISTS ({fitting})
    ORDER BY {IN_ORDER}
    LIMIT :limit)
SELECT fragment.uuid AS fragment, fragment.citation, transcript.slug AS transcript,
    turn.number AS turn, speaker.label AS speaker, respondent.label AS respondent,
    participation.group_name AS "group", {AREAS} AS area, wave.name AS wave, transcript.kind,
    transcript.date, code.path AS code, fragment.stance, fragment.coder, fragment.origin,
    fragment.start, fragment.end, fragment.quote, {MEMOS} AS memo
FROM first
CROSS JOIN fragment ON fragment.id = first.id
JOIN code ON code.id = fragment.code_id
JOIN turn ON turn.id = fragment.turn_id
JOIN speaker ON speaker.id = turn.speaker_id
JOIN transcript ON transcript.id = speaker.transcript_id
JOIN participation ON participation.id = coalesce(
    ({fitting} AND fragment_person.participation_id = speaker.participation_id),
    ({fitting} ORDER BY fragment_person.participation_id LIMIT 1))
JOIN respondent ON respondent.id = participation.respondent_id
LEFT JOIN wave ON wave.id = transcript.wave_id
ORDER BY {IN_ORDER}"""


def in_order_of_talks(selection: Selection) -> str:
    """SQL of the tables in which the fragments of a selection are found.

    Where nothing but codes chooses the fragments, the talks are taken in their order (CROSS
    JOIN keeps SQLite to it), so that a page of quotes reads the first talks and no others. In
    each talk a few codes are looked up; of many codes its fragments are read.
    """
    if selection.fragments:
        return f"""({counted_fragments(selection)}) AS fragment
    JOIN transcript_version JOIN transcript ON transcript.id = transcript_id"""
    few = selection.codes is not None and len(selection.codes) <= MOST_LOOKED_UP
    fragments = counted_fragments(selection, index="INDEXED BY fragment_code" if few else "")
    return f"""transcript
    CROSS JOIN transcript_version ON transcript_id = transcript.id
    CROSS JOIN ({fragments}) AS fragment"""


MOST_LOOKED_UP = 20  # codes


def fitting_persons(selection: Selection) -> str:
    """SQL of the persons of a fragment that the filters allow.

    It is shown with the one of its first turn, if that is among them, else with the first.
    """
    of_fragment = "fragment_person.fragment_id = fragment.id"
    if is_plain(selection):
        # Whoever speaks in a fragment speaks in its talk, and that alone is asked about.
        return f"""
    SELECT participation_id FROM fragment_person
    WHERE {of_fragment} AND {selection.where(selection.persons)}"""
    return f"""
    SELECT fragment_person.participation_id
    FROM fragment_person
    JOIN participation ON participation.id = fragment_person.participation_id
    JOIN transcript ON transcript.id = participation.transcript_id
    WHERE {of_fragment} AND {selection.where(selection.persons)}"""


def in_order_of(
    connection: sqlite3.Connection,
    quotes: Sequence[Mapping[str, Any]],
    facet: str,
    selection: Selection,
) -> list[Mapping[str, Any]]:
    """Sort quotes by a facet, in the order of its values; those without a value come last.

    Raises RodedraadError for a facet that is no key of a quote.
    """
    from .facets import FACETS, no_such_facet, values_of

    if facet not in QUOTE_KEYS or facet not in FACETS:
        raise no_such_facet(connection, facet)
    values = values_of(connection, FACETS[facet], selection)
    places = {value: place for place, value in enumerate(values)}

    def place(quote: Mapping[str, Any]) -> int:
        # Somebody who speaks for several areas stands at the first of them.
        value = quote[facet].split(", ")[0] if facet == "area" and quote[facet] else quote[facet]
        return places.get(value, len(places))

    return sorted(quotes, key=place)
