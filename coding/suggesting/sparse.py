"""Matrices of which only the few numbers that are not zero are kept.

numpy alone: scipy would add 100 MB to the install for these forty lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Shorts = NDArray[np.float32]
    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lines:
    """The numbers of a matrix, line after line: its rows, or its columns.

    `across` says where in its line each number stands and `values` what it is, to seven digits:
    that halves what a large corpus takes, and all sums are of sixteen. `full` are the
    lines that are not empty and `starts` where each of these begins; `count` is the number of
    lines, the empty ones among them.
    """

    count: int
    across: Ints
    values: Shorts
    full: Ints
    starts: Ints

    def times(self, vector: Floats) -> Floats:
        """Give the sum of each line, its numbers multiplied by those of a vector."""
        import numpy as np

        if not len(self.values):
            return np.zeros(self.count)
        sums: Floats = np.add.reduceat(self.values * vector.take(self.across), self.starts)
        if len(sums) == self.count:
            return sums
        result = np.zeros(self.count)
        result[self.full] = sums
        return result


@dataclass(frozen=True, slots=True)
class Sparse:
    """A matrix of `height` rows and `width` columns, kept both by row and by column."""

    height: int
    width: int
    by_row: Lines
    by_column: Lines

    def times(self, vector: Floats) -> Floats:
        """Multiply by a vector of `width` numbers; gives `height` numbers."""
        return self.by_row.times(vector)

    def transposed_times(self, vector: Floats) -> Floats:
        """Multiply the transposed matrix by a vector of `height` numbers; gives `width`."""
        return self.by_column.times(vector)

    def squares(self, weights: Floats | None = None) -> Floats:
        """Give the sum of the squares in each row, each weighted by its column."""
        import numpy as np

        lines = self.by_row
        ones = np.ones(self.width) if weights is None else weights
        return Lines(lines.count, lines.across, lines.values**2, lines.full, lines.starts).times(
            ones
        )

    def entries(self, chosen: Ints) -> tuple[Ints, Ints, Shorts]:
        """Give row, column and value of each number in some rows (ascending).

        The rows are numbered anew, in the order in which they were chosen.
        """
        import numpy as np

        lines = self.by_row
        at = np.searchsorted(lines.full, chosen)
        there = at < len(lines.full)
        there[there] = lines.full[at[there]] == chosen[there]
        at = at[there]
        lengths = np.diff(lines.starts, append=len(lines.values))[at]
        ends = np.cumsum(lengths)
        where = np.arange(ends[-1] if len(ends) else 0)
        where += np.repeat(lines.starts[at] - ends + lengths, lengths)
        rows = np.repeat(np.flatnonzero(there), lengths)
        return rows, lines.across[where], lines.values[where]


def make_sparse(
    height: int, width: int, rows: Ints, columns: Ints, values: Floats | Shorts
) -> Sparse:
    """Make a matrix from numbers and their places, which are sorted by row; none twice."""
    import numpy as np

    short = values.astype(np.float32)
    order = np.argsort(columns * height + rows)  # by column, then row: no key occurs twice
    by_column = _lines(width, columns[order], rows[order], short[order])
    return Sparse(height, width, _lines(height, rows, columns, short), by_column)


def _lines(count: int, line: Ints, across: Ints, values: Shorts) -> Lines:
    """Arrange numbers that are sorted by line."""
    import numpy as np

    if not len(line):
        return Lines(count, across, values, line, line)
    starts = np.flatnonzero(np.r_[True, line[1:] != line[:-1]])
    return Lines(count, across, values, line[starts], starts)


def count_pairs(rows: Ints, columns: Ints, width: int) -> tuple[Ints, Ints, Floats]:
    """Count how often each pair occurs; gives rows, columns and counts, sorted by row."""
    import numpy as np

    keys, counts = np.unique(rows * width + columns, return_counts=True)
    return keys // width, keys % width, counts.astype(np.float64)


def with_added_rows(matrix: Sparse, added: Ints, part: float) -> Sparse:
    """Add to each of the first rows a part of another row; the rows after these are left out.

    `added` has for each row that stays the number of the row to add, or -1.
    """
    import numpy as np

    height = len(added)
    rows, columns, values = matrix.entries(np.arange(height))
    having = np.flatnonzero(added >= 0)
    each, place = np.unique(added[having], return_inverse=True)
    more = [matrix.entries(np.array([row])) for row in each.tolist()]
    if not more:
        return make_sparse(height, matrix.width, rows, columns, values)
    picked = [more[number] for number in place.tolist()]
    sizes = [len(one[1]) for one in picked]
    rows = np.concatenate([rows, np.repeat(having, sizes)])
    columns = np.concatenate([columns, *(one[1] for one in picked)])
    values = np.concatenate([values, *(part * one[2] for one in picked)])
    keys, at = np.unique(rows * matrix.width + columns, return_inverse=True)
    sums = np.bincount(at, weights=values).astype(np.float64)
    return make_sparse(height, matrix.width, keys // matrix.width, keys % matrix.width, sums)
