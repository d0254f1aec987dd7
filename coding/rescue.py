"""Taking out of a damaged project file what can still be read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from .checking import repair
from .opening import UNREADABLE
from .project import Project, create_project, write_setting
from .recording import RECORDED

OWN_SETTINGS = ("copy", "copy_home")  # each file has its own


def rescue(damaged: Path, saved: Path, coder: str) -> tuple[int, int]:
    """Copy every row that can be read into a new project file; give (rows saved, rows lost).

    A row counts as lost when it cannot be read, or hangs on a row that cannot. The history of
    changes is not copied. Raises RodedraadError when there is a file `saved` already.
    """
    source = sqlite3.connect(f"{damaged.resolve().as_uri()}?mode=ro", uri=True)
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
        project.connection.execute("PRAGMA foreign_keys = ON")
        repair(project)
    finally:
        source.close()
        project.close()
    return kept - dangling, lost + dangling


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
) -> Iterator[tuple[object, ...]]:
    """Yield the rows of a table before a damaged page, and then those after it."""
    seen: set[object] = set()
    for order in ("ASC", "DESC"):
        try:
            for row in source.execute(f"SELECT {columns} FROM {table} ORDER BY id {order}"):
                if row[0] in seen:
                    return
                seen.add(row[0])
                yield row
        except UNREADABLE:
            continue
        return


def drop_dangling(connection: sqlite3.Connection) -> int:
    """Remove rows that hang on rows that are not there; give their number."""
    dropped = 0
    while dangling := connection.execute("PRAGMA foreign_key_check").fetchall():
        for table, row, _parent, _number in dangling:
            dropped += connection.execute(f"DELETE FROM {table} WHERE rowid = ?", [row]).rowcount
    return dropped
