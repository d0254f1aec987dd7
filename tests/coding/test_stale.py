"""What must be read again after a definition changed, and saying that it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import Person, add_talk, code_quote, new_project

from rodedraad import RodedraadError
from rodedraad.coding.codebook import edit_code, move_code, rename_code
from rodedraad.coding.history import undo
from rodedraad.coding.project import Project
from rodedraad.coding.stale import read_again, stale_fragments


@pytest.fixture
def world(tmp_path: Path) -> Project:
    """A talk in which anna and bram coded with `a`, and anna with `b`."""
    project = new_project(tmp_path, ["a", "b", "c"])
    add_talk(project, "noord", [("R1", "een twee drie")], {"R1": Person("R01", "politie")})
    code_quote(project, "noord", "een", "a")
    code_quote(project, "noord", "twee", "a", coder="bram")
    code_quote(project, "noord", "drie", "b")
    return project


def change(project: Project, **fields: str) -> None:
    """Change what `a` means."""
    with project.transaction("codebook edit"):
        edit_code(project, 1, fields)


def quotes(project: Project) -> list[str]:
    """List the words that must be read again."""
    return [row["quote"] for row in stale_fragments(project.connection)]


def test_a_changed_definition_makes_its_fragments_stale(world: Project) -> None:
    assert quotes(world) == []
    change(world, definition="Anders.")
    rows = stale_fragments(world.connection)
    assert [(row["quote"], row["coder"], row["changed"]) for row in rows] == [
        ("een", "anna", ["definition"]),
        ("twee", "bram", ["definition"]),
    ]
    assert {(row["version"], row["current"]) for row in rows} == {(1, 2)}
    assert stale_fragments(world.connection, ["b"]) == []
    code_quote(world, "noord", "drie", "a")
    assert quotes(world) == ["een", "twee"]


def test_another_name_or_place_or_the_old_definition_makes_none(world: Project) -> None:
    with world.transaction("codebook"):
        rename_code(world, 1, "Iets anders")
        move_code(world, 1, 3)
    change(world, indicators=("woord",))  # type: ignore[arg-type]
    assert quotes(world) == []
    change(world, not_when="Nooit.")
    assert quotes(world) == ["een", "twee"]
    undo(world)
    assert quotes(world) == []


def test_what_was_read_again_is_no_longer_listed(world: Project) -> None:
    change(world, use_when="Altijd.")
    rows = stale_fragments(world.connection, coder="anna")
    with world.transaction("codebook stale"):
        read_again(world, [row["fragment"] for row in rows])
    assert quotes(world) == ["twee"]
    change(world, use_when="Soms.")
    assert quotes(world) == ["een", "twee"]


def test_a_coder_reads_their_own(world: Project) -> None:
    change(world, use_when="Altijd.")
    bram = stale_fragments(world.connection, coder="bram")[0]["fragment"]
    with pytest.raises(RodedraadError, match="bram"), world.transaction("codebook stale"):
        read_again(world, [bram])
