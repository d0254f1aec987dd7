"""Suggestions in a project: proposed, shown, and decided upon.

A suggestion is counted nowhere until a coder accepts it. It is known by its place (version,
span) and its code; one that a coder decided about never comes back to that coder.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from .. import RodedraadError
from ..transcripts.model import SpeakerRole, Turn
from .backups import back_up
from .codes import read_codebook
from .fragments import Span, add_fragment, add_memo
from .naming import code_named, codes_below, transcript_named
from .project import Project, new_uuid, now
from .suggesting.model import Source, Suggestion, Thresholds

KEYS = (
    "suggestion",
    "transcript",
    "turn",
    "start",
    "end",
    "quote",
    "code",
    "score",
    "confidence",
    "reasons",
)


@dataclass(frozen=True)
class Choice:
    """What a coder decides about a suggestion, apart from yes or no.

    `code_id` is another code than the one suggested; `bulk` says that it was accepted unread.
    """

    code_id: int | None = None
    stance: str | None = None
    memo: str = ""
    bulk: bool = False


def suggestions_asked_for(
    project: Project,
    transcripts: Sequence[str] = (),
    code: str | None = None,
    at_least: str = "maybe",
    top: int | None = None,
    least: float | None = None,
) -> list[dict[str, Any]]:
    """Propose anew, and list what is open: rows as `open_suggestions` gives them.

    `transcripts` and `code` are names as the analyst types them. `at_least` is a word of
    confidence, or `least` the lowest score (0 to 1). With `top`, the most certain that many.
    Raises RodedraadError for an unknown name, or a project without codebook.
    """
    connection = project.connection
    chosen = [transcript_named(connection, name)[0] for name in transcripts]
    codes = codes_below(connection, code_named(connection, code)[1]) if code else []
    refresh_suggestions(project, chosen)
    if least is None:
        least = float(getattr(Thresholds(), at_least))
    found = open_suggestions(connection, project.coder, chosen, codes, least)
    if top is None:
        return found
    return sorted(found, key=lambda row: (-row["score"], row["suggestion"]))[:top]


def refresh_suggestions(project: Project, transcripts: Collection[int] = ()) -> None:
    """Propose codes anew for some transcripts, or for all, in one transaction.

    What is proposed depends on text, codebook and decisions alone: with these unchanged,
    nothing in the file changes.
    """
    from .suggesting.proposing import suggest

    connection = project.connection
    asked = current_versions(connection, transcripts)
    sources = [load_source(connection, version) for version in current_versions(connection, ())]
    only = {str(version) for version in asked}
    found = suggest(read_codebook(connection), sources, only=only)
    with project.transaction("suggest"):
        store_suggestions(project, asked, found)


def store_suggestions(
    project: Project, versions: Sequence[int], suggestions: Sequence[Suggestion]
) -> None:
    """Put these in the place of all earlier suggestions for these versions."""
    connection = project.connection
    codes = dict(connection.execute("SELECT path, id FROM code").fetchall())
    turns = turn_ids(connection, versions)
    rows = [
        (
            int(suggestion.transcript),
            turns[int(suggestion.transcript), suggestion.turn],
            suggestion.start,
            suggestion.end,
            codes[suggestion.code],
            suggestion.score,
            json.dumps(suggestion.reasons, ensure_ascii=False),
        )
        for suggestion in suggestions
    ]
    connection.execute("CREATE TEMP TABLE fresh(version_id, turn_id, start, end, code_id, s, r)")
    connection.executemany("INSERT INTO fresh VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    connection.execute("CREATE INDEX temp.fresh_place ON fresh(version_id, start, end, code_id)")
    connection.execute(
        "DELETE FROM suggestion WHERE version_id IN (SELECT value FROM json_each(?)) "
        "AND (version_id, start, end, code_id) NOT IN "
        "(SELECT version_id, start, end, code_id FROM fresh)",
        [json.dumps(list(versions))],
    )
    connection.execute(
        "INSERT INTO suggestion(version_id, turn_id, start, end, code_id, score, reasons) "
        "SELECT * FROM fresh WHERE true ON CONFLICT(version_id, start, end, code_id) DO UPDATE "
        "SET score = excluded.score, reasons = excluded.reasons "
        "WHERE score <> excluded.score OR reasons <> excluded.reasons"
    )
    connection.execute("DROP TABLE fresh")


def current_versions(connection: sqlite3.Connection, transcripts: Collection[int]) -> list[int]:
    """List the ids of the current versions of some transcripts, or of all when none is named."""
    rows = connection.execute(
        "SELECT transcript_version.id, transcript_id FROM transcript_version "
        "JOIN transcript ON transcript.id = transcript_id AND number = transcript.version "
        "ORDER BY transcript.slug"
    ).fetchall()
    return [int(row[0]) for row in rows if not transcripts or row[1] in transcripts]


def load_source(connection: sqlite3.Connection, version_id: int) -> Source:
    """Read a version as suggesting sees it: its text and its turns."""
    rows = connection.execute(
        "SELECT start, end, label, role, time, time_end, cues, question, before, text "
        "FROM turn JOIN speaker ON speaker.id = speaker_id WHERE version_id = ? ORDER BY number",
        [version_id],
    ).fetchall()
    turns = [
        Turn(row[0], row[1], row[2], SpeakerRole(row[3]), row[4], row[5], cues_of(row[6]), row[7])
        for row in rows
    ]
    return Source(str(version_id), "".join(row[8] + row[9] for row in rows), turns)


def cues_of(stored: str) -> tuple[int, ...]:
    """Read the offsets of the cues of a turn (code points)."""
    return tuple(json.loads(stored)) if stored != "[]" else ()


def turn_ids(connection: sqlite3.Connection, versions: Sequence[int]) -> dict[tuple[int, int], int]:
    """Give the id of each turn by (version, place of the turn from 0)."""
    rows = connection.execute(
        "SELECT version_id, number, id FROM turn "
        "WHERE version_id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(versions))],
    ).fetchall()
    return {(int(row[0]), int(row[1]) - 1): int(row[2]) for row in rows}


def open_suggestions(
    connection: sqlite3.Connection,
    coder: str,
    transcripts: Collection[int] = (),
    codes: Collection[int] = (),
    least: float = 0.0,
) -> list[dict[str, Any]]:
    """List the suggestions that this coder has not decided about, in the order of the text.

    Rows have `KEYS`, and `turn_id` and `code_id`. Left out is what the coder coded already:
    a fragment with that code which overlaps. `least` is the lowest score (0 to 1) to show.
    """
    rows = connection.execute(
        f"""
        SELECT suggestion.id, transcript.slug, turn.number, suggestion.start, suggestion.end,
            substr(turn.text, suggestion.start - turn.start + 1,
                suggestion.end - suggestion.start),
            code.path, score, '', reasons, turn.id, code.id
        FROM suggestion
        JOIN turn ON turn.id = suggestion.turn_id
        JOIN transcript_version ON transcript_version.id = suggestion.version_id
        JOIN transcript ON transcript.id = transcript_id AND transcript.version = \
transcript_version.number
        JOIN code ON code.id = suggestion.code_id
        WHERE score >= :least
          AND {listed("transcript.id", transcripts)} AND {listed("code.id", codes)}
          AND NOT EXISTS (SELECT 1 FROM decision
            WHERE decision.version_id = suggestion.version_id
              AND decision.start = suggestion.start AND decision.end = suggestion.end
              AND decision.code_id = suggestion.code_id AND decision.coder = :coder)
          AND NOT EXISTS (SELECT 1 FROM fragment
            WHERE fragment.version_id = suggestion.version_id
              AND fragment.code_id = suggestion.code_id AND fragment.coder = :coder
              AND fragment.start < suggestion.end AND fragment.end > suggestion.start)
        ORDER BY transcript.slug, suggestion.start, suggestion.end, code.position, code.path
        """,
        {"coder": coder, "least": least},
    ).fetchall()
    thresholds = Thresholds()
    suggestions = []
    for row in rows:
        suggestion = dict(zip((*KEYS, "turn_id", "code_id"), row, strict=True))
        suggestion["confidence"] = thresholds.confidence(suggestion["score"])
        suggestion["reasons"] = json.loads(suggestion["reasons"])
        suggestions.append(suggestion)
    return suggestions


def listed(column: str, ids: Collection[int]) -> str:
    """Give the SQL condition that a column is one of these ids; none named means all."""
    return f"{column} IN ({', '.join(str(int(number)) for number in ids)})" if ids else "true"


def accept(project: Project, suggestion: dict[str, Any], choice: Choice) -> str:
    """Accept a suggestion in an open transaction; give the citation of the fragment.

    With another code, the suggested one counts as rejected and the fragment as coded by hand.
    """
    other = choice.code_id is not None and choice.code_id != suggestion["code_id"]
    code_id = choice.code_id if choice.code_id is not None else suggestion["code_id"]
    span = Span(
        version_of(project, suggestion),
        suggestion["turn_id"],
        suggestion["start"],
        suggestion["end"],
        suggestion["quote"],
    )
    origin = "manual" if other else "bulk" if choice.bulk else "accepted"
    fragment_id, _new = add_fragment(project, span, code_id, origin, choice.stance)
    store_decision(project, suggestion, "rejected" if other else "accepted", choice.bulk)
    uuid, citation = project.connection.execute(
        "SELECT uuid, citation FROM fragment WHERE id = ?", [fragment_id]
    ).fetchone()
    if choice.memo:
        add_memo(project, "fragment", uuid, choice.memo)
    return str(citation)


def reject(project: Project, suggestion: dict[str, Any]) -> None:
    """Reject a suggestion in an open transaction: it never comes back to this coder."""
    store_decision(project, suggestion, "rejected", False)


def accept_above(project: Project, suggestions: Sequence[dict[str, Any]]) -> int:
    """Accept suggestions unread, as one change that can be undone; give how many.

    A backup is made first.
    """
    back_up(project.path, "review")
    with project.transaction("review", f"bulk {len(suggestions)}"):
        for suggestion in suggestions:
            accept(project, suggestion, Choice(bulk=True))
    return len(suggestions)


def store_decision(project: Project, suggestion: dict[str, Any], verdict: str, bulk: bool) -> None:
    """Remember what this coder decided, and the score that was shown with it."""
    project.database.table("decision").insert(
        {
            "uuid": new_uuid(),
            "version_id": version_of(project, suggestion),
            "start": suggestion["start"],
            "end": suggestion["end"],
            "code_id": suggestion["code_id"],
            "coder": project.coder,
            "verdict": verdict,
            "score": suggestion["score"],
            "bulk": int(bulk),
            "at": now(),
        },
        ignore=True,
    )


def version_of(project: Project, suggestion: dict[str, Any]) -> int:
    """Give the version of the text that a suggestion is about; raise when it is gone."""
    row = project.connection.execute(
        "SELECT version_id FROM turn WHERE id = ?", [suggestion["turn_id"]]
    ).fetchone()
    if row is None:
        raise RodedraadError(
            "The text of {transcript} was changed in the meantime.\n"
            "Ask for suggestions again: rodedraad suggest {transcript}",
            transcript=suggestion["transcript"],
        )
    return int(row[0])
