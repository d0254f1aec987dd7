"""Dividing transcripts: everybody about as much, nothing twice, and nothing lost on return."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import Person, add_talk, code_quote, finish, new_project

from rodedraad import RodedraadError
from rodedraad.coding.checking import check_project
from rodedraad.coding.distributing import distribute
from rodedraad.coding.merging import merge
from rodedraad.coding.project import Project, open_project
from rodedraad.coding.status import read_status

PEOPLE = {"R1": Person("R01", "politie")}


@pytest.fixture
def world(tmp_path: Path) -> Project:
    """Seven talks of 1 to 7 words; anna finished the shortest."""
    project = new_project(tmp_path, ["a"])
    for words in range(1, 8):
        add_talk(project, f"talk-{words}", [("R1", " ".join(["woord"] * words))], PEOPLE)
    finish(project, "talk-1")
    return project


def test_everybody_has_about_as_many_words(world: Project, tmp_path: Path) -> None:
    shares = distribute(world, ["bram", "clara"], tmp_path / "copies", 0)
    assert [(share.coder, share.transcripts, share.words) for share in shares] == [
        ("bram", ("talk-3", "talk-4", "talk-7"), 14),
        ("clara", ("talk-2", "talk-5", "talk-6"), 13),
    ]
    with pytest.raises(RodedraadError, match="exists already"):
        distribute(world, ["bram"], tmp_path / "copies", 0)
    again = distribute(world, ["bram"], tmp_path / "more", 0)
    assert again[0].transcripts == shares[0].transcripts


def test_what_is_shared_is_for_all(world: Project, tmp_path: Path) -> None:
    shares = distribute(world, ["bram", "clara"], tmp_path / "copies", 2)
    both = set(shares[0].transcripts) & set(shares[1].transcripts)
    assert both == {"talk-4", "talk-5"}


def test_names_that_cannot_be_told_apart_are_refused(world: Project, tmp_path: Path) -> None:
    for names in (["bram", "Bram"], ["👮"]):
        with pytest.raises(RodedraadError, match="name of their own"):
            distribute(world, names, tmp_path / "copies", 0)
    assert not (tmp_path / "copies").exists()


def test_nothing_is_lost_when_the_copies_come_back(world: Project, tmp_path: Path) -> None:
    shares = distribute(world, ["bram", "clara"], tmp_path / "copies", 1)
    for share in shares:
        copy = open_project(share.file, share.coder)
        for slug in share.transcripts:
            code_quote(copy, slug, " ".join(["woord"] * int(slug[-1])), "a", coder=share.coder)
            finish(copy, slug, share.coder)
        assert read_status(copy.connection, share.coder).assigned == share.transcripts
        copy.close()
    merged = merge(world, [share.file for share in shares])
    assert merged.added == {"fragment": 7, "coded_by": 7}
    assert merged.conflicts == 0
    assert check_project(world.path) == []
    for share in shares:
        left = read_status(world.connection, share.coder)
        assert set(left.assigned).isdisjoint(left.uncoded)
