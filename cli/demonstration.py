"""The demo: the fictional evaluation of Lindemeer, told command by command."""

from __future__ import annotations

import shlex
import shutil
from contextlib import chdir
from importlib import resources
from pathlib import Path

import click

from .. import RodedraadError
from .language import N_, _, screen_language
from .main import cli

PROJECT = "lindemeer.draad"

# The commands that make the project, each with what it is for, as typed in the demo's folder.
MAKING = (
    (N_("A new project, with the codebook for area-oriented work."), "init lindemeer"),
    (N_("The talks go in, with who speaks for whom."), "import talks --metadata metadata.csv"),
    (
        N_("The survey among residents: which column is what, is proposed by its shape."),
        "import 2016-05_enquete_bewoners.xlsx --metadata metadata.csv --area-column F",
    ),
    (N_("Whom we wanted to hear."), "respondent plan plan.csv"),
    (N_("What each person allows to be done with their words."), "respondent load respondents.csv"),
)
# The transcripts whose respondents agreed with the text.
APPROVED = ("2014-10-14", "2016-04-05", "2016-04-12", "2016-05-10", "2016-05-24")
# Each question of the meeting, and the command that answers it.
QUESTIONS = (
    (
        N_("What is the common thread in how people see the cooperation?"),
        "thread samenwerking",
    ),
    (
        N_("What do residents say about working with the police?"),
        "query samenwerking/politie --group bewonersorganisaties --limit 3",
    ),
    (
        N_("Whose voice is missing?"),
        "coverage",
    ),
)
NEXT = (
    "status",
    "code 2016-06-02",
    "query werkwijze/duo-sociaal-en-fysiek --stance negative",
    "matrix code group",
    "export themes themes",
)


def show_demo(folder: Path) -> None:
    """Make the demo's project in a folder and show each step as a user would type it."""
    copy_demo(folder)
    with chdir(folder):
        for purpose, command in MAKING:
            run(purpose, command)
        load_colleagues()
        approve()
        run(N_("The program proposes codes for what is left."), "suggest --top 5")
        click.secho("\n" + _("Three questions of a meeting"), bold=True)
        for question, command in QUESTIONS:
            run(question, command)
    click.secho("\n" + _("What you can type next"), bold=True)
    click.echo(f"  cd {shlex.quote(str(folder))}")
    for command in NEXT:
        click.echo(f"  rodedraad {command}")


def copy_demo(folder: Path) -> None:
    """Copy the files of the demo to a folder. Raises RodedraadError when one is there."""
    if (folder / PROJECT).exists():
        raise RodedraadError(
            "{folder} holds the demo already; nothing was changed.\n"
            "Look at it: rodedraad -p {project} status\n"
            "Or make another one: rodedraad demo OTHER_FOLDER",
            folder=folder,
            project=shlex.quote(str(folder / PROJECT)),
        )
    with resources.as_file(resources.files("rodedraad.cli") / "demo") as source:
        shutil.copytree(source, folder, dirs_exist_ok=True)


def load_colleagues() -> None:
    """Load what the two fictional coders coded; no command of the program does that."""
    from ..coding.codings import load_codings

    count = load_codings(Path(PROJECT), Path("codings.csv"))
    click.echo()
    click.echo(_("The codings of two colleagues, Anna and Bram: {count}.").format(count=count))


def approve() -> None:
    """Mark the transcripts that were approved, which by hand is a command for each."""
    from ..coding.corpus import set_transcript
    from ..coding.naming import transcript_named
    from ..coding.project import open_project

    project = open_project(Path(PROJECT), "anna")
    try:
        with project.transaction("transcript set"):
            for name in APPROVED:
                number, _slug = transcript_named(project.connection, name)
                set_transcript(project, number, {"approval": "approved"})
    finally:
        project.close()
    click.echo(
        _("Transcripts that their respondents approved: {count}.").format(count=len(APPROVED))
    )


def run(purpose: str, command: str) -> None:
    """Say what a command is for, show it as it is typed, and run it."""
    click.echo()
    click.echo(_(purpose))
    click.secho(f"$ rodedraad {command}", bold=True)
    settings = ["--lang", screen_language(), "--project", PROJECT, "--coder", "anna"]
    cli.main([*settings, *shlex.split(command)], standalone_mode=False)
