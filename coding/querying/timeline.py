"""Themes over the course of a conversation, and over dates."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .facets import codes_in_order
from .placed import Passage, passages
from .selection import Filters, choose
from .summary import Basis, basis_of

PARTS = 10  # of a conversation


@dataclass(frozen=True)
class Moment:
    """A code in a part of the talks (1 to 10), or in a month ("2016-05", "" without a date)."""

    code: str
    part: str
    persons: int
    fragments: int


def answer_timeline(
    connection: sqlite3.Connection, filters: Filters, expression: str = "", by_date: bool = False
) -> tuple[list[Moment], Basis]:
    """Count each code by part of the conversation, or by month, in the order of the codebook.

    A code counts for itself and for every code above it. Raises RodedraadError for a name
    that the project does not know.
    """
    selection = choose(connection, filters, expression)
    found = passages(connection, selection)
    part = month_of if by_date else tenth_of
    parts = sorted({part(p) for p in found}) if by_date else [str(n + 1) for n in range(PARTS)]
    persons: dict[tuple[str, str], set[int]] = defaultdict(set)
    fragments: dict[tuple[str, str], int] = defaultdict(int)
    for (own, where), together in by_code_and_part(found, part).items():
        for code in with_those_above(own):
            persons[code, where].update(*(passage.persons for passage in together))
            fragments[code, where] += len(together)
    moments = [
        Moment(code, where, len(persons[code, where]), fragments[code, where])
        for _id, code in codes_in_order(connection, selection.codes)
        for where in parts
    ]
    return moments, basis_of(connection, selection)


def by_code_and_part(
    found: Iterable[Passage], part: Callable[[Passage], str]
) -> dict[tuple[str, str], list[Passage]]:
    """Divide passages over their codes and parts."""
    divided: dict[tuple[str, str], list[Passage]] = defaultdict(list)
    for passage in found:
        divided[passage.code, part(passage)].append(passage)
    return divided


def tenth_of(passage: Passage) -> str:
    """Tell in which tenth of its talk a passage begins."""
    return str(min(passage.start * PARTS // max(passage.length, 1), PARTS - 1) + 1)


def month_of(passage: Passage) -> str:
    """Tell the month of the talk of a passage."""
    return passage.date[:7]


def with_those_above(code: str) -> list[str]:
    """List a code and the codes above it."""
    parts = code.split("/")
    return ["/".join(parts[: end + 1]) for end in range(len(parts))]
