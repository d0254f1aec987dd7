"""The keys of the coding screen: what each does, which key it has, what it is called.

A user gives an action other keys in the config file, under its name:

    [keys]
    accept = "space"
    next_sentence = "j,down"
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..language import N_

MOVE = N_("Move")
SELECT = N_("Select")
CODE = N_("Code")
DECIDE = N_("Decide")
LOOK = N_("Look")


@dataclass(frozen=True)
class Key:
    """An action of the screen: its name in the config file, its keys, and what it does."""

    name: str
    keys: str
    action: str
    text: str
    part: str


KEYS = (
    Key("next_sentence", "j,down", "move('sentence', 1)", N_("next sentence"), MOVE),
    Key("previous_sentence", "k,up", "move('sentence', -1)", N_("previous sentence"), MOVE),
    Key("next_two", "l", "move('two', 1)", N_("next two sentences"), MOVE),
    Key("rest_of_turn", "semicolon", "move('rest', 1)", N_("rest of the turn"), MOVE),
    Key("next_turn", "J,right", "move('turn', 1)", N_("next turn"), MOVE),
    Key("previous_turn", "K,left", "move('turn', -1)", N_("previous turn"), MOVE),
    Key("next_page", "pagedown,space", "page(1)", N_("next page"), MOVE),
    Key("previous_page", "pageup,b", "page(-1)", N_("previous page"), MOVE),
    Key("first", "home", "far(-1)", N_("begin"), MOVE),
    Key("last", "end", "far(1)", N_("end"), MOVE),
    Key("next_suggestion", "n", "suggestion(1)", N_("next suggestion"), MOVE),
    Key("previous_suggestion", "N", "suggestion(-1)", N_("previous suggestion"), MOVE),
    Key("next_fragment", "f", "fragment(1)", N_("next fragment"), MOVE),
    Key("previous_fragment", "F", "fragment(-1)", N_("previous fragment"), MOVE),
    Key("go_to_turn", "g", "go_to_turn", N_("go to a turn"), MOVE),
    Key("next_transcript", "]", "transcript(1)", N_("next transcript"), MOVE),
    Key("previous_transcript", "[", "transcript(-1)", N_("previous transcript"), MOVE),
    Key("wider_sentence", "shift+down", "edge('sentence', 1)", N_("a sentence more"), SELECT),
    Key("narrower_sentence", "shift+up", "edge('sentence', -1)", N_("a sentence less"), SELECT),
    Key("wider_word", "shift+right", "edge('word', 1)", N_("a word more"), SELECT),
    Key("narrower_word", "shift+left", "edge('word', -1)", N_("a word less"), SELECT),
    Key("to_turn_end", "shift+end", "to_turn_end", N_("to the end of the turn"), SELECT),
    Key("whole_turn", ".", "turns(1)", N_("the turn, and the next"), SELECT),
    Key("turn_less", "comma", "turns(-1)", N_("a turn less"), SELECT),
    Key("other_edge", "o", "other_edge", N_("move the other edge"), SELECT),
    Key("sentence", "escape", "back", N_("back to the sentence"), SELECT),
    Key("find_code", "c", "find_code", N_("find a code"), CODE),
    Key("new_code", "a", "new_code", N_("a new code"), CODE),
    Key("other_code", "r", "other_code", N_("another code instead"), CODE),
    Key("accept", "enter", "accept", N_("accept"), DECIDE),
    Key("reject", "x", "reject", N_("reject"), DECIDE),
    Key("positive", "+", "stance('positive')", N_("positive"), DECIDE),
    Key("negative", "-", "stance('negative')", N_("negative"), DECIDE),
    Key("mixed", "=", "stance('mixed')", N_("mixed"), DECIDE),
    Key("neutral", "0", "stance('neutral')", N_("neutral"), DECIDE),
    Key("memo", "m", "memo", N_("memo"), DECIDE),
    Key("remove", "d", "remove", N_("remove"), DECIDE),
    Key("next_here", "tab", "next_here", N_("next one here"), DECIDE),
    Key("undo", "u", "undo", N_("undo"), DECIDE),
    Key("redo", "U", "redo", N_("redo"), DECIDE),
    Key("finished", "t", "finished", N_("transcript is coded"), DECIDE),
    Key("search", "/", "search", N_("search here"), LOOK),
    Key("search_all", "?", "search_all", N_("search in all"), LOOK),
    Key("codebook", "v", "codebook", N_("codebook"), LOOK),
    Key("light_or_dark", "f2", "light_or_dark", N_("light or dark"), LOOK),
    Key("help", "f1", "help", N_("help"), LOOK),
    Key("leave", "q", "leave", N_("leave"), LOOK),
)
THEME_DIGITS = "123456789"


def changed_keys(config: Mapping[str, object]) -> dict[str, str]:
    """Read the user's own keys: the name of an action and its keys, parted by commas.

    Names that no action has are left out.
    """
    names = {key.name for key in KEYS}
    return {
        name: ",".join(map(str, keys)) if isinstance(keys, list) else str(keys)
        for name, keys in config.items()
        if name in names
    }


def unknown_names(config: Mapping[str, object]) -> list[str]:
    """List the names in the user's config that no action has."""
    return [name for name in config if name not in {key.name for key in KEYS}]


def keys_of(name: str, changed: Mapping[str, str]) -> Iterator[str]:
    """Yield the keys of an action, as they are written on a keyboard."""
    key = next(key for key in KEYS if key.name == name)
    for written in changed.get(name, key.keys).split(","):
        yield LABELS.get(written.strip(), written.strip())


LABELS = {
    "comma": ",",
    "semicolon": ";",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "shift+down": "⇧↓",
    "shift+up": "⇧↑",
    "shift+left": "⇧←",
    "shift+right": "⇧→",
    "shift+end": "⇧end",
    "enter": "⏎",
    "escape": "esc",
    "pagedown": "pgdn",
    "pageup": "pgup",
    "f1": "F1",
}
