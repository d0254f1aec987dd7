"""What a matrix counts: by hand over random projects, and in a talk that can be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from builders import Person, add_talk, code_quote, code_span, finish, new_project
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import Piece, Voice, World, count_by_hand, is_below, worlds

from rodedraad import RodedraadError
from rodedraad.coding.opening import reading
from rodedraad.coding.project import Project
from rodedraad.coding.querying.cells import Cell, Matrix
from rodedraad.coding.querying.matrix import answer_matrix, make_matrix
from rodedraad.coding.querying.ordering import arranged
from rodedraad.coding.querying.selection import Filters, choose
from rodedraad.transcripts.model import Kind

FACETS = ("code", "group", "area", "wave", "kind", "respondent", "stance", "coder", "origin")
Value = str | None


def of_person(world: World, facet: str, value: Value) -> Callable[[Voice], bool]:
    """Say which persons belong in a cell with this value."""
    tests: dict[str, Callable[[Voice], bool]] = {
        "group": lambda voice: voice.group == value,
        "area": lambda voice: value in voice.areas if value else not voice.areas,
        "wave": lambda voice: world.waves[voice.talk] == value,
        "kind": lambda voice: world.kinds[voice.talk] == value,
        "respondent": lambda voice: voice.person == value,
    }
    return tests.get(facet, lambda _voice: True)


def of_piece(facet: str, value: Value) -> Callable[[Piece], bool]:
    """Say which fragments belong in a cell with this value."""
    tests: dict[str, Callable[[Piece], bool]] = {
        "code": lambda piece: is_below(piece.code, str(value)),
        "stance": lambda piece: piece.stance == value,
        "coder": lambda piece: piece.coder == value,
        "origin": lambda piece: piece.origin == value,
    }
    return tests.get(facet, lambda _piece: True)


@given(
    worlds(),
    st.lists(st.sampled_from(FACETS), min_size=2, max_size=2, unique=True),
    st.fixed_dictionaries(
        {},
        optional={
            "kind": st.just(("all",)),
            "group": st.sampled_from([("none",), ("none", "x")]),
            "stance": st.just(("positive",)),
            "origin": st.just(("bulk",)),
        },
    ),
)
@settings(max_examples=25, deadline=None)
def test_the_sql_counts_as_by_hand(
    world: World, facets: list[str], asked: dict[str, tuple[str, ...]]
) -> None:
    known = {voice.group for voice in world.voices}
    groups = tuple(name for name in asked.get("group", ()) if name == "none" or name in known)
    filters = Filters(**{**asked, "group": groups})
    rows, columns = facets
    with reading(world.path) as connection:
        matrix = make_matrix(connection, rows, columns, choose(connection, filters))

    for cell in matrix.cells:
        coders = [
            str(value)
            for facet, value in ((rows, cell.row), (columns, cell.column))
            if facet == "coder"
        ]
        expected = count_by_hand(
            world,
            lambda voice, cell=cell: (  # type: ignore[misc]
                of_person(world, rows, cell.row)(voice)
                and of_person(world, columns, cell.column)(voice)
                and (not groups or voice.group is None)
                and ("kind" in asked or world.kinds[voice.talk] != "survey")
            ),
            lambda piece, cell=cell: (  # type: ignore[misc]
                of_piece(rows, cell.row)(piece)
                and of_piece(columns, cell.column)(piece)
                and ("stance" not in asked or piece.stance == "positive")
                and ("origin" not in asked or piece.origin == "bulk")
            ),
            coders,
        )
        found = Cell(cell.row, cell.column, **vars(expected))
        if "stance" not in facets:
            assert cell == found
        else:  # a person counts once, a fragment in its own stance
            parts = ("fragments", "words", "bulk", "n")
            assert [getattr(cell, p) for p in parts] == [getattr(found, p) for p in parts]


@given(worlds(), st.sampled_from(["code", "group", "coder"]))
@settings(max_examples=15, deadline=None)
def test_a_person_has_one_stance_on_a_theme(world: World, facet: str) -> None:
    with reading(world.path) as connection:
        matrix = make_matrix(connection, facet, "stance", choose(connection, Filters()))
    for cell in matrix.cells:
        alone = [
            count_by_hand(
                world,
                lambda voice, name=name, cell=cell: (  # type: ignore[misc]
                    voice.person == name
                    and of_person(world, facet, cell.row)(voice)
                    and world.kinds[voice.talk] != "survey"
                ),
                of_piece(facet, cell.row),
                [str(cell.row)] if facet == "coder" else [],
            )
            for name in {voice.person for voice in world.voices}
        ]
        looks = ("positive", "negative", "mixed", "neutral")
        standing = [
            count
            for count in alone
            if count.persons
            and (
                getattr(count, cell.column) if cell.column else not any(map(vars(count).get, looks))
            )
        ]
        assert cell.persons == len(standing)
        assert cell.among == sum(count.among for count in standing)
        assert sum(getattr(cell, look) for look in looks) == (cell.persons if cell.column else 0)


@pytest.fixture
def two_talks(tmp_path: Path) -> Project:
    """A coded talk of two with one group, and a talk of one that is not coded yet."""
    project = new_project(tmp_path, ["samenwerking", "samenwerking/politie"])
    add_talk(
        project,
        "noord",
        [
            ("Int", "Hoe gaat het?"),
            ("R1", "De wijkagent helpt ons goed."),
            ("R2", "Wij zien hem nooit."),
        ],
        {"R1": Person("R01", "politie", ("Noord",)), "R2": Person("R02", "bewoners")},
        Kind.GROUP,
    )
    add_talk(
        project, "zuid", [("R3", "De agent kwam twee keer.")], {"R3": Person("R03", "bewoners")}
    )
    code_quote(project, "noord", "De wijkagent helpt ons goed.", "politie", "positive")
    code_quote(project, "noord", "wijkagent helpt", "politie", "positive", coder="bram")
    code_quote(project, "noord", "Wij zien hem nooit.", "politie", "negative")
    code_quote(project, "zuid", "De agent kwam", "samenwerking")
    finish(project, "noord")
    return project


def matrix_of(
    project: Project, rows: str, columns: str, only: bool = False, **filters: tuple[str, ...]
) -> Matrix:
    """Make a matrix of a project."""
    with reading(project.path) as connection:
        selection = choose(connection, Filters(**filters))
        return make_matrix(connection, rows, columns, selection, only)


def test_what_is_not_coded_enters_no_n_but_a_voice_counts(two_talks: Project) -> None:
    matrix = matrix_of(two_talks, "code", "group")
    found = [(c.row, c.column, c.persons, c.among, c.fragments, c.words, c.n) for c in matrix.cells]
    assert found == [
        ("samenwerking", "bewoners", 2, 1, 2, 7, 1),
        ("samenwerking", "politie", 1, 1, 1, 5, 1),
        ("samenwerking/politie", "bewoners", 1, 1, 1, 4, 1),
        ("samenwerking/politie", "politie", 1, 1, 1, 5, 1),
    ]
    assert (matrix.cells[0].negative, matrix.cells[1].positive) == (1, 1)
    assert [cell.share for cell in matrix.cells] == [1.0, 1.0, 1.0, 1.0]


def test_only_the_code_itself(two_talks: Project) -> None:
    matrix = matrix_of(two_talks, "samenwerking", "group", only=True)
    assert [(cell.column, cell.persons) for cell in matrix.cells] == [
        ("bewoners", 1),
        ("politie", 0),
    ]


def test_no_area_is_a_value_and_comes_last(two_talks: Project) -> None:
    assert matrix_of(two_talks, "group", "area").columns == ["Noord", None]


def test_what_one_coder_did_has_the_n_of_what_that_coder_finished(two_talks: Project) -> None:
    matrix = matrix_of(two_talks, "politie", "group", coder=("bram",))
    assert [(cell.persons, cell.n, cell.share) for cell in matrix.cells] == [
        (0, 0, None),
        (1, 0, None),
    ]


def test_a_fragment_of_two_persons_of_a_group_counts_once(tmp_path: Path) -> None:
    project = new_project(tmp_path, ["a"])
    persons = {"R1": Person("R01", "politie"), "R2": Person("R02", "politie")}
    add_talk(project, "t", [("R1", "een twee"), ("R2", "drie vier vijf")], persons)
    code_span(project, "t", 4, 30, "a")
    cell = matrix_of(project, "code", "group").cells[0]
    assert (cell.persons, cell.fragments, cell.words) == (2, 1, 5)


def test_an_attribute_of_respondents_is_a_facet(tmp_path: Path) -> None:
    project = new_project(tmp_path, ["a"])
    someone = Person("R01", "bewoners", (), (("leeftijd", "65+"),))
    add_talk(project, "t", [("R1", "een twee")], {"R1": someone})
    code_quote(project, "t", "een", "a")
    cells = matrix_of(project, "a", "leeftijd").cells
    assert [(cell.column, cell.persons) for cell in cells] == [("65+", 1)]


@pytest.mark.parametrize(
    ("rows", "columns", "message"),
    [
        ("code", "politie", "Rows and columns are both code: choose two different ones."),
        ("stances", "group", "stances is nothing to lay answers out by. Did you mean: stance?"),
    ],
)
def test_an_impossible_matrix(two_talks: Project, rows: str, columns: str, message: str) -> None:
    with pytest.raises(RodedraadError) as raised:
        matrix_of(two_talks, rows, columns)
    assert message in str(raised.value)


def test_totals_count_a_person_once(two_talks: Project) -> None:
    with reading(two_talks.path) as connection:
        matrix = answer_matrix(connection, "code", "group", Filters(), totals=True)[0]
    found = {(cell.row, cell.column): cell.persons for cell in matrix.cells}
    assert matrix.rows == ["samenwerking", "samenwerking/politie", "total"]
    assert matrix.columns == ["bewoners", "politie", "total"]
    assert found["samenwerking", "total"] == 3
    assert found["samenwerking/politie", "total"] == 2
    assert found["total", "bewoners"] == 2
    assert found["total", "total"] == 3


def test_the_fullest_first_and_like_beside_like() -> None:
    persons = {"a": (1, 0), "b": (0, 3), "c": (2, 0), "d": (0, 4)}
    cells = [
        Cell(row, column, persons=number)
        for row, numbers in persons.items()
        for column, number in zip("xy", numbers, strict=True)
    ]
    matrix = Matrix("code", "group", list(persons), ["x", "y"], cells)
    assert arranged(matrix, "persons").rows == ["d", "b", "c", "a"]
    assert arranged(matrix, "persons").columns == ["y", "x"]
    assert arranged(matrix, "similar").rows == ["d", "b", "c", "a"]
    assert [cell.persons for cell in arranged(matrix, "persons").cells] == [4, 0, 3, 0, 0, 2, 0, 1]


def test_one_person_who_says_most_is_marked(tmp_path: Path) -> None:
    project = new_project(tmp_path, ["a"])
    said = {"R1": "een twee drie vier vijf zes", "R2": "een", "R3": "twee"}
    persons = {label: Person(label, "politie") for label in said}
    add_talk(project, "t", list(said.items()), persons)
    for label, words in said.items():
        code_span(project, "t", *span_of(said, label, words), "a")
    cell = matrix_of(project, "code", "group").cells[0]
    assert (cell.persons, cell.words, cell.most, cell.dominated) == (3, 8, 6, True)


def span_of(said: dict[str, str], label: str, words: str) -> tuple[int, int]:
    """Give where the words of a speaker stand in the text of a talk."""
    text = "".join(f"{speaker}: {spoken}\n" for speaker, spoken in said.items())
    start = text.index(f"{label}: ") + len(label) + 2
    return start, start + len(words)
