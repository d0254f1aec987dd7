"""What a merge knows of both copies, and which of their rows are the same thing."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace

from ..project import Project
from .portable import (
    REFERENCES,
    UUID_COLUMNS,
    Content,
    columns_of,
    read_rows,
)
from .versions import Version


@dataclass
class Merged:
    """What a merge did: rows added, changed and removed by table, and conflicts left open.

    `left_behind` are the citations of fragments whose words are not in a corrected text; they
    stay with the version that has them. `memos` are the numbers of memos on turns whose words
    are not in it; they are about the turn that stands there now.
    """

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    left_behind: list[str] = field(default_factory=list)
    memos: list[int] = field(default_factory=list)
    conflicts: int = 0

    def count(self, what: str, table: str) -> None:
        """Count one row that was "added", "changed" or "removed"."""
        getattr(self, what)[table] += 1


@dataclass(frozen=True)
class Changed:
    """What a copy knows of the changes of a row: the vector, by whom and when the last was."""

    vector: dict[str, int]
    coder: str = ""
    at: str = ""


@dataclass
class Side:
    """One of the two copies.

    `ids` gives for each table the id of each UUID, `changed` what is known of each row that
    was changed since it was made, `removed` the UUIDs of rows that are gone, by table,
    `conflicts` the versions put aside, and `same` pairs of UUIDs that stand for one thing.
    `texts` gives for each transcript the UUID of the version to which memos on turns refer.
    """

    connection: sqlite3.Connection
    ids: dict[str, dict[str, int]]
    changed: dict[str, Changed]
    removed: dict[str, list[str]]
    conflicts: dict[str, list[Version]]
    same: list[tuple[str, str]]
    texts: dict[str, str]


@dataclass
class Merging:
    """A merge under way.

    `same` leads from a UUID to the one that stands for the same thing, and `twins` are all
    UUIDs in such pairs. `wanted` is the version that each row must have at the end and `open`
    its table and its other versions; `to_remove` are rows of ours that others removed, with our
    version of them. `columns` are those that travel, and `their_memos` came from theirs.
    """

    project: Project
    ours: Side
    theirs: Side
    same_names: bool
    merged: Merged
    same: dict[str, str] = field(default_factory=dict)
    twins: set[str] = field(default_factory=set)
    wanted: dict[str, Version] = field(default_factory=dict)
    open: dict[str, tuple[str, list[Version]]] = field(default_factory=dict)
    to_remove: dict[tuple[str, str], Version] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)
    their_memos: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Look up once which columns travel."""
        for table in REFERENCES:
            self.columns[table] = columns_of(self.ours.connection, table)


def read_side(connection: sqlite3.Connection) -> Side:
    """Read what a merge must know of a copy before it begins."""
    ids = {
        table: {
            str(row[0]): int(row[1])
            for row in connection.execute(f"SELECT uuid, id FROM {table}").fetchall()
        }
        for table in REFERENCES
    }
    changed: dict[str, Changed] = {}
    removed: dict[str, list[str]] = defaultdict(list)
    for uuid, table, vector, gone, coder, at in connection.execute(
        "SELECT uuid, table_name, vector, removed, coder, at FROM revision"
    ).fetchall():
        changed[uuid] = Changed(json.loads(vector), coder, at)
        if gone:
            removed[table].append(uuid)
    conflicts: dict[str, list[Version]] = defaultdict(list)
    for uuid, vector, gone, content, coder, at in connection.execute(
        "SELECT row_uuid, vector, removed, content, coder, at FROM conflict"
    ).fetchall():
        said = None if gone else json.loads(content)
        conflicts[uuid].append(Version(json.loads(vector), said, coder, at))
    same = [(str(a), str(b)) for a, b in connection.execute("SELECT uuid, same_as FROM same")]
    texts = connection.execute(
        "SELECT transcript.uuid, own.uuid FROM transcript JOIN transcript_version AS own "
        "ON transcript_id = transcript.id AND number = version"
    )
    current = {str(transcript): str(version) for transcript, version in texts.fetchall()}
    return Side(connection, ids, changed, removed, conflicts, same, current)


def canonical(work: Merging, uuid: str) -> str:
    """Give the UUID that stands for the same thing."""
    while uuid in work.same:
        uuid = work.same[uuid]
    return uuid


def link(work: Merging, one: str, other: str) -> None:
    """Note that two UUIDs stand for the same thing; the smaller stands for both."""
    small, large = sorted((canonical(work, one), canonical(work, other)))
    work.twins |= {one, other}
    if small != large:
        work.same[large] = small


def rename_ours(work: Merging) -> None:
    """Give our rows the UUIDs that now stand for them."""
    for table, ids in work.ours.ids.items():
        for uuid in [uuid for uuid in ids if uuid in work.same]:
            if canonical(work, uuid) not in ids:
                rename(work, table, uuid)


def rename(work: Merging, table: str, uuid: str) -> None:
    """Give one of our rows the UUID that now stands for it."""
    ours, name = work.ours, canonical(work, uuid)
    ours.ids[table][name] = ours.ids[table].pop(uuid)
    changed = ours.changed.pop(uuid, Changed({}))
    ours.changed[name] = Changed({**changed.vector, uuid: 1}, changed.coder, changed.at)
    if uuid in ours.conflicts:
        ours.conflicts[name] = ours.conflicts.pop(uuid)
    work.project.connection.execute(
        f"UPDATE {table} SET uuid = ? WHERE id = ?", [name, ours.ids[table][name]]
    )
    for column in UUID_COLUMNS["memo"]:
        work.project.connection.execute(
            f"UPDATE memo SET {column} = ? WHERE {column} = ?", [name, uuid]
        )


def version_of(work: Merging, side: Side, uuid: str, content: Content | None) -> Version:
    """Give the version that one side has of a row, known there by this UUID.

    Rows that turned out to be the same were made apart, and each making counts as a change.
    """
    changed = side.changed.get(uuid, Changed({}))
    vector = {**changed.vector, uuid: 1} if uuid in work.twins else changed.vector
    return Version(vector, content, changed.coder, changed.at)


def ours_versions(work: Merging, table: str, uuid: str) -> list[Version]:
    """Give all versions that this copy has of a row, the one in its table first."""
    if uuid in work.wanted:  # two rows of theirs are one here
        return [work.wanted[uuid], *work.open[uuid][1]]
    ours = work.ours
    found = [translated(work, version) for version in ours.conflicts.get(uuid, ())]
    if uuid in ours.ids[table]:
        content = next(read_rows(ours.connection, table, uuid))
        found.insert(0, version_of(work, ours, uuid, translate(work, content)))
    elif uuid in ours.changed:
        found.insert(0, version_of(work, ours, uuid, None))
    return found


def translated(work: Merging, version: Version) -> Version:
    """Give a version with canonical UUIDs in its content."""
    return (
        version
        if version.content is None
        else replace(version, content=translate(work, version.content))
    )


def translate(work: Merging, content: Content) -> Content:
    """Put canonical UUIDs in the place of those that stand for the same thing."""
    if not work.same:
        return content
    changed: Content = {}
    for column, value in content.items():
        if column == "turns":
            value = [[canonical(work, turn[0]), *turn[1:]] for turn in value]
        elif isinstance(value, str) and value in work.same:
            value = canonical(work, value)
        changed[column] = value
    return changed
