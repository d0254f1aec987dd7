"""What stands on a text, after a merge in which another version of it became the current one.

Which version something came by depends on the order in which copies are merged. Where it is put
does not: on the current version when its words are there, and else on the first, by UUID, that
has them.
"""

from __future__ import annotations

import sqlite3

from ... import RodedraadError
from ...transcripts.anchors import Anchor
from ..following import (
    Texts,
    compare_texts,
    first_turn,
    follow_decisions,
    follow_suggestions,
    follow_turns,
    place_of_turn,
    put_decision,
    put_mark,
)
from ..fragments import current_version, span_at
from .sides import Merging, Side, canonical

STAND_ON_TEXT = ("fragment", "decision", "reviewed_turn", "suggestion")


def move_strays(work: Merging) -> None:
    """Let what stands on a text follow its words when another version is the current one now."""
    connection = work.project.connection
    ids = work.ours.ids["transcript"]
    ours, theirs = (current_texts(work, side) for side in (work.ours, work.theirs))
    for uuid in sorted(work.wanted.keys() & ids.keys()):
        current = current_version(connection, ids[uuid])
        move_memos(work, uuid, {True: theirs.get(uuid), False: ours.get(uuid)}, current)
        for version in other_versions(connection, ids[uuid], current):
            texts = compare_texts(connection, version, current)
            work.merged.left_behind += follow_fragments(connection, texts)
            follow_decisions(connection, texts)
            follow_turns(connection, texts)
            follow_suggestions(connection, texts)
            keep_with_first(connection, ids[uuid], version)


def current_texts(work: Merging, side: Side) -> dict[str, int | None]:
    """Give the version of each transcript, by its UUID, that was the current one in a copy."""
    known = work.ours.ids["transcript_version"]
    return {
        canonical(work, transcript): known.get(canonical(work, version))
        for transcript, version in side.texts.items()
    }


def other_versions(connection: sqlite3.Connection, transcript: int, current: int) -> list[int]:
    """List the versions on which something stands, by UUID, save the current one."""
    marks = " UNION ALL ".join(
        f"SELECT 1 FROM {table} WHERE version_id = version.id" for table in STAND_ON_TEXT
    )
    rows = connection.execute(
        "SELECT id FROM transcript_version AS version "
        f"WHERE transcript_id = ? AND id <> ? AND EXISTS ({marks}) ORDER BY uuid",
        [transcript, current],
    ).fetchall()
    return [int(number) for (number,) in rows]


def move_memos(
    work: Merging, transcript: str, before: dict[bool, int | None], current: int
) -> None:
    """Let the memos on turns of a transcript follow these.

    `before` are the versions by which their turns are numbered: of memos that came in with this
    merge (True), and of ours.
    """
    connection = work.project.connection
    compared: dict[int, Texts] = {}
    for number, uuid, turn in connection.execute(
        "SELECT id, uuid, turn FROM memo WHERE target = 'turn' AND target_uuid = ? "
        "AND turn IS NOT NULL ORDER BY id",
        [transcript],
    ).fetchall():
        version = before[uuid in work.their_memos]
        if version is None or version == current:
            continue
        if version not in compared:
            compared[version] = compare_texts(connection, version, current)
        place, found = place_of_turn(connection, compared[version], turn)
        connection.execute("UPDATE memo SET turn = ? WHERE id = ?", [place, number])
        if not found:
            work.merged.memos.append(number)


def follow_fragments(connection: sqlite3.Connection, texts: Texts) -> list[str]:
    """Put fragments on the same words of the current version, where these are.

    Gives the citations of those that stay with the old version.
    """
    left = []
    transcript = connection.execute(
        "SELECT transcript_id FROM transcript_version WHERE id = ?", [texts.new_version]
    ).fetchone()[0]
    for number, citation, start, end in connection.execute(
        "SELECT id, citation, start, end FROM fragment WHERE version_id = ? "
        "ORDER BY start, end, citation",
        [texts.old_version],
    ).fetchall():
        anchor = texts.find(start, end)
        if not (anchor and put_fragment(connection, number, transcript, anchor)):
            left.append(str(citation))
    return left


def put_fragment(
    connection: sqlite3.Connection, fragment: int, transcript: int, place: Anchor
) -> bool:
    """Put a fragment on a span of the current version.

    False when no respondent speaks there any more, or the coder gave it that code already.
    """
    try:
        span = span_at(connection, transcript, place.start, place.end)
    except RodedraadError:
        return False
    cursor = connection.execute(
        "UPDATE OR IGNORE fragment SET version_id = ?, turn_id = ?, start = ?, end = ?, "
        "quote = ? WHERE id = ?",
        [span.version_id, span.turn_id, span.start, span.end, span.quote, fragment],
    )
    return cursor.rowcount > 0


def keep_with_first(connection: sqlite3.Connection, transcript: int, version: int) -> None:
    """Put what stays with an old version on the first version, by UUID, that has its words."""
    left = [
        (table, *row)
        for table, question in LEFT.items()
        for row in connection.execute(question, [version]).fetchall()
    ]
    older = connection.execute(
        "SELECT id FROM transcript_version WHERE transcript_id = :transcript "
        "AND uuid < (SELECT uuid FROM transcript_version WHERE id = :version) ORDER BY uuid",
        {"transcript": transcript, "version": version},
    ).fetchall()
    for (earlier,) in older if left else ():
        texts = compare_texts(connection, version, earlier)
        left = [
            (table, number, start, end)
            for table, number, start, end in left
            if not keep(connection, table, number, texts, start, end)
        ]


# What stands on a version, each with the words that it is about.
LEFT = {
    "fragment": "SELECT id, start, end FROM fragment WHERE version_id = ? "
    "ORDER BY start, end, citation",
    "decision": "SELECT id, start, end FROM decision WHERE version_id = ? "
    "ORDER BY start, end, uuid",
    "reviewed_turn": "SELECT reviewed_turn.id, start, end FROM reviewed_turn JOIN turn "
    "ON turn.version_id = reviewed_turn.version_id AND number = turn "
    "WHERE turn.version_id = ? ORDER BY start, reviewed_turn.uuid",
}


def keep(
    connection: sqlite3.Connection, table: str, number: int, texts: Texts, start: int, end: int
) -> bool:
    """Put a row on the same words of an older version; False when these are not there."""
    place = texts.find(start, end)
    if place is None or place.status == "changed":
        return False
    version = texts.new_version
    if table == "decision":
        return put_decision(connection, number, version, place)
    if table == "reviewed_turn":
        return put_mark(connection, number, version, place)
    turn = first_turn(connection, version, place)
    cursor = connection.execute(
        "UPDATE OR IGNORE fragment SET version_id = ?, turn_id = ?, start = ?, end = ? "
        "WHERE id = ? AND ? IS NOT NULL",
        [version, turn, place.start, place.end, number, turn],
    )
    return cursor.rowcount > 0
