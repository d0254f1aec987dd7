"""rodedraad find: words that are not coded yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..answers import QUOTE_COLUMNS, print_quotes, say_left_out
from ..consoles import say
from ..filters import filter_options
from ..language import _
from ..main import TranslatedCommand
from ..output import output_options, show
from ..session import reading_project

if TYPE_CHECKING:
    from ...coding.querying.selection import Filters


@click.command(cls=TranslatedCommand)
@click.argument("words", nargs=-1, required=True)
@filter_options
@click.option("--all", "everything", is_flag=True, help="Also where something is coded already.")
@click.option("--limit", type=click.IntRange(min=0), default=50, help="At most N places (50).")
@output_options
def command(
    words: tuple[str, ...], filters: Filters, everything: bool, limit: int, fmt: str | None
) -> None:
    """Find words in turns of respondents in which nothing is coded yet.

    Each word is found in any form; a phrase stands between quotation marks.

    \b
    Example:
      rodedraad find wijkagent --limit 5
    """
    from ...coding.querying.quotes import QUOTE_KEYS
    from ...coding.querying.selection import choose
    from ...coding.querying.talks import find_text

    with reading_project() as connection:
        selection = choose(connection, filters)
        found = find_text(connection, " ".join(words), selection, limit or None, not everything)
    if fmt:
        show(found, QUOTE_KEYS, QUOTE_COLUMNS, fmt)
    else:
        print_quotes(found, None)
    if found or everything:
        say_left_out(len(found), None)
    else:
        say(_("Nothing was found where nothing is coded yet. Look everywhere with: --all"))
