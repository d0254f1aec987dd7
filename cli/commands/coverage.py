"""rodedraad coverage: which voices were heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..answers import say_basis, say_kinds_added
from ..coverages import COVERAGE_COLUMNS, COVERAGE_KEYS, coverage_row, dominance_lines
from ..filters import filter_options
from ..main import TranslatedCommand
from ..output import output_options, show
from ..session import reading_project

if TYPE_CHECKING:
    from ...coding.querying.selection import Filters


@click.command(cls=TranslatedCommand)
@filter_options
@output_options
def command(filters: Filters, fmt: str | None) -> None:
    """Show which voices were heard: planned, heard and silent, by group and area.

    Below the table stands who says most in each group.

    \b
    Example:
      rodedraad coverage
    """
    from ...coding.querying.coverage import answer_coverage

    with reading_project() as connection:
        voices, dominance, basis = answer_coverage(connection, filters)
    show([coverage_row(voice) for voice in voices], COVERAGE_KEYS, COVERAGE_COLUMNS, fmt)
    if fmt is None:
        click.echo("\n" + "\n".join(dominance_lines(dominance)))
    say_kinds_added(filters.kind)
    say_basis(basis)
