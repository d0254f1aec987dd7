"""rodedraad undo: take changes back."""

from __future__ import annotations

import click

from ..consoles import say
from ..language import _, local_time
from ..main import TranslatedCommand
from ..session import writing_project


@click.command(cls=TranslatedCommand)
@click.argument("steps", type=click.IntRange(min=1), default=1, metavar="[N]")
def command(steps: int) -> None:
    """Take back your latest change, or your latest N.

    Changes of colleagues stay. What was taken back is done again with rodedraad redo.

    \b
    Example:
      rodedraad memo add "Written too soon."
      rodedraad undo
    """
    from ...coding.history import undo

    with writing_project() as project:
        for _step in range(steps):
            change = undo(project)
            say(
                _("Taken back: {operation} {detail} ({at}).").format(
                    operation=change.operation, detail=change.detail, at=local_time(change.at)
                )
            )
