"""rodedraad log: what was changed."""

from __future__ import annotations

from dataclasses import asdict

import click

from ..language import N_, _
from ..main import TranslatedCommand
from ..output import Column, output_options, show
from ..session import reading_project


@click.command(cls=TranslatedCommand)
@click.option("--by", "coder", default="", help="Only what this coder did.")
@click.option("--limit", type=int, default=-1, help="Show at most this many.")
@output_options
def command(coder: str, limit: int, fmt: str | None) -> None:
    """Show who changed what and when, the newest first.

    \b
    Example:
      rodedraad log --limit 10
    """
    from ...coding.history import changes

    with reading_project() as connection:
        found = changes(connection, coder, limit)
    rows = [asdict(change) | {"state": _("undone") if change.undone else ""} for change in found]
    show(rows, KEYS, COLUMNS, fmt)


KEYS = ("number", "at", "coder", "operation", "detail", "rows", "undone")
COLUMNS = (
    Column("number", N_("No."), right=True),
    Column("at", N_("When")),
    Column("coder", N_("Coder")),
    Column("operation", N_("What")),
    Column("detail", N_("To what")),
    Column("rows", N_("Rows"), right=True),
    Column("state", ""),
)
