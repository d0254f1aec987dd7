"""rodedraad lock: put the project and its backups behind a passphrase."""

from __future__ import annotations

from pathlib import Path

import click

from ..consoles import say
from ..language import _
from ..main import TranslatedCommand
from ..passphrases import ask_passphrase, passphrase_option
from ..session import project_path


@click.command(cls=TranslatedCommand)
@passphrase_option
def command(passphrase_file: Path | None) -> None:
    """Encrypt the project and its backups with a passphrase, and remove the readable files.

    Without the passphrase nobody opens them again: there is no other key. What was exported,
    and copies elsewhere, stay readable. The format is age, which other programs open too.

    \b
    Example:
      rodedraad lock
    """
    from ...coding.locking import library, lock

    path = project_path()
    library()  # before anybody types a passphrase
    say(_("Without the passphrase nobody opens this project again: there is no other key."))
    for file in lock(path, ask_passphrase(passphrase_file, twice=True)):
        say(_("Locked: {file}").format(file=file.name))
    say(_("Open it again with: rodedraad unlock"))
