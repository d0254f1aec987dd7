"""Persons who were forgotten in one copy, taken out of the others before these are merged."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import ExitStack, closing

from ..erasing import erase
from ..forgetting import forget
from ..leftovers import respondents_in
from ..person import find_person
from ..project import Project, begin_change, finish_change, new_uuid
from ..tallies import count_due


def forget_here(project: Project, forgotten: Sequence[str]) -> None:
    """Forget these respondents in this project, for good; nobody may merge them back."""
    for number in respondents_in(project.connection, list(forgotten)):
        forget(project, number)


def without_forgotten(
    project: Project, theirs: sqlite3.Connection, forgotten: Sequence[str], opened: ExitStack
) -> sqlite3.Connection:
    """Give another copy without these respondents: itself, or else a copy in memory.

    The file of the other is not changed. What was said since it was handed out goes too.
    """
    if not respondents_in(theirs, list(forgotten)):
        return theirs
    memory = opened.enter_context(closing(sqlite3.connect(":memory:", isolation_level=None)))
    theirs.backup(memory)
    other = Project(project.path, memory, project.coder)
    memory.execute("PRAGMA foreign_keys = ON")
    # What is changed here is no change that the other copy made.
    memory.execute("UPDATE setting SET value = ? WHERE key = 'copy'", [new_uuid()])
    memory.execute("BEGIN")
    for uuid in forgotten:
        for number in respondents_in(memory, [uuid]):
            change = begin_change(memory, project.coder, "respondent forget", "")
            erase(other, find_person(memory, number), change)
            count_due(memory)
            finish_change(memory, change, keep=False)
    memory.execute("COMMIT")
    memory.row_factory = theirs.row_factory
    return memory
