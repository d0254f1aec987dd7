"""Sheets that the analyst keeps beside the interviews: respondents, the plan."""

from __future__ import annotations

from pathlib import Path

from .. import RodedraadError
from ..transcripts.readers.source import open_source
from ..transcripts.tables import PEOPLE_HEADINGS, read_table

# Dutch headings are understood.
HEADINGS = {
    **PEOPLE_HEADINGS,
    "omvang": "size",
    "toestemming": "consent",
    "retention": "retention_date",
    "bewaartermijn": "retention_date",
    "personen": "persons",
}


def read_rows(path: Path, needed: str) -> list[tuple[int, dict[str, str]]]:
    """Read a sheet (.xlsx, or CSV with , ; or tab): each row with its line in the file.

    Headings are read in lower case, Dutch ones as in `HEADINGS`. Raises RodedraadError, with
    file and line, for a sheet that is broken, or has no column `needed` or one of them twice.
    """
    with open_source(path) as source:
        (line, heading), *rows = read_table(source).rows
    columns = [HEADINGS.get(cell.lower(), cell.lower()) for cell in heading]
    if needed not in columns:
        raise RodedraadError(
            "{file}:{line}: the column {column} is missing. The columns are: {columns}.",
            file=path.name,
            line=line,
            column=needed,
            columns=", ".join(columns) or "-",
        )
    twice = [column for column in columns if columns.count(column) > 1]
    if twice:
        raise RodedraadError(
            "{file}:{line}: the column {column} stands here twice. Remove one.",
            file=path.name,
            line=line,
            column=twice[0],
        )
    return [(line, dict(zip(columns, cells, strict=True))) for line, cells in rows]
