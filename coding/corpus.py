"""The transcripts that a project holds: listed, shown, changed and removed."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .. import RodedraadError
from ..transcripts.metadata import to_date, to_kind
from .fragments import version_numbered
from .groups import spelling_of
from .importing import wave_id
from .project import Project
from .respondents import remove_unheard, respondent_named_or_new, set_participation

LIST_KEYS = (
    "transcript",
    "title",
    "kind",
    "date",
    "wave",
    "respondents",
    "groups",
    "areas",
    "turns",
    "words",
    "fragments",
    "coded_share",
    "format",
    "sha256",
    "number",
    "approval",
    "coded_by",
)
TURN_KEYS = (
    "turn",
    "speaker",
    "respondent",
    "group",
    "speaker_role",
    "time",
    "start",
    "end",
    "text",
    "question",
)
APPROVALS = ("draft", "sent", "approved")


def list_transcripts(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """List every transcript by its slug, one dictionary with `LIST_KEYS` each.

    `turns` and `words` are of all speakers; `coded_share` (0 to 1) is the share of the
    respondents' characters that stand in a fragment of anybody, null without respondents.
    """
    rows = connection.execute(
        """
        SELECT transcript.id, version.id, slug, title, kind, date, wave.name, approval, format,
            sha256, (SELECT count(*) FROM fragment WHERE version_id = version.id)
        FROM transcript
        JOIN transcript_version AS version
            ON version.transcript_id = transcript.id AND version.number = transcript.version
        LEFT JOIN wave ON wave.id = wave_id
        ORDER BY slug
        """
    ).fetchall()
    counts = turns_and_words(connection)
    shares = coded_shares(connection)
    people = people_by_transcript(connection)
    coders = coders_by_transcript(connection)
    return [
        {
            "transcript": row[2],
            "title": row[3],
            "kind": row[4],
            "date": row[5],
            "wave": row[6],
            **people[row[0]],
            "turns": counts.get(row[1], (0, 0))[0],
            "words": counts.get(row[1], (0, 0))[1],
            "fragments": row[10],
            "coded_share": shares.get(row[1]),
            "format": row[8],
            "sha256": row[9],
            "number": row[0],
            "approval": row[7],
            "coded_by": coders[row[0]],
        }
        for row in rows
    ]


def turns_and_words(connection: sqlite3.Connection) -> dict[int, tuple[int, int]]:
    """Count the turns and words of each version of a transcript."""
    rows = connection.execute(
        "SELECT version_id, count(*), sum(words) FROM turn GROUP BY version_id"
    ).fetchall()
    return {int(row[0]): (int(row[1]), int(row[2])) for row in rows}


def people_by_transcript(connection: sqlite3.Connection) -> dict[int, dict[str, list[str]]]:
    """List for each transcript the labels of its respondents, their groups and areas."""
    people: dict[int, dict[str, list[str]]] = defaultdict(
        lambda: {"respondents": [], "groups": [], "areas": []}
    )
    rows = connection.execute(
        "SELECT transcript_id, label, group_name, area FROM participation "
        "JOIN respondent ON respondent.id = respondent_id "
        "LEFT JOIN participation_area ON participation_id = participation.id "
        "ORDER BY label, area"
    ).fetchall()
    for transcript, *values in rows:
        for known, value in zip(people[transcript].values(), values, strict=True):
            if value and value not in known:
                known.append(value)
    return people


def coders_by_transcript(connection: sqlite3.Connection) -> dict[int, list[str]]:
    """List for each transcript the coders who marked it as coded."""
    coders: dict[int, list[str]] = defaultdict(list)
    for transcript, coder in connection.execute(
        "SELECT transcript_id, coder FROM coded_by ORDER BY coder"
    ).fetchall():
        coders[transcript].append(coder)
    return coders


def coded_shares(connection: sqlite3.Connection) -> dict[int, float]:
    """Give for each version the share of the respondents' characters that is coded."""
    turns: dict[int, list[tuple[int, int]]] = defaultdict(list)
    fragments: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for version, start, end in connection.execute(
        "SELECT version_id, start, end FROM turn JOIN speaker ON speaker.id = speaker_id "
        "WHERE role = 'respondent' ORDER BY version_id, start"
    ).fetchall():
        turns[version].append((start, end))
    for version, start, end in connection.execute(
        "SELECT version_id, start, end FROM fragment ORDER BY version_id, start"
    ).fetchall():
        fragments[version].append((start, end))
    return {
        version: overlap(spans, union(fragments[version])) / sum(b - a for a, b in spans)
        for version, spans in turns.items()
    }


def union(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Take spans that overlap together; `spans` in order of their start."""
    together: list[tuple[int, int]] = []
    for start, end in spans:
        if together and start < together[-1][1]:
            together[-1] = together[-1][0], max(end, together[-1][1])
        else:
            together.append((start, end))
    return together


def overlap(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> int:
    """Count the characters that are in both of two lists of spans, each in order, apart."""
    total = first = second = 0
    while first < len(one) and second < len(other):
        (a, b), (c, d) = one[first], other[second]
        total += max(0, min(b, d) - max(a, c))
        if b < d:
            first += 1
        else:
            second += 1
    return total


def show_transcript(
    connection: sqlite3.Connection, transcript_id: int, version: int | None = None
) -> list[dict[str, Any]]:
    """List the turns of a transcript, one dictionary with `TURN_KEYS` each.

    `version` is the number of an older version of the text. `time` is in seconds from the
    start of the recording, or None; `question` is that of a survey. Raises RodedraadError for
    a version that is not there.
    """
    rows = connection.execute(
        """
        SELECT turn.number, speaker.label, respondent.label, group_name, role, time, start, end,
            text, question
        FROM turn
        JOIN speaker ON speaker.id = speaker_id
        LEFT JOIN participation ON participation.id = participation_id
        LEFT JOIN respondent ON respondent.id = respondent_id
        WHERE version_id = ?
        ORDER BY turn.number
        """,
        [version_numbered(connection, transcript_id, version)],
    ).fetchall()
    return [dict(zip(TURN_KEYS, row, strict=True)) for row in rows]


def set_transcript(project: Project, transcript_id: int, wanted: dict[str, str | None]) -> None:
    """Change title, kind, date, wave or approval, inside an open transaction.

    None leaves a value as it is; "" empties a date or a wave. Raises RodedraadError for a
    date or kind that is none.
    """
    columns: dict[str, Any] = {key: value for key, value in wanted.items() if value is not None}
    if "kind" in columns:
        columns["kind"] = str(to_kind(columns["kind"], "--kind"))
    if "date" in columns:
        columns["date"] = to_date(columns["date"], "--date") or None
    if "wave" in columns:
        columns["wave_id"] = wave_id(project, columns.pop("wave"))
    if columns:
        project.database.table("transcript").update(transcript_id, columns)


def set_people(
    project: Project,
    transcript_id: int,
    respondent: str | None,
    group: str | None,
    areas: tuple[str, ...],
) -> None:
    """Say who speaks in a transcript and for whom, inside an open transaction.

    `respondent` names the person behind the only respondent; `group` and `areas` hold for
    every respondent. Raises RodedraadError where that is not clear: several respondents, or
    respondents of several groups.
    """
    rows = project.connection.execute(
        "SELECT participation.id, label, group_name, respondent.id FROM participation "
        "JOIN respondent ON respondent.id = respondent_id WHERE transcript_id = ?",
        [transcript_id],
    ).fetchall()
    if (respondent and len(rows) != 1) or (group and len({row[2] for row in rows}) > 1):
        raise RodedraadError(
            "Whom do you mean? In this transcript speak: {respondents}.\n"
            "Say it of each: rodedraad respondent set RESPONDENT --transcript TRANSCRIPT …",
            respondents=", ".join(f"{row[1]} ({row[2] or '-'})" for row in rows) or "-",
        )
    spelling = spelling_of(project.connection)
    for participation, _label, _group, before in rows:
        columns: dict[str, Any] = {}
        if respondent:
            columns["respondent_id"] = respondent_named_or_new(project, respondent)
        set_participation(
            project,
            participation,
            columns,
            spelling.group(group or ""),
            spelling.areas_in(areas),
        )
        remove_unheard(project, int(before))


@dataclass(frozen=True)
class Contents:
    """What goes when a transcript is removed: numbers of rows, and whose fragments."""

    turns: int
    fragments: int
    memos: int
    coders: tuple[str, ...]


def what_goes(connection: sqlite3.Connection, transcript_id: int) -> Contents:
    """Count what goes when a transcript is removed, in all its versions."""

    def count(question: str) -> int:
        return int(connection.execute(question, {"id": transcript_id}).fetchone()[0])

    coders = connection.execute(
        "SELECT DISTINCT coder FROM fragment JOIN transcript_version "
        "ON transcript_version.id = version_id WHERE transcript_id = ? ORDER BY coder",
        [transcript_id],
    ).fetchall()
    return Contents(
        count(f"SELECT count(*) FROM turn WHERE version_id IN ({VERSIONS})"),
        count(f"SELECT count(*) FROM fragment WHERE version_id IN ({VERSIONS})"),
        count(f"SELECT count(*) FROM memo WHERE {ITS_MEMOS}"),
        tuple(str(row[0]) for row in coders),
    )


VERSIONS = "SELECT id FROM transcript_version WHERE transcript_id = :id"
ITS_MEMOS = f"""target_uuid IN (
    SELECT uuid FROM transcript WHERE id = :id
    UNION SELECT uuid FROM fragment WHERE version_id IN ({VERSIONS}))"""


def remove_transcript(project: Project, transcript_id: int) -> None:
    """Remove a transcript with all that hangs on it, inside an open transaction.

    A respondent who only spoke here and whom nobody named ("gesprek:R1") goes too.
    """
    connection = project.connection
    slug = connection.execute(
        "SELECT slug FROM transcript WHERE id = ?", [transcript_id]
    ).fetchone()[0]
    connection.execute(f"DELETE FROM memo WHERE {ITS_MEMOS}", {"id": transcript_id})
    connection.execute("DELETE FROM transcript WHERE id = ?", [transcript_id])
    connection.execute(
        "DELETE FROM respondent WHERE (label = ? OR substr(label, 1, ?) = ?) "
        "AND NOT EXISTS (SELECT 1 FROM participation WHERE respondent_id = respondent.id)",
        [slug, len(slug) + 1, f"{slug}:"],
    )
