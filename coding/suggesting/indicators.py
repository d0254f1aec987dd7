"""Finds a codebook's indicators in a sentence, and says which words it found them in.

Four ways to be found: as a word in any of its forms ("bewoners" for bewoner), as a phrase
("korte lijnen" for korte lijn), as the first or last part of a compound
("samenwerkingsverband" for samenwerking; "raad" is not in "draad"), and as a separable verb
("zij werken goed samen" for samenwerken).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ...codebooks.model import Codebook
from .lemmas import NO_PART, PARTICLES, SHORTEST_PART, is_compound_part, is_known, lemma, word_set

SHORTEST_IN_COMPOUND = 4
"""Letters an indicator must have to be looked for inside longer words."""

SEPARABLE = sorted(PARTICLES | {"deel", "plaats", "kwijt", "stil"})
"""What the separable verbs of Dutch begin with."""

CLAUSE_MARKS = frozenset([*'.,;:!?…()[]"“”„–—-', "..."])
CLAUSE_WORDS = word_set(
    "en maar want of dus dat omdat doordat als toen terwijl zodat zodra hoewel tenzij wanneer "
    "voordat nadat totdat die wie waar waarom hoe"
)
"""Dutch words that begin a new clause; a separable verb does not reach across them."""

PREPOSITIONS = word_set(
    "aan achter af bij binnen boven buiten door in langs met na naar naast om onder op over per "
    "sinds te tegen tijdens tot tussen uit van vanaf vanuit via volgens voor zonder"
)
"""Dutch prepositions: as a particle they are believed only at the end of their clause."""

DETERMINERS = word_set("de het een dit dat deze die ons onze geen elk elke ieder")

BEFORE_VERB = word_set(
    "te moet moeten kan kunnen kon konden wil willen wilde wilden zal zullen zou zouden mag "
    "mogen mocht gaat gaan ging gingen laat laten blijft blijven bleven"
)
"""Dutch words that may stand between a particle and its verb ("samen te werken")."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where an indicator was found.

    `indicator` is written as in the codebook. `kind` is "word", "phrase", "compound" or
    "separable". `words` are the words found, as they stand in the text, and `spans` their
    offsets in code points (end exclusive), one pair a word, in the order of the text.
    `tokens` number these words within what was searched.
    """

    indicator: str
    kind: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    tokens: tuple[int, ...]

    def reason(self) -> str:
        """Say in words why this counts, such as "samenwerking in 'samenwerkingsafspraken'"."""
        found = " … ".join(self.words) if self.kind == "separable" else " ".join(self.words)
        if found.lower() == self.indicator.lower():
            return self.indicator
        return f"{self.indicator} in '{found}'"


@dataclass(slots=True)
class Matcher:
    """The indicators of a codebook, arranged by what has to be looked up.

    `codes` gives the paths of the codes that claim an indicator. `words` leads from a lemma to
    indicators of one word; `heads` from the written form and the lemma likewise, for the start
    of compounds; `phrases` from the first lemma to (lemmas, indicator); `verbs` from the lemma
    of a verb without its particle to (particle, indicator). `seen` keeps what was found in a
    word alone, for each word that came by.
    """

    language: str
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)
    heads: dict[str, list[str]] = field(default_factory=dict)
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)
    verbs: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    seen: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    def alone(self, word: str, word_lemma: str) -> tuple[tuple[str, str], ...]:
        """Give the indicators that a word is or holds by itself, and how, as (name, kind)."""
        found = self.seen.get(word)
        if found is None:
            found = self.seen[word] = tuple(_in_word(self, word, word_lemma))
        return found

    def may_begin(self, word: str, word_lemma: str) -> bool:
        """Tell whether any indicator can be found at this word."""
        many = word_lemma in self.phrases or word_lemma in self.verbs
        return many or bool(self.alone(word, word_lemma))


def indicators_of(codebook: Codebook) -> dict[str, list[str]]:
    """Give the indicators of each code that has any, by its path."""
    return {code.path: list(code.indicators) for code in codebook.walk() if code.indicators}


def make_matcher(
    indicators: Mapping[str, Iterable[str]],
    language: str,
    split: Callable[[str], list[str]] = str.split,
) -> Matcher:
    """Arrange indicators, given by path of their code, for finding.

    `split` cuts an indicator into words as the text is cut (a spaCy tokeniser's way).
    """
    claimed: dict[str, list[str]] = {}
    for path, listed in indicators.items():
        for indicator in listed:
            paths = claimed.setdefault(" ".join(indicator.split()), [])
            if path not in paths:
                paths.append(path)
    matcher = Matcher(language, {name: tuple(paths) for name, paths in claimed.items() if name})
    for indicator in matcher.codes:
        words = tuple(_plain(word) for word in split(indicator))
        if len(words) == 1:
            _add_word(matcher, indicator, words[0])
        elif words:
            lemmas = tuple(lemma(word, language) for word in words)
            matcher.phrases.setdefault(lemmas[0], []).append((lemmas, indicator))
    return matcher


def _plain(word: str) -> str:
    return unicodedata.normalize("NFC", word).lower()


def _add_word(matcher: Matcher, indicator: str, word: str) -> None:
    language = matcher.language
    matcher.words.setdefault(lemma(word, language), []).append(indicator)
    for form in {word, lemma(word, language)}:
        matcher.heads.setdefault(form, []).append(indicator)
    if language != "nl" or not word.endswith("n"):
        return
    for particle in SEPARABLE:
        verb = word.removeprefix(particle)
        if verb != word and len(verb) >= SHORTEST_PART and is_known(verb, language):
            matcher.verbs.setdefault(lemma(verb, language), []).append((particle, indicator))


def find_indicators(
    matcher: Matcher,
    words: Sequence[str],
    lemmas: Sequence[str],
    starts: Sequence[int],
) -> list[Hit]:
    """Find all indicators in one sentence.

    `words` are its words and marks as they stand in the text, `lemmas` their lemmas and
    `starts` their offsets (code points). The hits come in the order of the text; an indicator
    that is found as a word is not looked for inside that same word again.
    """
    hits: list[Hit] = []

    def add(indicator: str, kind: str, tokens: tuple[int, ...]) -> None:
        spans = tuple((starts[at], starts[at] + len(words[at])) for at in tokens)
        hits.append(Hit(indicator, kind, tuple(words[at] for at in tokens), spans, tokens))

    for at, word in enumerate(words):
        for indicator, kind in matcher.alone(word, lemmas[at]):
            add(indicator, kind, (at,))
        for parts, indicator in matcher.phrases.get(lemmas[at], ()):
            if tuple(lemmas[at : at + len(parts)]) == parts:
                add(indicator, "phrase", tuple(range(at, at + len(parts))))
        for particle, indicator in matcher.verbs.get(lemmas[at], ()):
            other = _particle_of(words, at, particle)
            if other is not None:
                add(indicator, "separable", tuple(sorted((at, other))))
    return sorted(hits, key=lambda hit: (hit.tokens, hit.indicator, hit.kind))


def _in_word(matcher: Matcher, raw: str, word_lemma: str) -> list[tuple[str, str]]:
    """List the indicators that a word is, or has as its first or last part."""
    found = dict.fromkeys(matcher.words.get(word_lemma, ()), "word")
    word = _plain(raw)
    if not word[:1].isalpha():
        return list(found.items())
    for indicator in _in_hyphenated(matcher, word):
        found.setdefault(indicator, "compound")
    for length in range(SHORTEST_IN_COMPOUND, len(word) - SHORTEST_PART + 1):
        listed = matcher.heads.get(word[:length])
        if listed and is_compound_part(word[length:], matcher.language, linked="before"):
            for indicator in listed:
                found.setdefault(indicator, "compound")
    for start in range(SHORTEST_PART, len(word) - SHORTEST_IN_COMPOUND + 1):
        tails = _tail(matcher, word[start:])
        if tails and is_compound_part(word[:start], matcher.language, linked="after"):
            for indicator in tails:
                found.setdefault(indicator, "compound")
    return list(found.items())


def _in_hyphenated(matcher: Matcher, word: str) -> list[str]:
    """List the indicators that are a whole part between hyphens ("wmo" in "wmo-loket")."""
    if "-" not in word:
        return []
    parts = [part for part in word.split("-") if part]
    return [name for part in parts for name in matcher.words.get(lemma(part, matcher.language), ())]


def _tail(matcher: Matcher, tail: str) -> Sequence[str]:
    """List the indicators that the last part of a word is, in any of its forms."""
    if tail in NO_PART:
        return ()
    if tail in matcher.heads:
        return matcher.heads[tail]
    if not is_known(tail, matcher.language):
        return ()
    tail_lemma = lemma(tail, matcher.language)
    if len(tail_lemma) < SHORTEST_IN_COMPOUND:
        return ()
    return matcher.words.get(tail_lemma, ())


def _particle_of(words: Sequence[str], verb: int, particle: str) -> int | None:
    """Find a verb's particle in its clause: after it, or before it with little in between."""
    for at in range(verb + 1, len(words)):
        word = words[at].lower()
        if word == particle and _is_particle(words, at):
            return at
        if word in CLAUSE_MARKS or word in CLAUSE_WORDS:
            break
    at = verb - 1
    while at > 0 and words[at].lower() in BEFORE_VERB:
        at -= 1
    if at >= 0 and words[at].lower() == particle:
        free = particle not in PREPOSITIONS or at < verb - 1
        before = words[at - 1].lower() if at else ""
        return at if free and before not in DETERMINERS else None
    return None


def _is_particle(words: Sequence[str], at: int) -> bool:
    """Tell a particle from the preposition or noun that looks like it, by its neighbours."""
    if words[at - 1].lower() in DETERMINERS:
        return False
    if words[at].lower() not in PREPOSITIONS or at + 1 == len(words):
        return True
    following = words[at + 1].lower()
    ends = following in CLAUSE_MARKS or following in CLAUSE_WORDS
    return ends or following in PREPOSITIONS
