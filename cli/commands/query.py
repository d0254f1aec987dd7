"""rodedraad query: the quotes behind an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..answers import QUOTE_COLUMNS, explain, print_quotes, say_basis, say_kinds_added, say_left_out
from ..filters import filter_options
from ..main import TranslatedCommand
from ..output import output_options, show
from ..session import reading_project

if TYPE_CHECKING:
    from ...coding.querying.selection import Filters

LIMIT_OF_A_TABLE = 50


@click.command(cls=TranslatedCommand)
@click.argument("expression", default="", metavar="[QUESTION]")
@click.option("--only", is_flag=True, help="The code itself, without those below it.")
@filter_options
@click.option("--by", metavar="FACET", help="Sort by group, area, wave, code, stance, …, or fit.")
@click.option(
    "--best", type=click.IntRange(min=1), help="The N most typical, of different persons."
)
@click.option("--counter", is_flag=True, help="The voices against what most say.")
@click.option("--like", metavar="FRAGMENT", help="What looks most like this fragment.")
@click.option("-C", "--context", type=click.IntRange(min=0), default=0, help="N sentences around.")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    help="At most N quotes, 0 for all. Default: 50 in a table, all for other programs.",
)
@click.option("--explain", "explained", is_flag=True, help="Say how the question is understood.")
@output_options
def command(
    expression: str, only: bool, filters: Filters, explained: bool, fmt: str | None, **wanted: Any
) -> None:
    """Show quotes: who said it, for which group and area, under which code.

    QUESTION is a code, which stands for itself and all below it, or more: samenwerking and not
    politie; politie near bewoners; stance = -; text: "goed overleg". Words alone (--text) are
    found anywhere in the talks, coded or not.

    \b
    Example:
      rodedraad query samenwerking/politie --group politie
    """
    from ...coding.querying.quotes import QUOTE_KEYS, Wanted, answer

    limit = wanted.pop("limit")
    limit = LIMIT_OF_A_TABLE if limit is None and fmt is None else limit
    asked = Wanted(**wanted, limit=limit or None)
    with reading_project() as connection:
        if explained:
            explain(connection, expression, filters, only)
            return
        found = answer(connection, expression, filters, only, asked)
    if fmt:
        keys = (*QUOTE_KEYS, "before", "after") if asked.context else QUOTE_KEYS
        keys = (*keys, "likeness") if asked.like else keys
        show(found.quotes, keys, QUOTE_COLUMNS, fmt)
    else:
        print_quotes(found.quotes, found.total, asked.by if asked.by != "fit" else None)
    if not (asked.best or asked.counter):
        say_left_out(len(found.quotes), found.total)
    if found.total and found.basis:
        say_kinds_added(filters.kind)
        say_basis(found.basis, found.total.bulk)
