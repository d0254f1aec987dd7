"""The sentences of a transcript, found fast enough to open it without waiting.

What suggests codes cuts sentences with spaCy, which takes a second to load. Here the end marks
alone decide, and the edges of what is suggested are taken over.
Offsets are code points into the transcript's text, end exclusive.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

LONGEST = 40
"""Words after which speech without full stops is cut, as suggesting does."""

ABBREVIATIONS = frozenset(
    "bijv bv ca dhr dr drs etc enz evt fam incl ing ir jl max mevr min mr mrs mw nl no nr o.a "
    "prof resp st t.o.v tel v.d vgl zgn".split()
)
BREAK = re.compile(r"[.!?…]+[\"”’»)\]]*(?=\s)|\n\s*\n")
END_MARK = re.compile(r"[.!?…][\"”’»)\]]*$")
LETTER = re.compile(r"[^\W_]")
WORD = re.compile(r"\S+")


def sentences_in(
    text: str, start: int, end: int, cues: Sequence[int] = ()
) -> list[tuple[int, int]]:
    """Cut text[start:end], the speech of one turn, into sentences; blank space is left out.

    Speech without end marks, as recognisers give, is cut at the last cue within 40 words, or
    else after 40 words.
    """
    found: list[tuple[int, int]] = []
    for first, last in _between_breaks(text, start, end):
        found += _cut(text, first, last, cues)
    return found


def cut_at(text: str, start: int, end: int, edges: Iterable[int]) -> list[tuple[int, int]]:
    """Cut a sentence at these offsets too; pieces without a letter or digit are left out."""
    offsets = sorted({start, end, *edges})
    return [
        span
        for first, last in pairwise(offsets)
        for span in _trimmed(text, first, last)
        if LETTER.search(text, first, last)
    ]


def _between_breaks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    first = start
    for found in BREAK.finditer(text, start, end):
        if not _is_abbreviation(text, first, found.start()):
            yield from _trimmed(text, first, found.end())
            first = found.end()
    yield from _trimmed(text, first, end)


def _is_abbreviation(text: str, first: int, stop: int) -> bool:
    """Tell whether the full stop at `stop` belongs to a short word such as "dhr."."""
    if text[stop] != ".":
        return False
    before = text[max(first, stop - 8) : stop].split()
    return bool(before) and before[-1].strip("(\"'“‘").lower() in ABBREVIATIONS


def _trimmed(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    while first < last and text[first].isspace():
        first += 1
    while last > first and text[last - 1].isspace():
        last -= 1
    if first < last:
        yield first, last


def _cut(text: str, first: int, last: int, cues: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Cut a sentence that is too long for one; yield it whole when it is not."""
    if last - first < 2 * LONGEST or END_MARK.search(text, last - 4, last):
        yield first, last
        return
    words = [word.start() for word in WORD.finditer(text, first, last)]
    while len(words) > LONGEST:
        at = words[LONGEST]
        at = max((cue for cue in cues if first < cue <= at), default=at)
        yield from _trimmed(text, first, at)
        first = at
        words = [word for word in words if word >= at]
    yield from _trimmed(text, first, last)
