"""How well the suggestions do: against what was decided, and leaving out whole transcripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from .corpus import Corpus
from .learner import Learner, answers_for, learn
from .model import Decision, Thresholds
from .prior import Prior, make_prior
from .proposing import calibrated, raw_chances

BLOCK = 20
"""Decisions that a point of the learning curve is made of."""

CONFIDENCES = ("sure", "likely", "maybe")


@dataclass(frozen=True, slots=True)
class Shown:
    """Suggestions that were shown with one confidence, or in one stretch of the curve.

    `decided` of them were decided upon, bulk accepts left out, of which `accepted` accepted;
    `promised` is the mean of the scores they were shown with, 0 to 1.
    """

    label: str
    decided: int
    accepted: int
    promised: float


@dataclass(frozen=True, slots=True)
class CodeFigures:
    """What is known of one code.

    `accepted` and `rejected` count the sentences learnt from; `shown` has a line for each word
    of confidence. The rest leaves out one transcript at a time: of the sentences with a known
    answer that scored high enough to be shown, `precision` is the part that carries the code,
    and `recall` the part of those that carry it which were found; None where there is nothing
    to divide by, or a single transcript.
    """

    code: str
    accepted: int
    rejected: int
    shown: tuple[Shown, ...]
    precision: float | None
    recall: float | None


@dataclass(frozen=True, slots=True)
class IndicatorFigures:
    """An indicator that does not earn its place: in how many units it was found, and decided."""

    code: str
    indicator: str
    found: int
    accepted: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures together.

    `shown` and `curve` are over all codes, the curve in the order in which decisions were taken.
    `confused` counts the sentences for which the first code was rejected and the second given.
    `calibrated_on` is the number of decisions that scores are calibrated on, 0 for not yet.
    `left_out` is the number of transcripts that were left out in turn.
    """

    codes: tuple[CodeFigures, ...]
    shown: tuple[Shown, ...]
    curve: tuple[Shown, ...]
    confused: tuple[tuple[str, str, int], ...]
    indicators: tuple[IndicatorFigures, ...]
    calibrated_on: int
    left_out: int


def evaluate(
    corpus: Corpus,
    decisions: Sequence[Decision],
    reviewed: Mapping[str, Collection[int] | None] | None = None,
    thresholds: Thresholds | None = None,
) -> Evaluation:
    """Evaluate suggestions; `decisions` are in the order taken, all else as in `learn`."""
    thresholds = thresholds or Thresholds()
    prior = make_prior(corpus)
    learner = learn(corpus, decisions, reviewed, prior)
    shown = [d for d in decisions if not d.bulk and _promised(d) is not None]
    keys = _decided_transcripts(learner)
    apart = _left_out_scores(learner, decisions, reviewed or {}, prior, keys)
    codes = []
    for number, path in enumerate(corpus.codes):
        answers = answers_for(learner, number)
        of_code = [decision for decision in shown if decision.code == path]
        precision, recall = _precision_recall(answers, apart[number], thresholds)
        codes.append(
            CodeFigures(
                path,
                sum(said > 0 for said in answers.values()),
                sum(said < 0 for said in answers.values()),
                by_confidence(of_code, thresholds),
                precision,
                recall,
            )
        )
    return Evaluation(
        tuple(codes),
        by_confidence(shown, thresholds),
        learning_curve(shown),
        confused_codes(learner),
        weak_indicators(learner),
        learner.calibration.decisions,
        len(keys) if len(keys) > 1 else 0,
    )


def _promised(decision: Decision) -> float | None:
    return decision.raw if decision.score is None else decision.score


def _summary(label: str, decisions: Sequence[Decision]) -> Shown:
    promised = [score for d in decisions if (score := _promised(d)) is not None]
    mean = round(sum(promised) / len(promised), 3) if promised else 0.0
    return Shown(label, len(decisions), sum(d.accepted for d in decisions), mean)


def by_confidence(decisions: Sequence[Decision], thresholds: Thresholds) -> tuple[Shown, ...]:
    """Sum up decisions by the confidence with which the suggestion was shown."""
    by_word: dict[str, list[Decision]] = {word: [] for word in CONFIDENCES}
    for decision in decisions:
        word = thresholds.confidence(_promised(decision) or 0.0)
        if word:
            by_word[word].append(decision)
    return tuple(_summary(word, listed) for word, listed in by_word.items())


def learning_curve(decisions: Sequence[Decision]) -> tuple[Shown, ...]:
    """Sum up decisions in blocks, in the order they were taken; labels are "1-20", "21-40", …"""
    blocks = [decisions[at : at + BLOCK] for at in range(0, len(decisions), BLOCK)]
    return tuple(
        _summary(f"{BLOCK * number + 1}-{BLOCK * number + len(block)}", block)
        for number, block in enumerate(blocks)
    )


def confused_codes(learner: Learner, most: int = 10) -> tuple[tuple[str, str, int], ...]:
    """Count the units for which one code was rejected and another given, most frequent first."""
    given: dict[int, list[int]] = {}
    for code, labels in enumerate(learner.labels):
        for unit, said in labels.answers.items():
            if sum(said) > 0:
                given.setdefault(unit, []).append(code)
    pairs: Counter[tuple[int, int]] = Counter()
    for code, labels in enumerate(learner.labels):
        for unit, said in labels.answers.items():
            if sum(said) < 0:
                pairs.update((code, other) for other in given.get(unit, ()) if other != code)
    paths = learner.corpus.codes
    ranked = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))
    return tuple((paths[one], paths[other], count) for (one, other), count in ranked[:most])


def weak_indicators(learner: Learner) -> tuple[IndicatorFigures, ...]:
    """List the indicators that led to decisions but never to a yes, or oftener to a no."""
    found: Counter[tuple[int, str]] = Counter()
    yes: Counter[tuple[int, str]] = Counter()
    no: Counter[tuple[int, str]] = Counter()
    for unit, by_code in learner.corpus.found.items():
        for code, hits in by_code.items():
            said = sum(learner.labels[code].answers.get(unit, ()))
            for indicator in {hit.indicator for hit in hits}:
                found[code, indicator] += 1
                yes[code, indicator] += said > 0
                no[code, indicator] += said < 0
    listed = [
        IndicatorFigures(learner.corpus.codes[code], name, found[code, name], right, wrong)
        for code, name in sorted(found)
        if (wrong := no[code, name]) > (right := yes[code, name])
    ]
    return tuple(sorted(listed, key=lambda row: (row.accepted - row.rejected, row.code)))


def _decided_transcripts(learner: Learner) -> list[str]:
    """List the transcripts in which anything was decided, in order."""
    units = set(learner.reviewed).union(*(labels.answers for labels in learner.labels))
    return list(dict.fromkeys(learner.corpus.units[unit].transcript for unit in sorted(units)))


def _left_out_scores(
    learner: Learner,
    decisions: Sequence[Decision],
    reviewed: Mapping[str, Collection[int] | None],
    prior: Prior,
    keys: Sequence[str],
) -> list[dict[int, float]]:
    """Give for each code the scores of units, learnt from all transcripts but their own."""
    corpus = learner.corpus
    scores: list[dict[int, float]] = [{} for _ in corpus.codes]
    for key in keys if len(keys) > 1 else ():
        others = [decision for decision in decisions if decision.transcript != key]
        elsewhere = {other: turns for other, turns in reviewed.items() if other != key}
        without = learn(corpus, others, elsewhere, prior)
        units = range(corpus.first_of[key], corpus.last_of[key])
        for code in range(len(corpus.codes)):
            chances = calibrated(without, raw_chances(without, code))
            scores[code].update((unit, round(float(chances[unit]), 3)) for unit in units)
    return scores


def _precision_recall(
    answers: Mapping[int, float], scores: Mapping[int, float], thresholds: Thresholds
) -> tuple[float | None, float | None]:
    told = [(said, scores[unit]) for unit, said in answers.items() if unit in scores and said]
    found = sum(said > 0 for said, score in told if score >= thresholds.maybe)
    shown = sum(score >= thresholds.maybe for _, score in told)
    carried = sum(said > 0 for said, _ in told)
    return (
        round(found / shown, 3) if shown else None,
        round(found / carried, 3) if carried else None,
    )
