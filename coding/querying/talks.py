"""The text of the talks, coded or not: words in it, and the sentences around a quote."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from ..naming import transcript_named
from .quotes import AREAS, QUOTE_KEYS
from .search import SENTENCE_END, fts_query, phrases_in, sentence_around, words_finder
from .selection import Selection

UNCODED = """ AND speaker.role = 'respondent' AND NOT EXISTS (
    SELECT 1 FROM fragment WHERE fragment.version_id = turn.version_id
        AND fragment.start < turn.end AND fragment.end > turn.start)"""

CURRENT_TURN = """JOIN transcript_version ON transcript_version.id = turn.version_id
JOIN transcript ON transcript.id = transcript_version.transcript_id
    AND transcript.version = transcript_version.number
JOIN speaker ON speaker.id = turn.speaker_id
LEFT JOIN participation ON participation.id = speaker.participation_id"""

IN_ORDER_OF_TURNS = "coalesce(transcript.date, ''), transcript.slug, turn.number"


def find_text(
    connection: sqlite3.Connection,
    text: str,
    selection: Selection,
    limit: int | None = None,
    uncoded: bool = False,
) -> Sequence[Mapping[str, Any]]:
    """Give the sentences with these words, coded or not, as rows with QUOTE_KEYS.

    One row a turn, whoever speaks; a selection of persons leaves the others out. With
    `uncoded` only turns of respondents in which nothing is coded. The keys that only a
    fragment has (fragment, citation, code, …) are None.
    """
    phrases = phrases_in(connection, text)
    conditions = ""
    if any(len(phrase.words) > 1 for phrase in phrases):
        connection.create_function("says_it", 1, words_finder(phrases), deterministic=True)
        conditions = " AND says_it(turn.text)"
    if uncoded:
        conditions += UNCODED
    sql = f"""
WITH first AS (
    SELECT turn.id
    FROM turn_search
    JOIN turn ON turn.id = turn_search.rowid
    {CURRENT_TURN}
    WHERE turn_search MATCH :words{conditions} AND {selection.where(selection.persons)}
    ORDER BY {IN_ORDER_OF_TURNS}
    LIMIT :limit)
SELECT transcript.slug AS transcript, turn.number AS turn, speaker.label AS speaker,
    respondent.label AS respondent, participation.group_name AS "group", {AREAS} AS area,
    wave.name AS wave, transcript.kind, transcript.date, turn.start, turn.text
FROM first
CROSS JOIN turn ON turn.id = first.id
{CURRENT_TURN}
LEFT JOIN respondent ON respondent.id = participation.respondent_id
LEFT JOIN wave ON wave.id = transcript.wave_id
ORDER BY {IN_ORDER_OF_TURNS}"""
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


def with_context(
    connection: sqlite3.Connection, quote: Mapping[str, Any], sentences: int
) -> dict[str, Any]:
    """Add the sentences before and after a quote, of whoever says them, under `before`, `after`."""
    from ..fragments import current_version, version_text

    number, _slug = transcript_named(connection, quote["transcript"])
    text = version_text(connection, current_version(connection, number))
    before, after = text[: quote["start"]], text[quote["end"] :]
    starts = [0, *(mark.end() for mark in SENTENCE_END.finditer(before))]
    ends = [mark.end() for mark in SENTENCE_END.finditer(after)] or [len(after)]
    count = len(starts) - (starts[-1] == len(before))
    first = starts[max(count - sentences, 0)]
    last = ends[min(sentences, len(ends)) - 1]
    return {**quote, "before": before[first:].strip(), "after": after[:last].strip()}
