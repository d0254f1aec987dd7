"""The language of the screen: Dutch or English, by gettext.

The screen speaks the user's language; what is exported speaks the project's
(`translator`). English is the language of the sources, so it needs no catalogue.
"""

from __future__ import annotations

import gettext
import inspect
import os
import re
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
    if language == "en":
        return gettext.NullTranslations().gettext
    return gettext.translation(DOMAIN, LOCALE, [language], fallback=True).gettext


def _(text: str) -> str:
    """Translate an English text into the language of the screen."""
    return translator(screen_language())(text) if text else text


def decimals(number: float, digits: int) -> str:
    """Write a number with this many decimals for the eye: a comma in Dutch, and no "-0.00"."""
    text = f"{number:z.{digits}f}"
    return text.replace(".", ",") if screen_language() == "nl" else text


MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|\+00:00)")


def local_time(moment: str) -> str:
    """Write a moment in UTC (ISO 8601) as the clock on the wall here, to the minute."""
    from datetime import datetime

    return f"{datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}"


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
    """Translate what fills a text: errors and notes, and moments into the time here."""
    return {name: translated_value(value) for name, value in values.items()}


def translated_value(value: object) -> object:
    """Translate one value that fills a text; a name or a number stays as it is."""
    if isinstance(value, RodedraadError):
        return translated(value)
    if isinstance(value, str):
        return local_time(value) if MOMENT.fullmatch(value) else one_line(translated_note(value))
    return value


def one_line(text: str) -> str:
    """Show line ends, so that a file whose name holds one makes no second line of a message."""
    return text.replace("\n", "\\n")


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
