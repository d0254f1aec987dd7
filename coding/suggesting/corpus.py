"""All transcripts of a project as suggesting sees them: units, features and indicators found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ...codebooks.model import Code, Codebook
from ...transcripts.model import SpeakerRole, Turn
from .coldstart import commonness, evidence
from .embeddings import WEIGHT, unit_vectors
from .features import Features, read_features, with_questions
from .indicators import Hit, Matcher, find_indicators, indicators_of, make_matcher
from .lemmas import lemma
from .model import Source
from .pipeline import build_pipeline
from .units import Tokens, Unit, cut_units

if TYPE_CHECKING:
    from spacy.language import Language

    from .embeddings import Embed
    from .sparse import Ints

OF_QUESTION = 0.5
"""Weight of the words of a question in the answer to it, whose own words have 1."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything that is read from texts and codebook before anything is decided.

    `units` are the units of the transcripts; `features` and `tokens` have a row for each of
    them and, after these, one for the text of each code, in the order of `codes` (paths, in the
    order of the codebook). `found` leads from the number of a unit in which indicators were
    found to these, by number of their code; `common` is the share of units with each indicator.
    `first_of` and `last_of` bound the units of a transcript, by its key. `stop_words` are the
    words of the language that say nothing of a subject, as spaCy lists them.
    """

    language: str
    codes: tuple[str, ...]
    units: list[Unit]
    tokens: Tokens
    features: Features
    matcher: Matcher
    found: dict[int, dict[int, list[Hit]]]
    common: dict[str, float]
    first_of: dict[str, int]
    last_of: dict[str, int]
    stop_words: frozenset[str]

    def code_row(self, code: int) -> int:
        """Give the row of `features` that holds the text of a code, by its number."""
        return len(self.units) + code

    def lemma_of(self, word: str) -> str:
        """Give the lemma of a word in the language of the codebook."""
        return lemma(word, self.language)


def read_corpus(
    codebook: Codebook,
    sources: Sequence[Source],
    *,
    unit: str = "sentence",
    nlp: Language | None = None,
    embed: Embed | None = None,
) -> Corpus:
    """Read transcripts and codebook; give all transcripts of the project.

    `unit` is "sentence" or "turn". `nlp` may hold the pipeline of an earlier call, which saves
    a second. With `embed` (see `embeddings`) sentence vectors are learnt from as well.
    """
    nlp = nlp or build_pipeline(codebook.language)
    codes = tuple(codebook.walk())
    about = [_code_source(code) for code in codes]
    units, tokens = cut_units(sources, nlp, unit=unit)
    _, code_tokens = cut_units(about, nlp, unit="turn")
    asked, asked_tokens = cut_units(sources, nlp, unit="turn", role=SpeakerRole.INTERVIEWER)
    everything = joined(joined(tokens, code_tokens), asked_tokens)
    features = read_features(everything, codebook.language, len(units))
    features = with_questions(features, _question_rows(units, len(codes), asked), OF_QUESTION)
    if embed is not None:
        texts = {source.key: source.text for source in sources}
        said = [texts[place.transcript][place.start : place.end] for place in units]
        vectors = unit_vectors(embed, said + [source.text for source in about])
        features = replace(features, vectors=WEIGHT * vectors)
    matcher = matcher_for(codebook, nlp)
    hits = _find(matcher, tokens)
    paths = tuple(code.path for code in codes)
    first_of: dict[str, int] = {}
    last_of: dict[str, int] = {}
    for number, place in enumerate(units):
        first_of.setdefault(place.transcript, number)
        last_of[place.transcript] = number + 1
    numbers = {path: place for place, path in enumerate(paths)}
    found = {unit: _by_code(matcher, of_unit, numbers) for unit, of_unit in hits.items()}
    return Corpus(
        codebook.language,
        paths,
        units,
        tokens,
        features,
        matcher,
        found,
        commonness(hits.values(), len(units)),
        first_of,
        last_of,
        frozenset(nlp.Defaults.stop_words),
    )


def _question_rows(units: Sequence[Unit], codes: int, asked: Sequence[Unit]) -> Ints:
    """Give for the row of each unit and code that of the question just before it, or -1."""
    import numpy as np

    first = len(units) + codes
    rows = {(one.transcript, one.turn): first + number for number, one in enumerate(asked)}
    of_units = [rows.get((unit.transcript, unit.turn - 1), -1) for unit in units]
    return np.array(of_units + [-1] * codes, dtype=np.int64)


def _code_source(code: Code) -> Source:
    """Make a text of what the codebook says of a code, without what it is not."""
    parts = (code.name, code.definition, code.use_when, code.example, *code.indicators)
    text = " . ".join(part for part in parts if part.strip())
    if not any(map(str.isalnum, text)):
        text = code.slug  # every code needs its row
    return Source(code.path, text, [Turn(0, len(text))])


def matcher_for(codebook: Codebook, nlp: Language) -> Matcher:
    """Arrange the codebook's indicators for finding, cut into words as `nlp` cuts text."""

    def split(text: str) -> list[str]:
        return [token.text for token in nlp.make_doc(text)]

    return make_matcher(indicators_of(codebook), codebook.language, split)


def joined(one: Tokens, other: Tokens) -> Tokens:
    """Put the units of two sets of tokens in one, those of `other` after those of `one`."""
    import numpy as np

    return Tokens(
        one.texts + other.texts,
        np.concatenate([one.form, other.form + len(one.texts)]),
        np.concatenate([one.start, other.start]),
        np.concatenate([one.end, other.end]),
        np.concatenate([one.first[:-1], other.first + len(one.form)]),
    )


def _by_code(matcher: Matcher, hits: list[Hit], number: dict[str, int]) -> dict[int, list[Hit]]:
    return {number[path]: listed for path, listed in evidence(matcher, hits).items()}


def _find(matcher: Matcher, tokens: Tokens) -> dict[int, list[Hit]]:
    """Find the indicators in every unit that has a word which may be one."""
    lemmas = [lemma(text, matcher.language) for text in tokens.texts]
    possible = {
        form for form, text in enumerate(tokens.texts) if matcher.may_begin(text, lemmas[form])
    }
    found = {}
    for unit in _units_with(tokens, possible):
        words, starts, _ = tokens.of(unit)
        span = slice(tokens.first[unit], tokens.first[unit + 1])
        said = [lemmas[form] for form in tokens.form[span].tolist()]
        hits = find_indicators(matcher, words, said, starts)
        if hits:
            found[unit] = hits
    return found


def _units_with(tokens: Tokens, forms: set[int]) -> list[int]:
    import numpy as np

    wanted = np.zeros(max(1, len(tokens.texts)), dtype=bool)
    wanted[sorted(forms)] = True
    at = np.flatnonzero(wanted[tokens.form]) if len(tokens.form) else tokens.form
    units: Ints = np.unique(np.searchsorted(tokens.first, at, side="right") - 1)
    return [int(unit) for unit in units]
