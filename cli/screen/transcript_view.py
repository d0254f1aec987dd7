"""The transcript: virtual lines, of which only those on the screen are ever drawn."""

from __future__ import annotations

from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ...coding.desk import Desk, Item
from ...coding.moving import Selection, sentence_at, sentence_at_place, turn_of
from ...coding.workplace import ShownCode, ShownFragment, ShownSuggestion
from .colours import Palette
from .page import Page


class TranscriptView(ScrollView, can_focus=True, inherit_bindings=False):
    """The open transcript with its margin, and what is selected in it."""

    class Pointed(Message):
        """The mouse selected something."""

    def __init__(self, palette: Palette) -> None:
        """Make an empty view; `open` puts a transcript in it."""
        super().__init__(id="transcript")
        self.palette = palette
        self.desk: Desk | None = None
        self.page: Page | None = None
        self.selection: Selection = (0, 0)
        self.current: Item | None = None
        self._drag: int | None = None
        self._codes: dict[int, ShownCode] = {}
        self._drawn: dict[int, Strip] = {}  # lines by their number, until something in them changes

    def open(self, desk: Desk) -> None:
        """Show the transcript of a desk, at the place where it was left."""
        self.desk = desk
        self.page = None
        self.lay_out()
        start, end = desk.selected
        sentence = sentence_at_place(desk.transcript, sentence_at(desk.transcript, start))
        self.select(desk.selected if start < end else sentence or (0, 0))
        self.select(self.selection, self.fragment(desk.fragment))

    def lay_out(self) -> None:
        """Cut the text into lines for the room that there is."""
        size = self.scrollable_content_region.size
        if self.desk is None or size.width < 40 or (self.page and self.page.width == size.width):
            return
        self.page = Page(self.desk, self.palette, size.width, 3 if size.width < 90 else 4)
        self.virtual_size = Size(size.width, len(self.page.layout.lines))
        self._draw_all()

    def _draw_all(self) -> None:
        self._drawn.clear()
        self.refresh()

    def on_resize(self) -> None:
        """Lay the text out anew, and keep what is selected in sight."""
        self.lay_out()
        self.show_selection()

    def show_coded(self) -> None:
        """Show what is coded and suggested by now, without moving anything."""
        if self.page is None:
            return
        if self.desk and self.desk.codes != self._codes:
            self._codes = self.desk.codes
            self._draw_all()
        numbers = self.lines_in_sight()
        turns = list(dict.fromkeys(self.page.layout.lines[number].turn for number in numbers))
        before = {turn: self.page.on_turn(turn) for turn in turns}
        self.page.show_coded()
        self._drawn = {number: self._drawn[number] for number in numbers if number in self._drawn}
        for turn in turns:
            if self.page.on_turn(turn) != before[turn]:
                self.refresh_turn(turn)
        meant, self.current = self.current, self._found_again(self.current)
        if self.current is None or not same(meant, self.current):
            self._refresh_item(meant)
            self._refresh_item(self.current)

    def lines_in_sight(self) -> range:
        """Give the numbers of the lines that are on the screen."""
        top = self.scroll_offset.y
        last = len(self.page.layout.lines) if self.page else 0
        return range(top, min(top + self.size.height, last))

    def refresh_turn(self, place: int) -> None:
        """Draw the lines of one turn anew."""
        if self.page and self.desk:
            turn = self.desk.transcript.turns[place]
            first, last = self.page.layout.lines_of(turn.start, turn.end)
            self._refresh(first - 1, last)  # with who speaks, above it

    def select(self, selection: Selection, current: Item | None = None) -> None:
        """Select a span; `current` is the fragment or suggestion that is meant in it."""
        before = self.current
        for span in (self.selection, selection):
            self._refresh_span(span)
        self.selection = selection
        self.current = current or next(iter(self.items()), None)
        if self.desk is not None:
            self.desk.selected = selection
        for item in (before, self.current):
            self._refresh_item(item)
        self.show_selection()

    def items(self) -> list[Item]:
        """List the suggestions and then the fragments at what is selected, own ones first."""
        return self.desk.items(self.selection) if self.desk else []

    def next_item(self) -> Item | None:
        """Give the next of what is at the selection, after what is meant."""
        items = self.items()
        place = items.index(self.current) + 1 if self.current in items else 0
        return items[place % len(items)] if items else None

    def fragment(self, fragment_id: int) -> ShownFragment | None:
        """Give the fragment with this id, if it is at the selection."""
        found = (item for item in self.items() if isinstance(item, ShownFragment))
        return next((fragment for fragment in found if fragment.id == fragment_id), None)

    def suggestion(self) -> ShownSuggestion | None:
        """Give the best suggestion at the selection."""
        return next((item for item in self.items() if isinstance(item, ShownSuggestion)), None)

    def _found_again(self, item: Item | None) -> Item | None:
        """Find what was meant again after a change, or else the first there is."""
        items = self.items()
        return next((other for other in items if same(item, other)), next(iter(items), None))

    def show_selection(self) -> None:
        """Scroll so far that the selection stands clear of the edges."""
        height = self.scrollable_content_region.height
        if self.page is None or not height:
            return
        first, last = self.page.layout.lines_of(*self.selection)
        rest = min(height // 4, 8)
        top = self.scroll_offset.y
        if first - rest < top:
            top = first - rest
        elif last + rest >= top + height:
            top = min(last + rest + 1 - height, first - 1)
        self.scroll_to(y=max(top, 0), animate=False, immediate=True)

    @property
    def turn_number(self) -> int:
        """The number of the turn in which the selection begins."""
        if self.desk is None or not self.desk.transcript.turns:
            return 0
        transcript = self.desk.transcript
        return transcript.turns[turn_of(transcript, self.selection)].number

    def page_beyond(self, step: int) -> int:
        """Give the offset of the text one page further (step 1) or back (-1)."""
        if self.page is None:
            return 0
        lines = self.page.layout.lines
        number = self.page.layout.line_at(self.selection[0])
        number += step * max(self.scrollable_content_region.height - 3, 1)
        return lines[min(max(number, 0), len(lines) - 1)].start

    def _refresh_item(self, item: Item | None) -> None:
        """Draw anew what shows whether an item is meant: its span, and where its bar begins."""
        if self.page is None or item is None:
            return
        first, last = self.page.layout.lines_of(item.start, item.end)
        self._refresh(first, last)
        for bar in self.page.on_turn(self.page.layout.lines[first].turn).bars:
            if bar.code_id == item.code_id and bar.first <= last and bar.last >= first:
                self._refresh(bar.first, bar.first)

    def _refresh_span(self, span: Selection) -> None:
        if self.page:
            self._refresh(*self.page.layout.lines_of(*span))

    def _refresh(self, first: int, last: int) -> None:
        """Draw these lines anew."""
        for number in range(first, last + 1):
            self._drawn.pop(number, None)
        self.refresh_lines(first, last - first + 1)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw some lines; they come in their own colours, so the stylesheet is passed by."""
        return [self.render_line(y).crop(crop.x, crop.right) for y in crop.line_range]

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        if self.page is None:
            return Strip.blank(self.size.width, self.palette.plain)
        number = self.scroll_offset.y + y
        if number not in self._drawn:
            self._drawn[number] = self.page.strip(number, self.selection, self.current)
        return self._drawn[number]

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to drag; or mean the fragment or suggestion whose bar is clicked."""
        number = self.scroll_offset.y + event.y
        bar = self.page.bar_at(number, event.x) if self.page else None
        if self.page is None or self.desk is None:
            return
        if bar is None:
            self._drag = self.page.offset_at(number, event.x)
            self.capture_mouse()
            return
        items: list[Item] = [*self.desk.open, *self.desk.coded.fragments]
        for item in items:
            first, last = self.page.layout.lines_of(item.start, item.end)
            if item.code_id == bar.code_id and first <= number <= last:
                self._point((item.start, item.end), item)
                return

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select whole words from where the dragging began to here."""
        if self.page is None or self._drag is None:
            return
        here = self.page.offset_at(self.scroll_offset.y + event.y, event.x)
        if here is not None and here != self._drag:
            self._point(whole_words(self.page.text, *sorted((self._drag, here))))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """End dragging; a click without it selects the sentence."""
        self.release_mouse()
        drag, self._drag = self._drag, None
        if self.page is None or self.desk is None or drag is None:
            return
        if drag == self.page.offset_at(self.scroll_offset.y + event.y, event.x):
            place = sentence_at(self.desk.transcript, drag)
            self._point(sentence_at_place(self.desk.transcript, place) or self.selection)

    def _point(self, selection: Selection, current: Item | None = None) -> None:
        self.select(selection, current)
        self.post_message(self.Pointed())


def same(one: Item | None, other: Item) -> bool:
    """Tell whether two readings are of the same fragment or suggestion."""
    if isinstance(one, ShownFragment) and isinstance(other, ShownFragment):
        return one.id == other.id
    if isinstance(one, ShownSuggestion) and isinstance(other, ShownSuggestion):
        return one.place == other.place
    return False


def whole_words(text: str, start: int, end: int) -> Selection:
    """Widen a span to whole words."""
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end
