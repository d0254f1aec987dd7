"""The common thread: breadth, balance and dissent, also against a count by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import Person, add_talk, code_turn, finish, new_project
from hypothesis import given, settings
from worlds import CODES, World, count_by_hand, is_below, worlds

from rodedraad.coding.opening import reading
from rodedraad.coding.project import Project
from rodedraad.coding.querying.cells import Cell
from rodedraad.coding.querying.selection import Filters, choose
from rodedraad.coding.querying.thread import Thread, answer_thread, quotes_for, threads
from rodedraad.coding.querying.typicality import scores, store_typicality


@given(worlds())
@settings(max_examples=20, deadline=None)
def test_a_thread_counts_as_by_hand(world: World) -> None:
    with reading(world.path) as connection:
        plain = threads(connection, choose(connection, Filters()))
        # The same question, put so that the kept tables cannot answer it.
        other = threads(connection, choose(connection, Filters(), 'exact: ""'))
    assert [thread.code for thread in plain] == [thread.code for thread in other]
    for thread, same in zip(plain, other, strict=True):
        assert thread == same
        expected = count_by_hand(
            world,
            lambda voice: world.kinds[voice.talk] != "survey",
            lambda piece, code=thread.code: is_below(piece.code, code),  # type: ignore[misc]
        )
        assert thread.whole == Cell(thread.code, None, **vars(expected))
    assert {thread.code for thread in plain} == set(CODES)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Residents against, police for; the board is silent on it, and one person on another."""
    project = new_project(tmp_path, ["samenwerking", "geld", "leeg"])
    groups = {"R1": "bewoners", "R2": "bewoners", "R3": "bewoners"}
    groups |= {"R4": "politie", "R5": "politie", "R6": "politie", "R7": "politie", "R8": "college"}
    persons = {
        label: Person(label, group, ("Noord",) if group == "politie" else ("Zuid",))
        for label, group in groups.items()
    }
    turns = [(label, f"Mijn mening is nummer {label} over de zaak.") for label in persons]
    add_talk(project, "allen", turns, persons)
    for turn, label in enumerate(persons, start=1):
        if label != "R8":
            stance = "negative" if groups[label] == "bewoners" else "positive"
            code_turn(project, "allen", turn, "samenwerking", stance)
    code_turn(project, "allen", 8, "geld")
    finish(project, "allen")
    return project


def thread_of(project: Project, code: str) -> Thread:
    """Give the thread of one code."""
    with reading(project.path) as connection:
        return answer_thread(connection, code, Filters())[0][0]


def test_breadth_balance_dissent_and_who_is_missing(project: Project) -> None:
    thread = thread_of(project, "samenwerking")
    assert (thread.whole.among, thread.whole.n, thread.depth) == (7, 8, 1.0)
    assert thread.groups == ("bewoners", "politie")
    assert thread.groups_heard == ("bewoners", "college", "politie")
    assert thread.missing == ("college",)
    assert (thread.areas, thread.areas_heard) == (("Noord", "Zuid"), ("Noord", "Zuid"))
    assert (thread.whole.positive, thread.whole.negative) == (4, 3)
    assert thread.majority == "positive"
    assert thread.dissent == ("bewoners",)
    assert thread.rests_on_one == ""


def test_half_is_no_majority_and_two_persons_do_not_dissent(project: Project) -> None:
    with project.transaction("test"):
        project.connection.execute("DELETE FROM fragment WHERE id IN (1, 7)")
    thread = thread_of(project, "samenwerking")
    assert (thread.whole.positive, thread.whole.negative) == (3, 2)
    assert (thread.majority, thread.dissent) == ("positive", ())
    with project.transaction("test"):
        project.connection.execute("DELETE FROM fragment WHERE id = 6")
    assert thread_of(project, "samenwerking").majority == ""


def test_a_theme_of_one_person_says_so(project: Project) -> None:
    thread = thread_of(project, "geld")
    assert (thread.rests_on_one, thread.majority, thread.whole.n) == ("person", "", 8)


def test_the_most_shared_comes_first(project: Project) -> None:
    with reading(project.path) as connection:
        found = answer_thread(connection, "", Filters())[0]
    assert [thread.code for thread in found] == ["samenwerking", "geld", "leeg"]


def test_two_typical_quotes_and_one_against_from_different_groups(project: Project) -> None:
    with project.transaction("test"):
        assert store_typicality(project) == 0  # done when the talk was marked coded
        project.connection.execute("DELETE FROM typicality")
        assert store_typicality(project) == 8
    with reading(project.path) as connection:
        thread = answer_thread(connection, "samenwerking", Filters())[0][0]
        typical, against = quotes_for(connection, thread, Filters())
        again = quotes_for(connection, thread, Filters())
    assert [quote["group"] for quote in typical] == ["politie", "politie"]
    assert len({quote["respondent"] for quote in typical}) == 2
    assert [(quote["group"], quote["stance"]) for quote in against] == [("bewoners", "negative")]
    assert again == (typical, against)


def test_the_quote_nearest_the_centre_is_the_most_typical() -> None:
    said = ["de wijkagent helpt ons", "de wijkagent helpt altijd", "iets over het weer"]
    found = dict(scores(list(enumerate(said)), {}))
    assert found[2] < min(found[0], found[1])
