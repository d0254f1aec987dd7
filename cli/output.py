"""Showing rows: a table on a terminal, or JSON, CSV, TSV or Markdown for other programs."""

from __future__ import annotations

import csv
import json
import sys
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import click

from .consoles import safe, screen_width
from .language import N_, _

F = TypeVar("F", bound=Callable[..., Any])
Row = Mapping[str, Any]

FORMATS = {
    "json": N_("Print the rows as one JSON array."),
    "nl": N_("Print one JSON object a line."),
    "csv": N_("Print the rows as CSV."),
    "tsv": N_("Print the rows parted by tabs."),
    "md": N_("Print a Markdown table."),
}

GAP = "  "  # between two columns


@dataclass(frozen=True)
class Column:
    """One column of a table: the key of a row that it shows, and its heading.

    `right` aligns numbers; `width` in cells is the least that the column keeps. The heading is
    translated, unless it is `data`: the name of a group or a code stays what it is.
    """

    key: str
    heading: str
    right: bool = False
    width: int | None = None
    data: bool = False

    @property
    def title(self) -> str:
        """The heading as it is shown."""
        return self.heading if self.data else _(self.heading)


def output_options(command: F) -> F:
    """Add --json, --nl, --csv, --tsv and --md; the command gets `fmt`, "table" by default."""
    for name, text in reversed(FORMATS.items()):
        command = click.option(
            f"--{name}", "fmt", flag_value=name, default=None, help=text, type=str
        )(command)
    return command


def show(
    rows: Iterable[Row], keys: Sequence[str], columns: Sequence[Column], fmt: str | None
) -> None:
    """Print rows: all of `keys` in a machine format, or `columns` as a table.

    Machine formats print each row as it comes; their keys are English and always the same.
    """
    if fmt == "json":
        write_json(rows, keys)
    elif fmt == "nl":
        for row in rows:
            sys.stdout.write(as_json({key: row[key] for key in keys}) + "\n")
    elif fmt in ("csv", "tsv"):
        write_csv(rows, keys, "," if fmt == "csv" else "\t")
    elif fmt == "md":
        write_markdown(rows, columns)
    else:
        write_table(rows, columns)


def as_json(value: object) -> str:
    """Give JSON in which bidi and control characters are escaped, so that none is obeyed."""
    text = json.dumps(value, ensure_ascii=False)
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\u200d" else json.dumps(c)[1:-1] for c in text)


def write_json(rows: Iterable[Row], keys: Sequence[str]) -> None:
    """Print one JSON array, an object a line."""
    separator = "["
    for row in rows:
        sys.stdout.write(separator + as_json({key: row[key] for key in keys}))
        separator = ",\n "
    sys.stdout.write("[]\n" if separator == "[" else "]\n")


def write_csv(rows: Iterable[Row], keys: Sequence[str], delimiter: str) -> None:
    """Print rows parted by commas or tabs, a heading first."""
    writer = csv.writer(sys.stdout, delimiter=delimiter, lineterminator="\n")
    writer.writerow(keys)
    for row in rows:
        writer.writerow([harmless(cell(row[key])) for key in keys])


def harmless(text: str) -> str:
    """Keep a spreadsheet from reading a text as a formula: an apostrophe goes before it."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def write_markdown(rows: Iterable[Row], columns: Sequence[Column]) -> None:
    """Print a Markdown table."""
    click.echo("| " + " | ".join(column.title for column in columns) + " |")
    click.echo("|" + "|".join(" ---: " if column.right else " --- " for column in columns) + "|")
    for row in rows:
        cells = (safe(cell(row[column.key])) for column in columns)
        escaped = (text.replace("|", "\\|").replace("\n", " ") for text in cells)
        click.echo("| " + " | ".join(escaped) + " |")


def write_table(rows: Iterable[Row], columns: Sequence[Column]) -> None:
    """Print a table for the eye, as wide as the screen at most: longer cells are wrapped.

    Our own layout and not rich.table: that takes 40 ms to import, narrows the names of rows
    as soon as the columns of numbers, and cuts off what then still does not fit.
    """
    headings = [column.title for column in columns]
    lines = [[safe(cell(row[column.key])) for column in columns] for row in rows]
    texts = list(zip(headings, *lines, strict=True))
    natural = [max(widest_line(text) for text in column) for column in texts]
    widths = fitting(natural, columns, screen_width() - len(GAP) * (len(columns) - 1))
    ruler = "─" * (sum(widths) + len(GAP) * (len(columns) - 1))
    print_row(headings, widths, columns, bold=True)
    click.secho(ruler, dim=True)
    for line in lines:
        print_row(line, widths, columns)


def fitting(natural: Sequence[int], columns: Sequence[Column], available: int) -> list[int]:
    """Give widths (in cells) that fit: first all but the named ones wrap, then the numbers.

    Names of rows are narrowed last, because a table whose rows cannot be read is none.
    """
    widths = list(natural)
    for number, name, named in ((10, 12, 1.0), (5, 12, 1.0), (5, 7, 0.6), (4, 4, 0.2)):
        least = [
            max(number if column.right else name, int((column.width or 0) * named))
            for column in columns
        ]
        if named == 1.0:  # where there is room, no heading is broken inside a word
            words = [max(map(cells, column.title.split()), default=0) for column in columns]
            least = [max(pair) for pair in zip(least, words, strict=True)]
        while sum(widths) > available:
            spare = [width - low for width, low in zip(widths, least, strict=True)]
            widest = max(range(len(widths)), key=lambda place: (spare[place] > 0, widths[place]))
            if spare[widest] <= 0:
                break
            widths[widest] -= 1
    return widths


def print_row(
    texts: Sequence[str], widths: Sequence[int], columns: Sequence[Column], bold: bool = False
) -> None:
    """Print one row, over as many lines as its longest cell needs."""
    wrapped = [wrap(text, width) for text, width in zip(texts, widths, strict=True)]
    for number in range(max(len(lines) for lines in wrapped)):
        parts = []
        for lines, width, column in zip(wrapped, widths, columns, strict=True):
            text = lines[number] if number < len(lines) else ""
            blank = " " * (width - cells(text))
            parts.append(blank + text if column.right else text + blank)
        click.secho(GAP.join(parts).rstrip(), bold=bold)


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines of `width` cells, between words where it can."""
    lines = []
    for paragraph in text.split("\n"):
        indent = " " * (len(paragraph) - len(paragraph.lstrip()))
        lines += textwrap.wrap(
            paragraph, max(width, len(indent) + 1), subsequent_indent=indent, tabsize=4
        ) or [""]
    return lines if lines and all(cells(line) <= width for line in lines) else chopped(text, width)


def chopped(text: str, width: int) -> list[str]:
    """Break a text of wide characters into lines of `width` cells."""
    from rich.cells import chop_cells

    return [line for part in text.split("\n") for line in chop_cells(part, max(width, 2)) or [""]]


def widest_line(text: str) -> int:
    """Tell how wide the widest line of a text is, in cells."""
    return max(cells(line) for line in text.split("\n"))


def cells(text: str) -> int:
    """Tell how wide a text is on a screen: accents take no cell, 漢 and 👮 take two."""
    if text.isascii() or max(text) < "\u0300":
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def cell(value: object) -> str:
    """Give the text of a value: lists parted by commas, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(cell(item) for item in value)
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".")
    return str(value)
