"""What a project holds, what is left to code, and what to do next."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from datetime import date

from .project import read_setting
from .stale import stale_fragments
from .suggestions import open_suggestions


@dataclass(frozen=True)
class Status:
    """Numbers of rows of the project, and names of what asks for attention.

    `marked` counts the transcripts that somebody marked as coded, `uncoded` are those that this
    coder has not marked as coded, `begun` those of them in which there is a fragment of this
    coder. `no_group` are persons who speak somewhere without a stakeholder group; those of a
    survey are left out, for it need not have asked. `assigned` are the transcripts that were
    given to this coder, and `others` the other coders who were given some. `expired` are persons
    whose retention date has passed. `suggestions` is how many are open to this coder, and `stale`
    how many of their fragments were coded before the definition of the code changed.
    """

    codebook: str
    codes: int
    transcripts: int
    turns: int
    words: int
    respondents: int
    fragments: int
    marked: int
    coders: tuple[str, ...]
    suggestions: int
    stale: int
    uncoded: tuple[str, ...]
    assigned: tuple[str, ...]
    others: tuple[str, ...]
    begun: tuple[str, ...]
    no_group: tuple[str, ...]
    expired: tuple[str, ...]
    next_steps: tuple[str, ...]


def read_status(connection: sqlite3.Connection, coder: str) -> Status:
    """Count what the project holds and find what asks for attention, for this coder."""

    def count(question: str) -> int:
        return int(connection.execute(question, {"coder": coder}).fetchone()[0] or 0)

    def names(question: str) -> tuple[str, ...]:
        values = {"coder": coder, "today": date.today().isoformat()}
        return tuple(str(row[0]) for row in connection.execute(question, values).fetchall())

    found = Status(
        codebook=read_setting(connection, "codebook"),
        codes=count("SELECT count(*) FROM code"),
        transcripts=count("SELECT count(*) FROM transcript"),
        turns=count(f"SELECT count(*) FROM turn {CURRENT}"),
        words=count(f"SELECT sum(words) FROM turn {CURRENT}"),
        respondents=count("SELECT count(*) FROM respondent"),
        fragments=count(f"SELECT count(*) FROM fragment {CURRENT}"),
        marked=count("SELECT count(DISTINCT transcript_id) FROM coded_by"),
        coders=names("SELECT DISTINCT coder FROM fragment ORDER BY coder"),
        suggestions=len(open_suggestions(connection, coder)),
        stale=len(stale_fragments(connection, coder=coder)),
        uncoded=names(f"SELECT slug {UNCODED} ORDER BY slug"),
        assigned=names(f"SELECT slug {ASSIGNED} ORDER BY slug"),
        others=names("SELECT DISTINCT coder FROM assignment WHERE coder <> :coder ORDER BY coder"),
        begun=names(f"SELECT slug {UNCODED} AND {TOUCHED} ORDER BY slug"),
        no_group=names(
            "SELECT DISTINCT label FROM participation "
            "JOIN respondent ON respondent.id = respondent_id "
            "JOIN transcript ON transcript.id = transcript_id "
            "WHERE group_name IS NULL AND kind <> 'survey' ORDER BY label"
        ),
        expired=names("SELECT label FROM respondent WHERE retention_date < :today ORDER BY label"),
        next_steps=(),
    )
    return with_next_steps(found)


CURRENT = """JOIN transcript_version AS version ON version.id = version_id
    JOIN transcript ON transcript.id = version.transcript_id
    AND transcript.version = version.number"""
UNCODED = """FROM transcript WHERE NOT EXISTS (SELECT 1 FROM coded_by
    WHERE transcript_id = transcript.id AND coder = :coder)"""
ASSIGNED = """FROM transcript WHERE EXISTS (SELECT 1 FROM assignment
    WHERE transcript_id = transcript.id AND coder = :coder)"""
TOUCHED = """EXISTS (SELECT 1 FROM fragment JOIN transcript_version ON
    transcript_version.id = version_id WHERE transcript_id = transcript.id AND coder = :coder)"""


def with_next_steps(status: Status) -> Status:
    """Name the commands that come next, the most pressing first."""
    steps = []
    if status.expired:
        steps.append("forget")
    if not status.codes:
        steps.append("codebook")
    if not status.transcripts:
        return replace(status, next_steps=(*steps, "import"))
    if status.no_group:
        steps.append("group")
    if status.uncoded:
        steps.append("review" if status.suggestions else "suggest")
        steps += ["code", "coded"]
    if status.fragments:
        steps += ["query", "matrix"]
    return replace(status, next_steps=tuple(steps))
