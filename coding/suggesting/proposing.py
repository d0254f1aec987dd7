"""From what was learnt to suggestions, each with its score and its reasons."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ...codebooks.model import Codebook
from .corpus import Corpus, read_corpus
from .learner import Learner, learn, units_at
from .model import Decision, Source, Suggestion, Thresholds
from .reasons import pull_of, reasons_for

if TYPE_CHECKING:
    from spacy.language import Language

    from .sparse import Floats

ONE_SCALE = 30
"""Reviewed sentences at which half of a code's own line is left (see `_line`)."""


def suggest(
    codebook: Codebook,
    sources: Sequence[Source],
    *,
    decisions: Sequence[Decision] = (),
    reviewed: Mapping[str, Collection[int] | None] | None = None,
    only: Collection[str] | None = None,
    unit: str = "sentence",
    thresholds: Thresholds | None = None,
    nlp: Language | None = None,
) -> list[Suggestion]:
    """Propose codes for the sentences (or, with `unit="turn"`, the turns) of respondents.

    Give all `sources` of the project: how rare a word is counts over all. Suggestions are given
    for those with a key in `only`, or for all. `decisions` and `reviewed` are as in `learn`;
    what was decided about is not proposed again. The same input gives the same suggestions, in
    the order of the sources, their text and the codebook.
    """
    corpus = read_corpus(codebook, sources, unit=unit, nlp=nlp)
    learner = learn(corpus, decisions, reviewed)
    return propose(learner, only=only, thresholds=thresholds)


def propose(
    learner: Learner,
    *,
    only: Collection[str] | None = None,
    codes: Collection[str] | None = None,
    thresholds: Thresholds | None = None,
    done: Iterable[Decision] | None = None,
    explain: bool = True,
) -> list[Suggestion]:
    """Give the suggestions of a learner, for some transcripts and codes or for all.

    Neighbouring sentences of one turn that carry the same code are one suggestion, with the
    highest of their scores. Where the learner learns from another coder, `done` are the
    decisions of the one who reads the suggestions: what these are about is left out. Finding
    the reasons takes as long as everything else; without `explain` there are none.
    """
    import numpy as np

    thresholds = thresholds or Thresholds()
    corpus = learner.corpus
    left_out = _left_out(learner, done)
    suggestions = []
    for code, path in enumerate(corpus.codes):
        if codes is None or path in codes:
            raw = raw_chances(learner, code)
            score = np.round(calibrated(learner, raw), 3)
            high = _among(corpus, np.flatnonzero(score >= thresholds.maybe).tolist(), only)
            runs = _runs(corpus, [unit for unit in high if unit not in left_out[code]])
            pull = pull_of(learner, code) if runs and explain else None
            for run in runs:
                best = max(run, key=lambda unit: (score[unit], -unit))
                why = reasons_for(learner, code, run, pull) if pull else ()
                found = (float(score[best]), round(float(raw[best]), 3), why)
                suggestions.append(
                    (run[0], code, _suggestion(corpus, code, run, found, thresholds))
                )
    return [suggestion for _, _, suggestion in sorted(suggestions, key=lambda found: found[:2])]


def raw_chances(learner: Learner, code: int) -> Floats:
    """Give the uncalibrated probability of a code (by number) for every unit; below .953.

    Log-odds above 2 are held back, in their order, and never reach 3: on SIB-200 what claimed
    .97 was right in .87 to .95 of the sentences.
    """
    import numpy as np

    constant, slope = _line(learner, code)
    log_odds = np.maximum(constant + slope * learner.scores[code], -30)
    held = np.where(log_odds > 2, 3 - 1 / np.maximum(log_odds - 1, 1), log_odds)
    chances: Floats = 1 / (1 + np.exp(-held))
    return chances


def _line(learner: Learner, code: int) -> tuple[float, float]:
    """Give the constant and slope that turn a code's scores into log-odds.

    What the codebook says differs in strength from code to code, so each has a line of its own.
    Sentences that were reviewed whole answer for all codes on one scale, and bring their lines
    together; else the code with the steepest line would win everywhere.
    """
    lines = learner.prior.lines
    own = ONE_SCALE / (ONE_SCALE + len(learner.reviewed))
    constant, slope = own * lines[code] + (1 - own) * lines.mean(axis=0)
    return float(constant), float(slope)


def calibrated(learner: Learner, raw: Floats) -> Floats:
    """Correct probabilities by what coders decided so far; as they are while that is too little."""
    import numpy as np

    line = learner.calibration
    if not line.decisions:
        return raw
    kept = np.clip(raw, 0.001, 0.999)
    chances: Floats = 1 / (1 + np.exp(-line.constant - line.slope * np.log(kept / (1 - kept))))
    return chances


def _left_out(learner: Learner, done: Iterable[Decision] | None) -> list[set[int]]:
    """List, for each code, the units of which it was decided already."""
    if done is None:
        return [labels.done() for labels in learner.labels]
    left_out: list[set[int]] = [set() for _ in learner.corpus.codes]
    numbers = {path: code for code, path in enumerate(learner.corpus.codes)}
    for decision in done:
        if decision.code in numbers:
            place = (decision.transcript, decision.start, decision.end)
            about, touched = units_at(learner.corpus, *place)
            left_out[numbers[decision.code]].update(about, touched if decision.accepted else ())
    return left_out


def _among(corpus: Corpus, units: list[int], only: Collection[str] | None) -> list[int]:
    """Keep the units of some transcripts; None means all."""
    if only is None:
        return units
    return [unit for unit in units if corpus.units[unit].transcript in only]


def _runs(corpus: Corpus, shown: Sequence[int]) -> list[list[int]]:
    """Put neighbours of the same turn together."""
    runs: list[list[int]] = []
    for unit in shown:
        if runs and runs[-1][-1] == unit - 1 and _same_turn(corpus, unit - 1, unit):
            runs[-1].append(unit)
        else:
            runs.append([unit])
    return runs


def _same_turn(corpus: Corpus, one: int, other: int) -> bool:
    first, second = corpus.units[one], corpus.units[other]
    return (first.transcript, first.turn) == (second.transcript, second.turn)


def _suggestion(
    corpus: Corpus,
    code: int,
    run: Sequence[int],
    found: tuple[float, float, tuple[str, ...]],
    thresholds: Thresholds,
) -> Suggestion:
    first, last = corpus.units[run[0]], corpus.units[run[-1]]
    score, raw, why = found
    return Suggestion(
        first.transcript,
        first.turn,
        first.start,
        last.end,
        corpus.codes[code],
        score,
        thresholds.confidence(score),
        why,
        raw,
    )
