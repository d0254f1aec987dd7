"""The coding screen is killed while it is typed at: what was shown is in the file."""

from __future__ import annotations

import os
import random
import re
import select
import signal
import sqlite3
import sys
import time
from pathlib import Path

import pytest
from builders import Person, add_talk

from rodedraad.coding.project import open_project
from rodedraad.coding.starting import start_project

pty = pytest.importorskip("pty", reason="needs terminals of the kind that Unix has")

CODINGS, KILLS = 204, 6
SENTENCES = CODINGS + 20
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


def make_project(path: Path) -> None:
    """Make a project with one talk of many sentences."""
    start_project(path, "gebiedsgericht", "nl", "anna")
    project = open_project(path, "anna")
    words = " ".join(f"Dit is zin {number} over de wijk." for number in range(SENTENCES))
    add_talk(project, "lang", [("R1", words)], {"R1": Person("R01", "politie")})
    project.close()


def start_program(path: Path) -> tuple[int, int]:
    """Start the coding screen in a terminal of its own; give the process and the terminal."""
    process, terminal = pty.fork()
    if process == 0:
        os.environ |= {"TERM": "xterm-256color", "COLUMNS": "120", "LINES": "40"}
        os.environ |= {"RODEDRAAD_LANG": "en", "RODEDRAAD_CODER": "anna"}
        arguments = [sys.executable, "-m", "rodedraad", "-p", str(path), "code", "lang"]
        os.execv(sys.executable, arguments)
    return process, terminal


def read_for(terminal: int, seconds: float) -> str:
    """Read what the program writes for a while."""
    end = time.monotonic() + seconds
    written = b""
    while select.select([terminal], [], [], max(end - time.monotonic(), 0))[0]:
        try:
            written += os.read(terminal, 65536)
        except OSError:  # the program is gone
            break
        if time.monotonic() > end:
            break
    return ESCAPES.sub("", written.decode(errors="replace"))


def read_until(terminal: int, words: str, seconds: float) -> str:
    """Read until the program writes these words."""
    end = time.monotonic() + seconds
    written = ""
    while words not in written:
        assert time.monotonic() < end, written[-500:]
        written += read_for(terminal, 0.1)
    return written


def shown_in(written: str) -> list[int]:
    """List how many fragments with the code the codebook on the screen said there are."""
    return [int(count) for count in re.findall(r"Politie +(\d+)", written)]


def code_until_shown(terminal: int) -> str:
    """Code sentences until the screen shows it; after a kill the first may be coded already."""
    written = ""
    for _try in range(100):
        os.write(terminal, b"2pj")
        written += read_for(terminal, 0.3)
        if shown_in(written):
            return written
    raise AssertionError(written[-500:])


def coded_by_now(path: Path) -> int:
    """Count the fragments, after SQLite rolled back what was half written."""
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    count = connection.execute("SELECT count(*) FROM fragment").fetchone()[0]
    connection.close()
    return int(count)


def test_what_was_shown_survives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "lang.draad"
    make_project(path)
    choose = random.Random(5)
    before = 0
    for _kill in range(KILLS):
        process, terminal = start_program(path)
        read_until(terminal, "Politie", 60)
        written = code_until_shown(terminal)
        for _coding in range(CODINGS // KILLS):
            os.write(terminal, b"2pj")
            written += read_for(terminal, choose.uniform(0.0, 0.08))
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        written += read_for(terminal, 0.3)
        os.close(terminal)
        coded = coded_by_now(path)
        assert coded >= max(before + 1, *shown_in(written))
        before = coded
