"""Reading a report from a project, within a question."""

from __future__ import annotations

import json
import re
import shlex
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from sys import intern
from typing import Any

from ...codebooks.model import Code
from ..codes import read_codebook
from ..memos import list_memos
from ..project import read_setting
from ..querying.cells import Cell
from ..querying.counting import finished
from ..querying.facets import STANCES, codes_in_order
from ..querying.matrix import make_matrix
from ..querying.quotes import QUOTE_KEYS, find_quotes
from ..querying.saturation import code_sets, new_codes, reached, runs_of
from ..querying.saved import hash_of_data, list_saved
from ..querying.selection import ALL_KINDS, Filters, Selection, choose, heard
from ..querying.thread import Thread, majority_of, threads, with_stance
from .model import (
    Balance,
    Count,
    Group,
    Memo,
    Part,
    Person,
    Quote,
    Report,
    Sample,
    Saturation,
    Source,
    Theme,
    Voices,
)
from .words import extent_of

SURVEY = "survey"
WORD_WITH_CAPITAL = re.compile(r"\b[^\W\d_a-z][^\W\d_]{2,}\b")
WITH_CODERS = (
    "fragment coded_by change memo code_version decision reviewed_turn assignment revision conflict"
).split()
LEAST_FIRST = ("none", "paraphrase", "unknown", "quote")
CONSENTING = """participation.respondent_id NOT IN (
        SELECT id FROM respondent WHERE consent = 'none')"""


@dataclass(frozen=True)
class Material:
    """The talks, or the survey: the question as it is put to them, and what was counted.

    `codes` (their ids), `threads` and `areas` are by path; `permissions` are the consent and
    the approval of each (respondent, transcript); `shared` is the consent of fragments that
    hold words of several persons.
    """

    connection: sqlite3.Connection
    selection: Selection
    codes: Mapping[str, int]
    threads: Mapping[str, Thread]
    areas: Mapping[str, Sequence[Cell]]
    permissions: Mapping[tuple[str, str], tuple[str, str]]
    shared: Mapping[str, str]


def read_report(
    connection: sqlite3.Connection,
    filters: Filters,
    expression: str = "",
    title: str = "",
    for_team: bool = True,
) -> Report:
    """Collect the themes of a project within a question, as the team may have them.

    Unless it is `for_team`, who allows nothing to leave the team is left out of everything.

    Talks and survey are counted apart. Raises RodedraadError when the project has no codebook,
    and for a question that cannot be read.
    """
    codebook = read_codebook(connection)
    talks, survey = read_materials(connection, filters, expression, for_team)
    memos = read_memos(connection)
    themes = []
    for theme in codebook.codes:
        parts = tuple(
            Part(
                code,
                read_voices(talks, code),
                replace(read_voices(survey, code), kinds=SURVEY) if survey.permissions else None,
                tuple(memos[code.path]),
            )
            for code in theme.walk()
            if code.path in talks.codes
        )
        if parts:
            themes.append(Theme(theme.slug, parts))
    persons = (*read_persons(talks), *read_persons(survey))
    sources = (*read_sources(talks), *read_sources(survey))
    years = sorted(source.date[:4] for source in sources if source.date)
    report = Report(
        title=title,
        language=read_setting(connection, "language"),
        audience="team",
        codebook=codebook,
        themes=tuple(themes),
        sources=sources,
        sample=describe_sample(persons),
        persons=persons,
        coders=count_coders(connection),
        period=(years[0], years[-1]) if years else None,
        durations=tuple(source.seconds for source in sources if source.seconds),
        saturation=read_saturation(talks),
        left_out=0 if for_team else count_left_out(connection),
        memos=tuple(memos[""]),
        asked=read_asked(filters, expression),
        saved=tuple((saved.name, shlex.join(saved.words)) for saved in list_saved(connection)),
        data=hash_of_data(connection),
    )
    cited = dict.fromkeys(quote.citation for quote in report.quotes() if quote.memo)
    return replace(report, quote_memos=tuple(memo for key in cited for memo in memos[key]))


def read_asked(filters: Filters, expression: str) -> tuple[tuple[str, str], ...]:
    """List what narrows a question: (name of the filter, value)."""
    names = ("group", "area", "wave", "kind", "respondent", "stance", "coder", "origin")
    asked = [(name, str(value)) for name in names for value in getattr(filters, name)]
    words = [("code", expression), ("text", filters.text), ("where", filters.where)]
    return tuple((name, value) for name, value in [*words, *asked] if value)


def read_materials(
    connection: sqlite3.Connection, filters: Filters, expression: str, for_team: bool
) -> tuple[Material, Material]:
    """Put a question to the talks, and to the survey, which is counted apart from them."""
    kinds = [kind for kind in filters.kind if kind != ALL_KINDS]
    talks = filters._replace(kind=tuple(kind for kind in kinds if kind != SURVEY))
    selection = choose(connection, talks, expression)
    if kinds and not talks.kind:
        selection = selection._replace(persons=("FALSE",))
    survey = choose(connection, filters._replace(kind=(SURVEY,)), expression)
    if kinds and SURVEY not in kinds:
        survey = survey._replace(persons=("FALSE",))
    if not for_team:
        selection = selection._replace(persons=(*selection.persons, CONSENTING))
        survey = survey._replace(persons=(*survey.persons, CONSENTING))
    return read_material(connection, selection), read_material(connection, survey)


def read_material(connection: sqlite3.Connection, selection: Selection) -> Material:
    """Count everything at once that is counted by code."""
    permissions = connection.execute(
        f"""
WITH heard AS ({heard(selection)})
SELECT label, slug, consent, approval FROM heard
JOIN respondent ON respondent.id = heard.respondent_id
JOIN transcript ON transcript.id = heard.transcript_id""",
        selection.values,
    ).fetchall()
    return Material(
        connection,
        selection,
        {path: number for number, path in codes_in_order(connection, selection.codes)},
        {thread.code: thread for thread in threads(connection, selection)},
        cells_by_code(connection, "area", selection),
        {(row[0], row[1]): (row[2], row[3]) for row in permissions},
        read_shared(connection),
    )


def cells_by_code(
    connection: sqlite3.Connection, facet: str, selection: Selection
) -> dict[str, list[Cell]]:
    """Count each code by a facet: {path: cells}."""
    matrix = make_matrix(connection, "code", facet, selection)
    return {str(row): cells for row, cells in zip(matrix.rows, matrix.by_row(), strict=False)}


def read_voices(material: Material, code: Code) -> Voices:
    """Count who voices a code or what is below it, and collect the quotes of the code itself."""
    thread = material.threads[code.path]
    below = tuple(material.codes[part.path] for part in code.walk() if part.path in material.codes)
    selection = material.selection._replace(codes=below)
    cells = make_matrix(material.connection, "group", "area", selection).cells
    quotes = read_quotes(material, code)
    return Voices(
        count_of("", thread.whole),
        balance_of(thread.whole),
        tuple(
            Group(name, count_of(name, cell), balance_of(cell), tuple(quotes[name]))
            for name, cell in thread.by_group.items()
        ),
        tuple(count_of(cell.column, cell) for cell in material.areas.get(code.path, [])),
        {(cell.row, cell.column): count_of(cell.column, cell) for cell in cells},
        thread.dissent,
        thread.rests_on_one,
    )


def count_of(name: str | None, cell: Cell) -> Count:
    """Give what was counted in a cell, under a name."""
    return Count(
        name,
        extent_of(cell.among, cell.n),
        cell.persons,
        cell.among,
        cell.n,
        cell.fragments,
        cell.words,
        cell.bulk,
    )


def balance_of(cell: Cell) -> Balance:
    """Give how the persons of a cell look at it."""
    n = with_stance(cell)
    persons = {stance: int(getattr(cell, stance)) for stance in STANCES}
    extents = {stance: extent_of(number, n) for stance, number in persons.items() if number}
    return Balance(persons, extents, majority_of(cell))


def read_quotes(material: Material, code: Code) -> dict[str | None, list[Quote]]:
    """Read the quotes of a code alone, sorted under the group that says them."""
    selection = material.selection._replace(codes=(material.codes[code.path],))
    quotes = []
    for row in find_quotes(material.connection, selection):
        values = {key: kept_once(row[key]) for key in QUOTE_KEYS}
        consent, approval = material.permissions[row["respondent"], row["transcript"]]
        consent = material.shared.get(row["fragment"], consent)
        quotes.append(Quote(**values, consent=consent, approval=approval))
    again = said_again(quotes)
    by_group: dict[str | None, list[Quote]] = defaultdict(list)
    for number, quote in enumerate(quotes):
        by_group[quote.group].append(replace(quote, again=True) if number in again else quote)
    return by_group


def said_again(quotes: Sequence[Quote]) -> set[int]:
    """Give the places in a list of those whose words another one holds too, from any coder.

    One with a stance of its own, or that may be read by others, is not the same.
    """
    found = set()
    furthest: dict[tuple[object, ...], int] = {}
    places: set[tuple[object, ...]] = set()
    spans = [(quote.start or 0, -(quote.end or 0), number) for number, quote in enumerate(quotes)]
    for start, minus_end, number in sorted(spans):
        quote = quotes[number]
        place = (quote.transcript, start, minus_end)
        alike = (quote.transcript, quote.stance, quote.consent)
        if place in places or -minus_end <= furthest.get(alike, -1):
            found.add(number)
        else:
            furthest[alike] = -minus_end
        places.add(place)
    return found


def read_shared(connection: sqlite3.Connection) -> dict[str, str]:
    """Read what is allowed with fragments that hold words of several persons, by UUID.

    That is what the least generous of them allows, whoever the answer is about.
    """
    rows = connection.execute(
        """
SELECT fragment.uuid, group_concat(DISTINCT respondent.consent)
FROM fragment_person
JOIN fragment ON fragment.id = fragment_person.fragment_id
JOIN participation ON participation.id = fragment_person.participation_id
JOIN respondent ON respondent.id = participation.respondent_id
GROUP BY fragment.id HAVING count(DISTINCT respondent.id) > 1"""
    ).fetchall()
    return {uuid: min(consents.split(","), key=LEAST_FIRST.index) for uuid, consents in rows}


def kept_once(value: Any) -> Any:
    """Keep one copy of a text that stands in many rows: 100,000 quotes then take 90 MB."""
    return intern(value) if isinstance(value, str) and len(value) < 100 else value


def read_memos(connection: sqlite3.Connection) -> dict[str, list[Memo]]:
    """List the memos on codes by their path, on fragments by citation, on all else under ""."""
    memos: dict[str, list[Memo]] = defaultdict(list)
    for row in list_memos(connection):
        key = row["on"] if row["target"] in ("code", "fragment") else ""
        memos[key].append(Memo(row["on"], row["coder"], row["at"], row["text"]))
    return memos


def read_sources(material: Material) -> tuple[Source, ...]:
    """List the transcripts that a question is about, the oldest first."""
    selection = material.selection
    rows = material.connection.execute(
        f"""
WITH heard AS ({heard(selection)}), finished(transcript_id, coder) AS ({finished(selection)})
SELECT slug, title, transcript.kind, coalesce(date, ''), coalesce(wave.name, ''), approval,
    count(DISTINCT heard.respondent_id),
    (SELECT sum(words) FROM turn WHERE turn.version_id = heard.version_id),
    transcript.id IN (SELECT transcript_id FROM finished) AS coded,
    (SELECT max(coalesce(time_end, time)) FROM turn WHERE turn.version_id = heard.version_id)
FROM heard JOIN transcript ON transcript.id = heard.transcript_id
LEFT JOIN wave ON wave.id = transcript.wave_id
GROUP BY transcript.id
ORDER BY coalesce(date, ''), slug""",
        selection.values,
    ).fetchall()
    return tuple(replace(Source(*row), coded=bool(row["coded"])) for row in rows)


def read_persons(material: Material) -> tuple[Person, ...]:
    """List the persons that a question is about, in each transcript they speak in."""
    rows = material.connection.execute(
        f"""
WITH heard AS ({heard(material.selection)})
SELECT respondent.label, heard.group_name, participation.areas, heard.function, wave.name,
    heard.kind, transcript.slug, respondent.size, respondent.consent, sum(spoken.words)
FROM heard
JOIN participation ON participation.id = heard.participation_id
JOIN respondent ON respondent.id = heard.respondent_id
JOIN transcript ON transcript.id = heard.transcript_id
JOIN speaker ON speaker.participation_id = heard.participation_id
JOIN spoken ON spoken.version_id = heard.version_id AND spoken.speaker_id = speaker.id
LEFT JOIN wave ON wave.id = heard.wave_id
GROUP BY heard.participation_id
ORDER BY respondent.label, coalesce(transcript.date, ''), transcript.slug""",
        material.selection.values,
    ).fetchall()
    return tuple(Person(row[0], row[1], tuple(json.loads(row[2])), *row[3:]) for row in rows)


def read_saturation(
    material: Material, base: int = 4, run: int = 2, threshold: float = 0.05
) -> Saturation | None:
    """Tell whether the coded talks were enough; None when they are too few to tell."""
    sets = list(code_sets(material.connection, material.selection).values())
    if len(sets) < base + run:
        return None
    runs = runs_of(new_codes(sets), base, run)
    return Saturation(len(sets), reached(runs, threshold), base, run, threshold)


def describe_sample(persons: Sequence[Person]) -> Sample:
    """Count the persons who were heard."""
    talking = [person for person in persons if person.kind != SURVEY]

    def count(values_of: Callable[[Person], Iterable[str | None]]) -> dict[str | None, int]:
        pairs = {(value, who.respondent) for who in talking for value in values_of(who)}
        counts = Counter(value for value, _ in pairs)
        return {value: counts[value] for value in sorted(counts, key=no_value_last)}

    return Sample(
        len({person.respondent for person in talking}),
        len({person.respondent for person in persons if person.kind == SURVEY}),
        count(lambda person: [person.group]),
        count(lambda person: person.areas or [None]),
        count(lambda person: [person.wave]),
    )


def no_value_last(value: str | None) -> tuple[bool, str]:
    """Sort names in any case, and what has none at the end."""
    return value is None, (value or "").casefold()


def count_coders(connection: sqlite3.Connection) -> int:
    """Count who coded, or marked a transcript coded."""
    rows = connection.execute("SELECT coder FROM fragment UNION SELECT coder FROM coded_by")
    return len(rows.fetchall())


def count_left_out(connection: sqlite3.Connection) -> int:
    """Count the persons who allow nothing of theirs to leave the team."""
    row = connection.execute("SELECT count(*) FROM respondent WHERE consent = 'none'").fetchone()
    return int(row[0])


def read_names(connection: sqlite3.Connection) -> set[str]:
    """List the names that stay with the team: of coders, speakers, respondents and files.

    Of "Ahmed Bouali (politie)" also Ahmed and Bouali are names. A file is named with and
    without its suffix; an ordinary word that is also the name of a file is no name without it.
    """
    # Who came with an import or a merge may have left a memo here and nothing else.
    coders = " UNION ".join(f"SELECT coder FROM {table}" for table in WITH_CODERS)
    people = connection.execute(
        f"{coders} UNION SELECT label FROM speaker UNION SELECT label FROM respondent"
    ).fetchall()
    files = connection.execute(
        "SELECT source, slug FROM transcript_version "
        "JOIN transcript ON transcript.id = transcript_id"
    ).fetchall()
    names = {row[0] for row in people}
    names |= {word for row in people for word in WORD_WITH_CAPITAL.findall(row[0])}
    for source, slug in files:
        stem = PurePath(source).stem
        names |= {PurePath(source).name, *(n for n in (slug, stem) if not n.isalpha())}
    return names - {""}
