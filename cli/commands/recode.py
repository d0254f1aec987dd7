"""rodedraad recode: give a fragment another code or stance."""

from __future__ import annotations

import click

from ..consoles import say
from ..language import _
from ..main import TranslatedCommand
from ..session import confirm, writing_project


@click.command(cls=TranslatedCommand)
@click.argument("fragment")
@click.argument("code", required=False)
@click.option("--stance", help="positive, negative, mixed or neutral.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
def command(fragment: str, code: str | None, stance: str | None, yes: bool) -> None:
    """Give a fragment another code, another stance, or both; asks when it is a colleague's.

    \b
    Example:
      rodedraad recode f-7k2q veiligheid --stance negative --yes
    """
    from ...coding.fragments import coders_of, recode_fragment, stance_named
    from ...coding.naming import code_named, fragment_named

    if not code and not stance:
        raise click.UsageError(_("Name another code, or --stance with another stance."))
    with writing_project() as project:
        identity = fragment_named(project.connection, fragment)
        code_id = code_named(project.connection, code)[0] if code else None
        others = coders_of(project.connection, [identity]) - {project.coder}
        if others:
            confirm(_("Change a fragment of {coders}?").format(coders=", ".join(others)), yes)
        with project.transaction("recode", fragment):
            recode_fragment(project, identity, code_id, stance_named(stance))
    say(_("Changed: {name}. Take it back with: rodedraad undo").format(name=fragment))
