"""Which files beside the project still hold a respondent: backups, copies, exports."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from .. import RodedraadError
from .backups import list_backups
from .opening import UNREADABLE, connect_reading
from .person import find_person
from .places import conflict_copies
from .project import Project
from .schema import FORGOTTEN


@dataclass(frozen=True)
class Holder:
    """A file that holds a respondent, or may.

    `kind` is "copy" for a project file that does, "locked" for one that cannot be looked into,
    "gone" for a copy that the log tells of and that is no longer there, and "export" for a
    line of the log: what was exported, where to, and for whom.
    """

    kind: str
    name: str


def holders(project: Project, respondent_id: int) -> list[Holder]:
    """List the files that hold a respondent, as far as the project knows of them."""
    connection = project.connection
    since = first_change(connection, respondent_id)
    copies, others = copies_and_exports(project, since)
    return held_in(copies, uuids_of(connection, respondent_id)) + others


def holders_of_forgotten(project: Project) -> list[Holder]:
    """List the copies that still hold anybody who was forgotten in the project."""
    copies, _others = copies_and_exports(project, 0)
    return held_in(copies, forgotten_in([project.connection]))


def held_in(copies: Iterable[Path], uuids: list[str]) -> list[Holder]:
    """Tell which of these copies hold one of these respondents, or cannot be looked into."""
    held = [(path, looked_into(path, uuids)) for path in dict.fromkeys(copies)]
    return [Holder(kind, str(path)) for path, kind in held if kind]


def copies_and_exports(project: Project, since: int) -> tuple[list[Path], list[Holder]]:
    """List the copies of a project that are there, and what else the log tells of since a change:
    exports, and copies that are no longer where they were."""
    copies = [backup.path for backup in list_backups(project.path)]
    copies += sorted(project.path.parent.glob(f"{project.path.name}.damaged-*"))
    copies += conflict_copies(project.path)
    others = []
    for operation, detail in project.connection.execute(
        "SELECT operation, detail FROM change "
        "WHERE operation IN ('backup', 'distribute', 'export') AND detail <> '' AND id >= ? "
        "ORDER BY id",
        [since],
    ).fetchall():
        if operation == "export":
            others.append(Holder("export", str(detail)))
        elif Path(detail).is_file():
            copies.append(Path(detail))
        elif Path(detail).is_absolute():  # else the line tells to whom it was given
            others.append(Holder("gone", str(detail)))
    return copies, list(dict.fromkeys(others))


def forgotten_in(connections: Iterable[sqlite3.Connection]) -> list[str]:
    """Give the UUIDs of the respondents who were forgotten in any of these copies."""
    found: set[str] = set()
    for connection in connections:
        rows = connection.execute(
            "SELECT uuid FROM revision WHERE table_name = 'respondent' AND removed = 1 "
            f"AND json_extract(vector, '$.\"{FORGOTTEN}\"') = 1"
        ).fetchall()
        found.update(str(row[0]) for row in rows)
    return sorted(found)


def uuids_of(connection: sqlite3.Connection, respondent_id: int) -> list[str]:
    """Give the UUIDs under which a respondent is known, here and in copies that were merged."""
    rows = connection.execute(
        "SELECT uuid FROM respondent WHERE id = :id "
        "UNION SELECT uuid FROM same WHERE same_as = (SELECT uuid FROM respondent WHERE id = :id)",
        {"id": respondent_id},
    ).fetchall()
    return [str(row[0]) for row in rows]


def first_change(connection: sqlite3.Connection, respondent_id: int) -> int:
    """Give the change with which a respondent came in; 0 when the history does not tell."""
    person = find_person(connection, respondent_id)
    row = connection.execute(
        "SELECT min(change) FROM undo_statement WHERE table_name = 'respondent' AND row = ? "
        "OR transcript IN (SELECT value FROM json_each(?))",
        [respondent_id, json.dumps(person.alone + person.shared)],
    ).fetchone()
    return int(row[0] or 0)


def looked_into(path: Path, uuids: list[str]) -> str:
    """Say whether a copy of a project holds one of these respondents: "copy", "locked" or ""."""
    try:
        with closing(connect_reading(path)) as connection:
            return "copy" if respondents_in(connection, uuids) else ""
    except (RodedraadError, *UNREADABLE):
        return "locked"


def respondents_in(connection: sqlite3.Connection, uuids: list[str]) -> list[int]:
    """Give the ids in this file of respondents with these UUIDs."""
    rows = connection.execute(
        "SELECT id FROM respondent WHERE uuid IN (SELECT value FROM json_each(?))",
        [json.dumps(uuids)],
    ).fetchall()
    return [int(row[0]) for row in rows]
