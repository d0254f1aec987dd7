"""Everything can be read: contrast of 4.5 at least, in both themes and for any code's colour."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style
from textual.color import Color
from textual.theme import Theme

from rodedraad.cli.screen.colours import (
    LEAST_CONTRAST,
    THEMES,
    Palette,
    contrast,
    readable,
    tinted,
)
from rodedraad.codebooks import library

colours = st.tuples(*[st.integers(0, 255)] * 3).map(lambda rgb: Color(*rgb))
CODES = ["", *(code.colour for code in library.load("gebiedsgericht").walk())]


def contrast_of(style: Style) -> float:
    """Give the contrast of the text that a style makes."""
    assert style.color
    assert style.bgcolor
    return contrast(Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor))


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(Color(0, 0, 0), Color(255, 255, 255)) == pytest.approx(21)
    assert contrast(Color(119, 119, 119), Color(255, 255, 255)) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_style_of_a_theme_can_be_read(theme: Theme) -> None:
    palette = Palette(theme)
    styles = [palette.plain, palette.quiet_style, palette.head_style, palette.marked_style]
    styles += [palette.pane_style, palette.quiet_pane_style]
    for words in (palette.quiet_words, palette.key_words, palette.notice_words):
        styles += [palette.bar_style + words, palette.pane_style + words]
    for code in CODES:
        styles += [palette.code_style(code), palette.code_pane_style(code)]
        styles += [palette.pane_style + palette.code_words(code)]
        for quiet in (True, False):
            for selected in (True, False):
                styles.append(palette.text_style(quiet, code, True, selected))
                styles.append(palette.text_style(quiet, None, False, selected))
    assert min(map(contrast_of, styles)) >= LEAST_CONTRAST


@given(colours, colours)
def test_any_colour_becomes_readable(colour: Color, background: Color) -> None:
    assert contrast(readable(colour, background), background) >= LEAST_CONTRAST


@given(colours)
def test_any_tint_leaves_text_readable(colour: Color) -> None:
    for theme in THEMES:
        palette = Palette(theme)
        tint = tinted(colour, palette.background, palette.foreground)
        assert contrast(tint, palette.foreground) >= LEAST_CONTRAST


def test_without_colours_nothing_is_coloured_and_all_can_be_told_apart() -> None:
    palette = Palette(THEMES[0], monochrome=True)
    kinds = [
        palette.text_style(False, None, False, False),
        palette.text_style(True, None, False, False),
        palette.text_style(False, "#004488", False, False),
        palette.text_style(False, None, True, False),
        palette.text_style(False, None, False, True),
        palette.text_style(False, "#004488", True, True),
    ]
    assert len(set(kinds)) == len(kinds)
    assert all(kind.color is None and kind.bgcolor is None for kind in kinds)
