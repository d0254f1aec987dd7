"""What a writer of the report needs of every theme: one model, which each format writes out."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..codes import read_codebook
from ..querying.facets import codes_in_order
from ..querying.matrix import Cell, make_matrix
from ..querying.quotes import find_quotes
from ..querying.selection import Selection
from ..querying.summary import Basis, Total, basis_of, total_of


@dataclass(frozen=True)
class Group:
    """What one stakeholder group says on a code: counts, and quotes with `QUOTE_KEYS`.

    `name` is None for persons without a group.
    """

    name: str | None
    counts: Cell
    quotes: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class CodePart:
    """A code with what was said on it by each group that said something.

    `total` counts the code itself and everything below it; the quotes are of the code itself.
    """

    path: str
    name: str
    definition: str
    total: Total
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Theme:
    """A theme: the code on top first, then those below it, in the order of the codebook."""

    slug: str
    codes: tuple[CodePart, ...]


@dataclass(frozen=True)
class Source:
    """A transcript that the answers rest on. `date` is ISO 8601, or "" where unknown."""

    slug: str
    title: str
    kind: str
    date: str
    wave: str


@dataclass(frozen=True)
class Report:
    """All themes of a project, and what they rest on."""

    codebook: str
    themes: tuple[Theme, ...]
    sources: tuple[Source, ...]
    basis: Basis


def read_report(connection: sqlite3.Connection, selection: Selection) -> Report:
    """Collect the themes of a project within a selection.

    The same words coded by several coders are one quote. Raises RodedraadError when the
    project has no codebook.
    """
    codebook = read_codebook(connection)
    numbers = {path: number for number, path in codes_in_order(connection)}
    counts = counts_by_group(connection, selection)
    quotes = quotes_by_group(connection, selection)
    themes = []
    for theme in codebook.codes:
        parts = []
        for code in theme.walk():
            below = tuple(numbers[part.path] for part in code.walk())
            groups = tuple(
                Group(cell.column, cell, quotes.get((code.path, cell.column), []))
                for cell in counts[code.path]
                if cell.fragments
            )
            total = total_of(connection, replace(selection, codes=below))
            parts.append(CodePart(code.path, code.name, code.definition, total, groups))
        themes.append(Theme(theme.slug, tuple(parts)))
    return Report(
        codebook.name, tuple(themes), read_sources(connection), basis_of(connection, selection)
    )


def counts_by_group(connection: sqlite3.Connection, selection: Selection) -> dict[str, list[Cell]]:
    """Count each code by group: {path: cells}."""
    matrix = make_matrix(connection, "code", "group", selection)
    return {str(row): cells for row, cells in zip(matrix.rows, matrix.by_row(), strict=True)}


def quotes_by_group(
    connection: sqlite3.Connection, selection: Selection
) -> dict[tuple[str, str | None], list[Mapping[str, Any]]]:
    """Sort the quotes of a selection under (path of the code, group)."""
    sorted_quotes: dict[tuple[str, str | None], list[Mapping[str, Any]]] = {}
    seen = set()
    for quote in find_quotes(connection, selection):
        place = (quote["code"], quote["transcript"], quote["start"], quote["end"])
        if place not in seen:
            seen.add(place)
            sorted_quotes.setdefault((quote["code"], quote["group"]), []).append(quote)
    return sorted_quotes


def read_sources(connection: sqlite3.Connection) -> tuple[Source, ...]:
    """List the transcripts, the oldest first."""
    rows = connection.execute(
        "SELECT slug, title, kind, coalesce(date, ''), coalesce(wave.name, '') FROM transcript "
        "LEFT JOIN wave ON wave.id = wave_id ORDER BY coalesce(date, ''), slug"
    ).fetchall()
    return tuple(Source(*row) for row in rows)
