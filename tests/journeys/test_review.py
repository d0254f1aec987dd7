"""Deciding about suggestions from a pipe: what was said is what was done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ..conftest import Run

TALK = (
    "Int: Hoe gaat het?\n\n"
    "R1: De wijkagent komt vaker langs. De inbraken zijn gestopt. De dorpsraad doet veel.\n"
)


@pytest.fixture
def folder(tmp_path: Path, run: Run) -> Path:
    """A folder with a project that holds one talk."""
    run(tmp_path, "init", "proef")
    (tmp_path / "gesprek.txt").write_text(TALK, encoding="utf-8")
    run(tmp_path, "import", "gesprek.txt", "--group", "bewoners")
    return tmp_path


def test_what_was_taken_back_is_not_counted(run: Run, folder: Path) -> None:
    said = run(folder, "review", "--plain", input="+\na\nb\nx\nq\n").stderr
    assert "Accepted: 0, rejected: 1, skipped: 0." in said
    assert json.loads(run(folder, "query", "--json").stdout) == []


def test_stance_memo_and_another_code(run: Run, folder: Path) -> None:
    said = run(folder, "review", "--plain", input="-\nm Nog navragen.\nc 1l\ns\nq\n").stderr
    assert "Accepted: 1, rejected: 0, skipped: 1." in said
    (quote,) = json.loads(run(folder, "query", "--json").stdout)
    assert (quote["code"], quote["stance"]) == ("resultaten/leefbaarheid", "negative")
    assert (quote["origin"], quote["memo"]) == ("manual", "Nog navragen.")


def test_going_back_keeps_the_memo_and_the_stance(run: Run, folder: Path) -> None:
    said = run(folder, "review", "--plain", input="+\nm Nog navragen.\nc 1l\nb\na\nq\n")
    assert said.stdout.count("positive, memo: Nog navragen.") == 2
    assert "Accepted: 1, rejected: 0, skipped: 0." in said.stderr
    (quote,) = json.loads(run(folder, "query", "--json").stdout)
    assert (quote["stance"], quote["memo"]) == ("positive", "Nog navragen.")
    assert quote["code"] != "resultaten/leefbaarheid"


def test_what_was_rejected_does_not_come_back(run: Run, folder: Path) -> None:
    before = json.loads(run(folder, "suggest", "--json").stdout)
    run(folder, "review", "--plain", input="x\nq\n")
    after = json.loads(run(folder, "suggest", "--json").stdout)
    place = ("start", "end", "code")
    first = tuple(before[0][key] for key in place)
    assert first not in [tuple(row[key] for key in place) for row in after]


def test_where_nothing_is_left_nothing_is_asked(run: Run, tmp_path: Path) -> None:
    run(tmp_path, "init", "proef")
    (tmp_path / "t.txt").write_text("Int: Hoe gaat het?\nR1: Blauw of groen.\n", encoding="utf-8")
    run(tmp_path, "import", "t.txt", "--group", "bewoners")
    for command in ("review --plain", "review --accept-above 0.9", "suggest"):
        said = run(tmp_path, *command.split()).stderr
        assert "no suggestion here that is still to be decided about" in said
