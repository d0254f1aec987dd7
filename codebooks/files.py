"""Files on disk as text: read whole and within bounds, written whole or not at all."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from .. import RodedraadError

LARGEST_FILE = 10_000_000
"""Bytes. The largest codebooks of real studies stay under one per cent of this."""


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file, without byte order mark and with "\\n" line ends.

    Raises RodedraadError when the file is missing, unreadable, larger than `LARGEST_FILE`,
    empty or not UTF-8.
    """
    if not path.exists():
        raise RodedraadError("There is no file {file}.", file=path)
    return _decoded(read_bytes(path), path)


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises RodedraadError when it is missing, unreadable or larger than `LARGEST_FILE`.
    """
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= LARGEST_FILE else b""
    except OSError as error:
        raise RodedraadError(
            "{file} cannot be read: {reason}.", file=path, reason=error.strerror
        ) from error
    if size > LARGEST_FILE:
        raise RodedraadError(
            "{file} is {size} MB; a codebook has at most {limit} MB. Is this the right file?",
            file=path,
            size=size // 1_000_000,
            limit=LARGEST_FILE // 1_000_000,
        )
    return raw


def _decoded(raw: bytes, path: Path) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RodedraadError(
            "{file}:{line}: this is not UTF-8 text. Save the file as UTF-8 and try again.",
            file=path,
            line=raw.count(b"\n", 0, error.start) + 1,
        ) from None
    text = text.replace("\r\n", "\n")
    if not text.strip():
        raise RodedraadError("{file} is empty.", file=path)
    return text


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8; after a crash the file holds all of the old or all of the new.

    A file that exists keeps its permissions, and a link keeps pointing where it did.
    Raises RodedraadError when the folder or the file cannot be written.
    """
    path = path.resolve()
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
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
