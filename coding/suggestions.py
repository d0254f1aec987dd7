"""Suggestions in a project: proposed, shown, and decided upon.

A suggestion is counted nowhere until a coder accepts it. It is known by its place (version,
span) and its code; one that a coder decided about never comes back to that coder.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .. import RodedraadError
from .backups import back_up
from .explaining import slugs_of_versions, with_places
from .fragments import Span, add_fragment, add_memo
from .naming import code_named, codes_below, transcript_named
from .project import Project, new_uuid, now, write_setting
from .suggesting.model import Suggestion, Thresholds
from .teaching import Way, learn_from_project, mark_of, own_decisions, require_coder
from .texts import current_versions, load_source

if TYPE_CHECKING:
    from .suggesting.embeddings import Progress
    from .suggesting.learner import Learner

THRESHOLDS = Thresholds()
WAY = Way()
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

Row = dict[str, Any]
"""A suggestion as `open_suggestions` gives it."""

SORTED_BY: dict[str, Callable[[Row], Any]] = {
    "transcript": lambda row: (row["transcript"], row["start"], row["end"], -row["score"]),
    "confidence": lambda row: -row["score"],
    "uncertain": lambda row: abs(row["score"] - 0.5),
}
"""The orders that follow from suggestions alone; others ask the learner."""


@dataclass(frozen=True)
class Choice:
    """What a coder decides about a suggestion, apart from yes or no.

    `code_id` is another code than the one suggested; `bulk` says that it was accepted unread.
    """

    code_id: int | None = None
    stance: str | None = None
    memo: str = ""
    bulk: bool = False


@dataclass(frozen=True)
class Asked:
    """Which suggestions are asked for, and in which order.

    `transcripts` and `code` are names as the analyst types them. `least` is the lowest score
    (0 to 1); with `top`, the most certain that many. `order` is as in `ordering.in_order`.
    """

    transcripts: Sequence[str] = ()
    code: str | None = None
    least: float = 0.0
    top: int | None = None
    order: str = "transcript"


def suggestions_asked_for(
    project: Project, asked: Asked, way: Way = WAY, progress: Progress | None = None
) -> list[dict[str, Any]]:
    """Propose anew where that is needed, and list what is open: rows as `open_suggestions` gives.

    `progress` is told how many of how many sentences have a vector now, where these are made.
    Raises RodedraadError for an unknown name, or a project without codebook.
    """
    connection = project.connection
    chosen = [transcript_named(connection, name)[0] for name in asked.transcripts]
    codes = codes_below(connection, code_named(connection, asked.code)[1]) if asked.code else []
    learner = refresh_suggestions(project, way, progress)
    if asked.order in ("novel", "random"):
        learner = learner or learn_from_project(project, way, progress)
        found = in_learnt_order(project, learner, asked, way, chosen)
        low = 0.0 if asked.order == "random" else asked.least
        found = [row for row in found if row["score"] >= low]
        return [row for row in found if not codes or row["code_id"] in codes][: asked.top]
    found = open_suggestions(connection, project.coder, chosen, codes, asked.least, way.thresholds)
    if asked.order != "transcript":
        found.sort(key=SORTED_BY[asked.order])
    elif asked.top is not None:
        found.sort(key=SORTED_BY["confidence"])
    return found[: asked.top]


def refresh_suggestions(
    project: Project, way: Way = WAY, progress: Progress | None = None
) -> Learner | None:
    """Propose codes anew for all transcripts, in one transaction; give what was learnt.

    What is proposed depends on texts, codebook and decisions alone. With these unchanged
    nothing is computed, nothing in the file changes, and None is given.
    """
    from .suggesting.proposing import propose

    connection = project.connection
    require_coder(connection, way.learn_from)
    mark = mark_of(connection, project.coder, way)
    if project.setting(MARK) == f"{mark} {count_suggestions(connection)}":
        return None
    learner = learn_from_project(project, way, progress)
    done = own_decisions(connection, project.coder)
    found = propose(learner, thresholds=way.thresholds, done=done)
    found = with_places(connection, learner, found, way.learn_from)
    versions = current_versions(connection, ())
    with project.transaction("suggest"):
        store_suggestions(project, versions, found)
        write_setting(project, MARK, f"{mark} {count_suggestions(connection)}")
    return learner


MARK = "suggestions"
"""The setting that holds what the stored suggestions follow from, and how many there are."""


def count_suggestions(connection: sqlite3.Connection) -> int:
    """Count what is stored, open or not."""
    return int(connection.execute("SELECT count(*) FROM suggestion").fetchone()[0])


def in_learnt_order(
    project: Project,
    learner: Learner,
    asked: Asked,
    way: Way,
    transcripts: Collection[int],
) -> list[dict[str, Any]]:
    """List suggestions in an order that only the learner knows; rows as `open_suggestions` gives.

    In the order "random" these are sentences that nothing was decided about, each with its
    likeliest code, whatever its score.
    """
    from .suggesting.ordering import in_order
    from .suggesting.proposing import propose

    connection = project.connection
    versions = current_versions(connection, transcripts)
    only = {str(version) for version in versions}
    done = own_decisions(connection, project.coder)
    found = propose(learner, only=only, thresholds=way.thresholds, done=done)
    found = with_places(connection, learner, found, way.learn_from)
    found = in_order(learner, found, asked.order, only=only, thresholds=way.thresholds)
    return as_rows(connection, versions, found)


def as_rows(
    connection: sqlite3.Connection, versions: Sequence[int], suggestions: Sequence[Suggestion]
) -> list[dict[str, Any]]:
    """Give suggestions that are not stored as the rows that `open_suggestions` gives."""
    turns = turn_ids(connection, versions)
    codes = dict(connection.execute("SELECT path, id FROM code").fetchall())
    texts = {str(version): load_source(connection, version).text for version in versions}
    slugs = slugs_of_versions(connection)
    return [
        {
            "suggestion": number,
            "transcript": slugs[int(one.transcript)],
            "turn": one.turn + 1,
            "start": one.start,
            "end": one.end,
            "quote": texts[one.transcript][one.start : one.end],
            "code": one.code,
            "score": one.score,
            "raw": one.raw,
            "confidence": one.confidence,
            "reasons": list(one.reasons),
            "turn_id": turns[int(one.transcript), one.turn],
            "code_id": codes[one.code],
        }
        for number, one in enumerate(suggestions, start=1)
    ]


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
            suggestion.raw,
            json.dumps(suggestion.reasons, ensure_ascii=False),
        )
        for suggestion in suggestions
    ]
    connection.execute("CREATE TEMP TABLE fresh(version_id, turn_id, start, end, code_id, s, w, r)")
    connection.executemany("INSERT INTO fresh VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    connection.execute("CREATE INDEX temp.fresh_place ON fresh(version_id, start, end, code_id)")
    connection.execute(
        "DELETE FROM suggestion WHERE version_id IN (SELECT value FROM json_each(?)) "
        "AND (version_id, start, end, code_id) NOT IN "
        "(SELECT version_id, start, end, code_id FROM fresh)",
        [json.dumps(list(versions))],
    )
    connection.execute(
        "INSERT INTO suggestion(version_id, turn_id, start, end, code_id, score, raw, reasons) "
        "SELECT * FROM fresh WHERE true ON CONFLICT(version_id, start, end, code_id) DO UPDATE "
        "SET score = excluded.score, raw = excluded.raw, reasons = excluded.reasons "
        "WHERE (score, raw, reasons) IS NOT (excluded.score, excluded.raw, excluded.reasons)"
    )
    connection.execute("DROP TABLE fresh")


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
    thresholds: Thresholds = THRESHOLDS,
) -> list[dict[str, Any]]:
    """List the suggestions that this coder has not decided about, in the order of the text.

    Rows have `KEYS`, and `turn_id`, `code_id` and `raw`. Left out is what the coder coded already:
    a fragment with that code which overlaps. `least` is the lowest score (0 to 1) to show.
    """
    rows = connection.execute(
        f"""
        SELECT suggestion.id, transcript.slug, turn.number, suggestion.start, suggestion.end,
            substr(turn.text, suggestion.start - turn.start + 1,
                suggestion.end - suggestion.start),
            code.path, score, '', reasons, turn.id, code.id, raw
        FROM suggestion
        JOIN turn ON turn.id = suggestion.turn_id
        JOIN transcript_version ON transcript_version.id = suggestion.version_id
        JOIN transcript ON transcript.id = transcript_id
            AND transcript.version = transcript_version.number
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
    suggestions = []
    for row in rows:
        suggestion = dict(zip((*KEYS, "turn_id", "code_id", "raw"), row, strict=True))
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
    """Remember what this coder decided, and the score that was shown (`raw`: uncalibrated)."""
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
            "raw": suggestion.get("raw"),
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
