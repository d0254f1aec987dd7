"""rodedraad import: transcripts and surveys in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..exchanging import import_projects
from ..filters import KINDS
from ..importing import import_paths, said_by_options
from ..main import TranslatedCommand


@click.command(cls=TranslatedCommand)
@click.argument("paths", nargs=-1, required=True, metavar="FILE|FOLDER|-…")
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
@click.option("--name", "pattern", help='What file names say, as "{date}_{group}_{area}".')
@click.option("--format", "form", help="Read the file as this format, whatever its name says.")
@click.option("--encoding", help="The encoding of a text that is not UTF-8, as cp1252.")
@click.option("--open", "open_columns", multiple=True, help="A survey column to code.")
@click.option("--closed", "closed_columns", multiple=True, help="A survey column to count by.")
@click.option("--ignore", "ignored_columns", multiple=True, help="A survey column to leave out.")
@click.option("--group-column", default="", help="The survey column that holds the group.")
@click.option("--area-column", default="", help="The survey column that holds the area.")
@click.option("--personal", is_flag=True, help="Keep survey columns such as name and e-mail.")
@click.option("--unfinished", is_flag=True, help="Keep survey answers that were not finished.")
@click.option("--offsets", default="", help="How another program counts, as utf16+crlf.")
@click.option("--accept-loss", is_flag=True, help="Import what fits of another program's project.")
@click.option("--dry-run", is_flag=True, help="Say what would be imported, and store nothing.")
def command(
    paths: tuple[str, ...],
    pattern: str | None,
    offsets: str,
    accept_loss: bool,
    dry_run: bool,
    **options: Any,
) -> None:
    """Import transcripts and surveys: files, folders, zips, or - for standard input.

    The same file again adds nothing, and brings up to date who spoke and when. An option beats
    the block on top of a text, which beats the file name, which beats the sheet. A table
    (.csv, .xlsx) is a survey: --dry-run shows what each column is taken for.

    Projects of other programs come with their codes and codings: REFI-QDA (.qdpx) of NVivo,
    ATLAS.ti or MAXQDA, QualCoder (.qda), Taguette (.sqlite3).

    \b
    Example:
      rodedraad import talks --metadata metadata.csv --dry-run
    """
    paths = import_projects(paths, offsets, accept_loss, dry_run)
    if not paths:
        return
    intake = import_paths(paths, said_by_options(options), pattern, dry_run)
    if intake.refused:
        raise click.exceptions.Exit(1)
