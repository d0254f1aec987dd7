"""Bad input gets one clear line and the right exit status, and leaves the project as it was."""

from __future__ import annotations

import ctypes
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from ..conftest import Run


@pytest.fixture
def folder(tmp_path: Path, run: Run) -> Path:
    """A folder with a project that holds one interview."""
    run(tmp_path, "init", "proef")
    (tmp_path / "gesprek.txt").write_text("Int: Hoe gaat het?\n\nR1: De politie is er vaker.\n")
    run(tmp_path, "import", "gesprek.txt", "--group", "bewoners")
    return tmp_path


def refused(run: Run, folder: Path, *arguments: str, status: int = 1) -> str:
    """Run a command that must be refused and change nothing; give what it said."""
    before = (folder / "proef.draad").read_bytes()
    result = run(folder, *arguments, status=status)
    assert (folder / "proef.draad").read_bytes() == before
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return result.stderr


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("leeg.txt", b"", "leeg.txt is empty"),
        ("plaatje.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "a picture"),
        ("kapot.docx", b"PK\x03\x04 half a document", "kapot.docx"),
        ("kapot.odt", b"no zip at all", "kapot.odt"),
        ("kapot.pdf", b"%PDF-1.4 nothing follows", "kapot.pdf"),
        ("nul.txt", b"R1: ja\x00nee\n", "nul.txt"),
        ("oud.txt", "R1: caf\u00e9\n".encode("cp1252"), "--encoding cp1252"),
    ],
)
def test_a_file_that_cannot_be_read(
    run: Run, folder: Path, name: str, content: bytes, said: str
) -> None:
    (folder / name).write_bytes(content)
    assert said in refused(run, folder, "import", name)


def test_no_such_file(run: Run, folder: Path) -> None:
    assert "niet-hier.txt" in refused(run, folder, "import", "niet-hier.txt")


def test_a_text_without_speakers_is_not_guessed(run: Run, folder: Path) -> None:
    (folder / "notitie.txt").write_text("Hij vond het overleg nuttig.\n\nHet kost veel tijd.\n")
    assert "--kind report" in refused(run, folder, "import", "notitie.txt")
    run(folder, "import", "notitie.txt", "--kind", "report", "--group", "politie")


def test_a_codebook_with_a_typing_error(run: Run, folder: Path) -> None:
    (folder / "boek.yaml").write_text("name: proef\ncodes:\n  - code: a\n    definitie: iets\n")
    said = refused(run, folder, "codebook", "load", "boek.yaml")
    assert "boek.yaml:4" in said
    assert "definition" in said
    run(folder, "init", "ander", "--codebook", "boek.yaml", status=1)
    assert not (folder / "ander.draad").exists()


def test_a_project_of_a_newer_version(run: Run, folder: Path) -> None:
    connection = sqlite3.connect(folder / "proef.draad")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    assert "newer" in refused(run, folder, "query", "politie")


def test_a_database_that_is_no_project(run: Run, folder: Path) -> None:
    connection = sqlite3.connect(folder / "anders.draad")
    connection.execute("CREATE TABLE iets (een)")
    connection.close()
    said = refused(run, folder, "-p", "anders.draad", "status")
    assert "not a rodedraad project" in said


def test_a_project_that_exists_is_not_overwritten(run: Run, folder: Path) -> None:
    assert "exists already" in refused(run, folder, "init", "proef")


def without_the_power_to_write_anywhere() -> None:
    """Take from root the right to ignore file modes, for the program started next."""
    cap_set_drop, override_modes = 24, 1
    if os.geteuid() == 0:
        ctypes.CDLL(None).prctl(cap_set_drop, override_modes, 0, 0, 0)


def test_a_read_only_folder(folder: Path) -> None:
    def program(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "rodedraad", "--lang", "en", "--coder", "anna", *arguments],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=without_the_power_to_write_anywhere,
        )

    folder.chmod(0o500)
    try:
        undone = program("undo")
        assert (undone.returncode, undone.stdout) == (1, "")
        assert "read-only" in undone.stderr
        assert "gesprek" in program("transcript", "list").stdout
    finally:
        folder.chmod(0o700)


@pytest.mark.parametrize(
    ("arguments", "nearest"),
    [
        (["query", "polite"], "politie"),
        (["code", "gesprk", "--turn", "2", "politie"], "gesprek"),
        (["code", "gesprek", "--turn", "2", "leefbaarhied"], "leefbaarheid"),
        (["transcript", "show", "gesprk"], "gesprek"),
    ],
)
def test_an_unknown_name_gets_the_nearest(
    run: Run, folder: Path, arguments: list[str], nearest: str
) -> None:
    assert nearest in refused(run, folder, *arguments)


def test_wrong_usage_has_its_own_status(run: Run, folder: Path) -> None:
    assert "--group" in refused(run, folder, "query", "--grup", "politie", status=2)
    assert "query" in refused(run, folder, "qeury", status=2)
