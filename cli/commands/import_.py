"""rodedraad import: transcripts and surveys in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..importing import import_paths, said_by_options
from ..main import TranslatedCommand

KINDS = ("interview", "group", "meeting", "survey", "report", "document")


@click.command(cls=TranslatedCommand)
@click.argument("paths", nargs=-1, required=True, metavar="FILE|DIR|-…")
@click.option("--group", default="", help="The stakeholder group of those who answer.")
@click.option("--area", default="", help="Their wijk or kern; several parted by a semicolon.")
@click.option("--respondent", default="", help="The one person who answers, for instance R07.")
@click.option("--date", default="", help="When it was held, as 2016-05-12.")
@click.option("--kind", type=click.Choice(KINDS), help="What sort of source it is.")
@click.option("--wave", default="", help="The evaluation moment, for instance 2016.")
@click.option(
    "--metadata",
    "sheet",
    type=click.Path(path_type=Path),
    help="A CSV sheet: file, speaker, respondent, group, areas, function, date, kind, wave.",
)
@click.option("--speakers", default="", help="Who is who, as Int=interviewer,R1=R07.")
@click.option("--format", "form", help="Read the file as this format, whatever its name says.")
@click.option("--encoding", help="The encoding of a text that is not UTF-8, as cp1252.")
@click.option("--dry-run", is_flag=True, help="Say what would be imported, and store nothing.")
def command(paths: tuple[str, ...], dry_run: bool, **options: Any) -> None:
    """Import transcripts: files, whole folders, or - for standard input.

    The same file again adds nothing, and brings up to date who spoke and when. What an option
    says beats the block on top of a text, which beats the sheet.

    \b
    Example:
      rodedraad import talks --metadata metadata.csv --dry-run
    """
    said = said_by_options(**options)
    intake = import_paths(paths, said, dry_run)
    if intake.refused:
        raise click.exceptions.Exit(1)
