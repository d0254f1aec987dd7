"""Sees what colleagues code in the same file, in a thread with a connection of its own."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
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
        self.seen = -1  # which state of the file was read last

    def stop(self) -> None:
        """Stop looking."""
        self.stopping.set()
        self.join()

    def look_again(self) -> None:
        """Read what is coded the next time, even when the file is still the same."""
        self.seen = -1

    def run(self) -> None:
        """Look until told to stop; a file that cannot be read now is read the next time."""
        try:
            connection = open_reading(self.path)
        except RodedraadError:
            return
        while not self.stopping.wait(PERIOD):
            with suppress(sqlite3.Error):
                self.look(connection)
        connection.close()

    def look(self, connection: sqlite3.Connection) -> None:
        """Tell what is coded when the file is not as it was read last."""
        version = int(connection.execute("PRAGMA data_version").fetchone()[0])
        if version != self.seen:
            self.seen = version
            desk, changes = self.desk, self.desk.changes
            coded = read_coded(connection, desk.transcript, desk.coder, desk.blind)
            self.tell(FoundCoded(desk, changes, coded))
