"""rodedraad export: themes written out for who writes the report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..answers import say_basis
from ..consoles import say
from ..exchanging import PROGRAMS, export_codebook_to, export_to
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


@command.command("project", cls=TranslatedCommand)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.qdpx")
@click.option("--for", "program", type=click.Choice(PROGRAMS), help="Write what this one reads.")
@click.option("--yes", is_flag=True, help="Replace the file when there is one.")
def project_command(file: Path, program: str | None, yes: bool) -> None:
    """Write the whole project as REFI-QDA, for NVivo, ATLAS.ti, MAXQDA or QualCoder.

    The file holds everything that was said, with names: it is for colleagues only.

    \b
    Example:
      rodedraad export project lindemeer.qdpx
    """
    export_to(file, program or "", yes)


@command.command("codebook", cls=TranslatedCommand)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.qdc")
@click.option("--yes", is_flag=True, help="Replace the file when there is one.")
def codebook_command(file: Path, yes: bool) -> None:
    """Write the codebook as REFI-QDA (.qdc), which other programs read.

    \b
    Example:
      rodedraad export codebook lindemeer.qdc
    """
    export_codebook_to(file, yes)
