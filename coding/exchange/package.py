"""The .qdpx file: a zip with one .qde (XML) in it and a folder of sources.

Nothing of it is ever written to disk, and only what it holds itself is read: a source that
is said to stand elsewhere (`absolute://`, `relative://`) stays there.
"""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from ... import RodedraadError
from ...transcripts.readers.archive import MOST_MEMBERS, read_member

WHAT = "REFI-QDA"
INTERNAL = "internal://"
LARGEST_TOTAL = 1024 * 1024 * 1024
"""Bytes that all texts of a project together may unpack to."""

# The same bytes for the same project: a zip dates its members, and this is its first day.
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass
class Package:
    """An opened .qdpx. `members` are the names of the sources in it, in small letters."""

    name: str
    archive: zipfile.ZipFile
    members: dict[str, str] = field(default_factory=dict)
    unpacked: int = 0

    def project(self) -> bytes:
        """Give the XML of the project. Raises RodedraadError when there is not just one."""
        found = [name for name in self.archive.namelist() if name.lower().endswith(".qde")]
        if len(found) != 1:
            raise RodedraadError(
                "{file} is not {what}: it holds {count} .qde files instead of one.",
                file=self.name,
                what=WHAT,
                count=len(found),
            )
        return self._read(found[0])

    def source(self, path: str) -> bytes | None:
        """Give the bytes of a source inside the file; None when they are not in it."""
        if not path.lower().startswith(INTERNAL):
            return None
        wanted = path[len(INTERNAL) :].lower()
        for name in (wanted, unquote(wanted)):
            if name.rpartition("/")[2] in self.members:
                return self._read(self.members[name.rpartition("/")[2]])
        return None

    def _read(self, member: str) -> bytes:
        data = read_member(self.archive, member, self.name, WHAT)
        self.unpacked += len(data)
        if self.unpacked > LARGEST_TOTAL:
            raise RodedraadError(
                "{file} unpacks to more than {limit} MB of text and is not read.",
                file=self.name,
                limit=LARGEST_TOTAL // 1024 // 1024,
            )
        return data


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """Open a .qdpx to read. Raises RodedraadError for what is none, or has too many members."""
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise RodedraadError("There is no file {file}.", file=path) from None
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
        raise RodedraadError(
            "{file} cannot be read as {what}: it is damaged, cut off, or of another kind. Export "
            "it again from the program that made it.",
            file=path,
            what=WHAT,
        ) from None
    with archive:
        names = archive.namelist()
        if len(names) > MOST_MEMBERS:
            raise RodedraadError(
                "{file} holds {count} files, which is more than the {limit} that are read.",
                file=path,
                count=len(names),
                limit=MOST_MEMBERS,
            )
        members = {name.rpartition("/")[2].lower(): name for name in names}
        yield Package(path.name, archive, members)


def write(path: Path, members: Mapping[str, bytes]) -> None:
    """Write a .qdpx; after a crash the file holds all of the old or all of the new.

    Raises RodedraadError when it cannot be written.
    """
    path = path.resolve()
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.unlink(missing_ok=True)  # of a program that was stopped
        # For its owner alone, who may share it.
        descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            with zipfile.ZipFile(file, "w") as archive:
                for name, data in members.items():
                    info = zipfile.ZipInfo(name, _FIRST_DAY)
                    # Level 2 takes 40 % less time than zlib's own choice, for 7 % more bytes.
                    archive.writestr(info, data, zipfile.ZIP_DEFLATED, 2)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, temporary)
        temporary.replace(path)
    except OSError as error:
        raise RodedraadError(
            "{file} cannot be written: {reason}.", file=path, reason=error.strerror
        ) from error
    finally:
        temporary.unlink(missing_ok=True)
