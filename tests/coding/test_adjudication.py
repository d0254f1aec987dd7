"""Settling disagreements: what the consensus gets, and what stays with the coders."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import Person, add_talk, code_quote, finish, new_project

from rodedraad.coding.adjudication import (
    disputes,
    finish_settled,
    record_rule,
    reopen,
    settle,
)
from rodedraad.coding.agreement import Talk, load_talks
from rodedraad.coding.checking import check_project
from rodedraad.coding.codebook import code_history
from rodedraad.coding.project import Project

PEOPLE = {"R1": Person("R01", "politie")}
WORDS = "een twee drie vier vijf zes zeven acht"


@pytest.fixture
def world(tmp_path: Path) -> Project:
    """A talk on which anna and bram agree about `a`, and not about `b`, `c` and a stance."""
    project = new_project(tmp_path, ["a", "b", "c"])
    add_talk(project, "noord", [("Int", "Vraag?"), ("R1", WORDS)], PEOPLE)
    for coder in ("anna", "bram"):
        code_quote(project, "noord", "een twee", "a", coder=coder)
        finish(project, "noord", coder)
    code_quote(project, "noord", "drie vier", "b", coder="anna")
    code_quote(project, "noord", "vier vijf", "c", coder="bram")
    code_quote(project, "noord", "zes", "a", "positive", coder="anna")
    code_quote(project, "noord", "zes zeven", "a", "negative", coder="bram")
    return project


def talks_of(project: Project) -> list[Talk]:
    """Read the talks that coders share, as they are now."""
    return load_talks(project.connection)


def consensus(project: Project) -> list[tuple[str, str, str | None, str]]:
    """List the fragments of the consensus: quote, code, stance, origin."""
    return project.connection.execute(
        "SELECT quote, path, stance, origin FROM fragment JOIN code ON code.id = code_id "
        "WHERE coder = 'consensus' ORDER BY start"
    ).fetchall()


def marked(project: Project) -> list[str]:
    """Name who marked the talk as coded."""
    rows = project.connection.execute("SELECT coder FROM coded_by ORDER BY coder").fetchall()
    return [coder for (coder,) in rows]


def test_only_where_they_differ_is_asked(world: Project) -> None:
    found = disputes(world.connection, talks_of(world))
    assert [(one.code, one.others) for one in found] == [
        ("b", {"bram": ["c"]}),
        ("c", {"anna": ["b"]}),
        ("a", {}),
    ]
    assert [fragment.quote for fragment in found[2].fragments] == ["zes", "zes zeven"]
    assert [one.code for one in disputes(world.connection, talks_of(world), ["b"])] == ["b"]


def test_the_last_decision_makes_the_consensus_count(world: Project) -> None:
    b, c, a = disputes(world.connection, talks_of(world))
    settle(world, b, b.fragments[0])
    settle(world, c, None)
    assert [one.code for one in disputes(world.connection, talks_of(world))] == ["a"]
    assert "consensus" not in marked(world)
    settle(world, a, a.fragments[1])
    assert consensus(world) == [
        ("een twee", "a", None, "adjudicated"),
        ("drie vier", "b", None, "adjudicated"),
        ("zes zeven", "a", "negative", "adjudicated"),
    ]
    assert marked(world) == ["anna", "bram", "consensus"]
    coders = world.connection.execute(
        "SELECT count(*) FROM fragment WHERE coder <> 'consensus'"
    ).fetchone()
    assert coders == (6,)
    assert check_project(world.path) == []


def test_a_decision_is_reopened(world: Project) -> None:
    found = disputes(world.connection, talks_of(world))
    numbers = [settle(world, dispute, dispute.fragments[0]) for dispute in found]
    reopen(world, numbers[-1])
    assert [one.code for one in disputes(world.connection, talks_of(world))] == ["a"]
    assert "consensus" not in marked(world)


def test_a_transcript_with_nothing_to_decide_is_taken_over(tmp_path: Path) -> None:
    project = new_project(tmp_path, ["a"])
    add_talk(project, "noord", [("R1", WORDS)], PEOPLE)
    for coder, quote in (("anna", "een twee"), ("bram", "een twee drie"), ("clara", "een twee")):
        code_quote(project, "noord", quote, "a", coder=coder)
        finish(project, "noord", coder)
    assert finish_settled(project, talks_of(project)) == ["noord"]
    assert consensus(project) == [("een twee", "a", None, "adjudicated")]
    assert finish_settled(project, talks_of(project)) == []


def test_a_rule_is_in_the_history_of_the_code(world: Project) -> None:
    record_rule(world, "a", "afgesproken 3 maart: alleen wie het zelf zegt")
    last = code_history(world.connection, "a")[-1]
    assert (last["version"], last["changed"], last["coder"]) == (2, [], "anna")
    assert last["note"] == "afgesproken 3 maart: alleen wie het zelf zegt"
    assert check_project(world.path) == []
