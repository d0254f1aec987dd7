"""No command connects, binds, or asks the network for a name: what was said stays here.

The fixture `nothing_leaves_the_machine` (tests/conftest.py) looks at every test; the examples in
the help of every command are among these (test_commands.py).
"""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from ..conftest import Run, went_out
from .test_commands import TREE, examples

# Run elsewhere under the guard: the demo by its fixture, and what has its example in a pipe.
ELSEWHERE = {"rodedraad demo", "rodedraad ask"}


def test_every_command_is_run_under_the_guard() -> None:
    """By the example in its help, which test_commands.py runs."""
    run = {
        name
        for name, command in TREE.items()
        if name not in ELSEWHERE and any(line.startswith(name) for line in examples(command))
    }
    assert set(TREE) - run == ELSEWHERE


def test_what_has_its_example_in_a_pipe_is_run_under_the_guard(run: Run, demo_folder: Path) -> None:
    said = run(demo_folder, "ask", input="thread --limit 3\nquery politie --limit 1\n").stdout
    assert "politie" in said


def test_the_guard_sees_what_it_must() -> None:
    before = len(went_out)
    with socket.socket() as one, pytest.raises(ConnectionRefusedError):
        one.connect(("127.0.0.1", 1))
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
    socket.getaddrinfo("127.0.0.1", 80)
    assert [event for event, _arguments in went_out[before:]] == [
        "socket.connect",
        "socket.bind",
        "socket.getaddrinfo",
    ]
    del went_out[before:]
