"""How good the suggestions are, as tables to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from .consoles import fill, say, text_width
from .language import N_, _, decimals
from .output import Column, show
from .reviewing import CONFIDENCE
from .suggesting import say_calibrated

if TYPE_CHECKING:
    from ..coding.project import Project
    from ..coding.suggesting.embeddings import Progress
    from ..coding.teaching import Way

DECIDED = (
    Column("decided", N_("Decided"), right=True),
    Column("accepted", N_("Accepted"), right=True),
    Column("right", N_("Was right"), right=True),
    Column("promised", N_("Promised"), right=True),
)
PARTS = {
    "code": (
        N_("Each code, leaving out one transcript at a time"),
        (
            Column("code", N_("Code")),
            Column("accepted", N_("Sentences yes"), right=True),
            Column("rejected", N_("Sentences no"), right=True),
            Column("right", N_("Precision"), right=True),
            Column("found_back", N_("Recall"), right=True),
        ),
    ),
    "confidence": (
        N_("What was said of suggestions, and what you decided"),
        (Column("code", N_("Code")), Column("label", N_("Certainty")), *DECIDED),
    ),
    "curve": (
        N_("In the order in which you decided"),
        (Column("label", N_("Decisions")), *DECIDED),
    ),
    "confused": (
        N_("Rejected here, given there: do the definitions tell these apart?"),
        (
            Column("code", N_("Rejected")),
            Column("other", N_("Given instead")),
            Column("decided", N_("Sentences"), right=True),
        ),
    ),
    "indicator": (
        N_("Indicators that are rejected more often than accepted"),
        (
            Column("code", N_("Code")),
            Column("label", N_("Indicator")),
            Column("found", N_("Found"), right=True),
            Column("accepted", N_("Accepted"), right=True),
            Column("rejected", N_("Rejected"), right=True),
        ),
    ),
}

EXPLAINED = {
    "code": N_(
        "Precision is the part of what would be suggested that you coded so; recall is the part "
        "of what you coded so that would be suggested. For each transcript the program learns "
        "from the others alone."
    ),
    "confidence": N_(
        "Was right is the part that you accepted; promised is the score that it was shown with. "
        "They should be alike."
    ),
    "curve": N_(
        "As the program learns, more of it should be right; who reviews the surest first sees that "
        "fall all the same."
    ),
}
"""How the figures of a part are read."""


def show_evaluation(project: Project, way: Way, progress: Progress, fmt: str | None) -> None:
    """Evaluate, and print a table for each part; or all rows in a machine format."""
    from ..coding.evaluating import KEYS, evaluate_project

    rows, left_out = evaluate_project(project, way, progress)
    if fmt:
        show(rows, KEYS, (Column("part", N_("Part")), *PARTS["confidence"][1]), fmt)
        return
    for part, (title, columns) in PARTS.items():
        of_part = [row for row in rows if row["part"] == part and row["decided"] != 0]
        if of_part:
            click.echo()
            click.secho(_(title), bold=True)
            if part in EXPLAINED:
                click.echo(fill(_(EXPLAINED[part]), text_width(), indent=""))
            show([in_words(row) for row in of_part], (), columns, None)
    click.echo()
    say_calibrated(project, way)
    if not left_out:
        say(
            _(
                "Precision and recall need decisions in two transcripts or more: each is left "
                "out in turn."
            )
        )


def in_words(row: dict[str, Any]) -> dict[str, Any]:
    """Write the shares of a row as figures with two decimals, and its confidence in words."""
    label = row["label"]
    return row | {
        "label": _(CONFIDENCE[label]) if label in CONFIDENCE else label,
        "code": row["code"] or _("all codes"),
        "right": written(row["precision"]),
        "found_back": written(row["recall"]),
        "promised": written(row["score"]),
    }


def written(share: float | None) -> str:
    """Write a share (0 to 1) with two decimals, "-" where there is none."""
    return "-" if share is None else decimals(share, 2)
