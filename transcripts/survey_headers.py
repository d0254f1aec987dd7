"""The header rows of the survey programs, and the columns that each of them adds.

A program is known by what stands where, never by the words alone: these are in any language.
"""

from __future__ import annotations

import re

from .. import RodedraadError
from .model import Note
from .survey_columns import (
    IP_ADDRESS,
    MAIL,
    MOMENT,
    NAME,
    OF_PROGRAM,
    REFERENCE,
    ROW_NUMBER,
    WHERE,
    Head,
    Use,
    is_time,
    share,
)

_FILLERS = frozenset({"response", "open-ended response", "open-ended-response", "antwoord"})
_QUALTRICS = {
    "startDate": (Use.IGNORED, MOMENT),
    "endDate": (Use.IGNORED, MOMENT),
    "status": (Use.IGNORED, OF_PROGRAM),
    "ipAddress": (Use.PERSONAL, IP_ADDRESS),
    "progress": (Use.IGNORED, OF_PROGRAM),
    "duration": (Use.IGNORED, MOMENT),
    "finished": (Use.IGNORED, OF_PROGRAM),
    "recordedDate": (Use.IGNORED, MOMENT),
    "_recordId": (Use.IGNORED, ROW_NUMBER),
    "recipientLastName": (Use.PERSONAL, NAME),
    "recipientFirstName": (Use.PERSONAL, NAME),
    "recipientEmail": (Use.PERSONAL, MAIL),
    "externalDataReference": (Use.PERSONAL, REFERENCE),
    "locationLatitude": (Use.PERSONAL, WHERE),
    "locationLongitude": (Use.PERSONAL, WHERE),
    "distributionChannel": (Use.IGNORED, OF_PROGRAM),
    "userLanguage": (Use.IGNORED, OF_PROGRAM),
}
_QUALTRICS_OLD = {
    "ResponseID": (Use.IGNORED, ROW_NUMBER),
    "ResponseSet": (Use.IGNORED, OF_PROGRAM),
    "Name": (Use.PERSONAL, NAME),
    "ExternalDataReference": (Use.PERSONAL, REFERENCE),
    "EmailAddress": (Use.PERSONAL, MAIL),
    "IPAddress": (Use.PERSONAL, IP_ADDRESS),
    "Status": (Use.IGNORED, OF_PROGRAM),
    "StartDate": (Use.IGNORED, MOMENT),
    "EndDate": (Use.IGNORED, MOMENT),
    "Finished": (Use.IGNORED, OF_PROGRAM),
    "LocationLatitude": (Use.PERSONAL, WHERE),
    "LocationLongitude": (Use.PERSONAL, WHERE),
    "LocationAccuracy": (Use.PERSONAL, WHERE),
}
_LIMESURVEY = {
    "id": (Use.IGNORED, ROW_NUMBER),
    "submitdate": (Use.IGNORED, MOMENT),
    "lastpage": (Use.IGNORED, OF_PROGRAM),
    "startlanguage": (Use.IGNORED, OF_PROGRAM),
    "seed": (Use.IGNORED, OF_PROGRAM),
    "token": (Use.PERSONAL, REFERENCE),
    "startdate": (Use.IGNORED, MOMENT),
    "datestamp": (Use.IGNORED, MOMENT),
    "ipaddr": (Use.PERSONAL, IP_ADDRESS),
    "refurl": (Use.IGNORED, OF_PROGRAM),
}
_IMPORT_ID = re.compile(r'\{"ImportId":"([^"]*)"')
_LIME_HEADER = re.compile(r"([A-Za-z]\w*(?:\[[^\]]*\])*)\.\s+(\S.*)", re.DOTALL)
_LIME_CODE = re.compile(r"[A-Za-z]\w*(?:\[[^\]]*\])*")


def read_head(rows: list[list[str]], name: str) -> Head:
    """Find out which program made the table, and how many rows its header takes."""
    for recognise in (_qualtrics, _qualtrics_old, _surveymonkey, _limesurvey):
        head = recognise(rows)
        if head:
            return head
    names = [_one_line(cell) for cell in rows[0]]
    if len([cell for cell in names if cell]) < 1:
        raise RodedraadError("{file}:1: there is no header with questions.", file=name)
    return Head("", [""] * len(names), names, 1, {})


def _qualtrics(rows: list[list[str]]) -> Head | None:
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
    head = Head("Qualtrics", rows[0], [_one_line(cell) for cell in rows[1]], 3, settled)
    head.label = names.index("_recordId") if "_recordId" in names else None
    head.finished = names.index("finished") if "finished" in names else None
    return head


def _qualtrics_old(rows: list[list[str]]) -> Head | None:
    """Two header rows: V1, V2, … and the names of these below."""
    if len(rows) < 2 or rows[0][0] != "V1" or rows[1][0] != "ResponseID":
        return None
    settled = {place: _QUALTRICS_OLD[n] for place, n in enumerate(rows[1]) if n in _QUALTRICS_OLD}
    head = Head("Qualtrics", rows[0], [_one_line(cell) for cell in rows[1]], 2, settled, 0)
    head.finished = rows[1].index("Finished") if "Finished" in rows[1] else None
    return head


def _surveymonkey(rows: list[list[str]]) -> Head | None:
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
        *((Use.IGNORED, ROW_NUMBER), (Use.IGNORED, OF_PROGRAM)),
        *((Use.IGNORED, MOMENT), (Use.IGNORED, MOMENT)),
        *((Use.PERSONAL, IP_ADDRESS), (Use.PERSONAL, MAIL)),
        *((Use.PERSONAL, NAME), (Use.PERSONAL, NAME), (Use.PERSONAL, Note("data on the person"))),
    )
    return Head("SurveyMonkey", [""] * len(names), names, 2, dict(enumerate(own)), 0)


def _limesurvey(rows: list[list[str]]) -> Head | None:
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
    return Head("LimeSurvey", codes, names, 1, settled, label, lower.index("submitdate"))


def _one_line(text: str) -> str:
    """A header without line breaks and without the HTML that some programs leave in it."""
    return " ".join(re.sub(r"</?[a-zA-Z][^<>]{0,200}>", " ", text).split())


def settle_by_place(head: Head, values: list[list[str]]) -> None:
    """Settle the first columns of Microsoft and Google Forms, whatever their header says."""
    if head.program:
        return
    if len(values) > 5 and _is_microsoft_forms(values):
        head.program, head.label = "Microsoft Forms", 0
        head.settled.update(
            {
                0: (Use.IGNORED, ROW_NUMBER),
                1: (Use.IGNORED, MOMENT),
                2: (Use.IGNORED, MOMENT),
                3: (Use.PERSONAL, MAIL),
                4: (Use.PERSONAL, NAME),
            }
        )
        if share(values[5], is_time) == 1:
            head.settled[5] = (Use.IGNORED, MOMENT)
    elif len(values) > 1 and all(values[0]) and share(values[0], is_time) == 1:
        head.program = "Google Forms"
        head.settled[0] = (Use.IGNORED, MOMENT)


def _is_microsoft_forms(values: list[list[str]]) -> bool:
    """Numbers that go up, two times of which the second is later, then e-mail and name."""
    numbers, begun, ended, mail, _ = values[:5]
    counted = all(number.isdigit() for number in numbers) and len(set(numbers)) == len(numbers)
    timed = share(begun, is_time) == 1 and share(ended, is_time) == 1
    named = all("@" in cell or len(cell.split()) <= 1 for cell in mail)
    return counted and timed and named
