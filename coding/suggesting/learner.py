"""Learns from decisions which sentences carry which code.

For each code the learner starts from what the codebook says (see `prior`) and learns, by ridge
regression, how the decisions differ from it. It is made from the decisions alone: `decide` and
`take_back` fit the one code that a decision is about from nothing, so after any order of
decisions the state is that of a fit on what remains, to the last digit.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .calibration import NOT_CALIBRATED, Calibration, calibrate
from .corpus import Corpus
from .likeness import Likeness, likeness_of
from .model import Decision
from .prior import Prior, make_prior, related
from .ridge import solve
from .units import Unit

if TYPE_CHECKING:
    from .sparse import Floats, Ints

NOISE = 0.5
"""Noise of one decision (the λ of ridge regression) once there are many."""

DOUBT = 3.0
"""Noise added to that for a code without an accepted example, so that the codebook counts for
more while there are few. It fades as these come: at `HALVED` of them half of it is left."""

HALVED = 20

TRUST = 0.3
"""Weight of the belief that the codebook's scores are right, against the decisions."""

FADING = 80
"""Accepted examples of a code at which the codebook's scores count for half."""

BALANCE = 4
"""Sentences without the code that a code needs beside each one that carries it."""

LEANING = 0.5
"""Weight of an undecided sentence that stands in for one without the code."""

MOST_NOES = 2_000
"""Reviewed sentences without a code that a code learns from. They outnumber those with it many
times; what was decided one by one counts always."""

FEW = 5
"""Reviewed units without surprise, added before the level of a code is moved."""


@dataclass(slots=True)
class Labels:
    """What was decided about one code: answers by unit, and units not to learn from.

    `answers` holds 1 for yes and -1 for no, several where a unit was decided about more than
    once. `unsure` counts fragments that lie over less than half of a unit, and `bulk` the
    decisions that were taken unread, which say nothing either way.
    """

    answers: dict[int, list[int]] = field(default_factory=dict)
    unsure: dict[int, int] = field(default_factory=dict)
    bulk: dict[int, int] = field(default_factory=dict)

    def done(self) -> set[int]:
        """Give the units of which the code need not be proposed again."""
        return self.answers.keys() | self.unsure.keys() | self.bulk.keys()


@dataclass(slots=True)
class Learner:
    """The state of learning; change it through the functions of this module.

    `scores` has a row for each code and a column for each unit, as `Prior.scores` has.
    `examples` and `weights` give for each code the units it was learnt from and the weight of
    each, `trust` how far the codebook's scores hold; `labels` are what was decided. `reviewed`
    are the units that were looked at whole, which say no to every code they do not carry.
    `dice` are all units in a random order that is always the same. `stale` are codes that wait
    for `settle`, and `last` the likeness of the examples that were fitted last: codes often
    share them.
    """

    corpus: Corpus
    prior: Prior
    labels: list[Labels]
    reviewed: set[int]
    scores: Floats
    examples: list[Ints]
    weights: list[Floats]
    trust: list[float]
    dice: list[int]
    calibration: Calibration = NOT_CALIBRATED
    last: tuple[Ints, Likeness] | None = None
    stale: set[int] = field(default_factory=set)

    def number(self, code: str) -> int:
        """Give the number of a code by its path; raises ValueError when there is none."""
        return self.corpus.codes.index(code)


def learn(
    corpus: Corpus,
    decisions: Iterable[Decision] = (),
    reviewed: Mapping[str, Collection[int] | None] | None = None,
    prior: Prior | None = None,
) -> Learner:
    """Learn from decisions, from nothing.

    `reviewed` names, by key of the transcript, the turns (from 0) that were reviewed whole;
    None instead of turns means the whole transcript, as when it is marked coded. Decisions
    about codes that are not in the codebook are passed over; those that are `bulk` teach
    nothing. `prior` may hold what `make_prior` gave for this corpus.
    """
    import numpy as np

    prior = prior or make_prior(corpus)
    codes = len(corpus.codes)
    nothing = np.zeros(0, dtype=np.int64)
    learner = Learner(
        corpus,
        prior,
        [Labels() for _ in range(codes)],
        _reviewed_units(corpus, reviewed or {}),
        prior.scores.copy(),
        [nothing] * codes,
        [nothing.astype(np.float64)] * codes,
        [1.0] * codes,
        sorted(range(len(corpus.units)), key=lambda unit: _dice(corpus.units[unit])),
    )
    known = set(corpus.codes)
    taken = [decision for decision in decisions if decision.code in known]
    for decision in taken:
        _note(learner, decision, 1)
    learner.calibration = calibrate(taken)
    learner.stale = set(range(codes))
    settle(learner)
    return learner


def _dice(place: Unit) -> int:
    return zlib.crc32(repr(place).encode())


def decide(learner: Learner, decision: Decision) -> None:
    """Learn from one more decision, about its own code; the others wait for `settle`."""
    _change(learner, decision, 1)


def take_back(learner: Learner, decision: Decision) -> None:
    """Forget one decision that was made before, as when it is undone."""
    _change(learner, decision, -1)


def review_turns(learner: Learner, transcript: str, turns: Collection[int] | None) -> None:
    """Let turns (from 0; None for all) count as reviewed whole; `settle` learns from it."""
    fresh = _reviewed_units(learner.corpus, {transcript: turns}) - learner.reviewed
    if fresh:
        learner.reviewed |= fresh
        learner.stale = set(range(len(learner.labels)))


def settle(learner: Learner) -> None:
    """Fit the codes that a decision about another code, or a reviewed turn, had changed."""
    for code in sorted(learner.stale):
        _fit(learner, code)
    learner.stale.clear()


def _change(learner: Learner, decision: Decision, by: int) -> None:
    if decision.code not in learner.corpus.codes:
        return
    touched = _note(learner, decision, by)
    code = learner.number(decision.code)
    _fit(learner, code)
    learner.stale.discard(code)
    if touched & learner.reviewed:
        path = decision.code
        others = enumerate(learner.corpus.codes)
        learner.stale |= {n for n, other in others if related(path, other) and n != code}


def _note(learner: Learner, decision: Decision, by: int) -> set[int]:
    """Write a decision down (or strike it out, with `by` -1); give the units it is about."""
    labels = learner.labels[learner.number(decision.code)]
    whole, partly = units_at(learner.corpus, decision.transcript, decision.start, decision.end)
    if decision.bulk:
        _count(labels.bulk, [*whole, *partly], by)
        return {*whole, *partly}
    answer = 1 if decision.accepted else -1
    for unit in whole:
        answers = labels.answers.setdefault(unit, [])
        if by > 0:
            answers.append(answer)
        elif answer in answers:
            answers.remove(answer)
        if not answers:
            del labels.answers[unit]
    if decision.accepted:
        _count(labels.unsure, partly, by)
    return {*whole, *partly}


def _count(counts: dict[int, int], units: Iterable[int], by: int) -> None:
    for unit in units:
        counts[unit] = counts.get(unit, 0) + by
        if counts[unit] <= 0:
            del counts[unit]


def units_at(corpus: Corpus, transcript: str, start: int, end: int) -> tuple[list[int], list[int]]:
    """List the units that a span is about, and those it only touches.

    It is about a unit when it covers half of it or more, or when half of the span or more lies
    in it. Units are numbered as in `corpus.units`; offsets are code points, end exclusive.
    """
    first, last = corpus.first_of.get(transcript, 0), corpus.last_of.get(transcript, 0)
    units = corpus.units
    at = bisect_right(units, start, first, last, key=lambda unit: unit.end)
    until = bisect_left(units, end, first, last, key=lambda unit: unit.start)
    about, touched = [], []
    for number in range(at, until):
        unit = units[number]
        shared = min(end, unit.end) - max(start, unit.start)
        if 2 * shared >= unit.end - unit.start or 2 * shared >= end - start:
            about.append(number)
        else:
            touched.append(number)
    return about, touched


def _reviewed_units(corpus: Corpus, reviewed: Mapping[str, Collection[int] | None]) -> set[int]:
    units = set()
    for transcript, turns in reviewed.items():
        among = range(corpus.first_of.get(transcript, 0), corpus.last_of.get(transcript, 0))
        wanted = None if turns is None else set(turns)
        units |= {n for n in among if wanted is None or corpus.units[n].turn in wanted}
    return units


def answers_for(learner: Learner, code: int) -> dict[int, float]:
    """Give what is known of one code: by unit, from -1 (no) to 1 (yes).

    A unit that was answered in both ways lies between. A reviewed unit says no, save where a
    fragment of the code covers a part of it, or it carries a code above or below. Of very many
    noes of that kind, the same part is always taken.
    """
    labels = learner.labels[code]
    known = {unit: sum(answers) / len(answers) for unit, answers in labels.answers.items()}
    open_units = learner.reviewed - labels.done()
    path = learner.corpus.codes[code]
    for other, other_path in enumerate(learner.corpus.codes):
        if other != code and related(path, other_path):
            answers = learner.labels[other].answers
            open_units -= {unit for unit, said in answers.items() if sum(said) > 0}
    if len(open_units) > MOST_NOES:
        open_units = set([unit for unit in learner.dice if unit in open_units][:MOST_NOES])
    return known | dict.fromkeys(open_units, -1.0)


def _fit(learner: Learner, code: int) -> None:
    """Fit one code from nothing, and score every unit for it."""
    import numpy as np

    prior, corpus = learner.prior, learner.corpus
    known = answers_for(learner, code)
    rows = np.array(sorted(known), dtype=np.int64)
    said = np.array([known[unit] for unit in sorted(known)])
    average = prior.average[code]
    trust = _trust(prior.scores[code][rows] - average, said - average)
    expected = average + trust * (prior.scores[code] - average)
    learner.scores[code] = expected
    learner.examples[code], learner.trust[code] = rows, trust
    if not len(rows):
        learner.weights[code] = np.zeros(0)
        return
    surprise = said - expected[rows]
    level = _level(surprise, np.array([unit in learner.reviewed for unit in rows.tolist()]))
    noise = np.full(len(rows), noise_of(sum(answer > 0 for answer in known.values())))
    unknown = _stand_ins(learner, known)
    if len(unknown):
        together = np.r_[rows, unknown]
        order = np.argsort(together)
        rows = together[order]
        surprise = np.r_[surprise, np.full(len(unknown), level)][order]
        noise = np.r_[noise, np.full(len(unknown), noise[0] / LEANING)][order]
        learner.examples[code] = rows
    examples = _likeness_of(learner, rows)
    weights = solve(examples, surprise - level, noise)
    learnt = corpus.features.score(corpus.features.weigh(rows, weights))
    learner.scores[code] = expected + level + learnt[: len(corpus.units)]
    learner.weights[code] = weights


def noise_of(accepted: int) -> float:
    """Give the noise of a decision about a code that has so many accepted examples."""
    return NOISE + DOUBT / (1 + accepted / HALVED)


def _likeness_of(learner: Learner, rows: Ints) -> Likeness:
    import numpy as np

    if learner.last is None or not np.array_equal(learner.last[0], rows):
        learner.last = (rows, likeness_of(learner.corpus.features, rows))
    return learner.last[1]


def _stand_ins(learner: Learner, known: Mapping[int, float]) -> Ints:
    """Choose undecided units to stand in for the noes that are wanting.

    Who codes by hand says yes only, and what is never told no would find its code everywhere.
    So undecided units, always the same ones, are taken to be as the codebook leads to expect.
    """
    import numpy as np

    yes = sum(said > 0 for said in known.values())
    wanting = BALANCE * yes - (len(known) - yes)
    if wanting <= 0:
        return np.zeros(0, dtype=np.int64)
    chosen = [unit for unit in learner.dice if unit not in known][:wanting]
    return np.array(sorted(chosen), dtype=np.int64)


def _trust(scores: Floats, said: Floats) -> float:
    """Say how far the codebook's scores hold: 1 as they are, 0 not at all.

    The slope of what was said on these scores, both as seen from the average, held to 1 by
    `TRUST` and never above it; less as there are more accepted examples to learn from instead.
    """
    if len(scores):
        scores, said = scores - scores.mean(), said - said.mean()
    slope = (TRUST + scores @ said) / (TRUST + scores @ scores)
    accepted = int((said > 0).sum())
    return min(1.0, max(0.0, float(slope))) / (1 + accepted / FADING)


def _level(surprise: Floats, reviewed: Floats) -> float:
    """Say how much higher or lower a code stands than the codebook led to expect.

    Only units that were reviewed whole tell: suggestions that were decided about are no fair
    sample.
    """
    fair = surprise[reviewed]
    return float(fair.sum() / (len(fair) + FEW))
