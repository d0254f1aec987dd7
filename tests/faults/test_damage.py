"""Flipped bytes, truncated files, busy writers, read-only places, and clocks set back."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from faults.attempts import Ended, run, state
from faults.lab import PROJECT, make_lab

from rodedraad import RodedraadError
from rodedraad.coding.checking import check_project
from rodedraad.coding.checksums import all_sums
from rodedraad.coding.history import redo, undo
from rodedraad.coding.opening import reading
from rodedraad.coding.project import open_project
from rodedraad.coding.rescue import rescue

if sys.platform == "win32":
    pytest.skip("needs fork and signals", allow_module_level=True)

FLIPS = 200
NOBODY = 65534  # a user who owns nothing


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The laboratory, not to be changed."""
    return make_lab(tmp_path_factory.mktemp("damage") / "lab")


@pytest.fixture
def folder(lab: Path, tmp_path: Path) -> Path:
    """A copy of the laboratory."""
    return Path(shutil.copytree(lab, tmp_path / "copy"))


def sealed(path: Path) -> dict[tuple[str, int], int]:
    """Give the sums of everything that people made, from what the rows say."""
    with reading(path) as connection:
        return all_sums(connection)


def flip_a_byte(folder: Path, number: int) -> None:
    """Flip a bit somewhere: `check` must see it, or no row may be another."""
    path = folder / PROJECT
    before = sealed(path)
    damaged = bytearray(path.read_bytes())
    chance = random.Random(number)
    place = chance.randrange(len(damaged))
    damaged[place] ^= 1 << chance.randrange(8)
    path.write_bytes(damaged)
    try:
        found = bool(check_project(path))
    except RodedraadError:
        found = True
    assert found or sealed(path) == before, f"a bit of byte {place} was flipped in silence"


def test_a_flipped_byte_is_found_or_changes_no_row(folder: Path) -> None:
    """Forty times; `make faults` flips 200."""
    whole = (folder / PROJECT).read_bytes()
    for number in range(FLIPS // 5):
        flip_a_byte(folder, number)
        (folder / PROJECT).write_bytes(whole)


def test_a_file_with_a_flipped_byte_is_used_or_refused_in_words(folder: Path) -> None:
    path = folder / PROJECT
    whole = path.read_bytes()
    chance = random.Random(2)
    for _ in range(25):
        damaged = bytearray(whole)
        for _byte in range(chance.choice([1, 1, 50])):
            damaged[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        for command in (["query"], ["matrix", "code", "group"], ["check"], ["memo", "add", "x"]):
            result = run(folder, ["-p", PROJECT, *command], int)
            assert "Traceback" not in result.said, (command, result.said)


def test_a_truncated_file_is_refused_in_words_and_rescued(folder: Path) -> None:
    path = folder / PROJECT
    whole = path.read_bytes()
    for length in (0, 50, 100, 4096, 10_000, len(whole) // 2, len(whole) - 4096, len(whole) - 1):
        path.write_bytes(whole[:length])
        for command in (["query"], ["check"], ["memo", "add", "x"]):
            result = run(folder, ["-p", PROJECT, *command], int)
            assert "Traceback" not in result.said, (length, command, result.said)
            assert result.status in (0, 1, 3, 4)
        saved = folder / f"saved-{length}.draad"
        rescue(path, saved, "anna")
        assert check_project(saved) == []


def as_nobody() -> None:
    """Give up the right of root to write everywhere."""
    if os.getuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)


@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_is_read_only_is_read_and_not_written(folder: Path, what: str) -> None:
    read_only(folder, what)


def read_only(folder: Path, what: str) -> None:
    """Read and write where the file or the folder is read-only."""
    path = folder / PROJECT
    for parent in (*folder.parents[:4], folder):
        if parent.stat().st_uid == os.getuid() and parent != Path("/"):
            parent.chmod(0o755)
    path.chmod(0o444 if what == "file" else 0o666)
    before = path.read_bytes()
    written = run(folder, ["-p", PROJECT, "memo", "add", "x"], as_nobody)
    asked = run(folder, ["-p", PROJECT, "query", "politie"], as_nobody)
    exported = run(folder, ["-p", PROJECT, "codebook", "export", "x.yaml"], as_nobody)
    assert written.status == 1
    assert "read-only" in written.said
    assert asked.status == 0
    assert exported.status == 1
    assert "Traceback" not in written.said + asked.said + exported.said
    assert path.read_bytes() == before


def test_a_project_that_another_process_holds_is_said_to_be_held(folder: Path) -> None:
    other = sqlite3.connect(folder / PROJECT, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    def hurry() -> None:
        from rodedraad.coding import opening

        opening.BUSY_SECONDS = 0.1

    for command in (["query"], ["memo", "add", "x"], ["check"], ["undo"], ["backup"]):
        result = run(folder, ["-p", PROJECT, *command], hurry)
        assert result.status == 1, (command, result.said)
        assert "is being written by" in result.said
    other.close()


def code_many(coder: str, count: int) -> Callable[[], None]:
    """Give a function that codes a quote so many times, each as a change of its own."""

    def work() -> None:
        from rodedraad.coding.fragments import add_fragment, span_at

        project = open_project(Path(PROJECT), coder)
        for number in range(count):
            with project.transaction("code"):
                span = span_at(project.connection, 1, 19 + number % 40, 62)
                add_fragment(project, span, 1 + number // 40 % 4, "manual")
        project.close()

    return work


def test_two_processes_code_at_once_and_lose_nothing(folder: Path) -> None:
    """Each codes 160 fragments; `make faults` lets them code 2,000."""
    both_at_once(folder, 160)


def both_at_once(folder: Path, count: int) -> None:
    """Let anna and bram code at the same time; each must find all their work there."""
    alone = Path(shutil.copytree(folder, folder.with_name("alone")))
    assert [ended(child) for child in start_coding(alone, ["clara"], count)] == [0]
    expected = changes_by_coder(alone)["clara"]
    before = changes_by_coder(folder)
    assert [ended(child) for child in start_coding(folder, ["anna", "bram"], count)] == [0, 0]
    assert check_project(folder / PROJECT) == []
    after = changes_by_coder(folder)
    assert after == {coder: before.get(coder, 0) + expected for coder in ("anna", "bram")}


def start_coding(folder: Path, coders: list[str], count: int) -> list[int]:
    """Start a process for each coder; give their ids."""
    children = []
    for coder in coders:
        pid = os.fork()
        if pid == 0:
            try:
                os.chdir(folder)
                code_many(coder, count)()
                os._exit(0)
            finally:
                os._exit(1)
        children.append(pid)
    return children


def ended(child: int) -> int:
    """Wait for a process; give its exit status."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def changes_by_coder(folder: Path) -> dict[str, int]:
    """Count the changes of each coder."""
    with reading(folder / PROJECT) as connection:
        rows = connection.execute("SELECT coder, count(*) FROM change GROUP BY coder").fetchall()
    return {str(coder): int(count) for coder, count in rows}


def test_a_clock_set_back_changes_nothing(folder: Path) -> None:
    clock_set_back(folder)


def clock_set_back(folder: Path) -> None:
    """Work in the year 1999 in a project that was made later."""
    from rodedraad.coding import fragments, project

    with pytest.MonkeyPatch.context() as patched:
        for module in (project, fragments):
            patched.setattr(module, "now", lambda: "1999-12-31T23:59:59Z")
        opened = open_project(folder / PROJECT, "anna")
        with opened.transaction("memo add"):
            fragments.add_memo(opened, "project", "", "uit het verleden")
        assert undo(opened).operation == "memo add"
        assert redo(opened).operation == "memo add"
        opened.close()
    assert check_project(folder / PROJECT) == []


def test_an_exchange_file_that_was_cut_off_is_refused(folder: Path) -> None:
    interrupted_exchange(folder)


def interrupted_exchange(folder: Path) -> None:
    """Import a .qdpx of which the download stopped: nothing of it may be stored."""
    made = run(folder, ["-p", PROJECT, "export", "project", "uit.qdpx"], int)
    assert made.status == 0, made.said
    whole = (folder / "uit.qdpx").read_bytes()
    before = state(folder / PROJECT)
    for parts in (0, 1, 3, 7, 9):
        (folder / "cut.qdpx").write_bytes(whole[: len(whole) * parts // 10])
        result = run(folder, ["-p", PROJECT, "import", "cut.qdpx"], int)
        assert result.status == 1, result.said
        assert "cut.qdpx" in result.said
        assert "Traceback" not in result.said
        assert state(folder / PROJECT) == before
    assert check_project(folder / PROJECT) == []


def test_the_program_ends_well_when_nobody_hurts_it(folder: Path) -> None:
    assert run(folder, ["-p", PROJECT, "check"], int) == Ended(0, f"{PROJECT} is whole.\n")
