"""What a report holds, as data: one tree, which every format writes out.

A number that an audience is not told is None; what it is told instead is in `extent`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ...codebooks.model import Code, Codebook

FEW_AREAS = 6  # with more, a table by group and area has the areas as rows


@dataclass(frozen=True, slots=True)
class Count:
    """How many persons voice something.

    `name` is the group, area or cell that was counted, None for those without one, "" for all
    together. `persons` voice it; `n` persons could have been counted, of whom `among` voice
    it, in `words` of their own; `fragments` are counted once, whoever coded them, and `bulk`
    of these were accepted unread. `extent` says it in a word: "none", "one", "some", "half",
    "most", "all", "" where nobody could have been counted, "withheld" where it is not told.
    """

    name: str | None
    extent: str = ""
    persons: int | None = None
    among: int | None = None
    n: int | None = None
    fragments: int | None = None
    words: int | None = None
    bulk: int | None = None

    @property
    def share(self) -> float | None:
        """The part of the n that voices it, 0 to 1; None where it is not known or told."""
        return self.among / self.n if self.n and self.among is not None else None


@dataclass(frozen=True, slots=True)
class Balance:
    """How the persons who voice something look at it.

    `persons` counts them by stance, None where that is not told; `extents` says each in a
    word, and `majority` is the stance of more than half, "" where there is none.
    """

    persons: Mapping[str, int] | None
    extents: Mapping[str, str]
    majority: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A coded span of a transcript, with the keys of a query.

    `consent` is the respondent's, the least generous of several; `approval` the transcript's.
    `again` says that another quote of the code holds these words too. What an audience is not told
    is None.
    """

    fragment: str | None
    citation: str
    transcript: str | None
    turn: int | None
    speaker: str | None
    respondent: str | None
    group: str | None
    area: str | None
    wave: str | None
    kind: str
    date: str | None
    code: str
    stance: str | None
    coder: str | None
    origin: str | None
    start: int | None
    end: int | None
    quote: str
    memo: str | None
    consent: str | None
    approval: str | None
    again: bool = False

    @property
    def literal(self) -> bool:
        """Whether these are somebody's own words: a report only paraphrases."""
        return self.kind != "report"


@dataclass(frozen=True, slots=True)
class Group:
    """What one stakeholder group says on a code; `name` is None for those without a group."""

    name: str | None
    count: Count
    balance: Balance
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Voices:
    """Who voices a code, in the talks or in the survey.

    `total` and `balance` are of all persons, `groups` and `areas` of those heard, and `cells`
    by (group, area). Everything counts the code and what is below it; the quotes are of the
    code itself. `dissent` names groups that mostly see it otherwise than the whole; `rests_on`
    is "person" or "group" when only one voices it. `kinds` is "talks" or "survey".
    """

    total: Count
    balance: Balance
    groups: tuple[Group, ...] = ()
    areas: tuple[Count, ...] = ()
    cells: Mapping[tuple[str | None, str | None], Count] = field(default_factory=dict)
    dissent: tuple[str, ...] = ()
    rests_on: str = ""
    kinds: str = "talks"

    def breadth(self, facet: str) -> tuple[int, int]:
        """Give how many "groups" (or "areas") voice it, and how many could have or did.

        Both are 0 where a count among them is withheld.
        """
        counts = self.areas if facet == "areas" else [group.count for group in self.groups]
        named = [count for count in counts if count.name is not None and is_counted(count)]
        if any(count.extent == "withheld" for count in counts):
            return 0, 0
        return sum(map(is_voiced, named)), len(named)

    @property
    def is_counted(self) -> bool:
        """Whether anybody voices it or could have."""
        return is_counted(self.total)

    @property
    def counted_areas(self) -> list[Count]:
        """The areas of which somebody voices it or could have; none where all are withheld."""
        counted = [area for area in self.areas if is_counted(area)]
        return counted if any(area.extent != "withheld" for area in counted) else []

    @property
    def areas_beside(self) -> list[Count]:
        """These areas, where they fit beside each other as columns of a table of groups."""
        areas = self.counted_areas
        return areas if self.cells and len(areas) <= FEW_AREAS else []

    @property
    def areas_below(self) -> list[Count]:
        """These areas, where they do not fit as columns."""
        return [] if self.areas_beside else self.counted_areas

    @property
    def named_groups(self) -> list[Group]:
        """All groups but those that are put together under no name; the same for every code."""
        return [group for group in self.groups if group.name != ""]

    @property
    def counted_groups(self) -> list[Group]:
        """The groups of which somebody voices it or could have; none where all are withheld."""
        counted = [group for group in self.groups if is_counted(group.count)]
        return counted if any(group.count.extent != "withheld" for group in counted) else []

    @property
    def depth(self) -> float | None:
        """Fragments for each person who voices it; None where that is not told."""
        if not self.total.persons or self.total.fragments is None:
            return None
        return self.total.fragments / self.total.persons


def is_voiced(count: Count) -> bool:
    """Tell whether anybody voices it."""
    return count.persons > 0 if count.persons is not None else count.extent not in ("none", "")


def is_counted(count: Count) -> bool:
    """Tell whether anybody voices it or could have."""
    return bool(count.extent or count.persons)


@dataclass(frozen=True, slots=True)
class Part:
    """A code with who voices it: in the talks, and apart from these in the survey."""

    code: Code
    talks: Voices
    survey: Voices | None = None
    memos: tuple[Memo, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: the code on top first, then those below it, in the order of the codebook."""

    slug: str
    parts: tuple[Part, ...]

    @property
    def top(self) -> Part:
        """The theme itself."""
        return self.parts[0]


@dataclass(frozen=True, slots=True)
class Memo:
    """What a coder noted; `on` names what it is about."""

    on: str
    coder: str
    at: str
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """Transcripts that the answers rest on: one with its `title`, or `count` of a kind.

    `date` is ISO 8601, or "" where it is unknown or not told; `seconds` the length of the
    recording, None where unknown. `persons` were heard in it.
    """

    transcript: str | None
    title: str
    kind: str
    date: str
    wave: str
    approval: str | None
    persons: int | None
    words: int | None
    coded: bool
    seconds: float | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Person:
    """A person in one transcript, with the group and areas they speak for there."""

    respondent: str
    group: str | None
    areas: tuple[str, ...]
    function: str
    wave: str | None
    kind: str
    transcript: str
    size: int
    consent: str
    words: int


@dataclass(frozen=True, slots=True)
class Sample:
    """How many persons were heard: in talks, in the survey, and in the talks by facet.

    Somebody who speaks for two areas counts in both; None stands for no group, area or wave.
    """

    persons: int
    answered: int
    groups: Mapping[str | None, int]
    areas: Mapping[str | None, int]
    waves: Mapping[str | None, int]


@dataclass(frozen=True, slots=True)
class Saturation:
    """After how many of the coded talks hardly anything new came up, None when it still does.

    By base, run and threshold (a share) of Guest, Namey & Chen 2020.
    """

    talks: int
    reached: int | None
    base: int
    run: int
    threshold: float


@dataclass(frozen=True, slots=True)
class Withheld:
    """What an audience is not told: a reason (see `words.withheld_in_words`) and how many."""

    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Report:
    """All themes of a project, what they rest on, and what was left out for the audience.

    `persons` are all who were heard, and `coders` counts who coded. `period` is the first and
    the last year of the material, None when unknown; `durations` of recordings are in seconds;
    `saturation` is None with too few coded talks.
    `asked` is what narrows it, as (filter, value), `saved` are questions as (name, command),
    and `data` is the hash of what it rests on (`saved.hash_of_data`). `quote_memos` are those
    on the quotes, which hold their text too.
    `left_out` persons allow nothing of theirs to leave the team, and are not in it.
    """

    title: str
    language: str
    audience: str
    codebook: Codebook
    themes: tuple[Theme, ...]
    sources: tuple[Source, ...]
    sample: Sample
    persons: tuple[Person, ...]
    coders: int
    period: tuple[str, str] | None = None
    durations: tuple[float, ...] = ()
    saturation: Saturation | None = None
    left_out: int = 0
    memos: tuple[Memo, ...] = ()
    quote_memos: tuple[Memo, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    asked: tuple[tuple[str, str], ...] = ()
    saved: tuple[tuple[str, str], ...] = ()
    data: str = ""

    @property
    def by_breadth(self) -> list[tuple[int, Theme]]:
        """The themes with their number in the report, the common thread first: by groups that
        voice it, then by persons."""

        def breadth(numbered: tuple[int, Theme]) -> tuple[int, int, int]:
            number, theme = numbered
            talks = theme.top.talks
            return -talks.breadth("groups")[0], -(talks.total.persons or 0), number

        return sorted(enumerate(self.themes, start=1), key=breadth)

    def quotes(self) -> Iterator[Quote]:
        """Yield every quote, theme by theme, those of the talks before those of the survey."""
        for theme in self.themes:
            for part in theme.parts:
                for voices in (part.talks, part.survey):
                    for group in voices.groups if voices else ():
                        yield from group.quotes

    def all_memos(self) -> Iterator[Memo]:
        """Yield the memos on anything, on codes, and on quotes."""
        yield from self.memos
        for theme in self.themes:
            for part in theme.parts:
                yield from part.memos
        yield from self.quote_memos
