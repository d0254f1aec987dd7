"""From what the analyst points at (files, folders, globs, zips) to the files to read."""

from __future__ import annotations

import glob
import stat
import zipfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from .. import RodedraadError
from .model import Transcript
from .readers import read_source, suffixes
from .readers.archive import open_zip, read_member
from .readers.source import Source, open_source, source_of_bytes

_WHAT = "zip"
#: Archives beyond this size (bytes) are no transcripts.
LARGEST_ARCHIVE = 1024 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read. `path` is where it is; inside a zip `member` is its name there.

    `archive` is that zip, opened once for all of its members.
    """

    path: Path
    member: str = ""
    archive: zipfile.ZipFile | None = field(default=None, repr=False, compare=False)

    @property
    def name(self) -> str:
        """The file name alone."""
        return PurePosixPath(self.member).name if self.member else self.path.name

    @property
    def place(self) -> Path:
        """The path by which a metadata sheet may name it."""
        return Path(self.member) if self.member else self.path

    def __str__(self) -> str:
        return f"{self.path}/{self.member}" if self.member else str(self.path)

    def read(
        self,
        *,
        format: str | None = None,  # noqa: A002 (the name of the option)
        encoding: str | None = None,
        labels: Collection[str] = (),
    ) -> Transcript:
        """Read it; see `readers.read`."""
        with self.opened(encoding, labels) as source:
            return read_source(source, format)

    @contextmanager
    def opened(self, encoding: str | None = None, labels: Collection[str] = ()) -> Iterator[Source]:
        """Open it for as long as it is read, on the disk or in its zip."""
        if self.archive is None:
            with open_source(self.path, encoding, labels) as source:
                yield source
        else:
            data = read_member(self.archive, self.member, str(self), _WHAT)
            yield source_of_bytes(data, self.name, encoding, labels)


@dataclass(slots=True)
class Findings:
    """What was found: files to read, files that no reader knows, and zips that cannot be read."""

    files: list[Found] = field(default_factory=list)
    skipped: list[Found] = field(default_factory=list)
    refused: list[tuple[str, RodedraadError]] = field(default_factory=list)


def collect(paths: Iterable[Path]) -> Findings:
    """Find the files to read: files as named, folders and zips with all that is in them.

    Hidden files, lock files of Word and what macOS adds to a zip are passed over. A path
    with * or ? that does not exist is taken for a glob; one that fits nothing raises
    RodedraadError. A zip that is broken or names files outside itself is refused as a whole.
    """
    found = Findings()
    known = suffixes()
    for path in paths:
        for place in _unfold(path):
            if place.is_dir():
                for file in sorted(place.rglob("*")):
                    if file.is_file() and not _is_hidden(file.name):
                        _add(found, Found(file), known)
            else:
                _add(found, Found(place), known, named=True)
    return found


def _unfold(path: Path) -> Iterator[Path]:
    """Unfold a glob, which the shell of Windows leaves to the program."""
    if path.exists() or not glob.has_magic(str(path)):
        yield path
        return
    # Path.glob takes no pattern that begins at the root.
    matches = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207
    if not matches:
        raise RodedraadError("Nothing matches {pattern}.", pattern=str(path))
    yield from map(Path, matches)


def _add(found: Findings, file: Found, known: Collection[str], *, named: bool = False) -> None:
    suffix = PurePosixPath(file.name).suffix.lower()
    if suffix == ".zip" and not file.member:
        try:
            archive = _open(file.path)
            members = list(_members(archive, file.path.name))
        except RodedraadError as error:
            found.refused.append((file.name, error))
            return
        for member in members:
            _add(found, Found(file.path, member, archive), known)
    elif named or suffix in known:
        found.files.append(file)
    else:
        found.skipped.append(file)


def _members(archive: zipfile.ZipFile, archive_name: str) -> Iterator[str]:
    for info in archive.infolist():
        name = info.filename
        parts = name.replace("\\", "/").split("/")
        if name.startswith(("/", "\\")) or ".." in parts or (len(name) > 1 and name[1] == ":"):
            raise RodedraadError(
                "{file} holds a file named {member}, which lies outside the archive. It is not "
                "read.",
                file=archive_name,
                member=name,
            )
        link = stat.S_ISLNK(info.external_attr >> 16)
        if not (info.is_dir() or link or "__MACOSX" in parts or _is_hidden(parts[-1])):
            yield name


def _open(path: Path) -> zipfile.ZipFile:
    with open_source(path) as source:
        size = path.stat().st_size
        if size > LARGEST_ARCHIVE:
            raise RodedraadError(
                "{file} is larger than {limit} MB. Unpack it and import the folder.",
                file=path.name,
                limit=LARGEST_ARCHIVE // 1024 // 1024,
            )
        return open_zip(source.data(), path.name, _WHAT)


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$"))
