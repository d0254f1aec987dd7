"""Surveys: one row a respondent, open answers as turns, closed ones as attributes.

Which column is what is proposed by the shape of its cells and by the place where a known
program puts it, never by the words of the header alone: these are in any language. The
analyst sees the proposal (`Survey.columns`) and overrules it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from .. import RodedraadError
from .model import Kind, Note, Speaker, Transcript, Turn
from .readers.source import Source
from .survey_columns import (
    AREA,
    AS_YOU_SAID,
    GROUP,
    ROW_NUMBER,
    Column,
    Head,
    Use,
    column_of,
    settle_by_name,
)
from .survey_headers import read_head, settle_by_place
from .tables import read_table


@dataclass(frozen=True, slots=True)
class Row:
    """The answers of one respondent. `label` is the row's own number or code."""

    label: str
    cells: tuple[str, ...]
    finished: bool = True


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey as read: `program` that made it ("" for a plain sheet), columns, rows.

    `group` and `area` are the places of the columns that hold these, None without one.
    """

    source: str
    sha256: str
    format: str
    program: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    group: int | None = None
    area: int | None = None
    notes: tuple[str, ...] = ()

    def used(self, use: Use) -> list[Column]:
        """The columns with this use."""
        return [column for column in self.columns if column.use is use]


def survey_as_said(
    source: Source,
    *,
    open: Collection[str] = (),  # noqa: A002 (the name of the option)
    closed: Collection[str] = (),
    ignore: Collection[str] = (),
    personal: bool = False,
    unfinished: bool = False,
    group: str = "",
    area: str = "",
) -> Survey:
    """Read a survey, its columns used as proposed or as the analyst says.

    `open`, `closed` and `ignore` name columns (by header, code, letter, or the start of the
    header) that are used so, whatever is proposed; `group` and `area` name the columns that
    hold these. `personal` keeps columns such as e-mail and IP (as attributes), `unfinished`
    keeps rows of people who did not finish. Raises RodedraadError for a file that is no
    table, a column that is not there, and a table without answers.
    """
    survey = survey_of(source, unfinished=unfinished)
    survey = choose(survey, open=open, closed=closed, ignore=ignore, personal=personal)
    if group:
        survey = replace(survey, group=_place_of(group, survey.columns, survey.source))
    if area:
        survey = replace(survey, area=_place_of(area, survey.columns, survey.source))
    return survey


def survey_of(source: Source, *, unfinished: bool = False) -> Survey:
    """Read a survey with every column used as proposed."""
    table = read_table(source)
    head = read_head([cells for _, cells in table.rows[:3]], source.name)
    body = table.rows[head.rows :]
    if not body:
        raise RodedraadError("{file} has a header and no answers below it.", file=source.name)
    values = [[cells[place] for _, cells in body] for place in range(len(head.names))]
    settle_by_place(head, values)
    settle_by_name(head, values)
    columns = tuple(column_of(place, head, values[place]) for place in range(len(values)))
    if head.label is None:
        numbers = [column.place for column in columns if column.reason == ROW_NUMBER]
        head.label = numbers[0] if numbers else None
    rows = [_row(line, cells, head) for line, cells in body]
    rows, notes = _leave_out(rows, columns, unfinished)
    if not rows:
        raise RodedraadError(
            "{file} holds no finished answers. Add --unfinished to have the unfinished ones.",
            file=source.name,
        )
    return Survey(
        source.name,
        source.sha256,
        "xlsx" if source.name.lower().endswith(".xlsx") else "csv",
        head.program,
        columns,
        tuple(_with_unlike_labels(rows)),
        _because(columns, GROUP),
        _because(columns, AREA),
        (*table.notes, *notes),
    )


def choose(
    survey: Survey,
    *,
    open: Collection[str] = (),  # noqa: A002 (the name of the option)
    closed: Collection[str] = (),
    ignore: Collection[str] = (),
    personal: bool = False,
) -> Survey:
    """Give the survey with columns used as the analyst says; `survey_as_said` tells how."""
    columns = list(survey.columns)
    for names, use in ((open, Use.OPEN), (closed, Use.CLOSED), (ignore, Use.IGNORED)):
        for name in names:
            place = _place_of(name, survey.columns, survey.source)
            columns[place] = replace(columns[place], use=use, reason=AS_YOU_SAID)
    if personal:
        columns = [
            replace(column, use=Use.CLOSED, reason=Note("personal, kept as you said"))
            if column.use is Use.PERSONAL
            else column
            for column in columns
        ]
    # Whoever says what else the column of the group or area is, wants no such column.
    group, area = (
        place if place is None or columns[place].reason != AS_YOU_SAID else None
        for place in (survey.group, survey.area)
    )
    return replace(survey, columns=tuple(columns), group=group, area=area)


def to_transcript(survey: Survey) -> Transcript:
    """Make a transcript of kind survey: a speaker a row, a turn an open answer.

    The text holds the open answers alone, one below the other; the question stands with
    each turn. Closed answers become the speaker's attributes. Raises RodedraadError when
    there is no open answer to read.
    """
    opened, closed = survey.used(Use.OPEN), survey.used(Use.CLOSED)
    texts: list[str] = []
    turns: list[Turn] = []
    speakers: list[Speaker] = []
    place = 0
    for row in survey.rows:
        for column in opened:
            answer = row.cells[column.place]
            if answer:
                turns.append(Turn(place, place + len(answer), row.label, question=column.name))
                texts.append(answer)
                place += len(answer) + 1
        speakers.append(_speaker(row, survey, closed))
    if not turns:
        raise RodedraadError(
            "{file} has no open answers. Say which columns hold them with --open. Columns: "
            "{columns}.",
            file=survey.source,
            columns=", ".join(column.key for column in survey.columns[:30]),
        )
    return Transcript(
        "\n".join(texts),
        tuple(turns),
        tuple(speakers),
        source=survey.source,
        format=survey.format,
        sha256=survey.sha256,
        kind=Kind.SURVEY,
        notes=(*survey.notes, *_say(survey)),
    )


def _speaker(row: Row, survey: Survey, closed: Sequence[Column]) -> Speaker:
    group = row.cells[survey.group] if survey.group is not None else ""
    area = row.cells[survey.area] if survey.area is not None else ""
    return Speaker(
        row.label,
        group=group,
        areas=tuple(part.strip() for part in area.split(";") if part.strip()),
        attributes=tuple(
            (column.key, row.cells[column.place].rstrip(";"))
            for column in closed
            if row.cells[column.place] and column.place not in (survey.group, survey.area)
        ),
    )


def _say(survey: Survey) -> list[str]:
    """Say what became of the columns."""
    opened, closed, personal, ignored = (
        _listed([one for one in survey.used(use) if one.place not in (survey.group, survey.area)])
        for use in (Use.OPEN, Use.CLOSED, Use.PERSONAL, Use.IGNORED)
    )
    said: list[str] = []
    if survey.program:
        said.append(Note("Read as a survey of {program}.", program=survey.program))
    if survey.group is not None:
        said.append(Note("Column with the group: {name}", name=survey.columns[survey.group].name))
    if survey.area is not None:
        said.append(Note("Column with the area: {name}", name=survey.columns[survey.area].name))
    if opened:
        said.append(Note("Open questions: {columns}", columns=opened))
    if closed:
        said.append(Note("Closed questions, as attributes: {columns}", columns=closed))
    if personal:
        said.append(Note("Personal, left out: {columns}", columns=personal))
    if ignored:
        said.append(Note("Left out: {columns}", columns=ignored))
    return said


def _listed(columns: Sequence[Column]) -> str:
    """Name columns, at most twelve of them; "" for none."""
    names = ", ".join(column.key for column in columns[:12])
    if len(columns) > 12:
        return Note("{columns} and {count} more", columns=names, count=len(columns) - 12)
    return names


# -- rows -----------------------------------------------------------------------------


def _row(line: int, cells: list[str], head: Head) -> Row:
    label = cells[head.label] if head.label is not None else ""
    finished = head.finished is None or _is_yes(cells[head.finished])
    return Row(label or str(line), tuple(cells), finished)


def _is_yes(value: str) -> bool:
    """Whether a "finished" cell says yes: a date, 1, TRUE or 100 (percent)."""
    return value.casefold() not in ("", "0", "false", "onwaar", "falsch", "faux", "no", "nee", "n")


def _leave_out(
    rows: list[Row], columns: Sequence[Column], unfinished: bool
) -> tuple[list[Row], list[str]]:
    notes: list[str] = []
    answers = [column.place for column in columns if column.use in (Use.OPEN, Use.CLOSED)]
    blank = [row for row in rows if not any(row.cells[place] for place in answers)]
    if blank:
        notes.append(Note("Rows without any answer, left out: {count}.", count=len(blank)))
    empty = {id(row) for row in blank}
    kept = [row for row in rows if id(row) not in empty]
    half = sum(not row.finished for row in kept)
    if half and unfinished:
        notes.append(Note("Unfinished, kept as you said: {count}.", count=half))
    elif half:
        notes.append(
            Note("Unfinished, left out: {count}. Add --unfinished to have them.", count=half)
        )
        kept = [row for row in kept if row.finished]
    return kept, notes


def _with_unlike_labels(rows: list[Row]) -> list[Row]:
    """Number rows whose label occurs twice, because a label is one person."""
    seen: dict[str, int] = {}
    unlike = []
    for row in rows:
        seen[row.label] = seen.get(row.label, 0) + 1
        times = seen[row.label]
        unlike.append(row if times == 1 else replace(row, label=f"{row.label} ({times})"))
    return unlike


def _because(columns: Sequence[Column], reason: Note) -> int | None:
    """The place of the column that is used for this reason, None without one."""
    return next((column.place for column in columns if column.reason is reason), None)


def _place_of(wanted: str, columns: Sequence[Column], name: str) -> int:
    """Find a column by its header, code, letter, or the start of its header."""
    folded = wanted.strip().casefold()
    ways = (
        [c.place for c in columns if folded in (c.code.casefold(), c.name.casefold())],
        [c.place for c in columns if wanted.strip() == c.letter],
        [c.place for c in columns if folded and c.name.casefold().startswith(folded)],
    )
    for found in ways:
        if len(found) == 1:
            return found[0]
        if len(found) > 1:
            raise RodedraadError(
                "{file} has {count} columns {column}. Name one by its letter: {letters}.",
                file=name,
                count=len(found),
                column=wanted,
                letters=", ".join(columns[place].letter for place in found),
            )
    keys = [column.key for column in columns]
    raise RodedraadError(
        "{file} has no column {column}. Did you mean {nearest}?",
        file=name,
        column=wanted,
        nearest=(get_close_matches(wanted, keys, 1, 0) or keys)[0],
    )
