"""A project of another program while it is read: what was found, and how to read a bit of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from ...codebooks.labelled import split_fields
from ...codebooks.markup import children, local_name
from ...codebooks.model import Code
from ...codebooks.qdc import guid_of
from .identity import guid
from .model import About, Exchange, Memo
from .offsets import Span
from .people import Case, Facts
from .texts import Draft

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NOBODY = "imported"
"""The coder of what a file names no user of."""


@dataclass
class Intake:
    """What was found in a file, mostly by GUID.

    `name` is that of the file, `moment` when what says no date of its own was made, `fetch`
    gives the bytes of a source that the file refers to (None when it does not hold them).
    `aliases` are second GUIDs of a source (a PDF and its text have one each), `about` what a
    memo can be about, `owners` what refers to a memo, `selected` the persons whose words a
    selection is, `spans` the source and the span of a selection. `absent` and `media` are
    the names of sources that are not taken, with the number of each thing in them.
    """

    name: str
    exchange: Exchange
    moment: str
    fetch: Callable[[str], bytes | None] = field(default=lambda _path: None)
    users: dict[str, str] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    cases: list[Case] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    facts: dict[str, list[Facts]] = field(default_factory=lambda: defaultdict(list))
    aliases: dict[str, str] = field(default_factory=dict)
    about: dict[str, About] = field(default_factory=dict)
    owners: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    selected: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    spans: dict[str, tuple[str, Span]] = field(default_factory=dict)
    absent: list[tuple[str, Counter[str]]] = field(default_factory=list)
    media: list[tuple[str, Counter[str]]] = field(default_factory=list)


def inside(root: Element, group: str, name: str) -> Iterator[Element]:
    """Yield the elements with this name in a group such as Users."""
    for found in children(root, group):
        yield from children(found, name)


def guid_in(element: Element, attribute: str = "guid") -> str:
    """Give a GUID in our spelling, "" when the element has none."""
    value = element.get(attribute)
    return guid_of(value) if value else ""


def identity_of(element: Element) -> str:
    """Give the GUID of a thing; made of all its attributes where its program left it out."""
    given = guid_in(element)
    if given:
        return given
    made_of = (f"{name}={value}" for name, value in sorted(element.items()))
    return guid(local_name(element), *made_of)


def moment_of(*elements: Element) -> str:
    """Give when the first of these that says so was made, in UTC; "" when none does."""
    for element in elements:
        for attribute in ("creationDateTime", "modifiedDateTime"):
            moment = to_moment(element.get(attribute) or "")
            if moment:
                return moment
    return ""


@lru_cache(maxsize=1000)
def to_moment(text: str) -> str:
    """Give a date and time in UTC as we write it; "" when it is none."""
    try:
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    except (ValueError, OverflowError):
        return ""


def coder_of(intake: Intake, *elements: Element) -> str:
    """Name who made the first of these that says so."""
    for element in elements:
        for attribute in ("creatingUser", "modifyingUser"):
            name = intake.users.get(guid_in(element, attribute))
            if name:
                return name
    return NOBODY


def values_of(intake: Intake, element: Element) -> list[tuple[str, str, str]]:
    """Give the values of variables at an element: (GUID of the variable, name, value)."""
    values = []
    for value in children(element, "VariableValue"):
        variable, text = "", ""
        for child in value:
            if local_name(child) == "VariableRef":
                variable = guid_in(child, "targetGUID")
            else:
                text = child.text or ""
        if text.strip() and intake.variables.get(variable):
            values.append((variable, intake.variables[variable], text))
    return values


def note_references(intake: Intake, element: Element, owner: str) -> None:
    """Note which memos an element refers to."""
    for reference in children(element, "NoteRef"):
        intake.owners[guid_in(reference, "targetGUID")].append(owner)


def add_description(intake: Intake, owner: str, text: str, *elements: Element) -> None:
    """Keep what is said of a thing as a memo on it, our own block left out."""
    words = split_fields(text)[0].strip()
    moment = moment_of(*elements) or intake.moment
    add_memo(intake, guid("description", owner), owner, words, coder_of(intake, *elements), moment)


def add_memo(intake: Intake, uuid: str, owner: str, words: str, coder: str, at: str) -> None:
    """Keep words as a memo on the thing with this GUID, unless there are none."""
    if words:
        intake.exchange.found["memos"] += 1
        intake.exchange.memos.append(Memo(uuid, intake.about[owner], words, coder, at))


def know_codes(intake: Intake, codes: tuple[Code, ...]) -> None:
    """Take the codes of the project, so that codings and memos can be about them."""
    intake.exchange.codes = codes
    for theme in codes:
        for code in theme.walk():
            intake.about[code.uuid] = About("code", code.uuid)
            intake.exchange.found["codes"] += 1


def listed(names: Iterable[str], most: int = 10) -> str:
    """Give the first of some names as text."""
    shown = list(names)
    return ", ".join(shown[:most]) + (", …" if len(shown) > most else "")
