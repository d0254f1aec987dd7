"""Merging from the command line: what it says, what it asks, and what is settled."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
BRAM = {"RODEDRAAD_CODER": "bram"}


@pytest.fixture
def copies(small: Path) -> Path:
    """A folder with anna's project, and in the folder `bram` the copy of bram."""
    (small / "bram").mkdir()
    shutil.copy(small / "klein.draad", small / "bram" / "bram.draad")
    return small


def test_the_work_of_a_colleague_comes_in(copies: Path, run: Run) -> None:
    run(copies / "bram", "code", "zuid", "--turn", "1", "resultaten", env=BRAM)
    run(copies / "bram", "transcript", "set", "zuid", "--coded", env=BRAM)
    tried = run(copies, "merge", "bram/bram.draad", "--dry-run", "--json")
    assert json.loads(tried.stdout) == [
        {"what": "fragment", "added": 1, "changed": 0, "removed": 0},
        {"what": "coded_by", "added": 1, "changed": 0, "removed": 0},
    ]
    assert "Nothing was stored" in tried.stderr
    result = run(copies, "merge", "bram/bram.draad")
    assert result.stdout.splitlines()[2:] == [
        "fragments                        1        0        0",
        "transcripts marked as coded      1        0        0",
    ]
    assert "rodedraad backup restore 1" in result.stderr
    assert "bram" in run(copies, "query", "resultaten", "--csv").stdout
    again = run(copies, "merge", "bram/bram.draad")
    assert again.stdout == ""
    assert again.stderr == "There is nothing new in bram/bram.draad.\n"
    assert "cannot be undone" in run(copies, "undo", status=1).stderr
    assert "cannot be undone" in run(copies, "log", "--by", "anna").stdout
    run(copies, "check")


def test_a_conflict_is_listed_and_settled(copies: Path, run: Run) -> None:
    run(copies, "recode", "f-001", "resultaten", "--yes")
    run(copies / "bram", "recode", "f-001", "bewoners", "--stance", "mixed", "--yes", env=BRAM)
    assert "Open conflicts" in run(copies, "merge", "bram/bram.draad").stderr
    rows = json.loads(run(copies, "conflict", "list", "--json").stdout)
    assert [(row["conflict"], row["name"], row["where"]) for row in rows] == [
        (1, "f-001", "noord:2"),
        (1, "f-001", "noord:2"),
    ]
    assert "code: resultaten" in run(copies, "conflict", "list").stdout
    choice = next(row["choice"] for row in rows if row["coder"] == "bram")
    assert "Settled: 1." in run(copies, "conflict", "settle", "1", str(choice)).stderr
    assert run(copies, "conflict", "list").stderr == "There are no open conflicts.\n"
    assert "mixed" in run(copies, "query", "bewoners", "--csv").stdout


def test_all_conflicts_are_settled_by_a_rule(copies: Path, run: Run) -> None:
    run(copies, "recode", "f-001", "resultaten", "--yes")
    run(copies / "bram", "recode", "f-001", "bewoners", "--yes", env=BRAM)
    run(copies, "merge", "bram/bram.draad")
    run(copies, "conflict", "settle", "--all", "mine", status=1)
    run(copies, "conflict", "settle", status=2)
    assert "Settled: 1." in run(copies, "conflict", "settle", "--all", "mine", "--yes").stderr
    assert "resultaten" in run(copies, "query", "--csv").stdout


def test_one_name_for_two_codes_is_asked_about(copies: Path, run: Run) -> None:
    for folder in (copies, copies / "bram"):
        run(folder, "codebook", "add", "samenwerking/jeugd")
    refused = run(copies, "merge", "bram/bram.draad", status=1).stderr
    assert "codes samenwerking/jeugd" in refused
    assert "--same" in refused
    run(copies, "merge", "bram/bram.draad", "--apart")
    assert "jeugd-2" in run(copies, "codebook", "show").stdout


def test_what_is_no_project_is_refused(copies: Path, run: Run) -> None:
    (copies / "bram" / "x.draad").write_text("niets")
    assert "not a rodedraad project" in run(copies, "merge", "bram/x.draad", status=1).stderr
