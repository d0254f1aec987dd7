"""rodedraad suggest: propose codes."""

from __future__ import annotations

import click

from ..consoles import say
from ..language import N_, _
from ..main import TranslatedCommand
from ..output import Column, output_options, show
from ..session import writing_project
from ..suggesting import (
    in_words,
    print_suggestions,
    say_calibrated,
    vector_progress,
    way_of,
    way_options,
)

COLUMNS = (
    Column("transcript", N_("Transcript")),
    Column("turn", N_("Turn"), right=True),
    Column("quote", N_("Quote")),
    Column("code", N_("Code")),
    Column("certainty", N_("Certainty")),
    Column("reasons", N_("Reasons")),
)
CONFIDENCES = ("sure", "likely", "maybe", "zeker", "waarschijnlijk", "misschien")


@click.command(cls=TranslatedCommand)
@click.argument("transcripts", nargs=-1, metavar="[TRANSCRIPT]…")
@click.option("--code", "code", help="Only suggestions for this code and those below it.")
@click.option("--top", type=click.IntRange(min=1), help="Only the N suggestions most certain.")
@click.option(
    "--at-least",
    type=click.Choice(CONFIDENCES),
    metavar="sure|likely|maybe",
    default="maybe",
    help="Only suggestions of this confidence or more.",
)
@click.option(
    "--explain", is_flag=True, help="Give the reasons in full, with what looks most like it."
)
@click.option("--evaluate", is_flag=True, help="Instead, say how good the suggestions are.")
@way_options
@output_options
def command(
    transcripts: tuple[str, ...],
    code: str | None,
    top: int | None,
    at_least: str,
    explain: bool,
    evaluate: bool,
    unit: str,
    learn_from: str,
    fmt: str | None,
) -> None:
    """Propose codes for the sentences of respondents, with the reasons.

    A suggestion is counted nowhere until you accept it: see rodedraad review.

    \b
    Example:
      rodedraad suggest --code politie --top 5
    """
    from ...coding.suggesting.model import CONFIDENCES as WORDS
    from ...coding.suggestions import KEYS, Asked, suggestions_asked_for
    from ..evaluating import show_evaluation

    way = way_of(unit, learn_from)
    with writing_project() as project, vector_progress() as progress:
        if evaluate:
            show_evaluation(project, way, progress, fmt)
            return
        asked = Asked(transcripts, code, getattr(way.thresholds, WORDS[at_least]), top)
        found = suggestions_asked_for(project, asked, way, progress)
        say_calibrated(project, way)
    if fmt:
        show([in_words(row) for row in found], KEYS, COLUMNS, fmt)
        return
    print_suggestions(found, explain)
    if not found:
        say(_("There is no suggestion here that is still to be decided about."))
        return
    counted = _("Suggestions: {count}. Decide about them with: rodedraad review")
    say(counted.format(count=len(found)))
