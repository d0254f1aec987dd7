"""A small project for the commands that change it."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import Person, add_talk, code_quote, fix_citations, new_project

CODES = ("samenwerking", "samenwerking/politie", "samenwerking/bewoners", "resultaten")


@pytest.fixture(scope="session")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a project with a talk of two persons and one of one; not to be changed."""
    folder = tmp_path_factory.mktemp("small")
    project = new_project(folder, CODES)
    add_talk(
        project,
        "noord",
        [
            ("Int", "Hoe gaat het?"),
            ("R1", "De wijkagent is er 👮 vaak."),
            ("R2", "Wij merken er niets van."),
        ],
        {
            "R1": Person("R01", "politie", ("Noord",)),
            "R2": Person("R02", "bewoners", ("Noord", "De Bron")),
        },
    )
    add_talk(project, "zuid", [("R1", "Hier is het rustig.")], {"R1": Person("R03", "politie")})
    code_quote(project, "noord", "De wijkagent is er 👮 vaak.", "politie", "positive")
    code_quote(project, "noord", "Wij merken er niets van.", "bewoners", "negative")
    fix_citations(project)
    project.close()
    return project.path.read_bytes()


@pytest.fixture
def small(small_file: bytes, tmp_path: Path) -> Path:
    """A folder with a copy of the small project."""
    (tmp_path / "klein.draad").write_bytes(small_file)
    return tmp_path
