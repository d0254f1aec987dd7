"""Dividing the transcripts among coders, each with a copy of the project to work in."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import RodedraadError
from ..codebooks.fields import slug_of
from .backups import copy_project
from .history import note
from .project import Project, new_uuid, open_project


@dataclass(frozen=True)
class Share:
    """What one coder is given: the copy, and the slugs and number of words to code in it."""

    coder: str
    file: Path
    transcripts: tuple[str, ...]
    words: int


def distribute(project: Project, coders: Sequence[str], folder: Path, shared: int) -> list[Share]:
    """Divide what nobody has yet among coders, and write each a copy of the project.

    `shared` transcripts go to all of them, so that agreement can be measured; the others each
    to the coder who has the fewest words. A transcript that somebody has, or marked as coded,
    stays with them. The copies are FOLDER/CODER/NAME.draad. Raises RodedraadError when one is
    there already, or a coder is named twice.
    """
    files = {coder: folder / slug_of(coder) / project.path.name for coder in coders}
    if len(set(files.values())) < len(coders) or not all(slug_of(coder) for coder in coders):
        raise RodedraadError("Give each coder a name of their own, with letters in it.")
    for file in files.values():
        if file.exists():
            raise RodedraadError(
                "{file} exists already; nothing was written.\n"
                "Merge what is in it, and remove it: rodedraad merge {file}",
                file=file,
            )
    with project.transaction("distribute", ", ".join(coders)):
        assign(project, coders, shared)
    for coder, file in files.items():
        write_copy(project, coder, file)
    return [
        Share(coder, file, *assigned(project.connection, coder)) for coder, file in files.items()
    ]


def assign(project: Project, coders: Sequence[str], shared: int) -> None:
    """Give each transcript that nobody has to a coder, inside an open transaction."""
    free = project.connection.execute(
        f"SELECT transcript.id, ({WORDS}) AS words FROM transcript "
        "WHERE NOT EXISTS (SELECT 1 FROM assignment WHERE transcript_id = transcript.id) "
        "AND NOT EXISTS (SELECT 1 FROM coded_by WHERE transcript_id = transcript.id) "
        "ORDER BY words DESC, slug"
    ).fetchall()
    load = {coder: assigned(project.connection, coder)[1] for coder in coders}
    # The shared ones are of middling length: neither the longest talk nor a few lines.
    middle = max(0, (len(free) - shared) // 2)
    for place, (transcript, words) in enumerate(free):
        for_all = middle <= place < middle + shared
        for coder in coders if for_all else [min(coders, key=lambda name: load[name])]:
            load[coder] += words
            project.insert(
                "assignment", {"uuid": new_uuid(), "transcript_id": transcript, "coder": coder}
            )


WORDS = """SELECT coalesce(sum(turn.words), 0) FROM turn
    JOIN transcript_version AS version ON version.id = version_id
    WHERE version.transcript_id = transcript.id AND version.number = transcript.version"""


def assigned(connection: sqlite3.Connection, coder: str) -> tuple[tuple[str, ...], int]:
    """Give the slugs of the transcripts that a coder has, and their number of words."""
    rows = connection.execute(
        f"SELECT slug, ({WORDS}) FROM transcript JOIN assignment ON transcript_id = transcript.id "
        "WHERE coder = ? ORDER BY slug",
        [coder],
    ).fetchall()
    return tuple(str(row[0]) for row in rows), sum(int(row[1]) for row in rows)


def write_copy(project: Project, coder: str, file: Path) -> None:
    """Write a verified copy for a coder; the log keeps where it went.

    Raises RodedraadError when it cannot be written.
    """
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise RodedraadError(
            "{path} cannot be written: {reason}.", path=file.parent, reason=error.strerror
        ) from None
    copy_project(project.path, file)
    open_project(file, coder).close()  # from now on it counts as a copy of its own
    note(project, "distribute", str(file.resolve()))
