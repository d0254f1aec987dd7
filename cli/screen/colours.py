"""The colours of the coding screen: two themes, and those of the codes made readable on them.

Contrast is that of WCAG 2 (1 to 21); text is given at least 4.5.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Any

from rich.style import Style
from textual.color import Color
from textual.theme import Theme

LEAST_CONTRAST = 4.5
TINT = 0.30  # part of a code's colour in the background of what is coded

# The greys and blues are in the palette of 256 colours, to which some terminals keep.
DARK = Theme(
    name="rodedraad-dark",
    primary="#87afd7",
    secondary="#9e9e9e",
    accent="#d7af5f",
    foreground="#dadada",
    background="#121212",
    surface="#1c1c1c",
    panel="#303030",
    success="#87d787",
    warning="#d7af5f",
    error="#ff8787",
    dark=True,
    variables={
        "quiet": "#9e9e9e",
        "selected": "#005f87",
        "on-selected": "#ffffff",
        "border": "#444444",
    },
)
LIGHT = Theme(
    name="rodedraad-light",
    primary="#005f87",
    secondary="#626262",
    accent="#875f00",
    foreground="#1c1c1c",
    background="#ffffff",
    surface="#eeeeee",
    panel="#dadada",
    success="#005f00",
    warning="#5f5f00",
    error="#870000",
    dark=False,
    variables={
        "quiet": "#585858",
        "selected": "#afd7ff",
        "on-selected": "#080808",
        "border": "#bcbcbc",
    },
)
THEMES = (DARK, LIGHT)


def contrast(one: Color, other: Color) -> float:
    """Give the contrast of two colours, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: Color) -> float:
    """Give the relative luminance of a colour, 0 to 1, as WCAG 2 defines it."""
    parts = [part / 255 for part in colour.rgb]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def readable(colour: Color, background: Color) -> Color:
    """Bring a colour so far towards white or black that it can be read on a background."""
    white, black = Color(255, 255, 255), Color(0, 0, 0)
    end = max(white, black, key=lambda extreme: contrast(extreme, background))
    for step in range(21):
        mixed = colour.blend(end, step / 20)
        if contrast(mixed, background) >= LEAST_CONTRAST:
            return mixed
    return end


def tinted(colour: Color, background: Color, foreground: Color) -> Color:
    """Tint a background with a colour, no more than leaves text in `foreground` readable."""
    for step in range(10, 0, -1):
        mixed = background.blend(colour, TINT * step / 10)
        if contrast(mixed, foreground) >= LEAST_CONTRAST:
            return mixed
    return background


class Palette:
    """The styles of text in one theme; in a monochrome one, by attributes alone."""

    def __init__(self, theme: Theme, monochrome: bool = False) -> None:
        """Begin with a theme."""
        self.monochrome = monochrome
        self.use(theme)

    def use(self, theme: Theme) -> None:
        """Take the colours of this theme from now on."""
        monochrome = self.monochrome
        self.__dict__.clear()  # the styles that were made from the colours before
        self.monochrome = monochrome
        self.theme = theme
        self.background = Color.parse(theme.background or "#000000")
        self.surface = Color.parse(theme.surface or "#000000")
        self.panel = Color.parse(theme.panel or "#000000")
        self.foreground = Color.parse(theme.foreground or "#ffffff")
        self.border = Color.parse(theme.variables["border"])
        self.primary = Color.parse(theme.primary)
        self.warning = Color.parse(theme.warning or "#ffffff")
        self.quiet = Color.parse(theme.variables["quiet"])
        self.selected = Color.parse(theme.variables["selected"])
        self.on_selected = Color.parse(theme.variables["on-selected"])
        self.code_style = lru_cache(maxsize=512)(self._code_style)
        self.code_pane_style = lru_cache(maxsize=512)(self._code_pane_style)
        self.code_words = lru_cache(maxsize=512)(self._code_words)
        self.text_style = lru_cache(maxsize=2048)(self._text_style)

    @cached_property
    def plain(self) -> Style:
        """Text of no particular kind."""
        return self._style(self.foreground, self.background)

    @cached_property
    def quiet_style(self) -> Style:
        """Text that steps back: questions, labels, times."""
        return self._style(self.quiet, self.background, dim=self.monochrome)

    @cached_property
    def head_style(self) -> Style:
        """Who speaks."""
        return self.plain + Style(bold=True)

    def colour_of(self, code: str, background: Color | None = None) -> Color:
        """Give the colour of a code ("#rrggbb" or "") so that it can be read."""
        ground = background or self.background
        return readable(Color.parse(code), ground) if code else self.foreground

    @cached_property
    def bar_style(self) -> Style:
        """The lines at the top and the bottom."""
        return self._style(self.foreground, self.panel, reverse=self.monochrome)

    @cached_property
    def rule_style(self) -> Style:
        """The line above a pane."""
        return self._style(self.border, self.surface, dim=self.monochrome)

    @cached_property
    def pane_style(self) -> Style:
        """A line of a pane that draws itself."""
        return self._style(self.foreground, self.surface)

    @cached_property
    def quiet_pane_style(self) -> Style:
        """What steps back in such a line."""
        return self._style(self.quiet, self.surface, dim=self.monochrome)

    @cached_property
    def marked_style(self) -> Style:
        """The line of a list that is marked."""
        return self._style(self.on_selected, self.selected, reverse=self.monochrome)

    @cached_property
    def quiet_words(self) -> Style:
        """Words on any ground that step back."""
        return self._style(self.quiet, None, dim=self.monochrome)

    @cached_property
    def key_words(self) -> Style:
        """A key in the bottom line."""
        return self._style(self.primary, None, bold=True)

    @cached_property
    def notice_words(self) -> Style:
        """What just happened."""
        return self._style(self.warning, None, bold=True)

    def _code_style(self, code: str) -> Style:
        """Style the bar and letters of a code in the margin."""
        return self._style(self.colour_of(code), self.background)

    def _code_pane_style(self, code: str) -> Style:
        """Style the letters of a code in a line of a pane."""
        return self._style(self.colour_of(code, self.surface), self.surface)

    def _code_words(self, code: str) -> Style:
        """Style the letters of a code among other words of a pane."""
        return self._style(self.colour_of(code, self.surface), None)

    def _text_style(self, quiet: bool, code: str | None, suggested: bool, selected: bool) -> Style:
        """Style a piece of text: `code` is the colour it is coded with, None when it is not."""
        if self.monochrome:
            return Style(
                dim=quiet and not selected,
                bold=code is not None,
                underline=suggested,
                reverse=selected,
            )
        if selected:
            return self._style(self.on_selected, self.selected, underline=suggested)
        colour = self.quiet if quiet else self.foreground
        ground = self.background
        if code is not None:
            ground = tinted(Color.parse(code) if code else self.foreground, ground, colour)
        return self._style(colour, ground, underline=suggested)

    def _style(self, colour: Color, background: Color | None, **attributes: Any) -> Style:
        if self.monochrome:
            return Style(**attributes)
        ground = background.rich_color if background else None
        return Style.from_color(colour.rich_color, ground) + Style(**attributes)
