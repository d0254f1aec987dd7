"""SQL of one's own: it reads and never writes, and the questions of docs/sql.md have answers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import Person, add_talk, code_quote, finish, new_project
from click.testing import Result

from rodedraad import RodedraadError
from rodedraad.coding.opening import reading
from rodedraad.coding.project import Project
from rodedraad.coding.querying.sql import select

DOCS = Path(__file__).resolve().parents[3] / "docs" / "sql.md"
QUESTIONS = re.findall(r"```sql\n(.*?)\n```", DOCS.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """One coded fragment of a person with two areas."""
    project = new_project(tmp_path, ["a", "a/b"])
    person = {"R1": Person("R01", "politie", ("Noord", "Zuid"))}
    add_talk(project, "t", [("Int", "En?"), ("R1", "een twee drie")], person, wave="2016")
    code_quote(project, "t", "een twee", "a/b", "positive")
    finish(project, "t")
    return project


def test_the_views_have_readable_names(project: Project) -> None:
    with reading(project.path) as connection:
        names, rows = select(connection, "select code, respondent, area, stance from quotes")
        assert names == ["code", "respondent", "area", "stance"]
        assert [tuple(row.values()) for row in rows] == [("a/b", "R01", "Noord, Zuid", "positive")]
        rows = select(connection, "select * from persons_by_theme order by code")[1]
        assert [tuple(row.values()) for row in rows] == [
            ("a", "politie", 1, 1, 2, 1, 0, 0, 0),
            ("a/b", "politie", 1, 1, 2, 1, 0, 0, 0),
        ]
        rows = select(connection, "select respondent, area, words, coded from voices")[1]
        assert [tuple(row.values()) for row in rows] == [
            ("R01", "Noord", 3, 1),
            ("R01", "Zuid", 3, 1),
        ]
        assert select(connection, "select text from said where role = 'interviewer'")[1] == [
            {"text": "En?"}
        ]


@pytest.mark.parametrize(
    "statement",
    [
        "delete from fragment",
        "attach 'nieuw.db' as nieuw",
        "pragma user_version",
        "create temp table t(x)",
        "select 1; select 2",
        "select writefile('x', 'y')",
        "selekt",
        "",
    ],
)
def test_only_a_select_is_run(
    project: Project, statement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project.path.parent)
    before = project.path.read_bytes()
    if statement:
        with pytest.raises(RodedraadError), reading(project.path) as connection:
            select(connection, statement)
    assert project.path.read_bytes() == before
    assert [path.name for path in project.path.parent.glob("*.db")] == []


def test_every_table_and_view_has_the_columns_that_are_described(project: Project) -> None:
    described = re.findall(r"^\| `(\w+)` \|.*\| ([^|]+) \|$", DOCS.read_text("utf-8"), re.MULTILINE)
    assert {"quotes", "voices", "voice", "tally", "person_code", "code_count"} <= dict(
        described
    ).keys()
    with reading(project.path) as connection:
        for name, columns in described:
            found = connection.execute("SELECT name FROM pragma_table_info(?)", [name])
            listed = re.sub(r" \(.*\)", "", columns).split(", ")
            assert [row[0] for row in found] == listed, name


def test_there_are_ten_questions() -> None:
    assert len(QUESTIONS) == 10


@pytest.mark.parametrize("statement", QUESTIONS)
def test_each_question_has_an_answer_on_the_demo(
    statement: str, made_demo: Path, run: Callable[..., Result]
) -> None:
    assert json.loads(run(made_demo, "sql", statement, "--json").stdout)
