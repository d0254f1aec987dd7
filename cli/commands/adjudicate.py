"""rodedraad adjudicate: settle where coders disagree."""

from __future__ import annotations

import click

from ..consoles import say
from ..language import _
from ..main import TranslatedCommand
from ..session import writing_project


@click.command(cls=TranslatedCommand)
@click.argument("transcripts", nargs=-1, metavar="[TRANSCRIPT]…")
@click.option("--code", help="Only where this code is in dispute, or one below it.")
@click.option("--coder", "coders", multiple=True, help="Between these coders; repeatable.")
def command(transcripts: tuple[str, ...], code: str | None, coders: tuple[str, ...]) -> None:
    """Go through the places where coders disagree, and decide what counts.

    The outcome is a coder of its own, `consensus`; what each coder did stays. In a transcript
    with nothing left to decide, what all agreed on is taken over, and from then on the
    consensus is what counts. Each line from a pipe is an answer: 1, 2, … (that fragment), x
    (not coded), s (skip), r RULE (kept in the history of the code), b (back) or q (stop).

    \b
    Example:
      rodedraad adjudicate --code samenwerking
    """
    from ...coding.adjudication import disputes, finish_settled
    from ...coding.agreement import load_talks
    from ...coding.naming import codes_asked_for, transcript_named
    from ..adjudicating import adjudicate

    with writing_project() as project:
        places = [transcript_named(project.connection, name)[0] for name in transcripts]
        codes = codes_asked_for(project.connection, code)
        talks = load_talks(project.connection, coders, places)
        settled = adjudicate(project, disputes(project.connection, talks, codes))
        finish_settled(project, talks)
        left = len(disputes(project.connection, talks))
    say(_("Settled: {settled}, left: {left}.").format(settled=settled, left=left))
