"""Taking out of a damaged project file what can still be read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .checking import repair
from .checksums import seal_everything
from .opening import UNREADABLE
from .project import Project, create_project, write_setting
from .recording import RECORDED

MOST_MISSING = 2**32  # bytes; a damaged header may say anything
MOST_PASSED = 5_000  # ids in a row that cannot be read, before the rest of a table is given up
OWN_SETTINGS = ("copy", "copy_home")  # each file has its own


def rescue(damaged: Path, saved: Path, coder: str) -> tuple[int, int]:
    """Copy every row that can be read into a new project file; give (rows saved, rows lost).

    A row counts as lost when it cannot be read, or hangs on a row that cannot. The history of
    changes is not copied. Raises RodedraadError when there is a file `saved` already.
    """
    source = open_damaged(damaged)
    source.text_factory = lambda raw: raw.decode("utf-8", "replace")
    project = create_project(saved, "nl", coder)
    try:
        # A row may come before the one that it hangs on; the dangling ones go at the end.
        project.connection.execute("PRAGMA foreign_keys = OFF")
        with project.transaction("check --rescue", damaged.name):
            for key, value in readable_settings(source):
                write_setting(project, key, value)
            kept, lost = copy_rows(source, project)
            dangling = drop_dangling(project.connection)
        forget_history(project.connection)
        project.connection.execute("PRAGMA foreign_keys = ON")
        repair(project)
    finally:
        source.close()
        project.close()
    return kept - dangling, lost + dangling


def forget_history(connection: sqlite3.Connection) -> None:
    """Take away how to undo the rescue: rows would come back that hang on nothing."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("DELETE FROM undo_statement")
    seal_everything(connection)
    connection.execute("COMMIT")


def open_damaged(path: Path) -> sqlite3.Connection:
    """Open a damaged file to read.

    SQLite reads nothing of a file that is shorter than it says in its first bytes, so one that
    was cut off is read in memory, with empty pages for what is missing.
    """
    with path.open("rb") as file:
        header = file.read(100)
    page = int.from_bytes(header[16:18], "big")
    wanted = (65536 if page == 1 else page) * int.from_bytes(header[28:32], "big")
    size = path.stat().st_size
    if not size < wanted <= MOST_MISSING + size:
        return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    source = sqlite3.connect(":memory:")
    source.deserialize(path.read_bytes() + bytes(wanted - size))
    return source


def readable_settings(source: sqlite3.Connection) -> list[tuple[str, str]]:
    """Read the settings of the project, as far as possible."""
    try:
        rows = source.execute("SELECT key, value FROM setting").fetchall()
    except UNREADABLE:
        return []
    return [(str(key), str(value)) for key, value in rows if key not in OWN_SETTINGS]


def copy_rows(source: sqlite3.Connection, project: Project) -> tuple[int, int]:
    """Insert what can be read of every recorded table; give (inserted, refused)."""
    kept = lost = 0
    for table in RECORDED:
        info = project.connection.execute(f"PRAGMA table_info({table})").fetchall()
        columns = ", ".join(row[1] for row in info)
        marks = ", ".join("?" * len(info))
        for row in readable_rows(source, table, columns):
            try:
                project.connection.execute(f"INSERT INTO {table}({columns}) VALUES ({marks})", row)
                kept += 1
            except UNREADABLE:
                lost += 1
    return kept, lost


def readable_rows(
    source: sqlite3.Connection, table: str, columns: str
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a table, passing over those on damaged pages."""
    question = f"SELECT {columns} FROM {table} WHERE id > ? ORDER BY id"
    read = passed = 0  # the ids of the last row that was read, and of the last tried
    while passed < read + MOST_PASSED:
        try:
            for row in source.execute(question, [passed]):
                if row[0] <= passed:
                    break  # damaged pages lead in a circle
                read = passed = row[0]
                yield row
            else:
                return
        except UNREADABLE:
            pass
        passed += 1  # the next row may be on a page that is whole


def drop_dangling(connection: sqlite3.Connection) -> int:
    """Remove rows that hang on rows that are not there; give their number."""
    dropped = 0
    while dangling := connection.execute("PRAGMA foreign_key_check").fetchall():
        for table, row, _parent, _number in dangling:
            dropped += connection.execute(f"DELETE FROM {table} WHERE rowid = ?", [row]).rowcount
    return dropped
