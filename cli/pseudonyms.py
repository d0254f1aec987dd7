"""Pseudonyms as the analyst sees them: proposals to accept, and what was replaced."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .consoles import safe, say
from .language import N_, _
from .main import TranslatedCommand
from .reviewing import read_answer
from .session import confirm, writing_project

if TYPE_CHECKING:
    from ..coding.pseudonymising import Replaced
    from ..transcripts.proposals import Proposal
    from ..transcripts.pseudonyms import Key


@click.command("pseudonymise", cls=TranslatedCommand)
@click.argument("transcripts", nargs=-1, metavar="[TRANSCRIPT]…")
@click.option(
    "--key",
    "key_file",
    type=click.Path(path_type=Path),
    required=True,
    help="The file with the names and what replaces them; made when it is not there.",
)
@click.option("--propose", is_flag=True, help="Propose what may be names, to accept one by one.")
@click.option("--places", is_flag=True, help="Replace the areas and groups of the project too.")
@click.option("--purge", is_flag=True, help="Also from old versions, undo and search; for good.")
@click.option("--here", is_flag=True, help="The key may lie beside the project.")
@click.option("--dry-run", is_flag=True, help="Say what would be replaced, and store nothing.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
def pseudonymise_command(
    transcripts: tuple[str, ...],
    key_file: Path,
    propose: bool,
    places: bool,
    purge: bool,
    here: bool,
    dry_run: bool,
    yes: bool,
) -> None:
    """Replace names and numbers by placeholders, such as [persoon 3].

    E-mail addresses, telephone numbers, postcodes and the like are found by their form, names
    by the key file. Everything coded stays on its words. The key is the only place where the
    names are: keep it apart. No program can say that what is left is anonymous.

    \b
    Example:
      rodedraad transcript pseudonymise 2016-04-07 --key ../key.csv --yes
    """
    from ..coding import pseudonymising as domain
    from ..transcripts.deduced import is_installed
    from ..transcripts.pseudonyms import write_key

    if propose and is_installed():
        say(_("Starting deduce: the first time this takes some two minutes and 1 GB of memory."))
    with writing_project() as project:
        chosen = domain.transcripts_named(project.connection, transcripts)
        key = domain.key_for(project, key_file, here)
        keep = [] if places else domain.names_to_keep(project.connection)
        if propose:
            ask_about(domain.proposals(project, chosen, key, keep), key)
        if dry_run:
            tell_preview(domain.preview(project, chosen, key, keep))
            return
        write_key(key, key_file)
        confirm(question(len(chosen), purge), yes)
        done = domain.pseudonymise_transcripts(project, chosen, key, keep, purge)
        write_key(key, key_file)
    tell(done, key_file, purge)
    tell_staying(domain.staying(key, keep))
    if purge and transcripts:
        say(_("Other transcripts may still hold names; all are done when none is named."))


NOTHING_TO_REPLACE = N_(
    "There is nothing to replace yet. Write names in the key file, or have them proposed: --propose"
)


def tell_preview(found: list[tuple[str, str, int]]) -> None:
    """Show what would be replaced by what, and how often."""
    for words, placeholder, count in found:
        click.echo(safe(f"{words} → {placeholder} ({count}×)"))
    if not found:
        say(_(NOTHING_TO_REPLACE))
    say(_("Nothing was stored (--dry-run)."))


def question(count: int, purge: bool) -> str:
    """Ask for what is about to happen."""
    if purge:
        return _(
            "Rewrite {count} transcripts with all their versions? It cannot be undone, and older "
            "backups still hold the names."
        ).format(count=count)
    return _("Make a new version without names? Transcripts: {count}.").format(count=count)


def ask_about(proposals: list[tuple[Proposal, str]], key: Key) -> None:
    """Ask of each proposal whether it is a name: y adds it to the key, q stops asking."""
    for number, (proposal, around) in enumerate(proposals, start=1):
        click.echo(safe(f"[{number}/{len(proposals)}]  {_(KINDS[proposal.kind])}: {proposal.name}"))
        click.secho(safe(f"  … {around} …  ({_(proposal.reason)})"), dim=True)
        click.secho(_("  y: replace it   n: leave it   q: stop asking"), dim=True)
        answer, _rest = read_answer()
        if answer == "q":
            break
        if answer in ("y", "j"):
            key.add(proposal.kind, proposal.name)


KINDS = {
    "respondent": N_("respondent"),
    "person": N_("person"),
    "organisation": N_("organisation"),
    "area": N_("area"),
    "street": N_("street"),
}
# For the catalogue: why something may be a name, as transcripts/proposals.py and deduced.py say it.
REASONS = (
    N_("behind a title"),
    N_("a particle between names"),
    N_("two names with capitals"),
    N_("a capital inside a sentence"),
    N_("ends like a street"),
    N_("named by spaCy"),
    N_("named by deduce"),
)


def tell_staying(names: list[str]) -> None:
    """Name the groups and areas that are in the key, and were left as they are."""
    if names:
        say(
            _(
                "Groups and areas stay, though the key names them: {names}. "
                "Replace them too: --places"
            ).format(names=", ".join(names))
        )


def tell(done: list[Replaced], key_file: Path, purge: bool) -> None:
    """Say what was replaced in each transcript, and what still holds names."""
    for replaced in done:
        say(
            _("{name}: replaced {count}.").format(
                name=replaced.slug, count=sum(replaced.counts.values())
            )
        )
    say(_("The key is in {file}. Keep it apart from the project.").format(file=key_file))
    if not any(replaced.counts for replaced in done):
        say(_(NOTHING_TO_REPLACE))
    elif not purge:
        say(_("The old versions still hold the names; --purge takes them out, for good."))
