"""Backups: whole copies of the project file, verified, made before every large change.

They stand in the folder NAME.backups beside the project, named by their moment (UTC) and what
was about to happen. Kept are the ten latest, and of each of the last thirty days the last one.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from .. import RodedraadError
from . import opening
from .checking import checksums, structure
from .opening import check_header, connect_reading, database_problem
from .project import Project, compare_schema, new_uuid, open_project, write_setting
from .schema import BACKUP_ID, SCHEMA_VERSION

LATEST = 10
DAYS = 30
NAME = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{6})-([a-z-]+?)(?:-(\d+))?\.draad(\.age)?")


@dataclass(frozen=True)
class Backup:
    """A backup of a project: the moment (UTC, ISO 8601), what it preceded, and its bytes."""

    path: Path
    at: str
    reason: str
    size: int
    number: int  # among those of the same second


def backup_folder(project: Path) -> Path:
    """Tell where the backups of a project are kept."""
    return project.with_name(f"{project.stem}.backups")


def back_up(project: Path, reason: str) -> Path:
    """Make a backup in the folder of backups, verify it, and remove those too many.

    `reason` is the command that is about to change much. Raises RodedraadError when the
    backup cannot be written, or does not read back as it should: then do not go on.
    """
    path = new_backup(project, reason)
    copy_project(project, path)
    remove_old(path.parent, path)
    return path


def new_backup(project: Path, reason: str) -> Path:
    """Make the folder of backups where there is none; give the file for a backup of now.

    Raises RodedraadError when the folder cannot be made.
    """
    folder = backup_folder(project)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise RodedraadError(
            "No backup can be made in {folder}: {reason}. Nothing was changed.",
            folder=folder,
            reason=error.strerror,
        ) from None
    moment = datetime.now(UTC)
    same_second = [
        b.number for b in list_backups(project) if b.at == f"{moment:%Y-%m-%dT%H:%M:%SZ}"
    ]
    number = f"-{max(same_second) + 1}" if same_second else ""
    word = re.sub(r"[^a-z]+", "-", reason).strip("-")
    return folder / f"{moment:%Y-%m-%dT%H%M%S}-{word}{number}.draad"


def copy_project(project: Path, path: Path) -> None:
    """Write a verified copy of a project, marked as a backup, readable for its owner alone.

    Raises RodedraadError when there is a file already, when the copy is not whole, or when it
    cannot be written.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise RodedraadError("{path} exists already; nothing was written.", path=path) from None
    except OSError as error:
        raise RodedraadError(
            "{path} cannot be written: {reason}.", path=path, reason=error.strerror
        ) from None
    try:
        source, copy = connect_reading(project), sqlite3.connect(path)
        try:
            source.backup(copy)
            copy.execute(f"PRAGMA application_id = {BACKUP_ID}")
        finally:
            source.close()
            copy.close()
        verify(path)
    except sqlite3.Error as error:
        path.unlink()
        raise database_problem(project, error) from error
    except BaseException:
        path.unlink()
        raise


def verify(path: Path) -> None:
    """Read a backup back. Raises RodedraadError when anything in it is not as it was written.

    The checksums of an older program are for that program to check.
    """
    connection = connect_reading(path)
    try:
        findings = [*structure(path, connection)]
        if check_header(path).version == SCHEMA_VERSION:
            findings += checksums(path, connection)
    finally:
        connection.close()
    if findings:
        raise RodedraadError(
            "The backup is not whole, because the project is damaged: {problem}\n"
            "See what is the matter with: rodedraad check",
            problem=findings[0].problem,
        )


def list_backups(project: Path) -> list[Backup]:
    """List the backups of a project, the newest first."""
    found = []
    for path in backup_folder(project).glob("*.draad*"):
        parts = NAME.fullmatch(path.name)
        if parts:
            day, clock, reason, number, _encrypted = parts.groups()
            at = f"{day}T{clock[:2]}:{clock[2:4]}:{clock[4:]}Z"
            found.append(Backup(path, at, reason, path.stat().st_size, int(number or 1)))
    return sorted(found, key=lambda backup: (backup.at, backup.number), reverse=True)


def remove_old(folder: Path, newest: Path) -> None:
    """Remove backups beyond the ten latest and the last of each of thirty days.

    `newest` stays whatever its name says: the clock may have been set back.
    """
    backups = list_backups(folder.with_name(f"{folder.stem}.draad"))
    kept = {newest, *(backup.path for backup in backups[:LATEST])}
    oldest = f"{datetime.now(UTC) - timedelta(days=DAYS):%Y-%m-%d}"
    days: set[str] = set()
    for backup in backups:
        if backup.at[:10] >= oldest and backup.at[:10] not in days:
            days.add(backup.at[:10])
            kept.add(backup.path)
    for backup in backups:
        if backup.path not in kept:
            backup.path.unlink()


def backup_named(project: Path, name: str) -> Path:
    """Find a backup by its place in the list (1 is the newest), or by its file.

    Raises RodedraadError when there is none.
    """
    backups = list_backups(project)
    if name.isdecimal() and 1 <= int(name) <= len(backups):
        return backups[int(name) - 1].path
    if Path(name).is_file():
        return Path(name)
    raise RodedraadError(
        "There is no backup {name}.\nSee all with: rodedraad backup list", name=name
    )


def restore(project: Path, backup: Path, coder: str) -> None:
    """Put a backup in the place of the project; what is there now is backed up first.

    A project that is damaged is kept beside the new one, as NAME.draad.damaged-MOMENT. Raises
    RodedraadError when the backup is not whole or was changed by another program, or the project
    is being written.
    """
    verify(backup)
    if check_header(backup).version == SCHEMA_VERSION:
        with closing(connect_reading(backup)) as connection:
            compare_schema(backup, connection)
    if is_whole(project):
        back_up(project, "restore")
        copy_into(backup, project)
    else:
        replace_ruin(project, backup)
    begin_new_copy(open_project(project, coder))


def is_whole(project: Path) -> bool:
    """Tell whether a project can be read, and all of it is as it was written.

    Raises RodedraadError when somebody is writing in it just now.
    """
    try:
        verify(project)
    except RodedraadError as error:
        if "locked" in str(error.__cause__):
            raise
        return False
    return True


def copy_into(backup: Path, project: Path) -> None:
    """Write a backup over a project, in one transaction: a kill leaves the old or the new."""
    source = connect_reading(backup)
    target = sqlite3.connect(project, timeout=opening.BUSY_SECONDS)
    try:
        source.backup(target)
    except sqlite3.Error as error:
        raise database_problem(project, error) from error
    finally:
        source.close()
        target.close()


def replace_ruin(project: Path, backup: Path) -> None:
    """Put a copy of a backup in the place of a file that SQLite cannot be trusted with."""
    moment = f"{datetime.now(UTC):%Y%m%dT%H%M%S}"
    fresh = project.with_name(f".{project.name}.{moment}")
    copy_project(backup, fresh)
    journal = Path(f"{project}-journal")
    if journal.exists():
        # Left where it is, it would be played into the new file.
        journal.rename(f"{project}.damaged-{moment}-journal")
    if project.exists():
        shutil.copy(project, f"{project}.damaged-{moment}")
    fresh.replace(project)


def begin_new_copy(project: Project) -> None:
    """Let the changes from now on count as those of another copy.

    The old copy has counted on since; with the same count for another change, a merge would
    take the two for one.
    """
    with project.transaction("backup restore"):
        write_setting(project, "copy", new_uuid())
    project.close()
