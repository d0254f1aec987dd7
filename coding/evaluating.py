"""How good the suggestions of a project are, as rows to show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .project import Project
from .teaching import Way, read_decisions, read_reviewed, read_texts, require_coder

if TYPE_CHECKING:
    from .suggesting.embeddings import Progress
    from .suggesting.evaluation import Evaluation, Shown

KEYS = (
    "part",
    "code",
    "other",
    "label",
    "found",
    "decided",
    "accepted",
    "rejected",
    "score",
    "precision",
    "recall",
)


def evaluate_project(
    project: Project, way: Way, progress: Progress | None = None
) -> tuple[list[dict[str, Any]], int]:
    """Evaluate; give rows with KEYS, and how many transcripts were left out in turn.

    `part` says what a row is about, and what does not belong to it is None:

    - "code": sentences `accepted` and `rejected` for a code, with precision and recall (0 to 1)
      leaving out one transcript at a time;
    - "confidence": suggestions shown with the confidence `label`, for a code or for all (""):
      how many were decided and accepted, the part accepted (precision), the mean score promised;
    - "curve": the same over the decisions `label` ("1-20"), in the order they were taken;
    - "confused": sentences (`decided`) for which `code` was rejected and `other` was given;
    - "indicator": an indicator (`label`) that led to more rejections than acceptances, and the
      number of sentences it was `found` in.

    Raises RodedraadError for a project without codebook, or a coder who decided nothing.
    """
    from .suggesting.evaluation import evaluate

    require_coder(project.connection, way.learn_from)
    corpus = read_texts(project, way.unit, progress)
    decisions = read_decisions(project.connection, project.coder, way.learn_from)
    reviewed = read_reviewed(project.connection, way.learn_from)
    found = evaluate(corpus, decisions, reviewed, way.thresholds)
    return rows_of(found), found.left_out


def rows_of(found: Evaluation) -> list[dict[str, Any]]:
    """Lay an evaluation out in rows with KEYS."""
    rows = [
        row("code", one.code, accepted=one.accepted, rejected=one.rejected)
        | {"precision": one.precision, "recall": one.recall}
        for one in found.codes
    ]
    rows += [of_shown("confidence", "", shown) for shown in found.shown]
    rows += [
        of_shown("confidence", one.code, shown)
        for one in found.codes
        for shown in one.shown
        if shown.decided
    ]
    rows += [of_shown("curve", "", shown) for shown in found.curve]
    rows += [row("confused", one, other=two, decided=count) for one, two, count in found.confused]
    rows += [
        row("indicator", one.code, label=one.indicator, found=one.found, accepted=one.accepted)
        | {"rejected": one.rejected}
        for one in found.indicators
    ]
    return rows


def row(part: str, code: str, **values: Any) -> dict[str, Any]:
    """Make a row with KEYS; what is not given is None."""
    return dict.fromkeys(KEYS) | {"part": part, "code": code, **values}


def of_shown(part: str, code: str, shown: Shown) -> dict[str, Any]:
    """Make a row about suggestions that were shown and decided upon."""
    right = round(shown.accepted / shown.decided, 3) if shown.decided else None
    return row(part, code, label=shown.label, decided=shown.decided, accepted=shown.accepted) | {
        "rejected": shown.decided - shown.accepted,
        "precision": right,
        "score": shown.promised if shown.decided else None,
    }
