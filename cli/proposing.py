"""Indicators proposed for the codebook, taken up one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from .consoles import safe, say
from .language import N_, _
from .output import Column
from .reviewing import read_answer

if TYPE_CHECKING:
    from ..coding.project import Project

COLUMNS = (
    Column("code", N_("Code")),
    Column("indicator", N_("Indicator")),
    Column("coded", N_("Coded"), right=True),
    Column("transcripts", N_("Transcripts"), right=True),
    Column("rest", N_("Not coded so"), right=True),
    Column("example", N_("Example"), width=40),
)


def take_up(project: Project, rows: list[dict[str, Any]]) -> int:
    """Go through proposed indicators; give how many were taken up.

    From a pipe each line is an answer: a (take up), s (skip) or q (stop).
    """
    from ..coding.indicating import add_indicator

    taken = 0
    for number, row in enumerate(rows, start=1):
        show_proposal(row, number, len(rows))
        key = ""
        while key not in ("a", "s", "q"):
            key, _rest = read_answer()
        if key == "q":
            break
        if key == "a":
            add_indicator(project, row)
            taken += 1
            say(
                _("{code} has the indicator {word} now.").format(
                    code=row["code"], word=row["indicator"]
                )
            )
    return taken


def show_proposal(row: dict[str, Any], number: int, count: int) -> None:
    """Print a proposed indicator, with its counts and an example."""
    click.echo()
    click.echo(
        safe(f"[{number}/{count}]  {row['code']}: ")
        + click.style(safe(row["indicator"]), bold=True)
    )
    counts = _(
        "Coded sentences with it: {coded}, in transcripts: {transcripts}. Read and not coded so: "
        "{rest}."
    )
    click.echo("  " + counts.format_map(row))
    click.secho(safe(f"  {row['example']} · {row['transcript']}:{row['turn']}"), dim=True)
    click.secho(_("a take up  s skip  q stop"), dim=True)
