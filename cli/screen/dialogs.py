"""The small windows over the coding screen that ask for a line of text."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from ..language import _

CANCEL: list[BindingType] = [Binding("escape", "dismiss(None)", show=False)]


class Prompt(ModalScreen[str | None]):
    """One line at the bottom: a question and what is typed. Escape gives None."""

    BINDINGS: ClassVar[list[BindingType]] = CANCEL

    def __init__(
        self,
        question: str,
        numbers: bool = False,
        typed: Callable[[str], object] | None = None,
    ) -> None:
        """Ask a question; `typed` is called with what stands there at every letter."""
        super().__init__()
        self.question = question
        self.numbers = numbers
        self.typed = typed

    def compose(self) -> ComposeResult:
        """Put the question in front of the line."""
        with Horizontal(id="prompt"):
            yield Static(self.question, id="question", markup=False)
            yield Input(type="integer" if self.numbers else "text", compact=True)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what is typed by now."""
        if self.typed:
            self.typed(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give back what was typed."""
        self.dismiss(event.value)


class MemoText(TextArea):
    """Text of several lines in which Enter means ready."""

    class Ready(Message):
        """Enter was pressed."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Ready())
        elif event.key in ("shift+enter", "alt+enter", "ctrl+j"):
            event.stop()
            event.prevent_default()
            self.insert("\n")
        else:
            await super()._on_key(event)


class MemoDialog(ModalScreen[str | None]):
    """A memo; Enter keeps it, Escape leaves it as it was."""

    BINDINGS: ClassVar[list[BindingType]] = CANCEL

    def __init__(self, about: str, text: str) -> None:
        """Show a memo about something, to be changed."""
        super().__init__()
        self.about = about
        self.text = text

    def compose(self) -> ComposeResult:
        """Put the text under what it is about."""
        with Vertical(id="memo", classes="window"):
            yield Static(self.about, markup=False, classes="about")
            yield MemoText(self.text, soft_wrap=True, compact=True)
            yield Static(
                _("Enter keeps it, Ctrl+J begins a new line, Escape leaves it."),
                markup=False,
                classes="hint",
            )

    def on_mount(self) -> None:
        """Go on where the memo ends."""
        area = self.query_one(MemoText)
        area.move_cursor(area.document.end)

    def on_memo_text_ready(self) -> None:
        """Give the text back."""
        self.dismiss(self.query_one(MemoText).text.strip())


class NewCode(ModalScreen[tuple[str, str] | None]):
    """A new code: its path and its definition."""

    BINDINGS: ClassVar[list[BindingType]] = CANCEL

    def __init__(self, theme: str) -> None:
        """Ask for a code under a theme."""
        super().__init__()
        self.theme = theme

    def compose(self) -> ComposeResult:
        """Ask for the place and name, and for the definition."""
        with Vertical(id="new-code", classes="window"):
            yield Static(_("A new code: theme/name"), markup=False, classes="about")
            yield Input(f"{self.theme}/" if self.theme else "", id="path", compact=True)
            yield Static(_("What it means"), markup=False, classes="about")
            yield Input(id="meaning", compact=True)
            yield Static(
                _("Enter goes on and keeps it, Escape leaves it."), markup=False, classes="hint"
            )

    def on_mount(self) -> None:
        """Go on behind the theme."""
        self.query_one("#path", Input).action_end()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the definition, and from there give both back."""
        meaning = self.query_one("#meaning", Input)
        path = self.query_one("#path", Input).value.strip()
        if event.input is meaning and path:
            self.dismiss((path, meaning.value.strip()))
        else:
            meaning.focus()
