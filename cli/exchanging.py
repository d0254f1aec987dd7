"""Projects of other programs in and out, as the analyst sees it: what came along, what did not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .consoles import say
from .language import N_, _, translated
from .session import confirm, reading_project, writing_project

if TYPE_CHECKING:
    from ..coding.exchange.summary import Summary

PROGRAMS = ("nvivo", "atlasti", "maxqda")
KINDS = {
    "codes": N_("Codes"),
    "transcripts": N_("Transcripts"),
    "respondents": N_("Respondents"),
    "fragments": N_("Fragments"),
    "memos": N_("Memos"),
    "earlier versions": N_("Earlier versions of transcripts"),
    "earlier meanings": N_("Earlier meanings of codes"),
    "decisions": N_("Decisions about suggestions"),
    "reviewed turns": N_("Turns that were reviewed"),
    "assignments": N_("Transcripts given to coders"),
    "plan": N_("Groups and areas in the plan"),
    "aliases": N_("Names that are known as respondents"),
    "saved queries": N_("Saved queries"),
}


def import_projects(
    paths: Sequence[str], offsets: str, accept_loss: bool, dry_run: bool
) -> tuple[str, ...]:
    """Import what is a project of another program, and give the other paths.

    Raises LossError when something would be lost and that is not accepted.
    """
    from ..coding.exchange import LossError, import_project, is_project

    others = []
    for name in paths:
        path = Path(name)
        if not is_project(path):
            others.append(name)
            continue
        with writing_project() as project:
            try:
                summary = import_project(
                    project, path, offsets=offsets, accept_loss=accept_loss, dry_run=dry_run
                )
            except LossError as error:
                tell(error.summary)
                raise
        tell(summary)
        if dry_run:
            say(_("Nothing was stored (--dry-run)."))
    return tuple(others)


def export_to(path: Path, program: str, yes: bool) -> None:
    """Write the project to a .qdpx for another program, and say what came along."""
    from ..coding.exchange.writing import export_project

    confirm_replacing(path, yes)
    with reading_project() as connection:
        summary = export_project(connection, path, program)
    tell(summary)
    say(_("Written: {file}.").format(file=path))


def export_codebook_to(path: Path, yes: bool) -> None:
    """Write the codebook to a file for another program."""
    from ..coding.codes import read_codebook, write_codebook

    confirm_replacing(path, yes)
    with reading_project() as connection:
        write_codebook(read_codebook(connection), path)
    say(_("Written: {file}.").format(file=path))


def confirm_replacing(path: Path, yes: bool) -> None:
    """Ask before a file is replaced."""
    if path.exists():
        confirm(_("{file} exists. Replace it?").format(file=path), yes)


def tell(summary: Summary) -> None:
    """Say how much of each kind was carried over, what was lost, and what else to know."""
    for count in summary.counts:
        if count.found:
            say(
                _("{kind}: {carried} of {found}").format(
                    kind=_(KINDS[count.kind]), carried=count.carried, found=count.found
                )
            )
    for note in summary.notes:
        say(translated(note))
    if summary.lost:
        say(_("What has no place here:"))
    for loss in summary.lost:
        say(f"  {translated(loss)}")
