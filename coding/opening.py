"""Finding a project file, and opening it to read.

A question is answered over a read-only connection made here with `sqlite3` alone:
importing sqlite_utils costs about 100 ms (it brings numpy), and in a meeting people wait.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from .. import RodedraadError
from .holding import holder
from .schema import APPLICATION_ID, BACKUP_ID, SCHEMA_VERSION

BUSY_SECONDS = 10.0
WAL = 2  # as byte 18 of the file says it
# What SQLite raises, and Python when SQLite's own message is not text because of damage.
UNREADABLE = (sqlite3.Error, UnicodeDecodeError)
SQLITE_HEADER = b"SQLite format 3\x00"


class DamagedError(RodedraadError):
    """The file cannot be read, because something in it is damaged."""

    status = 4


def find_project(folder: Path) -> Path:
    """Find the one `*.draad` file in `folder`, or else in the nearest parent that has one.

    Backups are passed over. Raises RodedraadError when there is none, or when a folder holds
    several.
    """
    for place in (folder, *folder.parents):
        found = [path for path in sorted(place.glob("*.draad")) if not is_backup(path)]
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(path.name for path in found)
            raise RodedraadError(
                "There are several projects in {folder}: {names}.\n"
                "Say which one: rodedraad -p {first} …",
                folder=place,
                names=names,
                first=typed(found[0].name),
            )
        for locked in sorted(place.glob("*.draad.age")):
            refuse_locked(locked.with_suffix(""))
    backups = sorted(folder.glob("*.draad"))
    if backups:
        raise RodedraadError(
            "There is no project in {folder}, only a backup: {backup}.\n"
            "To work in it from now on, name it: rodedraad -p {file} …",
            folder=folder,
            backup=backups[-1].name,
            file=typed(backups[-1].name),
        )
    raise RodedraadError(
        "There is no project (*.draad) in {folder} or above it.\n"
        "Make one with: rodedraad init NAME, or try: rodedraad demo",
        folder=folder,
    )


def refuse_locked(path: Path) -> None:
    """Raise RodedraadError, with what to type, when a project is there in its locked form."""
    if Path(f"{path}.age").exists():
        raise RodedraadError(
            "{path} is locked with a passphrase.\nOpen it with: rodedraad unlock {path}.age",
            path=path,
        )


def typed(path: Path | str) -> str:
    """Write the name of a file as it is typed in a terminal: between quotes when it must be."""
    import shlex

    return shlex.quote(str(path))


def is_backup(path: Path) -> bool:
    """Tell whether a file is a backup that nobody has worked in since."""
    try:
        return check_header(path).is_backup
    except RodedraadError:
        return False  # opening it will tell what is the matter


class Header(NamedTuple):
    """What the first bytes of a file say: its schema, a log beside it, and if it is a backup."""

    version: int
    has_log: bool
    is_backup: bool


def check_header(path: Path) -> Header:
    """Refuse a file that is no project, or one that a newer program made.

    The numbers stand in the first 100 bytes of every SQLite file, so nothing needs to be
    opened to know. Raises RodedraadError.
    """
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        refuse_locked(path)
        raise RodedraadError(
            "There is no project file {path}.\nMake one with: rodedraad init NAME", path=path
        ) from None
    except IsADirectoryError:
        raise RodedraadError(
            "{path} is a folder. Name the project file in it: rodedraad -p {folder}/NAME.draad …",
            path=path,
            folder=typed(path),
        ) from None
    except OSError as error:
        raise RodedraadError(
            "{path} cannot be read: {reason}.", path=path, reason=error.strerror
        ) from None
    application_id = int.from_bytes(header[68:72], "big")
    if not header.startswith(SQLITE_HEADER) or application_id not in (
        APPLICATION_ID,
        BACKUP_ID,
    ):
        refuse_locked(path)
        raise RodedraadError(
            "{path} is not a rodedraad project.\nMake one with: rodedraad init NAME", path=path
        )
    version = int.from_bytes(header[60:64], "big")
    if version > SCHEMA_VERSION:
        raise RodedraadError(
            "{path} was made by a newer rodedraad (its schema is {theirs}, this program knows "
            "{ours}).\nInstall the newest version: pipx upgrade rodedraad",
            path=path,
            theirs=version,
            ours=SCHEMA_VERSION,
        )
    return Header(version, header[18] == WAL, application_id == BACKUP_ID)


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a project read-only for as long as the `with` block lasts.

    Rows come as `sqlite3.Row`. Raises RodedraadError when the file is no project, is of a
    newer version or is being written for longer than 10 seconds.
    """
    connection = open_reading(path)
    try:
        yield connection
    except UNREADABLE as error:
        raise database_problem(path, error) from error
    finally:
        connection.close()


def open_reading(path: Path) -> sqlite3.Connection:
    """Open a project read-only; the caller closes it. Raises RodedraadError as `reading`."""
    if check_header(path).version < SCHEMA_VERSION:
        from .upgrading import upgrade

        upgrade(path)
    return connect_reading(path)


def connect_reading(path: Path) -> sqlite3.Connection:
    """Open a project of whatever schema read-only; the caller closes it."""
    if check_header(path).has_log or Path(f"{path}-journal").exists():
        finish_unfinished(path)
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS, isolation_level=None
    )
    connection.row_factory = sqlite3.Row
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("SELECT 1 FROM setting LIMIT 1").fetchall()
    except UNREADABLE as error:
        connection.close()
        raise database_problem(path, error) from error
    return connection


def finish_unfinished(path: Path) -> None:
    """Let SQLite undo a change that a killed program left half written.

    A journal beside the file makes a read-only opening fail, so open once for writing. A file
    that another program put in WAL mode has changes in a second file; they are taken in, and
    the file is whole by itself again. Raises RodedraadError where nothing can be written.
    """
    try:
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        connection.close()
    except UNREADABLE as error:
        raise RodedraadError(
            "{path} holds an unfinished change of a program that was stopped, and it cannot be "
            "rolled back here: {reason}.\nCopy the file and {journal} to a folder where you may "
            "write, and open it there.",
            path=path,
            journal=f"{path.name}-journal",
            reason=error,
        ) from error


def locked_problem(path: Path) -> RodedraadError:
    """Say who is writing, and for how long we waited."""
    who = holder(path)
    if who:
        return RodedraadError(
            "{path} is being written by {coder} on {place}, since {at}.\n"
            "We waited {seconds} seconds. Let {coder} finish, and try again.",
            path=path,
            seconds=int(BUSY_SECONDS),
            **who,
        )
    return RodedraadError(
        "{path} is being written by another program, for more than {seconds} seconds.\n"
        "Close the other rodedraad and try again.",
        path=path,
        seconds=int(BUSY_SECONDS),
    )


def database_problem(path: Path, error: Exception) -> RodedraadError:
    """Say in words what SQLite said about a project file."""
    text = str(error)
    if "locked" in text or "busy" in text:
        return locked_problem(path)
    if "readonly" in text or "unable to open" in text:
        return RodedraadError(
            "{path} cannot be changed: the file or its folder is read-only.\n"
            "Copy it to a folder where you may write.",
            path=path,
        )
    if any(word in text for word in ("malformed", "not a database", "decode")):
        return DamagedError(
            "{path} is damaged: {reason}.\n"
            "Go back to a backup: rodedraad backup list\n"
            "Or save what can be read: rodedraad -p {file} check --rescue NEW.draad",
            file=typed(path),
            path=path,
            reason=text,
        )
    if "disk I/O" in text or "full" in text:
        return RodedraadError(
            "{path} could not be written: {reason}. Nothing was changed.\n"
            "Make room on the disk and try again.",
            path=path,
            reason=text,
        )
    if "user-defined function" in text:
        return RodedraadError(
            "The regular expression takes too long on this text. Make it simpler, or narrow the "
            "question first with a code, a group or a word."
        )
    return RodedraadError("{path}: {reason}.", path=path, reason=text)
