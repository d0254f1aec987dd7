"""rodedraad transcript revise, diff: the versions of a text."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .consoles import safe, say
from .language import N_, _
from .main import TranslatedCommand
from .output import Column, show
from .session import confirm, reading_project, writing_project

if TYPE_CHECKING:
    from ..coding.revising import AnotherText, Outcome

STATUSES = {
    "kept": N_("kept"),
    "moved": N_("moved"),
    "changed": N_("changed"),
    "lost": N_("lost"),
}
COLUMNS = (
    Column("citation", N_("Citation")),
    Column("code", N_("Code"), width=16),
    Column("status", N_("Fragment")),
    Column("quote", N_("Words before")),
    Column("new_quote", N_("Words now")),
)


@click.command("revise", cls=TranslatedCommand)
@click.argument("transcript")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--accept-loss", is_flag=True, help="Keep what is lost with the old version.")
@click.option("--encoding", help="The encoding of a text that is not UTF-8, as cp1252.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and store nothing.")
@click.option("--yes", is_flag=True, help="Do not ask when it seems the text of another talk.")
def revise_command(
    transcript: str,
    file: Path,
    accept_loss: bool,
    encoding: str | None,
    dry_run: bool,
    yes: bool,
) -> None:
    """Put a corrected text in the place of a transcript's text.

    Every fragment, decision and memo moves along with its words. What is no longer in the
    text stops the revision, unless you accept that it stays with the old version.

    \b
    Example:
      rodedraad transcript revise 2014-10-14 2014-10-14_corrected.txt --dry-run
    """
    from ..coding.naming import transcript_named
    from ..coding.revising import revise_from_file

    with writing_project() as project:
        _number, slug = transcript_named(project.connection, transcript)
        agree = partial(agree_to_another_text, yes=yes or dry_run)
        outcomes = revise_from_file(project, slug, file, encoding, accept_loss, dry_run, agree)
    tell_outcomes(outcomes)
    if dry_run:
        say(_("Nothing was stored (--dry-run)."))
    else:
        say(_("Changed: {name}. Take it back with: rodedraad undo").format(name=slug))


def agree_to_another_text(file: str, other: AnotherText, *, yes: bool) -> None:
    """Warn that a file seems to be another talk, and ask; a "no" leaves the command."""
    say(
        _("{file} has hardly a sentence in common with the transcript ({share}).").format(
            file=file, share=f"{other.share:.0%}"
        )
    )
    if other.strangers:
        names = ", ".join(other.strangers)
        say(_("It has other speakers too: {names}.").format(names=names))
    confirm(_("Is it this talk all the same?"), yes)


def tell_outcomes(outcomes: list[Outcome]) -> None:
    """Say what became of the fragments, and show those whose words are others now."""
    rows = [
        vars(outcome) | {"status": _(STATUSES[outcome.status])}
        for outcome in outcomes
        if outcome.status in ("changed", "lost")
    ]
    if rows:
        show(rows, (), COLUMNS, None)
    say(_("Fragments: {counted}.").format(counted=counted(outcomes, "fragment")))
    if any(outcome.what == "memo" for outcome in outcomes):
        say(_("Memos on turns: {counted}.").format(counted=counted(outcomes, "memo")))


def counted(outcomes: list[Outcome], what: str) -> str:
    """Say how many fragments or memos were kept, moved, changed and lost."""
    counts = Counter(outcome.status for outcome in outcomes if outcome.what == what)
    return ", ".join(f"{_(name)} {counts[status]}" for status, name in STATUSES.items())


@click.command("diff", cls=TranslatedCommand)
@click.argument("transcript")
@click.option("--from", "one", type=click.IntRange(min=1), help="A version. Default: the former.")
@click.option("--to", "other", type=click.IntRange(min=1), help="A version. Default: the newest.")
def diff_command(transcript: str, one: int | None, other: int | None) -> None:
    """Show what changed between two versions of a text.

    \b
    Example:
      rodedraad transcript diff 2016-04-07
    """
    from ..coding.naming import transcript_named
    from ..coding.revising import differences

    with reading_project() as connection:
        lines = differences(connection, transcript_named(connection, transcript)[0], one, other)
    for line in lines:
        colour = {"-": "red", "+": "green"}.get(line[:1])
        click.secho(safe(line), fg=colour)
    if not lines:
        say(_("There is nothing that differs."))
