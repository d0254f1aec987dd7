"""Themes written out for who writes the report: one model, one writer for each format.

A writer is a function that gets a `model.Report`, the function that translates texts into the
language of the project, and the user's folder of templates, and gives the contents of files by
name. A new format is a module of its own and one line in `WRITERS`.
"""

from __future__ import annotations

import importlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ... import RodedraadError
from ..naming import nearest
from .words import Translate

if TYPE_CHECKING:
    from ..querying.selection import Filters
    from .files import Agree, Written
    from .model import Report

Writer = Callable[["Report", Translate, Path | None], Iterator[tuple[str, bytes]]]

# The module of each format, loaded when it is asked for: some bring heavy libraries.
WRITERS = {
    "md": ".markdown",
    "html": ".html",
    "docx": ".word",
    "xlsx": ".excel",
    "csv": ".csv",
    "json": ".json",
    "jsonl": ".jsonl",
    "parquet": ".parquet",
}


def export_themes(
    connection: sqlite3.Connection,
    folder: Path,
    formats: Sequence[str],
    filters: Filters,
    _: Translate,
    expression: str = "",
    audience: str = "client",
    title: str = "",
    templates: Path | None = None,
    agree: Agree | None = None,
) -> tuple[Written, Report]:
    """Write the themes of a question to a folder, in each format; give the files and the report.

    `_` translates into the language of the project.
    `audience` is "team", "client" or "public"; only the team gets everything (`disclosure`).
    The same data gives the same bytes. All files are written or none, and what an export
    before wrote is replaced or removed; `agree` is asked about other files in the way
    (`files.replace_export`). Raises RodedraadError for an unknown format, a question that
    cannot be read, a template that fails and a folder that cannot be written.
    """
    from .disclosure import for_audience
    from .files import refuse, replace_export
    from .reading import read_names, read_report

    writers = [writer_named(name) for name in formats]
    for_team = audience == "team"
    report = read_report(connection, filters, expression, title, for_team)
    if not for_team:
        report = for_audience(report, audience, read_names(connection), _("[name]"))
    contents = (file for writer in writers for file in writer(report, _, templates))
    return replace_export(folder, contents, agree or refuse), report


def export_charts(
    connection: sqlite3.Connection,
    folder: Path,
    filters: Filters,
    _: Translate,
    expression: str = "",
    audience: str = "client",
    agree: Agree | None = None,
) -> tuple[Written, Report]:
    """Write the charts of a question to a folder as SVG and PNG; give the files and the report.

    The team gets every chart of the questions, all others those of their report. For the rest
    as `export_themes`.
    """
    from ..charts import drawings
    from ..drawing import as_png, as_svg
    from ..querying.selection import choose
    from .disclosure import for_audience
    from .files import refuse, replace_export
    from .pictures import report_drawings
    from .reading import read_names, read_report

    report = read_report(connection, filters, expression, for_team=audience == "team")
    if audience == "team":
        drawn = drawings(connection, choose(connection, filters, expression), _, filters)
    else:
        report = for_audience(report, audience, read_names(connection), _("[name]"))
        drawn = report_drawings(report, _)
    contents = (
        (f"{name}.{form}", drawing_in(drawing))
        for name, drawing in drawn
        for form, drawing_in in (("svg", as_svg), ("png", as_png))
    )
    return replace_export(folder, contents, agree or refuse), report


def require_word(path: Path) -> None:
    """Raise RodedraadError for a file that is not called .docx: no other kind is written."""
    if path.suffix.lower() != ".docx":
        raise RodedraadError(
            "{file}: a transcript is written as .docx, such as {better}.",
            file=path,
            better=path.with_suffix(".docx"),
        )


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


def export_transcript(
    connection: sqlite3.Connection, transcript: str, path: Path, audience: str, _: Translate
) -> int:
    """Write a transcript as a Word document with its codes in the margin; give the turns hidden.

    Raises RodedraadError when there is no such transcript or the file cannot be written.
    """
    from ..querying.selection import Filters
    from .disclosure import make_guard
    from .files import write_one
    from .reading import read_names, read_report
    from .transcript import read_talk, talk_outside, write_talk

    talk, hidden = read_talk(connection, transcript), 0
    if audience != "team":
        report = read_report(connection, Filters(), for_team=False)
        guard = make_guard(report, audience, read_names(connection), _("[name]"))
        talk, hidden = talk_outside(talk, guard, _)
    write_one(path, write_talk(talk, _))
    return hidden
