"""Suggests codes anew after each decision, in a thread with a connection of its own."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from ... import RodedraadError
from ...coding.desk import Desk
from ...coding.opening import reading
from ...coding.workplace import ShownSuggestion

if TYPE_CHECKING:
    from ...coding.learning import Learning

TURN = 0.001
"""Seconds that this thread may compute while a key waits; Python's own choice is 5 ms."""


class FoundSuggestions(Message):
    """What is suggested for the transcript of a desk."""

    def __init__(self, desk: Desk, suggestions: list[ShownSuggestion]) -> None:
        """Say for which desk."""
        super().__init__()
        self.desk = desk
        self.suggestions = suggestions


class Suggester(threading.Thread):
    """Learns from all that is decided, and tells what it suggests for the desk that lies open."""

    def __init__(self, path: Path, desk: Desk, tell: Callable[[Message], object]) -> None:
        """Suggest for a desk; nothing is done before `start`."""
        super().__init__(name="suggester", daemon=True)
        self.path = path
        self.desk = desk
        self.tell = tell
        self._due = threading.Event()
        self._stopped = False

    def attend(self, desk: Desk) -> None:
        """Suggest for a desk, or anew for the same one: something was decided at it."""
        self.desk = desk
        self._due.set()

    def stop(self) -> None:
        """Stop suggesting, as soon as what is being done is done."""
        self._stopped = True
        self._due.set()

    def run(self) -> None:
        """Learn, and suggest whenever something was decided, until told to stop."""
        sys.setswitchinterval(TURN)
        try:
            learning = self._begin()
        except RodedraadError:
            return  # no codebook, or no file to read: then there is nothing to suggest
        while not self._stopped:
            desk = self.desk
            self.tell(FoundSuggestions(desk, learning.suggestions_for(desk)))
            self._due.wait()
            self._due.clear()

    def _begin(self) -> Learning:
        """Read all transcripts and learn from all decisions: some seconds, with spaCy."""
        from ...coding.learning import Learning

        desk = self.desk
        with reading(self.path) as connection:
            return Learning(connection, desk.coder, desk.blind, desk.transcript.version_id)
