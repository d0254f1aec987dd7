"""Two moments, places or projects beside each other: shares with n, and their difference."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ... import RodedraadError
from ..opening import reading
from .cells import Cell
from .facets import FACETS, TOTAL
from .matrix import make_matrix
from .selection import Filters, choose

Z = 1.959964  # of a 95 % interval


@dataclass(frozen=True)
class Difference:
    """A code in two selections: persons (`among`) of those who could have been counted (`n`).

    `difference` is second minus first as a share, -1 to 1, with its 95 % interval `low` to
    `high`; None where one n is 0. `change` is "came", "went" or "".
    """

    code: str
    first: Cell
    second: Cell
    difference: float | None
    low: float | None
    high: float | None
    change: str


def answer_comparison(
    connection: sqlite3.Connection, facet: str, first: str, second: str, filters: Filters
) -> list[Difference]:
    """Compare two values of a facet of persons (wave, area, group, …), code by code.

    Raises RodedraadError for a facet or name that the project does not know.
    """
    if facet not in ("wave", "area", "group", "kind", "respondent"):
        raise RodedraadError(
            "{facet} cannot be compared. Choose wave, area, group, kind or respondent, or "
            "project and another file.",
            facet=facet,
        )
    if first.casefold() == second.casefold():
        raise RodedraadError(
            "This compares {name} with itself. Name two that differ, such as: wave 2014 2016",
            name=first,
        )
    one = whole_column(connection, narrowed(filters, facet, first))
    two = whole_column(connection, narrowed(filters, facet, second))
    return differences(one, two)


def narrowed(filters: Filters, facet: str, value: str) -> Filters:
    """Give the filters with one value of a facet."""
    change: dict[str, Any] = {facet: (value,)}
    return filters._replace(**change)


def compare_projects(
    connection: sqlite3.Connection, other: Path, filters: Filters
) -> list[Difference]:
    """Compare this project with another file, code by code (by path).

    Raises RodedraadError when the other file is no project.
    """
    if other.exists() and other.samefile(own_file(connection)):
        raise RodedraadError(
            "{file} is this project itself. Name the file of another project.", file=other
        )
    with reading(other) as second:
        return differences(whole_column(connection, filters), whole_column(second, filters))


def own_file(connection: sqlite3.Connection) -> Path:
    """Tell which file a connection reads."""
    return Path(connection.execute("PRAGMA database_list").fetchone()[2])


def whole_column(connection: sqlite3.Connection, filters: Filters) -> dict[str, Cell]:
    """Count every code over all persons of a selection: {path: cell}."""
    matrix = make_matrix(connection, FACETS["code"].name, TOTAL.name, choose(connection, filters))
    return {str(cell.row): cell for cell in matrix.cells}


def differences(first: Mapping[str, Cell], second: Mapping[str, Cell]) -> list[Difference]:
    """Lay two columns of counts beside each other; the largest differences come first."""
    everybody = (max_n(first), max_n(second))
    rows = []
    for code in [*first, *(code for code in second if code not in first)]:
        one = first.get(code, Cell(code, None, n=everybody[0]))
        two = second.get(code, Cell(code, None, n=everybody[1]))
        between, low, high = interval(one.among, one.n, two.among, two.n)
        change = ""
        if bool(one.persons) != bool(two.persons):
            change = "came" if two.persons else "went"
        rows.append(Difference(code, one, two, between, low, high, change))
    return sorted(rows, key=lambda row: -abs(row.difference or 0.0))


def max_n(column: Mapping[str, Cell]) -> int:
    """Give the n of a column, which all its cells share."""
    return max((cell.n for cell in column.values()), default=0)


def interval(
    among_1: int, n_1: int, among_2: int, n_2: int
) -> tuple[float | None, float | None, float | None]:
    """Give the difference of two shares (second minus first) and its 95 % interval.

    Source: Newcombe 1998, Statistics in Medicine 17, 873–890, method 10 (score intervals,
    without continuity correction), which holds for small n too. (None, None, None) where an
    n is 0.
    """
    if not n_1 or not n_2:
        return (None, None, None)
    one, two = among_1 / n_1, among_2 / n_2
    low_1, high_1 = wilson(among_1, n_1)
    low_2, high_2 = wilson(among_2, n_2)
    between = two - one
    low = between - math.hypot(two - low_2, high_1 - one)
    high = between + math.hypot(high_2 - two, one - low_1)
    return between, max(low, -1.0), min(high, 1.0)


def wilson(among: int, n: int) -> tuple[float, float]:
    """Give the 95 % score interval of a share (Wilson 1927)."""
    share = among / n
    middle = share + Z * Z / (2 * n)
    half = Z * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    return (middle - half) / (1 + Z * Z / n), (middle + half) / (1 + Z * Z / n)
