"""Yes or no: asked in words, answered in Dutch or English, and never guessed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from rodedraad.cli import session

Run = Callable[..., Result]


@pytest.mark.parametrize("answer", ["j", "ja", "J", "y", "yes", "misschien\nja"])
def test_yes_is_yes_in_two_languages(
    run: Run, small: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setattr(session, "can_ask", lambda: True)
    said = run(small, "--lang", "nl", "transcript", "remove", "noord", input=f"{answer}\n").stderr
    assert "noord verwijderen? [j/N]" in said
    assert "noord" not in run(small, "transcript", "list").stdout


@pytest.mark.parametrize("answer", ["", "n", "nee", "no"])
def test_all_else_leaves_things_as_they_are(
    run: Run, small: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setattr(session, "can_ask", lambda: True)
    result = run(small, "transcript", "remove", "noord", input=f"{answer}\n", status=1)
    assert "Remove noord? [y/N]" in result.stderr
    assert "Nothing was done." in result.stderr
    assert "noord" in run(small, "transcript", "list").stdout


def test_where_nobody_can_answer_the_question_is_said(run: Run, small: Path) -> None:
    said = run(small, "transcript", "remove", "noord", status=1).stderr
    assert "Remove noord?" in said
    assert "--yes" in said
    assert "Usage" not in said
