"""rodedraad conflict: what two copies changed apart."""

from __future__ import annotations

import click

from ..consoles import say
from ..language import _
from ..main import TranslatedGroup
from ..output import output_options, show
from ..session import confirm, reading_project, writing_project


@click.group(cls=TranslatedGroup)
def command() -> None:
    """See and settle what was changed in two copies apart.

    \b
    Example:
      rodedraad conflict list
    """


@command.command("list")
@output_options
def list_command(fmt: str | None) -> None:
    """List the open conflicts: of each the versions to choose from, the one shown now first.

    \b
    Example:
      rodedraad conflict list
    """
    from ...coding.merging.conflicts import LIST_KEYS, list_conflicts
    from ..merging import CONFLICT_COLUMNS, in_words

    with reading_project() as connection:
        rows = list_conflicts(connection)
    if rows or fmt:
        show([in_words(row) for row in rows], LIST_KEYS, CONFLICT_COLUMNS, fmt)
        return
    say(_("There are no open conflicts."))


@command.command("settle")
@click.argument("number", type=click.IntRange(min=1), required=False)
@click.argument("choice", type=click.IntRange(min=1), required=False)
@click.option(
    "--all",
    "rule",
    type=click.Choice(["newest", "mine", "theirs"]),
    help="Settle all: by what was changed last, by you, or by others.",
)
@click.option("--yes", is_flag=True, help="Do not ask first.")
def settle_command(number: int | None, choice: int | None, rule: str | None, yes: bool) -> None:
    """Let one version be the right one: number and choice as in the list, or all by a rule.

    With --all, what one coder removed and another changed stays. Your choice goes to the
    others with the next merge.

    \b
    Example:
      rodedraad conflict settle --all newest --yes
    """
    from ...coding.merging.conflicts import settle, settle_all
    from ..merging import tell_left_behind

    if (number is None or choice is None) == (rule is None) or (rule and number):
        raise click.UsageError(_("Give the number of a conflict and your choice, or --all."))
    if rule:
        confirm(_("Settle all conflicts at once?"), yes)
    with writing_project() as project, project.transaction("conflict settle", rule or str(number)):
        settled = settle_all(project, rule) if rule else settle(project, number or 0, choice or 0)
    tell_left_behind(settled)
    count = settled.changed.total()
    say(_("Settled: {count}. Take it back with: rodedraad undo").format(count=count))
