"""rodedraad check: is the project file whole?"""

from __future__ import annotations

from pathlib import Path

import click

from ..consoles import safe, say
from ..language import _, translated
from ..main import ExitStatus, TranslatedCommand
from ..session import coder_name, project_path, warn_about_place, writing_project


@click.command(cls=TranslatedCommand)
@click.option("--repair", is_flag=True, help="Compute again what can be computed.")
@click.option(
    "--rescue",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Copy what can be read into a new project FILE.",
)
def command(repair: bool, rescue: Path | None) -> None:
    """Look whether everything in the project is as you left it.

    Every text, fragment, memo and code is compared with its checksum. Indexes and counts can
    be repaired; what people made is never changed. The exit status is 3 when only indexes or
    counts are wrong, and 4 when something that people made is damaged.

    \b
    Example:
      rodedraad check
    """
    from ...coding.checking import check_project
    from ...coding.checking import repair as mend

    path = project_path()
    if rescue:
        rescue_what_can_be_read(path, rescue)
        return
    if repair:
        with writing_project() as project:
            mend(project)
    warn_about_place(path)
    findings = check_project(path)
    for finding in findings:
        click.echo(safe(translated(finding.problem)))
    if not findings:
        say(_("{path} is whole.").format(path=path.name))
    elif all(finding.derived for finding in findings):
        say(_("Nothing that people made is lost. Mend it with: rodedraad check --repair"))
        raise click.exceptions.Exit(ExitStatus.REPAIRABLE)
    else:
        say(_("Go back to a backup: rodedraad backup list"))
        say(_("Or save what can be read: rodedraad check --rescue NEW.draad"))
        raise click.exceptions.Exit(ExitStatus.DAMAGED)


def rescue_what_can_be_read(path: Path, rescue: Path) -> None:
    """Make the new file and say how much came over."""
    from ...coding.rescue import rescue as save

    kept, lost = save(path, rescue, coder_name())
    say(_("Rows saved in {file}: {kept}; lost: {lost}.").format(file=rescue, kept=kept, lost=lost))
