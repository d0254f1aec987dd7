"""A pane of fixed size with words in it, drawn anew without laying the screen out."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text
from textual.widget import Widget


class Pane(Widget):
    """Lines of words in a place of fixed size."""

    def __init__(self, name: str) -> None:
        """Make an empty pane; `name` is its id in the stylesheet."""
        super().__init__(id=name)
        self._lines: list[Text] = []

    def write(self, *lines: Text) -> None:
        """Show these lines instead of those before."""
        if list(lines) != self._lines:
            self._lines = list(lines)
            self.refresh()

    @property
    def text(self) -> str:
        """The words alone, for whoever wants to know."""
        return "\n".join(line.plain for line in self._lines)

    def render(self) -> RenderableType:
        """Give what is shown."""
        return Group(*self._lines)
