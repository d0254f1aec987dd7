"""Windows with a line to type in and a list below it: codes, and places in the transcripts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, TypeVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.fuzzy import FuzzySearch
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from ... import RodedraadError
from ...coding.querying.search import plain
from ...coding.searching import FoundPlace
from ...coding.workplace import ShownCode
from ..language import _, translated
from .colours import Palette
from .layout import shown
from .margin import letters_of

T = TypeVar("T")
R = TypeVar("R")


class Finder(ModalScreen[R], Generic[T, R]):
    """A line to type in, and what fits it below; the arrows choose, Enter takes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("down", "go(1)", show=False, priority=True),
        Binding("up", "go(-1)", show=False, priority=True),
    ]

    def __init__(self, question: str, hint: str) -> None:
        """Ask a question; the hint stands at the bottom."""
        super().__init__()
        self.question = question
        self.hint = hint
        self.found: list[T] = []

    def compose(self) -> ComposeResult:
        """Put the line above the list."""
        with Vertical(id="finder", classes="window"):
            yield Static(self.question, markup=False, classes="about")
            yield Input(compact=True)
            yield OptionList(compact=True)
            yield Static(self.hint, markup=False, classes="hint")

    def on_mount(self) -> None:
        """Begin with what there is without a word."""
        self.query_one(OptionList).can_focus = False
        self.show_found("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what fits by now."""
        self.show_found(event.value)

    def show_found(self, words: str) -> None:
        """Show what fits these words, the best first."""
        self.found = self.find(words)
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(self.line_of(item)) for item in self.found])
        options.highlighted = 0 if self.found else None
        words = words.strip()
        hint = self.hint if self.found or not words else self.nothing_for(words)
        self.query_one(".hint", Static).update(hint, layout=False)

    def nothing_for(self, words: str) -> str:
        """Say that nothing fits these words."""
        return _("Nothing fits “{words}”.").format(words=words)

    def find(self, words: str) -> list[T]:
        """List what fits these words."""
        raise NotImplementedError

    def line_of(self, item: T) -> Text:
        """Describe one of them in a line."""
        raise NotImplementedError

    def take(self, item: T | None) -> None:
        """Take one of them, or nothing, and close."""
        raise NotImplementedError

    @property
    def chosen(self) -> T | None:
        """The one that is lit in the list."""
        place = self.query_one(OptionList).highlighted
        return self.found[place] if place is not None and place < len(self.found) else None

    def action_go(self, step: int) -> None:
        """Light the next or previous one."""
        options = self.query_one(OptionList)
        if self.found:
            options.highlighted = ((options.highlighted or 0) + step) % len(self.found)

    def on_input_submitted(self) -> None:
        """Take the one that is lit."""
        self.take(self.chosen)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the one that is clicked."""
        self.take(self.found[event.option_index])


class CodeFinder(Finder[ShownCode, "list[int] | None"]):
    """Finds codes by a few letters; Tab adds one and goes on. Gives the ids of the codes."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "add", show=False, priority=True)]

    def __init__(self, codes: Sequence[ShownCode], palette: Palette) -> None:
        """Offer these codes, in this order as long as nothing is typed."""
        super().__init__(_("Code"), _("Enter codes, Tab adds one and goes on, Escape leaves it."))
        self.codes = codes
        self.palette = palette
        self.added: list[int] = []

    def find(self, words: str) -> list[ShownCode]:
        """List the codes that fit."""
        return best_codes(self.codes, words)

    def line_of(self, item: ShownCode) -> Text:
        """Show the letters, the name and the place of a code."""
        sign = "✓" if item.id in self.added else " "
        line = Text(f"{sign}{letters_of(item):<3}", style=self.palette.code_words(item.colour))
        line.append(shown(item.name), style="default")
        return line.append(f"  {item.path}", style=self.palette.quiet_words)

    def action_add(self) -> None:
        """Add a code, and begin the line anew for another one."""
        if self.chosen is not None and self.chosen.id not in self.added:
            self.added.append(self.chosen.id)
            self.query_one(Input).value = ""
            self.show_found("")

    def take(self, item: ShownCode | None) -> None:
        """Give what was added and what is lit; the latter only when letters were typed for it."""
        typed = bool(self.query_one(Input).value)
        codes = list(self.added)
        if item is not None and item.id not in codes and (typed or not codes):
            codes.append(item.id)
        self.dismiss(codes or None)


class PlaceFinder(Finder[FoundPlace, "FoundPlace | None"]):
    """Finds words in all transcripts."""

    def __init__(
        self,
        search: Callable[[str], list[FoundPlace]],
        why_nothing: Callable[[str], RodedraadError | None],
        palette: Palette,
    ) -> None:
        """Search with a function; another says what is wrong with words that find nothing."""
        super().__init__(_("Search in all transcripts"), _("Enter opens it, Escape leaves it."))
        self.search = search
        self.why_nothing = why_nothing
        self.palette = palette

    def find(self, words: str) -> list[FoundPlace]:
        """List the places with these words."""
        return self.search(words) if len(words.strip()) > 1 else []

    def nothing_for(self, words: str) -> str:
        """Say that nothing was found, or what is wrong with the question."""
        problem = self.why_nothing(words)
        return translated(problem).splitlines()[0] if problem else super().nothing_for(words)

    def line_of(self, item: FoundPlace) -> Text:
        """Show the transcript, the turn and the words around."""
        line = Text(f"{item.slug}:{item.turn} ", style=self.palette.quiet_words)
        return line.append(shown(item.text.replace("\n", " ")), style="default")

    def take(self, item: FoundPlace | None) -> None:
        """Give the place."""
        self.dismiss(item)


def best_codes(codes: Sequence[ShownCode], words: str) -> list[ShownCode]:
    """List the codes that some letters fit, the best first; all of them without letters.

    Where they fit no name, those with the letters in what they mean.
    """
    if not words:
        return list(codes)
    search = FuzzySearch()
    found = []
    for place, code in enumerate(codes):
        score = max(search.match(words, text)[0] for text in (code.name, code.path, code.shortcut))
        if code.shortcut == words:
            score = float("inf")
        if score:
            found.append((-score, place, code))
    if not found:
        return [code for code in codes if plain(words) in plain(meaning_of(code))]
    return [code for _score, _place, code in sorted(found, key=lambda item: item[:2])]


def meaning_of(code: ShownCode) -> str:
    """Give all that the codebook says about what a code means."""
    return f"{code.definition} {code.use_when} {code.example}"
