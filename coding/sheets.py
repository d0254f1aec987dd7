"""Sheets that the analyst keeps beside the interviews: respondents, the plan."""

from __future__ import annotations

from pathlib import Path

from .. import RodedraadError
from ..transcripts.readers.source import open_source
from ..transcripts.tables import read_table


def read_rows(path: Path, needed: str) -> list[tuple[int, dict[str, str]]]:
    """Read a sheet (.xlsx, or CSV with , ; or tab): each row with its line in the file.

    Headings are read in lower case. Raises RodedraadError, with file and line, for a sheet that
    is broken or has no column `needed`.
    """
    with open_source(path) as source:
        (line, heading), *rows = read_table(source).rows
    columns = [cell.lower() for cell in heading]
    if needed not in columns:
        raise RodedraadError(
            "{file}:{line}: the column {column} is missing. The columns are: {columns}.",
            file=path.name,
            line=line,
            column=needed,
            columns=", ".join(columns) or "-",
        )
    return [(line, dict(zip(columns, cells, strict=True))) for line, cells in rows]
