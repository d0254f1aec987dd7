"""Opening the coding screen from the command line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ..consoles import colours_wanted, say
from ..language import _
from ..session import coder_name, project_path, read_config
from ..suggesting import thresholds
from .keys import changed_keys, unknown_names

if TYPE_CHECKING:
    from ...coding.desk import Desk


def has_terminal() -> bool:
    """Tell whether somebody sits at a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def code_on_screen(
    name: str | None,
    blind: bool = False,
    turn: int | None = None,
    span: str | None = None,
    quote: str | None = None,
) -> None:
    """Open the coding screen on a transcript or a fragment, or where the coder was last.

    One of the turn's number, the span ("120:184") and the quote may say what is selected in the
    transcript. Raises click.UsageError where there is no terminal.
    """
    from ...coding.desk import first_transcript, open_desk, open_fragment
    from ...coding.fragments import find_span
    from ...coding.naming import fragment_named, is_citation, transcript_named
    from ...coding.seat import Seat

    if not has_terminal():
        raise click.UsageError(
            _(
                "The coding screen needs a terminal. Without one, say which words "
                "(--turn N, --span A:B or --quote TEXT) and which codes."
            )
        )
    with Seat(project_path(), coder_name(), thresholds()) as seat:
        connection = seat.connection
        if name is None:
            desk = open_desk(seat, first_transcript(connection, seat.coder), blind)
        elif is_citation(connection, name):
            desk = open_fragment(seat, fragment_named(connection, name), blind)
        else:
            desk = open_desk(seat, transcript_named(connection, name)[0], blind)
        if (turn, span, quote) != (None, None, None):
            place = find_span(connection, desk.transcript.id, turn, span, quote)
            desk.selected = place.start, place.end
        run_screen(desk)


def review_on_screen(transcripts: tuple[str, ...], code: str | None) -> None:
    """Open the coding screen on the suggestions for some transcripts, or all, and a code."""
    from ...coding.desk import open_desk, open_places
    from ...coding.naming import code_named, codes_below, transcript_named
    from ...coding.seat import Seat

    with Seat(project_path(), coder_name(), thresholds()) as seat:
        connection = seat.connection
        codes = codes_below(connection, code_named(connection, code)[1]) if code else []
        asked = [transcript_named(connection, name)[0] for name in transcripts]
        queue = [
            found
            for found in open_places(connection, seat.coder, frozenset(codes))
            if not asked or found in asked
        ]
        if queue:
            run_screen(open_desk(seat, queue[0], only_codes=frozenset(codes)), queue)
        else:
            say(_("Nothing is suggested. Ask for suggestions with: rodedraad suggest"))


def run_screen(desk: Desk, queue: list[int] | None = None) -> None:
    """Run the screen as the user has set it, until they leave it."""
    # textual: 0.2 s to import.
    from .app import CodingApp
    from .colours import DARK, LIGHT, Palette
    from .settings import Settings

    config = read_config()
    keys = config.get("keys", {})
    for name in unknown_names(keys):
        say(_("config.toml: there is no action {name} to give a key.").format(name=name))
    theme = LIGHT if config.get("theme") == "light" else DARK
    settings = Settings(Palette(theme, not colours_wanted()), changed_keys(keys))
    app = CodingApp(desk, settings, queue)
    app.run()
    if app.problem:
        raise app.problem
