"""A matrix as a table: shares, shades, the balance of stances, and marks for who speaks alone."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .answers import FACETS, share_in_words, value_in_words, with_others
from .consoles import safe, say
from .language import _
from .output import Column

if TYPE_CHECKING:
    from ..coding.querying.cells import Cell, Matrix

MATRIX_KEYS = (
    *("row", "column", "persons", "fragments", "words", "share", "n", "among", "bulk"),
    *("most", "positive", "negative", "mixed", "neutral"),
)


def matrix_rows(matrix: Matrix) -> list[dict[str, Any]]:
    """Give one row a cell, with MATRIX_KEYS."""
    return [
        {**cell._asdict(), "share": None if cell.share is None else round(cell.share, 4)}
        for cell in matrix.cells
    ]


SHADES = "·░▒▓█"


@dataclass(frozen=True)
class Look:
    """What the cells of a table show: `count` is persons, fragments, share, words or stance;
    with `heat` a shade before it, darker for a larger share."""

    count: str = "persons"
    heat: bool = False


def matrix_table(
    matrix: Matrix, look: Look, fmt: str | None
) -> tuple[list[dict[str, str]], list[Column]]:
    """Lay a matrix out for the eye: rows with a key for each column, and the columns.

    The n stands with the heading of a column, or in a column of its own, where all cells
    share it; otherwise in each cell ("3 of 5").
    """
    lines = list(matrix.by_row())
    n_of_column = [only_value(cell.n for cell in cells) for cells in zip(*lines, strict=True)]
    n_of_row = [only_value(cell.n for cell in cells) for cells in lines]
    of_persons = look.count in ("persons", "share", "stance") and any(c.n for c in matrix.cells)
    above = of_persons and None not in n_of_column
    beside = of_persons and not above and None not in n_of_row
    names = row_names(matrix, fmt)
    facet = matrix.row_facet
    heading = _(FACETS[facet]) if facet in FACETS else safe(facet)
    columns = [Column("row", heading, width=max(map(len, names), default=0), data=True)]
    for number, value in enumerate(matrix.columns):
        heading = value_in_words(matrix.column_facet, value)
        heading += f" (n={n_of_column[number]})" if above else ""
        columns.append(Column(str(number), heading, right=True, data=True))
    if beside:
        columns.append(Column("n", "n", right=True))
    most = max((cell.persons for cell in matrix.cells), default=0)
    rows = []
    for name, cells in zip(names, lines, strict=True):
        row = {"row": name, "n": str(cells[0].n)}
        for number, cell in enumerate(cells):
            shade = f"{shade_of(cell, most)} " if look.heat else ""
            with_n = not (above or beside)
            text = cell_text(cell, look.count, with_n, of_persons)
            row[str(number)] = shade + text + mark_of(cell, look)
        rows.append(row)
    return rows, columns


def shade_of(cell: Cell, most: int) -> str:
    """Give the shade of a cell: by its share, or by its persons where nobody was counted."""
    part = cell.persons / max(most, 1) if cell.share is None else cell.share
    return SHADES[math.ceil(part * (len(SHADES) - 1))]


def mark_of(cell: Cell, look: Look) -> str:
    """Mark a cell in which one person speaks: ¹ alone, * for more than half of the words."""
    if look.count == "stance" or not cell.persons:
        return ""
    if cell.persons == 1:
        return " ¹"
    return " *" if cell.dominated else ""


def say_marks(matrix: Matrix, look: Look) -> None:
    """Explain the marks that a table has."""
    marks = {mark_of(cell, look) for cell in matrix.cells}
    coded = any(cell.n for cell in matrix.cells)
    if look.count == "stance" and any(cell.persons for cell in matrix.cells):
        say(_("Persons: + positive, - negative, ± mixed, ○ neutral"))
    if look.count == "persons" and coded and any(c.persons > c.among for c in matrix.cells):
        say(_("+1: so many more in transcripts that are not marked coded; they are not in the n"))
    if " ¹" in marks:
        say(_("¹ one voice"))
    if " *" in marks:
        say(_("* one person says more than half of it"))


def only_value(values: Any) -> int | None:
    """Give the value that all have in common, None where they differ."""
    different = set(values)
    return different.pop() if len(different) == 1 else None


def row_names(matrix: Matrix, fmt: str | None) -> list[str]:
    """Name the rows; in a table, a code below another is indented under it."""
    if matrix.row_facet != "code" or fmt:
        return [value_in_words(matrix.row_facet, value) for value in matrix.rows]
    paths = [value_in_words("code", path).split("/") for path in matrix.rows]
    depth = min(map(len, paths), default=0)
    return ["  " * (len(path) - depth) + path[-1] for path in paths]


def stances_in_signs(cell: Cell) -> str:
    """Give how many persons look at it how: positive +, negative -, mixed ±, neutral ○."""
    # No 0 for neutral, as the keys of the screen have it: "10" would be read as ten.
    signs = {"positive": "+", "negative": "-", "mixed": "±", "neutral": "○"}
    counts = [(getattr(cell, stance), sign) for stance, sign in signs.items()]
    return " ".join(f"{number}{sign}" for number, sign in counts if number) or "·"


def cell_text(cell: Cell, count: str, with_n: bool, coded: bool) -> str:
    """Give what a cell shows; a dot where nobody and nothing was counted.

    Where something is `coded`, persons are those of the n, and others stand beside them.
    """
    if count == "stance":
        return stances_in_signs(cell)
    if count == "share":
        return share_in_words(cell.among, cell.n)
    number = int(getattr(cell, count))
    if number == 0:
        return "·"
    if count == "persons" and coded:
        counted = share_in_words(cell.among, cell.n) if with_n and cell.n else str(cell.among or "")
        return with_others(counted, cell)
    return str(number)
