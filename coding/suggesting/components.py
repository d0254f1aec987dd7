"""The two components this program adds to spaCy, under names that a config file can use.

`rodedraad_lemmas` fills `token.lemma_`; `rodedraad_indicators` fills `doc._.indicator_hits` (a
list of `Hit`, offsets in code points of the doc's text) and
`doc.spans["rodedraad_indicators"]` (one span a hit, its label the indicator). Importing this
module registers both; it is the one module here that imports spaCy at its top (a second).
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from .indicators import Matcher, find_indicators, make_matcher
from .lemmas import lemma

LEMMAS = "rodedraad_lemmas"
INDICATORS = "rodedraad_indicators"
HITS = "indicator_hits"

if not Doc.has_extension(HITS):
    Doc.set_extension(HITS, default=[])


class LemmaComponent:
    """Fills `token.lemma_` from simplemma's lists, each word looked up once."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.known: dict[int, int] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemma of every token of the doc."""
        known = self.known
        for token in doc:
            number = known.get(token.orth)
            if number is None:
                number = doc.vocab.strings.add(lemma(token.text, self.language) or token.text)
                known[token.orth] = number
            token.lemma = number
        return doc


class IndicatorComponent:
    """Finds indicators in every sentence of a doc and keeps them on the doc."""

    def __init__(self, matcher: Matcher) -> None:
        self.matcher = matcher

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc._.indicator_hits` and the span group `rodedraad_indicators`."""
        hits = []
        for sentence in doc.sents:
            tokens = list(sentence)
            words = [token.text for token in tokens]
            lemmas = [token.lemma_ for token in tokens]
            starts = [token.idx for token in tokens]
            hits += find_indicators(self.matcher, words, lemmas, starts)
        doc._.set(HITS, hits)
        spans = (doc.char_span(h.spans[0][0], h.spans[-1][1], label=h.indicator) for h in hits)
        doc.spans[INDICATORS] = [span for span in spans if span is not None]
        return doc


@Language.factory(LEMMAS, assigns=["token.lemma"])
def make_lemmas(nlp: Language, name: str) -> LemmaComponent:  # noqa: ARG001
    """Make the lemma component for the pipeline's own language."""
    return LemmaComponent(nlp.lang or "")


@Language.factory(
    INDICATORS, default_config={"indicators": {}}, assigns=[f"doc._.{HITS}", "doc.spans"]
)
def make_indicators(
    nlp: Language,
    name: str,  # noqa: ARG001
    indicators: dict[str, list[str]],
) -> IndicatorComponent:
    """Make the indicator component from indicators by the path of their code."""

    def split(text: str) -> list[str]:
        return [token.text for token in nlp.make_doc(text)]

    return IndicatorComponent(make_matcher(indicators, nlp.lang or "", split))
