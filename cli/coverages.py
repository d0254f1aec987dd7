"""Coverage of voices and saturation, in tables and words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .answers import persons_counted, value_in_words
from .consoles import paragraph, safe
from .language import N_, _
from .output import Column

if TYPE_CHECKING:
    from ..coding.querying.coverage import Dominance, Voices
    from ..coding.querying.saturation import Saturation

COVERAGE_KEYS = ("group", "area", "planned", "heard", "silent", "coded", "words", "mark")
COVERAGE_COLUMNS = (
    Column("group_in_words", N_("Group")),
    Column("area_in_words", N_("Area")),
    Column("planned", N_("Planned"), right=True),
    Column("heard", N_("Heard"), right=True),
    Column("silent", N_("Silent"), right=True),
    Column("coded", N_("Coded"), right=True),
    Column("words", N_("Words"), right=True),
    Column("remark", N_("Remarks")),
)
SATURATION_KEYS = ("first", "last", "new", "share")
SATURATION_COLUMNS = (
    Column("interviews", N_("Interviews")),
    Column("new", N_("New codes"), right=True),
    Column("percentage", N_("Of the base"), right=True),
)
MARKS = {
    "silent": N_("nobody heard"),
    "one voice": N_("one voice"),
}


def coverage_row(voices: Voices) -> dict[str, Any]:
    """Give one group in one area as a row: COVERAGE_KEYS, and what the table shows in words."""
    mark = ""
    if voices.heard == 0:
        mark = "silent"
    elif voices.heard == 1:
        mark = "one voice"
    return {
        **vars(voices),
        "silent": voices.silent,
        "mark": mark or None,
        "group_in_words": value_in_words("group", voices.group),
        "area_in_words": value_in_words("area", voices.area),
        "remark": _(MARKS[mark]) if mark else "",
    }


def dominance_lines(dominance: Sequence[Dominance]) -> list[str]:
    """Say, for each group of more than one, who says most and how much of it."""
    return [
        _("Of the words of {group} ({persons}), {share} are those of {respondent}.").format(
            group=value_in_words("group", item.group),
            share=f"{item.share:.0%}",
            respondent=safe(item.respondent),
            persons=persons_counted(item.persons),
        )
        for item in dominance
        if item.persons > 1
    ]


def saturation_rows(found: Saturation) -> list[dict[str, Any]]:
    """Give the runs as rows: SATURATION_KEYS, and what the table shows in words."""
    return [
        {
            **vars(run),
            "share": round(run.share, 4),
            "interviews": f"{run.first}–{run.last}",
            "percentage": f"{run.share:.0%}",
        }
        for run in found.runs
    ]


def saturation_sentence(found: Saturation, run: int, threshold: float) -> str:
    """Say after how many interviews saturation was reached, as its authors write it."""
    if found.reached is None:
        sentence = _("Not reached at {threshold} or less.").format(threshold=f"{threshold:.0%}")
    else:
        sentence = _("Reached after {reached}+{run} interviews, at {threshold} or less.").format(
            reached=found.reached, run=run, threshold=f"{threshold:.0%}"
        )
    low, high = found.band
    if low is None:
        orders = _("Over random orders of the interviews: nearly never.")
    elif high is None:
        orders = _("Over random orders of the interviews: from {low}, and sometimes not at all.")
    elif low == high:
        orders = _("In nine of ten random orders of the interviews: after {low}+{run} too.")
    else:
        orders = _(
            "In nine of ten random orders of the interviews: after {low}+{run} to {high}+{run}."
        )
    return paragraph(f"{sentence} {orders.format(low=low, high=high, run=run)}")
