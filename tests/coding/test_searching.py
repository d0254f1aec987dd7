"""Searching in all transcripts from the coding screen: words, and questions."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import Person, add_talk, code_quote, new_project

from rodedraad.coding.project import Project
from rodedraad.coding.searching import find_everywhere


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Two coded sentences of two persons."""
    project = new_project(tmp_path, ["veiligheid", "geld"])
    persons = {"R1": Person("R01", "politie"), "R2": Person("R02", "bewoners")}
    add_talk(project, "een", [("R1", "Het is veilig en stil."), ("R2", "Te duur.")], persons)
    code_quote(project, "een", "Het is veilig en stil.", "veiligheid", "positive")
    code_quote(project, "een", "Te duur.", "geld", "negative")
    return project


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("veilig", ["Het is veilig en stil."]),
        ("veiligheid and stance = +", ["Het is veilig en stil."]),
        ("veiligheid or geld", ["Het is veilig en stil.", "Te duur."]),
        ("group = bewoners", ["Te duur."]),
        ("group = ", []),
        ("geld and", []),
        ("in veilig", []),
    ],
)
def test_words_and_questions_are_found(project: Project, typed: str, texts: list[str]) -> None:
    assert [place.text for place in find_everywhere(project.connection, typed)] == texts


def test_a_fragment_is_found_at_its_place(project: Project) -> None:
    (place,) = find_everywhere(project.connection, "geld and stance = negative")
    assert (place.slug, place.turn, place.offset) == ("een", 2, 31)
