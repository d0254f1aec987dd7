"""Indicators that a codebook could still take up: words that mark what was coded with a code.

Weighted log-odds with a prior: how much oftener a word stands in the sentences of a code than
in the rest, with all sentences together as the prior, divided by its standard error. After
Monroe, Colaresi & Quinn 2008, Fightin' Words, Political Analysis 16, 372-403.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .corpus import Corpus
from .learner import Learner
from .units import Unit

LEAST_SENTENCES = 3
LEAST_TRANSCRIPTS = 2
LEAST_MARK = 1.96
"""Standard errors that a word must be above nothing (two-sided, 5 in 100)."""

LEAST_RIGHT = 0.4
"""Part of the sentences with a word that must carry the code: one indicator makes a suggestion."""

EVERYDAY = 0.02
"""Part of all sentences above which a word is an everyday word."""

SMALL = 10
"""Sentences that may have a word before it is called an everyday word."""

PRIOR_SIZE = 100
"""Sentences that the prior weighs, or as many as are coded when these are fewer."""

SHORTEST = 3

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word or phrase that marks a code.

    `coded` sentences of the code have it, in `transcripts` transcripts, and `rest` sentences that
    were read and not coded so; `mark` is the log-odds in standard errors. `example` is a coded
    unit that has it.
    """

    word: str
    coded: int
    transcripts: int
    rest: int
    mark: float
    example: Unit

    def right(self) -> float:
        """Give the part of the sentences with the word that carry the code, 0 to 1."""
        return self.coded / (self.coded + self.rest)


def words_of_units(corpus: Corpus) -> list[set[Words]]:
    """Give of each unit the lemmas that say something, and the phrases of two or three of them."""
    return [_said(corpus, unit) for unit in range(len(corpus.units))]


def keywords_for(
    learner: Learner, code: str, said: Sequence[set[Words]], most: int = 10
) -> list[Keyword]:
    """Propose indicators for a code (a path), the most telling first.

    `said` is what `words_of_units` gives. Sentences accepted for the code or coded with it are
    held against the others that were read: those of reviewed turns, or all where none is. Left
    out is what is an indicator already, an everyday word, a word in less than three coded
    sentences or in a single transcript, and one that is wrong in more than three sentences of
    five. Of a word and a phrase that it stands in, the one that carries more stays.
    """
    corpus = learner.corpus
    answers = learner.labels[learner.number(code)].answers
    coded = {unit for unit, given in answers.items() if sum(given) > 0}
    read = (learner.reviewed or set(range(len(corpus.units)))) | answers.keys()
    sizes = (len(coded), len(read) - len(coded))
    everywhere = Counter(word for of_unit in said for word in of_unit)
    outside = Counter(word for unit in read - coded for word in said[unit])
    places: dict[Words, list[int]] = {}
    for unit in sorted(coded):
        for word in said[unit]:
            places.setdefault(word, []).append(unit)
    found = []
    for word, units in places.items():
        heard = len({corpus.units[unit].transcript for unit in units})
        mark = round(_mark(len(units), outside[word], sizes), 2)
        example = corpus.units[units[0]]
        keyword = Keyword(" ".join(word), len(units), heard, outside[word], mark, example)
        everyday = everywhere[word] > max(SMALL, EVERYDAY * len(said))
        if not everyday and _is_telling(keyword) and not _is_known(corpus, keyword.word):
            found.append(keyword)
    found.sort(key=lambda keyword: (-keyword.mark, -len(keyword.word), keyword.word))
    return _without_parts(found)[:most]


def _is_telling(keyword: Keyword) -> bool:
    return (
        keyword.coded >= LEAST_SENTENCES
        and keyword.transcripts >= LEAST_TRANSCRIPTS
        and keyword.mark >= LEAST_MARK
        and keyword.right() >= LEAST_RIGHT
    )


def _said(corpus: Corpus, unit: int) -> set[Words]:
    """Give the words of a unit that say something, and phrases that begin and end with one.

    Between the two of a phrase stands nothing, or one word that says nothing: "kort van lijn".
    """
    words, _, _ = corpus.tokens.of(unit)
    telling = [_tells(corpus, word) for word in words]
    lemmas = [corpus.lemma_of(word) if word[0].isalpha() else "" for word in words]
    said: set[Words] = set()
    for at, lemma in enumerate(lemmas):
        if telling[at]:
            said.add((lemma,))
            for last in (at + 1, at + 2):
                phrase = lemmas[at : last + 1]
                inside = telling[at + 1 : last]
                if all(phrase) and not any(inside) and telling[last : last + 1] == [True]:
                    said.add(tuple(phrase))
    return said


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


def _is_known(corpus: Corpus, word: str) -> bool:
    """Tell whether the codebook has this indicator already, in whatever form."""
    parts = word.split()
    if len(parts) == 1:
        return bool(corpus.matcher.words.get(parts[0]))
    return any(list(lemmas) == parts for lemmas, _ in corpus.matcher.phrases.get(parts[0], ()))


def _without_parts(keywords: list[Keyword]) -> list[Keyword]:
    """Leave out a word where a phrase it stands in is oftener right, and else the phrase.

    The phrase must have half of the coded sentences of the word: else both have something to say.
    """
    dropped = set()
    for word in keywords:
        for phrase in keywords:
            if f" {word.word} " in f" {phrase.word} " and word is not phrase:
                if phrase.right() <= word.right():
                    dropped.add(phrase.word)
                elif 2 * phrase.coded >= word.coded:
                    dropped.add(word.word)
    return [keyword for keyword in keywords if keyword.word not in dropped]
