"""rodedraad merge: put the work of colleagues together."""

from __future__ import annotations

from pathlib import Path

import click

from ..main import TranslatedCommand
from ..output import output_options
from ..session import writing_project


@click.command(cls=TranslatedCommand)
@click.argument("others", nargs=-1, required=True, metavar="OTHER.draad…", type=Path)
@click.option(
    "--same/--apart",
    "same",
    default=None,
    help="What has one name in both is the same, or is not and one gets a number.",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen, and store nothing.")
@output_options
def command(others: tuple[Path, ...], same: bool | None, dry_run: bool, fmt: str | None) -> None:
    """Bring the work in other copies of this project into it.

    Whatever a colleague coded, wrote, renamed or removed in a copy comes in; the newest version
    of everything stays. What was changed in both apart is a conflict: both versions are kept
    until you settle which is right. In what order you merge, and how often, makes no
    difference. A backup is made first.

    \b
    Example:
      rodedraad backup make bram.draad
      rodedraad merge bram.draad --dry-run
    """
    from ...coding.merging import merge
    from ..merging import same_or_apart, tell_merge

    with writing_project() as project:
        same_names = same_or_apart(project, others, same)
        merged = merge(project, others, same_names, dry_run)
    tell_merge(merged, ", ".join(map(str, others)), dry_run, fmt)
