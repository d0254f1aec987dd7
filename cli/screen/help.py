"""The one page that teaches the coding screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from ..language import N_, _
from .keys import KEYS, keys_of

LESSON = (
    N_("You read sentence by sentence: j and k, or the arrows. What is lit is what you code."),
    N_("A code is two keys: the digit of its theme and its letter. They stand in the codebook."),
    N_(
        "Press the digit, and the bottom line shows the letters. Or press c and type a few letters."
    ),
    N_("Dotted bars are suggestions. n goes to the next, Enter accepts, x rejects for good."),
    N_("A stance (+ - = 0) counts for what you coded last; on a suggestion it accepts as well."),
    N_("Wider than a sentence: Shift with the arrows, or . for the turn, before you code."),
    N_("Every key that decides is stored at once. u takes it back, U does it again."),
    N_("When you are through, t marks the transcript as coded: only then it counts."),
)


class HelpScreen(ModalScreen[None]):
    """How to code with the keyboard, and every key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,f1,enter", "dismiss(None)", show=False)
    ]

    def __init__(self, changed: Mapping[str, str]) -> None:
        """Show the keys as the user has them."""
        super().__init__()
        self.changed = changed

    def compose(self) -> ComposeResult:
        """Put the lesson above the keys."""
        with VerticalScroll(id="help", classes="window"):
            yield Static(Text("\n".join(_(line) for line in LESSON)))
            yield Static(self.table())
            yield Static(_("Escape closes this page."), markup=False, classes="hint")

    def table(self) -> Table:
        """List the keys by what they are for, two columns wide."""
        table = Table.grid(padding=(0, 2))
        for part in dict.fromkeys(key.part for key in KEYS):
            table.add_row("", "", "", "")
            table.add_row(Text(_(part), style="bold"))
            cells = [
                cell
                for key in KEYS
                if key.part == part
                for cell in (
                    Text(" ".join(keys_of(key.name, self.changed)), style="bold"),
                    Text(_(key.text)),
                )
            ]
            for first in range(0, len(cells), 4):
                table.add_row(*cells[first : first + 4])
        return table
