"""rodedraad memo: notes on anything in the project."""

from __future__ import annotations

import sys
from typing import Any

import click

from ..consoles import say
from ..language import N_, _
from ..main import TranslatedGroup
from ..output import Column, output_options, show
from ..session import confirm, edited, keeping, reading_project, writing_project


def about_options(function: Any) -> Any:
    """Add the options that say what a memo is about."""
    for option in (
        click.option("--respondent", help="About a person; with --code about both together."),
        click.option("--code", help="About a code."),
        click.option("--fragment", help="About a fragment (f-7k2q)."),
        click.option("--turn", type=int, help="About this turn of the transcript."),
        click.option("--transcript", help="About a transcript."),
    ):
        function = option(function)
    return function


@click.group(cls=TranslatedGroup)
def command() -> None:
    """Write, list and remove memos.

    \b
    Example:
      rodedraad memo list
    """


@command.command("add")
@click.argument("text", required=False)
@about_options
def add_command(text: str | None, **about: Any) -> None:
    """Write a memo; without anything named it is about the project.

    Without TEXT your editor opens; - reads it from standard input.

    \b
    Example:
      rodedraad memo add "Speaks for the whole team." --respondent R03
    """
    from ...coding.fragments import add_memo
    from ...coding.memos import find_target

    with writing_project() as project:
        on = find_target(project.connection, **about)
        written = written_text(text)
        with keeping(written), project.transaction("memo add", named(about)):
            number = add_memo(project, on.kind, on.uuid, written, on.turn, on.code_uuid)
    say(_("Memo {number} is written. Take it back with: rodedraad undo").format(number=number))


def named(about: dict[str, Any]) -> str:
    """Give the names of what a memo is about, as they were typed."""
    order = ("transcript", "turn", "fragment", "respondent", "code")
    return " ".join(str(about[key]) for key in order if about[key]) or "project"


def written_text(text: str | None) -> str:
    """Take the text of a memo from the command line, from stdin (-), or from an editor."""
    if text == "-":
        text = sys.stdin.read()
    elif text is None:
        text = edited("")
    if not (text or "").strip():
        raise click.UsageError(_("A memo needs a text."))
    return str(text).strip()


@command.command("list")
@about_options
@output_options
def list_command(fmt: str | None, **about: Any) -> None:
    """List memos: all of them, or those about what you name.

    \b
    Example:
      rodedraad memo list --code politie
    """
    from ...coding.memos import LIST_KEYS, find_target, list_memos

    with reading_project() as connection:
        target = find_target(connection, **about) if any(about.values()) else None
        rows = list_memos(connection, target)
    if about["code"] and not rows:
        text = _("No memo is about this itself. Those on its fragments stand below its quotes:")
        say(f"{text} rodedraad query {about['code']}")
    show(rows, LIST_KEYS, COLUMNS, fmt)


COLUMNS = (
    Column("memo", N_("No."), right=True),
    Column("on", N_("About")),
    Column("coder", N_("Coder")),
    Column("at", N_("When")),
    Column("text", N_("Text"), width=40),
)


@command.command("remove")
@click.argument("memo", type=int, metavar="NUMBER")
@click.option("--yes", is_flag=True, help="Do not ask first.")
def remove_command(memo: int, yes: bool) -> None:
    """Remove a memo, by the number that memo list shows; asks when it is a colleague's.

    \b
    Example:
      rodedraad memo remove 1 --yes
    """
    from ...coding.memos import memo_numbered, remove_memo

    with writing_project() as project:
        coder = memo_numbered(project.connection, memo)["coder"]
        if coder != project.coder:
            confirm(_("Remove a memo of {coder}?").format(coder=coder), yes)
        with project.transaction("memo remove", str(memo)):
            remove_memo(project, memo)
    say(_("Memo {number} is removed. Take it back with: rodedraad undo").format(number=memo))
