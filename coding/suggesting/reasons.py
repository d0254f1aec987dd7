"""Why a code is proposed: the indicators found, the words that pulled, what it resembles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import coldstart
from .corpus import Corpus
from .features import Weights, plain
from .learner import Learner, units_at
from .likeness import likeness_of
from .model import WORD, Suggestion

if TYPE_CHECKING:
    from .sparse import Floats

MOST_WORDS = 3
LEAST_PULL = 0.04
"""Score that a word must add to be named, on the scale where a decision says -1 or 1."""

LEAST_SHARE = 0.2
"""Part that a word should have in all that words added; where none has, the strongest are named."""

LEAST_LIKENESS = 0.1
"""Cosine under which a fragment is not named as similar."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a code is proposed, in parts.

    `indicators` are said as "samenwerking in 'samenwerkingsverband'"; `words` pulled, the
    strongest first. `nearest` is the number of the unit coded with it that looks most alike,
    and `likeness` their cosine, 0 to 1; -1 and 0 where none is.
    """

    indicators: tuple[str, ...]
    words: tuple[str, ...]
    nearest: int = -1
    likeness: float = 0.0


def pull_of(learner: Learner, code: int) -> Weights:
    """Add up what the codebook and the decisions taught of a code (by number)."""
    import numpy as np

    corpus, prior = learner.corpus, learner.prior
    each = np.zeros(corpus.features.terms.height)
    each[prior.rows] += learner.trust[code] * prior.weights[code]
    each[learner.examples[code]] += learner.weights[code]
    return corpus.features.weigh(np.arange(len(each)), each)


def reasons_for(
    learner: Learner, code: int, units: Sequence[int], pull: Weights
) -> tuple[str, ...]:
    """Say why a code is proposed for these units: indicators, and after a + other words."""
    indicators = indicators_in(learner, code, units)
    words = pulling_words(learner, units, pull)
    named = set(" ".join(indicators).lower().replace("'", " ").split())
    return (*indicators, *(WORD + word for word in words if word not in named))


def indicators_in(learner: Learner, code: int, units: Sequence[int]) -> tuple[str, ...]:
    """Say which indicators of a code were found in these units, none twice."""
    said: dict[str, None] = {}
    for unit in units:
        hits = learner.corpus.found.get(unit, {}).get(code, ())
        said |= dict.fromkeys(coldstart.reasons(hits))
    return tuple(said)


def pulling_words(learner: Learner, units: Sequence[int], pull: Weights) -> list[str]:
    """Name the words that added most to a code's score, as written, the strongest first."""
    added: dict[str, float] = {}
    texts = learner.corpus.features.form_texts
    for unit in units:
        said = {plain(word) for word in learner.corpus.tokens.of(unit)[0]}
        for form, amount in _added(learner, unit, pull).items():
            if texts[form] not in said:
                continue  # a word of the question
            added[texts[form]] = max(amount, added.get(texts[form], 0.0))
    named = [word for word in added if word not in learner.corpus.stop_words]
    named = [word for word in named if added[word] >= LEAST_PULL]
    large = [word for word in named if added[word] >= LEAST_SHARE * sum(added.values())]
    return sorted(large or named, key=lambda word: (-added[word], word))[:MOST_WORDS]


def _added(learner: Learner, unit: int, pull: Weights) -> dict[int, float]:
    """Give what each form in a unit adds, where that is above zero.

    A form adds by its letters and by its lemma, and half of what a pair it stands in adds.
    """
    import numpy as np

    features = learner.corpus.features
    _, terms, values = features.terms.entries(np.array([unit]))
    _, forms, counts = features.forms.entries(np.array([unit]))
    lemmas = len(features.lemma_texts)
    of_lemma: dict[int, float] = {}
    amounts = (values * pull.terms[terms]).tolist()
    for term, amount in zip(terms.tolist(), amounts, strict=True):
        parts = [term] if term < lemmas else features.pairs[term - lemmas].tolist()
        for part in parts:
            of_lemma[part] = of_lemma.get(part, 0.0) + amount / len(parts)
    amounts = (counts * pull.forms[forms]).tolist()
    said = features.lemma_of[forms].tolist()
    added = {
        form: amount + of_lemma.get(word, 0.0)
        for form, amount, word in zip(forms.tolist(), amounts, said, strict=True)
    }
    return {form: amount for form, amount in added.items() if amount > 0}


def explain(learner: Learner, code: str, units: Sequence[int]) -> Reasons:
    """Give all reasons for proposing a code (a path) for some units, the nearest one among them."""
    number = learner.number(code)
    pull = pull_of(learner, number)
    nearest, likeness = nearest_coded(learner, number, units)
    return Reasons(
        indicators_in(learner, number, units),
        tuple(pulling_words(learner, units, pull)),
        nearest,
        likeness,
    )


def nearest_coded(learner: Learner, code: int, units: Sequence[int]) -> tuple[int, float]:
    """Find the unit coded with a code that looks most like these; -1 and 0 when none does."""
    import numpy as np

    answers = learner.labels[code].answers
    coded = [unit for unit, said in answers.items() if sum(said) > 0 and unit not in units]
    if not coded:
        return -1, 0.0
    rows = np.array(sorted(coded), dtype=np.int64)
    alike = likeness_to(learner.corpus, units)[rows]
    best = int(alike.argmax())
    if alike[best] < LEAST_LIKENESS:
        return -1, 0.0
    return int(rows[best]), round(float(alike[best]), 3)


def nearest_of_each(learner: Learner, suggestions: Sequence[Suggestion]) -> list[int]:
    """Give for each suggestion the coded unit that looks most like it; -1 where none does.

    Units are numbered as in the learner's corpus, and are coded with the suggested code.
    """
    nearest = [-1] * len(suggestions)
    by_code: dict[str, list[int]] = {}
    for number, suggestion in enumerate(suggestions):
        by_code.setdefault(suggestion.code, []).append(number)
    lengths = learner.corpus.features.squares() if suggestions else None
    for code, numbers in by_code.items():
        answers = learner.labels[learner.number(code)].answers
        coded = [unit for unit, said in answers.items() if sum(said) > 0]
        if coded and lengths is not None:
            places = [_units_of(learner, suggestions[number]) for number in numbers]
            for number, unit in zip(
                numbers, _nearest_among(learner, coded, places, lengths), strict=True
            ):
                nearest[number] = unit
    return nearest


def _units_of(learner: Learner, suggestion: Suggestion) -> list[int]:
    place = (suggestion.transcript, suggestion.start, suggestion.end)
    return units_at(learner.corpus, *place)[0]


def _nearest_among(
    learner: Learner, coded: Sequence[int], places: Sequence[Sequence[int]], squares: Floats
) -> list[int]:
    """Find for each place (units) the most alike of the coded units, or -1."""
    import numpy as np

    rows = np.array(sorted({*coded, *(unit for units in places for unit in units)}))
    alike = likeness_of(learner.corpus.features, rows)
    number = {int(unit): place for place, unit in enumerate(rows)}
    among = np.array([number[unit] for unit in sorted(coded)])
    found = []
    for units in places:
        own = [number[unit] for unit in units]
        asked = np.zeros(len(rows))
        asked[own] = 1
        together = alike.times(asked)
        lengths = np.sqrt(np.maximum(squares[rows[among]] * together[own].sum(), 1e-9))
        cosines = np.where(np.isin(among, own), 0, together[among] / lengths)
        best = int(cosines.argmax())
        found.append(int(rows[among[best]]) if cosines[best] >= LEAST_LIKENESS else -1)
    return found


def likeness_to(corpus: Corpus, units: Sequence[int]) -> Floats:
    """Give how much each unit looks like some units taken together: a cosine.

    1 is the same words, 0 no word or group of letters in common.
    """
    import numpy as np

    features = corpus.features
    rows = np.array(sorted(units), dtype=np.int64)
    together = features.score(features.weigh(rows, np.ones(len(rows))))
    lengths = np.sqrt(features.squares() * together[rows].sum())
    alike = np.divide(together, lengths, out=np.zeros(len(together)), where=lengths > 0)
    capped: Floats = np.minimum(1.0, alike[: len(corpus.units)])
    return capped
