"""What goes into suggesting and what comes out, as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ...transcripts.model import Turn

SURE = 0.85
LIKELY = 0.65
MAYBE = 0.35

WORD = "+"
"""Stands before a word that pulled, among the reasons for a suggestion; nothing stands before an
indicator."""

SAME = "="
"""Stands before the coders who gave the same words the suggested code."""

ALIKE = "≈"
"""Stands before the place of the coded sentence that looks most like a suggestion."""


CONFIDENCES = {
    "sure": "sure",
    "likely": "likely",
    "maybe": "maybe",
    "zeker": "sure",
    "waarschijnlijk": "likely",
    "misschien": "maybe",
}
"""The words of confidence as they may be typed; the Dutch ones lead to the English."""


@dataclass(frozen=True, slots=True)
class Source:
    """A transcript as suggesting sees it: what it is called, its text and its turns.

    `key` is whatever the caller names it by (a slug, the id of a version); it comes back in
    the suggestions unchanged.
    """

    key: str
    text: str
    turns: Sequence[Turn]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The least score (0 to 1) for each word of confidence; below `maybe` nothing is shown."""

    sure: float = SURE
    likely: float = LIKELY
    maybe: float = MAYBE

    def confidence(self, score: float) -> str:
        """Name a score: "sure", "likely", "maybe", or "" when it is too low to show."""
        if score >= self.sure:
            return "sure"
        if score >= self.likely:
            return "likely"
        return "maybe" if score >= self.maybe else ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a coder decided about a code in one place, which the learner takes as an example.

    `transcript` is the key of the source, `start` and `end` are code points in its text, end
    exclusive, `code` is a path. `accepted` is true for an accepted suggestion and for a
    fragment coded by hand, false for a rejected suggestion. What was accepted in bulk, unread,
    is no decision: leave it out, or give it `bulk`. `score` is the score (0 to 1) that was shown
    with the suggestion and `raw` the same before calibration; both are None for what was coded
    by hand.
    """

    transcript: str
    start: int
    end: int
    code: str
    accepted: bool
    raw: float | None = None
    bulk: bool = False
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A code proposed for a stretch of a respondent's turn.

    `start` and `end` are code points in the transcript's text, end exclusive; `turn` numbers
    the turn from 0; `code` is the path of the code. `score` is a probability, 0 to 1, rounded
    to three places, and `confidence` its word. `reasons` say in words what it rests on:
    indicators ("samenwerking in 'samenwerkingsverband'"), and after a + the words that pulled.
    `raw` is the score before it was calibrated on decisions; keep it with the decision.
    """

    transcript: str
    turn: int
    start: int
    end: int
    code: str
    score: float
    confidence: str
    reasons: tuple[str, ...] = field(default=())
    raw: float = 0.0
