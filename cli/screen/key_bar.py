"""The bottom line: the keys that work right now, or what just happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from rich.text import Text

from ...coding.desk import Item
from ...coding.workplace import ShownCode, ShownSuggestion
from ..language import N_, _
from .colours import Palette
from .keys import KEYS, LABELS, keys_of
from .pane import Pane

STANCES = "stances"
ON_SUGGESTION = ("accept", "reject", STANCES, "next_suggestion", "next_here")
ON_FRAGMENT = (STANCES, "memo", "remove", "next_suggestion", "next_here")
ON_NOTHING = (
    "next_sentence",
    "next_two",
    "next_suggestion",
    "find_code",
    "wider_sentence",
    "memo",
)
ALWAYS = ("undo", "help")
SHORT = {
    "next_suggestion": N_("suggestion"),
    "next_sentence": N_("sentence"),
    "next_two": N_("two"),
    "next_here": N_("next here"),
    "find_code": N_("find code"),
    "wider_sentence": N_("wider"),
}


class KeyBar(Pane):
    """One line of keys with what they do."""

    def __init__(self, palette: Palette, changed: Mapping[str, str]) -> None:
        """Make an empty bar; `changed` are the user's own keys."""
        super().__init__("keys", lambda: palette.bar_style)
        self.palette = palette
        self.changed = changed
        self.saying = False

    def show_keys(self, current: Item | None, own: bool) -> None:
        """Show the keys for what is meant: a suggestion, an own fragment, or neither.

        What was said stays until the next key. Where there is no room for all keys, undo and
        help stay.
        """
        if self.saying:
            return
        names: tuple[str, ...] = ON_NOTHING
        if isinstance(current, ShownSuggestion):
            names = ON_SUGGESTION
        elif current is not None and own:
            names = ON_FRAGMENT
        first = [("1–9", _("code"))]
        middle = [self._key(name) for name in names]
        last = [self._key(name) for name in ALWAYS]
        while middle and self._width_of(first + middle + last) > self.room:
            middle.pop()
        self.write(self._in_a_line(first + middle + last))

    def _key(self, name: str) -> tuple[str, str]:
        """Give what stands in the bar for an action: its key, and what it does."""
        if name == STANCES:
            four = ("positive", "negative", "mixed", "neutral")
            return " ".join(next(keys_of(one, self.changed)) for one in four), _("stance")
        text = next(key.text for key in KEYS if key.name == name)
        return next(keys_of(name, self.changed)), _(SHORT.get(name, text))

    def _width_of(self, keys: Sequence[tuple[str, str]]) -> int:
        return sum(cell_len(f"{key} {text}  ") for key, text in keys) - 2

    def show_shortcuts(self, digit: str, codes: Sequence[ShownCode]) -> None:
        """Show which letter gives which code, after the digit of a theme.

        Every letter is shown: where there is little room, the names are cut short.
        """
        self.saying = True
        below = [code for code in codes if code.shortcut[:1] == digit]
        keys = [(code.shortcut[1:] or LABELS["enter"], code.name) for code in below]
        most = max((cell_len(name) for _letter, name in keys), default=0)
        room = self.room - cell_len(f"{digit}… ")
        while most > 1 and self._width_of([(letter, name[:most]) for letter, name in keys]) > room:
            most -= 1
        self.write(self._in_a_line([(letter, name[:most]) for letter, name in keys], f"{digit}… "))

    def say(self, message: str) -> None:
        """Show what happened, until the next key."""
        self.saying = True
        self.write(Text(message, style=self.palette.notice_words, no_wrap=True))

    def _in_a_line(self, keys: Sequence[tuple[str, str]], begin: str = "") -> Text:
        words = Text(begin, no_wrap=True, overflow="ellipsis")
        for number, (key, text) in enumerate(keys):
            words.append("  " if number else "")
            words.append(key, style=self.palette.key_words)
            words.append(f" {text}")
        return words
