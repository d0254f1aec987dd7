"""The coding screen: what it shows, and its keys."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from .deciding_keys import DecidingKeys
from .keys import KEYS, THEME_DIGITS
from .looking_keys import LookingKeys


class CodingScreen(DecidingKeys, LookingKeys):
    """A transcript to code from begin to end."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key.keys, key.action, key.text, id=key.name, show=False) for key in KEYS),
        *(Binding(digit, f"theme('{digit}')", show=False) for digit in THEME_DIGITS),
    ]
