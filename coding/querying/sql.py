"""One SELECT of the analyst's own, read-only."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from ... import RodedraadError

# What a statement may do. ATTACH would open, and even make, other files.
ALLOWED = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
}


def select(
    connection: sqlite3.Connection, statement: str
) -> tuple[list[str], Sequence[Mapping[str, Any]]]:
    """Run one SELECT; give the names of its columns and its rows.

    Raises RodedraadError for anything else than reading, and for what SQLite cannot read.
    """
    connection.set_authorizer(allow)
    try:
        cursor = connection.execute(statement)
        names = [str(column[0]) for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    except (sqlite3.DatabaseError, sqlite3.ProgrammingError, sqlite3.Warning) as error:
        if "not authorized" in str(error) or "prohibited" in str(error):
            raise RodedraadError(
                "Only a SELECT is run here, and it changes nothing: {statement}",
                statement=statement,
            ) from None
        raise RodedraadError(
            "SQLite cannot run this: {reason}.\nTables and views are described in docs/sql.md; "
            "list them with: rodedraad sql \"select name from sqlite_schema where type = 'view'\"",
            reason=error,
        ) from None
    finally:
        connection.set_authorizer(None)
    return names, rows


def allow(action: int, *_details: Any) -> int:
    """Tell SQLite whether a part of a statement may run."""
    return sqlite3.SQLITE_OK if action in ALLOWED else sqlite3.SQLITE_DENY
