"""Projects and codebooks of other programs, from the command line."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ..conftest import Run

TALK = "Int: Hoe gaat het?\n\nR1: De politie is er vaker, en dat helpt.\n"


@pytest.fixture
def folder(tmp_path: Path, run: Run) -> Path:
    """A folder with a project that has one coded interview."""
    run(tmp_path, "init", "proef")
    (tmp_path / "gesprek.txt").write_text(TALK, encoding="utf-8")
    run(tmp_path, "import", "gesprek.txt", "--group", "bewoners")
    run(tmp_path, "code", "gesprek", "--quote", "De politie is er vaker", "politie")
    return tmp_path


def test_a_project_goes_out_and_comes_in(run: Run, folder: Path) -> None:
    said = run(folder, "export", "project", "uit.qdpx", "--for", "nvivo").stderr
    assert "Fragments: 1 of 1" in said
    (folder / "ander").mkdir()
    run(folder / "ander", "init", "leeg")
    said = run(folder / "ander", "import", "../uit.qdpx", "--dry-run").stderr
    assert "Nothing was stored" in said
    assert "Fragments: 1 of 1" in run(folder / "ander", "import", "../uit.qdpx").stderr
    quotes = run(folder / "ander", "query", "politie", "--csv").stdout
    assert "De politie is er vaker" in quotes


def test_a_file_is_not_replaced_unasked(run: Run, folder: Path) -> None:
    run(folder, "export", "project", "uit.qdpx")
    run(folder, "export", "project", "uit.qdpx", status=1)
    run(folder, "export", "project", "uit.qdpx", "--yes")


def test_a_file_is_what_its_name_says(run: Run, folder: Path) -> None:
    said = run(folder, "export", "codebook", "boek.txt", status=1).stderr
    assert "a codebook is written as .qdc, .yaml or .csv" in said
    said = run(folder, "export", "project", "uit.zip", status=1).stderr
    assert "a project is written as .qdpx, such as uit.qdpx" in said
    assert not (folder / "boek.txt").exists()
    assert not (folder / "uit.zip").exists()
    run(folder, "export", "codebook", "boek.YAML")
    assert "politie" in (folder / "boek.YAML").read_text(encoding="utf-8")


def test_a_codebook_goes_out_and_comes_in(run: Run, folder: Path) -> None:
    run(folder, "export", "codebook", "boek.qdc")
    said = run(folder, "codebook", "load", "boek.qdc").stderr
    assert "Codes added: 0, changed: 0." in said
    (folder / "codes.csv").write_text("tag,description\nvertrouwen,In elkaar.\n", encoding="utf-8")
    assert "Codes added: 1" in run(folder, "codebook", "load", "codes.csv").stderr


def test_a_loss_is_named_and_refused(run: Run, folder: Path) -> None:
    with zipfile.ZipFile(folder / "x.qdpx", "w") as archive:
        archive.writestr(
            "project.qde", '<Project name="x"><Sets><Set name="Zorg"/></Sets></Project>'
        )
    said = run(folder, "import", "x.qdpx", status=1).stderr
    assert "Sets of codes or sources: 1 (Zorg)." in said
    assert "Nothing was imported" in said
    run(folder, "import", "x.qdpx", "--accept-loss")
