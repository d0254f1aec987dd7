"""What a matrix is made of: cells with counts, row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

Value = str | None
SMALLEST_PERCENTAGE = 20  # persons; below it a percentage would look more certain than it is


class Cell(NamedTuple):
    """What was counted in one cell.

    `persons` voice it; `n` persons could have been counted there, of whom `among` voice it.
    `fragments` counts a fragment once, whoever coded it; `bulk` of these were accepted
    unread; `words` are the respondents' own, and `most` those of who says most. `positive`,
    `negative`, `mixed` and `neutral` are persons, by how each looks at it on the whole.
    """

    row: Value
    column: Value
    persons: int = 0
    among: int = 0
    fragments: int = 0
    words: int = 0
    bulk: int = 0
    most: int = 0
    positive: int = 0
    negative: int = 0
    mixed: int = 0
    neutral: int = 0
    n: int = 0

    @property
    def share(self) -> float | None:
        """The part of the n that voices it, 0 to 1; None where nobody could have."""
        return self.among / self.n if self.n else None

    @property
    def dominated(self) -> bool:
        """Whether one of three persons or more says more than half of it."""
        return self.persons >= 3 and self.most * 2 > self.words


@dataclass(frozen=True)
class Matrix:
    """The cells of two facets, row by row, empty ones among them."""

    row_facet: str
    column_facet: str
    rows: list[Value]
    columns: list[Value]
    cells: list[Cell]

    def by_row(self) -> Iterator[list[Cell]]:
        """Yield the cells of one row after the other."""
        width = len(self.columns)
        for start in range(0, len(self.cells), width or 1):
            yield self.cells[start : start + width]


def share_in_words(among: int, n: int, _: Callable[[str], str]) -> str:
    """Say a share: "3 of 5", from 20 persons on with the percentage, "–" where n is 0."""
    if not n:
        return "–"
    counted = _("{among} of {n}").format(among=among, n=n)
    return f"{among / n:.0%} ({counted})" if n >= SMALLEST_PERCENTAGE else counted
