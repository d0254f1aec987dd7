"""What the analyst types is found, or the nearest names are offered."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rodedraad import RodedraadError
from rodedraad.coding.corpus import set_people
from rodedraad.coding.importing import store
from rodedraad.coding.naming import (
    code_named,
    codes_below,
    fragment_named,
    nearest,
    respondent_named,
    transcript_named,
)
from rodedraad.coding.project import Project
from rodedraad.transcripts.model import Transcript

Talk = Callable[..., Transcript]


@pytest.fixture
def several(project: Project, make_talk: Talk) -> Project:
    """The small project with three transcripts more, one of them called 1."""
    with project.transaction("import"):
        for name in ("2016-politie", "2016-bewoners", "1"):
            store(project, make_talk(f"R1: {name}", f"{name}.txt"))
    return project


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("gesprek", "gesprek"),
        ("ges", "gesprek"),
        ("2016-P", "2016-politie"),
        ("1", "1"),  # a name beats a number
        ("2", "2016-politie"),
        ("4", "1"),
    ],
)
def test_a_transcript_is_named_by_slug_number_or_start(
    several: Project, name: str, slug: str
) -> None:
    assert transcript_named(several.connection, name)[1] == slug


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("2016", "Several transcripts begin with 2016: 2016-bewoners, 2016-politie"),
        ("gesprak", "Did you mean: gesprek"),
        ("99", "There is no transcript 99"),
    ],
)
def test_a_transcript_that_is_not_clear_is_not_guessed(
    several: Project, name: str, message: str
) -> None:
    with pytest.raises(RodedraadError, match=message):
        transcript_named(several.connection, name)


def test_an_empty_project_says_how_to_begin(empty_project: Project) -> None:
    with pytest.raises(RodedraadError, match="rodedraad import"):
        transcript_named(empty_project.connection, "gesprek")
    with pytest.raises(RodedraadError, match="holds none yet"):
        respondent_named(empty_project.connection, "R1")


@pytest.mark.parametrize("name", ["samenwerking/politie", "politie", "2p"])
def test_a_code_is_named_by_path_end_or_shortcut(project: Project, name: str) -> None:
    assert code_named(project.connection, name) == (2, "samenwerking/politie")


def test_an_unknown_code_gets_the_nearest(project: Project) -> None:
    with pytest.raises(RodedraadError, match="samenwerking/politie"):
        code_named(project.connection, "polite")


def test_a_code_stands_for_all_below_it(project: Project) -> None:
    assert sorted(codes_below(project.connection, "samenwerking")) == [1, 2, 3]
    assert codes_below(project.connection, "samen") == []


def test_a_fragment_is_named_by_citation_or_uuid(project: Project) -> None:
    citation, uuid = project.connection.execute(
        "SELECT citation, uuid FROM fragment WHERE id = 2"
    ).fetchone()
    for name in (citation, citation.upper(), uuid, uuid[:8].upper()):
        assert fragment_named(project.connection, name) == 2
    for name in ("f-", "", uuid[:3], "f-nope"):
        with pytest.raises(RodedraadError, match="no fragment"):
            fragment_named(project.connection, name)


def test_a_respondent_is_named_whatever_the_capitals(project: Project) -> None:
    assert respondent_named(project.connection, "GESPREK:r2") == 2
    with pytest.raises(RodedraadError, match="Did you mean: gesprek:R"):
        respondent_named(project.connection, "gesprek:R8")


def test_the_nearest_names_keep_their_capitals() -> None:
    assert nearest("noort", ["Noord", "De Bron"]) == "Noord"
    assert nearest("xyz", ["b", "a"]) == "a, b"


def test_a_part_of_a_name_is_enough_to_be_proposed() -> None:
    names = ["2016-04-07-politie", "2016-05-12-bewoners", "2016-06-02-zorg"]
    assert nearest("zorg", names) == "2016-06-02-zorg"
    assert nearest("POLI", names) == "2016-04-07-politie"


def test_a_fragment_that_is_half_typed_is_proposed(project: Project) -> None:
    citation = project.connection.execute("SELECT citation FROM fragment").fetchone()[0]
    with pytest.raises(RodedraadError, match=rf"Did you mean: {citation}\?"):
        fragment_named(project.connection, citation[:-1])
    with pytest.raises(RodedraadError, match=r"no fragment f-\.\.\.\.\.\nFind"):
        fragment_named(project.connection, "f-....")


def test_who_is_named_as_a_speaker_is_proposed_as_the_respondent(
    empty_project: Project, make_talk: Talk
) -> None:
    with empty_project.transaction("import"):
        store(empty_project, make_talk("Joost: Dag. Ik ben Joost.", "gesprek.txt"))
        set_people(empty_project, 1, "R01", None, ())
    with pytest.raises(RodedraadError, match=r"no respondent Joost. Did you mean: R01\?"):
        respondent_named(empty_project.connection, "Joost")
