"""rodedraad sql: a question in SQL."""

from __future__ import annotations

import click

from ..main import TranslatedCommand
from ..output import Column, output_options, show
from ..session import reading_project


@click.command(cls=TranslatedCommand)
@click.argument("statement")
@output_options
def command(statement: str, fmt: str | None) -> None:
    """Run one SELECT on the project, read-only.

    The views quotes, persons_by_theme, voices, said and codes have readable names; docs/sql.md
    describes them, with ten questions.

    \b
    Example:
      rodedraad sql "select code, persons from persons_by_theme limit 5"
    """
    from ...coding.querying.sql import select

    with reading_project() as connection:
        names, rows = select(connection, statement)
    show(rows, names, [Column(name, name, data=True) for name in names], fmt)
