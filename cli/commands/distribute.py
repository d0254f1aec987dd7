"""rodedraad distribute: divide the transcripts among coders."""

from __future__ import annotations

from pathlib import Path

import click

from ..consoles import say
from ..language import N_, _
from ..main import TranslatedCommand
from ..output import Column, output_options, show
from ..session import writing_project


@click.command(cls=TranslatedCommand)
@click.argument("coders", nargs=-1, required=True, metavar="CODER…")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("copies"),
    help="Where the copies come, each in a folder of its own. Default: copies.",
)
@click.option(
    "--shared",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Give N transcripts to all coders, to see how far they agree.",
)
@output_options
def command(coders: tuple[str, ...], folder: Path, shared: int, fmt: str | None) -> None:
    """Divide the transcripts among coders, and make each a copy of the project to code in.

    Divided is what nobody has yet and nobody marked as coded, so that each has about as many
    words. In a copy, `rodedraad status` tells its coder what is theirs. What comes back goes
    into the project with `rodedraad merge`.

    \b
    Example:
      rodedraad distribute bram clara --shared 2
    """
    from ...coding.distributing import distribute

    with writing_project() as project:
        shares = distribute(project, coders, folder, shared)
    rows = [vars(share) | {"file": str(share.file)} for share in shares]
    show([row | {"count": len(row["transcripts"])} for row in rows], KEYS, COLUMNS, fmt)
    say(_("Each coder uses their own name: rodedraad --coder {name} …").format(name=coders[0]))


KEYS = ("coder", "transcripts", "words", "file")
COLUMNS = (
    Column("coder", N_("Coder")),
    Column("count", N_("Transcripts"), right=True),
    Column("words", N_("Words"), right=True),
    Column("file", N_("File"), width=30),
)
