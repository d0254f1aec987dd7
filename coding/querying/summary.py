"""What an answer rests on: persons and fragments in all, and what is not coded yet."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from .counting import counted, finished, is_finished, scope
from .selection import Selection, heard, is_plain


class Total(NamedTuple):
    """What a selection holds in all; the fields mean what they mean in a `matrix.Cell`."""

    persons: int
    among: int
    fragments: int
    bulk: int
    n: int


class Basis(NamedTuple):
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
    if is_plain(selection) and (tops := tops_of(connection, selection.codes)):
        return kept_total(connection, selection, tops)
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


def bulk_of(connection: sqlite3.Connection, selection: Selection) -> int:
    """Count the fragments of a selection that were accepted unread."""
    if not is_plain(selection) or not (tops := tops_of(connection, selection.codes)):
        return total_of(connection, selection).bulk
    # A fragment has one code, so those of several themes may be added up.
    row = connection.execute(
        "SELECT coalesce(sum(bulk), 0) FROM code_count WHERE of_group = 0 "
        "AND code_id IN (SELECT value FROM json_each(?))",
        [json.dumps(tops)],
    ).fetchone()
    return int(row[0])


def tops_of(connection: sqlite3.Connection, codes: tuple[int, ...] | None) -> list[int]:
    """Give the codes at the top of a set of codes that has all that is below them.

    Empty when something below one of them is missing from the set.
    """
    if codes is None:
        rows = connection.execute("SELECT id FROM code WHERE parent_id IS NULL").fetchall()
        return [row[0] for row in rows]
    listed = json.dumps(codes)
    rows = connection.execute(
        "SELECT id FROM code WHERE id IN (SELECT value FROM json_each(:codes)) "
        "AND coalesce(parent_id, 0) NOT IN (SELECT value FROM json_each(:codes))",
        {"codes": listed},
    ).fetchall()
    tops = [row[0] for row in rows]
    below = connection.execute(
        "SELECT count(*) FROM code_above WHERE above_id IN (SELECT value FROM json_each(?))",
        [json.dumps(tops)],
    ).fetchone()
    return tops if below[0] == len(codes) else []


def kept_total(connection: sqlite3.Connection, selection: Selection, tops: Sequence[int]) -> Total:
    """Count persons and fragments of codes and all below them from the kept tables."""
    codes = selection.values.add(json.dumps(tops))
    row = connection.execute(
        f"""
WITH heard AS ({heard(selection)}), finished(transcript_id, coder) AS ({finished(selection)}),
person AS (
    SELECT max(coded) AS coded FROM person_code
    WHERE of_all = 1 AND code_id IN (SELECT value FROM json_each({codes}))
    GROUP BY respondent_id),
together AS (
    SELECT coalesce(sum(fragments), 0) AS fragments, coalesce(sum(bulk), 0) AS bulk
    FROM code_count WHERE of_group = 0 AND code_id IN (SELECT value FROM json_each({codes})))
SELECT (SELECT count(*) FROM person), (SELECT coalesce(sum(coded), 0) FROM person),
    fragments, bulk,
    (SELECT count(DISTINCT respondent_id) FROM heard JOIN finished USING (transcript_id))
FROM together""",
        selection.values,
    ).fetchone()
    return Total(*row)


def basis_of(connection: sqlite3.Connection, selection: Selection) -> Basis:
    """Tell how much of what the selection is about was coded."""
    rows = connection.execute(
        f"""
WITH heard AS ({heard(selection)}), finished(transcript_id, coder) AS ({finished(selection)}),
said AS (
    SELECT transcript_id, sum(words) AS words FROM heard GROUP BY transcript_id)
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
