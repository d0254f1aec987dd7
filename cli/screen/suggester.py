"""Suggests codes anew after each decision, by a process that never holds a key."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from textual.message import Message

from ...coding.desk import Desk
from ...coding.learning_process import LearningProcess
from ...coding.workplace import ShownSuggestion, in_text_order


class FoundSuggestions(Message):
    """What is suggested for the transcript of a desk."""

    def __init__(self, desk: Desk, suggestions: list[ShownSuggestion], codes: set[int]) -> None:
        """Say for which desk; only those for these codes are others than before."""
        super().__init__()
        self.desk = desk
        self.suggestions = suggestions
        self.codes = codes


class Suggester(threading.Thread):
    """Asks the process that learns, and tells what it answers."""

    def __init__(self, desk: Desk, tell: Callable[[Message], object]) -> None:
        """Suggest for a desk; nothing is done before `start`."""
        super().__init__(name="suggester", daemon=True)
        self.desk = desk
        self.tell = tell
        self._learning: LearningProcess | None = None
        self._found = by_code(desk.suggestions)  # with the reasons that are stored

    def start(self) -> None:
        """Start the process, and ask for the first suggestions."""
        seat = self.desk.seat
        least = seat.thresholds.maybe
        self._learning = LearningProcess(seat.path, seat.coder, least, self.desk.blind)
        super().start()
        self.attend(self.desk)

    def attend(self, desk: Desk) -> None:
        """Suggest for a desk, or anew for the same one: something was decided at it."""
        if desk is not self.desk:
            self.desk = desk
            self._found = by_code(desk.suggestions)
        if self._learning:
            self._learning.ask(desk.transcript.version_id)

    def stop(self) -> None:
        """Stop the process."""
        if self._learning:
            self._learning.stop()
            self.join()

    def run(self) -> None:
        """Tell what the process answers, until it ends."""
        assert self._learning
        for answer in self._learning.answers():
            self._take(self.desk, answer)

    def _take(self, desk: Desk, answer: dict[str, Any]) -> None:
        """Put what was learnt in the place of what was suggested before for these codes."""
        if answer["version"] != desk.transcript.version_id:
            return
        turns = desk.transcript.turns
        ids = {code.path: code.id for code in desk.codes.values()}
        fresh = {ids[path]: rows for path, rows in answer["suggestions"].items() if path in ids}
        for code_id, rows in fresh.items():
            known = {one.place: one.reasons for one in self._found.get(code_id, ())}
            self._found[code_id] = [
                ShownSuggestion(
                    turns[turn].id,
                    start,
                    end,
                    code_id,
                    score,
                    tuple(reasons) or known.get((start, end, code_id), ()),  # they come later
                    raw,
                )
                for turn, start, end, score, reasons, raw in rows
            ]
        every = [suggestion for of_code in self._found.values() for suggestion in of_code]
        every.sort(key=in_text_order)
        self.tell(FoundSuggestions(desk, every, set(fresh)))


def by_code(suggestions: list[ShownSuggestion]) -> dict[int, list[ShownSuggestion]]:
    """Sort suggestions by the id of their code."""
    sorted_out: dict[int, list[ShownSuggestion]] = {}
    for suggestion in suggestions:
        sorted_out.setdefault(suggestion.code_id, []).append(suggestion)
    return sorted_out
