"""rodedraad export: themes written out for who writes the report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..exchanging import PROGRAMS, export_codebook_to, export_to
from ..filters import filter_options
from ..main import TranslatedCommand, TranslatedGroup
from ..reporting import export_drawings, export_report, export_talk

AUDIENCES = ("team", "client", "public")

audience_option = click.option(
    "--audience",
    type=click.Choice(AUDIENCES),
    default="client",
    help="For whom: the team gets everything, which the log notes. Default: client.",
)

yes_option = click.option("--yes", is_flag=True, help="Replace what is there without asking.")

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
@click.argument("expression", default="", metavar="[CODE]")
@click.option(
    "--format",
    "formats",
    default="md",
    help="One or more of md, html, docx, xlsx, csv, json, jsonl, parquet, parted by commas. "
    "Default: md.",
)
@audience_option
@click.option("--title", default="", help="What stands above the report.")
@click.option(
    "--template",
    "templates",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="A folder with templates of your own; see docs/reports.md.",
)
@yes_option
@filter_options
def themes(
    folder: Path,
    expression: str,
    formats: str,
    audience: str,
    title: str,
    templates: Path | None,
    yes: bool,
    filters: Filters,
) -> None:
    """Write every theme, or that of a question: counts, stances, and the quotes by group.

    Outside the team nobody is exposed: quotes need consent, small counts are not shown, and
    the report ends with what was withheld. What an export before wrote in the folder is
    replaced, or removed.

    \b
    Example:
      rodedraad export themes themes --format html,docx
    """
    export_report(folder, formats, expression, filters, audience, title, templates, yes)


@command.command("charts", cls=TranslatedCommand)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.argument("expression", default="", metavar="[CODE]")
@audience_option
@yes_option
@filter_options
def charts(folder: Path, expression: str, audience: str, yes: bool, filters: Filters) -> None:
    """Draw the answers as charts, each as SVG and as PNG, with a description in it.

    The team gets every chart; all others those of their report, that show no more than it.

    \b
    Example:
      rodedraad export charts charts
    """
    export_drawings(folder, expression, filters, audience, yes)


@command.command("transcript", cls=TranslatedCommand)
@click.argument("transcript")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option(
    "--format", type=click.Choice(["docx"]), default="docx", help="Word, with comments: docx."
)
@audience_option
@yes_option
def transcript_command(
    transcript: str,
    file: Path | None,
    format: str,  # noqa: A002, ARG001, the name of the option; there is one format yet
    audience: str,
    yes: bool,
) -> None:
    """Write a transcript as a Word document, with its codes as comments in the margin.

    \b
    Example:
      rodedraad export transcript 2014-10-14 politie.docx --audience team
    """
    export_talk(transcript, file, audience, yes)


@command.command("project", cls=TranslatedCommand)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.qdpx")
@click.option("--for", "program", type=click.Choice(PROGRAMS), help="Write what this one reads.")
@yes_option
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
@yes_option
def codebook_command(file: Path, yes: bool) -> None:
    """Write the codebook: .qdc for other programs (REFI-QDA), or .yaml or .csv.

    \b
    Example:
      rodedraad export codebook lindemeer.qdc
    """
    export_codebook_to(file, yes)
