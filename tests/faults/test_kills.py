"""A part of `make faults`: every command, killed and starved of disk, here and there."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("needs fork and signals", allow_module_level=True)

from faults.attempts import load_program
from faults.run import full_disks, kills_at_moments, kills_at_statements

PART = 0.03


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """Import the program once, and not in every child."""
    load_program()


def test_a_kill_at_any_statement_loses_nothing(tmp_path: Path) -> None:
    wrong = [(fault, lost) for fault, lost in kills_at_statements(tmp_path, PART) if lost]
    assert wrong == []


def test_a_kill_at_any_moment_loses_nothing(tmp_path: Path) -> None:
    wrong = [(fault, lost) for fault, lost in kills_at_moments(tmp_path, 2) if lost]
    assert wrong == []


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    wrong = [(fault, lost) for fault, lost in full_disks(tmp_path, 0.1) if lost]
    assert wrong == []
