"""A report as CSV: a file for each table, for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from .model import Report
from .tables import Table, tables
from .words import Translate


def write(
    report: Report, _: Translate, _templates: Path | None = None
) -> Iterator[tuple[str, bytes]]:
    """Give a file for each table."""
    for table in tables(report):
        yield f"{table.name}.csv", encoded(table)


def encoded(table: Table) -> bytes:
    """Write a table as CSV in UTF-8; the mark at the start tells Excel so."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.keys)
    writer.writerows([harmless(value) for value in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def harmless(value: object) -> object:
    """Keep a spreadsheet from reading a text as a formula: an apostrophe goes before it."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r", "\n")):
        return f"'{value}"
    return value
