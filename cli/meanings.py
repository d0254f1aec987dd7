"""rodedraad codebook history, stale: what codes came to mean, and what was coded before that."""

from __future__ import annotations

from typing import Any

import click

from .consoles import say
from .language import N_, _
from .main import TranslatedCommand
from .output import Column, output_options, show
from .session import reading_project, writing_project
from .undoing import UNDO

FIELDS = {
    "definition": N_("Definition"),
    "use_when": N_("Use when"),
    "not_when": N_("Not when"),
    "example": N_("Example"),
    "counterexample": N_("Looks like it, and is not"),
    "indicators": N_("Indicators"),
    "shortcut": N_("Keys"),
    "fragments": N_("Fragments"),
}


@click.command("history", cls=TranslatedCommand)
@click.argument("code", required=False)
@output_options
def history_command(code: str | None, fmt: str | None) -> None:
    """Show how the codes came to mean what they mean: who changed what, when and why.

    \b
    Example:
      rodedraad codebook history politie
    """
    from ..coding.codebook import HISTORY_KEYS, code_history
    from ..coding.naming import code_named

    with reading_project() as connection:
        path = code_named(connection, code)[1] if code else ""
        rows = code_history(connection, path)
    show(
        [row | {"fields": changed_fields(row)} for row in rows], HISTORY_KEYS, HISTORY_COLUMNS, fmt
    )


HISTORY_COLUMNS = (
    Column("code", N_("Code")),
    Column("version", N_("Version"), right=True),
    Column("at", N_("When")),
    Column("coder", N_("Coder")),
    Column("fields", N_("Changed")),
    Column("note", N_("Note")),
)


@click.command("stale", cls=TranslatedCommand)
@click.argument("code", required=False)
@click.option("--read", "fragments", multiple=True, help="You read this one again; repeatable.")
@click.option("--read-all", is_flag=True, help="You read all of your own again.")
@output_options
def stale_command(
    code: str | None, fragments: tuple[str, ...], read_all: bool, fmt: str | None
) -> None:
    """List the fragments coded before the definition of their code changed.

    Read them again: recode or uncode what no longer fits, and say with --read what stays.

    \b
    Example:
      rodedraad codebook stale politie
    """
    from ..coding.naming import codes_asked_for
    from ..coding.stale import KEYS, stale_fragments

    if fragments or read_all:
        tell_read_again(code, fragments)
        return
    with reading_project() as connection:
        rows = stale_fragments(connection, codes_asked_for(connection, code))
    if rows or fmt:
        show([row | {"fields": changed_fields(row)} for row in rows], KEYS, STALE_COLUMNS, fmt)
    else:
        say(_("Every fragment was coded under the definition that its code has now."))


def tell_read_again(code: str | None, fragments: tuple[str, ...]) -> None:
    """Note which fragments were read again, all of this coder when none is named."""
    from ..coding.naming import citation_named, codes_asked_for
    from ..coding.stale import read_again, stale_fragments

    with writing_project() as project:
        own = stale_fragments(
            project.connection, codes_asked_for(project.connection, code), project.coder
        )
        chosen = [citation_named(project.connection, name) for name in fragments]
        chosen = chosen or [row["fragment"] for row in own]
        if not chosen:
            say(_("There is nothing of {coder} to read again.").format(coder=project.coder))
            return
        with project.transaction("codebook stale", code or ""):
            read_again(project, chosen)
    say(_("Read again: {count}.").format(count=len(chosen)) + " " + _(UNDO))


def changed_fields(row: dict[str, Any]) -> str:
    """Name the fields that changed, in the language of the screen."""
    names = FIELDS | {"name": N_("Name"), "path": N_("Place"), "colour": N_("Colour")}
    return ", ".join(_(names[field]) if field in names else field for field in row["changed"])


STALE_COLUMNS = (
    Column("fragment", N_("Fragment")),
    Column("code", N_("Code")),
    Column("transcript", N_("Transcript")),
    Column("turn", N_("Turn"), right=True),
    Column("coder", N_("Coder")),
    Column("fields", N_("Changed")),
    Column("quote", N_("Quote"), width=30),
)
