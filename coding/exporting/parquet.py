"""A report as Parquet, for DuckDB, Polars and Spark: the fragments parted by wave.

Needs pyarrow, which comes with the extra [parquet].
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ... import RodedraadError
from .model import Report
from .tables import Table, tables
from .words import Translate

# The name that Hive, and all who follow it, give to the part without a value.
NO_VALUE = "__HIVE_DEFAULT_PARTITION__"
PART = "fragments/wave={wave}/fragments.parquet"


def write(
    report: Report, _: Translate, _templates: Path | None = None
) -> Iterator[tuple[str, bytes]]:
    """Give a file for each table, and one for each wave of the fragments.

    Raises RodedraadError when pyarrow is not installed.
    """
    for table in tables(report):
        columns = in_columns(table)
        if table.name != "fragments":
            yield f"{table.name}.parquet", encoded(columns)
            continue
        for wave in [*sorted({wave for wave in columns["wave"].to_pylist() if wave}), None]:
            part = of_wave(columns, wave)
            if part.num_rows:
                folder = NO_VALUE if wave is None else quote(wave, safe="")
                yield PART.format(wave=folder), encoded(part.drop_columns(["wave"]))


def library(name: str) -> Any:
    """Load pyarrow or a part of it, which need not be installed."""
    try:
        return import_module(name)
    except ImportError:
        raise RodedraadError(
            "Parquet needs pyarrow, which is not installed.\n"
            "Install it with: pipx inject rodedraad pyarrow"
        ) from None


def in_columns(table: Table) -> Any:
    """Give a table as columns; one without any value is a column of text."""
    pyarrow = library("pyarrow")
    rows = list(table.rows)
    arrays = [pyarrow.array([row[number] for row in rows]) for number in range(len(table.keys))]
    return pyarrow.table(
        [a.cast(pyarrow.string()) if pyarrow.types.is_null(a.type) else a for a in arrays],
        names=list(table.keys),
    )


def of_wave(columns: Any, wave: str | None) -> Any:
    """Give the rows of one wave, or of none."""
    compute = library("pyarrow.compute")
    if wave is None:
        return columns.filter(compute.is_null(columns["wave"]))
    return columns.filter(compute.equal(columns["wave"], wave))


def encoded(columns: Any) -> bytes:
    """Write columns as a file of Parquet."""
    raw = io.BytesIO()
    library("pyarrow.parquet").write_table(columns, raw)
    return raw.getvalue()
