"""Positions in a text as other programs count them.

The standard says: Unicode code points from 0, end exclusive. Programs differ in four things:
whether a character beyond U+FFFF counts as two (UTF-16), whether a line end of two characters
("\\r\\n") counts as two, whether the byte order mark counts, and whether the end position is
the last character or the one after it. No file says which, so they are tried.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from ... import RodedraadError

PARTS = ("utf16", "crlf", "bom", "inclusive")
STANDARD = "code-points"

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")

Span = tuple[int, int]


@dataclass(frozen=True)
class Reading:
    """What a program counts: each field says where it departs from the standard."""

    utf16: bool = False
    crlf: bool = False
    bom: bool = False
    inclusive: bool = False

    def __str__(self) -> str:
        return "+".join(part for part in PARTS if getattr(self, part)) or STANDARD


@dataclass(frozen=True)
class Text:
    """A text with "\\n" line ends, and what its file held that may count otherwise.

    `astral` and `line_ends` are the places (code points in `text`) of the characters beyond
    U+FFFF and of the line ends that were "\\r\\n". `bom` says that a byte order mark stood
    before it.
    """

    text: str
    astral: tuple[int, ...] = ()
    line_ends: tuple[int, ...] = ()
    bom: bool = False

    def wide(self, reading: Reading) -> list[int]:
        """List the places of the characters that count as two under a reading."""
        astral = self.astral if reading.utf16 else ()
        return sorted((*astral, *(self.line_ends if reading.crlf else ())))


@dataclass(frozen=True)
class Selection:
    """A piece of a text in the counting of the program that wrote it.

    `quote` is the name of the selection: the words themselves, their beginning, or anything
    else that its coder called it.
    """

    start: int
    end: int
    quote: str = ""


@dataclass(frozen=True)
class Fit:
    """What one or more readings make of the selections in a text.

    `readings` give the same `spans`, the likeliest first. `quotes` counts the selections whose
    words are what their name says, `whole` those that part no word in two.
    """

    readings: tuple[Reading, ...]
    spans: tuple[Span, ...]
    quotes: int
    whole: int

    @property
    def score(self) -> tuple[int, int]:
        """What readings are compared by: quotes first, because chance seldom finds one."""
        return self.quotes, self.whole


def reading_named(name: str) -> Reading:
    """Give the reading that a name such as "utf16+crlf" stands for.

    Raises RodedraadError for a word that is no part of one.
    """
    parts = [] if name == STANDARD else name.lower().split("+")
    for part in parts:
        if part not in PARTS:
            raise RodedraadError(
                "{part} says nothing about offsets. Write {standard}, or one or more of "
                "{parts} with a + between them.",
                part=part,
                standard=STANDARD,
                parts=", ".join(PARTS),
            )
    return Reading(**dict.fromkeys(parts, True))


def text_of(raw: str) -> Text:
    """Make a text of what a file holds, its byte order mark included."""
    bom = raw.startswith("\ufeff")
    raw = raw.removeprefix("\ufeff")
    pairs = [match.start() for match in re.finditer("\r\n", raw)]
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    # Searching takes ten times as long as this, and hardly any text has one.
    has_astral = len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text)
    return Text(
        text,
        tuple(match.start() for match in _ASTRAL.finditer(text)) if has_astral else (),
        tuple(place - index for index, place in enumerate(pairs)),
        bom,
    )


def positions(places: Iterable[int], wide: Sequence[int]) -> list[int]:
    """Turn code points into a program's positions; `wide` are the places that count as two."""
    return [place + bisect_left(wide, place) for place in places]


def spans_of(text: Text, selections: Sequence[Selection], reading: Reading) -> tuple[Span, ...]:
    """Turn a program's positions into spans of code points, whether inside the text or not."""
    # Position in the file right behind each wide character: what is counted from there on
    # lies one further for each of them.
    behind = [place + index + 2 for index, place in enumerate(text.wide(reading))]
    mark = int(reading.bom and text.bom)
    last = int(reading.inclusive)

    def place(position: int) -> int:
        return position - mark - bisect_right(behind, position - mark)

    return tuple((place(s.start), place(s.end) + last) for s in selections)


def fits(text: Text, selections: Sequence[Selection]) -> list[Fit]:
    """Try every reading on a text; give what differs, with the standard reading first."""
    # In most texts nothing counts as two, and only two of the sixteen readings differ.
    alike: dict[tuple[object, ...], list[Reading]] = {}
    for inclusive, bom, crlf, utf16 in product((False, True), repeat=len(PARTS)):
        reading = Reading(utf16, crlf, bom, inclusive)
        counting = (*text.wide(reading), bom and text.bom, inclusive)
        alike.setdefault(counting, []).append(reading)
    readings: dict[tuple[Span, ...], list[Reading]] = {}
    for agreeing in alike.values():
        readings.setdefault(spans_of(text, selections, agreeing[0]), []).extend(agreeing)
    return [
        weighed(text, selections, tuple(agreeing), spans) for spans, agreeing in readings.items()
    ]


def weighed(
    text: Text,
    selections: Sequence[Selection],
    readings: tuple[Reading, ...],
    spans: tuple[Span, ...],
) -> Fit:
    """Count how well the spans of some readings fit."""
    quotes = sum(
        says(text.text[max(start, 0) : max(end, 0)], selection.quote)
        for (start, end), selection in zip(spans, selections, strict=True)
    )
    whole = sum(is_whole(text.text, start, end) for start, end in spans)
    return Fit(readings, spans, quotes, whole)


def inside(text: str, start: int, end: int) -> bool:
    """Tell whether a span lies inside the text and holds something."""
    return 0 <= start < end <= len(text)


def is_whole(text: str, start: int, end: int) -> bool:
    """Tell whether a span begins and ends with something to read, and parts no word in two."""
    if not inside(text, start, end) or text[start].isspace() or text[end - 1].isspace():
        return False
    cut_before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    cut_after = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return not cut_before and not cut_after


def says(words: str, quote: str) -> bool:
    """Tell whether a quote, perhaps cut off with "…", is these words; blanks count as one."""
    short = " ".join(quote.split())
    full = " ".join(words.split())
    if short.endswith(("…", "...")):
        beginning = short.rstrip("….").rstrip()
        return bool(beginning) and full.startswith(beginning)
    return bool(short) and short == full


def best(found: Sequence[Fit], preferred: Collection[Reading] = ()) -> Fit | None:
    """Choose what fits best; None when several do equally well.

    `preferred` are the readings that fit all texts of the same file best: they decide then.
    """
    top = max(fit.score for fit in found)
    leading = [fit for fit in found if fit.score == top]
    if len(leading) > 1:
        leading = [fit for fit in leading if not set(preferred).isdisjoint(fit.readings)]
    return leading[0] if len(leading) == 1 else None


def best_together(texts: Iterable[Sequence[Fit]]) -> set[Reading]:
    """Give the readings that fit best over several texts of one file, taken together."""
    quotes: Counter[Reading] = Counter()
    whole: Counter[Reading] = Counter()
    for found in texts:
        for fit in found:
            for reading in fit.readings:
                quotes[reading] += fit.quotes
                whole[reading] += fit.whole
    top = max(((quotes[reading], whole[reading]) for reading in quotes), default=(0, 0))
    return {reading for reading in quotes if (quotes[reading], whole[reading]) == top}
