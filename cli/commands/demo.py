"""rodedraad demo: a complete fictional evaluation."""

from __future__ import annotations

from pathlib import Path

import click

from ..demonstration import show_demo
from ..main import TranslatedCommand


@click.command(cls=TranslatedCommand)
@click.argument("folder", default="lindemeer", type=click.Path(path_type=Path), metavar="[FOLDER]")
def command(folder: Path) -> None:
    """Show the program on a complete evaluation that is made up from beginning to end.

    Writes the talks, the survey and the metadata of the fictional municipality of Lindemeer
    to FOLDER, imports them, suggests codes, loads what two fictional coders coded, and answers
    three questions of an evaluation meeting. It shows each command as you would type it.

    \b
    Example:
      rodedraad demo lindemeer
    """
    show_demo(folder)
