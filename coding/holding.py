"""Who is writing in a project file, told to whoever waits for it.

SQLite's locks do not say who holds them, so a writer leaves a small file beside the project
for as long as its change lasts. One that stayed behind after a kill does no harm: it is read
only by a program that meets a lock, and the next writer writes over it.
"""

from __future__ import annotations

import json
import os
import platform
from pathlib import Path


def holder_file(project: Path) -> Path:
    """Tell where a writer says who it is."""
    return project.with_name(f".{project.name}.writer")


def claim(project: Path, coder: str, at: str) -> None:
    """Say who is writing from now on, since when (UTC) and where."""
    who = {"coder": coder, "at": at, "place": platform.node(), "process": os.getpid()}
    try:
        holder_file(project).write_text(json.dumps(who), encoding="utf-8")
    except OSError:
        # A lock without a name is still a lock.
        return


def release(project: Path) -> None:
    """Say that the change is over."""
    holder_file(project).unlink(missing_ok=True)


def holder(project: Path) -> dict[str, object]:
    """Tell who is writing: coder, at, place, process; {} when nobody said so."""
    try:
        who = json.loads(holder_file(project).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return who if isinstance(who, dict) and {"coder", "at", "place"} <= who.keys() else {}
