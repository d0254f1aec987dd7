"""A table for the eye, as wide as the screen at most, in which no word is broken.

Our own layout and not rich.table: that takes 40 ms to import, narrows the names of rows as soon
as the columns of numbers, and breaks words where a column is narrow.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest

import click

from .consoles import safe, say, screen_width
from .language import _
from .output import Column

GAP = "  "  # between two columns
LONGEST = 24  # cells; a longer word (an address, a column of a survey) may be broken
# What words are cut off at, in cells, where there is too little room: headings of numbers, all
# other words, and whether the columns with a width of their own keep it.
WHOLE = ((LONGEST, LONGEST, True), (LONGEST, LONGEST, False))
ROOM = (
    *WHOLE,
    (12, LONGEST, False),
    *((7, most, False) for most in (LONGEST, 20, 17, 14)),
)
# Where a text may be broken: at spaces, and after the slash or hyphen of a name. Dates and
# citations (2016-04-07, f-7k2q) stay whole.
BREAKS = re.compile(r"(\s+)|(?<=\w\w/)(?=\w)|(?<=[^\W\d_]{2}-)(?=[^\W\d_])|(?<=\d\d-)(?=[^\W\d_])")


def write_table(rows: Sequence[Sequence[str]], columns: Sequence[Column]) -> None:
    """Print a table: longer cells are wrapped between words.

    Where the screen is too narrow, minor columns are left out, then the headings of numbers are
    cut off, and then each row is printed as lines of its own.
    """
    lines = [[safe(text) for text in row] for row in rows]
    kept = list(columns)
    while True:
        places = [columns.index(column) for column in kept]
        chosen = [[line[place] for place in places] for line in lines]
        minor = [column for column in kept if column.minor]
        widths = fitting(kept, chosen, screen_width(), WHOLE[:1] if minor else ROOM)
        if widths or not minor:
            break
        kept.remove(minor[-1])
    if widths:
        print_table(kept, chosen, widths)
        tell_left_out([column.title for column in columns if column not in kept])
    else:
        print_stacked(columns, lines)


def print_table(
    columns: Sequence[Column], lines: Sequence[Sequence[str]], widths: Sequence[int]
) -> None:
    """Print headings, a line under them, and the rows."""
    titles = [column.title for column in columns]
    printed = [
        *(click.style(line, bold=True) for line in row_lines(titles, widths, columns)),
        click.style("─" * (sum(widths) + len(GAP) * (len(columns) - 1)), dim=True),
    ]
    for line in lines:
        printed += row_lines(line, widths, columns)
    click.echo("\n".join(printed))


def tell_left_out(headings: Sequence[str]) -> None:
    """Say which columns there was no room for."""
    named = [heading for heading in headings if heading]
    if named:
        say(
            _("No room for: {columns}. A wider screen shows them.").format(columns=", ".join(named))
        )


def print_stacked(columns: Sequence[Column], lines: Sequence[Sequence[str]]) -> None:
    """Print each row as lines of a heading and a value, the first value above them."""
    for line in lines:
        first = f"{columns[0].title} {line[0]}" if columns[0].right else line[0]
        click.secho(first.strip(), bold=True)
        for column, text in zip(columns[1:], line[1:], strict=True):
            label = f"{column.title}: " if column.title else ""
            for part in wrap(f"  {label}{text.strip()}", screen_width()) if text else ():
                click.echo(part)


def fitting(
    columns: Sequence[Column],
    lines: Sequence[Sequence[str]],
    available: int,
    room: Sequence[tuple[int, int, bool]],
) -> list[int]:
    """Give the widths of the columns, in cells; none when words would have to be broken.

    `room` says, as `ROOM`, what may be cut off; the first that is enough is taken.

    A column with a `width` of its own is narrowed after the others.
    """
    available -= len(GAP) * (len(columns) - 1)
    values = list(zip(*lines, strict=True)) if lines else [()] * len(columns)
    natural = [
        max(widest_line(text) for text in (column.title, *texts))
        for column, texts in zip(columns, values, strict=True)
    ]
    if sum(natural) <= available:
        return natural
    for number, text, roomy in room:
        least = [
            least_width(column, texts, number if column.right else text, width if roomy else 0)
            for column, texts, width in zip(columns, values, natural, strict=True)
        ]
        if sum(least) <= available:
            return narrowed(natural, least, available)
    return []


def least_width(column: Column, texts: Sequence[str], most: int, natural: int) -> int:
    """Give the least width of a column, in cells, when words are cut off at `most`.

    Numbers are never cut. `natural` is the width that a column with a `width` of its own would
    like to have, 0 where that does not count.
    """
    values = max(map(widest_line if column.right else longest_piece, texts), default=0)
    heading = min(longest_piece(column.title), most)
    values = values if column.right else min(values, most)
    return max(values, heading, min(column.width or 0, natural))


def narrowed(natural: Sequence[int], least: Sequence[int], available: int) -> list[int]:
    """Narrow the widest columns, none below its least, until all fit."""
    widths = list(natural)
    while sum(widths) > available:
        spare = [(width > low, width) for width, low in zip(widths, least, strict=True)]
        widths[spare.index(max(spare))] -= 1
    return widths


def longest_piece(text: str) -> int:
    """Tell how wide a text is at least, in cells: its indent and its longest word."""
    longest = 0
    for line in text.split("\n"):
        indent = len(line) - len(line.lstrip())
        pieces = [cells(piece) for piece in BREAKS.split(line.strip()) if piece]
        longest = max(longest, indent + max(pieces, default=0))
    return min(longest, LONGEST)


def row_lines(
    texts: Sequence[str], widths: Sequence[int], columns: Sequence[Column]
) -> Iterator[str]:
    """Yield the lines of one row: as many as its longest cell needs."""
    wrapped = [wrap(text, width) for text, width in zip(texts, widths, strict=True)]
    for parts in zip_longest(*wrapped, fillvalue=""):
        line = []
        for text, width, column in zip(parts, widths, columns, strict=True):
            blank = " " * (width - cells(text))
            line.append(blank + text if column.right else text + blank)
        yield GAP.join(line).rstrip()


def cut_words(text: str, width: int) -> str:
    """Cut off the words that are wider than their column; very long ones are left to be broken."""
    room = max(width - len(text) + len(text.lstrip()), 2)
    pieces = [piece for piece in BREAKS.split(text) if piece]
    return "".join(
        piece[: room - 1] + "…" if room < cells(piece) <= LONGEST and not piece.isspace() else piece
        for piece in pieces
    )


class Wrapper(textwrap.TextWrapper):
    """The wrapper of the standard library, with our own places to break a text."""

    wordsep_re = BREAKS


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines of `width` cells, between words where it can."""
    if "\n" not in text and "\t" not in text and cells(text) <= width:
        return [text]
    lines = []
    for paragraph in cut_words(text, width).split("\n"):
        indent = " " * (len(paragraph) - len(paragraph.lstrip()))
        wrapper = Wrapper(max(width, len(indent) + 1), subsequent_indent=indent, tabsize=4)
        lines += wrapper.wrap(paragraph) or [""]
    return lines if lines and all(cells(line) <= width for line in lines) else chopped(text, width)


def chopped(text: str, width: int) -> list[str]:
    """Break a text of wide characters into lines of `width` cells."""
    from rich.cells import chop_cells

    return [line for part in text.split("\n") for line in chop_cells(part, max(width, 2)) or [""]]


def widest_line(text: str) -> int:
    """Tell how wide the widest line of a text is, in cells."""
    return max(map(cells, text.split("\n"))) if "\n" in text else cells(text)


def cells(text: str) -> int:
    """Tell how wide a text is on a screen: accents take no cell, 漢 and 👮 take two."""
    if text.isascii() or max(text) < "\u0300":
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)
