"""Which files beside the project still hold a respondent: backups, copies, exports."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from .. import RodedraadError
from .backups import list_backups
from .opening import UNREADABLE, connect_reading
from .person import find_person
from .places import conflict_copies
from .project import Project


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
    uuids = uuids_of(connection, respondent_id)
    copies = [backup.path for backup in list_backups(project.path)]
    copies += sorted(project.path.parent.glob(f"{project.path.name}.damaged-*"))
    copies += conflict_copies(project.path)
    found = []
    for operation, detail in connection.execute(
        "SELECT operation, detail FROM change WHERE operation IN ('backup', 'export') "
        "AND detail <> '' AND id >= ? ORDER BY id",
        [first_change(connection, respondent_id)],
    ).fetchall():
        if operation == "export":
            found.append(Holder("export", str(detail)))
        elif Path(detail).is_file():
            copies.append(Path(detail))
        else:
            found.append(Holder("gone", str(detail)))
    held = [(path, looked_into(path, uuids)) for path in dict.fromkeys(copies)]
    of_copies = [Holder(kind, str(path)) for path, kind in held if kind]
    return of_copies + list(dict.fromkeys(found))


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
