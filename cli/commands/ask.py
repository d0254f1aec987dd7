"""rodedraad ask: a prompt for a meeting."""

from __future__ import annotations

import sys

import click

from ..main import ExitStatus, TranslatedCommand
from ..prompting import answer_line, names_of, typed_lines
from ..session import keep_open


@click.command(cls=TranslatedCommand)
def command() -> None:
    """Ask one question after the other, with the project kept open: answers come at once.

    Type a question as for rodedraad query, or a command (matrix, thread, coverage, …) without
    rodedraad before it. Tab completes codes, groups, areas and saved questions; arrow up brings
    back what was typed. Ctrl-D or exit ends it. Lines may also come from a pipe.

    \b
    Example:
      echo "thread --limit 3" | rodedraad ask
    """
    with keep_open() as connection:
        answered = [answer_line(line) for line in typed_lines(names_of(connection))]
    if not all(answered) and not sys.stdin.isatty():
        raise click.exceptions.Exit(ExitStatus.REFUSED)
