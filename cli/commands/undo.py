"""rodedraad undo: take changes back."""

from __future__ import annotations

import click

from ..language import _
from ..main import TranslatedCommand
from ..undoing import take_steps


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

    take_steps(steps, undo, _("Taken back: {operation} {detail} ({at})."))
