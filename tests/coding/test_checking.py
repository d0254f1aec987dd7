"""A project that is whole is found so; every damage is found, and what is computed is mended."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from rodedraad import RodedraadError
from rodedraad.coding.checking import check_project, repair
from rodedraad.coding.fragments import add_memo, remove_fragment
from rodedraad.coding.history import redo, undo
from rodedraad.coding.opening import reading
from rodedraad.coding.project import Project, create_project
from rodedraad.coding.recording import RECORDED
from rodedraad.coding.rescue import rescue

Contents = Callable[[sqlite3.Connection], dict[str, list[tuple[object, ...]]]]


def damage(path: Path, *statements: str) -> None:
    """Change a file behind the program's back, its triggers off."""
    connection = sqlite3.connect(path, isolation_level=None)
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
    ).fetchall()
    for name, _sql in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    for _name, sql in triggers:
        connection.execute(sql)
    connection.close()


def test_a_project_is_whole_whatever_was_done_with_it(project: Project) -> None:
    assert check_project(project.path) == []
    with project.transaction("uncode"):
        remove_fragment(project, 1)
    undo(project)
    redo(project)
    with project.transaction("transcript remove"):
        project.connection.execute("DELETE FROM transcript")
    undo(project)
    assert check_project(project.path) == []
    for _step in range(5):
        undo(project)
    assert check_project(project.path) == []


def test_a_new_project_is_whole(tmp_path: Path) -> None:
    create_project(tmp_path / "a.draad", "nl", "anna").close()
    assert check_project(tmp_path / "a.draad") == []


def test_checking_writes_nothing(project: Project) -> None:
    before = project.path.read_bytes()
    check_project(project.path)
    assert project.path.read_bytes() == before
    assert [path.name for path in project.path.parent.iterdir()] == [project.path.name]


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("UPDATE fragment SET quote = 'iets' WHERE id = 1", "are not those of the text there"),
        ("UPDATE turn SET text = 'Iets anders.' WHERE id = 2", "The text of gesprek, version 1"),
        ("UPDATE turn SET time = 3.5 WHERE id = 2", "In turn, row 1"),
        ("UPDATE memo SET text = 'x'", "In memo, row 1"),
        ("UPDATE memo SET target_uuid = 'x'", "Memo 1 is about something that is gone"),
        ("UPDATE code SET definition = 'x' WHERE id = 2", "In code, row 2"),
        ("UPDATE participation SET group_name = 'x'", "In participation, row 1"),
        ("DELETE FROM fragment WHERE id = 2", "In fragment, row 2"),
        ("UPDATE change SET coder = 'x' WHERE id = 3", "In change, row 3"),
        ("DELETE FROM undo_statement WHERE change = 3", "In undo_statement, row 3"),
        ("UPDATE undo_statement SET statement = 'x'", "cannot be undone beyond change"),
        ("UPDATE setting SET value = 'en' WHERE key = 'language'", "In setting, row 0"),
        ("DELETE FROM speaker WHERE id = 2", "points at something in speaker"),
    ],
)
def test_what_people_made_is_seen_to_be_damaged(
    project: Project, statement: str, message: str
) -> None:
    damage(project.path, "PRAGMA foreign_keys = OFF", statement)
    findings = check_project(project.path)
    assert any(message in str(finding.problem) for finding in findings)
    assert not all(finding.derived for finding in findings)


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("DELETE FROM participation_area", "participation_area"),
        ("DELETE FROM fragment_person", "fragment_person"),
        ("DELETE FROM tally", "tally"),
        ("UPDATE spoken SET words = words + 1", "spoken"),
        ("UPDATE vocabulary SET lemma = 'x'", "right lemma"),
        ("INSERT INTO turn_search(turn_search) VALUES ('delete-all')", "search index"),
    ],
)
def test_what_is_computed_is_mended_and_nothing_else_is_touched(
    project: Project, contents_of: Contents, statement: str, message: str
) -> None:
    before = contents_of(project.connection)
    damage(project.path, statement)
    findings = check_project(project.path)
    assert all(finding.derived for finding in findings)
    assert any(message in str(finding.problem) for finding in findings)
    repair(project)
    assert check_project(project.path) == []
    assert contents_of(project.connection) == before


def test_an_added_trigger_is_seen(project: Project) -> None:
    damage(project.path, "CREATE TRIGGER t AFTER INSERT ON memo BEGIN DELETE FROM code; END")
    assert any("changed by another" in str(found.problem) for found in check_project(project.path))


def test_a_file_that_is_no_project_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.draad").write_text("tekst")
    with pytest.raises(RodedraadError, match="not a rodedraad project"):
        check_project(tmp_path / "a.draad")


def test_a_whole_project_is_rescued_whole(project: Project, contents_of: Contents) -> None:
    saved = project.path.with_name("saved.draad")
    rows = sum(
        project.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in RECORDED
    )
    assert rescue(project.path, saved, "anna") == (rows, 0)
    assert check_project(saved) == []
    with reading(saved) as connection:
        after = contents_of(connection)
    before = contents_of(project.connection)
    assert {table: after[table] for table in RECORDED} == {
        table: before[table] for table in RECORDED
    }
    assert after["tally"] == before["tally"]


def test_what_can_be_read_of_a_damaged_project_is_rescued(project: Project) -> None:
    root = project.connection.execute(
        "SELECT rootpage FROM sqlite_schema WHERE name = 'memo'"
    ).fetchone()[0]
    page = project.connection.execute("PRAGMA page_size").fetchone()[0]
    project.close()
    raw = bytearray(project.path.read_bytes())
    raw[(root - 1) * page : root * page] = b"\xff" * page
    project.path.write_bytes(raw)
    assert any(not finding.derived for finding in check_project(project.path))
    saved = project.path.with_name("saved.draad")
    kept, _lost = rescue(project.path, saved, "anna")
    assert kept > 0
    assert check_project(saved) == []
    with reading(saved) as connection:
        assert connection.execute("SELECT count(*) FROM fragment").fetchone()[0] == 2
        assert connection.execute("SELECT count(*) FROM memo").fetchone()[0] == 0


def test_a_file_that_was_cut_off_is_rescued_as_far_as_it_goes(project: Project) -> None:
    project.close()
    whole = project.path.read_bytes()
    page = int.from_bytes(whole[16:18], "big")
    project.path.write_bytes(whole[: len(whole) - page])
    saved = project.path.with_name("saved.draad")
    kept, _lost = rescue(project.path, saved, "anna")
    assert kept > 0
    assert [finding for finding in check_project(saved) if finding.derived] == []
    with reading(saved) as connection:
        assert connection.execute("SELECT count(*) FROM turn").fetchone()[0] > 0


def test_rows_behind_a_damaged_page_are_rescued(project: Project) -> None:
    with project.transaction("memo add"):
        for number in range(400):
            add_memo(project, "project", "", f"{number} " + "x" * 200)
    project.close()
    damaged = bytearray(project.path.read_bytes())
    page = int.from_bytes(damaged[16:18], "big")
    for number in (100, 250):
        place = damaged.index(f"{number} xxx".encode()) // page * page
        damaged[place : place + page] = b"\xff" * page
    project.path.write_bytes(damaged)
    saved = project.path.with_name("saved.draad")
    rescue(project.path, saved, "anna")
    with reading(saved) as connection:
        kept = {row[0].split()[0] for row in connection.execute("SELECT text FROM memo")}
    assert {"10", "180", "390"} <= kept
    assert not {"100", "250"} & kept


def test_rescuing_never_writes_over_a_file(project: Project) -> None:
    with pytest.raises(RodedraadError, match="exists already"):
        rescue(project.path, project.path, "anna")
