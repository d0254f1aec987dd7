"""Memos: what a coder notes down about anything in the project."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from .. import RodedraadError
from .fragments import current_version
from .naming import code_named, fragment_named, respondent_named, transcript_named
from .project import Project

LIST_KEYS = ("memo", "target", "on", "coder", "at", "text")


@dataclass(frozen=True)
class Target:
    """What a memo is about: `kind` as in the table memo, and the UUIDs that say which."""

    kind: str = "project"
    uuid: str = ""
    turn: int | None = None
    code_uuid: str | None = None


def find_target(
    connection: sqlite3.Connection,
    transcript: str | None = None,
    turn: int | None = None,
    fragment: str | None = None,
    code: str | None = None,
    respondent: str | None = None,
) -> Target:
    """Find what is meant by the names given; no name at all means the project.

    A respondent with a code is the cell of those two. Raises RodedraadError for a name that
    is not found, and for names that do not go together.
    """

    def uuid_of(table: str, identity: int) -> str:
        return str(
            connection.execute(f"SELECT uuid FROM {table} WHERE id = ?", [identity]).fetchone()[0]
        )

    if sum(bool(name) for name in (transcript, fragment, code or respondent)) > 1:
        raise RodedraadError(
            "A memo is about one thing. Name a transcript, a fragment, a code, a respondent, "
            "or a respondent and a code."
        )
    if turn is not None and not transcript:
        raise RodedraadError("Say in which transcript that turn is: --transcript TRANSCRIPT.")
    if fragment:
        return Target("fragment", uuid_of("fragment", fragment_named(connection, fragment)))
    if transcript:
        identity, _slug = transcript_named(connection, transcript)
        uuid = uuid_of("transcript", identity)
        if turn is None:
            return Target("transcript", uuid)
        require_turn(connection, identity, turn)
        return Target("turn", uuid, turn)
    code_uuid = uuid_of("code", code_named(connection, code)[0]) if code else ""
    if respondent:
        uuid = uuid_of("respondent", respondent_named(connection, respondent))
        return Target("cell", uuid, None, code_uuid) if code else Target("respondent", uuid)
    return Target("code", code_uuid) if code else Target()


def require_turn(connection: sqlite3.Connection, transcript_id: int, turn: int) -> None:
    """Raise RodedraadError when a transcript has no turn of this number."""
    version = current_version(connection, transcript_id)
    last = connection.execute(
        "SELECT max(number) FROM turn WHERE version_id = ?", [version]
    ).fetchone()[0]
    if not 1 <= turn <= (last or 0):
        raise RodedraadError(
            "There is no turn {number}; the last one is {last}.",
            number=turn,
            last=last or 0,
        )


def list_memos(
    connection: sqlite3.Connection, target: Target | None = None
) -> list[dict[str, Any]]:
    """List memos, the oldest first, with `LIST_KEYS`; those on one target when given.

    `on` names what the memo is about, in the words that commands accept.
    """
    rows = connection.execute(
        """
        SELECT memo.id, target, CASE target
            WHEN 'transcript' THEN transcript.slug
            WHEN 'turn' THEN transcript.slug || coalesce(':' || memo.turn, '')
            WHEN 'fragment' THEN fragment.citation
            WHEN 'code' THEN code.path
            WHEN 'respondent' THEN respondent.label
            WHEN 'cell' THEN respondent.label || ' × ' || cell_code.path
            ELSE '' END, memo.coder, memo.at, memo.text
        FROM memo
        LEFT JOIN transcript ON transcript.uuid = target_uuid
        LEFT JOIN fragment ON fragment.uuid = target_uuid
        LEFT JOIN code ON code.uuid = target_uuid
        LEFT JOIN respondent ON respondent.uuid = target_uuid
        LEFT JOIN code AS cell_code ON cell_code.uuid = memo.code_uuid
        WHERE ? IS NULL OR (target = ? AND target_uuid = ? AND memo.turn IS ?
            AND memo.code_uuid IS ?)
        ORDER BY memo.at, memo.id
        """,
        [1, target.kind, target.uuid, target.turn, target.code_uuid] if target else [None] * 5,
    ).fetchall()
    return [dict(zip(LIST_KEYS, row, strict=True)) for row in rows]


def memo_numbered(connection: sqlite3.Connection, number: int) -> dict[str, Any]:
    """Give one memo by its number. Raises RodedraadError when there is none."""
    for memo in list_memos(connection):
        if memo["memo"] == number:
            return memo
    raise RodedraadError(
        "There is no memo {number}.\nSee all with: rodedraad memo list", number=number
    )


def remove_memo(project: Project, number: int) -> None:
    """Remove a memo, inside an open transaction."""
    project.database.table("memo").delete(number)
