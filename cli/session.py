"""What every command shares: which project, which coder, and the user's settings."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from .. import RodedraadError

if TYPE_CHECKING:
    from ..coding.project import Project


KEPT = "rodedraad.connection"  # where a context of click keeps it


class Session(NamedTuple):
    """The options of the whole program, as given before the command."""

    project: Path | None = None
    coder: str | None = None
    debug: bool = False


def session() -> Session:
    """Give the options of the whole program."""
    return click.get_current_context().find_object(Session) or Session()


def config_file() -> Path:
    """Tell where the user's settings are kept; the file need not exist."""
    return config_folder() / "config.toml"


def config_folder() -> Path:
    """Tell in which folder the user's settings are kept."""
    folder = os.environ.get("RODEDRAAD_CONFIG_DIR")
    if folder:
        return Path(folder)
    if sys.platform != "linux":
        from platformdirs import user_config_path

        return user_config_path("rodedraad")
    # What platformdirs says there. It takes 12 ms to import: it brings tempfile and shutil.
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "rodedraad"


def read_config() -> dict[str, Any]:
    """Read the user's settings; a file that cannot be read counts as empty."""
    path = config_file()
    if not path.is_file():
        return {}
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        click.echo(f"{path}: {error}", err=True)
        return {}


def project_path() -> Path:
    """Find the project: --project, RODEDRAAD_PROJECT, or the one here or in a parent."""
    from ..coding.opening import find_project

    return session().project or find_project(Path.cwd())


def coder_name() -> str:
    """Tell who codes: --coder, RODEDRAAD_CODER, the config, git's user.name, the login."""
    named = session().coder or read_config().get("coder")
    return str(named) if named else proposed_coder()


def proposed_coder() -> str:
    """Propose a name for a coder who gave none: git's, else that of the login."""
    import getpass
    import subprocess

    try:
        answer = subprocess.run(
            ["git", "config", "user.name"], capture_output=True, text=True, timeout=2, check=False
        )
        name = answer.stdout.strip()
    except (OSError, subprocess.SubprocessError):
        name = ""
    return name or getpass.getuser()


@contextmanager
def reading_project() -> Iterator[sqlite3.Connection]:
    """Open the project of this session read-only, or give the connection that is kept open."""
    from ..coding.opening import UNREADABLE, database_problem, reading

    kept = click.get_current_context().meta.get(KEPT)
    if kept is None:
        with reading(project_path()) as connection:
            yield connection
        return
    try:
        yield kept
    except UNREADABLE as error:
        raise database_problem(project_path(), error) from error


@contextmanager
def keep_open() -> Iterator[sqlite3.Connection]:
    """Open the project read-only once, for every `reading_project` inside the block."""
    with reading_project() as connection:
        meta = click.get_current_context().meta
        meta[KEPT] = connection
        try:
            yield connection
        finally:
            del meta[KEPT]


@contextmanager
def writing_project() -> Iterator[Project]:
    """Open the project of this session for writing, in the name of its coder."""
    # coding.project brings sqlite_utils in when it connects: about 100 ms.
    from ..coding.opening import UNREADABLE, database_problem
    from ..coding.project import open_project

    project = open_project(project_path(), coder_name())
    try:
        yield project
    except UNREADABLE as error:
        raise database_problem(project.path, error) from error
    finally:
        project.close()


def warn_about_place(project: Path) -> None:
    """Tell on stderr what is risky about where a project lies, and what to do."""
    from ..coding.places import warnings_about
    from .consoles import say
    from .language import translated

    for warning in warnings_about(project):
        say(translated(warning))


def confirm(question: str, yes: bool) -> None:
    """Ask before a bulk change; without a terminal only --yes will do.

    Leaves the command with exit status 1 on a "no". Raises RodedraadError where nobody can
    answer.
    """
    from .consoles import say
    from .language import _

    if yes:
        return
    if not can_ask():
        raise RodedraadError(
            "{question}\nThere is nobody to ask here. Add --yes to do it unasked.",
            question=question,
        )
    if not answered_yes(question):
        say(_("Nothing was done."))
        raise click.exceptions.Exit(1)


def require_option(*values: object, **wanted: object) -> None:
    """Refuse a command that changes something when no option says what."""
    from .language import _

    if all(value in (None, (), {}) for value in (*values, *wanted.values())):
        raise click.UsageError(_("Say what to change with one of the options."))


def edited(text: str, extension: str = ".txt") -> str | None:
    """Let somebody change a text in their editor; None when they saved nothing.

    Raises RodedraadError where there is no terminal and nobody chose an editor that does without.
    """
    if not (can_ask() or os.environ.get("VISUAL") or os.environ.get("EDITOR")):
        raise RodedraadError(
            "There is no terminal here for an editor. Say it on the command line; see how with "
            "--help."
        )
    return click.edit(text, extension=extension)


def can_ask() -> bool:
    """Tell whether there is a terminal where somebody can answer."""
    return sys.stdin.isatty()


def answered_yes(question: str) -> bool:
    """Ask a question until the answer is yes or no, in Dutch or English; Enter means no."""
    from .language import _

    while True:
        answer = click.prompt(f"{question} {_('[y/N]')}", default="", show_default=False, err=True)
        if answer.strip().lower() in ("j", "ja", "y", "yes"):
            return True
        if answer.strip().lower() in ("", "n", "nee", "no"):
            return False


@contextmanager
def keeping(text: str) -> Iterator[None]:
    """Put what somebody wrote in an editor into a file when it cannot be stored."""
    from tempfile import mkstemp

    from .consoles import say
    from .language import _

    try:
        yield
    except Exception:
        descriptor, name = mkstemp(prefix="rodedraad-", suffix=".txt")  # for its owner alone
        os.close(descriptor)
        Path(name).write_text(text, encoding="utf-8")
        say(_("What you wrote is kept in {file}.").format(file=name))
        raise
