"""What stands around a span: the sentence before it and the one after."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’')]*\s+")


@dataclass(frozen=True)
class Context:
    """Who says a span and what stands around it; "" where the turn begins or ends there.

    `before` is the last sentence of the turn before this one (mostly the question) when the
    span opens its turn; `before_speaker` is who said it.
    """

    speaker: str
    group: str
    before_speaker: str
    before: str
    after: str


def context_of(connection: sqlite3.Connection, turn_id: int, start: int, end: int) -> Context:
    """Look up what stands around [start, end) (code points) in its turn."""
    row = connection.execute(
        "SELECT turn.version_id, turn.number, turn.start, turn.text, speaker.label, "
        "coalesce(group_name, '') FROM turn JOIN speaker ON speaker.id = speaker_id "
        "LEFT JOIN participation ON participation.id = participation_id WHERE turn.id = ?",
        [turn_id],
    ).fetchone()
    version, number, turn_start, text, speaker, group = row
    before = last_sentence(text[: start - turn_start])
    before_speaker = speaker
    if not before:
        previous = connection.execute(
            "SELECT text, label FROM turn JOIN speaker ON speaker.id = speaker_id "
            "WHERE version_id = ? AND number = ?",
            [version, number - 1],
        ).fetchone()
        before, before_speaker = (last_sentence(previous[0]), previous[1]) if previous else ("", "")
    after = first_sentence(text[max(0, end - turn_start) :])
    return Context(speaker, group, before_speaker, before, after)


def last_sentence(text: str) -> str:
    """Give the last sentence of a text, "" when it is empty."""
    return SENTENCE_END.split(text.strip())[-1]


def first_sentence(text: str) -> str:
    """Give the first sentence of a text, "" when it is empty."""
    return SENTENCE_END.split(text.strip())[0]
