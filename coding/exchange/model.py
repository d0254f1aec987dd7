"""A project of another program as data, before anything of it is stored.

Every reader (REFI-QDA, QualCoder, Taguette) makes one of these, and `storing` takes it.
Offsets are code points in the text of the source, 0-based, end exclusive; moments are ISO
8601 in UTC; what one thing says of another it says by UUID.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ... import RodedraadError
from ...codebooks.model import Code
from ...transcripts.model import Transcript


class Coding(NamedTuple):
    """Words that somebody coded. `citation` is "" unless the words had one here before."""

    uuid: str
    start: int
    end: int
    code: str
    coder: str
    at: str
    stance: str = ""
    origin: str = "imported"
    citation: str = ""


@dataclass(frozen=True)
class Source:
    """A text with what was coded in it. `slug` and `approval` are "" when it is not ours."""

    uuid: str
    transcript: Transcript
    codings: tuple[Coding, ...] = ()
    slug: str = ""
    approval: str = ""
    coded_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Person:
    """A respondent. `attributes` are facts by their name; `size` is in persons."""

    uuid: str
    label: str
    size: int = 1
    consent: str = "unknown"
    retention_date: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class About:
    """What a memo is about, as in table memo.

    Words that nobody coded are a turn, given by `span` while the turn is not known.
    """

    kind: str = "project"
    uuid: str = ""
    turn: int | None = None
    code: str | None = None
    span: tuple[int, int] | None = None


@dataclass(frozen=True)
class Memo:
    """What somebody noted down about something."""

    uuid: str
    about: About
    text: str
    coder: str
    at: str


@dataclass(frozen=True)
class Wave:
    """An evaluation moment; the dates are ISO 8601 or ""."""

    uuid: str
    name: str
    position: int
    starts: str = ""
    ends: str = ""


@dataclass
class Exchange:
    """A whole project. `codebook` is the name of its codebook, "" when it has none.

    `found` counts what the file holds of each kind, taken or not. `lost` and `notes` are as
    in `Summary`.
    """

    codebook: str = ""
    codes: tuple[Code, ...] = ()
    waves: list[Wave] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    memos: list[Memo] = field(default_factory=list)
    found: Counter[str] = field(default_factory=Counter)
    lost: list[RodedraadError] = field(default_factory=list)
    notes: list[RodedraadError] = field(default_factory=list)
