"""Sentence vectors are computed once, kept in the project, and go where words must go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from builders import Person, add_talk, code_quote, new_project
from numpy.typing import NDArray

from rodedraad.coding.learning import Learning
from rodedraad.coding.project import Project
from rodedraad.coding.suggesting import embeddings
from rodedraad.coding.suggestions import refresh_suggestions
from rodedraad.coding.teaching import Way, learn_from_project
from rodedraad.coding.vectors import read_vectors
from rodedraad.coding.wiping import forget_computed

Embed = Callable[[Sequence[str]], NDArray[np.float32]]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with a talk of two turns."""
    project = new_project(tmp_path, ["politie"])
    people = {"R1": Person("R1", "bewoners")}
    add_talk(project, "een", [("R1", "De agent is er. Het regent.")], people)
    return project


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts of which a vector is asked, of something that makes vectors of two numbers."""
    texts: list[str] = []

    def embed(said: Sequence[str]) -> NDArray[np.float32]:
        texts.extend(said)
        return np.array([[len(text), 1] for text in said], dtype=np.float32)

    monkeypatch.setattr(embeddings, "model_name", lambda *_: "toy")
    monkeypatch.setattr(embeddings, "sentence_embedder", lambda *_: embed)
    return texts


def test_a_vector_is_computed_once(project: Project, asked: list[str]) -> None:
    told: list[tuple[int, int]] = []
    refresh_suggestions(project, progress=lambda done, of: told.append((done, of)))
    assert "De agent is er." in asked
    assert told[-1][0] == told[-1][1] == len(asked)
    assert len(read_vectors(project.connection, "toy")) == len(asked)
    before = list(asked)
    people = {"R1": Person("R1", "bewoners")}
    add_talk(project, "ander", [("R1", "De agent is er. Het sneeuwt.")], people)
    refresh_suggestions(project)
    assert asked[len(before) :] == ["Het sneeuwt."]


def test_what_is_stopped_half_way_keeps_what_was_made(
    project: Project, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embeddings, "BATCH", 1)

    def stop(done: int, _of: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        refresh_suggestions(project, progress=stop)
    assert len(read_vectors(project.connection, "toy")) == len(asked) == 2


def test_vectors_go_where_words_must_be_forgotten(project: Project, asked: list[str]) -> None:
    refresh_suggestions(project)
    assert asked
    with project.transaction("purge"):
        forget_computed(project)
    assert read_vectors(project.connection, "toy") == {}


def test_the_screen_suggests_by_the_vectors_that_are_kept_and_makes_none(
    project: Project, asked: list[str]
) -> None:
    code_quote(project, "een", "De agent is er.", "politie")
    refresh_suggestions(project)
    before = len(asked)
    learner = Learning(project.connection, "anna", False, 1)._learner
    assert learner.corpus.features.vectors is not None
    expected = learn_from_project(project, Way())
    assert learner.scores.tobytes() == expected.scores.tobytes()
    assert len(asked) == before


def test_the_screen_judges_a_sentence_without_a_vector_by_its_words(
    project: Project, asked: list[str]
) -> None:
    refresh_suggestions(project)
    before = len(asked)
    people = {"R1": Person("R1", "bewoners")}
    add_talk(project, "ander", [("R1", "Het sneeuwt.")], people)
    vectors = Learning(project.connection, "anna", False, 2)._learner.corpus.features.vectors
    assert vectors is not None
    assert [bool(row.any()) for row in vectors] == [False, True, True, True]
    assert len(asked) == before


def test_without_anything_that_makes_them_there_are_none(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embeddings, "find_spec", lambda _name: None)
    refresh_suggestions(project)
    count = project.connection.execute("SELECT count(*) FROM sentence_vector").fetchone()[0]
    assert count == 0
