"""Undo and redo, which are the same act: a number of steps, each told when it is taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .consoles import say
from .language import N_, local_time
from .session import writing_project

if TYPE_CHECKING:
    from ..coding.history import Change
    from ..coding.project import Project

UNDO = N_("Take it back with: rodedraad undo")


def take_steps(steps: int, act: Callable[[Project], Change], said: str) -> None:
    """Undo or redo changes one by one, and say each; `said` has its operation, detail and at."""
    with writing_project() as project:
        for _step in range(steps):
            change = act(project)
            at = local_time(change.at)
            say(said.format(operation=change.operation, detail=change.detail, at=at))
