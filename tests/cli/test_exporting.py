"""Themes written out, from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..conftest import Run


@pytest.fixture
def folder(tmp_path: Path, run: Run) -> Path:
    """A folder with a project of three persons who were coded."""
    run(tmp_path, "init", "proef")
    talk = "R1: De politie helpt.\n\nR2: De politie helpt vaak.\n\nR3: De politie is weg.\n"
    (tmp_path / "gesprek.txt").write_text(talk, encoding="utf-8")
    run(tmp_path, "import", "gesprek.txt", "--group", "bewoners")
    run(tmp_path, "code", "gesprek", "--quote", "De politie is weg", "politie")
    run(tmp_path, "transcript", "set", "gesprek", "--coded")
    return tmp_path


def names(folder: Path) -> list[str]:
    """Give the names of the files in a folder that are shown."""
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def test_what_was_for_the_team_does_not_stay_for_the_client(run: Run, folder: Path) -> None:
    run(folder, "export", "themes", "uit", "--format", "jsonl,docx", "--audience", "team")
    said = run(folder, "export", "themes", "uit", "--format", "docx,html").stderr
    assert "Removed, for they were of the export before: codebook.jsonl, fragments.jsonl" in said
    assert names(folder / "uit") == ["themes.docx", "themes.html"]


def test_what_somebody_worked_on_is_not_replaced_unasked(run: Run, folder: Path) -> None:
    run(folder, "export", "themes", "uit", "--format", "html")
    (folder / "uit" / "themes.html").write_text("bewerkt", encoding="utf-8")
    (folder / "uit" / "eigen.md").write_text("van mij", encoding="utf-8")
    run(folder, "export", "themes", "uit", "--format", "docx", status=1)
    assert (folder / "uit" / "themes.html").read_text(encoding="utf-8") == "bewerkt"
    run(folder, "export", "themes", "uit", "--format", "docx", "--yes")
    assert names(folder / "uit") == ["eigen.md", "themes.docx"]


def test_a_transcript_in_word_is_not_replaced_unasked(run: Run, folder: Path) -> None:
    (folder / "t.docx").write_text("van mij", encoding="utf-8")
    run(folder, "export", "transcript", "gesprek", "t.docx", status=1)
    assert (folder / "t.docx").read_text(encoding="utf-8") == "van mij"
    run(folder, "export", "transcript", "gesprek", "t.docx", "--yes")
    assert (folder / "t.docx").read_bytes().startswith(b"PK")


def test_what_cannot_be_written_is_not_in_the_log(run: Run, folder: Path) -> None:
    said = run(folder, "export", "transcript", "gesprek", "t.pdf", status=1).stderr
    assert "t.pdf: a transcript is written as .docx, such as t.docx." in said
    run(folder, "export", "themes", "uit", "--format", "html,doc", status=1)
    assert "export" not in run(folder, "log").stdout
