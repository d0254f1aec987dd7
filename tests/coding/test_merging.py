"""Merging copies: what each did comes together, and the newest of everything stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import Person, add_talk, code_quote, finish
from copies import WORDS, copies, quotes, shared_state

from rodedraad import RodedraadError
from rodedraad.coding.backups import list_backups
from rodedraad.coding.checking import check_project
from rodedraad.coding.codebook import add_code, merge_codes
from rodedraad.coding.corpus import remove_transcript
from rodedraad.coding.fragments import recode_fragment, remove_fragment
from rodedraad.coding.history import undo
from rodedraad.coding.merging import made_apart, merge
from rodedraad.coding.project import Project, our_schema


def test_what_each_coded_comes_together(anna_and_bram: tuple[Project, Project]) -> None:
    anna, bram = anna_and_bram
    code_quote(anna, "een", "drie vier", "a", coder="anna")
    code_quote(bram, "een", "drie vier", "b", coder="bram")
    finish(bram, "een", "bram")
    merged = merge(anna, [bram.path])
    assert (merged.added["fragment"], merged.added["coded_by"], merged.conflicts) == (1, 1, 0)
    assert ("bram", "drie vier", "b", None) in quotes(anna)
    assert ("anna", "drie vier", "a", None) in quotes(anna)
    merge(bram, [anna.path])
    assert shared_state(anna) == shared_state(bram)
    assert check_project(anna.path) == check_project(bram.path) == []


def test_the_newer_change_stays(anna_and_bram: tuple[Project, Project]) -> None:
    anna, bram = anna_and_bram
    with bram.transaction("recode"):
        recode_fragment(bram, 1, 3, "mixed")
    with bram.transaction("uncode"):
        remove_fragment(bram, 2)
    merged = merge(anna, [bram.path])
    assert (merged.changed["fragment"], merged.removed["fragment"]) == (1, 1)
    assert ("anna", "een twee", "c", "mixed") in quotes(anna)
    with anna.transaction("recode"):
        recode_fragment(anna, 1, None, "neutral")
    assert merge(anna, [bram.path]).changed == {}
    merge(bram, [anna.path])
    assert ("anna", "een twee", "c", "neutral") in quotes(bram)
    assert shared_state(anna) == shared_state(bram)


def test_what_both_changed_is_a_conflict(anna_and_bram: tuple[Project, Project]) -> None:
    anna, bram = anna_and_bram
    for project, code in ((anna, 2), (bram, 3)):
        with project.transaction("recode"):
            recode_fragment(project, 1, code, None)
    assert merge(anna, [bram.path]).conflicts == 1
    assert merge(bram, [anna.path]).conflicts == 1
    assert shared_state(anna) == shared_state(bram)
    assert check_project(anna.path) == []


def test_the_same_change_by_both_is_none(anna_and_bram: tuple[Project, Project]) -> None:
    anna, bram = anna_and_bram
    for project in (anna, bram):
        with project.transaction("recode"):
            recode_fragment(project, 1, 3, "mixed")
        code_quote(project, "een", "negen tien", "a", coder="clara")
    assert merge(anna, [bram.path]).conflicts == 0
    merge(bram, [anna.path])
    assert shared_state(anna) == shared_state(bram)
    assert len([quote for quote in quotes(anna) if quote[0] == "clara"]) == 1
    with anna.transaction("recode"):
        recode_fragment(anna, 1, 1, None)
    assert merge(bram, [anna.path]).conflicts == 0


def test_a_code_removed_here_and_used_there_is_kept(
    anna_and_bram: tuple[Project, Project],
) -> None:
    anna, bram = anna_and_bram
    with anna.transaction("codebook merge"):
        merge_codes(anna, [2], 1)
    code_quote(bram, "twee", "acht", "b", coder="bram")
    assert merge(anna, [bram.path]).conflicts == 1
    merge(bram, [anna.path])
    assert shared_state(anna) == shared_state(bram)
    assert ("bram", "acht", "b", None) in quotes(anna)
    assert ("anna", "vijf zes", "a", "negative") in quotes(bram)
    assert check_project(anna.path) == check_project(bram.path) == []


def test_a_transcript_removed_here_and_coded_there_is_kept(
    anna_and_bram: tuple[Project, Project],
) -> None:
    anna, bram = anna_and_bram
    with anna.transaction("transcript remove"):
        remove_transcript(anna, 1)
    code_quote(bram, "een", "acht", "b", coder="bram")
    assert merge(anna, [bram.path]).conflicts > 0
    merge(bram, [anna.path])
    assert shared_state(anna) == shared_state(bram)
    assert ("bram", "acht", "b", None) in quotes(anna)
    assert check_project(anna.path) == check_project(bram.path) == []


def test_a_transcript_that_nobody_works_on_stays_removed(
    anna_and_bram: tuple[Project, Project],
) -> None:
    anna, bram = anna_and_bram
    with anna.transaction("transcript remove"):
        remove_transcript(anna, 1)
    assert merge(anna, [bram.path]).added == {}
    assert merge(bram, [anna.path]).removed["transcript"] == 1
    assert shared_state(anna) == shared_state(bram)


def test_things_with_one_name_are_one(base: Path, tmp_path: Path) -> None:
    """The same file imported by both, with the same persons; the same code added by both."""
    anna, bram = copies(base, tmp_path, "anna", "bram")
    for project in (anna, bram):
        add_talk(project, "drie", [("R1", WORDS), ("R3", "nieuw")], {"R3": Person("R03", "x")})
        with project.transaction("codebook add"):
            add_code(project, "c/nieuw", {"definition": "Nieuw."})
        code_quote(project, "drie", "nieuw", "c/nieuw", coder=project.coder)
    merge(anna, [bram.path])
    merge(bram, [anna.path])
    assert shared_state(anna) == shared_state(bram)
    counts = anna.connection.execute(
        "SELECT (SELECT count(*) FROM transcript), (SELECT count(*) FROM respondent), "
        "(SELECT count(*) FROM code), (SELECT count(*) FROM fragment WHERE quote = 'nieuw')"
    ).fetchone()
    assert counts == (3, 3, 5, 2)
    assert check_project(anna.path) == []


def test_different_things_with_one_name_are_two(base: Path, tmp_path: Path) -> None:
    anna, bram = copies(base, tmp_path, "anna", "bram")
    for project in (anna, bram):
        add_talk(project, project.coder, [("R3", "nieuw")], {"R3": Person("R03", "x")})
    merge(anna, [bram.path], same_names=False)
    labels = anna.connection.execute("SELECT label FROM respondent ORDER BY label").fetchall()
    assert labels == [("R01",), ("R02",), ("R03",), ("R03 (2)",)]


def test_trying_a_merge_changes_nothing(anna_and_bram: tuple[Project, Project]) -> None:
    anna, bram = anna_and_bram
    code_quote(bram, "een", "drie vier", "b", coder="bram")
    before = anna.path.read_bytes()
    assert merge(anna, [bram.path], dry_run=True).added["fragment"] == 1
    assert anna.path.read_bytes() == before


def test_a_merge_is_not_undone(anna_and_bram: tuple[Project, Project]) -> None:
    """Its rows would count as removed by us, and never come back with the next merge."""
    anna, bram = anna_and_bram
    code_quote(bram, "een", "drie vier", "b", coder="bram")
    merge(anna, [bram.path])
    with pytest.raises(RodedraadError, match="rodedraad backup restore"):
        undo(anna)
    assert list_backups(anna.path)[0].reason == "merge"


def test_a_project_is_not_merged_with_itself(anna_and_bram: tuple[Project, Project]) -> None:
    with pytest.raises(RodedraadError, match="this project itself"):
        merge(anna_and_bram[0], [anna_and_bram[0].path])


def test_what_has_one_name_is_asked_about(base: Path, tmp_path: Path) -> None:
    anna, bram = copies(base, tmp_path, "anna", "bram")
    assert made_apart(anna, [bram.path]) == {}
    for project in (anna, bram):
        with project.transaction("codebook add"):
            add_code(project, "c/nieuw", {"definition": "Nieuw."})
    assert made_apart(anna, [bram.path]) == {"code": ["c/nieuw"]}
    merge(anna, [bram.path], same_names=True)
    assert made_apart(anna, [bram.path]) == made_apart(bram, [anna.path]) == {}


def test_what_is_no_project_is_not_merged(
    anna_and_bram: tuple[Project, Project], tmp_path: Path
) -> None:
    anna, bram = anna_and_bram
    (tmp_path / "x.draad").write_text("niets")
    with pytest.raises(RodedraadError, match="not a rodedraad project"):
        merge(anna, [tmp_path / "x.draad"])
    bram.connection.execute("CREATE TABLE vreemd (a)")
    with pytest.raises(RodedraadError, match="changed by another program"):
        merge(anna, [bram.path])


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE fragment SET quote = 'een drie' WHERE id = 1",
        "UPDATE turn SET text = replace(text, 'vier', 'acht') WHERE id = 2",
        "DELETE FROM fragment WHERE id = 2",
        "UPDATE revision SET vector = '{}'",
    ],
)
def test_a_damaged_copy_is_refused_before_anything_comes_in(
    anna_and_bram: tuple[Project, Project], damage: str
) -> None:
    """As a bad disk does it, behind the back of the triggers that keep the checksums."""
    anna, bram = anna_and_bram
    code_quote(bram, "een", "drie vier", "b", coder="bram")
    with bram.transaction("recode"):
        recode_fragment(bram, 3, None, "mixed")
    triggers = {name: sql for name, sql in our_schema().items() if "CREATE TRIGGER" in sql}
    for name in triggers:
        bram.connection.execute(f"DROP TRIGGER {name}")
    bram.connection.execute(damage)
    for sql in triggers.values():
        bram.connection.execute(sql)
    before = anna.path.read_bytes()
    with pytest.raises(RodedraadError, match=r"is damaged.*\n.*check") as refused:
        merge(anna, [bram.path])
    assert str(bram.path) in str(refused.value)
    assert anna.path.read_bytes() == before
    assert list_backups(anna.path) == []


def test_a_copy_of_which_a_page_is_damaged_is_refused(
    anna_and_bram: tuple[Project, Project],
) -> None:
    anna, bram = anna_and_bram
    bram.close()
    damaged = bytearray(bram.path.read_bytes())
    place = damaged.index(b"drie vier")
    damaged[place] ^= 1
    bram.path.write_bytes(damaged)
    with pytest.raises(RodedraadError, match="is damaged"):
        merge(anna, [bram.path])
