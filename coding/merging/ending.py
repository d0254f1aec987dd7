"""What follows when all rows are there: removals, current versions, and whose version it is."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from ..checksums import sums_of, write_sums
from ..codes import MEANING
from .portable import (
    OPTIONAL,
    PLACE,
    REFERENCES,
    Content,
)
from .rows import stands_under
from .sides import Merging
from .vectors import joined

# Each before what it stands on, save that a transcript and a code take their parts with them.
REMOVED_IN_ORDER = (
    "saved_query",
    "alias",
    "plan",
    "memo",
    "assignment",
    "reviewed_turn",
    "coded_by",
    "decision",
    "fragment",
    "code",
    "code_version",
    "transcript",
    "transcript_version",
    "speaker",
    "participation",
    "respondent",
    "wave",
)


def remove_rows(work: Merging) -> None:
    """Remove what others removed, what stands on it first; but not what work stands on."""
    connection = work.project.connection
    for table in REMOVED_IN_ORDER:
        # A code goes after those below it.
        uuids = [uuid for name, uuid in work.to_remove if name == table]
        ids = work.ours.ids[table]
        here = {str(row[0]) for row in connection.execute(f"SELECT uuid FROM {table}").fetchall()}
        for uuid in sorted(uuids, key=lambda uuid: -depth(connection, table, ids.get(uuid))):
            shown, others = work.wanted[uuid], work.open[uuid][1]
            if uuid not in here or shown.content is not None:
                continue
            if stands_under(work, table, uuid):
                work.wanted[uuid] = work.to_remove[table, uuid]
                work.open[uuid] = (table, [*others, shown])
                continue
            for child, column in OPTIONAL:
                if REFERENCES[child][column] == table:
                    connection.execute(
                        f"UPDATE {child} SET {column} = NULL WHERE {column} = ?", [ids[uuid]]
                    )
            connection.execute(f"DELETE FROM {table} WHERE id = ?", [ids[uuid]])
            del ids[uuid]
            work.merged.count("removed", table)


def depth(connection: sqlite3.Connection, table: str, identity: int | None) -> int:
    """Tell how deep a code stands; 0 for any other row."""
    if table != "code":
        return 0
    row = connection.execute("SELECT path FROM code WHERE id = ?", [identity]).fetchone()
    return str(row[0]).count("/") if row else 0


def point_at_current(work: Merging) -> None:
    """Let transcripts and codes point at their current versions, and codes have their paths."""
    connection = work.project.connection
    for uuid, version in work.wanted.items():
        current = (version.content or {}).get("current")
        if current:
            connection.execute(
                "UPDATE transcript SET version = coalesce((SELECT number FROM transcript_version "
                "WHERE uuid = ? AND transcript_id = transcript.id), version) WHERE uuid = ?",
                [current, uuid],
            )
        elif uuid in work.ours.ids["code"]:
            number = version_that_holds(connection, work.ours.ids["code"][uuid])
            connection.execute("UPDATE code SET version = ? WHERE uuid = ?", [number, uuid])
    paths = connection.execute(
        "WITH RECURSIVE place(id, path) AS (SELECT id, slug FROM code WHERE parent_id IS NULL "
        "UNION ALL SELECT code.id, place.path || '/' || slug FROM code "
        "JOIN place ON place.id = code.parent_id) "
        "SELECT place.path, code.id FROM place JOIN code USING (id) WHERE place.path <> code.path"
    ).fetchall()
    connection.executemany(
        "UPDATE code SET path = '~' || uuid WHERE id = ?", [(r[1],) for r in paths]
    )
    connection.executemany("UPDATE code SET path = ? WHERE id = ?", paths)


def version_that_holds(connection: sqlite3.Connection, code: int) -> int:
    """Give the number of the latest version that says what a code says now."""
    fields = ", ".join(f"'{field}', {field}" for field in MEANING)
    row = connection.execute(
        f"SELECT number FROM code_version JOIN code ON code.id = code_id "
        f"WHERE code_id = ? ORDER BY json_remove(content, '$.path') = json_object({fields}) DESC, "
        "at DESC, code_version.uuid DESC",
        [code],
    ).fetchone()
    return int(row[0]) if row else 1


def write_revisions(work: Merging, before: dict[str, tuple[Any, ...]], change: int) -> None:
    """Give each row the vector of the version that it shows.

    The triggers counted what the merge did as changes of this copy; it made none of its own.
    """
    connection = work.project.connection
    rows = {}
    for (uuid,) in connection.execute(
        "SELECT uuid FROM revision WHERE change = ?", [change]
    ).fetchall():
        rows[uuid] = before.get(uuid)
    for uuid, version in work.wanted.items():
        table, vector = work.open[uuid][0], json.dumps(joined([version.vector]))
        removed = int(version.content is None)
        # Without an entry a row is as it was made.
        if version.vector or removed:
            rows[uuid] = (uuid, table, vector, removed, version.coder, version.at)
        elif uuid in before or uuid in rows:
            rows[uuid] = None
    rows.update(dict.fromkeys(work.same))
    for uuid, row in rows.items():
        if row is None:
            gone = connection.execute("SELECT id FROM revision WHERE uuid = ?", [uuid]).fetchall()
            connection.execute("DELETE FROM revision WHERE uuid = ?", [uuid])
            write_sums(connection, "revision", [number for (number,) in gone], {})
            continue
        connection.execute(
            "INSERT INTO revision(uuid, table_name, vector, removed, coder, at, change) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT(uuid) DO UPDATE SET "
            "vector = excluded.vector, removed = excluded.removed, coder = excluded.coder, "
            "at = excluded.at, change = excluded.change "
            "WHERE (vector, removed, coder, at, change) IS NOT "
            "(excluded.vector, excluded.removed, excluded.coder, excluded.at, excluded.change)",
            [*row, change],
        )


def write_conflicts(work: Merging) -> None:
    """Keep the versions that are not shown, until somebody settles which is right."""
    connection = work.project.connection
    found = connection.execute("SELECT DISTINCT row_uuid FROM conflict").fetchall()
    known = {uuid for (uuid,) in found}
    for uuid, (table, others) in work.open.items():
        if not others and uuid not in known:
            continue
        wanted = {
            (
                uuid,
                table,
                json.dumps(joined([version.vector])),
                int(version.content is None),
                json.dumps(without_place(version.content), sort_keys=True),
                version.coder,
                version.at,
            )
            for version in others
        }
        columns = "row_uuid, table_name, vector, removed, content, coder, at"
        stored = {
            tuple(row[1:]): row[0]
            for row in connection.execute(
                f"SELECT id, {columns} FROM conflict WHERE row_uuid = ?", [uuid]
            ).fetchall()
        }
        gone = [(number,) for row, number in stored.items() if row not in wanted]
        connection.executemany("DELETE FROM conflict WHERE id = ?", gone)
        connection.executemany(
            f"INSERT INTO conflict({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)",
            sorted(wanted - stored.keys()),
        )


def without_place(content: Content | None) -> Content | None:
    """Leave out where a row is in a text, which is not what anybody is asked about."""
    if content is None:
        return None
    return {key: value for key, value in content.items() if key not in PLACE}


def copy_log(connection: sqlite3.Connection, theirs: sqlite3.Connection) -> None:
    """Take over the lines of the other log; what they did is undone where it was done."""
    new = []
    for uuid, *row, reverses in theirs.execute(
        "SELECT own.uuid, own.coder, own.operation, own.detail, own.at, own.program, own.place, "
        "undone.uuid FROM change AS own LEFT JOIN change AS undone ON undone.id = own.reverses "
        "ORDER BY own.id"
    ).fetchall():
        cursor = connection.execute(
            "INSERT OR IGNORE INTO change"
            "(uuid, coder, operation, detail, at, program, place, reverses) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, (SELECT id FROM change WHERE uuid = ?))",
            [uuid, *row, reverses],
        )
        if cursor.rowcount:
            new.append(int(cursor.lastrowid or 0))
    write_sums(connection, "change", new, sums_of(connection, "change", new))
