"""Indicators that a codebook could still take up: words that mark what was coded with a code.

Weighted log-odds with a prior: how much oftener a word stands in the sentences of a code than
in the rest, with all sentences together as the prior, divided by its standard error. After
Monroe, Colaresi & Quinn 2008, Fightin' Words, Political Analysis 16, 372-403.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from .corpus import Corpus
from .learner import Learner
from .units import Unit

LEAST_SENTENCES = 3
LEAST_MARK = 1.96
"""Standard errors that a word must be above nothing (two-sided, 5 in 100)."""

PRIOR_SIZE = 100
"""Sentences that the prior weighs, or as many as are coded when these are fewer."""

SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word or phrase that marks a code.

    `coded` sentences of the code have it and `rest` sentences of all others; `mark` is the
    log-odds in standard errors. `example` is a coded unit that has it.
    """

    word: str
    coded: int
    rest: int
    mark: float
    example: Unit


def keywords_for(learner: Learner, code: str, most: int = 10) -> list[Keyword]:
    """Propose indicators for a code (a path), the most telling first.

    Sentences accepted for the code or coded with it are held against all other sentences.
    What is an indicator already, a word that says nothing of a subject, or a word in less than
    three coded sentences, is left out; so is a word of a phrase that is proposed instead.
    """
    number = learner.number(code)
    answers = learner.labels[number].answers
    coded = {unit for unit, said in answers.items() if sum(said) > 0}
    if not coded:
        return []
    inside, everywhere = _counted(learner.corpus, coded)
    sizes = (len(coded), len(learner.corpus.units) - len(coded))
    marked = []
    for word, places in inside.items():
        count, rest = len(places), everywhere[word] - len(places)
        mark = _mark(count, rest, sizes)
        if count >= LEAST_SENTENCES and mark >= LEAST_MARK:
            unit = learner.corpus.units[min(places)]
            marked.append(Keyword(_written(word), count, rest, round(mark, 2), unit))
    marked = [keyword for keyword in marked if not _is_known(learner.corpus, keyword.word)]
    marked.sort(key=lambda keyword: (-keyword.mark, -len(keyword.word), keyword.word))
    return _without_parts(marked)[:most]


def _counted(
    corpus: Corpus, coded: Collection[int]
) -> tuple[dict[tuple[str, ...], set[int]], Counter[tuple[str, ...]]]:
    """Find the words and pairs in coded units, and count the units that have each of them."""
    inside: dict[tuple[str, ...], set[int]] = {}
    everywhere: Counter[tuple[str, ...]] = Counter()
    for unit in range(len(corpus.units)):
        said = _said(corpus, unit)
        everywhere.update(said)
        for word in said if unit in coded else ():
            inside.setdefault(word, set()).add(unit)
    return inside, everywhere


def _said(corpus: Corpus, unit: int) -> set[tuple[str, ...]]:
    """Give the lemmas of a unit that say something, and pairs of neighbours of which both do."""
    words, _, _ = corpus.tokens.of(unit)
    telling = [corpus.lemma_of(word) if _tells(corpus, word) else "" for word in words]
    said: set[tuple[str, ...]] = {(word,) for word in telling if word}
    return said | {(one, other) for one, other in pairwise(telling) if one and other}


def _tells(corpus: Corpus, word: str) -> bool:
    lower = word.lower()
    return len(lower) >= SHORTEST and lower[0].isalpha() and lower not in corpus.stop_words


def _mark(count: int, rest: int, sizes: tuple[int, int]) -> float:
    """Give the log-odds of a word in standard errors; `sizes` are the sentences of each side."""
    size = min(PRIOR_SIZE, sizes[0])
    prior = size * (count + rest + 1) / (sum(sizes) + 2)
    inside = (count + prior) / (sizes[0] + size - count - prior)
    outside = (rest + prior) / (sizes[1] + size - rest - prior)
    spread = math.sqrt(1 / (count + prior) + 1 / (rest + prior))
    return math.log(inside / outside) / spread


def _written(word: tuple[str, ...]) -> str:
    return " ".join(word)


def _is_known(corpus: Corpus, word: str) -> bool:
    """Tell whether the codebook has this indicator already, in whatever form."""
    parts = word.split()
    if len(parts) == 1:
        return bool(corpus.matcher.words.get(parts[0]))
    return any(list(lemmas) == parts for lemmas, _ in corpus.matcher.phrases.get(parts[0], ()))


def _without_parts(keywords: list[Keyword]) -> list[Keyword]:
    """Leave out a word that stands in a phrase before it in the list and is no commoner."""
    kept: list[Keyword] = []
    for keyword in keywords:
        parts = set(keyword.word.split())
        if not any(
            (parts < set(other.word.split()) and keyword.coded <= other.coded)
            or (set(other.word.split()) < parts and keyword.coded <= other.coded // 2)
            for other in kept
        ):
            kept.append(keyword)
    return kept
