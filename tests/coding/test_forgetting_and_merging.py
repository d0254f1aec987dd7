"""Who was forgotten in one copy stays away, whatever colleagues did with their words since."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from builders import Person, add_talk, code_quote, new_project

from rodedraad.coding.checking import check_project
from rodedraad.coding.corpus import remove_transcript
from rodedraad.coding.forgetting import forget
from rodedraad.coding.fragments import add_memo
from rodedraad.coding.merging import merge
from rodedraad.coding.naming import respondent_named
from rodedraad.coding.project import Project, open_project

SECRET = "Kanaalzicht is onverbloemd verwaarloosd door de woningbouwvereniging."
OTHER = "De wijkagent groet mij altijd."
PEOPLE = {"Jansen": Person("R07", "bewoners"), "R2": Person("R08", "bewoners")}


@pytest.fixture
def both(tmp_path: Path) -> tuple[Project, Project]:
    """Two copies of a project in which Jansen speaks alone and in a group."""
    project = new_project(tmp_path, ("politie", "resultaten"), "anna")
    add_talk(project, "jansen", [("Int", "Ja?"), ("Jansen", SECRET)], {"Jansen": PEOPLE["Jansen"]})
    turns = [("R2", OTHER), ("Jansen", f"Nou, {SECRET}"), ("R2", "Dat is waar.")]
    add_talk(project, "groep", turns, PEOPLE)
    code_quote(project, "groep", "groet mij", "politie")
    code_quote(project, "jansen", "onverbloemd verwaarloosd", "resultaten")
    project.close()
    shutil.copy(project.path, tmp_path / "bram.draad")
    return open_project(project.path, "anna"), open_project(tmp_path / "bram.draad", "bram")


def work_on(project: Project) -> None:
    """Do much with the words of Jansen, and something with those of another."""
    code_quote(project, "groep", "onverbloemd verwaarloosd", "resultaten", coder="bram")
    code_quote(project, "jansen", "Kanaalzicht is", "politie", coder="bram")
    code_quote(project, "groep", "Dat is waar.", "resultaten", coder="bram")
    with project.transaction("memo add"):
        uuids = dict(project.connection.execute("SELECT slug, uuid FROM transcript").fetchall())
        add_memo(project, "turn", uuids["groep"], "Hij klaagt veel.", turn=2)
        add_memo(project, "transcript", uuids["jansen"], "Boos over Kanaalzicht.")
    with project.transaction("respondent set", "R07"):
        project.connection.execute("UPDATE respondent SET size = 2 WHERE label = 'R07'")


def holds(project: Project) -> list[str]:
    """List which words of Jansen are in the bytes of a project."""
    held = project.path.read_bytes()
    words = (b"Kanaalzicht", b"onverbloemd", b"kanaalzicht", b"klaagt", b"R07", b"Jansen")
    return [word.decode() for word in words if word in held]


def quotes(project: Project) -> list[str]:
    rows = project.connection.execute("SELECT quote FROM fragment ORDER BY quote").fetchall()
    return [row[0] for row in rows]


def forget_jansen(project: Project) -> None:
    forget(project, respondent_named(project.connection, "R07"))


def test_a_merge_does_not_bring_them_back(both: tuple[Project, Project]) -> None:
    anna, bram = both
    work_on(bram)
    forget_jansen(anna)
    merge(anna, [bram.path])
    assert holds(anna) == []
    assert quotes(anna) == ["Dat is waar.", "groet mij"]
    assert check_project(anna.path) == []
    merge(anna, [bram.path])
    assert quotes(anna) == ["Dat is waar.", "groet mij"]


def test_they_are_forgotten_in_the_copy_that_takes_the_merge(both: tuple[Project, Project]) -> None:
    anna, bram = both
    work_on(bram)
    forget_jansen(anna)
    merge(bram, [anna.path])
    assert holds(bram) == []
    assert quotes(bram) == ["Dat is waar.", "groet mij"]
    assert check_project(bram.path) == []
    (backup,) = (bram.path.parent / "bram.backups").iterdir()
    assert b"Kanaalzicht" not in backup.read_bytes()
    merged = merge(anna, [bram.path])
    assert merged.conflicts == 0
    assert quotes(anna) == quotes(bram)


def test_both_may_forget_them(both: tuple[Project, Project]) -> None:
    anna, bram = both
    work_on(bram)
    forget_jansen(anna)
    forget_jansen(bram)
    assert merge(anna, [bram.path]).conflicts == 0
    assert merge(bram, [anna.path]).conflicts == 0
    assert quotes(anna) == quotes(bram) == ["Dat is waar.", "groet mij"]
    assert holds(anna) == holds(bram) == []
    assert check_project(anna.path) == check_project(bram.path) == []


def test_a_dry_run_forgets_nobody(both: tuple[Project, Project]) -> None:
    anna, bram = both
    forget_jansen(anna)
    before = bram.path.read_bytes()
    merge(bram, [anna.path], dry_run=True)
    assert bram.path.read_bytes() == before


def test_a_talk_that_was_only_removed_comes_back_with_its_work(
    both: tuple[Project, Project],
) -> None:
    """What is removed is no secret; only who is forgotten stays away."""
    anna, bram = both
    work_on(bram)
    with anna.transaction("transcript remove"):
        remove_transcript(anna, 1)
    merge(anna, [bram.path])
    assert "Kanaalzicht is" in quotes(anna)
