"""rodedraad completion: let the shell complete commands."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from ..main import TranslatedCommand, cli


@click.command(cls=TranslatedCommand)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the lines that let your shell complete commands with the tab key.

    Put them in the file that your shell reads when it starts, such as ~/.bashrc.

    \b
    Example:
      rodedraad completion zsh
    """
    completion = get_completion_class(shell)
    assert completion is not None  # click knows the three shells above
    click.echo(completion(cli, {}, "rodedraad", "_RODEDRAAD_COMPLETE").source())
