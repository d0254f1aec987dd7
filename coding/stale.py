"""Fragments that were coded under another definition than their code has now."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from .. import RodedraadError
from .project import Project

DEFINING = ("definition", "use_when", "not_when")
"""What a coder goes by: when one of these changed, fragments must be read again."""
KEYS = ("fragment", "code", "transcript", "turn", "coder", "version", "current", "changed", "quote")


def stale_fragments(
    connection: sqlite3.Connection, codes: Sequence[str] = (), coder: str = ""
) -> list[dict[str, Any]]:
    """List what must be read again, dictionaries with `KEYS`, by code and place.

    `codes` (paths) and `coder` narrow. `version` is that of the code when it was coded, and
    `changed` names the fields of the definition that are others now. A fragment that was left
    behind in an old text is not listed.
    """
    rows = connection.execute(
        f"""
        SELECT citation, code.path, transcript.slug, turn.number, fragment.coder,
            fragment.code_version, code.version, before.content, quote,
            {", ".join(f"code.{one}" for one in DEFINING)}
        FROM fragment
        JOIN code ON code.id = fragment.code_id
        JOIN code_version AS before ON before.code_id = code.id
            AND before.number = fragment.code_version
        JOIN turn ON turn.id = turn_id
        JOIN transcript_version AS text ON text.id = fragment.version_id
        JOIN transcript ON transcript.id = text.transcript_id AND transcript.version = text.number
        WHERE fragment.code_version <> code.version AND (:coder = '' OR fragment.coder = :coder)
        ORDER BY code.path, transcript.slug, fragment.start, citation
        """,
        {"coder": coder},
    ).fetchall()
    found = []
    for *row, content, quote, definition, use_when, not_when in rows:
        earlier, now = json.loads(content), (definition, use_when, not_when)
        changed = [
            field
            for field, value in zip(DEFINING, now, strict=True)
            if earlier.get(field, "") != value
        ]
        if changed and (not codes or row[1] in codes):
            found.append(dict(zip(KEYS, (*row, changed, quote), strict=True)))
    return found


def read_again(project: Project, citations: Sequence[str]) -> None:
    """Note that this coder read fragments again and leaves them, inside an open transaction.

    Raises RodedraadError for a fragment of somebody else: that is theirs to read.
    """
    for citation in citations:
        coder = project.connection.execute(
            "SELECT coder FROM fragment WHERE citation = ?", [citation]
        ).fetchone()[0]
        if coder != project.coder:
            raise RodedraadError(
                "{citation} is a fragment of {coder}, who must read it again; nothing was changed.",
                citation=citation,
                coder=coder,
            )
        project.connection.execute(
            "UPDATE fragment SET code_version = (SELECT version FROM code WHERE id = code_id) "
            "WHERE citation = ?",
            [citation],
        )
