"""How a user wants the coding screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .colours import DARK, Palette


@dataclass(frozen=True)
class Settings:
    """The colours, the user's own keys, and whether codes are suggested while coding."""

    palette: Palette = field(default_factory=lambda: Palette(DARK))
    changed_keys: Mapping[str, str] = field(default_factory=dict)
    suggesting: bool = True
