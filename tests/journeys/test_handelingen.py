"""Three debates of the Tweede Kamer, from file to themes: real spoken Dutch with its groups."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ..conftest import Run


@pytest.fixture
def debates(shared: Path, tmp_path: Path, run: Run) -> Path:
    """A folder with a project that holds the three debates."""
    run(tmp_path, "init", "kamer")
    run(tmp_path, "import", str(shared / "cases" / "handelingen"), "--kind", "meeting")
    return tmp_path


def test_every_turn_has_its_speaker(debates: Path, run: Run) -> None:
    for debate in json.loads(run(debates, "transcript", "list", "--json").stdout):
        shown = run(debates, "transcript", "show", debate["transcript"], "--json").stdout
        for turn in json.loads(shown):
            assert turn["speaker"], turn


def test_the_party_becomes_the_group(debates: Path, run: Run) -> None:
    listed = json.loads(run(debates, "transcript", "list", "--json").stdout)
    groups = {group for debate in listed for group in debate["groups"]}
    assert {"VVD", "CDA", "D66", "GroenLinks", "SP", "PvdA", "PVV"} <= groups


def test_a_chair_is_no_respondent_and_a_minister_is_listed(debates: Path, run: Run) -> None:
    again = run(debates, "import", "--kind", "meeting", "h.txt", status=1)
    assert "h.txt" in again.stderr
    respondents = json.loads(run(debates, "respondent", "list", "--json").stdout)
    labels = {respondent["respondent"] for respondent in respondents}
    assert "De voorzitter" not in labels
    assert "Minister Ollongren" in labels


def test_suggested_accepted_asked_and_told(debates: Path, run: Run) -> None:
    suggestions = json.loads(run(debates, "suggest", "--json").stdout)
    assert suggestions
    run(debates, "review", "--accept-above", "0.6", "--yes")
    for debate in json.loads(run(debates, "transcript", "list", "--json").stdout):
        run(debates, "transcript", "set", debate["transcript"], "--coded")

    cells = json.loads(
        run(debates, "matrix", "code", "group", "--kind", "meeting", "--json").stdout
    )
    coded = [cell for cell in cells if cell["persons"]]
    assert coded
    assert all(cell["persons"] <= cell["n"] for cell in coded)

    found = json.loads(run(debates, "query", "--text", "gemeente", "--json").stdout)
    assert any("gemeenten" in row["quote"] for row in found)

    run(debates, "export", "themes", "themes", "--format", "md,csv,json")
    written = {path.name for path in (debates / "themes").iterdir()}
    assert any(name.endswith(".md") for name in written)
