"""The coding screen as it looks: its panes, and what they show of a desk."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.screen import Screen

from ... import RodedraadError
from ...coding.deciding import save_place
from ...coding.desk import Desk, Item
from ...coding.moving import Selection
from ...coding.workplace import Example, ShownFragment, read_examples
from ..language import translated
from .codebook_pane import CodebookPane
from .key_bar import KeyBar
from .pane import Pane
from .settings import Settings
from .suggester import FoundSuggestions, Suggester
from .transcript_view import TranscriptView
from .watcher import FoundCoded, Watcher
from .words import about_code, about_examples, about_items, about_transcript, about_turn

T = TypeVar("T")
WIDTHS = [(0, "-narrow"), (100, "-normal"), (150, "-wide")]  # the least cells for each
IDLE = 2.0  # seconds in one place after which it is written down
LONGEST = 5  # of these, after which it is written down without a pause


class DeskScreen(Screen[None]):
    """A transcript, the codebook beside it, and what is coded at the selection."""

    HORIZONTAL_BREAKPOINTS = WIDTHS

    def __init__(self, desk: Desk, settings: Settings) -> None:
        """Make the screen for a desk."""
        super().__init__()
        self.desk = desk
        self.settings = settings
        self.palette = palette = settings.palette
        self.view = TranscriptView(palette)
        self.codebook = CodebookPane(palette)
        self.top = Pane("top", lambda: palette.bar_style)
        self.definition = Pane("definition", lambda: palette.pane_style, lambda: palette.rule_style)
        self.here = Pane("here", lambda: palette.pane_style, lambda: palette.rule_style)
        self.keys = KeyBar(palette, settings.changed_keys)
        self.watcher = Watcher(desk.seat.path, desk, self.post_message)
        self.suggester = Suggester(desk, self.post_message)
        self.examples: dict[int, list[Example]] = {}
        self.last_offset = -1
        self.ticks = 0

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
        """Show the transcript of the desk, and watch what colleagues code in it."""
        self.view.focus()
        self.show_desk()
        self.watcher.start()
        if self.settings.suggesting:
            self.call_after_refresh(self.suggester.start)
        self.set_interval(IDLE, self.keep_place)

    def on_unmount(self) -> None:
        """Stop what runs beside the keys."""
        self.watcher.stop()
        self.suggester.stop()

    def on_found_coded(self, found: FoundCoded) -> None:
        """Show what colleagues coded, unless it was read before the last change here."""
        fresh = found.desk is self.desk and found.changes == self.desk.changes
        if found.desk is self.desk and not fresh:
            self.watcher.look_again()
        elif fresh and found.coded != self.desk.coded:
            self.desk.show(found.coded)
            self.show_coded()
            self.suggester.attend(self.desk)

    def on_found_suggestions(self, found: FoundSuggestions) -> None:
        """Show other suggestions; what is selected and meant stays."""
        if found.desk is not self.desk:
            return
        before = self.view.items(), len(self.desk.open)
        self.desk.propose(found.suggestions, found.codes)
        self.view.show_coded()
        # Often only reasons came, and elsewhere: drawing again would hold up the next key.
        if (self.view.items(), len(self.desk.open)) != before:
            self.show_selected()

    def keep_place(self) -> None:
        """Write down where the coder is and what they read: in a pause, or after a while."""
        self.ticks += 1
        if self.desk.offset == self.last_offset or self.ticks >= LONGEST:
            self.ticks = 0
            with suppress(RodedraadError):  # a colleague writes just now: the next time
                save_place(self.desk, wait=False)
        self.last_offset = self.desk.offset

    def show_desk(self) -> None:
        """Show another desk, or the same one from the begin."""
        self.examples = {}
        self.watcher.desk = self.desk
        self.suggester.attend(self.desk)
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
        self.show_here()
        self.keys.show_keys(current, own)
        self.top.write(about_transcript(self.desk, self.size.width, self.palette))
        if current is not None:
            self.codebook.mark(current.code_id)
            self.show_marked()

    def show_here(self) -> None:
        """Show what is coded and suggested at the selection, and more about what is meant."""
        current = self.view.current
        lines = about_turn(self.desk, self.view.turn_number, self.palette)
        lines += about_items(self.desk, self.view.items(), current, self.palette)
        if current is not None:
            code = self.desk.codes.get(current.code_id)
            if code and not self.codebook_shown:
                lines += about_code(code, self.palette)[1:]
            lines += about_examples(self.examples_of(current.code_id), self.palette)
        self.here.write(*lines)

    @property
    def codebook_shown(self) -> bool:
        """Whether there is a codebook on the screen, with the meaning of the codes."""
        return self.query_one("#codebook").display

    def examples_of(self, code_id: int) -> list[Example]:
        """Look up once what was coded with a code in other transcripts."""
        if code_id not in self.examples:
            only = self.desk.coder if self.desk.blind else ""
            version = self.desk.transcript.version_id
            self.examples[code_id] = read_examples(self.desk.connection, code_id, version, only)
        return self.examples[code_id]

    def on_resize(self) -> None:
        """Fill the panes to their new width."""
        self.call_after_refresh(self.show_selected)

    def select(self, selection: Selection, current: Item | None = None) -> None:
        """Select a span, and show what is there; `current` is what is meant in it."""
        # In one go, and not by a message from the view: that would draw the screen twice.
        self.view.select(selection, current)
        self.show_selected()

    def on_transcript_view_pointed(self) -> None:
        """Show what the mouse selected."""
        self.show_selected()

    def on_codebook_pane_marked(self) -> None:
        """Show what the code means that was marked in the codebook."""
        self.show_marked()

    def show_marked(self) -> None:
        """Show what the marked code means."""
        code = self.desk.codes.get(self.codebook.marked or 0)
        if code:
            self.definition.write(*about_code(code, self.palette))

    def say(self, message: str) -> None:
        """Say something in the bottom line, until the next key."""
        self.keys.say(message)

    def decide(
        self, act: Callable[[], T], mean: Callable[[T], Item | None] | None = None
    ) -> T | None:
        """Do something to the project and show it; say why when it cannot be done.

        `mean` finds the fragment or suggestion that the next keys are about.
        """
        try:
            result = act()
        except RodedraadError as error:
            self.say(translated(error).splitlines()[0])
            return None
        self.suggester.attend(self.desk)  # it begins to think while this is drawn
        self.view.show_coded()
        self.codebook.show_desk(self.desk)
        if mean:
            self.select(self.view.selection, mean(result))
        else:
            self.show_selected()
        return result
