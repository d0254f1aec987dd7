"""Forgetting a respondent, as the analyst sees it: what would go, and what still holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .consoles import safe, say
from .language import N_, _
from .main import TranslatedCommand
from .session import confirm, writing_project

if TYPE_CHECKING:
    from ..coding.forgetting import Loss
    from ..coding.leftovers import Holder


@click.command("forget", cls=TranslatedCommand)
@click.argument("respondent", required=False)
@click.option("--dry-run", is_flag=True, help="Only show what would go.")
@click.option("--backups", is_flag=True, help="Also from the backups, and copies in the log.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
def forget_command(respondent: str | None, dry_run: bool, backups: bool, yes: bool) -> None:
    """Remove a respondent, and all that they said, for good.

    A transcript in which nobody else was heard goes altogether; in others their words are
    blotted out and everything else stays in place. It cannot be undone, and a merge does not
    bring them back. No backup is made first: it would keep what must go. Without a RESPONDENT
    --backups is about everybody who was forgotten before.

    \b
    Example:
      rodedraad respondent forget R07 --dry-run
    """
    from ..coding.forgetting import forget_everywhere, what_would_go
    from ..coding.leftovers import holders
    from ..coding.naming import respondent_named

    if respondent is None:
        forget_in_backups(dry_run, backups, yes)
        return
    with writing_project() as project:
        identity = respondent_named(project.connection, respondent)
        loss = what_would_go(project.connection, identity)
        found = holders(project, identity)
        for line in (*in_words(loss), *still_held(found, loss, backups)):
            click.echo(safe(line))
        if dry_run:
            return
        confirm(_("Forget {name} for good?").format(name=loss.label), yes)
        left = forget_everywhere(project, identity, found if backups else [])
    say(_("{name} is forgotten. This cannot be undone.").format(name=loss.label))
    tell_left(left)
    if not backups and any(holder.kind == "copy" for holder in found):
        say(_("Forget them in the copies too with: rodedraad respondent forget --backups"))


def forget_in_backups(dry_run: bool, backups: bool, yes: bool) -> None:
    """Forget in the copies whoever was forgotten in the project before."""
    from ..coding.forgetting import forget_in_copies
    from ..coding.leftovers import forgotten_in, holders_of_forgotten

    if not backups:
        raise click.UsageError(_("Name the respondent to forget."))
    with writing_project() as project:
        found = holders_of_forgotten(project)
        if not found:
            say(_("No copy that is known holds anybody who was forgotten."))
            return
        for line in held_copies(found, backups=not dry_run):
            click.echo(safe(line))
        if dry_run:
            return
        confirm(_("Forget them there for good?"), yes)
        tell_left(forget_in_copies(project, forgotten_in([project.connection]), found))
    say(_("They are forgotten there. This cannot be undone."))


def tell_left(left: list[Holder]) -> None:
    """Say which copies could not be rewritten."""
    for holder in left:
        say(_("Not rewritten, remove it yourself: {file}").format(file=holder.name))


def in_words(loss: Loss) -> list[str]:
    """Say what goes."""
    lines = [_("Forgetting {name} removes, for good:").format(name=loss.label)]
    if loss.transcripts:
        lines.append(_("  transcripts: {names}").format(names=", ".join(loss.transcripts)))
    if loss.shared:
        lines.append(
            _("  their words in the transcripts of several: {names}").format(
                names=", ".join(loss.shared)
            )
        )
    lines.append(
        _("  turns: {turns}, fragments: {fragments}, memos: {memos}").format(
            turns=loss.turns, fragments=loss.fragments, memos=loss.memos
        )
    )
    if loss.themes:
        lines.append(_("Themes that lose support (persons before → after):"))
        width = max(len(path) for path, _before, _after in loss.themes)
        lines += [f"  {path:{width}}  {before} → {after}" for path, before, after in loss.themes]
    return lines


def still_held(found: list[Holder], loss: Loss, backups: bool) -> list[str]:
    """Say which files hold the respondent, and what becomes of them."""
    lines = held_copies(found, backups)
    if loss.files:
        lines.append(
            _("Not touched are the files that were imported: {names}.").format(
                names=", ".join(loss.files)
            )
        )
    lines.append(_("No backup is made first: it would keep what must go."))
    return lines


def held_copies(found: list[Holder], backups: bool) -> list[str]:
    """List the files that hold somebody, under what becomes of them."""
    lines = []
    for kind, heading in HEADINGS.items():
        names = [holder.name for holder in found if holder.kind == kind]
        if kind == "copy" and backups:
            heading = REWRITTEN
        if names:
            lines += [_(heading), *(f"  {name}" for name in names)]
    return lines


REWRITTEN = N_("These copies are rewritten too:")
HEADINGS = {
    "copy": N_("These copies still hold them; rewrite them too with --backups:"),
    "locked": N_("These copies may hold them, and cannot be looked into:"),
    "gone": N_("These copies may hold them, and are no longer where they were:"),
    "export": N_("These exports may hold their words; remove or make them anew:"),
}
