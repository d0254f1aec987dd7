"""The process that learns beside whoever decides may stop by itself; nobody notices."""

from __future__ import annotations

from pathlib import Path

from rodedraad.coding.learning_process import LearningProcess


def test_asking_a_process_that_stopped_is_no_problem(tmp_path: Path) -> None:
    process = LearningProcess(tmp_path / "absent.draad", "anna", 0.35)
    process.ask(1)
    assert list(process.answers()) == []  # it stopped: there is no such project
    process.ask(1)
    process.stop()
