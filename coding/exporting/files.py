"""Writing files so that a failure leaves those of before as they were."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from ... import RodedraadError


def replace_files(folder: Path, contents: Iterable[tuple[str, bytes]]) -> list[Path]:
    """Write files, by name, into a folder: all of them, or none.

    Each is first written whole beside its place, on the disk and not only in memory; when
    all are there, they take the places of the old ones. Gives the paths. Raises RodedraadError
    when a file cannot be written.
    """
    written: list[tuple[Path, Path]] = []
    path = folder
    try:
        for name, data in contents:
            path = folder / name
            written.append((write_beside(path, data), path))
        for temporary, path in written:
            temporary.replace(path)
    except BaseException as error:
        for temporary, _path in written:
            with suppress(OSError):
                temporary.unlink()
        if isinstance(error, OSError):
            raise RodedraadError(
                "{path} cannot be written: {reason}. What was there is as it was.",
                path=path,
                reason=error.strerror or error,
            ) from error
        raise
    return [path for _temporary, path in written]


def remove_stale(folder: Path, pattern: str, written: Iterable[Path]) -> None:
    """Remove the files of an earlier export that were not written again.

    For files that other programs read together: what is left of before would be counted with
    what is new.
    """
    for path in set(folder.glob(pattern)) - set(written):
        path.unlink()


def write_beside(path: Path, data: bytes) -> Path:
    """Write a temporary file beside a path, and give the path of that."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            Path(file.name).unlink()
            raise
    return Path(file.name)


def theme_file(slug: str, suffix: str) -> str:
    """Name the file of a theme; that of the index is taken."""
    return f"{slug}-theme.{suffix}" if slug == "index" else f"{slug}.{suffix}"
