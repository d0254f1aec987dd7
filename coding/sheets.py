"""Sheets (CSV) that the analyst keeps beside the interviews: respondents, the plan."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from .. import RodedraadError
from ..transcripts.readers.source import open_source


def read_rows(path: Path, needed: str) -> list[tuple[int, dict[str, str]]]:
    """Read a CSV sheet (parted by , ; or tab): each row with its line in the file.

    Headings are read in lower case. Raises RodedraadError, with file and line, when the
    column `needed` is missing or a row has more cells than there are headings.
    """
    source = open_source(path, None, ())
    with source.stream:
        text = source.text()
    heading = text.split("\n", 1)[0]
    separator = max(",;\t", key=heading.count)
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    columns = [cell.strip().lower() for cell in next(reader, [])]
    if needed not in columns:
        raise RodedraadError(
            "{file}:1: the column {column} is missing. The columns are: {columns}.",
            file=path.name,
            column=needed,
            columns=", ".join(columns) or "-",
        )
    rows = []
    for cells in reader:
        if len(cells) > len(columns):
            raise RodedraadError(
                "{file}:{line}: this row has more cells than there are headings.\n"
                "Put double quotes around a cell that holds “{separator}”.",
                file=path.name,
                line=reader.line_num,
                separator=separator,
            )
        row = dict.fromkeys(columns, "")
        row.update(zip(columns, (cell.strip() for cell in cells), strict=False))
        if any(row.values()):
            rows.append((reader.line_num, row))
    return rows
