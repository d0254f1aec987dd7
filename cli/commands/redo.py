"""rodedraad redo: do again what was taken back."""

from __future__ import annotations

import click

from ..language import _
from ..main import TranslatedCommand
from ..undoing import take_steps


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

    take_steps(steps, redo, _("Done again: {operation} {detail} ({at})."))
