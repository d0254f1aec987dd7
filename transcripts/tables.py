"""Tables from .csv, .tsv and .xlsx files, every cell as text."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .. import RodedraadError
from .model import Note
from .readers.archive import broken, open_zip, read_member
from .readers.source import Source

_WHAT = "Excel"
#: Rows and columns beyond these are no survey.
MOST_ROWS = 200_000
MOST_COLUMNS = 2_000
_LARGEST_CELL = 1_000_000
# Headings that every sheet about people may have in Dutch, or in the singular.
PEOPLE_HEADINGS = {
    "groep": "group",
    "area": "areas",
    "gebied": "areas",
    "gebieden": "areas",
    "functie": "function",
}
_FORMULA_WITHOUT_VALUE = re.compile(rb"</f>\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>|<f[^>]*/>\s*</c>")


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table that are not blank, each with its line (or row) in the file.

    All rows have as many cells as the first, blanks taken off their ends. `notes` say what
    was left out.
    """

    rows: list[tuple[int, list[str]]]
    notes: tuple[str, ...] = ()


def read_table(source: Source) -> Table:
    """Read a table; raises RodedraadError, with file and line, for one that is broken."""
    if source.head.startswith(b"PK\x03\x04") or Path(source.name).suffix.lower() == ".xlsx":
        table = _read_workbook(source)
    else:
        table = Table(_even(_read_csv(source.text(), source.name), source.name))
    if not table.rows:
        raise RodedraadError("{file} holds no rows.", file=source.name)
    return table


# -- csv ------------------------------------------------------------------------------


def _read_csv(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    text, separator = _separator(text)
    # The limit is one for the whole of Python; it guards against a quote that is never closed.
    csv.field_size_limit(_LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        raise RodedraadError(
            "{file}:{line}: this is no readable CSV. Is a double quote left open?",
            file=name,
            line=line,
        ) from None


def _separator(text: str) -> tuple[str, str]:
    """Find the separator: the one that cuts the first row in most pieces, quotes minded."""
    text = text.lstrip("\n")
    if text[:4].lower() == "sep=" and len(text) > 4:
        # Excel writes the separator on top.
        return text.partition("\n")[2], text[4]
    header = text[:20_000].split("\n", 1)[0]
    unquoted = re.sub(r'"[^"]*"', "", header)
    return text, max(",;\t", key=unquoted.count)


def _even(rows: Iterator[tuple[int, list[str]]], name: str) -> list[tuple[int, list[str]]]:
    """Make all rows as long as the first; raises RodedraadError for a row that is longer."""
    width = 0
    even: list[tuple[int, list[str]]] = []
    for line, cells in rows:
        cells = [cell.strip() for cell in cells]
        if not any(cells):
            continue
        width = width or len(cells)
        while len(cells) > width and not cells[-1]:
            cells.pop()
        if len(cells) > width:
            raise RodedraadError(
                "{file}:{line}: this row has {cells} cells, the header {columns}. Put a cell that "
                "holds the separator between double quotes.",
                file=name,
                line=line,
                cells=len(cells),
                columns=width,
            )
        even.append((line, cells + [""] * (width - len(cells))))
        if len(even) > MOST_ROWS or width > MOST_COLUMNS:
            raise RodedraadError(
                "{file} has more than {rows} rows or {columns} columns. Split it.",
                file=name,
                rows=MOST_ROWS,
                columns=MOST_COLUMNS,
            )
    while width and not any(cells[width - 1] for _, cells in even):
        width -= 1
    return [(line, cells[:width]) for line, cells in even]


# -- Excel ----------------------------------------------------------------------------


def _read_workbook(source: Source) -> Table:
    """Read the first sheet that is shown and holds anything; formulas as last computed."""
    data = source.data()
    without_value = _check_workbook(data, source.name)
    # 310 ms.
    import warnings

    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            # Of styles and validations that are not understood; only the cells are wanted.
            warnings.simplefilter("ignore")
            workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
            read = [
                (sheet.title, _cells(sheet.iter_rows(values_only=True), source.name))
                for sheet in sheets
            ]
    except RodedraadError:
        raise
    # openpyxl lets many kinds of exception through on damaged files.
    except Exception:
        raise broken(source.name, _WHAT) from None
    filled = [(title, rows) for title, rows in read if rows]
    if not filled:
        return Table([])
    notes: list[str] = []
    if len(filled) > 1:
        others = ", ".join(title for title, _ in filled[1:])
        notes.append(
            Note(
                "Read from the sheet {sheet}; left out: {others}.",
                sheet=filled[0][0],
                others=others,
            )
        )
    if without_value:
        notes.append(
            Note(
                "{count} cells hold a formula without its result: open the file in Excel "
                "and save it to have them.",
                count=without_value,
            )
        )
    return Table(filled[0][1], tuple(notes))


def _check_workbook(data: bytes, name: str) -> int:
    """Refuse bombs and entities before openpyxl unpacks; count formulas without a result."""
    archive = open_zip(data, name, _WHAT)
    count = 0
    for info in archive.infolist():
        if not info.filename.endswith((".xml", ".rels")):
            continue
        member = read_member(archive, info.filename, name, _WHAT)
        # In UTF-16 the words below would look different; Excel writes UTF-8.
        odd = member.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"))
        if odd or b"<!DOCTYPE" in member or b"<!ENTITY" in member:
            raise RodedraadError(
                "{file} defines XML entities or a DOCTYPE, which {what} never needs and which can "
                "hide other files or fill the memory. It is not read.",
                file=name,
                what=_WHAT,
            )
        if info.filename.startswith("xl/worksheets/"):
            count += len(_FORMULA_WITHOUT_VALUE.findall(member))
    return count


def _cells(rows: Iterable[Iterable[object]], name: str) -> list[tuple[int, list[str]]]:
    """Make all cells text, and all rows of one length."""
    numbered = ((line, [_text(value) for value in row]) for line, row in enumerate(rows, 1))
    return _even(numbered, name)


def _text(value: object) -> str:
    """A cell as text: dates in ISO 8601, whole numbers without ".0", truth as in Excel."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    text = str(value)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
