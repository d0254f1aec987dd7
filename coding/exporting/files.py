"""Writing an export: a folder holds what its last export wrote, or all of the one before.

What was written is noted beside it, by name with its hash. So a later export knows which
files are its own to replace or remove, and none of an earlier one, for other readers, lies
among the new.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from shutil import copymode, rmtree

from ... import RodedraadError

NOTE = ".rodedraad-export.json"
UNFINISHED = ".rodedraad-unfinished"

Agree = Callable[[Sequence[Path]], None]
Hashes = dict[str, list[str]]  # by the name of a file within the folder


@dataclass(frozen=True)
class Written:
    """The files that were written, and those of the export before that were removed."""

    files: list[Path]
    removed: list[Path]


def refuse(files: Sequence[Path]) -> None:
    """Refuse to replace or remove files that are not, or no longer, what an export wrote."""
    raise RodedraadError(
        "In the way, and not as an export left them: {files}.\n"
        "Move them or choose another folder. What was there is as it was.",
        files=", ".join(map(str, files)),
    )


def replace_export(
    folder: Path,
    contents: Iterable[tuple[str, bytes]],
    agree: Agree = refuse,
) -> Written:
    """Write files, by name, into a folder in the place of the export before: all, or none.

    Files that are not of an export stay, unless they have a name that is needed. `agree` gets
    those, and files of an export that were changed since, and raises when they may not be
    replaced or removed. Raises RodedraadError when a file cannot be written.
    """
    stage, is_new = folder / UNFINISHED, not folder.exists()
    try:
        rmtree(stage, ignore_errors=True)  # of an export that was killed
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = {name: [put(stage / "new" / name, data)] for name, data in contents}
        known = read_note(folder)
        ours = [name for name in known if (folder / name).is_file()]
        changed = [
            folder / name
            for name in sorted({*ours, *new})
            if is_changed(folder / name, (*known.get(name, []), *new.get(name, [])))
        ]
        if changed:
            agree(changed)
        stale = sorted(set(ours) - new.keys())
        # Before anything moves: after a kill half way, both are known as ours.
        both = {name: [*known.get(name, []), *new.get(name, [])] for name in {*ours, *new}}
        write_note(folder, both)
        swap(folder, stage, stale, list(new))
        write_note(folder, new)
    except OSError as error:
        raise unwritable(error, folder) from error
    finally:
        rmtree(stage, ignore_errors=True)
        if is_new:
            with suppress(OSError):  # it is not empty when all went well
                folder.rmdir()
    remove_empty(folder, stale)
    return Written([folder / name for name in new], [folder / name for name in stale])


def write_one(path: Path, data: bytes) -> None:
    """Write one file whole, or leave the one before. Raises RodedraadError when it cannot."""
    try:
        replace_file(path, data)
    except OSError as error:
        raise unwritable(error, path) from error


def unwritable(error: OSError, path: Path) -> RodedraadError:
    """Say that a file cannot be written, and why."""
    return RodedraadError(
        "{path} cannot be written: {reason}. What was there is as it was.",
        path=path,
        reason=error.strerror or error,
    )


def is_changed(path: Path, hashes: Iterable[str]) -> bool:
    """Tell whether a file is there and none of the contents with these hashes."""
    return path.is_file() and hash_of(path.read_bytes()) not in hashes


def swap(folder: Path, stage: Path, stale: Sequence[str], new: Sequence[str]) -> None:
    """Move the old files out and the new ones in; when one fails, all go back."""
    moved: list[tuple[Path, Path]] = []
    try:
        for name in {*stale, *(name for name in new if (folder / name).is_file())}:
            moved.append(move(folder / name, stage / "old" / name))
        for name in new:
            keep_mode(stage / "old" / name, stage / "new" / name)
            moved.append(move(stage / "new" / name, folder / name))
    except BaseException:
        for source, target in reversed(moved):
            target.replace(source)
        raise


def move(source: Path, target: Path) -> tuple[Path, Path]:
    """Move a file, and give where it was and where it is."""
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)
    return source, target


def remove_empty(folder: Path, stale: Iterable[str]) -> None:
    """Remove the folders within an export that became empty."""
    for name in stale:
        for above in list((folder / name).relative_to(folder).parents)[:-1]:
            with suppress(OSError):
                (folder / above).rmdir()


def read_note(folder: Path) -> Hashes:
    """Read what the export before wrote, nothing where that is not known.

    A name that leads out of the folder is left out: the note may come from anywhere.
    """
    try:
        noted = json.loads((folder / NOTE).read_text(encoding="utf-8"))["files"]
        return {
            str(name): list(map(str, hashes))
            for name, hashes in noted.items()
            if ".." not in PurePosixPath(name).parts and not PurePosixPath(name).is_absolute()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def write_note(folder: Path, files: Mapping[str, Sequence[str]]) -> None:
    """Note what an export wrote."""
    text = json.dumps({"files": dict(sorted(files.items()))}, indent=1)
    replace_file(folder / NOTE, text.encode())


def replace_file(path: Path, data: bytes) -> None:
    """Write one file whole, or leave the one before. Raises OSError when it cannot."""
    temporary = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        put(temporary, data)
        keep_mode(path, temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def put(path: Path, data: bytes) -> str:
    """Write a file to the disk, not only to memory, and give its hash."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # For its owner alone, who may share it.
    descriptor = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return hash_of(data)


def keep_mode(old: Path, new: Path) -> None:
    """Let a new file be readable for whom the old one was, when there is an old one."""
    if old.is_file():
        copymode(old, new)


def hash_of(data: bytes) -> str:
    """Give the SHA-256 of a content."""
    return hashlib.sha256(data).hexdigest()


def theme_file(slug: str, suffix: str) -> str:
    """Name the file of a theme; that of the index is taken."""
    return f"{slug}-theme.{suffix}" if slug == "index" else f"{slug}.{suffix}"
