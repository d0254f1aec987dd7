"""rodedraad agreement."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from rodedraad.cli import disagreeing

Run = Callable[..., Result]


@pytest.fixture
def two_coders(run: Run, small: Path) -> Path:
    """The small project, coded by anna and by bram."""
    run(small, "--coder", "bram", "code", "noord", "--turn", "3", "politie", "resultaten")
    for coder in ("anna", "bram"):
        for transcript in ("noord", "zuid"):
            run(small, "--coder", coder, "transcript", "set", transcript, "--coded")
    return small


def test_the_table_says_what_cannot_be_computed(run: Run, two_coders: Path) -> None:
    run(two_coders, "code", "zuid", "--turn", "1", "bewoners")
    result = run(two_coders, "agreement")
    assert "over all" in result.stdout
    assert "Compared: anna, bram; transcripts: 2; unit: character" in result.stderr
    assert "no verdict" in result.stderr
    rows = json.loads(run(two_coders, "agreement", "--code", "politie", "--json").stdout)
    assert [row["code"] for row in rows] == ["samenwerking/politie", ""]


def test_disagreements_and_confused_codes_are_listed(run: Run, two_coders: Path) -> None:
    rows = json.loads(run(two_coders, "agreement", "--list", "--json").stdout)
    assert len(rows) == 4
    listed = run(two_coders, "agreement", "--list").stdout
    assert "Wij merken er niets van." in listed
    rows = json.loads(run(two_coders, "agreement", "--confused", "--json").stdout)
    assert {row["characters"] for row in rows} == {24}


def test_both_quotes_are_listed_and_a_place_opens_on_the_screen(
    run: Run, two_coders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[str, str]] = []
    monkeypatch.setattr(
        disagreeing, "code_on_screen", lambda name, span: opened.append((name, span))
    )
    listed = run(two_coders, "agreement", "--list")
    first, *_others = listed.stdout.split("\n\n")
    assert first.splitlines() == [
        "[1] noord:2",
        "  anna: samenwerking/politie “De wijkagent is er 👮 vaak.”",
        "  bram: has nothing",
    ]
    assert "rodedraad agreement --open N" in listed.stderr
    run(two_coders, "agreement", "--open", "1")
    (row, *_rest) = json.loads(run(two_coders, "agreement", "--list", "--json").stdout)
    assert opened == [(row["transcript"], f"{row['start']}:{row['end']}")]
    refused = run(two_coders, "agreement", "--open", "9", status=1).stderr
    assert "There is no disagreement 9: there are 4." in refused


def test_nothing_to_compare_is_refused(run: Run, small: Path) -> None:
    result = run(small, "agreement", status=1)
    assert "marked as coded by two coders" in result.stderr


def test_it_speaks_dutch(run: Run, two_coders: Path) -> None:
    assert "Code" in run(two_coders, "--lang", "nl", "agreement", "--unit", "turn").stdout
