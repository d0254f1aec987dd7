"""rodedraad matrix: persons counted by two facets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..answers import MATRIX_KEYS, matrix_rows, matrix_table, say_basis, say_kinds_added
from ..filters import filter_options
from ..main import TranslatedCommand
from ..output import output_options, show
from ..session import reading_project

if TYPE_CHECKING:
    from ...coding.querying.selection import Filters


@click.command(cls=TranslatedCommand)
@click.argument("rows")
@click.argument("columns")
@click.option("--only", is_flag=True, help="A code itself, without those below it.")
@filter_options
@click.option(
    "--count",
    type=click.Choice(["persons", "fragments", "share", "words"]),
    default="persons",
    help="What a cell of the table shows. Default: persons.",
)
@output_options
def command(
    rows: str, columns: str, only: bool, filters: Filters, count: str, fmt: str | None
) -> None:
    """Count persons by two facets, with n: those who could have been counted.

    ROWS and COLUMNS are code, group, area, wave, kind, stance, coder, respondent, transcript,
    an attribute of respondents, or a CODE for that code and all below it.

    \b
    Example:
      rodedraad matrix code group
    """
    from ...coding.querying.matrix import answer_matrix

    with reading_project() as connection:
        matrix, total, basis = answer_matrix(connection, rows, columns, filters, only)
    if fmt in (None, "md"):
        lines, headings = matrix_table(matrix, count, fmt)
        show(lines, (), headings, fmt)
    else:
        show(matrix_rows(matrix), MATRIX_KEYS, (), fmt)
    say_kinds_added(filters.kind)
    say_basis(basis, total.bulk)
