"""Themes written out for who writes the report: one model, one writer for each format.

A writer is a function that gets a `model.Report` and the function that translates labels
into the language of the project, and gives the contents of files by name. A new format is a
module of its own and one line in `WRITERS`.
"""

from __future__ import annotations

import importlib
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from ... import RodedraadError
from ..naming import nearest

if TYPE_CHECKING:
    from ..querying.selection import Selection
    from .model import Report

Translate = Callable[[str], str]
Writer = Callable[["Report", Translate], Iterator[tuple[str, bytes]]]

# The module of each format, loaded when it is asked for: some bring heavy libraries.
WRITERS = {"md": ".markdown", "csv": ".csv", "json": ".json"}


def export_themes(
    connection: sqlite3.Connection,
    folder: Path,
    formats: Sequence[str],
    selection: Selection,
    translate: Translate,
) -> list[Path]:
    """Write the themes of a selection to a folder, in each format; give the files written.

    The same data gives the same bytes. Each file is replaced as a whole or not at all.
    Raises RodedraadError for an unknown format or a folder that cannot be written.
    """
    from .model import read_report

    writers = [writer_named(name) for name in formats]
    report = read_report(connection, selection)
    written = []
    for writer in writers:
        for name, contents in writer(report, translate):
            written.append(replace_file(folder / name, contents))
    return written


def writer_named(name: str) -> Writer:
    """Load the writer of a format. Raises RodedraadError when there is none."""
    if name not in WRITERS:
        raise RodedraadError(
            "There is no format {name} for themes. Did you mean: {nearest}?",
            name=name,
            nearest=nearest(name, WRITERS),
        )
    writer: Writer = importlib.import_module(WRITERS[name], __package__).write
    return writer


def replace_file(path: Path, contents: bytes) -> Path:
    """Write a file beside its place and move it there, so that a failure leaves the old one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as file:
            try:
                file.write(contents)
                file.flush()
                os.fsync(file.fileno())
                Path(file.name).replace(path)
            except BaseException:
                with suppress(OSError):
                    Path(file.name).unlink()
                raise
    except OSError as error:
        raise RodedraadError(
            "{path} cannot be written: {reason}. What was there is as it was.",
            path=path,
            reason=error.strerror or error,
        ) from error
    return path


def theme_file(slug: str, suffix: str) -> str:
    """Name the file of a theme; that of the index is taken."""
    return f"{slug}-theme.{suffix}" if slug == "index" else f"{slug}.{suffix}"
