"""rodedraad query: the quotes behind an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..answers import QUOTE_COLUMNS, print_quotes, say_basis, say_kinds_added, say_left_out
from ..filters import filter_options
from ..main import TranslatedCommand
from ..output import output_options, show
from ..session import reading_project

if TYPE_CHECKING:
    from ...coding.querying.selection import Filters

LIMIT_OF_A_TABLE = 50


@click.command(cls=TranslatedCommand)
@click.argument("expression", default="", metavar="[CODE]")
@click.option("--only", is_flag=True, help="The code itself, without those below it.")
@filter_options
@click.option("--by", metavar="FACET", help="Sort by group, area, wave, code, stance, …")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    help="At most N quotes, 0 for all. Default: 50 in a table, all for other programs.",
)
@output_options
def command(
    expression: str,
    only: bool,
    filters: Filters,
    by: str | None,
    limit: int | None,
    fmt: str | None,
) -> None:
    """Show quotes: who said it, for which group and area, under which code.

    CODE stands for itself and every code below it. Words alone (--text) are found anywhere in
    the talks, coded or not.

    \b
    Example:
      rodedraad query samenwerking/politie --group politie
    """
    from ...coding.querying.quotes import QUOTE_KEYS, answer

    limit = LIMIT_OF_A_TABLE if limit is None and fmt is None else limit
    with reading_project() as connection:
        found = answer(connection, expression, filters, only, by, limit or None)
    if fmt:
        show(found.quotes, QUOTE_KEYS, QUOTE_COLUMNS, fmt)
    else:
        print_quotes(found.quotes, found.total, by)
    say_left_out(len(found.quotes), found.total)
    if found.total:
        say_kinds_added(filters.kind)
        say_basis(found.basis, found.total.bulk)
