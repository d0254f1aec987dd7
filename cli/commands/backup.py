"""rodedraad backup: copies of the project to go back to."""

from __future__ import annotations

from pathlib import Path

import click

from ..consoles import say
from ..language import N_, _
from ..main import TranslatedGroup
from ..output import Column, output_options, show
from ..passphrases import ask_passphrase, passphrase_option
from ..session import coder_name, confirm, project_path, writing_project


class BackupGroup(TranslatedGroup):
    """A group that takes anything but its own commands as the file of `make`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `make` before a file name, and where nothing is typed."""
        if not args or (args[0] not in self.commands and args[0] not in ("-h", "--help")):
            args.insert(0, "make")
        return super().parse_args(ctx, args)


@click.group(cls=BackupGroup)
def command() -> None:
    """Make a backup of the project, list the backups, or go back to one.

    Without a file name it goes into the folder of backups beside the project, where the
    program makes one itself before every large change.

    \b
    Example:
      rodedraad backup
    """


@command.command("make")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--encrypt", is_flag=True, help="Behind a passphrase, which is asked for.")
@passphrase_option
def make_command(file: Path | None, encrypt: bool, passphrase_file: Path | None) -> None:
    """Make a backup; with FILE outside the folder of backups.

    A backup is never taken for the project, wherever it lies: only -p opens it. The name of an
    encrypted one ends in .age.

    \b
    Example:
      rodedraad backup make ../monday.draad
    """
    from ...coding.backups import back_up, copy_project
    from ...coding.history import note
    from ...coding.locking import SUFFIX, back_up_locked, locked_path

    path = project_path()
    passphrase = ask_passphrase(passphrase_file, twice=True) if encrypt else ""
    if file is None:
        made = back_up_locked(path, passphrase) if encrypt else back_up(path, "by hand")
    else:
        made = locked_path(file) if encrypt and file.suffix != SUFFIX else file
        with writing_project() as project:
            if encrypt:
                back_up_locked(path, passphrase, made)
            else:
                copy_project(path, made)
            note(project, "backup", str(made.resolve()))
    say(_("The backup is made and verified: {file}.").format(file=made))


@command.command("list")
@output_options
def list_command(fmt: str | None) -> None:
    """List the backups, the newest first, with what was about to happen.

    \b
    Example:
      rodedraad backup list
    """
    from ...coding.backups import list_backups

    backups = enumerate(list_backups(project_path()), start=1)
    rows = [
        {
            "number": number,
            "at": backup.at,
            "reason": backup.reason,
            "reason_in_words": reason_in_words(backup.reason),
            "size": backup.size,
            "file": str(backup.path),
        }
        for number, backup in backups
    ]
    show(rows, ("number", "at", "reason", "size", "file"), COLUMNS, fmt)


def reason_in_words(reason: str) -> str:
    """Say why a backup was made: because somebody asked, or before a command."""
    return _("by hand") if reason == "by-hand" else _("before {command}").format(command=reason)


COLUMNS = (
    Column("number", N_("No."), right=True),
    Column("at", N_("When")),
    Column("reason_in_words", N_("Reason")),
    Column("size", N_("Bytes"), right=True),
)


@command.command("restore")
@click.argument("backup", metavar="NUMBER|FILE")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@passphrase_option
def restore_command(backup: str, yes: bool, passphrase_file: Path | None) -> None:
    """Go back to a backup; what you have now is backed up first.

    \b
    Example:
      rodedraad backup
      rodedraad backup restore 1 --yes
    """
    from ...coding.backups import backup_named, restore
    from ...coding.locking import SUFFIX, restore_locked

    path = project_path()
    file = backup_named(path, backup)
    confirm(_("Put {backup} in the place of {path}?").format(backup=file.name, path=path.name), yes)
    if file.suffix == SUFFIX:
        restore_locked(path, file, coder_name(), ask_passphrase(passphrase_file))
    else:
        restore(path, file, coder_name())
    say(_("{path} is now as it was in {backup}.").format(path=path.name, backup=file.name))
