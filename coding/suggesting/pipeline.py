"""The spaCy pipeline: sentences, lemmas and the codebook's indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, distribution
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

MODELS = {"nl": "nl_core_news", "en": "en_core_web"}
"""Trained pipelines by language; the largest that is installed is used, none is fetched."""


def build_pipeline(
    language: str, indicators: Mapping[str, Sequence[str]] | None = None
) -> Language:
    """Build a pipeline with sentences and lemmas for a language ("nl", "en", …).

    An installed trained pipeline (`nl_core_news_lg`, `_md` or `_sm`) finds the sentences when
    there is one, otherwise the full stops do. With `indicators` (by path of their code) the
    component that finds them is added at the end.
    """
    # spaCy: about a second to import.
    import spacy

    from .components import INDICATORS, LEMMAS

    model = installed_model(language)
    if model:
        # Lemmas are always simplemma's, so that they agree with the vocabulary table.
        nlp = spacy.load(model, exclude=["lemmatizer", "trainable_lemmatizer"])
    else:
        nlp = spacy.blank(language)
        nlp.add_pipe("sentencizer")
    nlp.add_pipe(LEMMAS)
    if indicators is not None:
        listed = {path: list(names) for path, names in indicators.items()}
        nlp.add_pipe(INDICATORS, config={"indicators": listed})
    return nlp


def installed_model(language: str) -> str:
    """Name the largest installed trained pipeline for a language, or "" when there is none.

    spaCy looks for it in the same way, but takes half a second to import.
    """
    stem = MODELS.get(language)
    for size in ("lg", "md", "sm") if stem else ():
        try:
            distribution(f"{stem}_{size}")
        except PackageNotFoundError:
            continue
        return f"{stem}_{size}"
    return ""
