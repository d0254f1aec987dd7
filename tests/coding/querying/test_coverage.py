"""Who was planned, heard and silent; who dominates; and saturation by the published vector."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import Person, add_talk, code_quote, finish, new_project

from rodedraad import RodedraadError
from rodedraad.coding.opening import reading
from rodedraad.coding.project import Project
from rodedraad.coding.querying.coverage import Dominance, Heard, Voices, answer_coverage, heard_by
from rodedraad.coding.querying.saturation import answer_saturation, saturation
from rodedraad.coding.querying.selection import Filters, choose

# Guest, Namey & Chen 2020: the codes in eight interviews.
PUBLISHED = [
    frozenset(codes)
    for codes in (
        range(8),
        range(4, 13),
        range(10, 17),
        range(15, 20),
        (0, 20, 21),
        (1, 22),
        (2,),
        (3, 5),
    )
]


def test_the_published_vector() -> None:
    found = saturation(PUBLISHED, base=4, run=2, threshold=0.05)
    assert found.base_codes == 20
    assert [(run.first, run.last, run.new, run.share) for run in found.runs] == [
        (5, 6, 3, 0.15),
        (6, 7, 1, 0.05),
        (7, 8, 0, 0.0),
    ]
    assert found.reached == 5
    assert saturation(PUBLISHED, base=4, run=2, threshold=0).reached == 6


def test_the_band_over_random_orders_is_always_the_same() -> None:
    assert saturation(PUBLISHED).band == saturation(PUBLISHED).band


def test_the_same_codes_everywhere_are_saturated_in_any_order() -> None:
    found = saturation([frozenset({1, 2})] * 7)
    assert (found.reached, found.band) == (4, (4, 4))


def test_always_new_codes_never_saturate() -> None:
    found = saturation([frozenset({number}) for number in range(8)])
    assert (found.reached, found.band) == (None, (None, None))


def test_too_few_interviews_are_refused() -> None:
    with pytest.raises(RodedraadError, match=r"at least 6 coded interviews .*; there are 5"):
        saturation(PUBLISHED[:5])


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Two groups, one planned area without anybody, and a group without a plan."""
    project = new_project(tmp_path, ["a", "b"])
    persons = {
        "R1": Person("R1", "politie", ("Noord",)),
        "R2": Person("R2", "politie", ("Noord", "Zuid")),
        "R3": Person("R3", "college"),
        "R4": Person("R4"),
    }
    add_talk(project, "een", [("R1", "een twee drie"), ("R2", "vier")], persons)
    add_talk(project, "twee", [("R3", "vijf zes"), ("R4", "zeven")], persons)
    code_quote(project, "een", "een twee", "a")
    finish(project, "een")
    with project.transaction("plan"):
        for group, area, number in (
            ("Politie", "noord", 3),
            ("politie", "Oost", 1),
            ("college", "", 2),
        ):
            project.connection.execute(
                "INSERT INTO plan(uuid, group_name, area, persons) VALUES (?, ?, ?, ?)",
                [f"{group}{area}", group, area, number],
            )
    return project


def test_planned_heard_and_silent(project: Project) -> None:
    with reading(project.path) as connection:
        voices, dominance, basis = answer_coverage(connection, Filters())
    assert voices == [
        Voices("college", None, 2, 1, 0, 2),
        Voices("politie", "Noord", 3, 2, 2, 4),
        Voices("politie", "Oost", 1, 0, 0, 0),
        Voices("politie", "Zuid", None, 1, 1, 1),
        Voices(None, None, None, 1, 0, 1),
    ]
    assert [voice.silent for voice in voices] == [1, 1, 1, 0, 0]
    assert dominance[1] == Dominance("politie", 2, "R1", 0.75)
    assert basis.uncoded == ("twee",)


def test_a_group_asked_for_narrows_the_plan_too(project: Project) -> None:
    with reading(project.path) as connection:
        voices = answer_coverage(connection, Filters(group=("college",)))[0]
    assert [(voice.group, voice.planned) for voice in voices] == [("college", 2)]


def test_who_was_planned_and_not_heard_is_among_the_areas(project: Project) -> None:
    with reading(project.path) as connection:
        found = heard_by(connection, choose(connection, Filters()))
        asked = Filters(group=("college",))
        narrowed = heard_by(connection, choose(connection, asked), asked)
    assert found["area"] == [
        Heard("Noord", 2, 3),
        Heard("Oost", 0, 1),
        Heard("Zuid", 1, None),
        Heard(None, 2, 2),
    ]
    assert found["group"] == [Heard("college", 1, 2), Heard("politie", 2, 4), Heard(None, 1, None)]
    assert narrowed == {"group": [Heard("college", 1, 2)], "area": [Heard(None, 1, 2)]}


def test_only_coded_transcripts_count_for_saturation(project: Project) -> None:
    with reading(project.path) as connection, pytest.raises(RodedraadError, match="there are 1"):
        answer_saturation(connection, Filters())
    finish(project, "twee")
    with reading(project.path) as connection:
        found, _basis = answer_saturation(connection, Filters(), "", base=1, run=1)
    assert (found.interviews, found.new, found.reached) == (("een", "twee"), (1, 0), 1)
