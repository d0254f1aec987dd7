"""The Textual application around the coding screen: themes, keys, and what runs beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from textual.app import App
from textual.filter import LineFilter

from ... import RodedraadError
from ...coding.desk import Desk
from .coding_screen import CodingScreen
from .colours import THEMES, Palette
from .review_screen import ReviewScreen


class CodingApp(App[None]):
    """The application of the coding screen."""

    CSS_PATH = Path(__file__).with_name("screen.tcss")

    def __init__(
        self,
        desk: Desk,
        theme: str = "dark",
        monochrome: bool = False,
        changed_keys: dict[str, str] | None = None,
        queue: list[int] | None = None,
    ) -> None:
        """Make the application for an open desk.

        `changed_keys` are the user's own. `queue` are the transcripts whose suggestions are
        gone through, when it is for reviewing.
        """
        super().__init__()
        for known in THEMES.values():
            self.register_theme(known)
        self.theme = THEMES[theme].name
        self.desk = desk
        self.changed_keys = changed_keys or {}
        self.queue = queue
        self.problem: RodedraadError | None = None
        self.palette = Palette(THEMES[theme], monochrome)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Filter what is drawn only without colours: no colour here depends on the terminal's."""
        return super().get_line_filters() if self.palette.monochrome else ()

    def on_mount(self) -> None:
        """Take over the user's own keys."""
        self.set_keymap(self.changed_keys)
        self.call_after_refresh(self.open_for_writing)

    def open_for_writing(self) -> None:
        """Open the project for writing, now that there is something to see."""
        try:
            self.desk.seat.open_for_writing()
        except RodedraadError as problem:
            self.problem = problem
            self.exit()

    def get_default_screen(self) -> CodingScreen:
        """Begin with the coding screen: no empty one is drawn before it."""
        if self.queue is None:
            return CodingScreen(self.desk, self.palette, self.changed_keys)
        return ReviewScreen(self.desk, self.palette, self.changed_keys, self.queue)
