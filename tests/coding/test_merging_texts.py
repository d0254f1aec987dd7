"""Merging when a text was corrected in one of the copies: what stands on it follows its words."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from builders import code_quote
from copies import WORDS, quotes, shared_state

from rodedraad.coding.checking import check_project
from rodedraad.coding.corpus import remove_transcript
from rodedraad.coding.distributing import assign, assigned
from rodedraad.coding.fragments import add_memo, span_at
from rodedraad.coding.merging import merge
from rodedraad.coding.merging.conflicts import list_conflicts, settle
from rodedraad.coding.project import Project, new_uuid
from rodedraad.coding.revising import revise
from rodedraad.coding.suggestions import store_decision

TEXT = f"Int: Vraag?\nR1: {WORDS}\nR2: ja en nee\n"


def test_a_transcript_revised_there_takes_our_fragments_along(
    anna_and_bram: tuple[Project, Project], make_talk: Callable[..., Any]
) -> None:
    anna, bram = anna_and_bram
    text = f"Int: Vraag?\nR1: Eerst nog iets: {WORDS}\nR2: ja en nee\n"
    with bram.transaction("transcript revise"):
        revise(bram, 1, make_talk(text, "een.txt"), accept_loss=False)
    code_quote(anna, "een", "acht negen", "b", coder="anna")
    merge(anna, [bram.path])
    merge(bram, [anna.path])
    assert shared_state(anna) == shared_state(bram)
    version = anna.connection.execute(
        "SELECT number FROM fragment JOIN transcript_version ON transcript_version.id = version_id "
        "WHERE quote = 'acht negen'"
    ).fetchone()
    assert version == (2,)
    assert check_project(anna.path) == check_project(bram.path) == []


def test_words_that_a_correction_took_out_are_told_of(
    anna_and_bram: tuple[Project, Project], make_talk: Callable[..., Any]
) -> None:
    anna, bram = anna_and_bram
    text = "Int: Vraag?\nR1: een twee drie vier vijf zes\nR2: ja en nee\n"
    with bram.transaction("transcript revise"):
        revise(bram, 1, make_talk(text, "een.txt"), accept_loss=False)
    fragment = code_quote(anna, "een", "negen tien", "b")
    citation = anna.connection.execute(
        "SELECT citation FROM fragment WHERE id = ?", [fragment]
    ).fetchone()
    assert merge(anna, [bram.path]).left_behind == [citation[0]]
    assert ("anna", "negen tien", "b", None) in quotes(anna)
    assert check_project(anna.path) == []


LONGER = f"Int: Welkom.\nR2: Dank u.\nInt: Vraag?\nR1: {WORDS}\nR2: ja en nee\n"
SHORTER = "Int: Vraag?\nR1: een twee drie vier vijf zes\nR2: Wij dus niet.\n"


def work_on_the_old_text(project: Project) -> None:
    """Reject a suggestion, mark a turn as read, and write a memo on one."""
    span = span_at(project.connection, 1, TEXT.index("negen"), TEXT.index("\nR2"))
    place = {"turn_id": span.turn_id, "start": span.start, "end": span.end, "code_id": 1}
    question = "SELECT uuid FROM transcript WHERE id = 1"
    (transcript,) = project.connection.execute(question).fetchone()
    with project.transaction("review"):
        store_decision(project, place | {"score": 0.5}, "rejected", False)
        mark = {"uuid": new_uuid(), "version_id": span.version_id, "turn": 3, "coder": "anna"}
        project.insert("reviewed_turn", mark)
        add_memo(project, "turn", transcript, "Wie zijn wij?", 3)


def standing(project: Project) -> dict[str, tuple[object, ...]]:
    """Tell where the decision, the mark and the memo stand: the version, and the words or turn."""
    decision = project.connection.execute(
        "SELECT version.number, decision.start, decision.end FROM decision "
        "JOIN transcript_version AS version ON version.id = version_id"
    ).fetchone()
    mark = project.connection.execute(
        "SELECT version.number, turn FROM reviewed_turn "
        "JOIN transcript_version AS version ON version.id = version_id"
    ).fetchone()
    memo = project.connection.execute("SELECT target, turn FROM memo").fetchone()
    return {"decision": decision, "mark": mark, "memo": memo}


def test_decisions_marks_and_memos_follow_a_text_revised_there(
    anna_and_bram: tuple[Project, Project], make_talk: Callable[..., Any]
) -> None:
    anna, bram = anna_and_bram
    with bram.transaction("transcript revise"):
        revise(bram, 1, make_talk(LONGER, "een.txt"), accept_loss=False)
    work_on_the_old_text(anna)
    assert merge(anna, [bram.path]).memos == []
    merge(bram, [anna.path])
    for project in (anna, bram):
        start = LONGER.index("negen")
        assert standing(project) == {
            "decision": (2, start, start + len("negen tien")),
            "mark": (2, 5),
            "memo": ("turn", 5),
        }
        assert check_project(project.path) == []
    assert shared_state(anna) == shared_state(bram)


def test_what_is_decided_marked_or_noted_about_words_that_went_is_kept(
    anna_and_bram: tuple[Project, Project], make_talk: Callable[..., Any]
) -> None:
    anna, bram = anna_and_bram
    with bram.transaction("transcript revise"):
        revise(bram, 1, make_talk(SHORTER, "een.txt"), accept_loss=True)
    work_on_the_old_text(anna)
    (memo,) = anna.connection.execute("SELECT id FROM memo").fetchone()
    assert merge(anna, [bram.path]).memos == [memo]
    merge(bram, [anna.path])
    start = TEXT.index("negen")
    for project in (anna, bram):
        (old,) = project.connection.execute(
            "SELECT number FROM transcript_version WHERE transcript_id = 1 AND text_sha256 = ?",
            [sha256(TEXT.encode()).hexdigest()],
        ).fetchone()
        assert standing(project) == {
            "decision": (old, start, start + len("negen tien")),
            "mark": (old, 3),
            "memo": ("turn", 3),
        }
        assert check_project(project.path) == []
    assert shared_state(anna) == shared_state(bram)


def test_settling_says_what_stays_with_the_old_text(
    anna_and_bram: tuple[Project, Project], make_talk: Callable[..., Any]
) -> None:
    anna, bram = anna_and_bram
    for project, text in ((anna, SHORTER.replace("Wij dus niet.", "ja en nee")), (bram, LONGER)):
        with project.transaction("transcript revise"):
            revise(project, 1, make_talk(text, "een.txt"), accept_loss=True)
    fragment = code_quote(bram, "een", "Dank u.", "b")
    (citation,) = bram.connection.execute(
        "SELECT citation FROM fragment WHERE id = ?", [fragment]
    ).fetchone()
    merge(bram, [anna.path])
    (choice,) = [row["choice"] for row in list_conflicts(bram.connection) if row["coder"] == "anna"]
    with bram.transaction("conflict settle"):
        settled = settle(bram, 1, choice)
    assert settled.left_behind == [citation]
    assert settled.changed == {"transcript": 1}
    assert merge(anna, [bram.path]).conflicts == 0
    assert shared_state(anna) == shared_state(bram)


def test_an_assignment_keeps_a_transcript_that_somebody_removed(
    anna_and_bram: tuple[Project, Project],
) -> None:
    """Who was given a transcript would otherwise look for it in vain."""
    anna, bram = anna_and_bram
    with anna.transaction("transcript remove"):
        remove_transcript(anna, 1)
    with bram.transaction("distribute"):
        assign(bram, ["clara"], 0)
    assert merge(anna, [bram.path]).conflicts > 0
    merge(bram, [anna.path])
    assert shared_state(anna) == shared_state(bram)
    assert len(assigned(anna.connection, "clara")[0]) == 2
    assert check_project(anna.path) == check_project(bram.path) == []
