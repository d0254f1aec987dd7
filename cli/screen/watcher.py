"""Sees what colleagues code in the same file, in a thread with a connection of its own."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

from textual.message import Message

from ... import RodedraadError
from ...coding.desk import Coded, Desk, read_coded
from ...coding.opening import open_reading

PERIOD = 1.0  # seconds between two looks at the file


class FoundCoded(Message):
    """What is coded in the file by now; `changes` is the desk's count when the reading began."""

    def __init__(self, desk: Desk, changes: int, coded: Coded) -> None:
        """Say for which desk it was read."""
        super().__init__()
        self.desk = desk
        self.changes = changes
        self.coded = coded


class Watcher(threading.Thread):
    """Looks every second whether the file was changed, and then tells what is coded in it."""

    def __init__(self, path: Path, desk: Desk, tell: Callable[[Message], object]) -> None:
        """Watch a project for the desk that lies open in it."""
        super().__init__(name="watcher", daemon=True)
        self.path = path
        self.desk = desk
        self.tell = tell
        self.stopping = threading.Event()

    def stop(self) -> None:
        """Stop looking."""
        self.stopping.set()
        self.join()

    def run(self) -> None:
        """Look until told to stop; a file that cannot be read now is read the next time."""
        try:
            connection = open_reading(self.path)
        except RodedraadError:
            return
        seen = -1
        while not self.stopping.wait(PERIOD):
            try:
                seen = self.look(connection, seen)
            except sqlite3.Error:
                continue
        connection.close()

    def look(self, connection: sqlite3.Connection, seen: int) -> int:
        """Read what is coded when the file is another than the one seen; give which it is."""
        version = int(connection.execute("PRAGMA data_version").fetchone()[0])
        if version != seen:
            desk, changes = self.desk, self.desk.changes
            coded = read_coded(connection, desk.transcript, desk.coder, desk.blind)
            self.tell(FoundCoded(desk, changes, coded))
        return version
