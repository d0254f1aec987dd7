"""Somebody asks to be forgotten: told first, done for good, in the backups too."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..conftest import Run

GROUP = (
    "Int: Hoe gaat het?\n\nR1: De wijkagent groet mij altijd.\n\n"
    "R2: Mijn schuurtje is driemaal leeggeroofd door vandalen.\n"
)
BEA = "Int: Vertel eens.\n\nR2: Sindsdien slaap ik met een honkbalknuppel naast mijn bed.\n"


@pytest.fixture
def folder(tmp_path: Path, run: Run) -> Path:
    """A folder with a project in which Bea speaks alone and in a group."""
    run(tmp_path, "init", "proef")
    (tmp_path / "groep.txt").write_text(GROUP, encoding="utf-8")
    (tmp_path / "bea.txt").write_text(BEA, encoding="utf-8")
    for name in ("groep", "bea"):
        run(tmp_path, "import", f"{name}.txt", "--speakers", "R2=R02", "--group", "bewoners")
    run(tmp_path, "code", "groep", "--quote", "De wijkagent groet mij altijd.", "2p")
    run(tmp_path, "code", "bea", "--quote", "slaap ik met een honkbalknuppel", "2p")
    run(tmp_path, "backup")
    return tmp_path


def test_what_goes_is_shown_and_nothing_happens(run: Run, folder: Path) -> None:
    before = (folder / "proef.draad").read_bytes()
    shown = run(folder, "respondent", "forget", "R02", "--dry-run").stdout
    assert "  transcripts: bea\n" in shown
    assert "  their words in the transcripts of several: groep\n" in shown
    assert "  turns: 2, fragments: 1, memos: 0\n" in shown
    assert "samenwerking/politie  2 → 1\n" in shown
    assert "rewrite them too with --backups:" in shown
    assert "No backup is made first" in shown
    assert (folder / "proef.draad").read_bytes() == before
    run(folder, "respondent", "forget", "R02", status=1)
    assert (folder / "proef.draad").read_bytes() == before


def test_nothing_is_left_in_project_and_backups(run: Run, folder: Path) -> None:
    run(folder, "respondent", "forget", "R02", "--backups", "--yes")
    files = [folder / "proef.draad", *(folder / "proef.backups").iterdir()]
    assert len(files) == 2
    for path in files:
        held = path.read_bytes().lower()
        for word in (b"honkbalknuppel", b"schuurtje", b"leeggeroofd", b"vandalen"):
            assert word not in held
        assert b"wijkagent groet" in held
        run(folder, "-p", str(path), "check")
    assert "███" in run(folder, "transcript", "show", "groep").stdout
    run(folder, "undo", status=1)
    assert "R02" not in run(folder, "respondent", "list").stdout
