"""Opening the coding screen from the command line."""

from __future__ import annotations

import sys

import click

from ..consoles import colours_wanted, say
from ..language import _
from ..session import read_config, writing_project
from .keys import changed_keys, unknown_names


def code_on_screen(transcript: str | None, blind: bool) -> None:
    """Open the coding screen on a transcript, or where the coder was last.

    Raises click.UsageError where there is no terminal.
    """
    from ...coding.desk import first_transcript, open_desk
    from ...coding.naming import transcript_named

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(
            _(
                "The coding screen needs a terminal. Without one, say which words "
                "(--turn N, --span A:B or --quote TEXT) and which codes."
            )
        )
    # textual: 0.2 s to import.
    from .app import CodingApp

    config = read_config()
    keys = config.get("keys", {})
    for name in unknown_names(keys):
        say(_("config.toml: there is no action {name} to give a key.").format(name=name))
    with writing_project() as project:
        if transcript:
            transcript_id = transcript_named(project.connection, transcript)[0]
        else:
            transcript_id = first_transcript(project.connection, project.coder)
        desk = open_desk(project, transcript_id, blind)
        theme = "light" if config.get("theme") == "light" else "dark"
        CodingApp(desk, theme, not colours_wanted(), changed_keys(keys)).run()
