"""A whole talk of the demo, coded on the screen with the keyboard as its coder coded it."""

from __future__ import annotations

import asyncio
import importlib.util
import shutil
import sqlite3
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

DOCS = Path(__file__).parents[2] / "docs"
FRAGMENTS = (
    "SELECT fragment.start, fragment.end, code.path, stance, quote, coalesce(memo.text, '') "
    "FROM fragment JOIN code ON code.id = code_id LEFT JOIN memo ON target_uuid = fragment.uuid "
    "JOIN transcript_version ON transcript_version.id = version_id "
    "JOIN transcript ON transcript.id = transcript_id "
    "WHERE transcript.slug = ? AND fragment.coder = ? ORDER BY 1, 2, 3"
)
CODED = "SELECT slug FROM coded_by JOIN transcript ON transcript.id = transcript_id WHERE coder = ?"


@pytest.fixture(scope="module")
def screens() -> ModuleType:
    """The program that plays the journey for the documentation."""
    spec = importlib.util.spec_from_file_location("make_screens", DOCS / "make_screens.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(path: Path, sql: str, *values: str) -> list[tuple[Any, ...]]:
    """Ask a project file."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql, values).fetchall()
    finally:
        connection.close()


def test_a_talk_coded_with_the_keyboard_is_as_its_coder_coded_it(
    made_demo: Path, tmp_path: Path, screens: ModuleType
) -> None:
    path = tmp_path / "lindemeer.draad"
    shutil.copy(made_demo / path.name, path)
    before = rows(path, FRAGMENTS, screens.TALK, screens.CODER)
    marked = sorted(rows(path, CODED, screens.CODER))
    assert len(before) == 36
    steps = asyncio.run(screens.journey(path))
    assert rows(path, FRAGMENTS, screens.TALK, screens.CODER) == before
    assert sorted(rows(path, CODED, screens.CODER)) == marked
    assert len(steps) == len(before)
    written = screens.page(steps)
    assert written.count("\n| ") == len(steps) + 2  # the heading, and the last key
    assert "| samenwerking/politie | Daar was ik het chagrijnigst over" in written
