"""Questions kept under a name."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import Person, add_talk, code_quote, new_project
from click.testing import Result

from rodedraad.coding.opening import reading
from rodedraad.coding.querying.saved import hash_of_data

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a project of one fragment in Noord."""
    project = new_project(tmp_path, ["a"])
    add_talk(project, "t", [("R1", "een twee")], {"R1": Person("R1", "politie", ("Noord",))})
    code_quote(project, "t", "een", "a")
    project.close()
    return tmp_path


def test_a_question_is_kept_listed_asked_and_forgotten(folder: Path, run: Run) -> None:
    run(folder, "saved", "add", "in-wijk", "query", "a", "--area", "{area}")
    (row,) = json.loads(run(folder, "saved", "list", "--json").stdout)
    assert row == {"name": "in-wijk", "command": "query a --area '{area}'", "places": ["area"]}
    (quote,) = json.loads(run(folder, "saved", "run", "in-wijk", "area=Noord", "--json").stdout)
    assert quote["quote"] == "een"
    run(folder, "saved", "remove", "in-wijk")
    assert json.loads(run(folder, "saved", "list", "--json").stdout) == []
    run(folder, "undo")
    assert "in-wijk" in run(folder, "saved", "list").stdout


def test_what_is_missing_or_unknown_is_said(folder: Path, run: Run) -> None:
    run(folder, "saved", "add", "in-wijk", "query", "a", "--area", "{area}")
    for values in ([], ["wijk=Noord"], ["area=Noord", "x=y"]):
        assert (
            "in-wijk is run with: area=…."
            in run(folder, "saved", "run", "in-wijk", *values, status=1).stderr
        )
    assert "Did you mean: in-wijk?" in run(folder, "saved", "run", "in-wyk", status=1).stderr
    assert "Only questions are kept" in run(folder, "saved", "add", "x", "undo", status=2).stderr


def test_the_hash_changes_with_the_data_and_not_with_the_questions(folder: Path, run: Run) -> None:
    def digest() -> str:
        with reading(folder / "klein.draad") as connection:
            return hash_of_data(connection)

    before = digest()
    run(folder, "saved", "add", "alles", "matrix", "code", "group")
    assert digest() == before
    run(folder, "transcript", "set", "t", "--coded")
    assert digest() != before


def test_an_option_of_a_saved_question_keeps_its_value(folder: Path, run: Run) -> None:
    run(folder, "saved", "add", "alles", "query", "a")
    where = ["--limit", "1", "--where", "group = politie", "--json"]
    (quote,) = json.loads(run(folder, "saved", "run", "alles", *where).stdout)
    assert quote["quote"] == "een"
    result = run(folder, "saved", "run", "alles", "Noord", status=1)
    assert "alles is run with: –." in result.stderr
