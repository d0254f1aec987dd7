"""The transcript as lines to draw: text, margin, and what is coded, suggested and selected."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from ...coding.desk import Desk, Item
from ...coding.moving import Selection
from ...coding.workplace import RESPONDENT, InOrder, ShownFragment
from .colours import Palette
from .layout import Line, grapheme_starts, lay_out, offset_in, shown
from .margin import LANE, Bar, bars, cells_of

WIDEST = 92  # cells of text; longer lines are hard to read


class OnTurn(NamedTuple):
    """What is coded in one turn, where something is suggested, and its bars in the margin."""

    fragments: list[ShownFragment]
    suggested: list[Selection]
    bars: list[Bar]


class Page:
    """A transcript laid out for a width in cells, with a margin of so many lanes."""

    def __init__(self, desk: Desk, palette: Palette, width: int, lanes: int) -> None:
        """Lay the transcript of a desk out."""
        self.desk = desk
        self.palette = palette
        self.width = width
        self.lanes = lanes
        self.text = shown(desk.transcript.text)
        self.layout = lay_out(desk.transcript, self.text, min(width - lanes * LANE - 2, WIDEST))
        self.show_coded()

    def show_coded(self) -> None:
        """Take over what is coded and suggested by now."""
        self._fragments = InOrder(self.desk.coded.fragments)
        self._suggestions = InOrder(self.desk.open)
        self._turns: dict[int, OnTurn] = {}

    def on_turn(self, place: int) -> OnTurn:
        """Find out what is coded and suggested in a turn, when it is first drawn."""
        if place not in self._turns:
            turn = self.desk.transcript.turns[place]
            fragments = self._fragments.over(turn.start, turn.end)
            suggestions = self._suggestions.over(turn.start, turn.end)
            desk = self.desk
            drawn = bars(self.layout, fragments, suggestions, desk.coder, desk.confidence)
            spans = [(suggestion.start, suggestion.end) for suggestion in suggestions]
            self._turns[place] = OnTurn(fragments, spans, drawn)
        return self._turns[place]

    def strip(self, number: int, selection: Selection, current: Item | None) -> Strip:
        """Draw one line; `current` is the fragment or suggestion that is meant."""
        plain = self.palette.plain
        if not 0 <= number < len(self.layout.lines):
            return Strip.blank(self.width, plain)
        line = self.layout.lines[number]
        segments = self._margin(number, line, current)
        if line.kind == "head":
            segments += self._head(line)
        elif line.kind == "text":
            segments += self._label(line)
            segments += self._words(line, selection)
        return Strip(segments).adjust_cell_length(self.width, plain)

    def _margin(self, number: int, line: Line, current: Item | None) -> list[Segment]:
        lanes = [Segment(" " * LANE, self.palette.plain)] * self.lanes
        cells = cells_of(number, self.on_turn(line.turn).bars, self.desk.codes)
        for cell in cells:
            if cell.bar.lane < self.lanes:
                letters = set_cell_size(shown(cell.letters), LANE - 2)
                style = self._bar_style(cell.bar, current if cell.letters else None)
                lanes[cell.bar.lane] = Segment(f"{cell.bar.sign}{letters} ", style)
        hidden = sum(cell.bar.lane >= self.lanes for cell in cells)
        if hidden:
            lanes[-1] = Segment(f"+{hidden}".ljust(LANE), self.palette.quiet_style)
        return [Segment(" ", self.palette.plain), *lanes]

    def _bar_style(self, bar: Bar, current: Item | None) -> Style:
        style = self.palette.code_style(self._colour(bar.code_id))
        if current is None or current.code_id != bar.code_id:
            return style
        first, last = self.layout.lines_of(current.start, current.end)
        return style + Style(reverse=bar.first <= last and bar.last >= first)

    def _colour(self, code_id: int) -> str:
        code = self.desk.codes.get(code_id)
        return code.colour if code else ""

    def _head(self, line: Line) -> list[Segment]:
        """Draw who speaks: name, group and areas, the question of a survey; time and turn."""
        turn = self.desk.transcript.turns[line.turn]
        name = shown(turn.speaker or "–")
        about = [shown(part) for part in (turn.group, ", ".join(turn.areas), turn.question) if part]
        read = "✓" if turn.number in self.desk.read else " "
        right = f" {clock(turn.time)}  {read}{turn.number:>4}"
        room = max(self.layout.width - cell_len(name) - len(right), 0)
        middle = set_cell_size("".join(f" · {part}" for part in about), room)
        quiet = self.palette.quiet_style
        return [Segment(name, self.palette.head_style), Segment(middle + right, quiet)]

    def _label(self, line: Line) -> list[Segment]:
        """Draw the name of an interviewer in front of their first line, room before the others."""
        if not line.indent:
            return []
        turn = self.desk.transcript.turns[line.turn]
        label = shown(turn.speaker) if line.start == turn.start else ""
        return [Segment(set_cell_size(label, line.indent - 2) + "  ", self.palette.quiet_style)]

    def _words(self, line: Line, selection: Selection) -> list[Segment]:
        quiet = self.desk.transcript.turns[line.turn].role != RESPONDENT
        return [
            Segment(self.text[start:end], self._style_at(start, line.turn, quiet, selection))
            for start, end in pairwise(self._cuts(line, selection))
        ]

    def _cuts(self, line: Line, selection: Selection) -> list[int]:
        """List the offsets in a line where its style may change."""
        spans = [selection]
        spans += [(f.start, f.end) for f in self.on_turn(line.turn).fragments]
        spans += self.on_turn(line.turn).suggested
        inside = {offset for span in spans for offset in span if line.start < offset < line.end}
        if inside and not self.text[line.start : line.end].isascii():
            inside &= set(grapheme_starts(self.text, line.start, line.end))
        return sorted({line.start, line.end} | inside)

    def _style_at(self, offset: int, turn: int, quiet: bool, selection: Selection) -> Style:
        coded = [f for f in self.on_turn(turn).fragments if f.start <= offset < f.end]
        own = [fragment for fragment in coded if fragment.coder == self.desk.coder]
        colour = self._colour((own or coded)[0].code_id) if coded else None
        suggested = any(start <= offset < end for start, end in self.on_turn(turn).suggested)
        selected = selection[0] <= offset < selection[1]
        return self.palette.text_style(quiet, colour, suggested, selected)

    def offset_at(self, number: int, cell: int) -> int | None:
        """Give the offset of the character in a cell of a line; None where there is no line."""
        if not 0 <= number < len(self.layout.lines):
            return None
        line = self.layout.lines[number]
        return offset_in(self.text, line, cell - self._text_begins(line))

    def bar_at(self, number: int, cell: int) -> Bar | None:
        """Give the bar in a cell of the margin of a line, if there is one."""
        if not 0 <= number < len(self.layout.lines):
            return None
        found = cells_of(number, self.on_turn(self.layout.lines[number].turn).bars, self.desk.codes)
        lane = (cell - 1) // LANE
        return next((c.bar for c in found if c.bar.lane == lane < self.lanes), None)

    def _text_begins(self, line: Line) -> int:
        return 1 + self.lanes * LANE + line.indent


def clock(seconds: float | None) -> str:
    """Write a time in a recording as 1:02:03, "" when it is not known."""
    if seconds is None:
        return ""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
