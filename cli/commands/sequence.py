"""rodedraad sequence: what tends to follow what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..answers import say_basis, say_kinds_added
from ..filters import filter_options
from ..main import TranslatedCommand
from ..output import output_options, show
from ..relations import STEP_COLUMNS, STEP_KEYS, step_rows
from ..session import reading_project

if TYPE_CHECKING:
    from ...coding.querying.selection import Filters


@click.command(cls=TranslatedCommand)
@click.argument("expression", default="", metavar="[CODE]")
@filter_options
@click.option("--limit", type=click.IntRange(min=1), default=20, help="At most N rows (20).")
@output_options
def command(expression: str, filters: Filters, limit: int, fmt: str | None) -> None:
    """Show what tends to follow what within a talk, or what comes before and after CODE.

    Times chance: how many times more often than if the order were left to chance.

    \b
    Example:
      rodedraad sequence --limit 10
    """
    from ...coding.querying.cooccurrence import answer_sequence

    with reading_project() as connection:
        found, basis = answer_sequence(connection, filters, expression)
    show(step_rows(found[:limit]), STEP_KEYS, STEP_COLUMNS, fmt)
    say_kinds_added(filters.kind)
    say_basis(basis)
