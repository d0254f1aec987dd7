from __future__ import annotations

import random

import pytest

from rodedraad.coding.suggesting.calibration import NOT_CALIBRATED, calibrate, log_odds_of
from rodedraad.coding.suggesting.model import Decision


def shown(raw: float, accepted: bool, bulk: bool = False) -> Decision:
    return Decision("a", 0, 1, "c", accepted, raw, bulk)


def test_too_few_decisions_leave_scores_alone() -> None:
    assert calibrate([shown(0.6, True)] * 29) == NOT_CALIBRATED
    assert calibrate([shown(0.6, True)] * 29 + [shown(0.6, True, bulk=True)]) == NOT_CALIBRATED
    by_hand = Decision("a", 0, 1, "c", True)
    assert calibrate([shown(0.6, True)] * 29 + [by_hand]) == NOT_CALIBRATED
    assert NOT_CALIBRATED.decisions == 0


def test_scores_come_to_mean_what_was_decided() -> None:
    rng = random.Random(1)
    made = []
    for _ in range(2000):
        truth = rng.uniform(0.1, 0.9)
        flattered = truth**0.5
        made.append(shown(flattered, rng.random() < truth))
    line = calibrate(made)
    assert line.decisions == 2000
    for truth in (0.2, 0.4, 0.6, 0.8):
        odds = truth**0.5 / (1 - truth**0.5)
        import math

        assert line.correct(math.log(odds)) == pytest.approx(truth, abs=0.06)


def test_order_does_not_matter_and_higher_stays_higher() -> None:
    rng = random.Random(2)
    made = [shown(rng.random(), rng.random() < 0.5) for _ in range(60)]
    line = calibrate(made)
    rng.shuffle(made)
    assert calibrate(made).slope == pytest.approx(line.slope, abs=1e-5)
    assert line.slope > 0
    upside_down = [shown(0.9, False)] * 40 + [shown(0.4, True)] * 40
    assert calibrate(upside_down).slope > 0


def test_half_of_the_surest_rejected_makes_them_maybes_and_nothing_certain() -> None:
    """As after `review --order confidence`: all decisions are about the highest scores."""
    made = [shown(0.945 + 0.001 * (n % 5), accepted=n % 9 < 5) for n in range(45)]
    line = calibrate(made)
    assert line.correct(log_odds_of(0.947)) == pytest.approx(25 / 45, abs=0.08)
    assert line.correct(log_odds_of(0.6)) < line.correct(log_odds_of(0.947))
    assert line.correct(log_odds_of(0.6)) < 0.35


def test_all_rejected_is_believed() -> None:
    line = calibrate([shown(0.95, False)] * 40)
    assert line.correct(log_odds_of(0.95)) < 0.15


def test_all_accepted_stays_finite() -> None:
    line = calibrate([shown(0.999999, True)] * 500)
    assert 0.9 < line.correct(5.0) <= 1


def test_who_accepts_the_surest_alone_is_not_offered_everything() -> None:
    line = calibrate([shown(0.94, True)] * 1000)
    assert line.correct(log_odds_of(0.94)) > 0.94
    assert line.correct(log_odds_of(0.1)) < 0.2
