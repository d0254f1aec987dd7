"""rodedraad log: what was changed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from ..language import N_, _
from ..main import TranslatedCommand
from ..output import Column, output_options, show
from ..session import reading_project


@click.command(cls=TranslatedCommand)
@click.option("--by", "coder", default="", help="Only what this coder did.")
@click.option("--transcript", help="Only what was done to this transcript.")
@click.option("--code", help="Only what was done to this code, and with it.")
@click.option("--limit", type=int, default=-1, help="Show at most this many.")
@output_options
def command(
    coder: str, transcript: str | None, code: str | None, limit: int, fmt: str | None
) -> None:
    """Show who changed what, when and where, the newest first.

    \b
    Example:
      rodedraad log --transcript 2014-10-14 --limit 10
    """
    from ...coding.history import changes, coder_in_log
    from ...coding.naming import code_named, codes_below, transcript_named

    with reading_project() as connection:
        place = transcript_named(connection, transcript)[0] if transcript else None
        codes = codes_below(connection, code_named(connection, code)[1]) if code else None
        who = coder_in_log(connection, coder) if coder else ""
        found = changes(connection, who, limit, place, codes)
    rows = [asdict(change) | {"undoable": change.undoable} for change in found]
    for row in rows:
        row["state"] = state_of(row)
    show(rows, KEYS, COLUMNS, fmt)


KEYS = ("number", "at", "coder", "operation", "detail", "place", "rows", "undone", "undoable")
COLUMNS = (
    Column("number", N_("No."), right=True),
    Column("at", N_("When")),
    Column("coder", N_("Coder")),
    Column("operation", N_("What")),
    Column("detail", N_("To what")),
    Column("rows", N_("Rows"), right=True),
    Column("state", ""),
)


def state_of(row: dict[str, Any]) -> str:
    """Say what became of a change; "" when it holds and can be undone."""
    if row["undone"]:
        return _("undone")
    if row["undoable"]:
        return ""
    return _("cannot be undone") if row["rows"] else _("noted")
