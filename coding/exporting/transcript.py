"""A transcript as a Word document, with the codes as comments in the margin."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from ..naming import transcript_named
from ..project import read_setting
from . import words
from .disclosure import Guard, material_of, why_withheld
from .words import Translate
from .wordstyles import describe, open_document
from .wordxml import saved, writable

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.run import Run

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)  # when a coding was made stays with the team


@dataclass(frozen=True)
class Turn:
    """What one speaker says; `start` is its place in the transcript (code points).

    `group`, `consent` and `approval` tell what may leave the team of a respondent's words,
    which are `literal` unless they are those of a report.
    """

    start: int
    text: str
    speaker: str
    role: str
    group: str | None
    consent: str
    approval: str
    kind: str

    @property
    def end(self) -> int:
        """Where it ends, exclusive."""
        return self.start + len(self.text)

    @property
    def literal(self) -> bool:
        """Whether these are somebody's own words."""
        return self.kind != "report"


@dataclass(frozen=True)
class Coding:
    """A code on [start, end) (code points), with what the margin says of it."""

    start: int
    end: int
    code: str
    stance: str | None
    citation: str
    coder: str
    at: str
    memo: str


@dataclass(frozen=True)
class Talk:
    """A transcript with its codings, in the order of the text."""

    title: str
    kind: str
    date: str
    language: str
    turns: tuple[Turn, ...]
    codings: tuple[Coding, ...]


def read_talk(connection: sqlite3.Connection, name: str) -> Talk:
    """Read a transcript with all its codings. Raises RodedraadError when there is none."""
    number, _slug = transcript_named(connection, name)
    head = connection.execute(
        "SELECT title, kind, coalesce(date, '') FROM transcript WHERE id = ?", [number]
    ).fetchone()
    version = """(SELECT transcript_version.id FROM transcript_version JOIN transcript
        ON transcript.id = transcript_id AND version = number WHERE transcript_id = ?)"""
    turns = connection.execute(
        f"""
SELECT start, text, speaker.label, role, group_name, coalesce(consent, 'unknown'), approval, kind
FROM turn JOIN speaker ON speaker.id = speaker_id
JOIN transcript ON transcript.id = speaker.transcript_id
LEFT JOIN participation ON participation.id = participation_id
LEFT JOIN respondent ON respondent.id = respondent_id
WHERE version_id = {version} ORDER BY turn.number""",
        [number],
    ).fetchall()
    codings = connection.execute(
        f"""
SELECT start, end, code.name, stance, citation, coder, at, coalesce((
    SELECT group_concat(text, char(10)) FROM (SELECT text FROM memo
        WHERE target = 'fragment' AND target_uuid = fragment.uuid ORDER BY at, id)), '')
FROM fragment JOIN code ON code.id = code_id
WHERE version_id = {version} ORDER BY start, end, code.path, coder""",
        [number],
    ).fetchall()
    title, kind, date = head
    return Talk(
        title,
        kind,
        date,
        read_setting(connection, "language"),
        tuple(Turn(*row) for row in turns),
        tuple(Coding(*row) for row in codings),
    )


def talk_outside(talk: Talk, guard: Guard, _: Translate) -> tuple[Talk, int]:
    """Give a transcript as an audience other than the team may have it, and the turns hidden.

    Who speaks is called by their group at most. A coding in a turn of which the text changed
    goes over the whole turn; that of a hidden turn, of a coder, or a memo is left out.
    """
    turns: list[Turn] = []
    codings: list[Coding] = []
    hidden, start = 0, 0
    for turn in talk.turns:
        allowed = turn.role == "interviewer" or not why_withheld(turn, guard.audience)
        text = guard.without_names(turn.text) if allowed else _("[not shown]")
        outside = replace(turn, start=start, text=text, speaker=speaker_outside(turn, guard, _))
        hidden += not allowed
        turns.append(outside)
        codings += [
            coding_outside(coding, turn, outside)
            for coding in talk.codings
            if allowed and turn.start <= coding.start < turn.end
        ]
        start = outside.end + 1
    title = words.kind_in_words(talk.kind, _).capitalize()
    return Talk(title, talk.kind, "", talk.language, tuple(turns), tuple(codings)), hidden


def speaker_outside(turn: Turn, guard: Guard, _: Translate) -> str:
    """Name a speaker by their role, or by their group where enough persons speak for it."""
    if turn.role == "interviewer":
        return _("Interviewer")
    return guard.labels.get((material_of(turn.kind), turn.group)) or _("respondent")


def coding_outside(coding: Coding, turn: Turn, outside: Turn) -> Coding:
    """Give a coding its place in a turn as it is now."""
    moved = outside.start - turn.start
    start, end = coding.start + moved, min(coding.end, turn.end) + moved
    if outside.text != turn.text:
        start, end = outside.start, outside.end
    return replace(coding, start=start, end=end, coder="", at="", memo="")


def write_talk(talk: Talk, _: Translate) -> bytes:
    """Write a transcript with its codings in the margin."""
    document = open_document(None, talk.language)
    document.add_paragraph(writable(talk.title), "Title")
    about = ", ".join(part for part in (words.kind_in_words(talk.kind, _), talk.date) if part)
    if about != talk.title.lower():
        document.add_paragraph(about, "Subtitle")
    borders = {place for coding in talk.codings for place in (coding.start, coding.end)}
    starts: dict[int, Run] = {}
    ends: dict[int, Run] = {}
    for turn in talk.turns:
        line = document.add_paragraph(style="Turn")
        line.add_run(f"{writable(turn.speaker)}  ").bold = True
        for start, end in pieces_of(turn, borders):
            run = line.add_run(writable(turn.text[start - turn.start : end - turn.start]))
            run.italic = turn.role == "interviewer"
            starts[start] = ends[end] = run
    for coding in talk.codings:
        add_comment(document, coding, starts, ends, _)
    describe(document, talk.title, talk.language, talk.date[:4])
    return saved(document)


def pieces_of(turn: Turn, borders: Collection[int]) -> Iterator[tuple[int, int]]:
    """Cut [start, end) of a turn where a coding begins or ends."""
    inside = sorted(place for place in borders if turn.start < place < turn.end)
    yield from pairwise([turn.start, *inside, turn.end])


def add_comment(
    document: Document,
    coding: Coding,
    starts: Mapping[int, Run],
    ends: Mapping[int, Run],
    _: Translate,
) -> None:
    """Put a coding in the margin, dated when it was made.

    One that begins or ends between turns is put at the nearest words within it.
    """
    first = starts[min(place for place in starts if place >= coding.start)]
    last = ends[max(place for place in ends if place <= coding.end)]
    parts = [coding.code, words.stance_in_words(coding.stance, _), coding.citation]
    text = " · ".join(part for part in parts if part)
    if coding.memo:
        text += f"\n{coding.memo}"
    comment = document.add_comment([first, last], writable(text), writable(coding.coder), "")
    comment._comment_elm.date = datetime.fromisoformat(coding.at) if coding.at else UNDATED
