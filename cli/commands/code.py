"""rodedraad code: give a piece of text its codes."""

from __future__ import annotations

import click

from ..answers import value_in_words
from ..consoles import say
from ..language import N_, _
from ..main import TranslatedCommand
from ..output import Column, output_options, show
from ..session import writing_project
from ..undoing import UNDO


@click.command(cls=TranslatedCommand)
@click.argument("transcript", required=False)
@click.argument("codes", nargs=-1, metavar="[CODE]…")
@click.option("--turn", type=int, metavar="N", help="Code this turn.")
@click.option("--span", metavar="A:B", help="Code these characters of the text, B left out.")
@click.option("--quote", metavar="TEXT", help="Code these exact words.")
@click.option("--stance", help="positive, negative, mixed or neutral.")
@click.option("--memo", help="A note on the fragment.")
@click.option("--blind", is_flag=True, help="On the screen, hide what others coded.")
@output_options
def command(
    transcript: str | None,
    codes: tuple[str, ...],
    turn: int | None,
    span: str | None,
    quote: str | None,
    stance: str | None,
    memo: str | None,
    blind: bool,
    fmt: str | None,
) -> None:
    """Open the coding screen, or give a turn, a span or a quote of a transcript its codes.

    Without codes the screen opens: where you were last, on TRANSCRIPT, or on the words that you
    name in it, which are selected then. The citation of a fragment (f-7k2q) opens it there.

    \b
    Example:
      rodedraad code 2016-04-07 --turn 2 politie --stance positive
    """
    from ...coding.fragments import code_span, find_span
    from ...coding.naming import transcript_named
    from ..screen.start import code_on_screen

    places = [place for place in (turn, span, quote) if place is not None]
    on_screen = not (codes or stance or memo or fmt)
    if on_screen and (not places or (transcript and len(places) == 1)):
        code_on_screen(transcript, blind, turn, span, quote)
        return
    if not transcript or len(places) != 1 or not codes:
        raise click.UsageError(
            _("Say which words (--turn N, --span A:B or --quote TEXT) and which codes.")
        )
    with writing_project() as project:
        identity, slug = transcript_named(project.connection, transcript)
        place = find_span(project.connection, identity, turn, span, quote)
        rows = code_span(project, slug, place, codes, stance, memo)
    for row in rows:
        row["look"] = value_in_words("stance", row["stance"]) if row["stance"] else ""
        if not row["new"]:
            say(_("Coded already: {citation}.").format(citation=row["citation"]))
    show(rows, KEYS, COLUMNS, fmt)
    if any(row["new"] for row in rows):
        say(_(UNDO))


KEYS = ("fragment", "citation", "transcript", "turn", "code", "stance", "start", "end", "quote")
COLUMNS = (
    Column("citation", N_("Fragment")),
    Column("code", N_("Code")),
    Column("look", N_("Stance")),
    Column("quote", N_("Quote"), width=40),
)
