"""Codebooks as a flat table, one row a code, as a spreadsheet shows them."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from .. import RodedraadError
from .fields import (
    CODE_FIELDS,
    check_colour,
    check_field,
    check_shortcut,
    check_slug,
    check_uuid,
    fill_in,
    name_of,
)
from .files import read_text, write_text
from .model import Code, Codebook

# The fields of a code, without its own slug and the codes below it: the path says both.
COLUMNS = ("path", *(field for field in CODE_FIELDS if field not in ("code", "codes")))


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: dict[str, str]
    below: list[_Row] = field(default_factory=list)


def read(path: Path, name: str = "", language: str = "nl") -> Codebook:
    """Return the codebook in a table: comma, semicolon or tab, with a row of column names.

    A table holds codes only: `name` (by default that of the file) and `language` are the
    codebook's. Indicators are parted by ";". Raises RodedraadError, with file and line.
    """
    return parse(read_text(path), str(path), name or path.stem, language)


def parse(text: str, source: str, name: str, language: str = "nl") -> Codebook:
    """Return the codebook in the text of a table; `source` is what errors call it."""
    themes: list[_Row] = []
    placed: dict[str, _Row] = {}
    for row in _rows(text, source):
        path = _path(row, source)
        parent = path.rpartition("/")[0]
        if parent and parent not in placed:
            raise _no_parent(row, path, parent, list(placed), source)
        (placed[parent].below if parent else themes).append(row)
        # A second row with the same path is kept: `check` tells of it.
        placed.setdefault(path, row)
    codes = tuple(_code(row, source) for row in themes)
    return fill_in(Codebook(name=name, language=language, codes=codes))


def _rows(text: str, source: str) -> list[_Row]:
    header = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(header), strict=True)
    rows: list[_Row] = []
    columns: list[str] = []
    before = 0
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if not columns:
                columns = _columns(cells, source, line)
            else:
                rows.append(_row(cells, columns, source, line))
    except csv.Error as error:
        raise RodedraadError(
            "{file}:{line}: this row cannot be read ({problem}). A cell with quotation marks in "
            'it needs them doubled ("").',
            file=source,
            line=before + 1,
            problem=error,
        ) from error
    return rows


def _separator(header: str) -> str:
    return max(",;\t", key=header.count)


def _columns(cells: list[str], source: str, line: int) -> list[str]:
    columns = [cell.strip().casefold() for cell in cells]
    for column in columns:
        check_field(column, COLUMNS, source, line)
        if columns.count(column) > 1:
            raise RodedraadError(
                "{file}:{line}: the column {column} stands here twice. Remove one.",
                file=source,
                line=line,
                column=column,
            )
    if "path" not in columns:
        raise RodedraadError(
            "{file}:{line}: there is no column path, which says where each code stands "
            "(samenwerking/politie).",
            file=source,
            line=line,
        )
    return columns


def _row(cells: list[str], columns: list[str], source: str, line: int) -> _Row:
    if any(cell.strip() for cell in cells[len(columns) :]):
        raise RodedraadError(
            "{file}:{line}: this row has {cells} cells, and there are {columns} columns. A cell "
            "with the separator in it needs quotation marks.",
            file=source,
            line=line,
            cells=len(cells),
            columns=len(columns),
        )
    texts = [cell.replace("\r\n", "\n").strip() for cell in cells]
    return _Row(line, dict.fromkeys(COLUMNS, "") | dict(zip(columns, texts, strict=False)))


def _path(row: _Row, source: str) -> str:
    path = row.cells["path"].strip("/")
    if not path:
        raise RodedraadError(
            "{file}:{line}: this row has no path. Write where the code stands "
            "(samenwerking/politie).",
            file=source,
            line=row.line,
        )
    for slug in path.split("/"):
        check_slug(slug, source, row.line)
    row.cells["path"] = path
    return path


def _no_parent(row: _Row, path: str, parent: str, known: list[str], source: str) -> RodedraadError:
    nearest = get_close_matches(parent, known, n=1)
    if nearest:
        return RodedraadError(
            "{file}:{line}: {path} stands below {parent}, which has no row above it. Did you "
            "mean {nearest}?",
            file=source,
            line=row.line,
            path=path,
            parent=parent,
            nearest=nearest[0],
        )
    return RodedraadError(
        "{file}:{line}: {path} stands below {parent}, which has no row above it. Add one.",
        file=source,
        line=row.line,
        path=path,
        parent=parent,
    )


def _code(row: _Row, source: str) -> Code:
    cells, line = row.cells, row.line
    slug = cells["path"].rpartition("/")[2]
    return Code(
        uuid=check_uuid(cells["uuid"], source, line),
        slug=slug,
        path=cells["path"],
        name=cells["name"] or name_of(slug),
        definition=cells["definition"],
        use_when=cells["use_when"],
        not_when=cells["not_when"],
        example=cells["example"],
        counterexample=cells["counterexample"],
        indicators=tuple(part.strip() for part in cells["indicators"].split(";") if part.strip()),
        shortcut=check_shortcut(cells["shortcut"], source, line),
        colour=check_colour(cells["colour"], source, line),
        codes=tuple(_code(child, source) for child in row.below),
        line=line,
    )


def write(codebook: Codebook, path: Path) -> None:
    """Write the codes to a table with commas; name, language and description are left out.

    Excel opens it, because it begins with a byte order mark. Raises RodedraadError when an
    indicator has a ";" in it, or when the file cannot be written.
    """
    write_text(path, "\ufeff" + render(codebook))


def render(codebook: Codebook) -> str:
    """Return the codes as the text of a table. Raises RodedraadError as `write` does."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    for code in codebook.walk():
        cells = {column: getattr(code, column) for column in COLUMNS}
        cells["indicators"] = _joined(code)
        writer.writerow(cells[column] for column in COLUMNS)
    return stream.getvalue()


def _joined(code: Code) -> str:
    for indicator in code.indicators:
        if ";" in indicator:
            raise RodedraadError(
                "The indicator “{indicator}” of {path} has a ; in it, which parts indicators in "
                "a table. Write it otherwise, or use YAML.",
                indicator=indicator,
                path=code.path,
            )
    return "; ".join(code.indicators)
