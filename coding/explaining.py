"""Reasons for a suggestion that need more than its words: who coded the same, and what is alike."""

from __future__ import annotations

import json
import sqlite3
import textwrap
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from .suggesting.model import ALIKE, SAME, Suggestion
from .texts import load_source

if TYPE_CHECKING:
    from .suggesting.learner import Learner

LONGEST_REASON = 80  # characters of a sentence that are shown as a reason


def with_places(
    connection: sqlite3.Connection,
    learner: Learner,
    suggestions: Sequence[Suggestion],
    learn_from: str,
) -> list[Suggestion]:
    """Add to the reasons who coded the same words so, and which coded sentence looks most alike.

    The first as `SAME` and the coders, the second as `ALIKE` with its transcript, turn and words.
    """
    from .suggesting.reasons import nearest_of_each

    slugs = slugs_of_versions(connection)
    coded = coders_by_place(connection, {one.transcript for one in suggestions}, learn_from)
    texts: dict[str, str] = {}
    found = []
    for one, number in zip(suggestions, nearest_of_each(learner, suggestions), strict=True):
        reasons = list(one.reasons)
        of_code = coded.get((one.transcript, one.code), ())
        who = {coder for start, end, coder in of_code if start < one.end and end > one.start}
        if who:
            reasons.insert(0, f"{SAME} {', '.join(sorted(who))}")
        if number >= 0:
            unit = learner.corpus.units[number]
            if unit.transcript not in texts:
                texts[unit.transcript] = load_source(connection, int(unit.transcript)).text
            words = shortened(texts[unit.transcript][unit.start : unit.end])
            reasons.append(f"{ALIKE} {slugs[int(unit.transcript)]}:{unit.turn + 1} ‘{words}’")
        found.append(replace(one, reasons=tuple(reasons)))
    return found


def coders_by_place(
    connection: sqlite3.Connection, versions: Collection[str], only: str
) -> dict[tuple[str, str], list[tuple[int, int, str]]]:
    """Give start, end and coder of the fragments in some versions, by version and path of the code.

    They are those of everybody, or of one coder when `only` names them.
    """
    places: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
    for version, path, *place in connection.execute(
        "SELECT version_id, path, start, end, coder FROM fragment JOIN code ON code.id = code_id "
        "WHERE origin <> 'bulk' AND (:only = '' OR coder = :only) "
        "AND version_id IN (SELECT value FROM json_each(:versions))",
        {"only": only, "versions": json.dumps([int(version) for version in versions])},
    ).fetchall():
        places.setdefault((str(version), path), []).append((place[0], place[1], place[2]))
    return places


def slugs_of_versions(connection: sqlite3.Connection) -> dict[int, str]:
    """Give the slug of the transcript of each version, by the id of the version."""
    rows = connection.execute(
        "SELECT transcript_version.id, slug FROM transcript_version "
        "JOIN transcript ON transcript.id = transcript_id"
    ).fetchall()
    return {int(row[0]): str(row[1]) for row in rows}


def shortened(text: str) -> str:
    """Bring a sentence to one line that is short enough to stand among the reasons."""
    return textwrap.shorten(text, LONGEST_REASON, placeholder=" …")
