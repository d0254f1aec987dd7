"""What was changed by whom, and undoing it.

Every change has its inverse in `undo_statement`, written by triggers. An undo plays these
backwards as a change of its own, whose triggers in turn write how to redo it: so undo and
redo are one and the same act, and both survive the end of a session.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from .. import RodedraadError
from .naming import nearest
from .project import Project


@dataclass(frozen=True)
class Change:
    """One line of the log. `at` is a moment in UTC and `place` the name of the computer.

    `rows` is how many rows were changed; a change of none (an export, a backup) is only
    noted. `undone` says that it no longer holds, `undoable` that it can be taken back.
    """

    number: int
    coder: str
    operation: str
    detail: str
    at: str
    place: str
    rows: int
    undone: bool

    @property
    def undoable(self) -> bool:
        """Whether the change holds and can be taken back.

        A merge cannot: what others made would count as removed here, and would not come back
        with the next merge. A backup made before it is the way back.
        """
        return self.rows > 0 and not self.undone and self.operation != "merge"


def changes(
    connection: sqlite3.Connection,
    coder: str = "",
    limit: int = -1,
    transcript: int | None = None,
    codes: Sequence[int] | None = None,
) -> list[Change]:
    """List changes, the newest first; of one coder when given, `limit` at most (-1: all).

    `transcript` and `codes` (ids) narrow to what touched that transcript, or a code, its
    fragments and its decisions. An undo is not listed as a change of its own: it shows at the
    change that it undid.
    """
    heads = last_of_each_chain(connection)
    rows = connection.execute(
        """
        SELECT id, coder, operation, detail, at, place,
            (SELECT count(*) FROM undo_statement WHERE change = change.id)
        FROM change
        WHERE reverses IS NULL AND (:coder = '' OR coder = :coder)
          AND (:transcript IS NULL OR id IN (
            SELECT change FROM undo_statement WHERE transcript = :transcript))
          AND (:codes IS NULL OR id IN (
            SELECT change FROM undo_statement
            WHERE code IN (SELECT value FROM json_each(:codes)) OR (table_name = 'fragment'
              AND row IN (SELECT id FROM fragment
                WHERE code_id IN (SELECT value FROM json_each(:codes))))))
        ORDER BY id DESC LIMIT :limit
        """,
        {
            "coder": coder,
            "limit": limit,
            "transcript": transcript,
            "codes": None if codes is None else json.dumps(list(codes)),
        },
    ).fetchall()
    return [
        Change(number, name, operation, detail, at, place, count, heads[number][1] % 2 == 1)
        for number, name, operation, detail, at, place, count in rows
    ]


def coder_in_log(connection: sqlite3.Connection, name: str) -> str:
    """Find a coder who ever changed something, whatever the capitals of the name.

    Raises RodedraadError with the nearest names.
    """
    rows = connection.execute("SELECT DISTINCT coder FROM change ORDER BY coder").fetchall()
    known = {str(row[0]).casefold(): str(row[0]) for row in rows}
    if name.casefold() not in known:
        raise RodedraadError(
            "There is no coder {name}. Did you mean: {nearest}?",
            name=name,
            nearest=nearest(name, known.values()),
        )
    return known[name.casefold()]


def note(project: Project, operation: str, detail: str) -> None:
    """Write a line in the log for what changes nothing in the project: an export, a backup."""
    with project.transaction(operation, detail, keep=True):
        pass


def undo(project: Project) -> Change:
    """Undo the newest change of this coder that still holds, and give that change.

    Raises RodedraadError when there is none, when it was a merge, or when a colleague has built
    on it since.
    """
    for change in changes(project.connection, project.coder):
        if change.operation == "merge" and change.rows:
            raise RodedraadError(
                "Your last change was the merge of {detail} ({at}), which cannot be undone.\n"
                "Go back to the backup that was made just before it: rodedraad backup list, and "
                "then rodedraad backup restore NUMBER",
                detail=change.detail,
                at=change.at,
            )
        if change.undoable:
            reverse(project, change, "undo")
            return change
    raise RodedraadError(
        "There is nothing of {coder} to undo.\nSee what was done: rodedraad log",
        coder=project.coder,
    )


def redo(project: Project) -> Change:
    """Do again what this coder undid last, unless they changed something since.

    Raises RodedraadError when there is nothing to redo.
    """
    heads = last_of_each_chain(project.connection)
    own = changes(project.connection, project.coder)
    newest = max((change.number for change in own if change.undoable), default=0)
    undone = [
        c
        for c in own
        if c.undone
        and heads[c.number][0] > newest
        and can_be_played(project.connection, heads[c.number][0])
    ]
    if not undone:
        raise RodedraadError(
            "There is nothing of {coder} to redo.\nSee what was done: rodedraad log",
            coder=project.coder,
        )
    change = max(undone, key=lambda c: heads[c.number][0])
    reverse(project, change, "redo")
    return change


def can_be_played(connection: sqlite3.Connection, number: int) -> bool:
    """Tell whether the inverse of a change is there: an erasure takes it away."""
    row = connection.execute(
        "SELECT 1 FROM undo_statement WHERE change = ? LIMIT 1", [number]
    ).fetchone()
    return row is not None


def last_of_each_chain(connection: sqlite3.Connection) -> dict[int, tuple[int, int]]:
    """Follow each change through its undo and redo: {change: (last of them, how many)}."""
    rows = connection.execute("SELECT id, reverses FROM change ORDER BY id").fetchall()
    first: dict[int, int] = {}
    heads: dict[int, tuple[int, int]] = {}
    for number, reverses in rows:
        origin = number if reverses is None else first[reverses]
        first[number] = origin
        heads[origin] = (number, heads[origin][1] + 1) if origin in heads else (number, 0)
    return heads


def reverse(project: Project, change: Change, operation: str) -> int:
    """Play the inverse of a change, or of its last undo or redo, as one new change.

    Gives the number of the new change. Raises RodedraadError when something was built on it
    since; then nothing is changed.
    """
    head = last_of_each_chain(project.connection)[change.number][0]
    try:
        with project.transaction(operation, change.operation) as number:
            replay(project.connection, head, number)
            refuse_if_colleague_built_on_it(project, change, head, number)
        return number
    except RodedraadError as error:
        if not isinstance(error.__cause__, sqlite3.IntegrityError):
            raise
        # What was made is gone again, and something made later hangs on it.
        raise RodedraadError(
            "“{operation}” of {at} cannot be undone: something was built on it since.\n"
            "Nothing was changed. See what with: rodedraad log",
            operation=change.operation,
            at=change.at,
        ) from error


def replay(connection: sqlite3.Connection, head: int, number: int) -> None:
    """Execute the inverse of change `head` as part of change `number`."""
    # A transcript comes back before or after its turns: only the end must be right.
    connection.execute("PRAGMA defer_foreign_keys = ON")
    connection.execute("UPDATE change SET reverses = ? WHERE id = ?", [head, number])
    statements = connection.execute(
        "SELECT statement FROM undo_statement WHERE change = ? ORDER BY id DESC", [head]
    ).fetchall()
    for (statement,) in statements:
        connection.execute(statement)


def refuse_if_colleague_built_on_it(
    project: Project, change: Change, head: int, number: int
) -> None:
    """Raise RodedraadError when an undo touched rows that someone else changed later."""
    row = project.connection.execute(
        """
        SELECT later.coder, later.operation, later.at
        FROM undo_statement AS mine
        JOIN undo_statement AS theirs
            ON theirs.table_name = mine.table_name AND theirs.row = mine.row
        JOIN change AS later ON later.id = theirs.change
        WHERE mine.change = ? AND later.id > ? AND later.id < ?
          AND (later.coder <> ? OR later.operation = 'merge')
          AND NOT EXISTS (SELECT 1 FROM change AS undone WHERE undone.reverses = later.id)
          AND later.operation NOT IN ('undo')
        LIMIT 1
        """,
        [number, head, number, project.coder],
    ).fetchone()
    if row:
        raise RodedraadError(
            "“{operation}” of {at} cannot be undone: {coder} built on it since ({theirs}).\n"
            "Nothing was changed. Ask {coder} to undo that first.",
            operation=change.operation,
            at=change.at,
            coder=row[0],
            theirs=row[1],
        )
