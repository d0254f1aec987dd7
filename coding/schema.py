"""The project file as SQLite: its schema, and the migrations that make it step by step.

The tables are in `tables`, the triggers that count in `tallies`, and those that make every change
of what people make undoable in `recording`. Tables hold what people made, so a step may only add
to them, and what a step did is never changed again. Views and triggers hold nothing: all are
made anew after the last step.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from .recording import RECORDED, revision_triggers, undo_triggers
from .tables import DERIVED, MIGRATIONS, SCHEMA_2, TABLES, VIEWS
from .tallies import COUNTED

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x64726161  # "draa", so that `file` and our own opening recognise a project
BACKUP_ID = 0x64726162  # "drab": a copy to go back to, never taken for the project itself
SCHEMA_VERSION = 2

FORGOTTEN = "*"
"""Counted in the vector of a row that was erased for good: no other vector is newer."""


def schema_1(connection: sqlite3.Connection) -> None:
    """Make the tables of schema 1 in an empty database."""
    execute_script(connection, TABLES)


def schema_2(connection: sqlite3.Connection) -> None:
    """Add what schema 2 has more."""
    execute_script(connection, SCHEMA_2)


def renew(connection: sqlite3.Connection) -> None:
    """Make every view and trigger of this program, in the place of those of an older one."""
    old = "SELECT type, name FROM sqlite_schema WHERE type IN ('view', 'trigger')"
    for kind, name in connection.execute(old).fetchall():
        connection.execute(f'DROP {kind} "{name.replace(chr(34), 2 * chr(34))}"')
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
    with database.atomic():
        migrations.apply(database)
        renew(database.conn)


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
    renew(connection)


Step = Callable[[sqlite3.Connection], None]
STEPS: dict[str, Step] = {"schema_1": schema_1, "schema_2": schema_2}


def objects(connection: sqlite3.Connection) -> dict[str, str]:
    """Name and SQL of every table, index, view and trigger of a database."""
    rows = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    return {str(name): str(sql) for name, sql in rows}
