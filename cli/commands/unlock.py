"""rodedraad unlock: make a locked project readable again."""

from __future__ import annotations

from pathlib import Path

import click

from ..consoles import say
from ..language import _
from ..main import TranslatedCommand
from ..passphrases import ask_passphrase, passphrase_option


@click.command(cls=TranslatedCommand)
@click.argument("file", type=click.Path(path_type=Path), required=False)
@passphrase_option
def command(file: Path | None, passphrase_file: Path | None) -> None:
    """Decrypt a project that was locked; its backups stay locked.

    Without FILE it is the one *.draad.age in this folder.

    \b
    Example:
      rodedraad lock
      rodedraad unlock
    """
    from ...coding.locking import find_locked, library, unlock

    library()  # before anybody types a passphrase
    locked = file or find_locked(Path.cwd())
    path = unlock(locked, ask_passphrase(passphrase_file))
    say(_("{path} is open. Lock it again with: rodedraad lock").format(path=path.name))
