"""Corrections of a transcript: a new version of its text, with all coding moved along.

The text of a version never changes. Whatever was coded is looked up in the new text by
comparing the two, and by its own words; what cannot be found stays with the old version.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import unified_diff
from pathlib import Path
from typing import Any

from .. import RodedraadError
from ..transcripts.anchors import Anchor, Block, find_again, same_blocks
from ..transcripts.model import SpeakerRole, Transcript
from ..transcripts.readers import read
from .backups import back_up
from .following import (
    Texts,
    first_turn,
    follow_decisions,
    follow_suggestions,
    follow_turns,
    turn_at,
)
from .fragments import current_version, version_numbered, version_text
from .importing import add_version
from .naming import transcript_named
from .participations import store_speakers
from .people import recognise
from .project import Project

LEAST_STAYING = 0.2  # share of the old text; below it the new one is another talk
STATUSES = ("kept", "moved", "changed", "lost")
KEYS = ("citation", "code", "coder", "status", "quote", "new_quote")


@dataclass(frozen=True)
class Outcome:
    """What became of one fragment, or of the turn that a memo is about.

    `row` is the id in its table (`what`: "fragment" or "memo"); a memo has no code.
    `new_quote` are the words now, "" when they are lost.
    """

    what: str
    row: int
    citation: str
    code: str
    coder: str
    status: str
    quote: str
    new_quote: str
    anchor: Anchor | None


def plan_revision(
    connection: sqlite3.Connection, transcript_id: int, transcript: Transcript
) -> tuple[list[Block], list[Outcome]]:
    """Work out what a corrected text does to the fragments; nothing is changed.

    Raises RodedraadError when the text is the one that the transcript has.
    """
    version_id = current_version(connection, transcript_id)
    old = version_text(connection, version_id)
    if old == transcript.text:
        raise RodedraadError(
            "{file} has the text that the transcript has already; nothing was changed.",
            file=transcript.source,
        )
    blocks = same_blocks(old, transcript.text)
    rows = connection.execute(
        "SELECT fragment.id, citation, path, coder, start, end, quote FROM fragment "
        "JOIN code ON code.id = code_id WHERE version_id = ? ORDER BY start, end, citation",
        [version_id],
    ).fetchall()
    outcomes = []
    taken: set[tuple[int, int, str, str]] = set()
    for number, citation, code, coder, start, end, quote in rows:
        anchor = spoken(find_again(start, end, quote, blocks, transcript.text), transcript)
        if anchor and (anchor.start, anchor.end, code, coder) in taken:
            anchor = None  # two fragments became one and the same; the second stays behind
        if anchor:
            taken.add((anchor.start, anchor.end, code, coder))
        new_quote = transcript.text[anchor.start : anchor.end] if anchor else ""
        status = anchor.status if anchor else "lost"
        outcomes.append(
            Outcome("fragment", number, citation, code, coder, status, quote, new_quote, anchor)
        )
    return blocks, outcomes + plan_memos(connection, transcript_id, blocks, transcript)


def plan_memos(
    connection: sqlite3.Connection,
    transcript_id: int,
    blocks: Sequence[Block],
    transcript: Transcript,
) -> list[Outcome]:
    """Work out where the turns are that memos are about."""
    rows = connection.execute(
        "SELECT memo.id, coder, turn.start, turn.end, turn.text FROM memo "
        "JOIN transcript ON transcript.uuid = target_uuid "
        "JOIN turn ON turn.version_id = ? AND turn.number = memo.turn "
        "WHERE target = 'turn' AND transcript.id = ? ORDER BY memo.id",
        [current_version(connection, transcript_id), transcript_id],
    ).fetchall()
    outcomes = []
    for number, coder, start, end, words in rows:
        anchor = find_again(start, end, words, blocks, transcript.text)
        new_quote = transcript.text[anchor.start : anchor.end] if anchor else ""
        status = anchor.status if anchor else "lost"
        outcomes.append(
            Outcome("memo", number, f"memo {number}", "", coder, status, words, new_quote, anchor)
        )
    return outcomes


def spoken(anchor: Anchor | None, transcript: Transcript) -> Anchor | None:
    """Give the anchor when a respondent speaks there, else None: only their words are coded."""
    if anchor and any(
        turn.start < anchor.end and turn.end > anchor.start
        for turn in transcript.turns
        if turn.role == SpeakerRole.RESPONDENT
    ):
        return anchor
    return None


def revise(
    project: Project, transcript_id: int, transcript: Transcript, accept_loss: bool
) -> list[Outcome]:
    """Store a corrected text as a new version, inside an open transaction.

    Fragments, decisions, suggestions and memos on turns move along; what is lost stays with
    the old version. Raises RodedraadError when something would be lost, unless `accept_loss`.
    """
    connection = project.connection
    transcript = recognise(connection, transcript)
    blocks, outcomes = plan_revision(connection, transcript_id, transcript)
    lost = [outcome for outcome in outcomes if outcome.status == "lost"]
    if lost and not accept_loss:
        raise RodedraadError(
            "{count} fragments or memos would be lost: {citations}. Nothing was changed.\n"
            "Their words are no longer in {file}. Put these back, or accept that the fragments "
            "stay with the old version and the memos with the whole transcript: --accept-loss",
            count=len(lost),
            citations=", ".join(outcome.citation for outcome in lost[:10]),
            file=transcript.source,
        )
    old_version = current_version(connection, transcript_id)
    slug, number = connection.execute(
        "SELECT slug, version FROM transcript WHERE id = ?", [transcript_id]
    ).fetchone()
    store_speakers(project, transcript_id, slug, transcript)
    new_version = add_version(project, transcript_id, number + 1, transcript)
    project.database.table("transcript").update(transcript_id, {"version": number + 1})
    for outcome in outcomes:
        if outcome.what == "memo":
            move_memo(project, outcome, new_version)
        elif outcome.anchor:
            move_fragment(project, outcome, new_version)
    old = version_text(connection, old_version)
    texts = Texts(old_version, new_version, old, transcript.text, blocks)
    follow_decisions(connection, texts)
    follow_suggestions(connection, texts)
    follow_turns(connection, texts)
    return outcomes


@dataclass(frozen=True)
class AnotherText:
    """Why a text may be that of another talk: the share of the old text (of its characters)
    that is also in the new one, and the speakers that the transcript does not have."""

    share: float
    strangers: tuple[str, ...]


def another_text(
    connection: sqlite3.Connection, transcript_id: int, transcript: Transcript
) -> AnotherText | None:
    """Tell whether so little of a transcript stayed that this must be the text of another talk.

    Gives None when enough of it stayed.
    """
    old = version_text(connection, current_version(connection, transcript_id))
    share = sum(block.length for block in same_blocks(old, transcript.text)) / max(1, len(old))
    if share >= LEAST_STAYING:
        return None
    known = labels_of(connection, transcript_id)
    new = (one.label for one in transcript.speakers if one.label not in known)
    return AnotherText(share, tuple(new))


def labels_of(connection: sqlite3.Connection, transcript_id: int) -> list[str]:
    """List the labels of the speakers of a transcript."""
    rows = connection.execute(
        "SELECT label FROM speaker WHERE transcript_id = ? ORDER BY id", [transcript_id]
    ).fetchall()
    return [str(label) for (label,) in rows]


def revise_from_file(
    project: Project,
    name: str,
    path: Path,
    encoding: str | None,
    accept_loss: bool,
    dry_run: bool,
    agree: Callable[[str, AnotherText], None],
) -> list[Outcome]:
    """Revise the transcript called `name` with a corrected file; a backup is made first.

    With `dry_run` only tell what would become of the fragments. `agree` is called with the
    name of the file when that seems to be another talk, and stops the revision by raising.
    Raises RodedraadError when the file cannot be read, or something would be lost.
    """
    transcript_id, slug = transcript_named(project.connection, name)
    labels = labels_of(project.connection, transcript_id)
    text = with_people(
        project.connection, transcript_id, read(path, encoding=encoding, labels=labels)
    )
    other = another_text(project.connection, transcript_id, text)
    if other:
        agree(path.name, other)
    if dry_run:
        return plan_revision(project.connection, transcript_id, text)[1]
    back_up(project.path, "transcript revise")
    with project.transaction("transcript revise", slug):
        return revise(project, transcript_id, text, accept_loss)


def move_fragment(project: Project, outcome: Outcome, version_id: int) -> None:
    """Put a fragment on its words in the new version."""
    anchor = outcome.anchor
    assert anchor is not None
    project.database.table("fragment").update(
        outcome.row,
        {
            "version_id": version_id,
            "turn_id": first_turn(project.connection, version_id, anchor),
            "start": anchor.start,
            "end": anchor.end,
            "quote": outcome.new_quote,
        },
    )


def move_memo(project: Project, outcome: Outcome, version_id: int) -> None:
    """Let a memo follow its turn; when that is lost, the memo is about the whole transcript."""
    wanted: dict[str, Any] = {"target": "transcript", "turn": None}
    if outcome.anchor:
        wanted = {"turn": turn_at(project.connection, version_id, outcome.anchor.start)}
    project.database.table("memo").update(outcome.row, wanted)


def with_people(connection: sqlite3.Connection, transcript_id: int, text: Transcript) -> Transcript:
    """Give a corrected text the roles that its speakers have in the transcript."""
    roles = {
        str(label): SpeakerRole(role)
        for label, role in connection.execute(
            "SELECT label, role FROM speaker WHERE transcript_id = ?", [transcript_id]
        ).fetchall()
    }
    return text.with_speakers(
        tuple(replace(one, role=roles.get(one.label, one.role)) for one in text.speakers)
    )


def differences(
    connection: sqlite3.Connection, transcript_id: int, one: int | None, other: int | None
) -> list[str]:
    """List the lines that differ between two versions of a text, with "-" and "+" before them.

    By default the newest version is compared with the one before it. Raises RodedraadError
    for a version that is not there.
    """
    newest = connection.execute(
        "SELECT version FROM transcript WHERE id = ?", [transcript_id]
    ).fetchone()[0]
    numbers = (one or max(1, newest - 1), other or newest)
    before, after = (
        version_text(connection, version_numbered(connection, transcript_id, number)).splitlines()
        for number in numbers
    )
    return list(unified_diff(before, after, str(numbers[0]), str(numbers[1]), lineterm="", n=1))
