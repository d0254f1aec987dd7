"""rodedraad saturation: how much new the latest interviews bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..answers import say_basis
from ..charting import chart_option, draw
from ..coverages import (
    SATURATION_COLUMNS,
    SATURATION_KEYS,
    saturation_rows,
    saturation_sentence,
)
from ..filters import filter_options
from ..language import _
from ..main import TranslatedCommand
from ..output import output_options, show
from ..session import reading_project

if TYPE_CHECKING:
    from pathlib import Path

    from ...coding.querying.selection import Filters


@click.command(cls=TranslatedCommand)
@click.argument("expression", default="", metavar="[CODE]")
@filter_options
@click.option("--base", type=click.IntRange(min=1), default=4, help="Interviews in the base (4).")
@click.option("--run", type=click.IntRange(min=1), default=2, help="Interviews in a run (2).")
@click.option(
    "--threshold", type=click.FloatRange(0, 1), default=0.05, help="New information: 0.05 or 0."
)
@chart_option
@output_options
def command(
    expression: str,
    filters: Filters,
    base: int,
    run: int,
    threshold: float,
    chart: Path | None,
    fmt: str | None,
) -> None:
    """Show saturation: new codes in each run of interviews, as a share of those in the base.

    After Guest, Namey and Chen (2020), over the transcripts that are marked coded, in order of
    date; with --group for one group alone.

    \b
    Example:
      rodedraad saturation --base 4 --run 2 --threshold 0.05
    """
    from ...coding.querying.saturation import answer_saturation

    with reading_project() as connection:
        found, basis = answer_saturation(connection, filters, expression, base, run, threshold)
    show(saturation_rows(found), SATURATION_KEYS, SATURATION_COLUMNS, fmt)
    if fmt is None:
        click.echo("\n" + saturation_sentence(found, run, threshold))
    if chart:
        from ...coding.charts import saturation_drawing

        draw(saturation_drawing(found, threshold, _), chart)
    say_basis(basis)
