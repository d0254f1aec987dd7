"""Running a command in a process of its own, and hurting it on the way.

Each attempt starts from the same files. Afterwards the project must pass `check` and be in one
of the states that the command goes through when nobody hurts it: what was said to be done is
there, and of what failed there is nothing.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import click

import rodedraad
from rodedraad import RodedraadError
from rodedraad.coding.checking import check_project
from rodedraad.coding.opening import reading
from rodedraad.coding.recording import RECORDED

KILLED = -signal.SIGKILL
Hurt = Callable[[], object]
# What differs between two runs of the same command without meaning anything.
BY_CHANCE = {"id", "uuid", "citation", "at", "target_uuid", "code_uuid"}


@dataclass(frozen=True)
class Ended:
    """How a run ended: its exit status (negative: killed by this signal) and what it said."""

    status: int
    said: str


def load_program() -> None:
    """Import what the commands import, once: each child process begins with it then."""
    import spacy  # noqa: F401
    import sqlite_utils  # noqa: F401

    from rodedraad.cli.main import COMMANDS, cli

    context = click.Context(cli)
    for name in COMMANDS:
        cli.get_command(context, name)
    for path in sorted((Path(rodedraad.__file__).parent / "coding").rglob("*.py")):
        parts = path.relative_to(Path(rodedraad.__file__).parent).with_suffix("").parts
        if path.stem not in ("__init__", "embeddings"):
            import_module(f"rodedraad.{'.'.join(parts)}")


def run(folder: Path, arguments: Sequence[str], hurt: Hurt, after: float | None = None) -> Ended:
    """Run the program in a child process in `folder`, after `hurt` was called there.

    `after` is the number of seconds after which the child is killed.
    """
    # A pipe, because a file could not be written on a disk that is full.
    reading_end, writing_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            be_the_child(folder, arguments, hurt, writing_end)
        finally:
            os._exit(70)
    os.close(writing_end)
    if after is not None:
        time.sleep(after)
        os.kill(pid, signal.SIGKILL)
    with os.fdopen(reading_end, encoding="utf-8", errors="replace") as stream:
        said = stream.read()
    _pid, status = os.waitpid(pid, 0)
    return Ended(os.waitstatus_to_exitcode(status), said)


def be_the_child(folder: Path, arguments: Sequence[str], hurt: Hurt, out: int) -> None:
    """Run the command and end the process, whatever happens."""
    status = 70
    try:
        os.chdir(folder)
        os.dup2(out, 1)
        os.dup2(out, 2)
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stdin = open(os.devnull)  # noqa: SIM115, PTH123
        os.environ |= {"RODEDRAAD_CODER": "anna", "RODEDRAAD_LANG": "en", "NO_COLOR": "1"}
        os.environ["RODEDRAAD_CONFIG_DIR"] = str(folder / "none")
        from rodedraad.cli.main import cli

        hurt()
        cli.main(list(arguments), prog_name="rodedraad")
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    except BaseException as error:  # what the user would see as a traceback
        traceback.print_exc()
        print(f"Traceback: {type(error).__name__}: {error}", flush=True)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def watch_statements(seen: Callable[[str], object]) -> None:
    """Call `seen` before each statement of every connection that is opened from now on."""
    connect = sqlite3.connect

    def watched(*arguments: object, **options: object) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **options)  # type: ignore[call-overload]
        connection.set_trace_callback(seen)
        return connection

    sqlite3.connect = watched  # type: ignore[assignment]


def kill_at(number: int) -> Hurt:
    """Kill the process just before its statement of this number (from 1)."""
    left = number

    def seen(_statement: str) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    return lambda: watch_statements(seen)


def limit_files(size: int) -> Hurt:
    """Let no file grow beyond this number of bytes, as on a full disk."""
    import resource

    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def state(project: Path) -> str:
    """Give what people made in a project, without what differs by chance."""
    with reading(project) as connection:
        tables = {table: rows_of(connection, table) for table in RECORDED}
    return json.dumps(tables)


def rows_of(connection: sqlite3.Connection, table: str) -> list[str]:
    """Give the rows of a table in an order that does not depend on chance."""
    cursor = connection.execute(f"SELECT * FROM {table}")
    columns = [description[0] for description in cursor.description]
    return sorted(
        json.dumps(
            {
                column: value
                for column, value in zip(columns, row, strict=True)
                if column not in BY_CHANCE
            }
        )
        for row in cursor.fetchall()
    )


def states_of(folder: Path, project: str, arguments: Sequence[str]) -> tuple[list[str], int]:
    """Run a command unhurt; give the states it goes through and how many statements it takes.

    A state is what the file holds before, and after each time the command writes it.
    """
    log = folder / "statements.txt"

    def hurt() -> None:
        stream = log.open("a", encoding="utf-8")

        def seen(statement: str) -> None:
            stream.write(f"{statement.splitlines()[0][:20] if statement else ''}\n")
            stream.flush()
            if statement.startswith("COMMIT"):
                # The state that the commit before this one left.
                shutil.copy(folder / project, folder / f"commit-{log.stat().st_size}.bin")

        watch_statements(seen)

    before = state(folder / project)
    ended = run(folder, arguments, hurt)
    if ended.status != 0:
        raise AssertionError(f"{arguments} fails by itself: {ended.said}")
    found = [before]
    for copy in sorted(folder.glob("commit-*.bin"), key=lambda path: path.stat().st_mtime_ns):
        found.append(state_of_bytes(copy))
    found.append(state(folder / project))
    return list(dict.fromkeys(found)), len(log.read_text(encoding="utf-8").splitlines())


def state_of_bytes(copy: Path) -> str:
    """Give the state of a copied file; its journal was not copied, and at a commit all of the
    old pages may be gone, so a copy that cannot be read says nothing."""
    try:
        return state(copy)
    except Exception:
        return ""


@contextmanager
def fresh(lab: Path, place: Path) -> Iterator[Path]:
    """Give a copy of the laboratory that an attempt may ruin."""
    folder = place / "attempt"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(lab, folder)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def verdict(folder: Path, project: str, ended: Ended, states: Sequence[str]) -> str:
    """Say what is wrong after an attempt; "" when nothing is."""
    if "Traceback" in ended.said or "not made for" in ended.said:
        return f"a traceback: {ended.said[-300:]}"
    try:
        found = check_project(folder / project)
        now = state(folder / project)
    except RodedraadError as error:
        return f"the project cannot be read: {error}; the command said: {ended.said[-200:]}"
    if found:
        return f"check says: {found[0].problem}"
    if now not in states:
        return "the project is in a state that the command never goes through"
    if ended.status == 0 and now != states[-1]:
        return "what was said to be done is not there"
    return ""
