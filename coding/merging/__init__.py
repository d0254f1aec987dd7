"""Putting the work of several copies of a project together.

Every row is known by its UUID, and its version vector says which changes it has seen. Of two
versions the newer one stays; two that were made apart are both kept, one in its table and the
other in `conflict`, until somebody settles it. A removed row leaves its vector behind. So it
does not matter in which order copies are merged, or how often.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import ExitStack, closing, suppress
from pathlib import Path

from ... import RodedraadError
from ..backups import back_up
from ..checking import refuse_damaged
from ..leftovers import forgotten_in
from ..opening import open_reading
from ..project import Project, compare_schema
from .conflicts import open_conflicts
from .ending import (
    copy_log,
    point_at_current,
    remove_rows,
    write_conflicts,
    write_revisions,
)
from .forgotten import forget_here, without_forgotten
from .plain import rows_to_weigh
from .portable import PARTS, REFERENCES
from .rows import bring_back_parts, decide, take_in
from .sides import Merged, Merging, canonical, link, read_side, rename_ours, version_of
from .strays import move_strays

__all__ = ["Merged", "made_apart", "merge"]


class OnlyTriedError(Exception):
    """Ends a merge that was only tried, so that nothing of it is stored."""


def merge(
    project: Project, others: Sequence[Path], same_names: bool = True, dry_run: bool = False
) -> Merged:
    """Merge other copies into this project, as one change, after a backup.

    `same_names` says that codes, respondents and the like with the same name are the same in
    both; where they are not, one gets a number behind its name. Who was forgotten in one of the
    copies is forgotten in all, before the backup. With `dry_run` all of it is done and rolled
    back. Raises RodedraadError when another file is no project, is this one, is damaged, or was
    changed by another program.
    """
    merged = Merged()
    with ExitStack() as opened:
        copies = [open_other(project, other, opened) for other in others]
        for other, theirs in zip(others, copies, strict=True):
            refuse_damaged(other, theirs)
        forgotten = forgotten_in([project.connection, *copies])
        copies = [without_forgotten(project, theirs, forgotten, opened) for theirs in copies]
        if not dry_run:
            forget_here(project, forgotten)
            back_up(project.path, "merge")
        names = ", ".join(map(str, others))
        with suppress(OnlyTriedError), project.transaction("merge", names, keep=True) as change:
            for theirs in copies:
                merge_rows(project, theirs, change, same_names, merged)
            if dry_run:
                raise OnlyTriedError
    return merged


def open_other(project: Project, other: Path, opened: ExitStack) -> sqlite3.Connection:
    """Open a copy to read, as it is at one moment, until `opened` is closed."""
    if other.exists() and other.samefile(project.path):
        raise RodedraadError(
            "{file} is this project itself; nothing was changed.\n"
            "Name the copy of a colleague: rodedraad merge OTHER.draad",
            file=other,
        )
    theirs = opened.enter_context(closing(open_reading(other)))
    compare_schema(other, theirs)
    theirs.execute("BEGIN")
    return theirs


def made_apart(project: Project, others: Sequence[Path]) -> dict[str, list[str]]:
    """List what has the same name in both without being known to be the same, by table.

    The tables are "code", "respondent" and "wave"; a name is a path, a label or a name.
    """
    found: dict[str, set[str]] = {}
    with ExitStack() as opened:
        for other in others:
            theirs = open_other(project, other, opened)
            for table, column in (("code", "path"), ("respondent", "label"), ("wave", "name")):
                mine, hers = (
                    named(connection, table, column) for connection in (project.connection, theirs)
                )
                ours_known, theirs_known = (
                    known(connection, table) for connection in (project.connection, theirs)
                )
                apart = {
                    name
                    for name in mine.keys() & hers.keys()
                    if mine[name] not in theirs_known and hers[name] not in ours_known
                }
                found[table] = found.get(table, set()) | apart
    return {table: sorted(names) for table, names in found.items() if names}


def named(connection: sqlite3.Connection, table: str, column: str) -> dict[str, str]:
    """Give the UUID of each name in a table; capitals make no difference."""
    rows = connection.execute(f"SELECT {column}, uuid FROM {table}").fetchall()
    return {str(name).casefold(): str(uuid) for name, uuid in rows}


def known(connection: sqlite3.Connection, table: str) -> set[str]:
    """List the UUIDs in a table, and those that stand for the same thing as one of them."""
    rows = connection.execute(f"SELECT uuid FROM {table} UNION SELECT uuid FROM same").fetchall()
    return {str(uuid) for (uuid,) in rows}


def merge_rows(
    project: Project,
    theirs: sqlite3.Connection,
    change: int,
    same_names: bool,
    merged: Merged,
) -> None:
    """Merge the rows of another copy, inside an open transaction, and count them in `merged`."""
    connection = project.connection
    # A row may come before the one that it stands on: only the end must be right.
    connection.execute("PRAGMA defer_foreign_keys = ON")
    before = {
        str(row[0]): row
        for row in connection.execute(
            "SELECT uuid, table_name, vector, removed, coder, at FROM revision"
        ).fetchall()
    }
    work = Merging(project, read_side(connection), read_side(theirs), same_names, merged)
    for one, other in (*work.ours.same, *work.theirs.same):
        link(work, one, other)
    rename_ours(work)
    for table in REFERENCES:
        for content in rows_to_weigh(work, table):
            take_in(work, table, content)
        if table in PARTS:
            bring_back_parts(work, table)
        for uuid in work.theirs.removed[table]:
            decide(work, table, canonical(work, uuid), [version_of(work, work.theirs, uuid, None)])
    remove_rows(work)
    point_at_current(work)
    move_strays(work)
    write_revisions(work, before, change)
    write_conflicts(work)
    connection.executemany(
        "INSERT INTO same VALUES (?, ?) ON CONFLICT DO UPDATE SET same_as = excluded.same_as",
        [(uuid, canonical(work, uuid)) for uuid in work.same],
    )
    copy_log(connection, theirs)
    connection.executemany(
        "INSERT OR IGNORE INTO vocabulary(word, lemma) VALUES (?, ?)",
        theirs.execute("SELECT word, lemma FROM vocabulary").fetchall(),
    )
    merged.conflicts = len(open_conflicts(connection))
