"""rodedraad lock, unlock, and backups behind a passphrase."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

pytest.importorskip("pyrage", reason="needs the extra [encrypt]")
SECRET = {"RODEDRAAD_PASSPHRASE": "paard batterij nietje"}


def test_a_project_is_locked_and_opened_again(run: Run, small: Path) -> None:
    (small / "geheim.txt").write_text("paard batterij nietje\n", encoding="utf-8")
    assert "nobody to ask" in run(small, "lock", status=1).stderr
    said = run(small, "lock", "--passphrase-file", "geheim.txt").stderr
    assert "there is no other key" in said
    assert "is locked with a passphrase" in run(small, "status", status=1).stderr
    wrong = run(small, "unlock", status=1, env={"RODEDRAAD_PASSPHRASE": "paard"}).stderr
    assert "not the passphrase" in wrong
    run(small, "unlock", env=SECRET)
    assert "is whole" in run(small, "check").stderr
    assert "no locked project" in run(small, "unlock", status=1).stderr


def test_a_backup_behind_a_passphrase(run: Run, small: Path) -> None:
    run(small, "backup", "make", "kopie.age", "--encrypt", env=SECRET)
    run(small, "memo", "add", "later")
    run(small, "backup", "restore", "kopie.age", "--yes", env=SECRET)
    assert json.loads(run(small, "memo", "list", "--json").stdout) == []
    assert (small / "kopie.age").read_bytes().startswith(b"age-encryption.org/v1")
    # Without .age it would be taken for a second project.
    run(small, "backup", "make", "nog-een.draad", "--encrypt", env=SECRET)
    assert (small / "nog-een.draad.age").is_file()
    run(small, "status")
