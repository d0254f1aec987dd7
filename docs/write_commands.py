"""Write docs/commands.md from the help of every command; run by `make docs`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from rodedraad.cli.language import use_language
from rodedraad.cli.main import cli

TARGET = Path(__file__).with_name("commands.md")
WIDTH = 90


def helps(command: click.Command, name: str, parent: click.Context | None) -> Iterator[str]:
    """Yield a section for a command and for each command below it."""
    settings = {**command.context_settings, "max_content_width": WIDTH}
    context = click.Context(command, parent=parent, info_name=name, **settings)
    context.terminal_width = WIDTH
    yield f"## {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            child = command.get_command(context, below)
            if child is not None:
                yield from helps(child, below, context)


def reference() -> str:
    """Give the whole page."""
    use_language("en")
    sections = "\n".join(helps(cli, "rodedraad", None))
    return f"# Commands\n\nWritten from `--help` by `make docs`; do not edit.\n\n{sections}"


def main() -> None:
    """Write the page."""
    TARGET.write_text(reference(), encoding="utf-8")


if __name__ == "__main__":
    main()
