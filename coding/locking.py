"""A project behind a passphrase: the whole file encrypted with age, and back.

The format is age (https://age-encryption.org/v1): scrypt makes a key of the passphrase,
ChaCha20-Poly1305 seals the file piece by piece. Any age program opens it: age -d FILE. The
library is pyrage, which comes with the extra [encrypt]. A file is held in memory whole, twice.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

from .. import RodedraadError
from .backups import list_backups, new_backup, remove_old, restore, verify
from .opening import UNREADABLE, connect_reading, database_problem
from .project import connect
from .schema import BACKUP_ID

SUFFIX = ".age"
AT_ONCE = 1 << 20  # bytes overwritten at a time


def library() -> Any:
    """Give the library that encrypts. Raises RodedraadError when it is not installed."""
    try:
        return import_module("pyrage")
    except ImportError:
        raise RodedraadError(
            "Locking needs the extra [encrypt], which is not installed.\n"
            "Install it with: pipx inject rodedraad pyrage\n"
            "In a virtual environment: pip install pyrage"
        ) from None


def locked_path(path: Path) -> Path:
    """Tell where the locked form of a file is kept: beside it, with .age behind its name."""
    return path.with_name(path.name + SUFFIX)


def lock(project: Path, passphrase: str) -> list[Path]:
    """Encrypt a project and its backups, and remove what was readable; give the locked files.

    Each is read back before the readable file goes, so that at every moment one of the two is
    whole. Raises RodedraadError when the passphrase is empty, another program is writing, the
    disk is full, or another locked file is in the place.
    """
    library()
    backups = [backup.path for backup in list_backups(project) if backup.path.suffix != SUFFIX]
    # The project comes last: stopped half-way, the same command finishes what is left.
    return [lock_file(path, passphrase) for path in (*backups, project)]


def lock_file(path: Path, passphrase: str) -> Path:
    """Encrypt one file, verify that, and remove the readable one."""
    connect_reading(path).close()  # finishes what a killed program left
    try:
        with closing(connect(path)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            content = connection.serialize()
            target = locked_path(path)
            if target.exists():
                refuse_another(target, content, passphrase)
            else:
                write_locked(target, content, passphrase)
            # While it is ours: who waits to write in it must find no project any more.
            blank(path)
    except UNREADABLE as error:
        raise database_problem(path, error) from error
    path.unlink()
    return target


def refuse_another(target: Path, content: bytes, passphrase: str) -> None:
    """Raise RodedraadError unless a locked file holds exactly this."""
    if opened(target, passphrase) != content:
        raise RodedraadError(
            "{file} exists already, and holds something else; nothing was changed.\n"
            "Give it another name first.",
            file=target,
        )


def write_locked(target: Path, content: bytes, passphrase: str) -> None:
    """Write an encrypted file, all or nothing of it, and read it back.

    Raises RodedraadError for an empty passphrase, and when it cannot be written or read back.
    """
    if not passphrase:
        raise RodedraadError("The passphrase is empty; nothing was changed.")
    sealed = library().passphrase.encrypt(content, passphrase)
    part = write_part(target, sealed)
    try:
        if opened(part, passphrase) != content:
            raise RodedraadError("{file} does not read back as it was written.", file=target)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def write_part(target: Path, content: bytes) -> Path:
    """Write a file under a name for the time being, for its owner alone, down to the disk.

    Raises RodedraadError when it cannot be written.
    """
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)  # of a program that was stopped
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        part.unlink(missing_ok=True)
        raise RodedraadError(
            "{path} cannot be written: {reason}.", path=target, reason=error.strerror
        ) from None
    return part


def opened(path: Path, passphrase: str) -> bytes:
    """Decrypt a file. Raises RodedraadError for another passphrase, or a damaged file."""
    pyrage = library()
    try:
        content: bytes = pyrage.passphrase.decrypt(path.read_bytes(), passphrase)
    except OSError as error:
        raise RodedraadError("{path} cannot be read: {reason}.", path=path, reason=error) from None
    except pyrage.DecryptError as error:
        if str(error) == "Decryption failed":
            raise RodedraadError(
                "This is not the passphrase of {file}. Try it again.", file=path.name
            ) from None
        raise RodedraadError(
            "{file} is damaged or not whole, or was never locked: {reason}.\n"
            "Take the locked file from a backup of your disk.",
            file=path.name,
            reason=error,
        ) from None
    return content


def blank(path: Path) -> None:
    """Fill a file with zeros: what held confidences must not lie about on the disk.

    On the drives of today this is no guarantee; docs/threats.md says what is.
    """
    with path.open("r+b") as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(bytes(min(left, AT_ONCE)))
        file.flush()
        os.fsync(file.fileno())


def is_blank(path: Path) -> bool:
    """Tell whether nothing is left of a project: the program was stopped while it locked it."""
    with path.open("rb") as file:
        return not any(file.read(100))


def unlock(locked: Path, passphrase: str) -> Path:
    """Make a locked project readable again, and remove the locked file; its backups stay locked.

    Raises RodedraadError when the passphrase is another, the file is damaged, or there is a
    readable project already.
    """
    path = locked.with_name(locked.name.removesuffix(SUFFIX))
    if not locked.exists():
        raise RodedraadError("There is no locked project {file}.", file=locked)
    if path.exists() and not is_blank(path):
        raise RodedraadError(
            "{path} exists already; nothing was changed. Give one of the two another name.",
            path=path,
        )
    open_locked(locked, path, passphrase)
    locked.unlink()
    return path


def open_locked(locked: Path, path: Path, passphrase: str) -> None:
    """Write what a locked file holds, verified, in a file that is not there yet."""
    part = write_part(path, opened(locked, passphrase))
    try:
        verify(part)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def back_up_locked(project: Path, passphrase: str, target: Path | None = None) -> Path:
    """Make an encrypted backup, in the folder of backups or in `target`; give its path.

    Nothing readable is written on the way. Raises RodedraadError when the project is not whole
    or there is a file already.
    """
    verify(project)
    with closing(connect_reading(project)) as connection:
        content = as_backup(connection)
    path = target or locked_path(new_backup(project, "by hand"))
    if path.exists():
        raise RodedraadError("{path} exists already; nothing was written.", path=path)
    write_locked(path, content, passphrase)
    if target is None:
        remove_old(path.parent, path)
    return path


def as_backup(connection: sqlite3.Connection) -> bytes:
    """Give the bytes of a copy of a project that is marked as a backup."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        connection.backup(copy)
        copy.execute(f"PRAGMA application_id = {BACKUP_ID}")
        return copy.serialize()


def restore_locked(project: Path, backup: Path, coder: str, passphrase: str) -> None:
    """Put a locked backup in the place of the project, as `backups.restore` does."""
    readable = backup.with_name(f".{backup.name.removesuffix(SUFFIX)}")
    open_locked(backup, readable, passphrase)
    try:
        restore(project, readable, coder)
    finally:
        blank(readable)
        readable.unlink()


def find_locked(folder: Path) -> Path:
    """Find the one locked project here. Raises RodedraadError when there is none, or several."""
    found = sorted(folder.glob(f"*.draad{SUFFIX}"))
    if len(found) == 1:
        return found[0]
    if found:
        raise RodedraadError(
            "There are several locked projects in {folder}: {names}.\n"
            "Say which one: rodedraad unlock {first}",
            folder=folder,
            names=", ".join(path.name for path in found),
            first=found[0].name,
        )
    raise RodedraadError("There is no locked project (*.draad.age) in {folder}.", folder=folder)
