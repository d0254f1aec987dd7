"""rodedraad compare: two moments, places or projects beside each other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..charting import chart_option, draw
from ..filters import filter_options
from ..language import _
from ..main import TranslatedCommand
from ..output import output_options, show
from ..relations import COMPARE_KEYS, compare_columns, compare_rows
from ..session import project_path, reading_project

if TYPE_CHECKING:
    from ...coding.querying.selection import Filters


@click.command(cls=TranslatedCommand)
@click.argument("facet")
@click.argument("values", nargs=-1, required=True)
@filter_options
@chart_option
@output_options
def command(
    facet: str, values: tuple[str, ...], filters: Filters, chart: Path | None, fmt: str | None
) -> None:
    """Compare two waves, areas, groups, kinds or persons; or this project with another file:
    compare project FILE.

    For each code the persons of those who could have been counted, the difference in points of
    a hundred with a 95% interval, and what came or went.

    \b
    Example:
      rodedraad compare wave 2014 2016
    """
    from ...coding.querying.comparison import answer_comparison, compare_projects

    if len(values) != (1 if facet == "project" else 2):
        raise click.UsageError(_("Name two to compare: wave 2014 2016; or: project FILE."))
    with reading_project() as connection:
        if facet == "project":
            names = (project_path().stem, Path(values[0]).stem)
            found = compare_projects(connection, Path(values[0]), filters)
        else:
            names = (values[0], values[1])
            found = answer_comparison(connection, facet, values[0], values[1], filters)
    show(compare_rows(found, *names), COMPARE_KEYS, compare_columns(*names), fmt)
    if chart:
        from ...coding.charts import comparison_drawing

        draw(comparison_drawing(found, names, _), chart)
