"""Putting the rows and columns of a matrix in another order than that of the codebook."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from ... import RodedraadError
from .cells import Cell, Matrix, Value

MOST_CLUSTERED = 1000  # rows or columns; each is compared with every other
Line = tuple[Value, tuple[float, ...]]


def arranged(matrix: Matrix, how: str) -> Matrix:
    """Sort rows and columns: "persons" the fullest first, "similar" like beside like.

    Ties keep the order they had. Raises RodedraadError when there is too much to cluster.
    """
    order = by_size if how == "persons" else by_likeness
    lines = list(matrix.by_row())
    rows = order([(line[0].row, sizes(line)) for line in lines])
    columns = order([(cells[0].column, sizes(cells)) for cells in zip(*lines, strict=True)])
    at = {(cell.row, cell.column): cell for cell in matrix.cells}
    cells = [at[row, column] for row in rows for column in columns]
    return replace(matrix, rows=rows, columns=columns, cells=cells)


def sizes(cells: Sequence[Cell]) -> tuple[float, ...]:
    """Give the shares of a row or column, or its persons where there is no n."""
    return tuple(cell.persons if cell.share is None else cell.share for cell in cells)


def by_size(lines: Sequence[Line]) -> list[Value]:
    """Give the names, the fullest first."""
    return [name for name, values in sorted(lines, key=lambda line: -sum(line[1]))]


def by_likeness(lines: Sequence[Line]) -> list[Value]:
    """Give the names so that each stands beside the one most like it, from the fullest on."""
    if len(lines) > MOST_CLUSTERED:
        raise RodedraadError(
            "{count} rows or columns are too many to put like beside like; narrow the question.",
            count=len(lines),
        )
    waiting = sorted(lines, key=lambda line: -sum(line[1]))
    chain = waiting[:1]
    waiting = waiting[1:]
    while waiting:
        last = chain[-1][1]
        nearest = max(range(len(waiting)), key=lambda i: (likeness(last, waiting[i][1]), -i))
        chain.append(waiting.pop(nearest))
    return [name for name, _values in chain]


def likeness(one: Sequence[float], other: Sequence[float]) -> float:
    """Give the cosine of two rows, 0 where one is empty."""
    lengths = math.hypot(*one) * math.hypot(*other)
    return sum(a * b for a, b in zip(one, other, strict=True)) / lengths if lengths else 0.0
