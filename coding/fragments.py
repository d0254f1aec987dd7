"""Fragments: who coded which span with which code, in which stance."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from .. import RodedraadError
from .naming import code_named
from .project import Project, new_uuid, now

STANCES = {
    "positive": "positive",
    "negative": "negative",
    "mixed": "mixed",
    "neutral": "neutral",
    "positief": "positive",
    "negatief": "negative",
    "gemengd": "mixed",
    "neutraal": "neutral",
}
# The letters of a citation: none that reads like another (0/o, 1/l/i).
CITATION_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


@dataclass(frozen=True)
class Span:
    """A piece of one version of a transcript. Offsets in code points, end exclusive."""

    version_id: int
    turn_id: int
    start: int
    end: int
    quote: str


def stance_named(name: str | None) -> str | None:
    """Give the English name of a stance, from its English or Dutch one; None stays None.

    Raises RodedraadError for a word that is no stance.
    """
    if not name:
        return None
    if name.lower() not in STANCES:
        raise RodedraadError(
            "{name} is no stance. Choose from: {stances}.", name=name, stances=", ".join(STANCES)
        )
    return STANCES[name.lower()]


def current_version(connection: sqlite3.Connection, transcript_id: int) -> int:
    """Give the id of the version of a transcript that is coded now."""
    row = connection.execute(
        "SELECT transcript_version.id FROM transcript_version JOIN transcript "
        "ON transcript.id = transcript_id AND transcript.version = number "
        "WHERE transcript_id = ?",
        [transcript_id],
    ).fetchone()
    return int(row[0])


def version_numbered(connection: sqlite3.Connection, transcript_id: int, number: int | None) -> int:
    """Give the id of a version of a transcript by its number, the current one for None.

    Raises RodedraadError when there is no such version.
    """
    if number is None:
        return current_version(connection, transcript_id)
    row = connection.execute(
        "SELECT id FROM transcript_version WHERE transcript_id = ? AND number = ?",
        [transcript_id, number],
    ).fetchone()
    if row is None:
        last = connection.execute(
            "SELECT version FROM transcript WHERE id = ?", [transcript_id]
        ).fetchone()[0]
        raise RodedraadError(
            "There is no version {number} of this transcript: the newest is {last}.",
            number=number,
            last=last,
        )
    return int(row[0])


def version_text(connection: sqlite3.Connection, version_id: int) -> str:
    """Put the whole text of a version together from its turns."""
    turns = connection.execute(
        "SELECT before, text FROM turn WHERE version_id = ? ORDER BY number", [version_id]
    ).fetchall()
    tail = connection.execute(
        "SELECT tail FROM transcript_version WHERE id = ?", [version_id]
    ).fetchone()
    return "".join(before + text for before, text in turns) + str(tail[0])


def span_at(connection: sqlite3.Connection, transcript_id: int, start: int, end: int) -> Span:
    """Take the span [start, end) of a transcript's current version.

    Blank space around it is left out. Raises RodedraadError when the span lies outside the
    text, is empty, or holds no word of a respondent.
    """
    version_id = current_version(connection, transcript_id)
    text = version_text(connection, version_id)
    if not 0 <= start < end <= len(text):
        raise RodedraadError(
            "The span {start}:{end} lies outside the text, which has {length} characters.",
            start=start,
            end=end,
            length=len(text),
        )
    quote = text[start:end]
    start += len(quote) - len(quote.lstrip())
    quote = quote.strip()
    end = start + len(quote)  # a blank span is empty now, and so lies in no turn
    row = connection.execute(
        "SELECT turn.id FROM turn JOIN speaker ON speaker.id = turn.speaker_id "
        "WHERE version_id = ? AND start < ? AND end > ? AND ? < ? AND role = 'respondent' "
        "ORDER BY number LIMIT 1",
        [version_id, end, start, start, end],
    ).fetchone()
    if row is None:
        raise RodedraadError(
            "The span {start}:{end} holds no word of a respondent; only these are coded.",
            start=start,
            end=end,
        )
    return Span(version_id, int(row[0]), start, end, quote)


def span_of_turn(connection: sqlite3.Connection, transcript_id: int, number: int) -> Span:
    """Take the whole turn with this number.

    Raises RodedraadError when there is none, and when no respondent speaks in it.
    """
    version_id = current_version(connection, transcript_id)
    row = connection.execute(
        "SELECT start, end, role, label FROM turn JOIN speaker ON speaker.id = turn.speaker_id "
        "WHERE version_id = ? AND number = ?",
        [version_id, number],
    ).fetchone()
    if row is None:
        last = connection.execute(
            "SELECT coalesce(max(number), 0) FROM turn WHERE version_id = ?", [version_id]
        ).fetchone()[0]
        raise RodedraadError(
            "There is no turn {number}; the last one is {last}.", number=number, last=last
        )
    if row[2] != "respondent":
        raise RodedraadError(
            "Turn {number} is of {speaker}, and only words of respondents are coded.",
            number=number,
            speaker=row[3] or "–",
        )
    return span_at(connection, transcript_id, int(row[0]), int(row[1]))


def span_of_quote(connection: sqlite3.Connection, transcript_id: int, quote: str) -> Span:
    """Find the one place where these words stand.

    Raises RodedraadError when they stand nowhere, or in several places.
    """
    text = version_text(connection, current_version(connection, transcript_id))
    start = text.find(quote)
    if start < 0 or not quote.strip():
        raise RodedraadError(
            "These words are not in the transcript: “{quote}”.\n"
            "Copy them exactly, with capitals and punctuation.",
            quote=quote,
        )
    if text.find(quote, start + 1) >= 0:
        raise RodedraadError(
            "These words stand in several places: “{quote}”.\n"
            "Give more of the sentence, or --turn N or --span A:B.",
            quote=quote,
        )
    return span_at(connection, transcript_id, start, start + len(quote))


def find_span(
    connection: sqlite3.Connection,
    transcript_id: int,
    turn: int | None,
    span: str | None,
    quote: str | None,
) -> Span:
    """Find the one span that is meant: a turn's number, "start:end", or the words themselves.

    Raises RodedraadError when it is not in the transcript.
    """
    if turn is not None:
        return span_of_turn(connection, transcript_id, turn)
    if quote is not None:
        return span_of_quote(connection, transcript_id, quote)
    start, colon, end = (span or "").partition(":")
    if not (colon and start.isdecimal() and end.isdecimal()):
        raise RodedraadError(
            "A span is two numbers, where it begins and where it ends: 120:184, not {span}.",
            span=span,
        )
    return span_at(connection, transcript_id, int(start), int(end))


def code_span(
    project: Project,
    transcript: str,
    span: Span,
    codes: Sequence[str],
    stance: str | None,
    memo: str | None,
) -> list[dict[str, Any]]:
    """Give a span its codes as one change; list the fragments, and whether each is `new`.

    `transcript` is its slug, for the log. Raises RodedraadError for a code or stance that
    there is not; then nothing is coded.
    """
    stance = stance_named(stance)
    found = [code_named(project.connection, code) for code in codes]
    with project.transaction("code", transcript):
        rows = []
        for code_id, path in found:
            identity, new = add_fragment(project, span, code_id, "manual", stance)
            uuid, citation, turn = project.connection.execute(
                "SELECT fragment.uuid, citation, number FROM fragment "
                "JOIN turn ON turn.id = turn_id WHERE fragment.id = ?",
                [identity],
            ).fetchone()
            if memo:
                add_memo(project, "fragment", uuid, memo)
            rows.append(
                {
                    "fragment": uuid,
                    "citation": citation,
                    "transcript": transcript,
                    "turn": turn,
                    "code": path,
                    "stance": stance,
                    "start": span.start,
                    "end": span.end,
                    "quote": span.quote,
                    "new": new,
                }
            )
    return rows


def coders_of(connection: sqlite3.Connection, fragments: Sequence[int]) -> set[str]:
    """Name the coders of some fragments."""
    rows = connection.execute(
        "SELECT DISTINCT coder FROM fragment WHERE id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(fragments))],
    ).fetchall()
    return {str(row[0]) for row in rows}


def add_fragment(
    project: Project,
    span: Span,
    code_id: int,
    origin: str,
    stance: str | None = None,
    uuid: str | None = None,
) -> tuple[int, bool]:
    """Code a span, inside an open transaction; give (fragment id, whether it is new).

    The same span, code and coder is one fragment: then only the stance is brought up to date.
    A new one gets this `uuid`, or one of its own.
    """
    row = project.connection.execute(
        "SELECT id, stance FROM fragment WHERE version_id = ? AND start = ? AND end = ? "
        "AND code_id = ? AND coder = ?",
        [span.version_id, span.start, span.end, code_id, project.coder],
    ).fetchone()
    if row:
        if stance and stance != row[1]:
            project.database.table("fragment").update(row[0], {"stance": stance})
        return int(row[0]), False
    code_version = project.connection.execute(
        "SELECT version FROM code WHERE id = ?", [code_id]
    ).fetchone()[0]
    identity = uuid or new_uuid()
    fragment_id = project.insert(
        "fragment",
        {
            "uuid": identity,
            "citation": new_citation(project.connection, identity),
            "version_id": span.version_id,
            "turn_id": span.turn_id,
            "start": span.start,
            "end": span.end,
            "quote": span.quote,
            "code_id": code_id,
            "code_version": code_version,
            "coder": project.coder,
            "origin": origin,
            "stance": stance,
            "at": now(),
        },
    )
    return fragment_id, True


def new_citation(
    connection: sqlite3.Connection, identity: str, waiting: Collection[str] = ()
) -> str:
    """Make the short code of a fragment from its UUID: four letters, more when taken.

    `waiting` are the codes of fragments that are not stored yet.
    """
    number = int(identity.replace("-", ""), 16)
    letters = ""
    while True:
        number, index = divmod(number, len(CITATION_LETTERS))
        letters += CITATION_LETTERS[index]
        citation = f"f-{letters}"
        if (
            len(letters) >= 4
            and citation not in waiting
            and not connection.execute(
                "SELECT 1 FROM fragment WHERE citation = ?", [citation]
            ).fetchone()
        ):
            return citation


def remove_fragment(project: Project, fragment_id: int) -> None:
    """Remove a fragment with its memos, inside an open transaction; `undo` brings it back."""
    project.connection.execute(
        "DELETE FROM memo WHERE target = 'fragment' "
        "AND target_uuid = (SELECT uuid FROM fragment WHERE id = ?)",
        [fragment_id],
    )
    project.database.table("fragment").delete(fragment_id)


def recode_fragment(
    project: Project, fragment_id: int, code_id: int | None, stance: str | None
) -> None:
    """Give a fragment another code or stance, inside an open transaction.

    Raises RodedraadError when this coder has that code on the same span already.
    """
    connection = project.connection
    changed: dict[str, object] = {}
    if stance:
        changed["stance"] = stance
    if code_id is not None:
        twin = connection.execute(
            "SELECT twin.citation FROM fragment JOIN fragment AS twin USING "
            "(version_id, start, end, coder) "
            "WHERE fragment.id = ? AND twin.id <> fragment.id AND twin.code_id = ?",
            [fragment_id, code_id],
        ).fetchone()
        if twin:
            raise RodedraadError(
                "That span has this code already, as {citation}.\n"
                "Remove the one that is too many: rodedraad uncode {citation}",
                citation=twin[0],
            )
        version = connection.execute("SELECT version FROM code WHERE id = ?", [code_id]).fetchone()
        changed |= {"code_id": code_id, "code_version": version[0]}
    if changed:
        project.database.table("fragment").update(fragment_id, changed)


def add_memo(
    project: Project,
    target: str,
    target_uuid: str,
    text: str,
    turn: int | None = None,
    code_uuid: str | None = None,
) -> int:
    """Write a memo on something, inside an open transaction; give its id.

    `target` is project, transcript, turn, fragment, code, respondent or cell (a respondent
    × a code, the latter in `code_uuid`).
    """
    return project.insert(
        "memo",
        {
            "uuid": new_uuid(),
            "target": target,
            "target_uuid": target_uuid,
            "turn": turn,
            "code_uuid": code_uuid,
            "coder": project.coder,
            "text": text,
            "at": now(),
        },
    )


def mark_coded(project: Project, transcript_id: int, coded: bool) -> None:
    """Note that this coder finished a transcript, or not after all, in an open transaction.

    Only what is marked coded counts in the n of a share.
    """
    known = project.connection.execute(
        "SELECT id FROM coded_by WHERE transcript_id = ? AND coder = ?",
        [transcript_id, project.coder],
    ).fetchone()
    if coded and not known:
        project.database.table("coded_by").insert(
            {"uuid": new_uuid(), "transcript_id": transcript_id, "coder": project.coder}
        )
        from .querying.typicality import store_typicality

        # Now, and not when somebody asks for a typical quote in a meeting.
        store_typicality(project)
    elif known and not coded:
        project.database.table("coded_by").delete(known[0])
