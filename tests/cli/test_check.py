"""rodedraad check."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def test_a_whole_project_says_so(run: Run, small: Path) -> None:
    result = run(small, "check")
    assert (result.stdout, result.stderr) == ("", "klein.draad is whole.\n")


def test_what_is_computed_is_mended(run: Run, small: Path) -> None:
    connection = sqlite3.connect(small / "klein.draad")
    connection.execute("DELETE FROM vocabulary")
    connection.commit()
    connection.close()
    result = run(small, "check", status=3)
    assert "right lemma" in result.stdout
    assert "check --repair" in result.stderr
    assert "is whole" in run(small, "check", "--repair").stderr


def test_damage_is_told_and_what_can_be_read_is_saved(run: Run, small: Path) -> None:
    connection = sqlite3.connect(small / "klein.draad")
    connection.execute("UPDATE checksum SET sum = sum + 1 WHERE table_name = 'fragment'")
    connection.commit()
    connection.close()
    result = run(small, "--lang", "nl", "check", status=4)
    assert "fragment" in result.stdout
    assert "check --rescue" in result.stderr
    assert "lost: 0" in run(small, "check", "--rescue", "saved.draad").stderr
    assert "is whole" in run(small, "-p", "saved.draad", "check").stderr
    refused = run(small, "-p", "klein.draad", "check", "--rescue", "saved.draad", status=1)
    assert "exists already" in refused.stderr
