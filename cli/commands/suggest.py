"""rodedraad suggest: propose codes."""

from __future__ import annotations

import textwrap
from typing import Any

import click

from ..consoles import safe, say, text_width
from ..language import N_, _
from ..main import TranslatedCommand
from ..output import Column, output_options, show
from ..reviewing import CONFIDENCE
from ..session import writing_project

COLUMNS = (
    Column("transcript", N_("Transcript")),
    Column("turn", N_("Turn"), right=True),
    Column("quote", N_("Quote")),
    Column("code", N_("Code")),
    Column("certainty", N_("Certainty")),
    Column("reasons", N_("Reasons")),
)


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
    if fmt:
        show([in_words(row) for row in found], KEYS, COLUMNS, fmt)
    else:
        print_suggestions(found)
        say(
            _("Suggestions: {count}. Decide about them with: rodedraad review").format(
                count=len(found)
            )
        )


def print_suggestions(suggestions: list[dict[str, Any]]) -> None:
    """Print suggestions as blocks to read: the code, the words, the reasons."""
    width = text_width()
    for suggestion in suggestions:
        row = in_words(suggestion)
        place = f"{row['transcript']}:{row['turn']}"
        click.echo()
        click.secho(safe(f"{row['certainty']}  {row['code']}"), bold=True)
        click.echo(textwrap.fill(safe(row["quote"]), width))
        click.secho(safe(f"  {'; '.join(row['reasons'])} · {place}"), dim=True)


def in_words(suggestion: dict[str, Any]) -> dict[str, Any]:
    """Add how certain a suggestion is in the language of the screen."""
    certainty = f"{_(CONFIDENCE[suggestion['confidence']])} {suggestion['score']:.2f}"
    return suggestion | {"certainty": certainty}
