"""Fragments that were made in the other copy and never changed: taken in all at once.

They are most of what colleagues bring, and there is nothing to weigh about them. Row by row a merge
of 100,000 would take twice as long.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from .portable import NATURAL, Content, read_rows
from .rows import is_changed
from .sides import Merging, canonical

COLUMNS = (
    "uuid, citation, version_id, turn_id, start, end, quote, code_id, code_version, coder, origin, "
    "stance, at"
)
# For a statement that inserts many rows SQLite keeps one journal, which makes it twice as fast.
AT_ONCE = 500  # of 13 columns each: SQLite takes 32,766 values in a statement
THEIRS = """
SELECT fragment.uuid, citation, fragment.version_id, number, fragment.start, fragment.end, quote,
    code_id, code_version, coder, origin, stance, at
FROM fragment JOIN turn ON turn.id = turn_id ORDER BY fragment.id
"""


def rows_to_weigh(work: Merging, table: str) -> Iterator[Content]:
    """Yield the rows of theirs that `take_in` must look at; plain fragments are taken in here."""
    theirs = work.theirs.connection
    if table != "fragment":
        yield from read_rows(theirs, table)
        return
    for uuid in take_in_plain(work):
        yield from read_rows(theirs, table, uuid)


def take_in_plain(work: Merging) -> list[str]:
    """Insert the plain fragments of the other copy; give the UUIDs of those to be weighed.

    Plain is what is new to us, was changed in no copy, and stands on a text and a code that we
    have, in a place where its coder has not given that code, under a citation that is free.
    """
    connection = work.project.connection
    known = work.ours.ids["fragment"]
    names = ", ".join(NATURAL["fragment"])
    taken = set(connection.execute(f"SELECT {names} FROM fragment").fetchall())
    citations = {row[0] for row in connection.execute("SELECT citation FROM fragment").fetchall()}
    versions, codes = (our_ids(work, table) for table in ("transcript_version", "code"))
    turns, meant = our_turns(work), our_code_versions(work)
    plain, others = [], []
    for (
        uuid,
        citation,
        their_version,
        turn,
        start,
        end,
        quote,
        their_code,
        *rest,
    ) in work.theirs.connection.execute(THEIRS):
        changed = uuid in work.twins or is_changed(work, uuid)
        if uuid in known and not changed:
            continue  # nobody changed it since both copies were one
        version, code = versions.get(their_version), codes.get(their_code)
        number, coder, origin, stance, at = rest
        ours = turns.get((version, turn))
        place = (version, start, end, code, coder)
        if changed or ours is None or code is None or place in taken or citation in citations:
            others.append(str(uuid))
            continue
        code_version = meant.get((their_code, number), 1)
        row = (ours, start, end, quote, code, code_version, coder, origin, stance)
        plain.append((uuid, citation, version, *row, at))
    insert_plain(work, plain)
    return others


def our_ids(work: Merging, table: str) -> dict[int, int | None]:
    """Give our id for each id of a row in the other copy; None when we do not have it."""
    ours = work.ours.ids[table]
    return {
        number: ours.get(canonical(work, uuid)) for uuid, number in work.theirs.ids[table].items()
    }


def our_turns(work: Merging) -> dict[tuple[int | None, int], int]:
    """Give the id of each of our turns by its version and number."""
    rows = work.project.connection.execute("SELECT version_id, number, id FROM turn").fetchall()
    return {(version, number): identity for version, number, identity in rows}


def our_code_versions(work: Merging) -> dict[tuple[int, int], int]:
    """Give our number of each version of a code, by the code's id and the number there."""
    question = "SELECT uuid, code_id, number FROM code_version"
    ours = {row[0]: row[2] for row in work.project.connection.execute(question).fetchall()}
    return {
        (code, number): ours.get(canonical(work, uuid), 1)
        for uuid, code, number in work.theirs.connection.execute(question).fetchall()
    }


def insert_plain(work: Merging, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert fragments, their values in the order of `COLUMNS`, and note their ids."""
    if not rows:
        return
    connection = work.project.connection
    last = connection.execute("SELECT coalesce(max(id), 0) FROM fragment").fetchone()[0]
    marks = f"({', '.join('?' * len(COLUMNS.split(',')))})"
    for first in range(0, len(rows), AT_ONCE):
        some = rows[first : first + AT_ONCE]
        connection.execute(
            f"INSERT INTO fragment({COLUMNS}) VALUES {', '.join([marks] * len(some))}",
            list(chain.from_iterable(some)),
        )
    work.ours.ids["fragment"].update(
        connection.execute("SELECT uuid, id FROM fragment WHERE id > ?", [last]).fetchall()
    )
    work.merged.added["fragment"] += len(rows)
