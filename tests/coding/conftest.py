"""Fixtures for what happens to a project: a small one, and what to fill it with."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from copies import copies, make_base

from rodedraad.codebooks.model import Code, Codebook
from rodedraad.coding.codes import load_codebook
from rodedraad.coding.fragments import add_fragment, add_memo, span_of_turn
from rodedraad.coding.importing import store
from rodedraad.coding.project import Project, create_project, open_project
from rodedraad.transcripts.model import Speaker, SpeakerRole, Transcript, Turn

GROUPS = {"R1": "politie", "R2": "bewoners"}
AREAS = {"R1": ("Noord",), "R2": ("Noord", "De Bron")}
# Computed by SQLite itself or about the undoing; not what people make.
NOT_CONTENTS = {
    "checksum",
    "change",
    "undo_statement",
    "revision",
    "current_change",
    "sqlite_sequence",
}


def talk(text: str, source: str = "gesprek.txt") -> Transcript:
    """Read a talk written one turn a line, "R1: words", as a transcript."""
    turns = tuple(
        Turn(match.start(2), match.end(2), match[1], role_of(match[1]))
        for match in re.finditer(r"(?m)^(\w+): (\S.*)$", text)
    )
    labels = dict.fromkeys(turn.speaker for turn in turns)
    speakers = tuple(
        Speaker(label, role_of(label), "", GROUPS.get(label, ""), AREAS.get(label, ()))
        for label in labels
    )
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Transcript(text, turns, speakers, source=source, format="txt", sha256=digest)


def role_of(label: str) -> SpeakerRole:
    """Tell the interviewer, Int, from those who answer."""
    return SpeakerRole.INTERVIEWER if label == "Int" else SpeakerRole.RESPONDENT


def contents(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Give every row of every table, the history left out."""
    names = [
        str(row[0])
        for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        if row[0] not in NOT_CONTENTS and not str(row[0]).startswith("turn_search")
    ]
    return {
        name: sorted((tuple(row) for row in connection.execute(f"SELECT * FROM {name}")), key=repr)
        for name in names
    }


CODEBOOK = Codebook(
    "klein",
    codes=(
        Code(
            "c0000000-0000-4000-8000-000000000001",
            "samenwerking",
            "samenwerking",
            "Samenwerking",
            "Hoe men samen werkt.",
            shortcut="2",
            codes=(
                Code(
                    "c0000000-0000-4000-8000-000000000002",
                    "politie",
                    "samenwerking/politie",
                    "Politie",
                    "Samenwerking met de politie.",
                    indicators=("politie", "wijkagent"),
                    shortcut="2p",
                ),
                Code(
                    "c0000000-0000-4000-8000-000000000003",
                    "bewoners",
                    "samenwerking/bewoners",
                    "Bewoners",
                    "Samenwerking met bewoners.",
                    shortcut="2b",
                ),
            ),
        ),
        Code(
            "c0000000-0000-4000-8000-000000000004",
            "resultaten",
            "resultaten",
            "Resultaten",
            "Wat het opleverde.",
            shortcut="1",
        ),
    ),
)

TALK = """Int: Hoe gaat het in de wijk?
R1: De wijkagent 👮 is er vaker, en dat helpt.
R2: Wij horen er nooit meer wat van.
Int: Waarom niet?
R2: Het cafe\u0301 is dicht en de gemeente belt niet terug."""


@pytest.fixture(scope="session")
def make_talk() -> Callable[..., Transcript]:
    """The function that reads a talk written one turn a line."""
    return talk


@pytest.fixture(scope="session")
def contents_of() -> Callable[[sqlite3.Connection], dict[str, list[tuple[object, ...]]]]:
    """The function that gives every row of every table, the history left out."""
    return contents


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """The files of the two projects below, made once: a copy takes a third of the time."""
    path = tmp_path_factory.mktemp("template") / "klein.draad"
    project = create_project(path, "nl", "anna")
    with project.transaction("codebook load"):
        load_codebook(project, CODEBOOK)
    empty = path.read_bytes()
    with project.transaction("import", "gesprek.txt"):
        store(project, talk(TALK))
    code(project, 2, 2, "positive")
    code(project, 3, 3, "negative")
    with project.transaction("memo add"):
        add_memo(project, "transcript", transcript_uuid(project), "Begin hier.")
    project.close()
    return empty, path.read_bytes()


def opened(path: Path, template: bytes) -> Project:
    """Write a project file and open it as anna."""
    path.write_bytes(template)
    return open_project(path, "anna")


@pytest.fixture
def empty_project(tmp_path: Path, templates: tuple[bytes, bytes]) -> Iterator[Project]:
    """A project with a codebook of four codes and nothing else, opened by anna."""
    project = opened(tmp_path / "klein.draad", templates[0])
    yield project
    project.close()


@pytest.fixture
def project(tmp_path: Path, templates: tuple[bytes, bytes]) -> Iterator[Project]:
    """A project with one talk of five turns in which anna coded two fragments."""
    project = opened(tmp_path / "klein.draad", templates[1])
    yield project
    project.close()


@pytest.fixture
def colleague(project: Project) -> Iterator[Project]:
    """The same project, opened by bram."""
    other = open_project(project.path, "bram")
    yield other
    other.close()


def code(project: Project, turn: int, code_id: int, stance: str | None = None) -> int:
    """Code a whole turn of the first transcript; give the id of the fragment."""
    with project.transaction("code", f"turn {turn}"):
        span = span_of_turn(project.connection, 1, turn)
        return add_fragment(project, span, code_id, "manual", stance)[0]


@pytest.fixture(scope="session")
def code_turn() -> Callable[..., int]:
    """The function that codes a whole turn of the first transcript."""
    return code


def transcript_uuid(project: Project) -> str:
    """Give the UUID of the first transcript."""
    return str(project.connection.execute("SELECT uuid FROM transcript").fetchone()[0])


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project that every copy was once; not to be changed."""
    return make_base(tmp_path_factory.mktemp("base"))


@pytest.fixture
def anna_and_bram(base: Path, tmp_path: Path) -> tuple[Project, Project]:
    """A copy of it for each of two coders."""
    anna, bram = copies(base, tmp_path, "anna", "bram")
    return anna, bram
