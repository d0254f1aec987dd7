"""What a project teaches: its texts, its codebook and what was decided, as suggesting takes them.

Whose decisions are learnt from is a choice. Unless one coder is named, these are the fragments
of everybody, and what the coder who asks rejected.
"""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .. import RodedraadError, __version__
from .codes import read_codebook
from .project import Project, read_setting
from .suggesting.model import Decision, Thresholds
from .texts import current_versions, load_source

if TYPE_CHECKING:
    from .suggesting.corpus import Corpus
    from .suggesting.embeddings import Progress
    from .suggesting.learner import Learner


@dataclass(frozen=True)
class Way:
    """How suggestions are made: for each "sentence" or "turn", and from whose decisions.

    `learn_from` names one coder; "" is everybody. `thresholds` are the least scores for the
    words of confidence; what scores lower is not suggested.
    """

    unit: str = "sentence"
    learn_from: str = ""
    thresholds: Thresholds = field(default_factory=Thresholds)


def read_decisions(connection: sqlite3.Connection, coder: str, learn_from: str) -> list[Decision]:
    """Give what is learnt from, in the order in which it was decided; keys are version ids.

    A suggestion that was accepted counts as long as the fragment is there. Scores are given of
    the coder's own decisions alone: of a colleague only what they accepted is learnt from, and
    scores that are calibrated on yeses would promise too much.
    """
    teacher = learn_from or coder
    rows = connection.execute(
        """
        SELECT version_id, start, end, path, 1, NULL, origin = 'bulk', NULL
        FROM fragment JOIN code ON code.id = code_id WHERE :only = '' OR coder = :only
        ORDER BY fragment.id
        """,
        {"only": learn_from},
    ).fetchall()
    rows += connection.execute(
        """
        SELECT version_id, start, end, path, verdict = 'accepted', raw, bulk, score
        FROM decision JOIN code ON code.id = code_id
        WHERE coder = :teacher AND (verdict = 'rejected' OR EXISTS (
            SELECT 1 FROM fragment WHERE fragment.version_id = decision.version_id
                AND fragment.coder = decision.coder AND fragment.code_id = decision.code_id
                AND fragment.start < decision.end AND fragment.end > decision.start))
        ORDER BY decision.id
        """,
        {"teacher": teacher},
    ).fetchall()
    return [
        Decision(str(row[0]), row[1], row[2], row[3], bool(row[4]), row[5], bool(row[6]), row[7])
        for row in rows
    ]


def read_reviewed(connection: sqlite3.Connection, learn_from: str) -> dict[str, list[int] | None]:
    """Give the turns (from 0) that were read in each version; None where it is marked coded.

    By one coder, or by whoever it was for "": whose fragments are learnt from, their silence is
    too.
    """
    turns = connection.execute(
        "SELECT DISTINCT version_id, turn FROM reviewed_turn WHERE :only IN ('', coder) "
        "ORDER BY version_id, turn",
        {"only": learn_from},
    ).fetchall()
    marked = connection.execute(
        "SELECT DISTINCT transcript_version.id FROM coded_by "
        "JOIN transcript ON transcript.id = coded_by.transcript_id "
        "JOIN transcript_version ON transcript_version.transcript_id = transcript.id "
        "AND transcript_version.number = transcript.version WHERE :only IN ('', coder)",
        {"only": learn_from},
    ).fetchall()
    reviewed: dict[str, list[int] | None] = {}
    for version, turn in turns:
        of_version = reviewed.setdefault(str(version), [])
        if of_version is not None:
            of_version.append(turn - 1)
    return reviewed | dict.fromkeys([str(version) for (version,) in marked])


def read_texts(project: Project, unit: str, progress: Progress | None = None) -> Corpus:
    """Read all texts and the codebook of a project, with sentence vectors where these are made.

    What vectors are new is kept in the project, also when somebody stops it half-way.
    """
    from .suggesting.corpus import read_corpus
    from .suggesting.pipeline import build_pipeline
    from .vectors import KeptVectors

    connection = project.connection
    book = read_codebook(connection)
    sources = [load_source(connection, version) for version in current_versions(connection, ())]
    nlp = build_pipeline(book.language)
    vectors = KeptVectors(connection, book.language, nlp, progress)
    try:
        return read_corpus(book, sources, unit=unit, nlp=nlp, embed=vectors.embed)
    finally:
        vectors.keep(project)


def learn_from_project(project: Project, way: Way, progress: Progress | None = None) -> Learner:
    """Learn from all that was decided in a project.

    Raises RodedraadError for a project without codebook, or a coder who decided nothing.
    """
    from .suggesting.learner import learn

    connection = project.connection
    require_coder(connection, way.learn_from)
    corpus = read_texts(project, way.unit, progress)
    decisions = read_decisions(connection, project.coder, way.learn_from)
    return learn(corpus, decisions, read_reviewed(connection, way.learn_from))


def own_decisions(connection: sqlite3.Connection, coder: str) -> list[Decision]:
    """Give what a coder decided about themselves, which is not proposed to them again."""
    return [
        Decision(str(row[0]), row[1], row[2], row[3], bool(row[4]))
        for row in connection.execute(
            "SELECT version_id, start, end, path, 1 FROM fragment "
            "JOIN code ON code.id = code_id WHERE coder = :coder "
            "UNION ALL SELECT version_id, start, end, path, 0 FROM decision "
            "JOIN code ON code.id = code_id WHERE coder = :coder",
            {"coder": coder},
        ).fetchall()
    ]


def require_coder(connection: sqlite3.Connection, coder: str) -> None:
    """Raise RodedraadError when somebody is to be learnt from who decided nothing."""
    rows = connection.execute("SELECT coder FROM fragment UNION SELECT coder FROM decision")
    known = sorted(str(row[0]) for row in rows.fetchall())
    if coder and coder not in known:
        raise RodedraadError(
            "{coder} has decided nothing here to learn from. Who did: {known}.",
            coder=coder,
            known=", ".join(known) or "-",
        )


def decided_with_score(connection: sqlite3.Connection, coder: str, learn_from: str) -> int:
    """Count the decisions on shown suggestions that scores can be calibrated on."""
    decisions = read_decisions(connection, coder, learn_from)
    return sum(decision.raw is not None and not decision.bulk for decision in decisions)


FOLLOWED = (
    "SELECT transcript.slug, transcript_version.id, text_sha256 FROM transcript_version "
    "JOIN transcript ON transcript.id = transcript_id AND number = transcript.version "
    "ORDER BY transcript_version.id",
    "SELECT version_id, number, start, end, cues, speaker_id FROM turn ORDER BY id",
    "SELECT id, role FROM speaker ORDER BY id",
    "SELECT id, path, position, name, definition, use_when, example, indicators FROM code "
    "ORDER BY id",
    "SELECT version_id, start, end, code_id, coder, origin FROM fragment ORDER BY id",
    "SELECT version_id, start, end, code_id, coder, verdict, score, raw, bulk FROM decision "
    "ORDER BY id",
    "SELECT version_id, turn, coder FROM reviewed_turn ORDER BY id",
    "SELECT transcript_id, coder FROM coded_by ORDER BY id",
)
"""What suggestions follow from, besides the program itself and what is installed beside it."""


def mark_of(connection: sqlite3.Connection, coder: str, way: Way) -> str:
    """Give a mark of all that suggestions follow from: the same mark, the same suggestions."""
    from .suggesting.embeddings import model_name
    from .suggesting.pipeline import installed_model

    language = read_setting(connection, "language")
    model = installed_model(language)
    about = (__version__, language, model, model_name(language), coder, way)
    digest = hashlib.sha256(repr(about).encode())
    for question in FOLLOWED:
        for row in connection.execute(question).fetchall():
            digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()
