"""The promises about a project file: all or nothing, ours alone, and never lost."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rodedraad import RodedraadError
from rodedraad.coding import opening
from rodedraad.coding.fragments import add_memo
from rodedraad.coding.opening import find_project, reading
from rodedraad.coding.project import Project, create_project, open_project

Contents = Callable[[sqlite3.Connection], dict[str, list[tuple[object, ...]]]]

KILLED_HALFWAY = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("INSERT INTO current_change VALUES (1, 1)")
connection.execute("UPDATE code SET definition = 'weg'")
connection.execute("UPDATE turn SET text = 'weg'")
connection.execute("PRAGMA cache_spill = 1")
connection.executemany("UPDATE memo SET text = ?", [("weg" * 100_000,)] * 3)
os._exit(9)
"""


def memos(project: Project) -> list[str]:
    """Give the texts of the memos."""
    return [str(row[0]) for row in project.connection.execute("SELECT text FROM memo ORDER BY id")]


def other_program(path: Path) -> sqlite3.Connection:
    """Open the file as a program that knows nothing of us would."""
    return sqlite3.connect(path, isolation_level=None)


def test_a_change_that_fails_leaves_nothing(project: Project, contents_of: Contents) -> None:
    before = contents_of(project.connection)

    def fail() -> None:
        with project.transaction("memo add"):
            add_memo(project, "project", "", "Dit blijft niet.")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert contents_of(project.connection) == before
    assert project.connection.execute("SELECT count(*) FROM current_change").fetchone() == (0,)


def test_a_change_that_sqlite_refuses_is_told_in_words(project: Project) -> None:
    with pytest.raises(RodedraadError, match="constraint"), project.transaction("test"):
        project.connection.execute("UPDATE fragment SET code_id = 999")
    assert memos(project) == ["Begin hier."]


def test_a_change_of_nothing_leaves_no_line_in_the_log(project: Project) -> None:
    before = project.connection.execute("SELECT count(*) FROM change").fetchone()
    with project.transaction("transcript set"):
        pass
    assert project.connection.execute("SELECT count(*) FROM change").fetchone() == before


def test_a_second_writer_waits_and_then_says_so(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    late = open_project(project.path, "bram")
    with project.transaction("memo add"):
        add_memo(project, "project", "", "Ik was eerst.")
        with pytest.raises(RodedraadError, match="being written by anna"), late.transaction("x"):
            pytest.fail("the block must not run")
    late.close()
    assert memos(project) == ["Begin hier.", "Ik was eerst."]


def test_a_reader_waits_and_then_says_so(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    other = other_program(project.path)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(RodedraadError, match="being written by another"), reading(project.path):
        pytest.fail("the block must not run")
    other.close()


def test_two_writers_lose_nothing_of_each_other(project: Project, colleague: Project) -> None:
    for number in range(5):
        for writer in (project, colleague):
            with writer.transaction("memo add"):
                add_memo(writer, "project", "", f"{writer.coder} {number}")
    assert len(memos(project)) == 11


def test_a_project_of_a_newer_program_is_refused(project: Project) -> None:
    other = other_program(project.path)
    other.execute("PRAGMA user_version = 99")
    other.close()
    for opened in (lambda: open_project(project.path, "anna"), lambda: read_all(project.path)):
        with pytest.raises(RodedraadError, match="newer rodedraad") as caught:
            opened()
        assert "schema is 99" in str(caught.value)
        assert "pipx upgrade" in str(caught.value)


def read_all(path: Path) -> None:
    """Open a project as a query does."""
    with reading(path) as connection:
        connection.execute("SELECT count(*) FROM turn").fetchall()


def test_what_is_no_project_is_refused(tmp_path: Path) -> None:
    foreign = tmp_path / "other.draad"
    other = other_program(foreign)
    other.execute("CREATE TABLE a (b)")
    other.close()
    text = tmp_path / "text.draad"
    text.write_text("SQLite format 3")
    for path in (foreign, text):
        before = path.read_bytes()
        with pytest.raises(RodedraadError, match="not a rodedraad project"):
            open_project(path, "anna")
        with pytest.raises(RodedraadError, match="not a rodedraad project"):
            read_all(path)
        assert path.read_bytes() == before
    with pytest.raises(RodedraadError, match="no project file"):
        read_all(tmp_path / "absent.draad")


@pytest.mark.parametrize(
    "addition",
    [
        "CREATE TRIGGER evil AFTER INSERT ON memo BEGIN DELETE FROM fragment; END",
        "CREATE TABLE stranger (a)",
        "DROP TRIGGER fragment_undo_delete",
    ],
)
def test_a_file_that_another_program_changed_is_not_written(
    project: Project, addition: str
) -> None:
    other = other_program(project.path)
    other.execute(addition)
    other.close()
    with pytest.raises(RodedraadError, match="changed by another program"):
        open_project(project.path, "anna")


def test_a_read_only_project_is_read_and_not_written(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Root may write whatever the mode says, so the question is answered here.
    monkeypatch.setattr(os, "access", lambda *_arguments: False)
    with pytest.raises(RodedraadError, match="read-only"):
        open_project(project.path, "anna")
    read_all(project.path)


def test_a_change_that_was_killed_halfway_is_rolled_back(
    project: Project, contents_of: Contents
) -> None:
    before = contents_of(project.connection)
    path = project.path
    project.close()
    subprocess.run([sys.executable, "-c", KILLED_HALFWAY, str(path)], check=False)
    journal = Path(f"{path}-journal")
    assert journal.stat().st_size > 0
    with reading(path) as connection:
        assert contents_of(connection) == before
    assert not journal.exists()


def test_a_new_project_is_for_its_owner_alone(tmp_path: Path) -> None:
    new = create_project(tmp_path / "nieuw.draad", "nl", "anna")
    assert stat.S_IMODE(new.path.stat().st_mode) == 0o600
    new.close()
    new.path.chmod(0o640)
    again = open_project(new.path, "bram")
    with again.transaction("memo add"):
        add_memo(again, "project", "", "Samen.")
    again.close()
    assert stat.S_IMODE(new.path.stat().st_mode) == 0o640


def test_making_a_project_over_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.draad"
    path.write_text("mijn aantekeningen")
    with pytest.raises(RodedraadError, match="exists already"):
        create_project(path, "nl", "anna")
    assert path.read_text() == "mijn aantekeningen"


def test_a_copied_file_gets_an_identity_of_its_own(project: Project, tmp_path: Path) -> None:
    copied = tmp_path / "copy.draad"
    copied.write_bytes(project.path.read_bytes())
    copy = open_project(copied, "bram")
    assert copy.setting("copy") != project.setting("copy")
    assert copy.setting("project") == project.setting("project")
    copy.close()


def test_the_project_is_the_one_here_or_in_a_parent(project: Project, tmp_path: Path) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert find_project(below) == project.path
    (tmp_path / "second.draad").touch()
    with pytest.raises(RodedraadError, match="several projects"):
        find_project(below)
