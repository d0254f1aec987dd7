"""A report as tidy tables, one row a thing, with the keys of the commands.

Keys are English in every language. What an audience is not told is None.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields

from ..querying.facets import STANCES
from ..querying.quotes import QUOTE_KEYS
from .model import Count, Memo, Person, Report, Source, Voices, Withheld
from .words import OTHERS

Row = Sequence[object]
COUNT_KEYS = ("persons", "among", "n", "share", "extent", "fragments", "words", "bulk")
FRAGMENT_KEYS = (*QUOTE_KEYS, "consent", "approval")
CODE_KEYS = ("path", "name", "definition", "use_when", "not_when", "example", "counterexample")
BREADTH_KEYS = ("depth", "groups", "groups_heard", "areas", "areas_heard")
THEME_KEYS = ("code", "name", "kinds", *COUNT_KEYS, *BREADTH_KEYS, *STANCES, "majority", "dissent")


@dataclass(frozen=True)
class Table:
    """A named table; its rows have a value for each key and can be gone through once."""

    name: str
    keys: tuple[str, ...]
    rows: Iterable[Row]


def tables(report: Report) -> list[Table]:
    """Give the tables of a report, fragments first."""
    found = [
        Table("fragments", FRAGMENT_KEYS, fragments(report)),
        Table("themes", THEME_KEYS, themes(report)),
        Table("matrix", ("row", "column", "kinds", *COUNT_KEYS), matrix(report)),
        Table("places", ("code", "row", "column", "kinds", *COUNT_KEYS), places(report)),
        persons(report),
        Table("codebook", CODE_KEYS, codebook(report)),
        Table("sources", keys_of(Source), map(astuple, report.sources)),
    ]
    if report.audience == "team":
        found.append(Table("memos", keys_of(Memo), map(astuple, report.all_memos())))
    else:
        found.append(Table("withheld", keys_of(Withheld), map(astuple, report.withheld)))
    return found


def keys_of(row: type) -> tuple[str, ...]:
    """Give the names of the fields of a dataclass."""
    return tuple(field.name for field in fields(row))


def fragments(report: Report) -> Iterator[Row]:
    """Give every quote, also the same words from another coder."""
    for quote in report.quotes():
        yield [getattr(quote, key) for key in FRAGMENT_KEYS]


def counted(report: Report) -> Iterator[tuple[str, str, str, Voices]]:
    """Give (path, name, "talks" or "survey", voices) of every code."""
    for theme in report.themes:
        for part in theme.parts:
            yield part.code.path, part.code.name, "talks", part.talks
            if part.survey:
                yield part.code.path, part.code.name, "survey", part.survey


def values_of(count: Count) -> list[object]:
    """Give a count in the order of COUNT_KEYS."""
    share = None if count.share is None else round(count.share, 4)
    return [
        count.persons,
        count.among,
        count.n,
        share,
        count.extent or None,
        count.fragments,
        count.words,
        count.bulk,
    ]


def themes(report: Report) -> Iterator[Row]:
    """Give what each code is to the whole."""
    for path, name, kinds, voices in counted(report):
        depth = None if voices.depth is None else round(voices.depth, 1)
        breadth = (*voices.breadth("groups"), *voices.breadth("areas"))
        persons = voices.balance.persons or {}
        stances = [persons.get(stance) for stance in STANCES]
        dissent = ", ".join(voices.dissent) or None
        majority = voices.balance.majority or None
        count = values_of(voices.total)
        yield [path, name, kinds, *count, depth, *breadth, *stances, majority, dissent]


def matrix(report: Report) -> Iterator[Row]:
    """Give each code by group."""
    for path, _name, kinds, voices in counted(report):
        for group in voices.named_groups:
            yield [path, group.name, kinds, *values_of(group.count)]


def places(report: Report) -> Iterator[Row]:
    """Give each code by group and area; where that is not told, by area alone."""
    for path, _name, kinds, voices in counted(report):
        for (group, area), count in voices.cells.items():
            yield [path, group, area, kinds, *values_of(count)]
        if not voices.cells:
            for count in voices.areas:
                yield [path, None, count.name, kinds, *values_of(count)]


def persons(report: Report) -> Table:
    """Give the persons in each transcript; outside the team only how many were heard."""
    if report.audience == "team":
        return Table("persons", keys_of(Person), map(person_row, report.persons))
    sample = report.sample
    counts = (
        [facet, "others" if name == OTHERS else name, number]
        for facet, numbers in (
            ("group", sample.groups),
            ("area", sample.areas),
            ("wave", sample.waves),
        )
        for name, number in numbers.items()
    )
    return Table("persons", ("facet", "value", "persons"), counts)


def person_row(person: Person) -> Row:
    """Give a person in a transcript, their areas as one text."""
    return [
        ", ".join(person.areas) if key == "areas" else getattr(person, key)
        for key in keys_of(Person)
    ]


def codebook(report: Report) -> Iterator[Row]:
    """Give the codes as they are applied."""
    for code in report.codebook.walk():
        yield [getattr(code, key) for key in CODE_KEYS]
