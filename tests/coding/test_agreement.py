"""Agreement in a project: the same numbers as counting by hand, and as the formulas."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from builders import Person, add_talk, code_quote, finish, new_project

from rodedraad import RodedraadError
from rodedraad.coding.agreement import (
    compare,
    family,
    load_talks,
    patterns,
)
from rodedraad.coding.disagreements import confused, disagreements
from rodedraad.coding.project import Project
from rodedraad.coding.reliability import (
    cohens_kappa,
    coincidences_of,
    krippendorffs_alpha,
    nominal,
)

PEOPLE = {"R1": Person("R01", "politie"), "R2": Person("R02", "bewoners")}
CODES = ["a", "b", "c", "c/d"]


@pytest.fixture
def world(tmp_path: Path) -> Project:
    """Two talks of which each coder coded something else, and one that only anna finished."""
    project = new_project(tmp_path, CODES)
    for name in ("een", "twee", "drie"):
        turns = [("Int", "Vraag?"), ("R1", "0123456789 abcdefghi."), ("R2", "Kort. Nog iets.")]
        add_talk(project, name, [*turns, ("R1", name)], PEOPLE)
    for name in ("een", "twee"):
        code_quote(project, name, "0123456789", "a", coder="anna")
        code_quote(project, name, "56789 abc", "a", coder="bram")
        finish(project, name, "anna")
        finish(project, name, "bram")
    finish(project, "drie", "anna")
    code_quote(project, "een", "Kort.", "b", coder="anna")
    code_quote(project, "een", "Kort.", "c/d", coder="bram")
    code_quote(project, "een", "Nog iets.", "b", coder="anna", origin="bulk")
    return project


def test_characters_are_counted_as_by_hand(world: Project) -> None:
    """A talk has 21 + 15 + 3 or 4 characters of respondents; both share 5 of 14 with a."""
    talks = load_talks(world.connection)
    assert [talk.slug for talk in talks] == ["een", "twee"]
    rows = {row["code"]: row for row in compare(world.connection, talks)}
    n = (21 + 15 + 3) + (21 + 15 + 4)
    assert rows["a"]["n"] == n
    assert rows["a"]["percentage"] == pytest.approx(100 * (n - 18) / n)
    kappa = cohens_kappa([[10, 10], [8, n - 28]])
    assert rows["a"]["kappa"] == pytest.approx(kappa)
    values = [[1.0, 1.0]] * 10 + [[1.0, 0.0]] * 18 + [[0.0, 0.0]] * (n - 28)
    alpha = krippendorffs_alpha(coincidences_of(values), nominal)
    assert rows["a"]["alpha"] == pytest.approx(alpha)
    assert rows["a"]["coders"] == ["anna", "bram"]


def test_turns_and_sentences_carry_the_codes_of_their_characters(world: Project) -> None:
    talks = load_talks(world.connection)
    turns = {row["code"]: row for row in compare(world.connection, talks, "turn")}
    assert turns["a"]["n"] == 6
    assert turns["a"]["percentage"] == 100
    assert turns["a"]["alpha"] == pytest.approx(1.0)
    sentences = {row["code"]: row for row in compare(world.connection, talks, "sentence")}
    assert sentences["a"]["n"] == 8
    assert sentences["b"]["percentage"] == pytest.approx(100 * 7 / 8)


def test_over_all_is_micro_over_codes(world: Project) -> None:
    rows = compare(world.connection, load_talks(world.connection))
    assert rows[-1]["code"] == ""
    assert rows[-1]["n"] == sum(row["n"] for row in rows[:-1])


def test_what_cannot_be_computed_is_none(tmp_path: Path) -> None:
    project = new_project(tmp_path, CODES)
    add_talk(project, "een", [("R1", "woord")], PEOPLE)
    for coder in ("anna", "bram"):
        code_quote(project, "een", "woord", "a", coder=coder)
        finish(project, "een", coder)
    row = compare(project.connection, load_talks(project.connection))[0]
    assert row["percentage"] == 100
    assert [row[key] for key in ("kappa", "alpha", "low", "high", "u_alpha")] == [None] * 5


def test_nothing_to_compare_is_said(world: Project) -> None:
    with pytest.raises(RodedraadError, match="marked as coded by two coders"):
        load_talks(world.connection, ["anna"])


def test_a_coder_who_did_nothing_here_is_named(world: Project) -> None:
    with pytest.raises(RodedraadError, match="Nobody called clara has coded here"):
        load_talks(world.connection, ["anna", "clara"])


def test_what_was_accepted_unread_takes_no_part(world: Project) -> None:
    talks = load_talks(world.connection)
    assert [fragment.quote for fragment in talks[0].fragments if fragment.code == "b"] == ["Kort."]


def test_disagreements_come_with_both_quotes(world: Project) -> None:
    rows = disagreements(load_talks(world.connection))
    assert [
        (row["code"], row["coder"], row["other_codes"], row["other_quote"]) for row in rows
    ] == [
        ("b", "anna", ["c/d"], "Kort."),
        ("c/d", "bram", ["b"], "Kort."),
    ]
    assert confused(load_talks(world.connection)) == [
        {"code": "b", "other_code": "c/d", "characters": 5}
    ]
    assert disagreements(load_talks(world.connection), ["a"]) == []


def test_codes_of_one_theme_are_taken_together(world: Project) -> None:
    code_quote(world, "twee", "Kort.", "c", coder="anna")
    code_quote(world, "twee", "Kort.", "c/d", coder="bram")
    rows = {
        row["code"]: row
        for row in compare(world.connection, load_talks(world.connection, themes=True))
    }
    assert "c/d" not in rows
    assert rows["c"]["kappa"] > 0


def test_two_overlapping_fragments_of_one_coder_count_once(world: Project) -> None:
    before = compare(world.connection, load_talks(world.connection))
    code_quote(world, "een", "3456", "a", coder="anna")
    assert compare(world.connection, load_talks(world.connection)) == before


def test_the_interval_is_the_same_each_time_and_holds_alpha(world: Project) -> None:
    first = compare(world.connection, load_talks(world.connection))
    assert first == compare(world.connection, load_talks(world.connection))
    row = first[0]
    assert row["low"] <= row["alpha"] <= row["high"]


def test_overlapping_codes_have_no_family(world: Project) -> None:
    assert family(load_talks(world.connection)).alpha is not None
    code_quote(world, "een", "4567", "b", coder="anna")
    with pytest.raises(ValueError, match="overlap"):
        family(load_talks(world.connection))


def test_patterns_are_those_of_every_position() -> None:
    chance = random.Random(7)
    for _ in range(200):
        length = chance.randint(1, 30)
        coders = [
            sorted(
                (start, min(length, start + chance.randint(1, 9)))
                for start in (chance.randrange(length) for _ in range(chance.randint(0, 4)))
            )
            for _ in range(chance.randint(2, 4))
        ]
        plain: dict[tuple[bool, ...], int] = {}
        for place in range(length):
            pattern = tuple(any(a <= place < b for a, b in spans) for spans in coders)
            plain[pattern] = plain.get(pattern, 0) + 1
        assert dict(patterns(coders, length)) == plain


def test_three_coders_are_compared_where_two_of_them_worked(world: Project) -> None:
    finish(world, "drie", "clara")
    code_quote(world, "drie", "0123", "a", coder="clara")
    talks = load_talks(world.connection)
    rows = {row["code"]: row for row in compare(world.connection, talks)}
    assert rows["a"]["coders"] == ["anna", "bram", "clara"]
    assert rows["a"]["transcripts"] == 3
