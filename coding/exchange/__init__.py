"""Projects of other programs in and out: REFI-QDA, QualCoder, Taguette."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from ... import RodedraadError
from ..project import Project
from .model import Exchange
from .summary import Summary

# The module that reads each, imported only when a file asks for it.
READERS = {".qdpx": "reading", ".qda": "qualcoder", ".sqlite3": "taguette"}


class LossError(RodedraadError):
    """An import would lose something; `summary` says what."""

    def __init__(self, message: str, summary: Summary, **values: object) -> None:
        super().__init__(message, **values)
        self.summary = summary


def is_project(path: Path) -> bool:
    """Tell by its name whether a file is a project of another program."""
    return path.suffix.lower() in READERS


def import_project(
    project: Project,
    path: Path,
    *,
    offsets: str = "",
    accept_loss: bool = False,
    dry_run: bool = False,
) -> Summary:
    """Store a project of another program in this one, as one change; say what was carried.

    `offsets` is how the file counts positions ("utf16+crlf"), "" to find that out. `dry_run`
    stores nothing. Raises LossError when something would be lost and that is not accepted,
    and RodedraadError when the file cannot be read or its counting cannot be told.
    """
    from .storing import store_exchange

    module = import_module(f".{READERS[path.suffix.lower()]}", __package__)
    read: Callable[[Path, str], Exchange] = module.read_project
    with uncollected():
        exchange = read(path, offsets)
    try:
        with project.transaction("import", path.name):
            with uncollected():
                summary = store_exchange(project, exchange)
            if dry_run:
                raise _RolledBack
            if summary.lost and not accept_loss:
                raise LossError(
                    "{file} holds what a project here has no place for (see above). Nothing was "
                    "imported.\nTo import all the rest: rodedraad import {file} --accept-loss",
                    summary,
                    file=path,
                )
    except _RolledBack:
        pass
    return summary


@contextmanager
def uncollected() -> Iterator[None]:
    """Put off the search for cycles of garbage, which goes through all that was read each time."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


class _RolledBack(Exception):  # noqa: N818, it is no error: it takes back what was tried
    """A dry run is over."""
