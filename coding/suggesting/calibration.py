"""Makes scores mean what they say, from what coders decided about what was shown to them.

Every suggestion keeps the score that it had when it was shown. From `ENOUGH` decisions on, a
line through the log-odds of these (Platt scaling) corrects the scores; bulk accepts say
nothing. Scores on sentences that were learnt from would flatter, and so are not used.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from .model import Decision

ENOUGH = 30
"""Decisions on shown suggestions before scores are calibrated."""

BELIEF = 5.0
"""Weight, in decisions, of the belief that scores are right as they are."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A line on log-odds; `decisions` is the number it rests on, 0 when not calibrated."""

    constant: float
    slope: float
    decisions: int

    def correct(self, log_odds: float) -> float:
        """Turn uncalibrated log-odds into a probability, 0 to 1."""
        return chance_of(self.constant + self.slope * log_odds)


NOT_CALIBRATED = Calibration(0.0, 1.0, 0)


def chance_of(log_odds: float) -> float:
    """Turn log-odds into a probability."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


def log_odds_of(chance: float) -> float:
    """Turn a probability into log-odds, kept off 0 and 1 by a thousandth."""
    chance = min(0.999, max(0.001, chance))
    return math.log(chance / (1 - chance))


def calibrate(decisions: Iterable[Decision]) -> Calibration:
    """Fit the line on decisions about shown suggestions; none where there are too few."""
    shown = [
        (log_odds_of(decision.raw), float(decision.accepted))
        for decision in decisions
        if decision.raw is not None and not decision.bulk
    ]
    if len(shown) < ENOUGH:
        return NOT_CALIBRATED
    constant, slope = 0.0, 1.0
    for _ in range(50):
        constant, slope = _step(shown, constant, slope)
    return Calibration(round(constant, 6), round(max(0.1, slope), 6), len(shown))


def _step(shown: list[tuple[float, float]], constant: float, slope: float) -> tuple[float, float]:
    """Take one step of Newton's method towards the most likely line."""
    down = [BELIEF * constant, BELIEF * (slope - 1)]
    bend = [BELIEF, 0.0, BELIEF]
    for log_odds, accepted in shown:
        chance = chance_of(constant + slope * log_odds)
        error, weight = chance - accepted, chance * (1 - chance)
        down[0] += error
        down[1] += error * log_odds
        bend[0] += weight
        bend[1] += weight * log_odds
        bend[2] += weight * log_odds**2
    determinant = bend[0] * bend[2] - bend[1] ** 2
    return (
        constant - (bend[2] * down[0] - bend[1] * down[1]) / determinant,
        slope - (bend[0] * down[1] - bend[1] * down[0]) / determinant,
    )
