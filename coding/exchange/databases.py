"""SQLite files of other programs, opened without trusting them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ... import RodedraadError
from ..opening import SQLITE_HEADER


@contextmanager
def foreign_database(path: Path, program: str, tables: set[str]) -> Iterator[sqlite3.Connection]:
    """Open the database of another program read-only for as long as the `with` block lasts.

    `tables` are those that it must have, as tables: a view could run what its maker wants.
    Rows come as `sqlite3.Row`. Raises RodedraadError when it is no such database.
    """
    try:
        with path.open("rb") as file:
            header = file.read(len(SQLITE_HEADER))
    except OSError as error:
        raise RodedraadError(
            "{file} cannot be read: {reason}.", file=path, reason=error.strerror
        ) from None
    if header != SQLITE_HEADER:
        raise not_of(path, program)
    # immutable: no lock or journal appears beside a file of somebody else.
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    connection.row_factory = sqlite3.Row
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        found = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        if not tables <= {str(row["name"]) for row in found.fetchall()}:
            raise not_of(path, program)
        yield connection
    except (sqlite3.Error, UnicodeDecodeError, KeyError) as error:
        # A damaged name of a column cannot be decoded, or is not the one that is asked for.
        raise RodedraadError(
            "{file} cannot be read as a project of {program}: {reason}.",
            file=path,
            program=program,
            reason=error,
        ) from error
    finally:
        connection.close()


def not_of(path: Path, program: str) -> RodedraadError:
    """Say that a file is no project of a program."""
    return RodedraadError("{file} is no project of {program}.", file=path, program=program)


def columns_of(connection: sqlite3.Connection, table: str) -> set[str]:
    """Give the names of the columns of a table, which differ from version to version."""
    return {str(row["name"]) for row in connection.execute(f"PRAGMA table_info({table})")}


def rows_of(
    connection: sqlite3.Connection, query: str, values: Sequence[str] = ()
) -> Iterator[dict[str, str]]:
    """Yield the rows of a query with every value as text, "" for nothing."""
    for row in connection.execute(query, values).fetchall():
        yield {key: "" if row[key] is None else str(row[key]) for key in row.keys()}  # noqa: SIM118
