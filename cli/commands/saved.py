"""rodedraad saved: questions kept under a name."""

from __future__ import annotations

import shlex
from itertools import takewhile

import click

from ..consoles import say
from ..language import N_, _
from ..main import TranslatedGroup, cli
from ..output import Column, output_options, show
from ..prompting import QUESTIONS
from ..session import reading_project, writing_project

KEYS = ("name", "command", "places")
COLUMNS = (Column("name", N_("Name")), Column("command", N_("Question")))


@click.group(cls=TranslatedGroup)
def command() -> None:
    """Keep questions under a name, and ask them again.

    \b
    Example:
      rodedraad saved list
    """


@command.command("list")
@output_options
def list_command(fmt: str | None) -> None:
    """List the questions, and a hash of the data that they would be asked of.

    \b
    Example:
      rodedraad saved list
    """
    from ...coding.querying.saved import hash_of_data, list_saved

    with reading_project() as connection:
        rows = [
            {"name": saved.name, "command": shlex.join(saved.words), "places": saved.places}
            for saved in list_saved(connection)
        ]
        digest = hash_of_data(connection)
    show(rows, KEYS, COLUMNS, fmt)
    say(_("Hash of the data: {digest}").format(digest=digest))


@command.command("add", context_settings={"ignore_unknown_options": True})
@click.argument("name")
@click.argument("words", nargs=-1, required=True, type=click.UNPROCESSED, metavar="COMMAND…")
def add_command(name: str, words: tuple[str, ...]) -> None:
    """Keep a question: the command as you would type it, {word} for what differs each time.

    \b
    Example:
      rodedraad saved add politie-in query politie --area {area}
    """
    from ...coding.querying.saved import add_saved

    if words[0] not in QUESTIONS:
        raise click.UsageError(
            _("Only questions are kept: {commands}.").format(commands=", ".join(QUESTIONS))
        )
    with writing_project() as project, project.transaction("saved add", name):
        is_new = add_saved(project, name, words)
    done = _("Kept: {name}.") if is_new else _("Kept in the place of the old one: {name}.")
    say(done.format(name=name))


@command.command("run", context_settings={"ignore_unknown_options": True})
@click.argument("name")
@click.argument("values", nargs=-1, type=click.UNPROCESSED, metavar="[WORD=VALUE]…")
@click.pass_context
def run_command(context: click.Context, name: str, values: tuple[str, ...]) -> None:
    """Ask a question again; options such as --json may follow.

    \b
    Example:
      rodedraad saved add politie-in query politie --area {area}
      rodedraad saved run politie-in area=Noord
    """
    from ...coding.querying.saved import filled_in, saved_named

    places = list(takewhile(lambda value: not value.startswith("-"), values))
    options = values[len(places) :]
    pairs = {word: value for word, _equals, value in (place.partition("=") for place in places)}
    with reading_project() as connection:
        words = filled_in(saved_named(connection, name), pairs)
    asked = cli.get_command(context, words[0])
    if asked is not None:
        with asked.make_context(words[0], [*words[1:], *options], parent=context) as below:
            asked.invoke(below)


@command.command("remove")
@click.argument("name")
def remove_command(name: str) -> None:
    """Forget a question.

    \b
    Example:
      rodedraad saved add politie-in query politie --area {area}
      rodedraad saved remove politie-in
    """
    from ...coding.querying.saved import remove_saved

    with writing_project() as project, project.transaction("saved remove", name):
        remove_saved(project, name)
    say(_("Forgotten: {name}. Take it back with: rodedraad undo").format(name=name))
