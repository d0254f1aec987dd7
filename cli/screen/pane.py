"""A pane of fixed size with words in it, drawn anew without laying the screen out."""

from __future__ import annotations

from collections.abc import Callable

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Pane(Widget):
    """Lines of words in a place of fixed size."""

    def __init__(
        self, name: str, ground: Callable[[], Style], rule: Callable[[], Style] | None = None
    ) -> None:
        """Make an empty pane; `name` is its id in the stylesheet.

        `ground` gives its style, and `rule` that of the line above it, if there is one.
        """
        super().__init__(id=name)
        self._ground = ground
        self._rule = rule
        self._lines: list[Text] = []
        self._strips: list[Strip] = []
        self._width = 0

    def write(self, *lines: Text) -> None:
        """Show these lines instead of those before."""
        if list(lines) != self._lines:
            self._lines = list(lines)
            self._width = 0
            self.refresh()

    def redraw(self) -> None:
        """Draw it in other colours."""
        self._width = 0
        self.refresh()

    @property
    def room(self) -> int:
        """The cells there are for words in a line."""
        return max(self.size.width - 2, 1)

    @property
    def text(self) -> str:
        """The words alone, for whoever wants to know."""
        return "\n".join(line.plain for line in self._lines)

    # The lines come in their own colours, so the stylesheet is passed by: drawing a pane
    # through it takes as long as drawing the whole transcript.
    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw some lines."""
        width = self.size.width
        if width != self._width:
            self._strips = self._draw(width)
            self._width = width
        blank = Strip.blank(width, self._ground())
        return [
            (self._strips[y] if y < len(self._strips) else blank).crop(crop.x, crop.right)
            for y in crop.line_range
        ]

    def _draw(self, width: int) -> list[Strip]:
        ground = self._ground()
        strips = []
        if self._rule:
            strips.append(Strip([Segment("─" * width, self._rule())], width))
        console = self.app.console
        for line in self._lines:
            for part in line.wrap(console, self.room):
                segments = Segment.apply_style(part.render(console), ground)
                strip = Strip([Segment(" ", ground), *segments])
                strips.append(strip.adjust_cell_length(width, ground))
        return strips
