"""Forgetting a person: what would go, and doing it, here and in the copies."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from .. import RodedraadError
from .erasing import erase
from .leftovers import Holder, respondents_in, uuids_of
from .opening import is_backup
from .person import FRAGMENTS, MEMOS, SPEAKERS, Person, find_person, values_of
from .project import Project, open_project
from .schema import BACKUP_ID
from .suggestions import refresh_suggestions
from .wiping import wipe, wipe_later


@dataclass(frozen=True)
class Loss:
    """What goes with a person, in numbers of rows, and whom the themes keep.

    `themes` gives for each code that they voiced its path and the persons before and after;
    `files` are the names of the files that their talks were imported from.
    """

    label: str
    transcripts: tuple[str, ...]
    shared: tuple[str, ...]
    turns: int
    fragments: int
    memos: int
    themes: list[tuple[str, int, int]] = field(default_factory=list)
    files: tuple[str, ...] = ()


def what_would_go(connection: sqlite3.Connection, respondent_id: int) -> Loss:
    """Tell what forgetting a respondent would remove; nothing is changed."""
    person = find_person(connection, respondent_id)

    def count(question: str) -> int:
        return int(connection.execute(question, values_of(person)).fetchone()[0])

    def names(question: str, numbers: Iterable[int]) -> tuple[str, ...]:
        rows = connection.execute(question, [json.dumps(list(numbers))]).fetchall()
        return tuple(str(row[0]) for row in rows)

    slugs = "SELECT slug FROM transcript WHERE id IN (SELECT value FROM json_each(?)) ORDER BY slug"
    return Loss(
        person.label,
        names(slugs, person.alone),
        names(slugs, person.shared),
        count(f"SELECT count(*) FROM turn WHERE speaker_id IN ({SPEAKERS})"),
        count(f"SELECT count(*) FROM fragment WHERE id IN ({FRAGMENTS})"),
        count(f"SELECT count(*) FROM memo WHERE {MEMOS}"),
        lost_support(connection, person),
        names(
            "SELECT DISTINCT source FROM transcript_version WHERE transcript_id IN "
            "(SELECT value FROM json_each(?)) AND source <> '' ORDER BY source",
            (*person.alone, *person.shared),
        ),
    )


def lost_support(connection: sqlite3.Connection, person: Person) -> list[tuple[str, int, int]]:
    """List each code that a person voices: its path, its persons now, and those without them."""
    rows = connection.execute(
        "SELECT path, count(DISTINCT respondent_id) FROM tally "
        "JOIN participation ON participation.id = participation_id "
        "JOIN transcript_version ON transcript_version.id = version_id "
        "JOIN transcript ON transcript.id = transcript_version.transcript_id "
        "AND transcript.version = transcript_version.number "
        "JOIN code_above USING (code_id) JOIN code ON code.id = above_id "
        "GROUP BY code.id HAVING max(respondent_id = ?) ORDER BY path",
        [person.id],
    ).fetchall()
    return [(str(path), int(before), int(before) - 1) for path, before in rows]


def forget(project: Project, respondent_id: int) -> None:
    """Remove a respondent and all that they said, as one change that cannot be undone.

    When it returns, no run of five words of theirs, and no word that only they used, is in the
    bytes of the file. Killed before, it has done all or nothing of it. Raises RodedraadError as
    `Project.transaction` does.
    """
    with project.transaction("respondent forget", keep=True) as change:
        erase(project, find_person(project.connection, respondent_id), change)
        wipe_later(project)
    wipe(project)


def forget_everywhere(
    project: Project, respondent_id: int, found: Sequence[Holder]
) -> list[Holder]:
    """Forget a respondent in these copies, and then in the project; suggestions are made anew.

    Gives the copies that could not be rewritten. Raises RodedraadError as `forget`.
    """
    connection = project.connection
    # The project comes last: stopped half-way, the same command finishes what is left.
    left = forget_in_copies(project, uuids_of(connection, respondent_id), found)
    suggested = connection.execute("SELECT 1 FROM suggestion LIMIT 1").fetchone()
    forget(project, respondent_id)
    if suggested:
        refresh_suggestions(project)
    return left


def forget_in_copies(project: Project, uuids: list[str], found: Sequence[Holder]) -> list[Holder]:
    """Forget the respondents with these UUIDs in copies; give those that were not rewritten."""
    left = [holder for holder in found if holder.kind == "locked"]
    for holder in found:
        if holder.kind == "copy":
            try:
                forget_in(Path(holder.name), uuids, project.coder)
            except RodedraadError:
                left.append(holder)
    return left


def forget_in(path: Path, uuids: list[str], coder: str) -> None:
    """Forget the respondents with these UUIDs in a copy of the project; a backup stays one."""
    was_backup = is_backup(path)
    with closing(open_project(path, coder)) as copy:
        for number in respondents_in(copy.connection, uuids):
            forget(copy, number)
        if was_backup:
            copy.connection.execute(f"PRAGMA application_id = {BACKUP_ID}")
