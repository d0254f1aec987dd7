"""Checksums of what people made, so that a byte that flipped on a disk is noticed.

SQLite's own integrity_check looks at the structure of a file and seldom at what the rows say:
of 30 flipped bytes it saw 6, while 19 changed data in silence. So each row of a recorded table
has a checksum, made at the end of the transaction that changed it. The turns of a version have
one together, and so have the settings.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import groupby
from operator import itemgetter

from .recording import RECORDED

Sums = dict[tuple[str, int], int]

# Tables of which rows that share a value of this column share their checksum.
TOGETHER = {"turn": ("version_id", "number"), "undo_statement": ("change", "id")}
SETTINGS = """
SELECT 0, key, value FROM setting
UNION ALL SELECT 0, name, applied_at FROM _sqlite_migrations
UNION ALL SELECT 0, uuid, same_as FROM same
ORDER BY 2
"""


def checksum(rows: Iterable[Sequence[object]]) -> int:
    """Give 64 bits that are another number for nearly all other rows.

    They go through JSON in ASCII, which every version of Python writes alike.
    """
    text = json.dumps(list(rows)).encode()
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big", signed=True)


def seal(connection: sqlite3.Connection, change: int) -> None:
    """Bring the checksums of all that a change touched up to date, inside its transaction."""
    touched: dict[str, list[int]] = defaultdict(list)
    for table, row in connection.execute(
        "SELECT DISTINCT table_name, row FROM undo_statement WHERE change = ?", [change]
    ).fetchall():
        touched[table].append(row)
    touched["change"] = touched["undo_statement"] = [change]
    touched["revision"] = [
        row[0]
        for row in connection.execute(
            "SELECT id FROM revision WHERE change = ?", [change]
        ).fetchall()
    ]
    touched["turn"] = touched["transcript_version"] + versions_of_turns(connection, change)
    for table, ids in touched.items():
        write_sums(connection, table, ids, sums_of(connection, table, ids))
    write_sums(connection, "setting", [0], sums_of(connection, "setting", [0]))


def versions_of_turns(connection: sqlite3.Connection, change: int) -> list[int]:
    """List the versions of which a change touched turns."""
    rows = connection.execute(
        "SELECT DISTINCT version_id FROM undo_statement JOIN turn ON turn.id = row "
        "WHERE change = ? AND table_name = 'turn'",
        [change],
    ).fetchall()
    return [int(row[0]) for row in rows]


def seal_everything(connection: sqlite3.Connection) -> None:
    """Make every checksum anew, inside an open transaction: after a migration or an erasure."""
    connection.execute("DELETE FROM checksum")
    for (table, row), number in all_sums(connection).items():
        connection.execute("INSERT INTO checksum VALUES (?, ?, ?)", [table, row, number])


def all_sums(connection: sqlite3.Connection) -> Sums:
    """Compute the checksum of everything that has one, from what the rows say now."""
    found: Sums = {}
    for table in (*RECORDED, "undo_statement", "change", "revision", "setting"):
        found |= sums_of(connection, table)
    return found


def sums_of(connection: sqlite3.Connection, table: str, ids: list[int] | None = None) -> Sums:
    """Compute the checksums of some rows of a table, or of all; rows that are gone have none."""
    if table == "setting":
        rows = connection.execute(SETTINGS)
    else:
        column, order = TOGETHER.get(table, ("id", "id"))
        some = f"WHERE {column} IN (SELECT value FROM json_each(?))" if ids is not None else ""
        rows = connection.execute(
            f"SELECT {column}, * FROM {table} {some} ORDER BY {column}, {order}",
            [] if ids is None else [json.dumps(ids)],
        )
    if table in TOGETHER or table == "setting":
        return {(table, row): number for row, number in together(rows.fetchall())}
    return {(table, row[0]): checksum([row[1:]]) for row in rows}


def together(rows: Iterable[tuple[int, ...]]) -> Iterator[tuple[int, int]]:
    """Yield each first value with the checksum of the rest of the rows that begin with it."""
    for first, group in groupby(rows, key=itemgetter(0)):
        yield first, checksum(row[1:] for row in group)


def write_sums(connection: sqlite3.Connection, table: str, ids: list[int], sums: Sums) -> None:
    """Store the checksums of some rows, and drop those of rows that are gone."""
    gone = [(table, row) for row in ids if (table, row) not in sums]
    connection.executemany("DELETE FROM checksum WHERE table_name = ? AND row = ?", gone)
    connection.executemany(
        "INSERT INTO checksum(table_name, row, sum) VALUES (?, ?, ?) "
        "ON CONFLICT DO UPDATE SET sum = excluded.sum WHERE sum <> excluded.sum",
        [(name, row, number) for (name, row), number in sums.items()],
    )
