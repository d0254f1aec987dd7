"""rodedraad backup."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def test_a_backup_is_made_listed_and_gone_back_to(run: Run, small: Path) -> None:
    assert "made and verified" in run(small, "backup").stderr
    run(small, "memo", "add", "later")
    rows = json.loads(run(small, "backup", "list", "--json").stdout)
    assert [(row["number"], row["reason"]) for row in rows] == [(1, "by-hand")]
    assert "--yes" in run(small, "backup", "restore", "1", status=1).stderr
    run(small, "backup", "restore", "1", "--yes")
    assert json.loads(run(small, "memo", "list", "--json").stdout) == []
    rows = json.loads(run(small, "backup", "list", "--json").stdout)
    assert [row["reason"] for row in rows] == ["restore", "by-hand"]


def test_a_backup_elsewhere_is_in_the_log_and_never_overwrites(run: Run, small: Path) -> None:
    (small / "usb").mkdir()
    run(small, "backup", "usb/kopie.draad")
    assert "exists already" in run(small, "backup", "usb/kopie.draad", status=1).stderr
    log = json.loads(run(small, "log", "--limit", "1", "--json").stdout)[0]
    assert (log["operation"], log["undoable"]) == ("backup", False)
    assert log["detail"].endswith("usb/kopie.draad")
    assert "Taken back: test" in run(small, "undo").stderr
    assert "is whole" in run(small, "-p", "usb/kopie.draad", "check").stderr


def test_an_unknown_backup_is_said(run: Run, small: Path) -> None:
    assert "There is no backup 3" in run(small, "backup", "restore", "3", "--yes", status=1).stderr
