"""What a column of a survey is: proposed by the shape of its cells, and by a header that says it.

What is proposed is only a beginning: the analyst sees it and overrules it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .model import Note

# Why a column is used as it is.
ROW_NUMBER = Note("number of the row")
MOMENT = Note("time")
OF_PROGRAM = Note("of the survey program")
IP_ADDRESS = Note("IP address")
MAIL = Note("e-mail")
NAME = Note("name")
REFERENCE = Note("reference to a person")
WHERE = Note("position")
ONE_WORD = Note("one word each")
AS_YOU_SAID = Note("as you said")
PERSON = Note("names the respondent")
GROUP = Note("the group")
AREA = Note("the area")


class Use(StrEnum):
    """What is done with a column."""

    OPEN = "open"
    CLOSED = "closed"
    IGNORED = "ignored"
    PERSONAL = "personal"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a survey and what is proposed to do with it.

    `letter` is its place as a spreadsheet shows it (A, B, … AA), `code` the short name that
    the survey program gave it ("" when it has none), `name` the question. `reason` (a
    `Note`) says why the use is proposed. `filled` and `distinct` count its answers.
    """

    place: int
    letter: str
    code: str
    name: str
    use: Use
    reason: str
    filled: int
    distinct: int
    example: str

    @property
    def key(self) -> str:
        """What a closed question is called as an attribute: its code, else its name."""
        return self.code or self.name


@dataclass(slots=True)
class Head:
    """What the header rows tell: a code and a name a column, and the uses they settle."""

    program: str
    codes: list[str]
    names: list[str]
    rows: int
    settled: dict[int, tuple[Use, Note]]
    label: int | None = None
    finished: int | None = None


_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_IP = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){3,7}")
_TELEPHONE = re.compile(r"(?:\+|00|0)[\d ()-]{8,16}")
_POSTCODE = re.compile(r"[1-9]\d{3} ?[A-Z]{2}")
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?\s*%?")
_TIME = re.compile(
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})[ T,]{1,2}"
    r"\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s?[A-Z]{2,4}[+-]?\d*|Z)?"
)
_DATE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}")
_ROW_CODE = re.compile(r"(?=.*\d)[A-Za-z0-9_-]{6,40}")
_POSITION = re.compile(r"-?\d{1,3}\.\d{4,}")
# The last resort, for plain sheets: a header that is nothing but one of these words.
_PERSONAL_NAMES = frozenset(
    "naam name voornaam achternaam firstname lastname surname e-mail email e-mailadres "
    "emailadres mail ip ip-adres ipaddress telefoon telefoonnummer phone mobiel adres address "
    "straat postcode geboortedatum bsn nom vorname nachname".split()
)
_GROUP_NAME = re.compile(
    r"group|groep|stakeholder|belanghebbende|doelgroep|"
    r"(?:bij|tot|namens|voor|to|for) (?:welke?|which) (?:doel)?(?:groep|group)\b.*"
)
_PLACES = r"(?:area|gebied|wijk|kern|dorp|buurt)"
_AREA_NAME = re.compile(
    rf"{_PLACES}(?:s|en)?|(?:woon)?{_PLACES}|(?:in |uit )?(?:welke?|which) {_PLACES}\b.*"
)
_PERSON_NAME = re.compile(
    r"(?:volg)?(?:nr|nummer)\.?|no\.?|id|resp(?:ondent)?(?:[ ._-]?(?:nr|no|nummer|id|code))?\.?"
)


def column_of(place: int, head: Head, values: list[str]) -> Column:
    """Give the column at this place, used as the header settles or its values suggest."""
    filled = [value for value in values if value]
    distinct = len(set(filled))
    use, reason = head.settled.get(place) or _propose(filled, head.names[place])
    example = max(filled[:20], key=len, default="")
    return Column(
        place,
        letter(place),
        head.codes[place],
        head.names[place] or letter(place),
        use,
        reason,
        len(filled),
        distinct,
        "" if use is Use.PERSONAL else example,
    )


def _propose(filled: list[str], name: str) -> tuple[Use, Note]:
    """Propose a use by the shape of the answers."""
    if not filled:
        return Use.IGNORED, Note("empty")
    for pattern, what in ((_EMAIL, MAIL), (_IP, IP_ADDRESS), (_POSTCODE, Note("postcode"))):
        if share(filled, pattern.fullmatch) > 0.8:
            return Use.PERSONAL, what
    if name.casefold().replace(" ", "").rstrip(":?") in _PERSONAL_NAMES:
        return Use.PERSONAL, Note("its name")
    if share(filled, _TELEPHONE.fullmatch) > 0.8:
        return Use.PERSONAL, Note("telephone")
    if share(filled, _POSITION.fullmatch) == 1 and len(filled) > 1:
        return Use.PERSONAL, WHERE
    if share(filled, is_time) == 1:
        return Use.IGNORED, MOMENT
    distinct = set(filled)
    if len(filled) > 4 and len(distinct) == len(filled) and _is_count(filled):
        return Use.IGNORED, ROW_NUMBER
    if share(filled, _is_short_value) > 0.9:
        return Use.CLOSED, Note("numbers or dates")
    if len(filled) > 4 and len(distinct) == len(filled) and share(filled, _ROW_CODE.fullmatch) == 1:
        return Use.IGNORED, ROW_NUMBER
    return _open_or_closed(filled, distinct)


def _open_or_closed(filled: list[str], distinct: set[str]) -> tuple[Use, Note]:
    """Tell written answers from chosen ones: chosen answers come back, written ones do not."""
    choices = {part.strip() for value in distinct for part in value.split(";") if part.strip()}
    words = sum(len(value.split()) for value in distinct) / len(distinct)
    if len(filled) < 5:
        written = words >= 2 or any(value[-1] in ".!?" for value in filled)
        return (Use.OPEN, Note("words")) if written else (Use.CLOSED, ONE_WORD)
    if len(choices) * 2 <= len(filled) and (len(choices) <= 30 or words < 4):
        return Use.CLOSED, Note("{count} answers that come back", count=len(choices))
    if words < 1.5 and len(distinct) <= 60:
        return Use.CLOSED, ONE_WORD
    return Use.OPEN, Note(
        "answers: {count}, of {words} words on average", count=len(distinct), words=f"{words:.0f}"
    )


def is_time(value: str) -> bool:
    return _TIME.fullmatch(value) is not None


def _is_short_value(value: str) -> bool:
    return _NUMBER.fullmatch(value) is not None or _DATE.fullmatch(value) is not None


def _is_count(filled: list[str]) -> bool:
    numbers = [int(value) for value in filled if value.isdigit() and len(value) < 19]
    return len(numbers) == len(filled) and numbers == sorted(numbers)


def share(values: Sequence[str], is_so: Callable[[str], object]) -> float:
    """The share of the values for which this holds."""
    return sum(bool(is_so(value)) for value in values) / len(values) if values else 0.0


def settle_by_name(head: Head, values: list[list[str]]) -> None:
    """Settle columns whose header is nothing but "nr", "wijk" or "groep", where it fits."""
    for place, name in enumerate(head.names):
        if place in head.settled:
            continue
        header, filled = name.casefold().rstrip(":?"), [value for value in values[place] if value]
        if head.label is None and _PERSON_NAME.fullmatch(header) and _are_codes(values[place]):
            head.settled[place], head.label = (Use.IGNORED, PERSON), place
        for pattern, reason in ((_GROUP_NAME, GROUP), (_AREA_NAME, AREA)):
            taken = any(other is reason for _, other in head.settled.values())
            if filled and not taken and pattern.fullmatch(header) and _are_names(filled):
                head.settled[place] = (Use.CLOSED, reason)


def _are_codes(values: list[str]) -> bool:
    """Whether each row has a code of its own with a number in it, such as 101 or R07."""
    coded = all(len(value) <= 40 and re.search(r"\d", value) for value in values)
    return coded and len(set(values)) == len(values)


def _are_names(filled: list[str]) -> bool:
    """Whether these are names of groups or areas: a few words each, and no numbers."""
    return all(len(value.split()) <= 5 and not value.isdigit() for value in filled)


def letter(place: int) -> str:
    """The letters of a column in a spreadsheet: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
