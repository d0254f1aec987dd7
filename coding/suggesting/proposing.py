"""From a codebook and transcripts to suggestions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from ...codebooks.model import Codebook
from . import coldstart
from .indicators import Hit, Matcher, find_indicators, indicators_of, make_matcher
from .model import Source, Suggestion, Thresholds
from .pipeline import build_pipeline
from .units import Unit, sentence_units, turn_units

if TYPE_CHECKING:
    from spacy.language import Language


def suggest(
    codebook: Codebook,
    sources: Sequence[Source],
    *,
    only: Collection[str] | None = None,
    unit: str = "sentence",
    thresholds: Thresholds | None = None,
    nlp: Language | None = None,
) -> list[Suggestion]:
    """Propose codes for the sentences (or, with `unit="turn"`, the turns) of respondents.

    How common an indicator is counts over all `sources`; suggestions are given for those with
    a key in `only`, or for all. They come in the order of the sources, their text and the
    codebook, and the same input gives the same suggestions. `nlp` may hold the pipeline of an
    earlier call, which saves a second.
    """
    nlp = nlp or build_pipeline(codebook.language)
    matcher = matcher_for(codebook, nlp)
    cut = turn_units if unit == "turn" else sentence_units
    found = []
    for source in sources:
        for piece in cut(source.text, source.turns, nlp):
            hits = find_indicators(matcher, piece.words, piece.lemmas, piece.starts)
            found.append((source.key, piece, hits))
    common = coldstart.commonness(hits for _, _, hits in found)
    order = {code.path: place for place, code in enumerate(codebook.walk())}
    thresholds = thresholds or Thresholds()
    suggestions = []
    for key, piece, hits in found:
        if only is None or key in only:
            proposed = _propose(key, piece, hits, matcher, common, thresholds)
            suggestions += sorted(proposed, key=lambda proposal: order[proposal.code])
    return suggestions


def matcher_for(codebook: Codebook, nlp: Language) -> Matcher:
    """Arrange the codebook's indicators for finding, cut into words as `nlp` cuts text."""

    def split(text: str) -> list[str]:
        return [token.text for token in nlp.make_doc(text)]

    return make_matcher(indicators_of(codebook), codebook.language, split)


def _propose(
    key: str,
    piece: Unit,
    hits: Sequence[Hit],
    matcher: Matcher,
    common: dict[str, float],
    thresholds: Thresholds,
) -> list[Suggestion]:
    proposed = []
    for code, evidence in coldstart.evidence(matcher, hits).items():
        score = round(coldstart.cold_score(evidence, common), 3)
        confidence = thresholds.confidence(score)
        if confidence:
            why = coldstart.reasons(evidence)
            proposed.append(
                Suggestion(key, piece.turn, piece.start, piece.end, code, score, confidence, why)
            )
    return proposed
