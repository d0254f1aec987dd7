"""Asking for a passphrase: never on the command line, where others on the machine can read it."""

from __future__ import annotations

import os
from pathlib import Path

import click

from .. import RodedraadError
from .language import _
from .session import can_ask

passphrase_option = click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path),
    help="Read the passphrase from the first line of this file; otherwise it is asked for.",
)


def ask_passphrase(file: Path | None, twice: bool = False) -> str:
    """Give the passphrase: from the file, RODEDRAAD_PASSPHRASE, or whoever is at the terminal.

    Asked for `twice` when a typing error would shut everybody out. Raises RodedraadError when
    it is empty, or when nobody can answer.
    """
    passphrase = from_file(file) if file else os.environ.get("RODEDRAAD_PASSPHRASE", "")
    if not passphrase and not file and can_ask():
        passphrase = click.prompt(
            _("Passphrase"), hide_input=True, confirmation_prompt=twice, err=True
        )
    if not passphrase:
        raise RodedraadError(
            "There is no passphrase, and nobody to ask for it. Put it in the first line of a file: "
            "--passphrase-file FILE, or in RODEDRAAD_PASSPHRASE."
        )
    return passphrase


def from_file(file: Path) -> str:
    """Read the first line of a file. Raises RodedraadError when it cannot be read."""
    try:
        return file.read_text(encoding="utf-8").split("\n")[0].strip()
    except (OSError, UnicodeDecodeError) as error:
        raise RodedraadError("{path} cannot be read: {reason}.", path=file, reason=error) from None
