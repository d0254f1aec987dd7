"""rodedraad init: make a project."""

from __future__ import annotations

from pathlib import Path

import click

from ..consoles import say
from ..language import _
from ..main import TranslatedCommand
from ..session import coder_name, warn_about_place


@click.command(cls=TranslatedCommand)
@click.argument("name", default="project")
@click.option(
    "--codebook",
    default="gebiedsgericht",
    help="The codebook to start with: one that ships, or a file. Default: gebiedsgericht.",
)
@click.option(
    "--language",
    default="nl",
    help="The language of the interviews and of the reports. Default: nl.",
)
def command(name: str, codebook: str, language: str) -> None:
    """Make a project file NAME.draad with a codebook in it.

    \b
    Example:
      rodedraad init alphen --codebook gebiedsgericht
    """
    from ...coding.starting import start_project

    path = Path(name if name.endswith(".draad") else f"{name}.draad")
    codes = start_project(path, codebook, language, coder_name())
    warn_about_place(path)
    say(
        _("{path} is made, with the codebook {codebook} (codes: {codes}).").format(
            path=path, codebook=codebook, codes=codes
        )
    )
    say(_("Next: rodedraad import FILE --group GROUP --area AREA"))
