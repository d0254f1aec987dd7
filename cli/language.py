"""The language of the screen: Dutch or English, by gettext.

The screen speaks the user's language; what is exported speaks the project's
(`translator`). English is the language of the sources, so it needs no catalogue.
"""

from __future__ import annotations

import gettext
import inspect
import os
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from .. import RodedraadError

LOCALE = Path(__file__).parent / "locale"
DOMAIN = "messages"  # click's own texts are looked up in this domain too
LANGUAGES = ("nl", "en")


def use_language(language: str) -> None:
    """Let the program, and click within it, speak this language from now on."""
    gettext.bindtextdomain(DOMAIN, str(LOCALE))
    os.environ["LANGUAGE"] = language


def screen_language() -> str:
    """Tell the language chosen for the screen; English until one was chosen."""
    language = os.environ.get("LANGUAGE", "")
    return language if language in LANGUAGES else "en"


@cache
def translator(language: str) -> Callable[[str], str]:
    """Give the function that translates an English text into this language."""
    return gettext.translation(DOMAIN, LOCALE, [language], fallback=True).gettext


def _(text: str) -> str:
    """Translate an English text into the language of the screen."""
    return translator(screen_language())(text) if text else text


def N_(text: str) -> str:
    """Mark a text for the catalogue that is translated later, when it is shown."""
    return text


def choose_language(asked: str | None, configured: str | None) -> str:
    """Choose the language: the option or RODEDRAAD_LANG, the user's config, the locale."""
    for candidate in (asked, configured):
        if candidate in LANGUAGES:
            return str(candidate)
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value:
            return "nl" if value.startswith("nl") else "en"
    return "en"


def translated(error: RodedraadError) -> str:
    """Give the message of an error in the language of the screen, and of an error within it."""
    return _(error.message).format(**translated_values(error.values))


def translated_note(note: str) -> str:
    """Give a note in the language of the screen; a text that is no `Note` as it stands."""
    from ..transcripts.model import Note

    if not isinstance(note, Note):
        return note
    text = _(note.message)
    return text.format(**translated_values(note.values)) if note.values else text


def translated_values(values: Mapping[str, object]) -> dict[str, object]:
    """Translate the errors and notes among the values that fill a text."""
    return {
        name: translated(value)
        if isinstance(value, RodedraadError)
        else translated_note(value)
        if isinstance(value, str)
        else value
        for name, value in values.items()
    }


def translated_help(text: str) -> str:
    """Translate the help of a command, paragraph by paragraph.

    A paragraph that begins with the mark \\b holds an example: of this only the first line
    is translated, because what the user types is the same in every language.
    """
    paragraphs = []
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        if paragraph.startswith("\b"):
            lines = paragraph.split("\n")
            lines[1:2] = [_(line) for line in lines[1:2]]
            paragraphs.append("\n".join(lines))
        else:
            paragraphs.append(_(paragraph))
    return "\n\n".join(paragraphs)
