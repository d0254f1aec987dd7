"""What an answer rests on: persons and fragments in all, and what is not coded yet."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from .counting import counted, finished, is_finished, scope
from .selection import Selection, heard


@dataclass(frozen=True)
class Total:
    """What a selection holds in all; the fields mean what they mean in a `matrix.Cell`."""

    persons: int
    among: int
    fragments: int
    bulk: int
    n: int


@dataclass(frozen=True)
class Basis:
    """How much of the material was coded: transcripts and words of respondents.

    `uncoded` names those not marked coded by slug, in order. `survey_persons` answered a
    survey and stand apart.
    """

    transcripts: int
    words: int
    uncoded: tuple[str, ...]
    uncoded_words: int
    survey_persons: int


def total_of(connection: sqlite3.Connection, selection: Selection) -> Total:
    """Count persons and fragments of a selection."""
    row = connection.execute(
        f"""
WITH {scope(selection, True, False)},
counted AS ({counted(selection, [], False)}),
heard AS ({heard(selection)}),
finished(transcript_id, coder) AS ({finished(selection)})
SELECT count(DISTINCT heard.respondent_id),
    count(DISTINCT CASE WHEN {is_finished()} THEN heard.respondent_id END),
    coalesce(sum(CASE shared WHEN 0 THEN fragments END), 0) + count(DISTINCT nullif(shared, 0)),
    coalesce(sum(CASE shared WHEN 0 THEN bulk END), 0)
        + count(DISTINCT CASE WHEN bulk THEN nullif(shared, 0) END),
    (SELECT count(DISTINCT respondent_id) FROM heard JOIN finished USING (transcript_id))
FROM counted
JOIN scope ON scope.code_id = counted.code_id
JOIN heard ON heard.participation_id = counted.participation_id
    AND heard.version_id = counted.version_id""",
        selection.values,
    ).fetchone()
    return Total(*row)


def basis_of(connection: sqlite3.Connection, selection: Selection) -> Basis:
    """Tell how much of what the selection is about was coded."""
    rows = connection.execute(
        f"""
WITH heard AS ({heard(selection)}), finished(transcript_id, coder) AS ({finished(selection)}),
said AS (
    SELECT heard.transcript_id, sum(spoken.words) AS words
    FROM heard
    JOIN speaker ON speaker.participation_id = heard.participation_id
    JOIN spoken ON spoken.version_id = heard.version_id AND spoken.speaker_id = speaker.id
    GROUP BY heard.transcript_id)
SELECT slug, words, said.transcript_id IN (SELECT transcript_id FROM finished)
FROM said JOIN transcript ON transcript.id = said.transcript_id
ORDER BY coalesce(date, ''), slug""",
        selection.values,
    ).fetchall()
    uncoded = [(slug, words) for slug, words, coded in rows if not coded]
    return Basis(
        len(rows),
        sum(row[1] for row in rows),
        tuple(slug for slug, _ in uncoded),
        sum(words for _, words in uncoded),
        survey_persons(connection) if selection.survey_left_out else 0,
    )


def survey_persons(connection: sqlite3.Connection) -> int:
    """Count the persons who answered a survey."""
    row = connection.execute(
        "SELECT count(DISTINCT respondent_id) FROM participation "
        "JOIN transcript ON transcript.id = transcript_id WHERE kind = 'survey'"
    ).fetchone()
    return int(row[0])
