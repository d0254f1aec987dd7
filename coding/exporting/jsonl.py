"""A report as JSON lines: a file for each table, one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from .model import Report
from .tables import tables
from .words import Translate


def write(
    report: Report, _: Translate, _templates: Path | None = None
) -> Iterator[tuple[str, bytes]]:
    """Give a file for each table. Keys are English in every language."""
    for table in tables(report):
        lines = (
            json.dumps(dict(zip(table.keys, row, strict=True)), ensure_ascii=False)
            for row in table.rows
        )
        yield f"{table.name}.jsonl", "".join(f"{line}\n" for line in lines).encode()
