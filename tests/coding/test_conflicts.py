"""What was changed in two copies apart: listed, settled, and undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from builders import code_quote
from copies import WORDS, quotes, shared_state

from rodedraad import RodedraadError
from rodedraad.coding.checking import check_project
from rodedraad.coding.codebook import merge_codes
from rodedraad.coding.corpus import remove_transcript
from rodedraad.coding.fragments import recode_fragment
from rodedraad.coding.history import undo
from rodedraad.coding.merging import merge
from rodedraad.coding.merging.conflicts import list_conflicts, settle, settle_all
from rodedraad.coding.project import Project
from rodedraad.coding.revising import revise


def conflicting(anna: Project, bram: Project) -> None:
    """Let both recode the same fragment, and merge into anna's copy."""
    for project, code, stance in ((anna, 2, "mixed"), (bram, 3, "neutral")):
        with project.transaction("recode"):
            recode_fragment(project, 1, code, stance)
    merge(anna, [bram.path])


@pytest.mark.parametrize("coder", ["anna", "bram"])
def test_a_conflict_is_listed_and_settled(
    anna_and_bram: tuple[Project, Project], coder: str
) -> None:
    anna, bram = anna_and_bram
    conflicting(anna, bram)
    rows = list_conflicts(anna.connection)
    assert [row["what"] for row in rows] == ["fragment", "fragment"]
    assert {row["coder"]: row["says"] for row in rows} == {
        "anna": {"code_id": "b", "stance": "mixed"},
        "bram": {"code_id": "c", "stance": "neutral"},
    }
    choice = next(row["choice"] for row in rows if row["coder"] == coder)
    with anna.transaction("conflict settle"):
        settle(anna, 1, choice)
    assert list_conflicts(anna.connection) == []
    stance = {"anna": "mixed", "bram": "neutral"}[coder]
    assert stance in {quote[3] for quote in quotes(anna) if quote[1] == "een twee"}
    assert merge(bram, [anna.path]).conflicts == 0
    assert merge(anna, [bram.path]).conflicts == 0
    assert shared_state(anna) == shared_state(bram)
    assert check_project(anna.path) == check_project(bram.path) == []


@pytest.mark.parametrize(("rule", "stance"), [("mine", "mixed"), ("theirs", "neutral")])
def test_conflicts_are_settled_by_a_rule(
    anna_and_bram: tuple[Project, Project], rule: str, stance: str
) -> None:
    anna, bram = anna_and_bram
    conflicting(anna, bram)
    with anna.transaction("conflict settle"):
        assert settle_all(anna, rule).changed == {"fragment": 1}
    assert stance in {quote[3] for quote in quotes(anna)}
    assert list_conflicts(anna.connection) == []


def test_a_settled_conflict_is_undone(anna_and_bram: tuple[Project, Project]) -> None:
    """It is open again, also after the next merge, and also where the others saw it settled."""
    anna, bram = anna_and_bram
    conflicting(anna, bram)
    before = shared_state(anna)
    with anna.transaction("conflict settle"):
        settle(anna, 1, 2)
    merge(bram, [anna.path])
    undo(anna)
    after = shared_state(anna)
    assert after["contents"] == before["contents"]
    assert after["conflicts"] == before["conflicts"]
    assert check_project(anna.path) == []
    assert merge(anna, [bram.path]).conflicts == 1
    merge(bram, [anna.path])
    assert shared_state(anna) == shared_state(bram)


def test_a_text_corrected_in_both_is_settled(
    anna_and_bram: tuple[Project, Project], make_talk: Callable[..., Any]
) -> None:
    """The text that was chosen is the one that is coded, and the fragments are in it."""
    anna, bram = anna_and_bram
    for project, question in ((anna, "Anders?"), (bram, "Heel anders?")):
        text = f"Int: {question}\nR1: {WORDS}\nR2: ja en nee\n"
        with project.transaction("transcript revise"):
            revise(project, 1, make_talk(text, "een.txt"), accept_loss=False)
    assert merge(anna, [bram.path]).conflicts == 1
    merge(bram, [anna.path])
    assert shared_state(anna) == shared_state(bram)
    rows = list_conflicts(anna.connection)
    choice = next(row["choice"] for row in rows if row["coder"] == "bram")
    with anna.transaction("conflict settle"):
        settle(anna, 1, choice)
    assert merge(bram, [anna.path]).conflicts == 0
    for project in (anna, bram):
        texts = project.connection.execute(
            "SELECT DISTINCT turn.text FROM fragment JOIN turn USING (version_id) "
            "JOIN transcript_version ON transcript_version.id = version_id "
            "WHERE transcript_id = 1 AND turn.number = 1"
        ).fetchall()
        assert texts == [("Heel anders?",)]
        assert check_project(project.path) == []


def test_a_removal_is_settled_either_way(anna_and_bram: tuple[Project, Project]) -> None:
    anna, bram = anna_and_bram
    with anna.transaction("transcript remove"):
        remove_transcript(anna, 1)
    code_quote(bram, "een", "acht", "b", coder="bram")
    merge(bram, [anna.path])
    rows = list_conflicts(bram.connection)
    assert [(row["what"], row["name"], row["says"]) for row in rows] == [
        ("transcript", "een", {}),
        ("transcript", "een", {"removed": True}),
    ]
    with bram.transaction("conflict settle"):
        settle(bram, 1, 2)
    assert bram.connection.execute("SELECT slug FROM transcript").fetchall() == [("twee",)]
    assert merge(anna, [bram.path]).conflicts == 0
    assert shared_state(anna) == shared_state(bram)
    assert check_project(anna.path) == check_project(bram.path) == []


def test_a_code_in_use_is_not_settled_away(anna_and_bram: tuple[Project, Project]) -> None:
    anna, bram = anna_and_bram
    with anna.transaction("codebook merge"):
        merge_codes(anna, [2], 1)
    code_quote(bram, "twee", "acht", "b", coder="bram")
    merge(bram, [anna.path])
    with pytest.raises(RodedraadError, match="still used"), bram.transaction("x"):
        settle(bram, 1, 2)
    with bram.transaction("conflict settle"):
        settle(bram, 1, 1)
    assert merge(anna, [bram.path]).conflicts == 0
    assert shared_state(anna) == shared_state(bram)


def test_what_is_no_conflict_is_not_settled(anna_and_bram: tuple[Project, Project]) -> None:
    anna, bram = anna_and_bram
    conflicting(anna, bram)
    for number, choice, message in ((2, 1, "no conflict 2"), (1, 3, "choices 1 to 2")):
        with pytest.raises(RodedraadError, match=message), anna.transaction("x"):
            settle(anna, number, choice)
