"""No command connects, binds, or asks the network for a name: what was said stays here.

The fixture `nothing_leaves_the_machine` (tests/conftest.py) looks at every test; the examples in
the help of every command are among these (test_commands.py).
"""

from __future__ import annotations

import socket

import pytest

from ..conftest import went_out


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
