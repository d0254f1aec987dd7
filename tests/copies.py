"""Copies of one small project in the hands of several coders, and what these have in common."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from builders import Person, add_talk, code_quote, new_project

from rodedraad.coding.merging.portable import REFERENCES, meaning, read_rows
from rodedraad.coding.project import Project, open_project

PEOPLE = {"R1": Person("R01", "politie", ("Noord",)), "R2": Person("R02", "bewoners")}
CODES = ["a", "b", "c", "c/d"]
WORDS = "een twee drie vier vijf zes zeven acht negen tien"


def make_base(folder: Path) -> Path:
    """Make the project that every copy was once."""
    project = new_project(folder, CODES)
    for name in ("een", "twee"):
        add_talk(project, name, [("Int", "Vraag?"), ("R1", WORDS), ("R2", "ja en nee")], PEOPLE)
        code_quote(project, name, "een twee", "a", "positive")
        code_quote(project, name, "vijf zes", "b", "negative")
        code_quote(project, name, "ja en", "c/d")
    project.close()
    return project.path


def copies(base: Path, folder: Path, *coders: str) -> list[Project]:
    """Give each coder a copy."""
    found = []
    for coder in coders:
        path = folder / f"{coder}.draad"
        shutil.copy(base, path)
        found.append(open_project(path, coder))
    return found


def shared_state(project: Project) -> dict[str, Any]:
    """Give what copies must have alike after merging: contents, vectors, conflicts."""
    connection = project.connection
    contents = {
        table: {row["uuid"]: meaning(row) for row in read_rows(connection, table)}
        for table in REFERENCES
    }
    vectors = {
        uuid: (json.loads(vector), removed)
        for uuid, vector, removed in connection.execute(
            "SELECT uuid, vector, removed FROM revision"
        ).fetchall()
    }
    conflicts = sorted(
        (uuid, vector, removed, meaning(json.loads(content)) if not removed else "")
        for uuid, vector, removed, content in connection.execute(
            "SELECT row_uuid, vector, removed, content FROM conflict"
        ).fetchall()
    )
    same = connection.execute("SELECT * FROM same ORDER BY uuid").fetchall()
    places = {
        row["uuid"]: [row.get(column) for column in ("version_id", "start", "quote", "turn")]
        for table in ("fragment", "decision", "reviewed_turn", "memo")
        for row in read_rows(connection, table)
    }
    return {
        "contents": contents,
        "vectors": vectors,
        "conflicts": conflicts,
        "same": same,
        "places": places,
    }


def quotes(project: Project) -> list[tuple[str, str, str, str | None]]:
    """List the fragments as (coder, quote, code, stance)."""
    return project.connection.execute(
        "SELECT coder, quote, path, stance FROM fragment JOIN code ON code.id = code_id "
        "ORDER BY coder, quote, path"
    ).fetchall()
