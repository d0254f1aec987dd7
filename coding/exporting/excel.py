"""A report as an Excel workbook: a sheet for each table, to filter and to count on."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from math import ceil
from pathlib import Path
from typing import Any

from . import words
from .checklist import fill_checklist
from .headings import headings
from .model import Report
from .tables import Row, Table, tables
from .words import Translate
from .wordxml import writable

LONGEST = 32_767  # characters that a cell can hold
LINE = 15  # points of height
HIGHEST = 409  # points that a row can be high
WIDTHS = {
    **dict.fromkeys(("quote", "definition", "use_when", "not_when", "text", "memo"), 60),
    **dict.fromkeys(("code", "row", "path"), 38),
    **dict.fromkeys(("column", "name", "group", "title", "transcript", "value"), 28),
}


def write(
    report: Report, _: Translate, _templates: Path | None = None
) -> Iterator[tuple[str, bytes]]:
    """Give the workbook.

    Rows go to the disk as they are written, so that memory does not grow with them. A text
    that is too long for a cell goes on in further columns; the first sheet says which.
    """
    # XlsxWriter costs about 60 ms to import.
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    raw = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = Workbook(raw, options)
    year = int(report.period[1]) if report.period else 2000
    workbook.set_properties({"title": report.title, "created": datetime(year, 1, 1)})
    pieces = {table.name: pieces_of_columns(table) for table in tables(report)}
    add_about(workbook, report, pieces, _)
    for table in tables(report):
        add_sheet(workbook, table, pieces[table.name])
    workbook.close()
    yield "themes.xlsx", raw.getvalue()


def pieces_of_columns(table: Table) -> Counter[str]:
    """Tell over how many cells the longest text of each column goes; only of those over one."""
    pieces: Counter[str] = Counter()
    for row in table.rows:
        for key, value in zip(table.keys, row, strict=True):
            if isinstance(value, str) and len(value) > LONGEST:
                pieces[key] = max(pieces[key], len(cut(value)))
    return pieces


def cut(text: str) -> list[str]:
    """Cut a text into pieces that fit in a cell."""
    return [text[start : start + LONGEST] for start in range(0, len(text), LONGEST)] or [""]


def add_about(
    workbook: Any, report: Report, pieces: Mapping[str, Mapping[str, int]], _: Translate
) -> None:
    """Add the first sheet: what the report is, what was withheld, and the checklist."""
    text = headings(_)
    sheet = workbook.add_worksheet("about")
    cell = workbook.add_format({"text_wrap": True, "valign": "top"})
    title = workbook.add_format({"bold": True, "font_size": 16})
    sheet.set_column(0, 0, 60, cell)
    sheet.set_column(1, 1, 80, cell)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    lines = [
        (report.title or text["title"], ""),
        (words.audience_in_words(report.audience, _), ""),
        (words.sample_in_words(report, _), ""),
        (words.question_in_words(report, _), ""),
    ]
    lines += [
        (
            _("Too long for one cell, and goes on in the columns after it: {column}.").format(
                column=f"{name}, {key}"
            ),
            "",
        )
        for name, columns in pieces.items()
        for key in columns
    ]
    lines += [(words.withheld_in_words(line, _), "") for line in report.withheld]
    lines += [("", ""), (text["checklist"], "")]
    lines += [
        (f"{item.number}. {item.name}", item.answer or text["to_be_filled_in"])
        for item in fill_checklist(report, _)
    ]
    lines += [("", ""), (text["method"], "")]
    lines += [(line, "") for line in words.basis_in_words(report, _)]
    for number, (left, right) in enumerate(lines):
        fit_height(sheet, number, [left, right], (60, 80))
        sheet.write_string(number, 0, writable(left), None if number else title)
        sheet.write_string(number, 1, writable(right))


def add_sheet(workbook: Any, table: Table, pieces: Mapping[str, int]) -> None:
    """Add a sheet with a head that stays in sight, filters, and columns of a fitting width.

    A column without any value is hidden; printed, the columns fit on the width of a page.
    """
    sheet = workbook.add_worksheet(table.name)
    head = workbook.add_format({"bold": True, "bottom": 2})
    cell = workbook.add_format({"text_wrap": True, "valign": "top"})
    keys = [
        key if number == 1 else f"{key} {number}"
        for key in table.keys
        for number in range(1, max(pieces.get(key, 1), 1) + 1)
    ]
    widths = [WIDTHS.get(key.split(" ")[0], 12) for key in keys]
    for column, key in enumerate(keys):
        sheet.set_column(column, column, widths[column], cell)
        sheet.write_string(0, column, key, head)
    last, filled = 0, set()
    for last, row in enumerate(table.rows, start=1):
        cells = cells_of(row, table.keys, pieces)
        fit_height(sheet, last, cells, widths)
        for column, value in enumerate(cells):
            if value is None or value == "":
                continue
            filled.add(column)
            if isinstance(value, str):
                sheet.write_string(last, column, value)
            else:
                sheet.write(last, column, value)
    for column in set(range(len(keys))) - filled if last else ():
        sheet.set_column(column, column, widths[column], None, {"hidden": True})
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, last, len(keys) - 1)


def fit_height(sheet: Any, number: int, cells: Row, widths: Sequence[int]) -> None:
    """Make a row as high as its longest text, which Excel does by itself and LibreOffice not.

    `widths` are in digits, and most letters are narrower. It must be done before the cells of
    the row are written.
    """
    lines = max(
        ceil(len(cell) / (1.1 * width)) + cell.count("\n") if isinstance(cell, str) else 1
        for cell, width in zip(cells, widths, strict=True)
    )
    if lines > 1:
        sheet.set_row(number, min(LINE * lines, HIGHEST))


def cells_of(row: Row, keys: Sequence[str], pieces: Mapping[str, int]) -> Row:
    """Give the values of a row as cells hold them, long texts over several cells."""
    if not pieces:
        return [writable(value) if isinstance(value, str) else value for value in row]
    cells: list[object] = []
    for key, value in zip(keys, row, strict=True):
        room = max(pieces.get(key, 1), 1)
        parts: list[object] = [*map(writable, cut(value))] if isinstance(value, str) else [value]
        cells += parts + [None] * (room - len(parts))
    return cells
