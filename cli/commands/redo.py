"""rodedraad redo: do again what was taken back."""

from __future__ import annotations

import click

from ..consoles import say
from ..language import _, local_time
from ..main import TranslatedCommand
from ..session import writing_project


@click.command(cls=TranslatedCommand)
@click.argument("steps", type=click.IntRange(min=1), default=1, metavar="[N]")
def command(steps: int) -> None:
    """Do again what you took back last, or the last N.

    Possible until you change something else.

    \b
    Example:
      rodedraad memo add "Written too soon."
      rodedraad undo
      rodedraad redo
    """
    from ...coding.history import redo

    with writing_project() as project:
        for _step in range(steps):
            change = redo(project)
            say(
                _("Done again: {operation} {detail} ({at}).").format(
                    operation=change.operation, detail=change.detail, at=local_time(change.at)
                )
            )
