"""What goes together, what follows, what changed, when it came up, and whose words they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import Person, add_talk, code_quote, finish, new_project
from hypothesis import given, settings
from worlds import World, counts, units, worlds

from rodedraad import RodedraadError
from rodedraad.coding.opening import reading
from rodedraad.coding.project import Project
from rodedraad.coding.querying.comparison import answer_comparison, compare_projects, interval
from rodedraad.coding.querying.cooccurrence import (
    Pair,
    Step,
    answer_cooccurrence,
    answer_sequence,
)
from rodedraad.coding.querying.keywords import answer_words, log_likelihood
from rodedraad.coding.querying.placed import passages
from rodedraad.coding.querying.selection import Filters, choose
from rodedraad.coding.querying.timeline import answer_timeline


@given(worlds())
@settings(max_examples=15, deadline=None)
def test_passages_are_the_fragments_that_count_each_once(world: World) -> None:
    with reading(world.path) as connection:
        found = passages(connection, choose(connection, Filters(kind=("all",))))
    expected = [
        (f"talk{unit[0].talk}", unit[0].code, unit[0].start, max(p.end for p in unit))
        for unit in units([piece for piece in world.pieces if counts(world, piece)])
    ]
    assert sorted((p.transcript, p.code, p.start, p.end) for p in found) == sorted(expected)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Four persons in two waves; a and b often together, c only later."""
    project = new_project(tmp_path, ["a", "a/b", "c", "d"])
    for number, wave in enumerate(("2014", "2014", "2016", "2016"), start=1):
        person = {f"R{number}": Person(f"R{number}", f"groep {number % 2}")}
        words = f"Wij fietsen daar {number}. En wij zwemmen ook. Het einde is stil."
        turns = [(f"R{number}", words)]
        name = f"talk{number}"
        add_talk(project, name, turns, person, wave=wave, date=f"{wave}-0{number}-01")
        code_quote(project, name, f"Wij fietsen daar {number}.", "a/b", coder="anna")
        code_quote(project, name, f"fietsen daar {number}. En wij", "d", coder="anna")
        if wave == "2016":
            code_quote(project, name, "Het einde is stil.", "c")
        finish(project, name)
    return project


def test_codes_that_go_together(project: Project) -> None:
    with reading(project.path) as connection:
        found, _basis = answer_cooccurrence(connection, Filters())
    assert found == [
        Pair("a/b", "d", 4, 4, 4, 4, 1.0),
        Pair("a/b", "c", 2, 2, 4, 0, 1.0),
        Pair("c", "d", 2, 2, 4, 0, 1.0),
    ]


def test_what_goes_with_a_code_and_what_comes_before_and_after(project: Project) -> None:
    with reading(project.path) as connection:
        of_one = answer_cooccurrence(connection, Filters(), "d")[0]
        of_two = answer_cooccurrence(connection, Filters(), "c or d")[0]
        narrowed = answer_cooccurrence(connection, Filters(), "d and wave = 2016")[0]
        steps = [answer_sequence(connection, Filters(), code)[0] for code in ("a", "d")]
    assert of_one == [Pair("d", "a/b", 4, 4, 4, 4, 1.0), Pair("d", "c", 2, 2, 4, 0, 1.0)]
    assert [(pair.code, pair.other) for pair in of_two] == [("d", "a/b"), ("c", "a/b"), ("c", "d")]
    assert narrowed == []
    assert steps == [
        [Step("a/b", "d", 4, 4, 1.5)],
        [Step("a/b", "d", 4, 4, 1.5), Step("d", "c", 2, 2, 3.0)],
    ]


def test_what_follows_what(project: Project) -> None:
    with reading(project.path) as connection:
        found, _basis = answer_sequence(connection, Filters())
    assert found == [Step("a/b", "d", 4, 4, 1.5), Step("d", "c", 2, 2, 3.0)]


def test_the_interval_of_newcombe_1998() -> None:
    """Table II of the paper, method 10: 56/70 against 48/80."""
    between, low, high = interval(48, 80, 56, 70)
    assert between == pytest.approx(0.2)
    assert (low, high) == (pytest.approx(0.0524, abs=5e-5), pytest.approx(0.3339, abs=5e-5))
    _, low, high = interval(0, 10, 0, 20)
    assert (low, high) == (pytest.approx(-0.2775, abs=5e-5), pytest.approx(0.1611, abs=5e-5))
    assert interval(1, 2, 0, 0) == (None, None, None)


def test_what_came_between_two_waves(project: Project) -> None:
    with reading(project.path) as connection:
        found = answer_comparison(connection, "wave", "2014", "2016", Filters())
    rows = [
        (row.code, row.first.among, row.second.among, row.difference, row.change) for row in found
    ]
    assert rows[0] == ("c", 0, 2, 1.0, "came")
    assert {row[4] for row in rows[1:]} == {""}
    assert [row.first.n for row in found] == [2, 2, 2, 2]


def test_another_project_is_compared_by_path(project: Project, tmp_path: Path) -> None:
    other = new_project(tmp_path, ["a", "e"], "ander")
    other.close()
    with reading(project.path) as connection:
        found = compare_projects(connection, other.path, Filters())
    assert [(row.code, row.change) for row in found] == [
        ("a", "went"), ("a/b", "went"), ("c", "went"), ("d", "went"), ("e", ""),
    ]  # fmt: skip


def test_a_fragment_has_no_two_sides(project: Project) -> None:
    with (
        reading(project.path) as connection,
        pytest.raises(RodedraadError, match="stance cannot be compared"),
    ):
        answer_comparison(connection, "stance", "positive", "negative", Filters())


def test_the_course_of_a_talk_and_of_the_months(project: Project) -> None:
    with reading(project.path) as connection:
        talk, _ = answer_timeline(connection, Filters())
        months, _ = answer_timeline(connection, Filters(), "c", by_date=True)
    assert {(m.code, m.part, m.persons) for m in talk if m.persons} == {
        ("a", "1", 4), ("a/b", "1", 4), ("d", "2", 4), ("c", "8", 2),
    }  # fmt: skip
    assert [(m.code, m.part, m.persons) for m in months] == [
        ("c", "2016-03", 1),
        ("c", "2016-04", 1),
    ]


def test_the_log_likelihood_of_rayson_and_garside() -> None:
    """Their calculation by hand: a = 10, b = 5, in texts of 1,000 and 2,000 words."""
    assert log_likelihood(10, 5, 1000, 2000) == pytest.approx(6.931, abs=1e-3)
    assert log_likelihood(5, 10, 1000, 2000) == pytest.approx(0.0, abs=1e-9)


def test_the_words_of_a_group_are_of_two_persons_at_least(tmp_path: Path) -> None:
    project = new_project(tmp_path, ["a"])
    persons = {
        "R1": Person("R1", "politie"),
        "R2": Person("R2", "politie"),
        "R3": Person("R3", "college"),
    }
    turns = [("R1", "briefing briefing surveilleren"), ("R2", "een briefing"), ("R3", "een raad")]
    add_talk(project, "t", turns, persons)
    with reading(project.path) as connection:
        found = answer_words(connection, Filters(group=("politie",)))
    assert [(word.lemma, word.here, word.elsewhere, word.persons) for word in found] == [
        ("briefing", 3, 0, 2)
    ]
