"""What only might be a name of a person or a street, by rules: to accept one by one."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from .pseudonyms import Key, folded, known_names


@dataclass(frozen=True, slots=True)
class Proposal:
    """What may be a name: where it stands in the text, and why it is proposed (English)."""

    kind: str
    name: str
    reason: str
    spans: tuple[tuple[int, int], ...]


_CAPITAL = r"[^\W\d_a-zß-öø-ÿ][^\W\d_]+(?:[-'’][^\W\d_]+){0,2}"
_PARTICLES = r"(?:(?:van|de|den|der|ter|ten|te|'t|’t|el|al|la|le|von|ben)\s+){1,3}"
_NAME = rf"(?:{_CAPITAL}\s+){{0,2}}(?:{_PARTICLES})?{_CAPITAL}"
STREETS = "straat|laan|weg|plein|dreef|kade|singel|gracht|steeg|plantsoen|hof|pad"
TITLES = (
    r"(?:[Dd]e heer|[Hh]eer|[Mm]evrouw|[Mm]eneer|[Mm]ijnheer|[Dd]hr\.|[Mm]evr\.|[Mm]w\.|"
    r"[Ww]ethouder|[Bb]urgemeester|[Mm]inister|[Dd]okter|[Dd]r\.|[Jj]uf|[Mm]eester|[Bb]uurman|"
    r"[Bb]uurvrouw|[Oo]om|[Tt]ante)"
)
_RULES: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    (
        "street",
        "ends like a street",
        re.compile(
            rf"(?<!\w)(?P<name>(?:{_CAPITAL}\s+(?:{_PARTICLES})?)?"
            rf"[^\W\da-z_][^\W\d_-]{{1,40}}?(?:{STREETS}))(?!\w)"
        ),
    ),
    (
        "person",
        "behind a title",
        re.compile(rf"(?<!\w){TITLES}\s+(?P<name>(?:(?i:{_PARTICLES}))?{_NAME})"),
    ),
    (
        "person",
        "a particle between names",
        re.compile(rf"(?<!\w)(?P<name>{_CAPITAL}\s+{_PARTICLES}{_CAPITAL})"),
    ),
    (
        "person",
        "two names with capitals",
        re.compile(rf"(?<!\w)(?P<name>{_CAPITAL}(?:\s+{_CAPITAL}){{1,2}})"),
    ),
    (
        "person",
        "a capital inside a sentence",
        re.compile(rf"(?<=[\w,;] )(?P<name>{_CAPITAL})"),
    ),
)
_ARTICLES = frozenset({"de", "het", "een", "'t", "’t", "deze", "onze", "ons"})
_BEFORE_PLACES = frozenset({"in", "op", "naar", "uit", "te", "vanuit", "langs", "rond"})
# Words that begin a sentence with a capital and no name.
_OPENERS = frozenset(
    "aan alle als ben bij dan dat de deze die dit dus echt een eerst en er ga goed heb heeft het "
    "hij hoe ik in is ja je jij jullie kijk maar me mensen met mijn na naar nee niet nou nu of om "
    "onder ook op over per se te ten toen tot tussen uit van vanuit veel voor vooral waar wat we "
    "wel wie wij ze zeg zegt zei zij zo and but i it on so the they we what when you".split()
)


def propose(text: str, key: Key | None = None, keep: Collection[str] = ()) -> list[Proposal]:
    """Propose what may be names of people and streets, by rules, in order of appearance.

    Names in the key, and those to `keep`, are not proposed again. The rules: behind a title,
    around a particle ("Anna de Wit"), two capitals or one inside a sentence, the ending of a
    street.
    """
    passed = known_names(key, keep)
    taken = bytearray(len(text))
    found: dict[tuple[str, str], tuple[str, list[tuple[int, int]]]] = {}
    for kind, rule, pattern in _RULES:
        for match in pattern.finditer(text):
            start, end = match.span("name")
            if rule != "behind a title":
                start, end = trimmed(text, start, end)
            name, reason = " ".join(text[start:end].split()), rule
            if " " not in name and kind == "person" and reason != "behind a title":
                reason = "a capital inside a sentence"
                name = name if _is_person_there(text, start, name) else ""
            if not name or any(taken[start:end]):
                continue
            taken[start:end] = b"\1" * (end - start)
            if folded(name) in passed:
                continue
            found.setdefault((kind, name), (reason, []))[1].append((start, end))
    proposals = [
        Proposal(kind, name, reason, tuple(spans))
        for (kind, name), (reason, spans) in found.items()
    ]
    return sorted(proposals, key=lambda proposal: proposal.spans[0])


_WORD = re.compile(r"\S+\s+")


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Take off words that begin a sentence ("Dus Mark"), with the particles behind them."""
    while True:
        word = _WORD.match(text, start, end)
        if not word or word[0].strip().casefold() not in _OPENERS:
            return (start, end) if text[start:end].casefold() not in _OPENERS else (start, start)
        start = word.end()


def _is_person_there(text: str, start: int, name: str) -> bool:
    """Whether a lone capital may be a person: not "het Vlietpark", "in Noord" or "NAVO"."""
    before = text[max(0, start - 12) : start].split()
    word = before[-1].casefold() if before else ""
    return word not in _ARTICLES and word not in _BEFORE_PLACES and not name.isupper()
