"""The fields of a code in a file: which there are, what each may hold, what fills a gap."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches
from string import ascii_lowercase
from uuid import UUID, uuid5

from .. import RodedraadError
from .model import Code, Codebook

BOOK_FIELDS = ("name", "language", "description", "codes")
CODE_FIELDS = (
    "code",
    "name",
    "definition",
    "use_when",
    "not_when",
    "example",
    "counterexample",
    "indicators",
    "shortcut",
    "colour",
    "uuid",
    "codes",
)

# What a Dutch analyst types by habit, where the spelling alone does not lead to the field.
_HABITS = {
    "kleur": "colour",
    "naam": "name",
    "omschrijving": "definition",
    "beschrijving": "description",
    "taal": "language",
    "voorbeeld": "example",
    "tegenvoorbeeld": "counterexample",
    "sneltoets": "shortcut",
    "pad": "path",
    "wel": "use_when",
    "niet": "not_when",
}

# The namespace of every UUID that is made from a name; it must never change, or a codebook
# without UUIDs would become another codebook.
_NAMESPACE = UUID("ca77e4a5-ec5d-489a-800d-c3ee78cd5aab")

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SHORTCUT = re.compile(r"[0-9][a-z]?")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def check_field(field: str, allowed: tuple[str, ...], file: str, line: int) -> None:
    """Raise RodedraadError when `field` is no name of a field, with the nearest that is."""
    if field in allowed:
        return
    nearest = get_close_matches(field.casefold(), allowed, n=1) or [
        right for habit, right in _HABITS.items() if habit == field.casefold() and right in allowed
    ]
    if nearest:
        raise RodedraadError(
            "{file}:{line}: unknown field {field}. Did you mean {nearest}?",
            file=file,
            line=line,
            field=field,
            nearest=nearest[0],
        )
    raise RodedraadError(
        "{file}:{line}: unknown field {field}. The fields are {fields}.",
        file=file,
        line=line,
        field=field,
        fields=", ".join(allowed),
    )


def slug_of(text: str) -> str:
    """Return `text` in ASCII kebab case: "Zorg & welzijn" becomes "zorg-welzijn"."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower()))


def name_of(slug: str) -> str:
    """Return the name to show for a code that has none: "zorg-en-welzijn", "Zorg en welzijn"."""
    return slug.replace("-", " ").capitalize()


def check_slug(slug: str, file: str, line: int) -> str:
    """Return `slug` when it is ASCII kebab case, else raise RodedraadError with one that is."""
    if _SLUG.fullmatch(slug):
        return slug
    nearest = slug_of(slug)
    if nearest:
        raise RodedraadError(
            "{file}:{line}: a code is written in small letters, digits and hyphens: "
            "{nearest}, not {code}.",
            file=file,
            line=line,
            nearest=nearest,
            code=slug,
        )
    raise RodedraadError(
        "{file}:{line}: a code is written in small letters, digits and hyphens, not {code}.",
        file=file,
        line=line,
        code=slug,
    )


def check_shortcut(shortcut: str, file: str, line: int) -> str:
    """Return `shortcut` when it is a digit, or a digit and a small letter, or nothing.

    Raises RodedraadError, with file and line, for anything else.
    """
    if not shortcut or _SHORTCUT.fullmatch(shortcut):
        return shortcut
    raise RodedraadError(
        "{file}:{line}: a shortcut is a digit and a small letter, such as 2p "
        "(a theme has the digit alone), not {shortcut}.",
        file=file,
        line=line,
        shortcut=shortcut,
    )


def check_colour(colour: str, file: str, line: int) -> str:
    """Return `colour` when it is "#rrggbb" or nothing.

    Raises RodedraadError, with file and line, for anything else.
    """
    if not colour or _COLOUR.fullmatch(colour):
        return colour
    raise RodedraadError(
        '{file}:{line}: a colour is written as "#1b7837", not {colour}.',
        file=file,
        line=line,
        colour=colour,
    )


def check_uuid(uuid: str, file: str, line: int) -> str:
    """Return `uuid` in its usual form when it is one (braces and capitals allowed).

    Raises RodedraadError, with file and line, for anything else.
    """
    if not uuid:
        return ""
    try:
        return str(UUID(uuid))
    except ValueError:
        raise RodedraadError(
            "{file}:{line}: {uuid} is no UUID. Leave the field out and it is made for you.",
            file=file,
            line=line,
            uuid=uuid,
        ) from None


def fields_of(code: Code) -> dict[str, object]:
    """Return the fields of a code as they are written: text, and tuples of text and codes."""
    return {"code": code.slug} | {
        field: getattr(code, field) for field in CODE_FIELDS if field != "code"
    }


def fill_in(codebook: Codebook) -> Codebook:
    """Give every code the UUID and the shortcut that its file leaves out.

    The UUID is made from the name of the codebook and the path of the code, so that the
    same file is the same codebook wherever it is loaded. A theme gets the digit of its
    place, a code below it that digit and the first free letter of its slug. The tenth
    theme, and what has no letter left, has no shortcut.
    """
    taken = {code.shortcut for code in codebook.walk()}
    themes = []
    for place, theme in enumerate(codebook.codes, 1):
        shortcut = theme.shortcut or _first_free([str(place), *"123456789"], taken)
        themes.append(_filled(replace(theme, shortcut=shortcut), codebook.name, taken))
    return replace(codebook, codes=tuple(themes))


def _filled(code: Code, book: str, taken: set[str]) -> Code:
    uuid = code.uuid or str(uuid5(_NAMESPACE, f"{book}/{code.path}"))
    children = []
    for child in code.codes:
        shortcut = child.shortcut or _letter(child, code.shortcut[:1], taken)
        children.append(_filled(replace(child, shortcut=shortcut), book, taken))
    return replace(code, uuid=uuid, codes=tuple(children))


def _letter(code: Code, digit: str, taken: set[str]) -> str:
    if not digit:
        return ""
    letters = [letter for letter in code.slug if letter in ascii_lowercase]
    return _first_free([digit + letter for letter in [*letters, *ascii_lowercase]], taken)


def _first_free(shortcuts: Iterable[str], taken: set[str]) -> str:
    for shortcut in shortcuts:
        if shortcut not in taken and _SHORTCUT.fullmatch(shortcut):
            taken.add(shortcut)
            return shortcut
    return ""
