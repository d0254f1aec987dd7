"""The codebook beside the transcript: colours, shortcuts, counts; a click codes."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ...coding.desk import Desk
from ...coding.workplace import ShownCode
from .colours import Palette
from .layout import shown


class CodebookPane(ScrollView, can_focus=True, inherit_bindings=False):
    """The codes as a tree; one of them is marked, and its definition stands below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "mark(1)", show=False),
        Binding("up,k", "mark(-1)", show=False),
        Binding("enter", "choose", show=False),
        Binding("space,left,right", "fold", show=False),
    ]

    class Chosen(Message):
        """A code was clicked, or chosen with the keyboard."""

        def __init__(self, code_id: int) -> None:
            """Say which."""
            super().__init__()
            self.code_id = code_id

    class Marked(Message):
        """Another code is marked."""

    def __init__(self, palette: Palette) -> None:
        """Make an empty codebook; `show_desk` fills it."""
        super().__init__(id="codes")
        self.palette = palette
        self.codes: list[ShownCode] = []
        self._every: list[ShownCode] = []
        self.marked: int | None = None
        self._folded: set[str] = set()
        self._counts: dict[int, tuple[int, int]] = {}
        self._drawn: dict[int, Strip] = {}  # codes by their place, until something in them changes

    def show_desk(self, desk: Desk) -> None:
        """Show the codes of a desk and how often each is used: here, and in all."""
        here = Counter(fragment.code_id for fragment in desk.coded.fragments)
        counts = {
            code: (here[code], here[code] + desk.coded.elsewhere[code]) for code in desk.codes
        }
        before, self._counts = self._counts, counts
        every = list(desk.codes.values())
        if every != self._every:
            self._list_codes(every)
        for place, code in enumerate(self.codes):
            if counts[code.id] != before.get(code.id):
                self._refresh(place)

    def _list_codes(self, every: list[ShownCode]) -> None:
        self._every = every
        self.codes = [
            code
            for code in every
            if not any(code.path.startswith(f"{theme}/") for theme in self._folded)
        ]
        self.virtual_size = Size(self.size.width, len(self.codes))
        self.redraw()

    def redraw(self) -> None:
        """Draw it anew, in other colours or for another width."""
        self._drawn.clear()
        self.refresh()

    def on_resize(self) -> None:
        """Draw it for the new width."""
        self.redraw()

    def _refresh(self, place: int) -> None:
        self._drawn.pop(place, None)
        self.refresh_lines(place)

    def mark(self, code_id: int | None) -> None:
        """Mark a code, and bring it into sight."""
        if code_id == self.marked:
            return
        places = {code.id: place for place, code in enumerate(self.codes)}
        if self.marked in places:
            self._refresh(places[self.marked])
        self.marked = code_id
        if code_id in places:
            self._refresh(places[code_id])
            self._bring_into_sight(places[code_id])

    def _bring_into_sight(self, place: int) -> None:
        height = self.scrollable_content_region.height
        if height and not 0 <= place - self.scroll_offset.y < height:
            self.scroll_to(y=max(place - height // 2, 0), animate=False, immediate=True)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw some lines; they come in their own colours, so the stylesheet is passed by."""
        return [self.render_line(y).crop(crop.x, crop.right) for y in crop.line_range]

    def render_line(self, y: int) -> Strip:
        """Draw one code: its letters in its colour, its name, its counts."""
        width = self.scrollable_content_region.width
        place = self.scroll_offset.y + y
        if place >= len(self.codes):
            return Strip.blank(width, self.palette.pane_style)
        if place not in self._drawn:
            self._drawn[place] = self._draw(place, width)
        return self._drawn[place]

    def _draw(self, place: int, width: int) -> Strip:
        ground = self.palette.pane_style
        code = self.codes[place]
        here, everywhere = self._counts.get(code.id, (0, 0))
        counts = f"{here or '·':>3} {everywhere or '·':>4}"
        marked = code.id == self.marked
        style = ground + Style(bold=code.depth == 0)
        if marked:
            style += self.palette.marked_style
        quiet = self.palette.quiet_pane_style if not marked else style
        colour = self.palette.code_pane_style(code.colour)
        room = max(width - 5 - len(counts), 1)
        return Strip(
            [
                Segment(f" {set_cell_size(shown(code.shortcut or '  '), 2)} ", colour),
                Segment(set_cell_size(f"{self._fold_sign(code)}{shown(code.name)}", room), style),
                Segment(f"{counts} ", quiet),
            ]
        ).adjust_cell_length(width, style)

    def _fold_sign(self, code: ShownCode) -> str:
        sign = "▸ " if code.path in self._folded else ""
        return "  " * max(code.depth - 1, 0) + sign

    def action_mark(self, step: int) -> None:
        """Mark the next or previous code."""
        ids = [code.id for code in self.codes]
        place = ids.index(self.marked) + step if self.marked in ids else 0
        if ids:
            self.mark(ids[min(max(place, 0), len(ids) - 1)])
            self.post_message(self.Marked())

    def action_choose(self) -> None:
        """Choose the marked code."""
        if self.marked is not None:
            self.post_message(self.Chosen(self.marked))

    def action_fold(self) -> None:
        """Fold the marked code's theme away, or unfold it."""
        code = next((code for code in self.codes if code.id == self.marked), None)
        if code:
            theme = code.path.split("/")[0]
            self._folded ^= {theme}
            self._list_codes(self._every)
            self.mark(next(code.id for code in self.codes if code.path == theme))
            self.post_message(self.Marked())

    def on_click(self, event: events.Click) -> None:
        """Choose the code that is clicked."""
        place = self.scroll_offset.y + event.y
        if 0 <= place < len(self.codes):
            self.mark(self.codes[place].id)
            self.action_choose()
