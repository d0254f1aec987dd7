"""rodedraad timeline: themes over the course of a conversation, and over dates."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import click

from ..answers import say_basis, say_kinds_added
from ..filters import filter_options
from ..language import N_, _
from ..main import TranslatedCommand
from ..output import Column, output_options, show
from ..relations import MOMENT_KEYS
from ..session import reading_project

if TYPE_CHECKING:
    from ...coding.querying.selection import Filters


@click.command(cls=TranslatedCommand)
@click.argument("expression", default="", metavar="[CODE]")
@filter_options
@click.option("--by-date", is_flag=True, help="By month, and not by part of the conversation.")
@output_options
def command(expression: str, filters: Filters, by_date: bool, fmt: str | None) -> None:
    """Show when themes come up: in which tenth of a conversation, or in which month.

    Counted in persons.

    \b
    Example:
      rodedraad timeline samenwerking
    """
    from ...coding.querying.timeline import answer_timeline

    with reading_project() as connection:
        found, basis = answer_timeline(connection, filters, expression, by_date)
    parts = list(dict.fromkeys(moment.part for moment in found))
    rows = [
        {"code": code, **{moment.part: moment.persons or "·" for moment in moments}}
        for code, moments in groupby(found, key=lambda moment: moment.code)
    ]
    columns = [
        Column("code", N_("Code")),
        *(Column(part, part or _("(no date)"), right=True, data=True) for part in parts),
    ]
    table = fmt in (None, "md")
    show(rows if table else [vars(moment) for moment in found], MOMENT_KEYS, columns, fmt)
    say_kinds_added(filters.kind)
    say_basis(basis)
