"""Behind a passphrase: nothing readable is left, and at every moment something whole is."""

from __future__ import annotations

import stat
from hashlib import sha256
from pathlib import Path

import pytest

from rodedraad import RodedraadError
from rodedraad.coding import locking
from rodedraad.coding.backups import back_up, backup_folder, list_backups
from rodedraad.coding.checking import check_project
from rodedraad.coding.locking import back_up_locked, lock, restore_locked, unlock
from rodedraad.coding.opening import find_project, is_backup
from rodedraad.coding.project import Project, open_project

PASSPHRASE = "paard batterij nietje"


class QuickAge:
    """In the place of pyrage, which takes a second or more for a passphrase, as it should."""

    class DecryptError(Exception):
        """What pyrage raises."""

    class passphrase:  # noqa: N801, the name of the module of pyrage
        """Like pyrage.passphrase, and hides nothing."""

        @staticmethod
        def encrypt(content: bytes, passphrase: str) -> bytes:
            sums = [sha256(part).digest() for part in (passphrase.encode(), content)]
            return b"".join(sums) + bytes(255 - byte for byte in content)

        @staticmethod
        def decrypt(sealed: bytes, passphrase: str) -> bytes:
            content = bytes(255 - byte for byte in sealed[64:])
            if sealed[32:64] != sha256(content).digest():
                raise QuickAge.DecryptError("decryption error")
            if sealed[:32] != sha256(passphrase.encode()).digest():
                raise QuickAge.DecryptError("Decryption failed")
            return content


@pytest.fixture(autouse=True)
def quick_age(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lock without the work that makes a passphrase hard to guess; tests/cli has the real one."""
    monkeypatch.setattr(locking, "library", lambda: QuickAge)


@pytest.fixture
def closed(project: Project) -> Path:
    """A project that nobody has open."""
    project.close()
    return project.path


def files(project: Path) -> list[str]:
    """List the names of the project and its backups."""
    folder = backup_folder(project)
    return sorted(path.name for place in (project.parent, folder) for path in place.glob("*draad*"))


def test_what_was_locked_is_the_same_when_unlocked(closed: Path) -> None:
    backup = back_up(closed, "by hand")
    before = closed.read_bytes()
    locked = lock(closed, PASSPHRASE)
    assert [path.name for path in locked] == [f"{backup.name}.age", f"{closed.name}.age"]
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in locked)
    assert not closed.exists()
    assert not backup.exists()
    assert b"politie" not in b"".join(path.read_bytes() for path in locked)
    with pytest.raises(RodedraadError, match="is locked with a passphrase"):
        find_project(closed.parent)
    with pytest.raises(RodedraadError, match="is locked with a passphrase"):
        open_project(closed, "anna")
    assert unlock(locked[-1], PASSPHRASE) == closed
    assert closed.read_bytes() == before
    assert stat.S_IMODE(closed.stat().st_mode) == 0o600
    assert not locked[-1].exists()
    assert check_project(closed) == []


def test_another_passphrase_and_a_damaged_file_open_nothing(closed: Path) -> None:
    (locked,) = lock(closed, PASSPHRASE)
    with pytest.raises(RodedraadError, match=r"not the passphrase of .*\.draad\.age"):
        unlock(locked, "paard")
    whole = locked.read_bytes()
    for damaged in (whole[:-1], whole[: len(whole) // 2], whole[:30], b""):
        locked.write_bytes(damaged)
        with pytest.raises(RodedraadError, match="damaged or not whole"):
            unlock(locked, PASSPHRASE)
    assert not closed.exists()
    assert [path.name for path in locked.parent.glob(".*")] == []


@pytest.mark.parametrize("stopped_in", ["write_locked", "refuse_another", "blank"])
def test_stopped_half_way_it_is_finished_by_the_same_command(
    closed: Path, monkeypatch: pytest.MonkeyPatch, stopped_in: str
) -> None:
    def stop(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(locking, stopped_in, stop)
        if stopped_in != "refuse_another":
            with pytest.raises(KeyboardInterrupt):
                lock(closed, PASSPHRASE)
            assert check_project(closed) == []
    (locked,) = lock(closed, PASSPHRASE)
    unlock(locked, PASSPHRASE)
    assert check_project(closed) == []


def test_stopped_while_the_readable_file_goes_the_locked_one_opens(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlink = Path.unlink

    def stop(path: Path, missing_ok: bool = False) -> None:
        if path == closed:
            raise KeyboardInterrupt
        unlink(path, missing_ok)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", stop)
        with pytest.raises(KeyboardInterrupt):
            lock(closed, PASSPHRASE)
    assert not any(closed.read_bytes())
    with pytest.raises(RodedraadError, match="is locked with a passphrase"):
        open_project(closed, "anna")
    unlock(locking.locked_path(closed), PASSPHRASE)
    assert check_project(closed) == []


def test_another_locked_file_in_the_place_stays(closed: Path) -> None:
    before = closed.read_bytes()
    target = locking.locked_path(closed)
    target.write_bytes(QuickAge.passphrase.encrypt(b"something else", PASSPHRASE))
    held = target.read_bytes()
    with pytest.raises(RodedraadError, match="holds something else"):
        lock(closed, PASSPHRASE)
    assert (closed.read_bytes(), target.read_bytes()) == (before, held)
    with pytest.raises(RodedraadError, match="exists already"):
        unlock(target, PASSPHRASE)


def test_an_encrypted_backup_is_gone_back_to(closed: Path) -> None:
    path = back_up_locked(closed, PASSPHRASE)
    assert [backup.path for backup in list_backups(closed)] == [path]
    before = closed.read_bytes()
    project = open_project(closed, "anna")
    with project.transaction("test"):
        project.connection.execute("DELETE FROM fragment")
    project.close()
    restore_locked(closed, path, "anna", PASSPHRASE)
    with open_project(closed, "anna").connection as connection:
        assert connection.execute("SELECT count(*) FROM fragment").fetchone()[0] > 0
    readable = [one.path for one in list_backups(closed) if one.path.suffix != ".age"]
    assert len(readable) == 1  # what there was before going back
    assert len(before) > 0
    assert not is_backup(closed)


def test_without_the_extra_it_says_what_to_install(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_name: str) -> None:
        raise ImportError

    before = closed.read_bytes()
    monkeypatch.undo()  # the real library, which is not there
    monkeypatch.setattr(locking, "import_module", missing)
    with pytest.raises(RodedraadError, match="pip install pyrage"):
        lock(closed, PASSPHRASE)
    assert closed.read_bytes() == before
