"""The demo: the fictional evaluation of Lindemeer, told command by command."""

from __future__ import annotations

import shlex
import shutil
from importlib import resources
from pathlib import Path

import click

from .. import RodedraadError
from .consoles import say
from .language import N_, _
from .main import cli

PROJECT = "lindemeer.draad"
CODER = "anna"

# The commands that make the project, as a user would type them in the demo's folder.
MAKING = (
    ["init", "lindemeer"],
    ["import", "talks", "--metadata", "metadata.csv"],
)
# Each question of the meeting, and the commands that answer it.
QUESTIONS = (
    (N_("What is the common thread in all these talks?"), ["matrix", "code", "group", "--top"]),
)
NEXT = (
    ["status"],
    ["review", "2016-06-02"],
    ["query", "samenwerking/politie", "--group", "bewonersorganisaties"],
    ["export", "themes", "themes"],
)


def load_demo(folder: Path) -> None:
    """Copy the files of the demo into a folder. Raises RodedraadError when it is there."""
    if (folder / PROJECT).exists():
        raise RodedraadError(
            "{folder} holds the demo already; nothing was changed.\n"
            "Look at it: rodedraad -p {project} status. "
            "Or make another: rodedraad demo OTHER_FOLDER",
            folder=folder,
            project=folder / PROJECT,
        )
    with resources.as_file(resources.files("rodedraad.cli") / "demo") as source:
        shutil.copytree(source, folder, dirs_exist_ok=True)
