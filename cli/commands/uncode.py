"""rodedraad uncode: take codes away."""

from __future__ import annotations

import click

from ..consoles import say
from ..language import _
from ..main import TranslatedCommand
from ..session import confirm, writing_project


@click.command(cls=TranslatedCommand)
@click.argument("fragments", nargs=-1, required=True, metavar="FRAGMENT…")
@click.option("--yes", is_flag=True, help="Do not ask first.")
def command(fragments: tuple[str, ...], yes: bool) -> None:
    """Remove fragments, with the memos on them; asks when they are a colleague's.

    A fragment is named by its citation, which rodedraad query shows.

    \b
    Example:
      rodedraad uncode f-7k2q --yes
    """
    from ...coding.fragments import coders_of, remove_fragment
    from ...coding.naming import fragment_named

    with writing_project() as project:
        found = [fragment_named(project.connection, name) for name in fragments]
        others = coders_of(project.connection, found) - {project.coder}
        if others:
            question = _("Remove fragments of {coders}?").format(coders=", ".join(sorted(others)))
            confirm(question, yes)
        with project.transaction("uncode", " ".join(fragments)):
            for fragment in dict.fromkeys(found):
                remove_fragment(project, fragment)
    say(_("Removed: {name}. Take it back with: rodedraad undo").format(name=", ".join(fragments)))
