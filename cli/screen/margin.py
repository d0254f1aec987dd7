"""The margin beside the text: a bar for each code, as on a printed coding sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from ...coding.workplace import ShownCode, ShownFragment, ShownSuggestion
from .layout import Layout

LANE = 4  # cells: a bar, two letters, a space
OWN, OTHERS = "┃", "│"
SUGGESTED = {"sure": "┇", "likely": "┆", "maybe": "┊"}
STRENGTH = (OWN, OTHERS, *SUGGESTED.values())
"""The bars, the firmest first: of two for one code on one line, the firmer is drawn."""


class Bar(NamedTuple):
    """The bar of a code over some lines (first and last), in a lane from 0."""

    code_id: int
    sign: str
    first: int
    last: int
    lane: int = 0


class Cell(NamedTuple):
    """What stands in one lane of one line: the bar, and on its first line the code's letters."""

    bar: Bar
    letters: str


def bars(
    layout: Layout,
    fragments: Iterable[ShownFragment],
    suggestions: Iterable[ShownSuggestion],
    coder: str,
    confidence: Callable[[ShownSuggestion], str],
) -> list[Bar]:
    """Make the bars of what is coded and suggested, one for each code where they meet."""
    found = [
        Bar(f.code_id, OWN if f.coder == coder else OTHERS, *layout.lines_of(f.start, f.end))
        for f in fragments
    ]
    found += [
        Bar(s.code_id, SUGGESTED[confidence(s)], *layout.lines_of(s.start, s.end))
        for s in suggestions
    ]
    return in_lanes(joined(found))


def joined(found: Sequence[Bar]) -> list[Bar]:
    """Draw each code once on a line: the firmer bar hides what it meets of the others."""
    kept: list[Bar] = []
    for bar in sorted(found, key=lambda bar: (STRENGTH.index(bar.sign), bar.first)):
        meets = [
            other
            for other in kept
            if other.code_id == bar.code_id and other.first <= bar.last and other.last >= bar.first
        ]
        if not meets:
            kept.append(bar)
        elif meets[-1].sign == bar.sign and bar.last > meets[-1].last:
            kept[kept.index(meets[-1])] = meets[-1]._replace(last=bar.last)
    return sorted(kept, key=lambda bar: (bar.first, STRENGTH.index(bar.sign), -bar.last))


def in_lanes(found: Sequence[Bar]) -> list[Bar]:
    """Give each bar the first lane that is free on all its lines."""
    ends: list[int] = []
    placed = []
    for bar in found:
        lane = next((lane for lane, end in enumerate(ends) if end < bar.first), len(ends))
        if lane == len(ends):
            ends.append(bar.last)
        ends[lane] = bar.last
        placed.append(bar._replace(lane=lane))
    return placed


def cells_of(line: int, found: Sequence[Bar], codes: dict[int, ShownCode]) -> list[Cell]:
    """List what stands on one line, by lane; the letters where a bar begins."""
    return [
        Cell(bar, letters_of(codes.get(bar.code_id)) if bar.first == line else "")
        for bar in found
        if bar.first <= line <= bar.last
    ]


def letters_of(code: ShownCode | None) -> str:
    """Give the two letters of a code: its shortcut, else the first of its name."""
    return (code.shortcut or code.name[:2]) if code else "??"
