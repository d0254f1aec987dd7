"""The project file as SQLite: schema 1, and the migrations that make it.

The tables are in `tables`, the triggers that count in `tallies`, and those that make every change
of what people make undoable in `recording`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from .recording import RECORDED, revision_triggers, undo_triggers
from .tables import DERIVED, MIGRATIONS, TABLES, VIEWS
from .tallies import COUNTED

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x64726161  # "draa", so that `file` and our own opening recognise a project
BACKUP_ID = 0x64726162  # "drab": a copy to go back to, never taken for the project itself
SCHEMA_VERSION = 1

FORGOTTEN = "*"
"""Counted in the vector of a row that was erased for good: no other vector is newer."""


def create_tables(connection: sqlite3.Connection) -> None:
    """Make every table and trigger of schema 1 in an empty database."""
    execute_script(connection, TABLES)
    execute_script(connection, VIEWS)
    execute_script(connection, DERIVED)
    execute_script(connection, COUNTED)
    for table in RECORDED:
        info = connection.execute(f"PRAGMA table_info({table})").fetchall()
        columns = [str(row[1]) for row in info]
        execute_script(connection, undo_triggers(table, columns))
        if "uuid" in columns:
            execute_script(connection, revision_triggers(table, columns))


def execute_script(connection: sqlite3.Connection, script: str) -> None:
    """Execute several statements inside the open transaction.

    `Connection.executescript` would commit that transaction first.
    """
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""


def migrate(database: Database) -> None:
    """Bring a new or older project file to the schema of this program."""
    from sqlite_utils import Migrations

    migrations = Migrations("rodedraad")
    for name, step in STEPS.items():
        migrations(name=name)(on_database(step))
    migrations.apply(database)


def on_database(step: Step) -> Callable[[Database], None]:
    """Give a step as sqlite_utils calls it: with its own kind of database."""

    def take(database: Database) -> None:
        step(database.conn)

    return take


def build(connection: sqlite3.Connection) -> None:
    """Make in an empty database what `migrate` makes there, to compare others with.

    Without sqlite_utils, because every command that writes compares first.
    """
    execute_script(connection, MIGRATIONS)
    for step in STEPS.values():
        step(connection)


Step = Callable[[sqlite3.Connection], None]
STEPS: dict[str, Step] = {"schema_1": create_tables}


def objects(connection: sqlite3.Connection) -> dict[str, str]:
    """Name and SQL of every table, index, view and trigger of a database."""
    rows = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    return {str(name): str(sql) for name, sql in rows}
