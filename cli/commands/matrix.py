"""rodedraad matrix: persons counted by two facets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..answers import print_cell_quotes, say_basis, say_kinds_added
from ..charting import chart_option, draw
from ..filters import BALANCE, filter_options
from ..language import _
from ..main import TranslatedCommand
from ..matrices import MATRIX_KEYS, Look, matrix_rows, matrix_table, say_marks
from ..output import output_options, show
from ..session import reading_project

if TYPE_CHECKING:
    from pathlib import Path

    from ...coding.querying.selection import Filters


@click.command(cls=TranslatedCommand)
@click.argument("rows")
@click.argument("columns")
@click.option("--only", is_flag=True, help="A code itself, without those below it.")
@filter_options
@click.option(
    "--count",
    type=click.Choice(["persons", "fragments", "share", "words", "stance"]),
    default="persons",
    help="What a cell of the table shows. Default: persons.",
)
@click.option("--totals", is_flag=True, help="A last row and column, a person counted once.")
@click.option("--heat", is_flag=True, help="A shade in each cell, darker for a larger share.")
@click.option(
    "--sort",
    type=click.Choice(["persons", "similar"]),
    help="The fullest first, or like beside like.",
)
@click.option("--quotes", nargs=2, metavar="ROW COLUMN", help="The quotes of one cell.")
@chart_option
@output_options
def command(
    rows: str,
    columns: str,
    only: bool,
    filters: Filters,
    count: str,
    totals: bool,
    heat: bool,
    sort: str | None,
    quotes: tuple[str, str] | None,
    chart: Path | None,
    fmt: str | None,
) -> None:
    """Count persons by two facets, with n: those who could have been counted.

    ROWS and COLUMNS are code, group, area, wave, kind, stance, coder, respondent, transcript,
    an attribute of respondents, or a CODE for that code and all below it. By stance a person
    counts once: positive and negative together are mixed. --stance without a value shows how
    persons look at it.

    \b
    Example:
      rodedraad matrix code group
    """
    from ...coding.querying.matrix import answer_matrix

    if BALANCE in filters.stance:
        count, filters = "stance", filters._replace(stance=())
    look = Look(count, heat)
    with reading_project() as connection:
        if quotes:
            print_cell_quotes(connection, (rows, quotes[0]), (columns, quotes[1]), filters, fmt)
            return
        matrix, bulk, basis = answer_matrix(connection, rows, columns, filters, only, sort, totals)
    if fmt in (None, "md"):
        lines, headings = matrix_table(matrix, look, fmt)
        show(lines, (), headings, fmt)
        say_marks(matrix, look)
    else:
        show(matrix_rows(matrix), MATRIX_KEYS, (), fmt)
    if chart:
        from ...coding.charts import matrix_drawing

        draw(matrix_drawing(matrix, _), chart)
    say_kinds_added(filters.kind)
    say_basis(basis, bulk)
