"""The coding screen as it looks: its panes, and what they show of a desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.screen import Screen

from ... import RodedraadError
from ...coding.desk import Desk
from ...coding.workplace import ShownFragment
from ..language import translated
from .codebook_pane import CodebookPane
from .colours import Palette
from .key_bar import KeyBar
from .pane import Pane
from .transcript_view import TranscriptView
from .words import about_code, about_items, about_transcript

T = TypeVar("T")
WIDTHS = [(0, "-narrow"), (100, "-normal"), (150, "-wide")]  # the least cells for each


class DeskScreen(Screen[None]):
    """A transcript, the codebook beside it, and what is coded at the selection."""

    HORIZONTAL_BREAKPOINTS = WIDTHS

    def __init__(self, desk: Desk, palette: Palette, changed_keys: dict[str, str]) -> None:
        """Make the screen for a desk; `changed_keys` are the user's own, for the bottom line."""
        super().__init__()
        self.desk = desk
        self.palette = palette
        self.view = TranscriptView(palette)
        self.codebook = CodebookPane(palette)
        self.top = Pane("top")
        self.definition = Pane("definition")
        self.here = Pane("here")
        self.keys = KeyBar(palette, changed_keys)

    def compose(self) -> ComposeResult:
        """Put the panes in their places; the stylesheet says how large they are."""
        yield self.top
        with Horizontal(id="middle"):
            with Vertical(id="codebook"):
                yield self.codebook
                yield self.definition
            with Container(id="work"):
                yield self.view
                yield self.here
        yield self.keys

    def on_mount(self) -> None:
        """Show the transcript of the desk."""
        self.view.focus()
        self.show_desk()

    def show_desk(self) -> None:
        """Show another desk, or the same one from the begin."""
        self.view.open(self.desk)
        self.show_coded()

    def show_coded(self) -> None:
        """Show everything anew after something was coded."""
        self.view.show_coded()
        self.codebook.show_desk(self.desk)
        self.show_selected()

    def show_selected(self) -> None:
        """Show what is at the selection, which keys work there, and how far it is."""
        current = self.view.current
        own = isinstance(current, ShownFragment) and current.coder == self.desk.coder
        items = self.view.items()
        self.here.write(*about_items(self.desk, items, current, self.palette))
        self.keys.show_keys(current, own)
        self.top.write(about_transcript(self.desk, self.size.width, self.palette))
        if current is not None:
            self.codebook.mark(current.code_id)

    def on_resize(self) -> None:
        """Fill the top line to its new width."""
        self.top.write(about_transcript(self.desk, self.size.width, self.palette))

    def on_transcript_view_selected(self) -> None:
        """Show what is at the selection."""
        self.show_selected()

    def on_codebook_pane_marked(self) -> None:
        """Show what the marked code means."""
        code = self.desk.codes.get(self.codebook.marked or 0)
        if code:
            self.definition.write(*about_code(code, self.palette))

    def say(self, message: str) -> None:
        """Say something in the bottom line, until the next key."""
        self.keys.say(message)

    def decide(self, act: Callable[[], T]) -> T | None:
        """Do something to the project and show it; say why when it cannot be done."""
        try:
            result = act()
        except RodedraadError as error:
            self.say(translated(error).splitlines()[0])
            return None
        self.show_coded()
        return result
