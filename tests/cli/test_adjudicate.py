"""rodedraad adjudicate: each line of a pipe is an answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from rodedraad.cli import adjudicating

Run = Callable[..., Result]


@pytest.fixture
def two_coders(run: Run, small: Path) -> Path:
    """The small project, coded by anna and by bram."""
    run(small, "--coder", "bram", "code", "noord", "--turn", "3", "politie", "resultaten")
    for coder in ("anna", "bram"):
        run(small, "--coder", coder, "transcript", "set", "noord", "--coded")
    return small


def test_what_is_answered_is_what_counts(run: Run, two_coders: Path) -> None:
    answers = "9\nr alleen als het gezegd wordt\n1\nb\nx\ns\n1\n1\n"
    result = run(two_coders, "adjudicate", input=answers)
    assert "[1/4]  noord:2  R1, politie  → samenwerking/politie" in result.stdout
    assert "1 anna: “De wijkagent is er 👮 vaak.” (positive)" in result.stdout
    assert "– bram: has nothing" in result.stdout
    assert "Choose one of the keys above." in result.stderr
    assert "Settled: 3, left: 1." in result.stderr
    run(two_coders, "adjudicate", input="1\n")
    rows = json.loads(run(two_coders, "query", "--coder", "consensus", "--json").stdout)
    assert {(row["origin"], row["coder"]) for row in rows} == {("adjudicated", "consensus")}
    assert "alleen als het gezegd wordt" in run(two_coders, "codebook", "history").stdout
    assert "Settled: 0, left: 0." in run(two_coders, "adjudicate").stderr


def test_a_pipe_that_ends_stops(run: Run, two_coders: Path) -> None:
    assert "Settled: 1, left: 3." in run(two_coders, "adjudicate", input="1\n").stderr


def test_a_place_opens_on_the_screen_and_is_asked_again(
    run: Run, two_coders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "needs a terminal" in run(two_coders, "adjudicate", input="o\nq\n").stderr
    opened: list[tuple[str, str]] = []
    monkeypatch.setattr(adjudicating, "has_terminal", lambda: True)
    monkeypatch.setattr(
        adjudicating, "code_on_screen", lambda name, span: opened.append((name, span))
    )
    shown = run(two_coders, "adjudicate", input="o\nq\n").stdout
    assert shown.count("[1/4]") == 2
    (row, *_rest) = json.loads(run(two_coders, "agreement", "--list", "--json").stdout)
    assert opened == [("noord", f"{row['start']}:{row['end']}")]
