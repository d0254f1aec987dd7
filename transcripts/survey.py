"""Surveys: one row a respondent, open answers as turns, closed ones as attributes.

Which column is what is proposed by the shape of its cells and by the place where a known
program puts it, never by the words of the header alone: these are in any language. The
analyst sees the proposal (`Survey.columns`) and overrules it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum

from .. import RodedraadError
from .model import Kind, Note, Speaker, Transcript, Turn
from .readers.source import Source
from .tables import read_table

# Why a column is used as it is.
_ROW_NUMBER = Note("number of the row")
_MOMENT = Note("time")
_OF_PROGRAM = Note("of the survey program")
_IP_ADDRESS = Note("IP address")
_MAIL = Note("e-mail")
_NAME = Note("name")
_REFERENCE = Note("reference to a person")
_WHERE = Note("position")
_ONE_WORD = Note("one word each")
_AS_YOU_SAID = Note("as you said")
_PERSON = Note("names the respondent")
_GROUP = Note("the group")
_AREA = Note("the area")


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


@dataclass(slots=True)
class _Head:
    """What the header rows tell: a code and a name a column, and the uses they settle."""

    program: str
    codes: list[str]
    names: list[str]
    rows: int
    settled: dict[int, tuple[Use, Note]]
    label: int | None = None
    finished: int | None = None


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
    head = _read_head([cells for _, cells in table.rows[:3]], source.name)
    body = table.rows[head.rows :]
    if not body:
        raise RodedraadError("{file} has a header and no answers below it.", file=source.name)
    values = [[cells[place] for _, cells in body] for place in range(len(head.names))]
    _settle_by_place(head, values)
    _settle_by_name(head, values)
    columns = tuple(_column(place, head, values[place]) for place in range(len(values)))
    if head.label is None:
        numbers = [column.place for column in columns if column.reason == _ROW_NUMBER]
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
        _because(columns, _GROUP),
        _because(columns, _AREA),
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
            columns[place] = replace(columns[place], use=use, reason=_AS_YOU_SAID)
    if personal:
        columns = [
            replace(column, use=Use.CLOSED, reason=Note("personal, kept as you said"))
            if column.use is Use.PERSONAL
            else column
            for column in columns
        ]
    # Whoever says what else the column of the group or area is, wants no such column.
    group, area = (
        place if place is None or columns[place].reason != _AS_YOU_SAID else None
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


def _row(line: int, cells: list[str], head: _Head) -> Row:
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


# -- headers --------------------------------------------------------------------------

_FILLERS = frozenset({"response", "open-ended response", "open-ended-response", "antwoord"})
_QUALTRICS = {
    "startDate": (Use.IGNORED, _MOMENT),
    "endDate": (Use.IGNORED, _MOMENT),
    "status": (Use.IGNORED, _OF_PROGRAM),
    "ipAddress": (Use.PERSONAL, _IP_ADDRESS),
    "progress": (Use.IGNORED, _OF_PROGRAM),
    "duration": (Use.IGNORED, _MOMENT),
    "finished": (Use.IGNORED, _OF_PROGRAM),
    "recordedDate": (Use.IGNORED, _MOMENT),
    "_recordId": (Use.IGNORED, _ROW_NUMBER),
    "recipientLastName": (Use.PERSONAL, _NAME),
    "recipientFirstName": (Use.PERSONAL, _NAME),
    "recipientEmail": (Use.PERSONAL, _MAIL),
    "externalDataReference": (Use.PERSONAL, _REFERENCE),
    "locationLatitude": (Use.PERSONAL, _WHERE),
    "locationLongitude": (Use.PERSONAL, _WHERE),
    "distributionChannel": (Use.IGNORED, _OF_PROGRAM),
    "userLanguage": (Use.IGNORED, _OF_PROGRAM),
}
_QUALTRICS_OLD = {
    "ResponseID": (Use.IGNORED, _ROW_NUMBER),
    "ResponseSet": (Use.IGNORED, _OF_PROGRAM),
    "Name": (Use.PERSONAL, _NAME),
    "ExternalDataReference": (Use.PERSONAL, _REFERENCE),
    "EmailAddress": (Use.PERSONAL, _MAIL),
    "IPAddress": (Use.PERSONAL, _IP_ADDRESS),
    "Status": (Use.IGNORED, _OF_PROGRAM),
    "StartDate": (Use.IGNORED, _MOMENT),
    "EndDate": (Use.IGNORED, _MOMENT),
    "Finished": (Use.IGNORED, _OF_PROGRAM),
    "LocationLatitude": (Use.PERSONAL, _WHERE),
    "LocationLongitude": (Use.PERSONAL, _WHERE),
    "LocationAccuracy": (Use.PERSONAL, _WHERE),
}
_LIMESURVEY = {
    "id": (Use.IGNORED, _ROW_NUMBER),
    "submitdate": (Use.IGNORED, _MOMENT),
    "lastpage": (Use.IGNORED, _OF_PROGRAM),
    "startlanguage": (Use.IGNORED, _OF_PROGRAM),
    "seed": (Use.IGNORED, _OF_PROGRAM),
    "token": (Use.PERSONAL, _REFERENCE),
    "startdate": (Use.IGNORED, _MOMENT),
    "datestamp": (Use.IGNORED, _MOMENT),
    "ipaddr": (Use.PERSONAL, _IP_ADDRESS),
    "refurl": (Use.IGNORED, _OF_PROGRAM),
}
_IMPORT_ID = re.compile(r'\{"ImportId":"([^"]*)"')
_LIME_HEADER = re.compile(r"([A-Za-z]\w*(?:\[[^\]]*\])*)\.\s+(\S.*)", re.DOTALL)
_LIME_CODE = re.compile(r"[A-Za-z]\w*(?:\[[^\]]*\])*")


def _read_head(rows: list[list[str]], name: str) -> _Head:
    """Find out which program made the table, and how many rows its header takes."""
    for recognise in (_qualtrics, _qualtrics_old, _surveymonkey, _limesurvey):
        head = recognise(rows)
        if head:
            return head
    names = [_one_line(cell) for cell in rows[0]]
    if len([cell for cell in names if cell]) < 1:
        raise RodedraadError("{file}:1: there is no header with questions.", file=name)
    return _Head("", [""] * len(names), names, 1, {})


def _qualtrics(rows: list[list[str]]) -> _Head | None:
    """Three header rows: codes, questions in the respondent's language, import ids."""
    if len(rows) < 3:
        return None
    ids = [_IMPORT_ID.match(cell) for cell in rows[2]]
    if not ids[0]:
        return None
    names = [match[1] if match else "" for match in ids]
    settled = {place: _QUALTRICS[n] for place, n in enumerate(names) if n in _QUALTRICS}
    for place, import_id in enumerate(names):
        if import_id.endswith("_TEXT"):
            settled[place] = (Use.OPEN, Note("a text field of {program}", program="Qualtrics"))
    head = _Head("Qualtrics", rows[0], [_one_line(cell) for cell in rows[1]], 3, settled)
    head.label = names.index("_recordId") if "_recordId" in names else None
    head.finished = names.index("finished") if "finished" in names else None
    return head


def _qualtrics_old(rows: list[list[str]]) -> _Head | None:
    """Two header rows: V1, V2, … and the names of these below."""
    if len(rows) < 2 or rows[0][0] != "V1" or rows[1][0] != "ResponseID":
        return None
    settled = {place: _QUALTRICS_OLD[n] for place, n in enumerate(rows[1]) if n in _QUALTRICS_OLD}
    head = _Head("Qualtrics", rows[0], [_one_line(cell) for cell in rows[1]], 2, settled, 0)
    head.finished = rows[1].index("Finished") if "Finished" in rows[1] else None
    return head


def _surveymonkey(rows: list[list[str]]) -> _Head | None:
    """Two header rows: nine columns of its own, then questions with the choices below."""
    if len(rows) < 2 or len(rows[0]) < 10:
        return None
    above, below = rows[0], rows[1]
    if not all(above[:4]) or any(below[:9]) or not all(below[9:]):
        return None
    names, question = [], ""
    for top, choice in zip(above, below, strict=True):
        question = _one_line(top) or question
        filler = not choice or choice.casefold() in _FILLERS
        names.append(question if filler else f"{question} [{_one_line(choice)}]")
    own = (
        *((Use.IGNORED, _ROW_NUMBER), (Use.IGNORED, _OF_PROGRAM)),
        *((Use.IGNORED, _MOMENT), (Use.IGNORED, _MOMENT)),
        *((Use.PERSONAL, _IP_ADDRESS), (Use.PERSONAL, _MAIL)),
        *((Use.PERSONAL, _NAME), (Use.PERSONAL, _NAME), (Use.PERSONAL, Note("data on the person"))),
    )
    return _Head("SurveyMonkey", [""] * len(names), names, 2, dict(enumerate(own)), 0)


def _limesurvey(rows: list[list[str]]) -> _Head | None:
    """One header row, by code ("Q00") or by code and text ("Q00. Tekst")."""
    codes, names = [], []
    for cell in rows[0]:
        match = _LIME_HEADER.fullmatch(cell)
        codes.append(match[1] if match else cell)
        names.append(_one_line(match[2] if match else cell))
    lower = [code.lower() for code in codes]
    if "submitdate" not in lower or not all(_LIME_CODE.fullmatch(code) for code in codes):
        return None
    settled = {place: _LIMESURVEY[code] for place, code in enumerate(lower) if code in _LIMESURVEY}
    for place, code in enumerate(lower):
        if code.endswith(("[other]", "[comment]", "comment]")):
            settled[place] = (Use.OPEN, Note("a text field of {program}", program="LimeSurvey"))
    label = lower.index("id") if "id" in lower else None
    return _Head("LimeSurvey", codes, names, 1, settled, label, lower.index("submitdate"))


def _one_line(text: str) -> str:
    """A header without line breaks and without the HTML that some programs leave in it."""
    return " ".join(re.sub(r"</?[a-zA-Z][^<>]{0,200}>", " ", text).split())


def _settle_by_place(head: _Head, values: list[list[str]]) -> None:
    """Settle the first columns of Microsoft and Google Forms, whatever their header says."""
    if head.program:
        return
    if len(values) > 5 and _is_microsoft_forms(values):
        head.program, head.label = "Microsoft Forms", 0
        head.settled.update(
            {
                0: (Use.IGNORED, _ROW_NUMBER),
                1: (Use.IGNORED, _MOMENT),
                2: (Use.IGNORED, _MOMENT),
                3: (Use.PERSONAL, _MAIL),
                4: (Use.PERSONAL, _NAME),
            }
        )
        if _share(values[5], _is_time) == 1:
            head.settled[5] = (Use.IGNORED, _MOMENT)
    elif len(values) > 1 and all(values[0]) and _share(values[0], _is_time) == 1:
        head.program = "Google Forms"
        head.settled[0] = (Use.IGNORED, _MOMENT)


def _is_microsoft_forms(values: list[list[str]]) -> bool:
    """Numbers that go up, two times of which the second is later, then e-mail and name."""
    numbers, begun, ended, mail, _ = values[:5]
    counted = all(number.isdigit() for number in numbers) and len(set(numbers)) == len(numbers)
    timed = _share(begun, _is_time) == 1 and _share(ended, _is_time) == 1
    named = all("@" in cell or len(cell.split()) <= 1 for cell in mail)
    return counted and timed and named


# -- columns by shape -----------------------------------------------------------------

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


def _column(place: int, head: _Head, values: list[str]) -> Column:
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
    for pattern, what in ((_EMAIL, _MAIL), (_IP, _IP_ADDRESS), (_POSTCODE, Note("postcode"))):
        if _share(filled, pattern.fullmatch) > 0.8:
            return Use.PERSONAL, what
    if name.casefold().replace(" ", "").rstrip(":?") in _PERSONAL_NAMES:
        return Use.PERSONAL, Note("its name")
    if _share(filled, _TELEPHONE.fullmatch) > 0.8:
        return Use.PERSONAL, Note("telephone")
    if _share(filled, _POSITION.fullmatch) == 1 and len(filled) > 1:
        return Use.PERSONAL, _WHERE
    if _share(filled, _is_time) == 1:
        return Use.IGNORED, _MOMENT
    distinct = set(filled)
    if len(filled) > 4 and len(distinct) == len(filled) and _is_count(filled):
        return Use.IGNORED, _ROW_NUMBER
    if _share(filled, _is_short_value) > 0.9:
        return Use.CLOSED, Note("numbers or dates")
    if (
        len(filled) > 4
        and len(distinct) == len(filled)
        and _share(filled, _ROW_CODE.fullmatch) == 1
    ):
        return Use.IGNORED, _ROW_NUMBER
    return _open_or_closed(filled, distinct)


def _open_or_closed(filled: list[str], distinct: set[str]) -> tuple[Use, Note]:
    """Tell written answers from chosen ones: chosen answers come back, written ones do not."""
    choices = {part.strip() for value in distinct for part in value.split(";") if part.strip()}
    words = sum(len(value.split()) for value in distinct) / len(distinct)
    if len(filled) < 5:
        written = words >= 2 or any(value[-1] in ".!?" for value in filled)
        return (Use.OPEN, Note("words")) if written else (Use.CLOSED, _ONE_WORD)
    if len(choices) * 2 <= len(filled) and (len(choices) <= 30 or words < 4):
        return Use.CLOSED, Note("{count} answers that come back", count=len(choices))
    if words < 1.5 and len(distinct) <= 60:
        return Use.CLOSED, _ONE_WORD
    return Use.OPEN, Note(
        "answers: {count}, of {words} words on average", count=len(distinct), words=f"{words:.0f}"
    )


def _is_time(value: str) -> bool:
    return _TIME.fullmatch(value) is not None


def _is_short_value(value: str) -> bool:
    return _NUMBER.fullmatch(value) is not None or _DATE.fullmatch(value) is not None


def _is_count(filled: list[str]) -> bool:
    numbers = [int(value) for value in filled if value.isdigit() and len(value) < 19]
    return len(numbers) == len(filled) and numbers == sorted(numbers)


def _share(values: Sequence[str], is_so: Callable[[str], object]) -> float:
    """The share of the values for which this holds."""
    return sum(bool(is_so(value)) for value in values) / len(values) if values else 0.0


def _settle_by_name(head: _Head, values: list[list[str]]) -> None:
    """Settle columns whose header is nothing but "nr", "wijk" or "groep", where it fits."""
    for place, name in enumerate(head.names):
        if place in head.settled:
            continue
        header, filled = name.casefold().rstrip(":?"), [value for value in values[place] if value]
        if head.label is None and _PERSON_NAME.fullmatch(header) and _are_codes(values[place]):
            head.settled[place], head.label = (Use.IGNORED, _PERSON), place
        for pattern, reason in ((_GROUP_NAME, _GROUP), (_AREA_NAME, _AREA)):
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


def _because(columns: Sequence[Column], reason: Note) -> int | None:
    """The place of the column that is used for this reason, None without one."""
    return next((column.place for column in columns if column.reason is reason), None)


def letter(place: int) -> str:
    """The letters of a column in a spreadsheet: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


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
