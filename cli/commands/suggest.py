"""rodedraad suggest: propose codes."""

from __future__ import annotations

from typing import Any

import click

from ..consoles import say
from ..language import N_, _
from ..main import TranslatedCommand
from ..output import Column, output_options, show
from ..reviewing import CONFIDENCE
from ..session import writing_project


@click.command(cls=TranslatedCommand)
@click.argument("transcripts", nargs=-1, metavar="[TRANSCRIPT]…")
@click.option("--code", "code", help="Only suggestions for this code and those below it.")
@click.option("--top", type=click.IntRange(min=1), help="Only the N suggestions most certain.")
@click.option(
    "--at-least",
    type=click.Choice(list(CONFIDENCE)),
    default="maybe",
    help="Only suggestions of this confidence or more.",
)
@output_options
def command(
    transcripts: tuple[str, ...], code: str | None, top: int | None, at_least: str, fmt: str | None
) -> None:
    """Propose codes for the sentences of respondents, with the reasons.

    A suggestion is counted nowhere until you accept it: see rodedraad review.

    \b
    Example:
      rodedraad suggest --code politie --top 5
    """
    from ...coding.suggestions import KEYS, suggestions_asked_for

    with writing_project() as project:
        found = suggestions_asked_for(project, transcripts, code, at_least, top)
    show([with_place(row) for row in found], KEYS, COLUMNS, fmt)
    if not fmt:
        say(
            _("Suggestions: {count}. Decide about them with: rodedraad review").format(
                count=len(found)
            )
        )


COLUMNS = (
    Column("place", N_("Place")),
    Column("quote", N_("Quote")),
    Column("code", N_("Code")),
    Column("certainty", N_("Certainty")),
    Column("reasons", N_("Reasons")),
)


def with_place(row: dict[str, Any]) -> dict[str, Any]:
    """Add what a table shows: where it stands, and how certain it is in a word."""
    return row | {
        "place": f"{row['transcript']}:{row['turn']}",
        "certainty": f"{_(CONFIDENCE[row['confidence']])} {row['score']:.2f}",
    }
