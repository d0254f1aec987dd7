"""The lines of a transcript on a screen of so many cells, and which words stand on which.

Offsets are code points into the transcript's text, end exclusive; widths are cells of the
terminal: a wide character takes two, a combining accent none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len, split_graphemes

from ...coding.workplace import RESPONDENT, OpenTranscript, ShownTurn

LONGEST_LABEL = 14
"""Cells that the name of an interviewer may take in front of a question."""

# Characters that a terminal obeys, or that terminals do not agree about the width of. Each is
# shown as one other character, so that offsets stay the same.
NOTHING = "\u2060"  # takes no room in any terminal
UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U0001f3fb-\U0001f3ff\U000e0000-\U000e01ef]"
)
INVISIBLE = re.compile("[\xad\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff\U0001f3fb-\U0001f3ff]")
# Characters of one cell each, for which counting characters is enough.
NARROW = re.compile("[\n\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u205e€]*")


class Line(NamedTuple):
    """One line: `kind` is "head" (who speaks), "text" or "gap"; `turn` is its place, from 0.

    `indent` is the room in cells that a line of text leaves free; on the first line of an
    interviewer their name stands in it.
    """

    kind: str
    turn: int
    start: int
    end: int
    indent: int = 0


class Layout(NamedTuple):
    """All lines of a transcript, and the offset at which each begins, for looking up."""

    width: int
    lines: list[Line]
    starts: list[int]

    def line_at(self, offset: int) -> int:
        """Give the number of the line that shows the character at an offset."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def lines_of(self, start: int, end: int) -> tuple[int, int]:
        """Give the first and the last line that show a span."""
        return self.line_at(start), self.line_at(max(end - 1, start))


def shown(text: str) -> str:
    """Make a text fit to show, character for character: nothing in it is obeyed."""
    return UNSAFE.sub(_replacement, text) if UNSAFE.search(text) else text


def _replacement(found: re.Match[str]) -> str:
    character = found[0]
    if character in "\t\u2028\u2029":
        return " "
    if character < " ":
        return chr(0x2400 + ord(character))  # the picture of a control character
    return NOTHING if INVISIBLE.match(character) else "\ufffd"


def lay_out(transcript: OpenTranscript, text: str, width: int) -> Layout:
    """Lay a transcript out in lines of at most `width` cells; `text` is its text as shown."""
    lines: list[Line] = []
    for place, turn in enumerate(transcript.turns):
        lines += turn_lines(transcript, text, place, turn, width)
    return Layout(width, lines, [line.start for line in lines])


def turn_lines(
    transcript: OpenTranscript, text: str, place: int, turn: ShownTurn, width: int
) -> Iterator[Line]:
    """Lay one turn out: an empty line before a question, a head above an answer."""
    answers = turn.role == RESPONDENT
    after_answer = place > 0 and transcript.turns[place - 1].role == RESPONDENT
    if place > 0 and (after_answer or not answers):
        yield Line("gap", place, turn.start, turn.start)
    indent = 0
    if answers:
        yield Line("head", place, turn.start, turn.start)
    elif turn.speaker:
        indent = min(cell_len(shown(turn.speaker)), LONGEST_LABEL) + 2
    for start, end in wrap(text, turn.start, turn.end, max(width - indent, 10)):
        yield Line("text", place, start, end, indent)


def wrap(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """Cut text[start:end] into lines of at most `width` cells, at spaces where it can."""
    while start <= end:
        found = text.find("\n", start, end)
        stop = found if found >= 0 else end
        if NARROW.fullmatch(text, start, stop):
            yield from _wrap_narrow(text, start, stop, width)
        else:
            yield from _wrap_wide(text, start, stop, width)
        start = stop + 1


def _wrap_narrow(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    while end - start > width:
        cut = text.rfind(" ", start + 1, start + width + 1)
        if cut < 0:
            yield start, start + width
            start += width
        else:
            yield start, cut
            start = cut + 1
    yield start, end


def _wrap_wide(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """Cut at spaces too, but never within a character that is made of several code points."""
    graphemes = split_graphemes(text[start:end])[0]
    offsets = [start + first for first, _, _ in graphemes] + [end]
    first, used, space, place = 0, 0, -1, 0
    while place < len(graphemes):
        is_space = text[offsets[place]] == " "
        if used + graphemes[place][2] <= width or place == first:
            space = place if is_space and place > first else space
            used += graphemes[place][2]
            place += 1
            continue
        cut = place if is_space else space
        if cut > first:
            yield offsets[first], offsets[cut]
            first = cut + 1
        else:
            yield offsets[first], offsets[place]
            first = place
        used, space, place = 0, -1, first
    yield offsets[first], end


def offset_in(text: str, line: Line, cell: int) -> int:
    """Give the offset of the character in this cell of a line's text, or of its end."""
    at = 0
    for start, _end, cells in split_graphemes(text[line.start : line.end])[0]:
        at += cells
        if at > cell:
            return line.start + start
    return line.end


def grapheme_starts(text: str, start: int, end: int) -> Sequence[int]:
    """List the offsets in [start, end] where a line may be cut into pieces of another colour."""
    return [start + first for first, _, _ in split_graphemes(text[start:end])[0]] + [end]
