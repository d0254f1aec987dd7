"""rodedraad coverage: which voices were heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..answers import say_basis, say_kinds_added
from ..charting import chart_option, draw
from ..coverages import COVERAGE_COLUMNS, COVERAGE_KEYS, coverage_row, dominance_lines
from ..filters import filter_options
from ..language import _
from ..main import TranslatedCommand
from ..output import output_options, show
from ..session import reading_project

if TYPE_CHECKING:
    from pathlib import Path

    from ...coding.querying.selection import Filters


@click.command(cls=TranslatedCommand)
@filter_options
@chart_option
@output_options
def command(filters: Filters, chart: Path | None, fmt: str | None) -> None:
    """Show which voices were heard: planned, heard and silent, by group and area.

    Below the table stands who says most in each group.

    \b
    Example:
      rodedraad coverage
    """
    from ...coding.querying.coverage import answer_coverage, heard_by
    from ...coding.querying.selection import choose

    with reading_project() as connection:
        voices, dominance, basis = answer_coverage(connection, filters)
        heard = heard_by(connection, choose(connection, filters), filters) if chart else {}
    show([coverage_row(voice) for voice in voices], COVERAGE_KEYS, COVERAGE_COLUMNS, fmt)
    if fmt is None:
        click.echo("\n" + "\n".join(dominance_lines(dominance)))
    if chart:
        from ...coding.charts import coverage_drawing

        draw(coverage_drawing(heard, _), chart)
    say_kinds_added(filters.kind)
    say_basis(basis)
