"""The Textual application around the coding screen: themes, keys, and what runs beside it."""

from __future__ import annotations

import gc
from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path

from textual.app import SystemCommand
from textual.command import CommandPalette
from textual.filter import LineFilter
from textual.screen import Screen

from ... import RodedraadError
from ...coding.desk import Desk
from ..language import _
from .coding_screen import CodingScreen
from .colours import THEMES
from .keys import KEYS, keys_of
from .one_key import OneKeyApp
from .review_screen import ReviewScreen
from .settings import Settings


class CodingApp(OneKeyApp[None]):
    """The application of the coding screen."""

    CSS_PATH = Path(__file__).with_name("screen.tcss")

    def __init__(
        self, desk: Desk, settings: Settings | None = None, queue: list[int] | None = None
    ) -> None:
        """Make the application for an open desk.

        `queue` are the transcripts whose suggestions are gone through, when it is for reviewing.
        """
        super().__init__()
        self.desk = desk
        self.settings = settings or Settings()
        self.queue = queue
        self.problem: RodedraadError | None = None
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = self.settings.palette.theme.name

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Filter what is drawn only without colours: no colour here depends on the terminal's."""
        return super().get_line_filters() if self.settings.palette.monochrome else ()

    def on_mount(self) -> None:
        """Take over the user's own keys."""
        self.set_keymap(dict(self.settings.changed_keys))
        self.call_after_refresh(self.open_for_writing)

    def open_for_writing(self) -> None:
        """Open the project for writing, now that there is something to see."""
        try:
            self.desk.seat.open_for_writing()
        except RodedraadError as problem:
            self.problem = problem
            self.exit()
        # What stays for good is not looked through for garbage any more: that held up one key
        # in a hundred for 30 ms.
        gc.freeze()

    def on_unmount(self) -> None:
        """Let the garbage of this screen be collected after it."""
        gc.unfreeze()

    def get_default_screen(self) -> CodingScreen:
        """Begin with the coding screen: no empty one is drawn before it."""
        if self.queue:
            return ReviewScreen(self.desk, self.settings, self.queue)
        return CodingScreen(self.desk, self.settings)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:  # noqa: ARG002
        """Offer every action of the coding screen in the command palette, with its keys."""
        for key in KEYS:
            keys = " ".join(keys_of(key.name, self.settings.changed_keys))
            yield SystemCommand(f"{_(key.text)}  {keys}", _(key.part), self._doing(key.action))

    def action_command_palette(self) -> None:
        """Show the command palette, in the user's language."""
        if not isinstance(self.screen, CommandPalette):
            placeholder = _("What do you want to do?")
            self.push_screen(CommandPalette(placeholder=placeholder, id="--command-palette"))

    def _doing(self, action: str) -> Callable[[], Awaitable[object]]:
        coding = self.screen_stack[0]
        return lambda: coding.run_action(action)
