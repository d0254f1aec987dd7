"""rodedraad words: the words of a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..filters import filter_options
from ..language import _
from ..main import TranslatedCommand
from ..output import output_options, show
from ..relations import KEYWORD_COLUMNS, KEYWORD_KEYS, keyword_rows
from ..session import reading_project

if TYPE_CHECKING:
    from ...coding.querying.selection import Filters


@click.command(cls=TranslatedCommand)
@filter_options
@click.option("--limit", type=click.IntRange(min=1), default=20, help="At most N words (20).")
@output_options
def command(filters: Filters, limit: int, fmt: str | None) -> None:
    """Show the words that a group, area or wave uses more than all others.

    In any form of the word, by at least two persons. Keyness is the log-likelihood ratio.

    \b
    Example:
      rodedraad words --group politie
    """
    from ...coding.querying.keywords import answer_words

    if not any((filters.group, filters.area, filters.wave, filters.respondent, filters.where)):
        raise click.UsageError(_("Say whose words: --group, --area, --wave or --respondent."))
    with reading_project() as connection:
        found = answer_words(connection, filters)
    show(keyword_rows(found[:limit]), KEYWORD_KEYS, KEYWORD_COLUMNS, fmt)
