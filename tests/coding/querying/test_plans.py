"""How SQLite goes about the questions of a meeting: no large table is read from end to end."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from builders import Person, add_talk, code_quote, finish, new_project

from rodedraad.coding.fragments import add_fragment, span_of_turn
from rodedraad.coding.naming import code_named
from rodedraad.coding.opening import reading
from rodedraad.coding.querying.coverage import answer_coverage
from rodedraad.coding.querying.matrix import answer_matrix
from rodedraad.coding.querying.quotes import Wanted, answer
from rodedraad.coding.querying.selection import Filters
from rodedraad.coding.querying.thread import answer_thread
from rodedraad.coding.tallies import count_due

LARGE = (
    *("fragment", "turn", "fragment_person", "tally", "person_code"),
    *("revision", "change", "undo_statement"),
)

PAGE = Wanted(limit=50)
QUESTIONS: dict[str, Callable[[sqlite3.Connection], object]] = {
    "query": lambda connection: answer(connection, "a", Filters(), wanted=PAGE),
    "query of some codes": lambda connection: answer(connection, "b or d", Filters(), wanted=PAGE),
    "query of all": lambda connection: answer(connection, "", Filters(), wanted=PAGE),
    "query of a group": lambda connection: answer(
        connection, "a", Filters(group=("politie",)), wanted=PAGE
    ),
    "text": lambda connection: answer(connection, "", Filters(text="twee"), wanted=PAGE),
    "text in a code": lambda connection: answer(connection, "a", Filters(text="een"), wanted=PAGE),
    "matrix": lambda connection: answer_matrix(connection, "code", "group", Filters()),
    "matrix by stance": lambda connection: answer_matrix(connection, "code", "stance", Filters()),
    "thread": lambda connection: answer_thread(connection, "", Filters()),
    "coverage": lambda connection: answer_coverage(connection, Filters()),
}
# The questions that take the talks in their order and stop when a page is full.
PAGED = [name for name in QUESTIONS if name.startswith("query")]


class Watched:
    """A connection that asks SQLite how it goes about each statement, with its parameters:
    a limit that SQLite knows beforehand may give another plan than a parameter does."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.steps: list[str] = []

    def execute(self, sql: str, values: Any = ()) -> sqlite3.Cursor:
        """Note the plan of a statement and run it."""
        plan = self.connection.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
        self.steps += [row[3] for row in plan]
        return self.connection.execute(sql, values)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.connection, name)


def steps_of(folder: Path, question: str) -> list[str]:
    """Answer a question on a small project; give what SQLite does for it, step by step."""
    project = new_project(folder, ["a", "a/b", "c", "c/d"])
    add_talk(project, "t", [("R1", "een twee drie")], {"R1": Person("R1", "politie", ("Noord",))})
    code_quote(project, "t", "een", "a/b")
    finish(project, "t")
    with reading(project.path) as connection:
        watched = Watched(connection)
        QUESTIONS[question](watched)  # type: ignore[arg-type]
        return watched.steps


@pytest.mark.parametrize("question", [name for name in QUESTIONS if name != "matrix by stance"])
def test_no_large_table_is_scanned(tmp_path: Path, question: str) -> None:
    steps = steps_of(tmp_path, question)
    assert steps
    scanned = [step for step in steps if step.startswith("SCAN ") and step.split()[1] in LARGE]
    assert scanned == []


@pytest.mark.parametrize("question", PAGED)
def test_a_page_of_quotes_reads_talk_after_talk(tmp_path: Path, question: str) -> None:
    steps = steps_of(tmp_path, question)
    first = steps[: steps.index("SCAN first")]
    assert "SCAN transcript USING INDEX transcript_order" in first
    assert "USE TEMP B-TREE FOR RIGHT PART OF ORDER BY" in first  # within a talk
    assert "USE TEMP B-TREE FOR ORDER BY" not in first


def test_a_matrix_by_stance_reads_the_fragments_once(tmp_path: Path) -> None:
    steps = steps_of(tmp_path, "matrix by stance")
    assert [step for step in steps if step.startswith("SCAN fragment")] == [
        "SCAN fragment",
        "SCAN fragment USING COVERING INDEX fragment_code",  # which may overlap another
    ]
    assert "SCAN person_code" not in steps


def test_counting_one_coding_reads_no_large_table(tmp_path: Path) -> None:
    project = new_project(tmp_path, ["a", "a/b"])
    add_talk(project, "t", [("R1", "een twee drie")], {"R1": Person("R1", "politie")})
    with project.transaction("code"):
        code_id, _path = code_named(project.connection, "b")
        add_fragment(project, span_of_turn(project.connection, 1, 1), code_id, "manual")
        watched = Watched(project.connection)
        count_due(watched)  # type: ignore[arg-type]
    found = project.connection.execute("SELECT persons FROM code_count WHERE of_group = 0")
    assert found.fetchall() == [(1,), (1,)]
    scanned = [step.split()[1] for step in watched.steps if step.startswith("SCAN ")]
    assert "tally_due" in scanned
    assert not set(scanned) & set(LARGE)
