"""The process that learns beside whoever decides; see `learning`, the program that it runs."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

PROGRAM = "rodedraad.coding.learning"


class LearningProcess:
    """Learns from a coder's decisions, and never holds a key."""

    def __init__(self, path: Path, coder: str, least: float, blind: bool = False) -> None:
        """Start it; `least` is the lowest score (0 to 1) of what it suggests.

        Blind, it learns from the coder's own decisions alone.
        """
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", PROGRAM, str(path), coder, str(least), *["blind"] * blind],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is a key of the screen
            text=True,
        )

    def ask(self, version: int) -> None:
        """Ask for suggestions for a version, anew when something was decided in it."""
        assert self._process.stdin
        with suppress(OSError):  # without codebook, or out of memory: it stopped
            self._process.stdin.write(f"{version}\n")
            self._process.stdin.flush()

    def answers(self) -> Iterator[dict[str, Any]]:
        """Yield what it suggests, as `learning` writes it, until it is stopped; waits for it."""
        assert self._process.stdout
        with self._process.stdout:
            for line in self._process.stdout:
                yield json.loads(line)

    def stop(self) -> None:
        """Stop the process."""
        assert self._process.stdin
        self._process.kill()
        self._process.wait()
        with suppress(OSError):  # a question that it never read
            self._process.stdin.close()
