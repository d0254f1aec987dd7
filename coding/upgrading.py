"""Bringing a project that an older program made up to date."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from . import schema
from .backups import back_up
from .checksums import seal_everything
from .opening import database_problem
from .project import connect


def upgrade(path: Path) -> Path:
    """Bring a project file to the schema of this program; give the backup made before it.

    All of it happens or nothing. Raises RodedraadError when the backup cannot be made, or the
    file cannot be written.
    """
    backup = back_up(path, "upgrade")
    # sqlite_utils costs about 100 ms to import (it brings numpy): for writing only.
    from sqlite_utils import Database

    database = Database(connect(path), strict=True, execute_plugins=False)
    try:
        with database.atomic():
            schema.migrate(database)
            seal_everything(database.conn)
            database.conn.execute(f"PRAGMA user_version = {schema.SCHEMA_VERSION}")
    except sqlite3.Error as error:
        raise database_problem(path, error) from error
    finally:
        database.close()
    return backup
