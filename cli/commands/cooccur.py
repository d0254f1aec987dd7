"""rodedraad cooccur: which codes go together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..answers import say_basis, say_kinds_added
from ..charting import chart_option, draw
from ..filters import filter_options
from ..language import _
from ..main import TranslatedCommand
from ..output import output_options, show
from ..relations import PAIR_COLUMNS, PAIR_KEYS, pair_rows
from ..session import reading_project

if TYPE_CHECKING:
    from pathlib import Path

    from ...coding.querying.selection import Filters


@click.command(cls=TranslatedCommand)
@click.argument("expression", default="", metavar="[CODE]")
@filter_options
@click.option("--limit", type=click.IntRange(min=1), default=20, help="At most N rows (20).")
@chart_option
@output_options
def command(
    expression: str, filters: Filters, limit: int, chart: Path | None, fmt: str | None
) -> None:
    """Show which codes go together, or with CODE: in persons, in passages, and against chance.

    Times chance: how many times more often persons voice both than if the two were independent.

    \b
    Example:
      rodedraad cooccur --limit 10
    """
    from ...coding.querying.cooccurrence import answer_cooccurrence

    with reading_project() as connection:
        found, basis = answer_cooccurrence(connection, filters, expression)
    show(pair_rows(found[:limit]), PAIR_KEYS, PAIR_COLUMNS, fmt)
    if chart:
        from ...coding.charts import cooccurrence_drawing

        draw(cooccurrence_drawing(found, _), chart)
    say_kinds_added(filters.kind)
    say_basis(basis)
