"""In which order suggestions are reviewed."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Sequence

from ... import RodedraadError
from .learner import Learner, units_at
from .model import Suggestion, Thresholds
from .proposing import calibrated, raw_chances
from .reasons import pull_of, reasons_for

ORDERS = ("confidence", "uncertain", "novel", "random", "transcript")


def in_order(
    learner: Learner,
    suggestions: Sequence[Suggestion],
    how: str,
    *,
    only: Collection[str] | None = None,
    thresholds: Thresholds | None = None,
) -> list[Suggestion]:
    """Put suggestions in an order; those that are equal keep the order of the text.

    "confidence": the surest first. "uncertain": those nearest to a half, from which most is
    learnt. "novel": those that share least with any sentence decided about. "transcript": as
    the text runs. "random": instead of `suggestions`, sentences of all transcripts (or of those
    with a key in `only`) in a fixed random order, each with its likeliest code, for an unbiased
    look at what the suggestions miss. Raises RodedraadError for any other order.
    """
    if how == "random":
        return random_sentences(learner, only, thresholds or Thresholds())
    if how == "transcript":
        return list(suggestions)
    keys: dict[str, Callable[[Suggestion], float]] = {
        "confidence": lambda suggestion: -suggestion.score,
        "uncertain": lambda suggestion: abs(suggestion.score - 0.5),
    }
    if how == "novel":
        news = novelty(learner)
        keys["novel"] = lambda suggestion: -max(news[unit] for unit in _units(learner, suggestion))
    if how not in keys:
        raise RodedraadError(
            "There is no order {order}. Choose one of: {orders}",
            order=how,
            orders=", ".join(ORDERS),
        )
    return sorted(suggestions, key=keys[how])


def _units(learner: Learner, suggestion: Suggestion) -> list[int]:
    place = (suggestion.transcript, suggestion.start, suggestion.end)
    return units_at(learner.corpus, *place)[0]


def novelty(learner: Learner) -> list[float]:
    """Say how new each unit is: the part of its words, 0 to 1, that no decided unit has.

    Rare words count for more, as everywhere in learning.
    """
    import numpy as np

    terms = learner.corpus.features.terms
    decided = np.zeros(terms.height)
    for labels in learner.labels:
        decided[list(labels.answers)] = 1
    decided[sorted(learner.reviewed)] = 1
    seen = terms.transposed_times(decided) > 0
    whole, unseen = terms.squares(), terms.squares((~seen).astype(np.float64))
    parts = np.divide(unseen, whole, out=np.zeros(terms.height), where=whole > 0)
    news: list[float] = parts[: len(learner.corpus.units)].tolist()
    return news


def random_sentences(
    learner: Learner, only: Collection[str] | None, thresholds: Thresholds
) -> list[Suggestion]:
    """Give every unit that nothing was decided about, in a random order that is always the same.

    Each comes with the code that is likeliest in it, however unlikely: accept, change or
    reject it like any suggestion.
    """
    import numpy as np

    corpus = learner.corpus
    if not corpus.codes:
        return []
    done = set(learner.reviewed).union(*(labels.done() for labels in learner.labels))
    raw = np.array([raw_chances(learner, code) for code in range(len(corpus.codes))])
    score = calibrated(learner, raw)
    best = score.argmax(axis=0)
    pulls = {code: pull_of(learner, code) for code in sorted(set(best.tolist()))}
    found = []
    for unit in sorted(range(len(corpus.units)), key=lambda unit: _dice(corpus.units[unit])):
        place = corpus.units[unit]
        if unit in done or (only is not None and place.transcript not in only):
            continue
        code = int(best[unit])
        chance = round(float(score[code, unit]), 3)
        found.append(
            Suggestion(
                place.transcript,
                place.turn,
                place.start,
                place.end,
                corpus.codes[code],
                chance,
                thresholds.confidence(chance),
                reasons_for(learner, code, [unit], pulls[code]),
                round(float(raw[code, unit]), 3),
            )
        )
    return found


def _dice(place: object) -> int:
    return zlib.crc32(repr(place).encode())
