"""Backups are whole, old ones go in time, and going back is possible from anything."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rodedraad import RodedraadError
from rodedraad.coding import backups, opening
from rodedraad.coding.backups import (
    back_up,
    backup_folder,
    copy_project,
    list_backups,
    restore,
)
from rodedraad.coding.checking import check_project
from rodedraad.coding.fragments import add_memo
from rodedraad.coding.opening import find_project, reading
from rodedraad.coding.project import Project, open_project

Contents = Callable[[sqlite3.Connection], dict[str, list[tuple[object, ...]]]]


class Clock(datetime):
    """A clock that the test sets."""

    moment = datetime(2026, 3, 1, 12, tzinfo=UTC)

    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]  # noqa: ARG003
        """Give the moment that was set."""
        return cls.moment


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> type[Clock]:
    """Put the clock of the test in the place of the real one."""
    monkeypatch.setattr(backups, "datetime", Clock)
    return Clock


def test_a_backup_holds_the_same_and_is_its_owners(project: Project, contents_of: Contents) -> None:
    path = back_up(project.path, "merge")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert check_project(path) == []
    with reading(path) as connection:
        assert contents_of(connection) == contents_of(project.connection)
    found = list_backups(project.path)
    assert [(backup.path, backup.reason) for backup in found] == [(path, "merge")]


def test_the_latest_ten_and_one_a_day_are_kept(project: Project, clock: type[Clock]) -> None:
    start = clock.moment
    for hours in range(0, 40 * 24, 8):
        clock.moment = start + timedelta(hours=hours)
        back_up(project.path, "merge")
    found = list_backups(project.path)
    days = {backup.at[:10] for backup in found}
    assert len(days) == 31
    assert len(found) == 31 + 10 - 4  # the ten latest are of four days
    assert min(days) == "2026-03-11"


def test_the_newest_stays_when_the_clock_was_set_back(project: Project, clock: type[Clock]) -> None:
    for minutes in range(12):
        clock.moment = datetime(2026, 3, 1, 12, minutes, tzinfo=UTC)
        back_up(project.path, "merge")
    clock.moment = datetime(2019, 1, 1, tzinfo=UTC)
    newest = back_up(project.path, "merge")
    assert newest.exists()
    assert back_up(project.path, "merge").name == "2019-01-01T000000-merge-2.draad"


def test_what_is_not_a_backup_is_left_alone(project: Project) -> None:
    folder = backup_folder(project.path)
    folder.mkdir()
    (folder / "mijn-eigen.draad").write_text("van mij")
    for _ in range(12):
        back_up(project.path, "merge")
    assert len(list_backups(project.path)) == 10
    assert (folder / "mijn-eigen.draad").exists()


def test_a_damaged_project_gets_no_backup_that_looks_whole(project: Project) -> None:
    project.connection.execute("UPDATE checksum SET sum = sum + 1 WHERE table_name = 'memo'")
    with pytest.raises(RodedraadError, match="the project is damaged"):
        back_up(project.path, "merge")
    assert list_backups(project.path) == []


def test_a_backup_that_cannot_be_written_stops_what_follows(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", full)
    with pytest.raises(RodedraadError, match=r"No space left on device\. Nothing was changed"):
        back_up(project.path, "merge")


def test_going_back_brings_everything_back(project: Project, contents_of: Contents) -> None:
    before = contents_of(project.connection)
    backup = back_up(project.path, "merge")
    with project.transaction("memo add"):
        add_memo(project, "project", "", "later")
    later = contents_of(project.connection)
    copy = project.setting("copy")
    project.close()
    restore(project.path, backup, "anna")
    again = open_project(project.path, "anna")
    assert {
        key: rows for key, rows in contents_of(again.connection).items() if key != "setting"
    } == {key: rows for key, rows in before.items() if key != "setting"}
    assert again.setting("copy") != copy
    again.close()
    assert check_project(project.path) == []
    with reading(list_backups(project.path)[0].path) as connection:
        assert contents_of(connection) == later


@pytest.mark.parametrize("damaged", [b"", b"geen project", None])
def test_going_back_from_a_ruin(
    project: Project, contents_of: Contents, damaged: bytes | None
) -> None:
    before = contents_of(project.connection)
    backup = back_up(project.path, "merge")
    raw = project.path.read_bytes()
    project.close()
    ruin = raw[:20_000] if damaged is None else damaged
    project.path.write_bytes(ruin)
    restore(project.path, backup, "anna")
    assert check_project(project.path) == []
    with reading(project.path) as connection:
        assert contents_of(connection)["fragment"] == before["fragment"]
    aside = list(project.path.parent.glob("*.damaged-*"))
    assert [path.read_bytes() for path in aside] == [ruin]


def test_a_project_that_somebody_writes_in_is_not_replaced(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    backup = back_up(project.path, "merge")
    other = sqlite3.connect(project.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(RodedraadError, match="being written"):
        restore(project.path, backup, "anna")
    other.close()
    assert not list(project.path.parent.glob("*.damaged-*"))


def test_a_ruin_is_no_backup(project: Project, tmp_path: Path) -> None:
    ruin = tmp_path / "ruin.draad"
    ruin.write_bytes(project.path.read_bytes()[:20_000])
    before = project.path.read_bytes()
    with pytest.raises(RodedraadError):
        restore(project.path, ruin, "anna")
    assert project.path.read_bytes() == before


def test_a_backup_beside_the_project_is_not_taken_for_it(project: Project) -> None:
    folder = project.path.parent
    backup = folder / "a.draad"
    copy_project(project.path, backup)
    assert find_project(folder) == project.path
    project.close()
    restore(project.path, backup, "anna")
    assert find_project(folder) == project.path
    project.path.unlink()
    with pytest.raises(RodedraadError, match=r"only a backup: a\.draad"):
        find_project(folder)
    with reading(backup):
        pass
    open_project(backup, "anna").close()  # who names it and works in it, has made it a project
    assert find_project(folder) == backup


def test_a_backup_that_another_program_changed_does_not_replace_the_project(
    project: Project,
) -> None:
    backup = back_up(project.path, "by hand")
    project.close()
    with closing(sqlite3.connect(backup)) as connection:
        connection.execute("CREATE TABLE vreemd (a)")
    before = project.path.read_bytes()
    with pytest.raises(RodedraadError, match="changed by another program: vreemd"):
        restore(project.path, backup, "anna")
    assert project.path.read_bytes() == before
    assert [each.path for each in list_backups(project.path)] == [backup]
