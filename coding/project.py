"""A project file open for writing, and the one way to write in it."""

from __future__ import annotations

import os
import platform
import sqlite3
import uuid
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from .. import RodedraadError, __version__
from . import opening, schema
from .checksums import seal
from .holding import claim, release
from .opening import UNREADABLE, check_header, database_problem, typed
from .tallies import count_due

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True)
class Project:
    """A project file that is open for writing, and the coder whose changes are written."""

    path: Path
    connection: sqlite3.Connection  # rows come as plain tuples
    coder: str

    @cached_property
    def database(self) -> Database:
        """The same file through sqlite_utils, for what changes single rows."""
        # sqlite_utils costs about 100 ms to import (it brings numpy): when it is needed.
        from sqlite_utils import Database

        return Database(self.connection, strict=True, execute_plugins=False)

    @contextmanager
    def transaction(self, operation: str, detail: str = "", keep: bool = False) -> Iterator[int]:
        """Write all of the block or nothing of it, as one change that can be undone.

        `operation` is the name of the command and `detail` what it was done to, for the log.
        Yields the number of the change. A block that changes nothing leaves no change, unless
        `keep` says that the log must tell of it all the same.
        Raises RodedraadError when the file is locked for more than 10 seconds, read-only or
        full; every exception rolls the block back.
        """
        connection = self.connection
        try:
            # A deferred BEGIN would lose to a second writer at once, whatever the timeout.
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            raise database_problem(self.path, error) from error
        claim(self.path, self.coder, now())
        try:
            change = begin_change(connection, self.coder, operation, detail)
            yield change
            count_due(connection)
            finish_change(connection, change, keep)
            seal(connection, change)
            release(self.path)  # while the lock is ours: the next writer's name must stay
            connection.execute("COMMIT")
        except BaseException as error:
            release(self.path)
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            if isinstance(error, sqlite3.Error):
                raise database_problem(self.path, error) from error
            raise

    def insert(self, table: str, row: Mapping[str, object]) -> int:
        """Insert a row, inside an open transaction; give its id."""
        marks = ", ".join("?" for _ in row)
        statement = f"INSERT INTO {table}({', '.join(row)}) VALUES ({marks})"
        return int(self.connection.execute(statement, list(row.values())).lastrowid or 0)

    def setting(self, key: str) -> str:
        """Give the value of a setting of the project, "" when it was never set."""
        return read_setting(self.connection, key)

    def close(self) -> None:
        """Close the file."""
        self.connection.close()


def read_setting(connection: sqlite3.Connection, key: str) -> str:
    """Give the value of a setting of the project, "" when it was never set."""
    row = connection.execute("SELECT value FROM setting WHERE key = ?", [key]).fetchone()
    return str(row[0]) if row else ""


def write_setting(project: Project, key: str, value: str) -> None:
    """Set a setting of the project, inside an open transaction."""
    project.database.table("setting").upsert({"key": key, "value": value}, pk="key")


def begin_change(connection: sqlite3.Connection, coder: str, operation: str, detail: str) -> int:
    """Note who is about to change what; the undo triggers refer to it."""
    cursor = connection.execute(
        "INSERT INTO change(uuid, coder, operation, detail, at, program, place) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [new_uuid(), coder, operation, detail, now(), __version__, platform.node()],
    )
    change = int(cursor.lastrowid or 0)
    connection.execute("INSERT INTO current_change(id, change) VALUES (1, ?)", [change])
    return change


def finish_change(connection: sqlite3.Connection, change: int, keep: bool) -> None:
    """Close a change; unless `keep`, forget it when it changed nothing that people make."""
    connection.execute("DELETE FROM current_change")
    connection.execute(
        "DELETE FROM change WHERE id = ? AND NOT ? "
        "AND NOT EXISTS (SELECT 1 FROM undo_statement WHERE change = ?)",
        [change, keep, change],
    )


def create_project(path: Path, language: str, coder: str) -> Project:
    """Make a new, empty project file and open it.

    `language` ("nl", "en", …) is that of the transcripts and of what is exported. The file
    is readable for its owner alone (mode 0600). Raises RodedraadError when there is a file
    already, or when the folder cannot be written.
    """
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise RodedraadError(
            "{path} exists already; nothing was changed.\n"
            "Choose another name, or see what it holds: rodedraad -p {file} status",
            path=path,
            file=typed(path),
        ) from None
    except OSError as error:
        raise RodedraadError(
            "{path} cannot be made: {reason}.", path=path, reason=error.strerror
        ) from None
    os.close(descriptor)
    try:
        project = Project(path, connect(path), coder)
        project.connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        schema.migrate(project.database)
        project.connection.execute(f"PRAGMA user_version = {schema.SCHEMA_VERSION}")
        with project.transaction("init"):
            write_setting(project, "language", language)
            write_setting(project, "project", new_uuid())
            write_setting(project, "copy", new_uuid())
            write_setting(project, "copy_home", home_of(path))
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return project


def open_project(path: Path, coder: str) -> Project:
    """Open an existing project file for writing; a backup becomes a project by it.

    Raises RodedraadError when it is no project, of a newer version, read-only, or when its
    schema is not ours (a trigger that somebody added would run at every change).
    """
    header = check_header(path)
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise database_problem(path, sqlite3.OperationalError("readonly"))
    if header.version < schema.SCHEMA_VERSION:
        from .upgrading import upgrade

        upgrade(path)
    try:
        connection = connect(path)
    except sqlite3.Error as error:
        raise database_problem(path, error) from error
    try:
        compare_schema(path, connection)
        if header.is_backup:
            connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        project = Project(path, connection, coder)
        note_new_copy(project)
        if project.setting("wipe_due"):
            from .wiping import finish_wiping

            finish_wiping(project)
    except UNREADABLE as error:
        connection.close()
        raise database_problem(path, error) from error
    except BaseException:
        connection.close()
        raise
    return project


def connect(path: Path) -> sqlite3.Connection:
    """Open a database file for writing with the settings that keep a project safe."""
    connection = sqlite3.connect(path, timeout=opening.BUSY_SECONDS, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    # The file is mailed, copied and kept on network drives: a copy of the main file alone
    # must be whole after a kill, which WAL does not give.
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA synchronous = FULL")
    # What waits to be written stays in memory (16 MB at most), and no words in a file in /tmp.
    connection.execute("PRAGMA cache_size = -16000")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def compare_schema(path: Path, connection: sqlite3.Connection) -> None:
    """Refuse a file whose tables or triggers are not those of this program."""
    expected, found = our_schema(), schema.objects(connection)
    for name in sorted(expected.keys() | found.keys()):
        if expected.get(name) != found.get(name) and not name.startswith("sqlite_stat"):
            raise RodedraadError(
                "{path} was changed by another program: {name} is not as rodedraad made it.\n"
                "Nothing was written. Open a backup, or remove what was added.",
                path=path,
                name=name,
            )


@cache
def our_schema() -> dict[str, str]:
    """Give the name and SQL of everything that a new project holds."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as ours:
        schema.build(ours)
        return schema.objects(ours)


def note_new_copy(project: Project) -> None:
    """Give a copied file an identity of its own, so that a merge can tell the two apart.

    A file that was copied or mailed has another inode or stands on another machine.
    """
    home = home_of(project.path)
    if project.setting("copy_home") != home:
        with project.transaction("copy"):
            write_setting(project, "copy", new_uuid())
            write_setting(project, "copy_home", home)


def home_of(path: Path) -> str:
    """Name the place of a file: this machine and the file's inode on it."""
    return f"{platform.node()}:{path.stat().st_ino}"


def new_uuid() -> str:
    """Make the UUID of a new row."""
    return str(uuid.uuid4())


def now() -> str:
    """Give this moment in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
