"""The suggestions that wait for a reviewer, kept in step with what they decide."""

from __future__ import annotations

import queue
import sqlite3
import threading
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from .explaining import slugs_of_versions
from .learning_process import LearningProcess
from .project import Project
from .suggesting.model import Suggestion, Thresholds
from .suggestions import SORTED_BY, Row, as_rows, version_of

PATIENCE = 0.3
"""Seconds that a reviewer may wait for new suggestions; an answer mostly takes a tenth of that."""


class ReviewQueue:
    """The suggestions that wait for a reviewer: after each decision they are what it taught."""

    def __init__(
        self,
        project: Project,
        waiting: Sequence[Row],
        order: str,
        codes: Collection[str] = (),
        thresholds: Thresholds | None = None,
    ) -> None:
        """Begin to learn; `order` is one of `SORTED_BY`, `codes` the paths asked for (none: all).

        `thresholds` are the least scores for the words of confidence.
        """
        self._thresholds = thresholds or Thresholds()
        self._project = project
        self._order = order
        self._codes = codes
        self._seen: set[tuple[str, int, int, int]] = set()
        self._answers: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._ready = False
        self._learning = LearningProcess(project.path, project.coder, self._thresholds.maybe)
        threading.Thread(target=self._listen, daemon=True).start()
        if waiting:
            self._learning.ask(version_of(project, waiting[0]))

    def _listen(self) -> None:
        for answer in self._learning.answers():
            self._answers.put(answer)

    def after(self, shown: Row, result: str, waiting: Sequence[Row]) -> list[Row]:
        """Give what still waits after a suggestion was shown; `result` is what came of it.

        That is what waited before when it was "skipped", and until the learner is ready, which
        takes some seconds.
        """
        self._seen.add(place_of(shown))
        if result == "skipped":
            return list(waiting)
        self._learning.ask(version_of(self._project, shown))
        found, answer = list(waiting), self._newest(PATIENCE if self._ready else 0)
        while answer:
            self._ready = True
            found = self._in_step(found, answer, shown)
            answer = self._newest(0)
        return sorted(found, key=SORTED_BY[self._order])

    def _in_step(self, waiting: list[Row], answer: dict[str, Any], shown: Row) -> list[Row]:
        """Put what is suggested now in the place of what waited for the same codes."""
        connection = self._project.connection
        slug = slugs_of_versions(connection)[answer["version"]]
        known = {place_of(row): row["reasons"] for row in waiting}
        found = [
            row
            for row in waiting
            if row["transcript"] != slug or row["code"] not in answer["suggestions"]
        ]
        for row in rows_of(connection, answer, self._thresholds):
            place = place_of(row)
            asked_for = not self._codes or row["code"] in self._codes
            passed = self._order == "transcript" and place[:3] < place_of(shown)[:3]
            if asked_for and not passed and place not in self._seen:
                # New reasons come later than new scores.
                found.append(row | {"reasons": row["reasons"] or known.get(place, [])})
        return found

    def _newest(self, seconds: float) -> dict[str, Any] | None:
        try:
            return self._answers.get(timeout=seconds)
        except queue.Empty:
            return None

    def stop(self) -> None:
        """Stop learning."""
        self._learning.stop()


def place_of(row: Row) -> tuple[str, int, int, int]:
    """Give what a suggestion is known by: transcript, start, end, id of the code."""
    return row["transcript"], row["start"], row["end"], row["code_id"]


def rows_of(
    connection: sqlite3.Connection, answer: Mapping[str, Any], thresholds: Thresholds
) -> list[Row]:
    """Give what `learning` answered as rows."""
    confidence = thresholds.confidence
    version = int(answer["version"])
    found = [
        Suggestion(str(version), turn, start, end, code, score, confidence(score), reasons, raw)
        for code, of_code in answer["suggestions"].items()
        for turn, start, end, score, reasons, raw in of_code
    ]
    return as_rows(connection, [version], found)
