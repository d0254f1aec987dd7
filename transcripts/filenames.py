"""What a file name says, by a pattern such as "{date}_{group}_{area}_{respondent}"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import PurePath

from .. import RodedraadError
from .dates import find_date, to_date
from .metadata import to_areas, to_kind
from .model import Metadata

_FIELDS = ("date", "kind", "wave", "title", "group", "area", "areas", "respondent", "function")
_HOLE = re.compile(r"\{([^{}]*)\}")
_DATE = r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}-\d{1,2}-\d{4}|\d{8}|\d{4}-\d{2}|\d{4}"


_DATE_IN_FRONT = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")


def date_in_front(path: PurePath) -> str:
    """The date that a file name begins with, as 2016-05-12; "" when there is none."""
    match = _DATE_IN_FRONT.match(path.name)
    return find_date(match[0]) if match else ""


@dataclass(frozen=True, slots=True)
class NamePattern:
    """A pattern for file names. `known` spells groups and areas as the project does."""

    pattern: str
    regex: re.Pattern[str]
    known: Mapping[str, Mapping[str, str]]

    def of(self, path: PurePath) -> Metadata | None:
        """What the name of this file says; None when it does not fit the pattern.

        Raises RodedraadError for a date or kind in the name that is none.
        """
        match = self.regex.fullmatch(unicodedata.normalize("NFC", path.stem))
        if not match:
            return None
        said = {field: self._spelt(field, value) for field, value in match.groupdict().items()}
        date = said.get("date", "")
        if re.fullmatch(r"\d{8}", date):
            date = f"{date[:4]}-{date[4:6]}-{date[6:]}"
        return Metadata(
            date=to_date(date, path.name),
            kind=to_kind(said.get("kind", ""), path.name),
            wave=said.get("wave", ""),
            title=said.get("title", ""),
            group=said.get("group", ""),
            areas=to_areas(said.get("areas") or said.get("area", "")),
            respondent=said.get("respondent", ""),
            function=said.get("function", ""),
        )

    def _spelt(self, field: str, value: str) -> str:
        if field == "date":
            return value
        plural = "area" if field == "areas" else field
        return self.known.get(plural, {}).get(_folded(value)) or value.replace("_", " ").strip()


def read_pattern(
    pattern: str, *, groups: Collection[str] = (), areas: Collection[str] = ()
) -> NamePattern:
    """Read a pattern: what stands between braces is a field, {} is anything, the rest itself.

    `groups` and `areas` are those of the project: with them "zorg_en_welzijn_de_bron" falls
    apart in the right place. A name is compared without its suffix. Raises RodedraadError
    for a field that is not known, stands twice, or touches another one.
    """
    known = {
        "group": {_folded(group): group for group in groups},
        "area": {_folded(area): area for area in areas},
    }
    pieces: list[str] = []
    seen: set[str] = set()
    place = 0
    for hole in _HOLE.finditer(pattern):
        name = hole[1].strip().lower()
        between = pattern[place : hole.start()]
        _check(pattern, name, seen, touches=bool(place and not between))
        seen.add(name)
        pieces.append(re.escape(between) + _group(name, known))
        place = hole.end()
    if not seen - {""}:
        raise RodedraadError(
            "--name {pattern} names no field. Write it as {example}.",
            pattern=pattern,
            example="{date}_{group}_{area}_{respondent}",
        )
    regex = "".join(pieces) + re.escape(pattern[place:])
    return NamePattern(pattern, re.compile(regex, re.IGNORECASE), known)


def _group(name: str, known: Mapping[str, Mapping[str, str]]) -> str:
    if not name:
        return ".*?"
    values = known.get("area" if name == "areas" else name, {})
    # The longest first: "noord-west" goes before "noord".
    spelt = [_spellings(value) for value in sorted(values, key=len, reverse=True)]
    anything = _DATE if name == "date" else "|".join([*spelt, ".+?"])
    return f"(?P<{name}>{anything})"


def _spellings(folded: str) -> str:
    return r"[ _-]+".join(re.escape(word) for word in folded.split())


def _folded(value: str) -> str:
    text = unicodedata.normalize("NFC", value).casefold()
    return " ".join(re.split(r"[ _-]+", text)).strip()


def _check(pattern: str, name: str, seen: set[str], *, touches: bool) -> None:
    if name and name not in _FIELDS:
        raise RodedraadError(
            "--name {pattern}: there is no field {name}. Did you mean {nearest}? Fields: {all}.",
            pattern=pattern,
            name=f"{{{name}}}",
            nearest=f"{{{(get_close_matches(name, _FIELDS, 1, 0) or _FIELDS)[0]}}}",
            all=", ".join(f"{{{field}}}" for field in _FIELDS),
        )
    if name and name in seen:
        raise RodedraadError(
            "--name {pattern}: {name} stands twice.", pattern=pattern, name=f"{{{name}}}"
        )
    if touches:
        raise RodedraadError(
            "--name {pattern}: two fields touch each other; put a sign between them.",
            pattern=pattern,
        )
