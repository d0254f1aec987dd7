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

BELIEF = 1.0
"""Weight of the belief that scores are right on the whole: that of four decisions."""

SHAPE = 5.0
"""Weight of the belief that they only need a shift. On labelled Dutch sentences what promised too
much did so by as much in log-odds at .9 as at .5, and one reviews the surest first."""

RISE = 0.5
"""Log-odds by which scores are raised at most. Many accept what is sure and leave the rest alone:
that says how right the surest are, and nothing about the others."""


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
    middle = sum(log_odds for log_odds, _ in shown) / len(shown)
    height, slope = _fit([(log_odds - middle, said) for log_odds, said in shown], middle)
    height = min(height, middle + RISE)
    return Calibration(round(height - slope * middle, 6), round(slope, 6), len(shown))


def _fit(shown: list[tuple[float, float]], middle: float) -> tuple[float, float]:
    """Give the most likely height of the line at the middle, and its slope, at least .1.

    Newton's method, with half the step for as long as a step would lead away from the answer.
    """
    line, loss = (middle, 1.0), _loss(shown, middle, middle, 1.0)
    for _ in range(50):
        step = _step(shown, middle, *line)
        part = 1.0
        while part > 1e-6:
            moved = (line[0] - part * step[0], line[1] - part * step[1])
            if (fresh := _loss(shown, middle, *moved)) <= loss:
                break
            part /= 2
        else:
            break
        line, loss = moved, fresh
    return line[0], max(0.1, line[1])


def _loss(shown: list[tuple[float, float]], middle: float, height: float, slope: float) -> float:
    """Say how unlikely decisions and beliefs are together, given a line."""
    loss = BELIEF / 2 * (height - middle) ** 2 + SHAPE / 2 * (slope - 1) ** 2
    for place, accepted in shown:
        chance = chance_of(height + slope * place)
        loss -= math.log(chance if accepted else 1 - chance)
    return loss


def _step(
    shown: list[tuple[float, float]], middle: float, height: float, slope: float
) -> tuple[float, float]:
    """Give the step of Newton's method, to be taken off."""
    down = [BELIEF * (height - middle), SHAPE * (slope - 1)]
    bend = [BELIEF, 0.0, SHAPE]
    for place, accepted in shown:
        chance = chance_of(height + slope * place)
        error, weight = chance - accepted, chance * (1 - chance)
        down[0] += error
        down[1] += error * place
        bend[0] += weight
        bend[1] += weight * place
        bend[2] += weight * place**2
    determinant = bend[0] * bend[2] - bend[1] ** 2
    return (
        (bend[2] * down[0] - bend[1] * down[1]) / determinant,
        (bend[0] * down[1] - bend[1] * down[0]) / determinant,
    )
