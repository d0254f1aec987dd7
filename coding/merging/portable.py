"""Rows as they travel between copies of a project: by UUID, without the numbers of one file.

A row's content is a dictionary of its columns. A reference is the UUID of the row that it
points at; left out is what follows from the rest (a path, a place in a list of versions) or
belongs to the file alone (the id). The turns of a version travel inside it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

Content = dict[str, Any]

# The tables that travel, each after those that it refers to, with the columns that refer. What is
# somebody's work, and brings back what it stands on, comes before what only stays when that does.
REFERENCES: dict[str, dict[str, str]] = {
    "wave": {},
    "respondent": {},
    "transcript": {"wave_id": "wave"},
    "participation": {"transcript_id": "transcript", "respondent_id": "respondent"},
    "speaker": {"transcript_id": "transcript", "participation_id": "participation"},
    "transcript_version": {"transcript_id": "transcript"},
    "code": {"parent_id": "code"},
    "code_version": {"code_id": "code"},
    "fragment": {"version_id": "transcript_version", "code_id": "code"},
    "memo": {},
    "decision": {"version_id": "transcript_version", "code_id": "code"},
    "coded_by": {"transcript_id": "transcript"},
    "reviewed_turn": {"version_id": "transcript_version"},
    "assignment": {"transcript_id": "transcript"},
    "plan": {},
    "alias": {"respondent_id": "respondent"},
    "saved_query": {},
}
# References that are emptied when what they point at is removed.
OPTIONAL = {("transcript", "wave_id"), ("speaker", "participation_id")}
# Rows that are part of another one: they go with it, stay with it, and come back with it.
PARTS = {"transcript_version": "transcript_id", "code_version": "code_id"}
# Columns that hold the UUID of another row as text.
UUID_COLUMNS = {"memo": ("target_uuid", "code_uuid")}
MEMO_TARGETS = {
    "transcript": "transcript",
    "turn": "transcript",
    "fragment": "fragment",
    "code": "code",
    "respondent": "respondent",
    "cell": "respondent",
}
# Two rows with the same values here are the same thing, whatever their UUIDs: the same words
# coded twice by one coder, the same person in the same talk.
NATURAL = {
    "wave": ("name",),
    "respondent": ("label",),
    "participation": ("transcript_id", "respondent_id"),
    "speaker": ("transcript_id", "label"),
    "transcript_version": ("transcript_id", "sha256", "text_sha256"),
    "code": ("parent_id", "slug"),
    "code_version": ("code_id", "content", "note", "coder"),
    "fragment": ("version_id", "start", "end", "code_id", "coder"),
    "decision": ("version_id", "start", "end", "code_id", "coder"),
    "coded_by": ("transcript_id", "coder"),
    "reviewed_turn": ("version_id", "turn", "coder"),
    "assignment": ("transcript_id", "coder"),
    "plan": ("group_name", "area"),
    "alias": ("label",),
    "saved_query": ("name",),
}
# Names that must be free; of two different things with one name, one gets a number behind it.
NAMES = {"wave": "name", "respondent": "label", "transcript": "slug", "code": "slug"}
NAMES |= {"alias": "label", "saved_query": "name"}
LOCAL = {
    "transcript": ("version",),
    "transcript_version": ("number",),
    "code": ("path", "version"),
    "code_version": ("number",),
    "fragment": ("turn_id", "code_version"),
}
# What may differ between two versions of a row without anybody having meant anything by it.
BY_CHANCE = ("uuid", "at", "citation")
# Where a row is in a text. It follows from the words and the text, not from what a coder decided.
PLACE = {"version_id", "start", "end", "quote", "turn"}
# What a number stands for that only one file knows: the current version of a transcript, the
# version of a code that was applied, the place of a turn.
EXTRA = {
    "transcript": "(SELECT version.uuid FROM transcript_version AS version "
    "WHERE version.transcript_id = own.id AND version.number = own.version) AS current",
    "fragment": "(SELECT version.uuid FROM code_version AS version WHERE version.code_id = "
    "own.code_id AND version.number = own.code_version) AS meant, "
    "(SELECT number FROM turn WHERE turn.id = own.turn_id) AS turn",
    "transcript_version": "own.number AS before",
    "code_version": "own.number AS before",
}
TURN_COLUMNS = (
    "number",
    "start",
    "end",
    "words",
    "time",
    "time_end",
    "cues",
    "question",
    "before",
    "text",
)


def columns_of(connection: sqlite3.Connection, table: str) -> list[str]:
    """List the columns of a table that travel, the UUID first."""
    rows = connection.execute(f"PRAGMA table_info({table})").fetchall()
    names = [str(row[1]) for row in rows]
    return ["uuid", *(n for n in names if n not in ("id", "uuid", *LOCAL.get(table, ())))]


def read_rows(
    connection: sqlite3.Connection, table: str, uuid: str | None = None
) -> Iterator[Content]:
    """Yield the content of the rows of a table, or of the one with this UUID."""
    references = REFERENCES[table]
    picked, joins = [], []
    for column in columns_of(connection, table):
        if column in references:
            joins.append(
                f"LEFT JOIN {references[column]} AS to_{column} ON to_{column}.id = own.{column}"
            )
            picked.append(f"to_{column}.uuid AS {column}")
        else:
            picked.append(f"own.{column} AS {column}")
    picked += [EXTRA[table]] if table in EXTRA else []
    order = {"code": "own.path", "transcript_version": "own.number", "code_version": "own.number"}
    cursor = connection.execute(
        f"SELECT {', '.join(picked)} FROM {table} AS own {' '.join(joins)} "
        f"{'WHERE own.uuid = ?' if uuid else ''} ORDER BY {order.get(table, 'own.id')}",
        [uuid] if uuid else [],
    )
    names = [description[0] for description in cursor.description]
    while rows := cursor.fetchmany(1000):
        for row in rows:
            content = dict(zip(names, row, strict=True))
            if table == "transcript_version":
                content["turns"] = read_turns(connection, content["uuid"])
            yield content


def read_turns(connection: sqlite3.Connection, version: str) -> list[list[Any]]:
    """Give the turns of a version, each its speaker's UUID and the columns of `TURN_COLUMNS`."""
    rows = connection.execute(
        f"SELECT speaker.uuid, {', '.join(f'turn.{column}' for column in TURN_COLUMNS)} FROM turn "
        "JOIN speaker ON speaker.id = speaker_id "
        "WHERE version_id = (SELECT id FROM transcript_version WHERE uuid = ?) ORDER BY number",
        [version],
    ).fetchall()
    return [list(row) for row in rows]


def meaning(content: Content) -> str:
    """Give what a content says, as text; equal for two versions that say the same."""
    left_out = {*BY_CHANCE, *PLACE, "before"}
    kept = {key: value for key, value in content.items() if key not in left_out}
    return json.dumps(kept, sort_keys=True)
