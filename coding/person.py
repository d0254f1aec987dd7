"""Where one person is found in a project."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """Where a person is found: ids of rows, and the names that they go by.

    `alone` are the transcripts in which nobody else was heard, `shared` the others.
    """

    id: int
    uuid: str
    label: str
    parts: tuple[int, ...]
    speakers: tuple[int, ...]
    alone: tuple[int, ...]
    shared: tuple[int, ...]
    names: tuple[str, ...]


def find_person(connection: sqlite3.Connection, respondent_id: int) -> Person:
    """Find where a respondent is in a project."""

    def ids(question: str, *values: object) -> tuple[int, ...]:
        return tuple(int(row[0]) for row in connection.execute(question, values).fetchall())

    uuid, label = connection.execute(
        "SELECT uuid, label FROM respondent WHERE id = ?", [respondent_id]
    ).fetchone()
    parts = ids("SELECT id FROM participation WHERE respondent_id = ?", respondent_id)
    theirs = json.dumps(parts)
    speakers = ids(
        "SELECT id FROM speaker WHERE participation_id IN (SELECT value FROM json_each(?))", theirs
    )
    transcripts = ids(
        "SELECT transcript_id FROM participation WHERE respondent_id = ?", respondent_id
    )
    alone = ids(
        "SELECT id FROM transcript WHERE id IN (SELECT value FROM json_each(?)) AND NOT EXISTS ("
        "SELECT 1 FROM speaker JOIN turn ON turn.speaker_id = speaker.id "
        "WHERE transcript_id = transcript.id AND role <> 'interviewer' "
        "AND speaker.id NOT IN (SELECT value FROM json_each(?)))",
        json.dumps(transcripts),
        json.dumps(speakers),
    )
    labels = connection.execute(
        "SELECT label FROM speaker WHERE id IN (SELECT value FROM json_each(?)) "
        "UNION SELECT label FROM alias WHERE respondent_id = ?",
        [json.dumps(speakers), respondent_id],
    ).fetchall()
    return Person(
        respondent_id,
        str(uuid),
        str(label),
        parts,
        speakers,
        alone,
        tuple(number for number in transcripts if number not in alone),
        tuple({str(label), *(str(row[0]) for row in labels)}),
    )


def values_of(person: Person) -> dict[str, object]:
    """Give the values of the questions below."""
    return {
        "person": person.uuid,
        "parts": json.dumps(person.parts),
        "speakers": json.dumps(person.speakers),
        "alone": json.dumps(person.alone),
    }


SPEAKERS = "SELECT value FROM json_each(:speakers)"
ALONE = "SELECT value FROM json_each(:alone)"
# Fragments in which there is a word of the person.
FRAGMENTS = (
    "SELECT fragment.id FROM fragment JOIN turn ON turn.version_id = fragment.version_id "
    "AND turn.start < fragment.end AND turn.end > fragment.start "
    f"WHERE turn.speaker_id IN ({SPEAKERS})"
)
MEMOS = f"""target_uuid = :person
    OR target_uuid IN (SELECT uuid FROM fragment WHERE id IN ({FRAGMENTS}))
    OR target_uuid IN (SELECT uuid FROM transcript WHERE id IN ({ALONE}))
    OR target = 'turn' AND EXISTS (
        SELECT 1 FROM turn JOIN speaker ON speaker.id = speaker_id
        JOIN transcript ON transcript.id = speaker.transcript_id
        WHERE speaker_id IN ({SPEAKERS}) AND transcript.uuid = memo.target_uuid
        AND turn.number = memo.turn)"""
