"""rodedraad export: themes written out for who writes the report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..answers import say_basis
from ..consoles import say
from ..filters import filter_options
from ..language import _, translator
from ..main import TranslatedCommand, TranslatedGroup
from ..session import reading_project

if TYPE_CHECKING:
    from ...coding.querying.selection import Filters


@click.group(cls=TranslatedGroup)
def command() -> None:
    """Write out what was found.

    \b
    Example:
      rodedraad export themes themes --format md,csv
    """


@command.command("themes", cls=TranslatedCommand)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--format",
    "formats",
    default="md",
    help="One or more of md, csv, json, parted by commas. Default: md.",
)
@filter_options
def themes(folder: Path, formats: str, filters: Filters) -> None:
    """Write a file for each theme, with the quotes by stakeholder group, and an index.

    \b
    Example:
      rodedraad export themes themes --format md,csv,json
    """
    from ...coding.exporting import export_themes
    from ...coding.project import read_setting
    from ...coding.querying.selection import choose
    from ...coding.querying.summary import basis_of

    names = [name.strip() for name in formats.split(",") if name.strip()]
    with reading_project() as connection:
        selection = choose(connection, filters)
        translate = translator(read_setting(connection, "language"))
        written = export_themes(connection, folder, names, selection, translate)
        basis = basis_of(connection, selection)
    say(_("Files written to {folder}: {count}.").format(folder=folder, count=len(written)))
    say_basis(basis)
