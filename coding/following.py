"""What stands on a text follows its words to another version of that text.

Both versions are stored. A decision, a suggestion and a mark of a turn that was read are put on
the same words of the new version, where these are; what cannot follow stays where it is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from ..transcripts.anchors import Anchor, Block, find_again, near, same_blocks
from .fragments import version_text


@dataclass(frozen=True)
class Texts:
    """Two versions of a text: their ids, their words, and the pieces that these have in common."""

    old_version: int
    new_version: int
    old: str
    new: str
    blocks: Sequence[Block]

    def find(self, start: int, end: int) -> Anchor | None:
        """Find a span of the old text in the new one; None when its words are not there."""
        return find_again(start, end, self.old[start:end], self.blocks, self.new)


def compare_texts(connection: sqlite3.Connection, old_version: int, new_version: int) -> Texts:
    """Compare two stored versions of a text, given by their ids."""
    old, new = (version_text(connection, version) for version in (old_version, new_version))
    return Texts(old_version, new_version, old, new, same_blocks(old, new))


def follow_decisions(connection: sqlite3.Connection, texts: Texts) -> list[int]:
    """Move what was decided about suggestions along, so that none comes back.

    Gives the ids of the decisions that stay with the old version.
    """
    left = []
    for number, start, end in connection.execute(
        "SELECT id, start, end FROM decision WHERE version_id = ? ORDER BY start, end, uuid",
        [texts.old_version],
    ).fetchall():
        anchor = texts.find(start, end)
        if not (anchor and put_decision(connection, number, texts.new_version, anchor)):
            left.append(int(number))
    return left


def put_decision(connection: sqlite3.Connection, number: int, version: int, place: Anchor) -> bool:
    """Put a decision on a span of a version; False when the coder decided about that already."""
    cursor = connection.execute(
        "UPDATE OR IGNORE decision SET version_id = ?, start = ?, end = ? WHERE id = ?",
        [version, place.start, place.end, number],
    )
    return cursor.rowcount > 0


def follow_suggestions(connection: sqlite3.Connection, texts: Texts) -> None:
    """Move open suggestions along with their words.

    What was corrected itself is dropped: it is proposed anew from the words as they are now.
    """
    rows = connection.execute(
        "SELECT id, start, end FROM suggestion WHERE version_id = ?", [texts.old_version]
    ).fetchall()
    for number, start, end in rows:
        anchor = texts.find(start, end)
        turn = first_turn(connection, texts.new_version, anchor) if anchor else None
        if anchor and turn and anchor.status != "changed":
            connection.execute(
                "UPDATE OR IGNORE suggestion SET version_id = ?, turn_id = ?, start = ?, end = ? "
                "WHERE id = ?",
                [texts.new_version, turn, anchor.start, anchor.end, number],
            )
    connection.execute("DELETE FROM suggestion WHERE version_id = ?", [texts.old_version])


def follow_turns(connection: sqlite3.Connection, texts: Texts) -> list[int]:
    """Let marks of turns that were read follow their turn.

    Gives the ids of the marks that stay with the old version.
    """
    left = []
    for number, start, end in connection.execute(
        "SELECT reviewed_turn.id, start, end FROM reviewed_turn "
        "JOIN turn ON turn.version_id = reviewed_turn.version_id AND number = turn "
        "WHERE turn.version_id = ? ORDER BY start, reviewed_turn.uuid",
        [texts.old_version],
    ).fetchall():
        anchor = texts.find(start, end)
        if not (anchor and put_mark(connection, number, texts.new_version, anchor)):
            left.append(int(number))
    return left


def put_mark(connection: sqlite3.Connection, number: int, version: int, place: Anchor) -> bool:
    """Put a mark on the turn at a span; False when the coder marked that turn already."""
    cursor = connection.execute(
        "UPDATE OR IGNORE reviewed_turn SET version_id = ?, turn = ? WHERE id = ?",
        [version, turn_at(connection, version, place.start), number],
    )
    return cursor.rowcount > 0


def place_of_turn(connection: sqlite3.Connection, texts: Texts, number: int) -> tuple[int, bool]:
    """Give the number that a turn has in the new text, and whether its words are still there.

    Where they are not, it is the number of the turn that stands about there now.
    """
    start, end = connection.execute(
        "SELECT start, end FROM turn WHERE version_id = ? AND number = ?",
        [texts.old_version, number],
    ).fetchone()
    anchor = texts.find(start, end)
    offset = anchor.start if anchor else near(start, texts.blocks)
    return turn_at(connection, texts.new_version, offset), anchor is not None


def turn_at(connection: sqlite3.Connection, version_id: int, offset: int) -> int:
    """Give the number of the turn that is going on at an offset (code points) of a version."""
    row = connection.execute(
        "SELECT max(number) FROM turn WHERE version_id = ? AND start <= ?", [version_id, offset]
    ).fetchone()
    return int(row[0] or 1)


def first_turn(connection: sqlite3.Connection, version_id: int, anchor: Anchor) -> int | None:
    """Find the first turn of a respondent that a span touches, None when it touches none."""
    row = connection.execute(
        "SELECT turn.id FROM turn JOIN speaker ON speaker.id = speaker_id "
        "WHERE version_id = ? AND start < ? AND end > ? AND role = 'respondent' "
        "ORDER BY number LIMIT 1",
        [version_id, anchor.end, anchor.start],
    ).fetchone()
    return int(row[0]) if row else None
