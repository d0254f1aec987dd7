"""How SQLite goes about the questions of a meeting: no large table is read from end to end."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import Person, add_talk, code_quote, finish, new_project

from rodedraad.coding.opening import reading
from rodedraad.coding.querying.coverage import answer_coverage
from rodedraad.coding.querying.matrix import answer_matrix
from rodedraad.coding.querying.quotes import Wanted, answer
from rodedraad.coding.querying.selection import Filters
from rodedraad.coding.querying.thread import answer_thread

LARGE = (
    *("fragment", "turn", "fragment_person", "tally", "person_code"),
    *("revision", "change", "undo_statement"),
)

QUESTIONS: dict[str, Callable[[sqlite3.Connection], object]] = {
    "query": lambda connection: answer(connection, "a", Filters(), wanted=Wanted(limit=50)),
    "text": lambda connection: answer(connection, "", Filters(text="twee")),
    "matrix": lambda connection: answer_matrix(connection, "code", "group", Filters()),
    "thread": lambda connection: answer_thread(connection, "", Filters()),
    "coverage": lambda connection: answer_coverage(connection, Filters()),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_large_table_is_scanned(tmp_path: Path, question: str) -> None:
    project = new_project(tmp_path, ["a", "a/b"])
    add_talk(project, "t", [("R1", "een twee drie")], {"R1": Person("R1", "politie", ("Noord",))})
    code_quote(project, "t", "een", "a/b")
    finish(project, "t")
    statements: list[str] = []
    with reading(project.path) as connection:
        connection.set_trace_callback(statements.append)
        QUESTIONS[question](connection)
        connection.set_trace_callback(None)
        steps = [
            row["detail"]
            for statement in statements
            if statement.lstrip().startswith(("SELECT", "WITH"))
            for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
        ]
    assert steps
    scanned = [step for step in steps if step.startswith("SCAN ") and step.split()[1] in LARGE]
    assert scanned == []
