"""Indicators that the codebook could still take up, found in what was coded."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any

from .codebook import edit_code
from .explaining import shortened, slugs_of_versions
from .project import Project
from .teaching import Way, learn_from_project
from .texts import load_source

if TYPE_CHECKING:
    from .suggesting.embeddings import Progress

KEYS = (
    "code",
    "indicator",
    "coded",
    "transcripts",
    "rest",
    "mark",
    "transcript",
    "turn",
    "example",
)


def proposed_indicators(
    project: Project, codes: list[int], progress: Progress | None = None
) -> list[dict[str, Any]]:
    """Propose indicators for codes, or for all when none is named; rows with KEYS and `code_id`.

    `coded` sentences of the code have the word, in so many `transcripts`, and `rest` that were
    read and not coded so; `mark` is how much it marks the code, in standard errors. `example` is
    a coded sentence that has it, in `transcript` at `turn`.
    """
    from .suggesting.keywords import keywords_for, words_of_units

    connection = project.connection
    learner = learn_from_project(project, Way(), progress)
    said = words_of_units(learner.corpus)
    slugs = slugs_of_versions(connection)
    rows = []
    for code_id, path in connection.execute(
        "SELECT id, path FROM code ORDER BY position, path"
    ).fetchall():
        for keyword in keywords_for(learner, path, said) if not codes or code_id in codes else ():
            unit = keyword.example
            text = load_source(connection, int(unit.transcript)).text
            rows.append(
                {
                    "code": path,
                    "indicator": keyword.word,
                    "coded": keyword.coded,
                    "transcripts": keyword.transcripts,
                    "rest": keyword.rest,
                    "mark": keyword.mark,
                    "transcript": slugs[int(unit.transcript)],
                    "turn": unit.turn + 1,
                    "example": shortened(text[unit.start : unit.end]),
                    "code_id": code_id,
                }
            )
    return rows


def indicators_of_code(connection: sqlite3.Connection, code_id: int) -> list[str]:
    """Give the indicators that a code has."""
    row = connection.execute("SELECT indicators FROM code WHERE id = ?", [code_id]).fetchone()
    return list(json.loads(row[0]))


def add_indicator(project: Project, row: dict[str, Any]) -> None:
    """Take up a proposed indicator, as a change of its own."""
    known = indicators_of_code(project.connection, row["code_id"])
    with project.transaction("codebook edit", f"{row['code']} {row['indicator']}"):
        edit_code(project, row["code_id"], {"indicators": [*known, row["indicator"]]})
