"""Sentence vectors that the project keeps: computed once, for a sentence takes hundredths of a
second.

They stand under the SHA-256 of the sentence and the name of what made them. A vector tells
something of its sentence, so all of them go where words must be forgotten (`forget_vectors`).
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from .project import Project

if TYPE_CHECKING:
    from spacy.language import Language

    from .suggesting.embeddings import Embed, Progress


class KeptVectors:
    """What makes vectors here, and the vectors of a project that it made before.

    `embed` is None where nothing is installed that makes them.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        language: str,
        nlp: Language,
        progress: Progress | None = None,
    ) -> None:
        """Read what is kept; `progress` is told how many of how many new sentences are done."""
        from .suggesting.embeddings import model_name, remembering, sentence_embedder

        self.model = model_name(language, nlp)
        self.known = read_vectors(connection, self.model)
        self._kept = set(self.known)
        made = sentence_embedder(language, nlp)
        self.embed: Embed | None = remembering(made, self.known, progress) if made else None

    def keep(self, project: Project) -> None:
        """Store the vectors that are new, as one change."""
        fresh = [(key, self.model, self.known[key]) for key in self.known.keys() - self._kept]
        if fresh:
            with project.transaction("suggest"):
                project.connection.executemany(
                    "INSERT OR IGNORE INTO sentence_vector(sha256, model, vector) VALUES (?, ?, ?)",
                    sorted(fresh),
                )
            self._kept = set(self.known)


def read_vectors(connection: sqlite3.Connection, model: str) -> dict[str, bytes]:
    """Give the vectors that a model made (half-precision numbers), by the SHA-256 of the text."""
    if not model:
        return {}
    rows = connection.execute(
        "SELECT sha256, vector FROM sentence_vector WHERE model = ?", [model]
    ).fetchall()
    return {str(key): bytes(vector) for key, vector in rows}


def kept_vectors(connection: sqlite3.Connection, language: str, nlp: Language) -> Embed | None:
    """Give the vectors that a project keeps, to those who cannot wait for new ones.

    None where it keeps none of what makes vectors here; see `recalling` for a new sentence.
    """
    from .suggesting.embeddings import model_name, recalling

    known = read_vectors(connection, model_name(language, nlp))
    return recalling(known) if known else None


def forget_vectors(project: Project) -> None:
    """Remove all vectors, inside an open transaction; they can be computed again."""
    project.connection.execute("DELETE FROM sentence_vector")
