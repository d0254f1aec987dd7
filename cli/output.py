"""Showing rows: a table on a terminal, or JSON, CSV, TSV or Markdown for other programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import click

from .consoles import safe, say
from .language import MOMENT, N_, _, decimals, local_time

F = TypeVar("F", bound=Callable[..., Any])
Row = Mapping[str, Any]

FORMATS = {
    "json": N_("Print the rows as one JSON array."),
    "nl": N_("Print one JSON object a line."),
    "csv": N_("Print the rows as CSV."),
    "tsv": N_("Print the rows parted by tabs."),
    "md": N_("Print a Markdown table."),
}


class Column(NamedTuple):
    """One column of a table: the key of a row that it shows, and its heading.

    `right` aligns numbers; `width` in cells is what the column keeps where it can. A `minor`
    column is left out of a table that has no room for it. The heading is translated, unless it
    is `data`: the name of a group or a code stays what it is.
    """

    key: str
    heading: str
    right: bool = False
    width: int | None = None
    data: bool = False
    minor: bool = False

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
        from .tables import write_table

        lines = [[shown(row[column.key]) for column in columns] for row in rows]
        write_table(lines, columns)
        if not lines:
            say(_("Nothing was found."))


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
    import csv

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
        cells = (safe(shown(row[column.key])) for column in columns)
        escaped = (text.replace("|", "\\|").replace("\n", " ") for text in cells)
        click.echo("| " + " | ".join(escaped) + " |")


def shown(value: object) -> str:
    """Give the text of a value for the eye: numbers and moments as the language has them."""
    if isinstance(value, float):
        return decimals(value, 3).rstrip("0").rstrip(".,")
    if isinstance(value, list | tuple):
        return ", ".join(shown(item) for item in value)
    if isinstance(value, str) and MOMENT.fullmatch(value):
        return local_time(value)
    return cell(value)


def cell(value: object) -> str:
    """Give the text of a value: lists parted by commas, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(cell(item) for item in value)
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".")
    return str(value)
