"""The texts of a project as suggesting sees them: current versions and their turns."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection

from ..transcripts.model import SpeakerRole, Turn
from .suggesting.model import Source


def current_versions(connection: sqlite3.Connection, transcripts: Collection[int]) -> list[int]:
    """List the ids of the current versions of some transcripts, or of all when none is named."""
    rows = connection.execute(
        "SELECT transcript_version.id, transcript_id FROM transcript_version "
        "JOIN transcript ON transcript.id = transcript_id AND number = transcript.version "
        "ORDER BY transcript.slug"
    ).fetchall()
    return [int(row[0]) for row in rows if not transcripts or row[1] in transcripts]


def load_source(connection: sqlite3.Connection, version_id: int) -> Source:
    """Read a version as suggesting sees it: its text and its turns."""
    rows = connection.execute(
        "SELECT start, end, label, role, time, time_end, cues, question, before, text "
        "FROM turn JOIN speaker ON speaker.id = speaker_id WHERE version_id = ? ORDER BY number",
        [version_id],
    ).fetchall()
    turns = [
        Turn(row[0], row[1], row[2], SpeakerRole(row[3]), row[4], row[5], cues_of(row[6]), row[7])
        for row in rows
    ]
    return Source(str(version_id), "".join(row[8] + row[9] for row in rows), turns)


def cues_of(stored: str) -> tuple[int, ...]:
    """Read the offsets of the cues of a turn (code points)."""
    return tuple(json.loads(stored)) if stored != "[]" else ()
