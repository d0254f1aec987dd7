"""A coder's seat at a project file: it reads at once, and opens for writing when it must.

Opening for writing takes a quarter of a second, most of it for importing: nobody should wait
for that before there is anything to see.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import TracebackType

from .opening import open_reading
from .project import Project, open_project
from .suggesting.model import Thresholds


class Seat:
    """A project file and who codes in it; closes what it opened at the end of a `with` block."""

    def __init__(self, path: Path, coder: str, thresholds: Thresholds | None = None) -> None:
        """Open a project file to read; `thresholds` are the scores that the coder wants shown.

        Raises RodedraadError as `open_reading` does.
        """
        self.path = path
        self.coder = coder
        self.thresholds = thresholds or Thresholds()
        self._reading: sqlite3.Connection | None = open_reading(path)
        self._project: Project | None = None

    @property
    def project(self) -> Project:
        """The project open for writing. Raises RodedraadError as `open_project` does."""
        return self.open_for_writing()

    def open_for_writing(self) -> Project:
        """Open the project for writing, if it is not yet. Raises as `open_project` does."""
        if self._project is None:
            self._project = open_project(self.path, self.coder)
            self._close_reading()
        return self._project

    @property
    def connection(self) -> sqlite3.Connection:
        """A connection to read with."""
        if self._reading is not None:
            return self._reading
        return self.project.connection

    def _close_reading(self) -> None:
        if self._reading is not None:
            self._reading.close()
            self._reading = None

    def close(self) -> None:
        """Close the file."""
        self._close_reading()
        if self._project is not None:
            self._project.close()
            self._project = None

    def __enter__(self) -> Seat:
        """Take the seat."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Leave it."""
        self.close()
