"""The two consoles: stdout carries data, stderr carries talk."""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console

WIDTH_OF_A_PIPE = 120  # columns; a pipe has no width of its own
WIDEST_TEXT = 96  # columns


def console(error: bool = False) -> Console:
    """Give the Rich console for data (stdout), or for talk (stderr) when `error`.

    It never reads markup, emoji names or numbers into a text: a transcript may hold
    anything. Colour follows --no-color, NO_COLOR and whether there is a terminal.
    """
    # rich.console costs 35 ms to import: only for tables and progress bars.
    from rich.console import Console

    stream = sys.stderr if error else sys.stdout
    return Console(
        file=stream,
        markup=False,
        emoji=False,
        highlight=False,
        no_color=not colours_wanted(),
        width=None if stream.isatty() else WIDTH_OF_A_PIPE,
    )


def colours_wanted() -> bool:
    """Tell whether the user has not asked for a screen without colours."""
    context = click.get_current_context(silent=True)
    return not (context and context.color is False)


def screen_width() -> int:
    """Tell how wide the screen is, in columns."""
    import shutil

    return shutil.get_terminal_size((WIDTH_OF_A_PIPE, 24)).columns


def text_width() -> int:
    """Tell how wide running text may be, in columns: a longer line is hard to read aloud."""
    return min(screen_width(), WIDEST_TEXT)


def paragraph(text: str) -> str:
    """Give a text as lines that fit the screen, broken between words, later lines indented."""
    return fill(safe(text), text_width())


def fill(line: str, width: int, indent: str = "  ") -> str:
    """Break a line between words into lines of `width` characters, the later ones indented.

    A word that is longer stays whole.
    """
    lines = [""]
    for blanks, word in re.findall(r"(\s*)(\S+)", line):
        gap = " " if "\n" in blanks else blanks
        if lines[-1] and len(lines[-1]) + len(gap) + len(word) > width:
            lines.append(indent + word)
        else:
            lines[-1] += gap + word
    return "\n".join(lines)


def say(text: str) -> None:
    """Tell the user something that is no data: on stderr.

    On a terminal no word is broken; a line with a command on it is left whole, to be copied.
    """
    lines = safe(text).split("\n")
    if sys.stderr.isatty():
        lines = [line if "rodedraad " in line else fill(line, screen_width()) for line in lines]
    click.echo("\n".join(lines), err=True)


@cache
def _visible(character: str) -> str:
    """Give a character that a terminal would obey in a form that it shows."""
    return f"\\u{ord(character):04x}" if ord(character) > 0xFF else f"\\x{ord(character):02x}"


def safe(text: str) -> str:
    """Make text from a transcript fit to print: control and bidi characters shown, not obeyed."""
    if text.isprintable():
        return text
    return "".join(
        _visible(character)
        if unicodedata.category(character) in ("Cc", "Cf") and character not in "\n\t\u200d\u00ad"
        else character
        for character in text
    )
