"""The one page that teaches the coding screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from ..language import N_, _
from .keys import KEYS, keys_of

WIDEST = 96  # cells of the window, as the stylesheet says
FRAME = 5  # cells of its border, the room beside it and the scrollbar

LESSON = (
    N_("Read sentence by sentence with j and k. What is lit is what you code."),
    N_("A code is two keys, the digit of its theme and a letter: see the codebook."),
    N_("After the digit, the bottom line shows the letters. Or type c and a word."),
    N_("Dotted bars are suggestions: n goes to the next, Enter accepts, x rejects."),
    N_("A stance is about what you coded last; on a suggestion it accepts as well."),
    N_("More at once: l two sentences, ; the rest of the turn, . all of it."),
    N_("All is stored at once; u takes it back. At the end t marks the talk coded."),
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
        room = min(self.app.size.width, WIDEST) - FRAME
        with VerticalScroll(id="help", classes="window"):
            yield Static(Text("\n".join(_(line) for line in LESSON)))
            for part in dict.fromkeys(key.part for key in KEYS):
                yield Static(Text("\n").join(in_lines(self.keys_for(part), room)))
            yield Static(_("Ctrl+P lists all of this. Escape closes this page."), classes="hint")

    def keys_for(self, part: str) -> Iterator[Text]:
        """Yield the name of a part, and each of its keys with what it does."""
        yield Text(f"{_(part)}: ", style="bold")
        for key in KEYS:
            if key.part == part:
                keys = Text("/".join(keys_of(key.name, self.changed)), style="bold reverse")
                yield Text.assemble(keys, f" {_(key.text)} ")


def in_lines(pieces: Iterable[Text], width: int) -> list[Text]:
    """Put pieces behind each other in lines of so many cells; none is torn apart."""
    lines = [Text()]
    for piece in pieces:
        if lines[-1] and lines[-1].cell_len + len(piece.plain.rstrip()) > width:
            lines.append(Text())
        lines[-1].append_text(piece)
    return lines
