"""Whether two labels may be one person: "Jansen, P. (Gast)", "P. Jansen", "mevrouw Jansen"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_TITLES = frozenset(
    "de het heer dhr mevrouw mevr mvr mw meneer mijnheer juffrouw mr mrs ms miss dr drs ir ing "
    "prof professor wethouder burgemeester minister staatssecretaris lid raadslid".split()
)
_PARTICLES = frozenset(
    "van de den der het 't ten ter te in op aan la le du von el al d' l' da di do dos".split()
)
_SIRS = frozenset({"heer", "dhr", "meneer", "mijnheer"})
_LADIES = frozenset({"mevrouw", "mevr", "mvr", "mw", "juffrouw", "mrs", "ms", "miss"})
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart, in lower case and without accents: first names, family name.

    `form` is how somebody is addressed: "sir", "lady" or "".
    """

    first: tuple[str, ...]
    last: str
    form: str = ""


def take_apart(label: str) -> Name:
    """Take a label apart; what stands between brackets and titles does not count."""
    bare = _BRACKETS.sub(" ", _plain(label))
    before, comma, behind = bare.partition(",")
    if comma and behind.strip():
        bare = f"{behind} {before}"
    # "P.J. de Vries" has two first names.
    words = re.sub(r"(?<=\w)[.](?=\w)", " ", bare).replace(".", " ").split()
    titles = 0
    while titles < len(words) - 1 and words[titles] in _TITLES and words[titles] != "van":
        titles += 1
    called = set(words[:titles])
    form = "sir" if called & _SIRS else "lady" if called & _LADIES else ""
    words = words[titles:]
    if not words:
        return Name((), "", form)
    family = [word for word in words if word not in _PARTICLES]
    if not family:
        return Name((), " ".join(words), form)
    particle = next((n for n, word in enumerate(words) if word in _PARTICLES), len(words) - 1)
    if 0 < particle < len(words) - 1:
        first = [word for word in words[:particle] if word not in _PARTICLES]
        last = [word for word in words[particle:] if word not in _PARTICLES]
        return Name(tuple(first), " ".join(last), form)
    return Name(tuple(family[:-1]), family[-1], form)


def may_be_same(one: str, other: str) -> bool:
    """Whether two labels may be one person: one family name, and first names that agree.

    A first name agrees with its initial, and with none at all. A label of one word agrees
    with a first name too ("Sanne" and "Sanne Verhulst").
    """
    left, right = take_apart(one), take_apart(other)
    if not left.last or not right.last or {left.form, right.form} == {"sir", "lady"}:
        return False
    if left.last == right.last:
        pairs = zip(left.first, right.first, strict=False)
        return all(_agree(first, second) for first, second in pairs)
    return any(
        not short.first and len(short.last) > 1 and long.first[:1] == (short.last,)
        for short, long in ((left, right), (right, left))
    )


def variants(label: str, names: Iterable[str]) -> list[str]:
    """The names that may be the person behind this label, the very same one alone if there."""
    names = list(names)
    same = [name for name in names if _plain(name).split() == _plain(label).split()]
    return same or [name for name in names if may_be_same(label, name)]


def _agree(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return long == short or (len(short) == 1 and long.startswith(short))


def _plain(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(character for character in spread if not unicodedata.combining(character))
