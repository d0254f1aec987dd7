"""Themes as CSV: one row a quote, with the keys of the queries, for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from ..querying.quotes import QUOTE_KEYS
from . import Translate, theme_file
from .model import Report

INDEX_KEYS = ("code", "name", "persons", "among", "fragments", "bulk", "n", "file")


def write(report: Report, _: Translate) -> Iterator[tuple[str, bytes]]:
    """Give a file of quotes for each theme, and an index of codes with their counts."""
    for theme in report.themes:
        quotes = (
            [quote[key] for key in QUOTE_KEYS]
            for part in theme.codes
            for group in part.groups
            for quote in group.quotes
        )
        yield theme_file(theme.slug, "csv"), encoded(QUOTE_KEYS, quotes)
    index = (
        [
            part.path,
            part.name,
            part.total.persons,
            part.total.among,
            part.total.fragments,
            part.total.bulk,
            part.total.n,
            theme_file(theme.slug, "csv"),
        ]
        for theme in report.themes
        for part in theme.codes
    )
    yield "index.csv", encoded(INDEX_KEYS, index)


def encoded(keys: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write rows as CSV in UTF-8; the mark at the start tells Excel so."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(keys)
    writer.writerows([harmless(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def harmless(value: object) -> object:
    """Keep a spreadsheet from reading a text as a formula: an apostrophe goes before it."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r", "\n")):
        return f"'{value}"
    return value
