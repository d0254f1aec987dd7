"""rodedraad thread: the common thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..answers import print_quotes, say_basis, say_kinds_added
from ..charting import chart_option, draw
from ..filters import filter_options
from ..language import _
from ..main import TranslatedCommand
from ..output import output_options, show
from ..session import reading_project
from ..threads import THREAD_COLUMNS, THREAD_KEYS, as_text, thread_row

if TYPE_CHECKING:
    from pathlib import Path

    from ...coding.querying.selection import Filters


@click.command(cls=TranslatedCommand)
@click.argument("expression", default="", metavar="[CODE]")
@filter_options
@click.option("--quotes", is_flag=True, help="Two typical quotes and one against, for each code.")
@click.option("--limit", type=click.IntRange(min=1), help="Only the N most shared.")
@click.option("--as-text", "sentences", is_flag=True, help="Say it in sentences, for a report.")
@chart_option
@output_options
def command(
    expression: str,
    filters: Filters,
    quotes: bool,
    limit: int | None,
    sentences: bool,
    chart: Path | None,
    fmt: str | None,
) -> None:
    """Show the common thread: how widely each theme is shared, and who differs.

    Persons first, then groups and areas of those heard, fragments for each person, how people
    look at it, and which groups of three or more look at it otherwise. Most shared first.

    \b
    Example:
      rodedraad thread samenwerking --quotes
    """
    from ...coding.querying.thread import answer_thread, quotes_for

    with reading_project() as connection:
        threads, basis = answer_thread(connection, expression, filters)
        threads = threads[:limit]
        voiced = [thread for thread in threads if thread.whole.persons] if quotes else []
        chosen = [(thread, *quotes_for(connection, thread, filters)) for thread in voiced]
    if sentences:
        click.echo(as_text(threads))
    else:
        show([thread_row(thread) for thread in threads], THREAD_KEYS, THREAD_COLUMNS, fmt)
    for thread, typical, against in chosen:
        click.secho(f"\n{thread.code}", bold=True)
        print_quotes([*typical, *against], None)
    if chart:
        from ...coding.charts import thread_drawing

        draw(thread_drawing(threads, _), chart)
    say_kinds_added(filters.kind)
    say_basis(basis)
