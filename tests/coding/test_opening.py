"""Opening a project that lies in a risky place, was left half written, or is of another time."""

from __future__ import annotations

import gzip
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import pytest
from builders import Person, add_talk

from rodedraad import RodedraadError
from rodedraad.coding import opening, schema
from rodedraad.coding import project as projects
from rodedraad.coding.backups import list_backups
from rodedraad.coding.checking import check_project
from rodedraad.coding.history import undo
from rodedraad.coding.holding import holder, holder_file
from rodedraad.coding.opening import reading
from rodedraad.coding.places import (
    conflict_copies,
    on_network,
    synchronised_folder,
    warnings_about,
)
from rodedraad.coding.project import Project, open_project
from rodedraad.coding.querying.quotes import find_quotes
from rodedraad.coding.querying.selection import Filters, choose

Contents = Callable[[sqlite3.Connection], dict[str, list[tuple[object, ...]]]]

OLDER = Path(__file__).parent / "projects"  # one made with each schema there was: fictional
NEWER = schema.SCHEMA_VERSION + 1

LEFT_IN_WAL = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA journal_mode = WAL")
connection.execute("PRAGMA wal_autocheckpoint = 0")
connection.execute("BEGIN")
connection.execute("INSERT INTO current_change VALUES (1, 1)")
connection.execute("UPDATE memo SET text = 'in de WAL'")
connection.execute("DELETE FROM current_change")
connection.execute("COMMIT")
os._exit(9)
"""


def test_a_wal_file_of_another_program_is_taken_in(project: Project) -> None:
    path = project.path
    project.close()
    subprocess.run([sys.executable, "-c", LEFT_IN_WAL, str(path)], check=False)
    assert Path(f"{path}-wal").exists()
    with reading(path) as connection:
        assert connection.execute("SELECT text FROM memo").fetchone()[0] == "in de WAL"
    assert sorted(item.name for item in path.parent.iterdir()) == [path.name]
    again = open_project(path, "anna")
    assert again.connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    again.close()


def test_whoever_waits_is_told_for_whom(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    late = open_project(project.path, "bram")
    with project.transaction("import"):
        assert holder(project.path)["coder"] == "anna"
        with pytest.raises(RodedraadError, match="being written by anna on"):
            with_a_change(late)
    assert holder(project.path) == {}
    late.close()


def with_a_change(project: Project) -> None:
    """Try to write."""
    with project.transaction("x"):
        pytest.fail("the block must not run")


@pytest.mark.parametrize("left", ["", "{", "[]", json.dumps({"coder": "anna"})])
def test_what_a_killed_writer_left_is_no_trouble(project: Project, left: str) -> None:
    holder_file(project.path).write_text(left)
    assert holder(project.path) == {}
    with project.transaction("transcript set"):
        pass
    assert not holder_file(project.path).exists()


def test_an_older_project_is_upgraded_after_a_backup(
    project: Project, contents_of: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents_of(project.connection)
    project.close()
    newer(monkeypatch)
    with reading(project.path) as connection:
        after = contents_of(connection)
        assert connection.execute("PRAGMA user_version").fetchone()[0] == NEWER
    assert after["extra"] == []
    assert {name: after[name] for name in before} == before | {
        "_sqlite_migrations": after["_sqlite_migrations"]
    }
    backups = list_backups(project.path)
    assert [backup.reason for backup in backups] == ["upgrade"]
    assert check_project(project.path) == []
    open_project(project.path, "anna").close()
    assert len(list_backups(project.path)) == 1


@pytest.mark.parametrize("number", range(1, schema.SCHEMA_VERSION))
def test_a_project_of_every_older_schema_opens(number: int, tmp_path: Path) -> None:
    path = tmp_path / "ouder.draad"
    path.write_bytes(gzip.decompress((OLDER / f"schema_{number}.draad.gz").read_bytes()))
    project = open_project(path, "anna")
    assert check_project(path) == []
    quotes = find_quotes(project.connection, choose(project.connection, Filters()))
    assert [(quote["transcript"], quote["code"], quote["memo"]) for quote in quotes] == [
        ("noord", "samenwerking/politie", "Verzonnen voorbeeld."),
        ("zuid", "werkwijze", None),
    ]
    assert undo(project).operation == "transcript set"
    add_talk(
        project, "oost", [("R1", "De wijkagent is er altijd.")], {"R1": Person("R03", "politie")}
    )
    project.close()
    assert check_project(path) == []
    assert [backup.reason for backup in list_backups(path)] == ["upgrade"]


def test_an_upgrade_that_fails_leaves_the_project_as_it_was(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.close()
    before = project.path.read_bytes()
    newer(monkeypatch, "CREATE TABLE extra (")
    with pytest.raises(RodedraadError, match="incomplete input"):
        open_project(project.path, "anna")
    assert project.path.read_bytes() == before


def newer(
    monkeypatch: pytest.MonkeyPatch, statement: str = "CREATE TABLE extra (id INTEGER)"
) -> None:
    """Let the program be one with a schema more, which has a table more."""

    def one_more(connection: sqlite3.Connection) -> None:
        connection.execute(statement)

    monkeypatch.setattr(schema, "SCHEMA_VERSION", NEWER)
    monkeypatch.setattr(opening, "SCHEMA_VERSION", NEWER)
    monkeypatch.setitem(schema.STEPS, "one_more", one_more)
    monkeypatch.setattr(projects, "our_schema", projects.our_schema.__wrapped__)


def test_conflict_copies_are_seen(project: Project) -> None:
    folder = project.path.parent
    names = [
        "klein (Anna's conflicted copy 2026-03-01).draad",
        "klein.sync-conflict-20260301-101010-ABCDEFG.draad",
        "klein (conflict).draad",
    ]
    for name in [*names, "klein-anna.draad", "groot (conflict).draad"]:
        (folder / name).touch()
    assert [copy.name for copy in conflict_copies(project.path)] == sorted(names)
    text = str(warnings_about(project.path)[0])
    assert names[0] in text
    assert "rodedraad merge" in text


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        (PurePosixPath("/home/anna/Dropbox/werk/a.draad"), "Dropbox"),
        (PureWindowsPath(r"C:\Users\anna\OneDrive - Bureau\a.draad"), "OneDrive - Bureau"),
        (PurePosixPath("/Users/anna/Library/Mobile Documents/a.draad"), "Mobile Documents"),
        (PurePosixPath("/home/anna/SURFdrive/a.draad"), "SURFdrive"),
        (PurePosixPath("/home/anna/werk/dropbox.draad"), ""),
    ],
)
def test_synchronised_folders_are_known(path: Any, folder: str) -> None:
    assert synchronised_folder(path) == folder


def test_a_network_drive_is_known_by_its_mount(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda1 / ext4 rw 0 0\n"
        "//server/share /mnt/team\\040drive cifs rw 0 0\n"
        "/dev/sdb1 /mnt/team\\040drive/local ext4 rw 0 0\n"
    )
    assert on_network(Path("/mnt/team drive/a.draad"), mounts)
    assert not on_network(Path("/mnt/team drive/local/a.draad"), mounts)
    assert not on_network(Path("/home/anna/a.draad"), mounts)
    assert not on_network(Path("/home/anna/a.draad"), tmp_path / "absent")
