"""The command `rodedraad`: its options, its commands (loaded when asked for), its errors."""

from __future__ import annotations

import gc
import importlib
import os
import re
import sys
from enum import IntEnum
from pathlib import Path
from typing import Any

import click

from .. import RodedraadError, __version__
from .language import LANGUAGES, N_, _, choose_language, translated, translated_help, use_language
from .session import Session, read_config

# The module of each command in cli/commands, in the order of a project's life. Each module
# has a click command called `command`, loaded only when it is run or listed.
COMMANDS = (
    "init",
    "demo",
    "status",
    "import",
    "transcript",
    "respondent",
    "codebook",
    "suggest",
    "review",
    "code",
    "uncode",
    "recode",
    "memo",
    "ask",
    "query",
    "find",
    "matrix",
    "thread",
    "coverage",
    "saturation",
    "cooccur",
    "compare",
    "timeline",
    "words",
    "sequence",
    "sql",
    "saved",
    "export",
    "distribute",
    "agreement",
    "adjudicate",
    "merge",
    "conflict",
    "log",
    "undo",
    "redo",
    "check",
    "backup",
    "lock",
    "unlock",
    "completion",
)


class ExitStatus(IntEnum):
    """The exit statuses of the program that its own code gives; click gives 2 itself."""

    OK = 0
    REFUSED = 1
    USAGE = 2
    REPAIRABLE = 3
    DAMAGED = 4
    INTERRUPTED = 130


class Problem(click.ClickException):
    """A RodedraadError in the language of the screen."""

    def __init__(self, error: RodedraadError) -> None:
        super().__init__(translated(error))
        self.status = error.status

    @property
    def exit_code(self) -> int:  # type: ignore[override]
        """The exit status that the error asks for."""
        return self.status

    def show(self, file: Any = None) -> None:  # noqa: ARG002, click's signature
        """Print the message on stderr, what the transcripts and files say made harmless."""
        from .consoles import say

        say(_("Error: ") + self.format_message())


# What click writes in capitals for the value of an option.
VALUES = {
    "text": "TEXT",
    "integer": "N",
    "integer range": "N",
    "float": "P",
    "float range": "P",
    "file": "FILE",
    "directory": "FOLDER",
}
# The words in capitals that stand for what is typed.
WORDS = (
    *(N_("OPTIONS"), N_("COMMAND"), N_("ARGS"), N_("TEXT"), N_("FILE"), N_("FOLDER"), N_("NAME")),
    *(N_("VALUE"), N_("VALUES"), N_("WORD"), N_("WORDS"), N_("NUMBER"), N_("CHOICE")),
    *(N_("QUESTION"), N_("STATEMENT"), N_("ROW"), N_("ROWS"), N_("COLUMN"), N_("COLUMNS")),
    *(N_("FACET"), N_("CODE"), N_("PARENT"), N_("INTO"), N_("CODEBOOK"), N_("SHEET")),
    *(N_("TRANSCRIPT"), N_("FRAGMENT"), N_("RESPONDENT"), N_("CODER"), N_("OTHER")),
)


def in_words(metavar: str) -> str:
    """Give what stands for a value ("[NAME]", "FILE|-…") in the language of the screen."""
    return re.sub(
        r"[A-Z]{2,}", lambda found: _(found[0]) if found[0] in WORDS else found[0], metavar
    )


def kind_of_value(option: click.Option) -> str | None:
    """Name the kind of value that an option takes, None where click knows better."""
    name = option.type.name
    if isinstance(option.type, click.Path):
        # Its own name is in the language that was spoken when the command was loaded.
        name = "file" if option.type.file_okay else "directory"
    if option.is_flag or option.count or name not in VALUES:
        return None
    return VALUES[name] + ("..." if option.nargs != 1 else "")


class TranslatedCommand(click.Command):
    """A command whose help is translated when it is shown."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help in the language of the screen."""
        original, self.help = self.help, translated_help(self.help or "")
        try:
            super().format_help_text(ctx, formatter)
        finally:
            self.help = original

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Give what may be typed after the name, in the language of the screen."""
        return [in_words(piece) for piece in super().collect_usage_pieces(ctx)]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what was typed; name an argument that is missing or wrong as the help does."""
        try:
            return super().parse_args(ctx, args)
        except click.BadParameter as error:
            if isinstance(error.param, click.Argument):
                error.param_hint = f"'{in_words(error.param.make_metavar(ctx))}'"
            raise

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002, click's signature
        """Give the first paragraph of the help in the language of the screen."""
        return translated_help(self.help or "").split("\n\n")[0].replace("\n", " ")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Give --help in the language of the screen: click keeps the words that it got first."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _("Show this message and exit.")
        return option

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, their help in the language of the screen."""
        options = [p for p in self.get_params(ctx) if isinstance(p, click.Option) and p.help]
        originals = [(option.help, option.metavar) for option in options]
        for option in options:
            option.help = _(str(option.help))
            metavar = option.metavar or kind_of_value(option)
            option.metavar = in_words(metavar) if metavar else None
        try:
            super().format_options(ctx, formatter)
        finally:
            for option, original in zip(options, originals, strict=True):
                option.help, option.metavar = original


class TranslatedGroup(TranslatedCommand, click.Group):
    """A command with commands below it."""

    command_class = TranslatedCommand

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options and then the commands."""
        TranslatedCommand.format_options(self, ctx, formatter)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or name the one that looks most like what was typed."""
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            import difflib

            close = difflib.get_close_matches(args[0], self.list_commands(ctx), n=1)
            if close:
                text = _("There is no command {name}. Did you mean: {nearest}?")
            else:
                text = _("There is no command {name}. See all with: {command} --help")
            ctx.fail(text.format(name=args[0], nearest=", ".join(close), command=ctx.command_path))
        return super().resolve_command(ctx, args)


class Root(TranslatedGroup):
    """The whole program: loads a command when it is asked for, and turns errors into words."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Choose the language first: click shows the help before it looks at --lang."""
        set_language(ctx, None, os.environ.get("RODEDRAAD_LANG"))
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002, click's signature
        """List the commands in the order of a project's life."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        """Load the module of a command and give the command in it."""
        if name not in COMMANDS:
            return None
        name = "import_" if name == "import" else name  # a module cannot be called import
        module = importlib.import_module(f".commands.{name}", __package__)
        command: click.Command = module.command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; say in words what went wrong, with a traceback only for --debug."""
        try:
            return super().invoke(ctx)
        except RodedraadError as error:
            if ctx.params.get("debug"):
                raise
            raise Problem(error) from error
        except (click.ClickException, click.exceptions.Exit):
            raise
        except (KeyboardInterrupt, click.Abort):
            click.echo(_("Stopped."), err=True)
            raise click.exceptions.Exit(ExitStatus.INTERRUPTED) from None
        except BrokenPipeError:
            # The reader of a pipe (head) has seen enough; point stdout elsewhere, so that
            # Python does not complain when it closes it.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise click.exceptions.Exit(ExitStatus.OK) from None
        except Exception as error:
            if ctx.params.get("debug"):
                raise
            raise Problem(unforeseen(error)) from error


def unforeseen(error: Exception) -> RodedraadError:
    """Say that the program itself erred, or met a damaged file."""
    return RodedraadError(
        "The program met something it was not made for: {kind}: {error}.\n"
        "Look whether the project is whole: rodedraad check\n"
        "To see where it happened: rodedraad --debug COMMAND",
        kind=type(error).__name__,
        error=error,
    )


def set_language(
    ctx: click.Context,  # noqa: ARG001, click's signature
    param: click.Parameter | None,  # noqa: ARG001
    value: str | None,
) -> str | None:
    """Choose the language before anything is printed."""
    use_language(choose_language(value, read_config().get("lang")))
    return value


@click.command(cls=Root, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    envvar="RODEDRAAD_LANG",
    is_eager=True,
    expose_value=False,
    callback=set_language,
    help="Speak Dutch or English.",
)
@click.version_option(__version__, prog_name="rodedraad", help="Show the version and stop.")
@click.option(
    "-p",
    "--project",
    type=click.Path(path_type=Path),
    envvar="RODEDRAAD_PROJECT",
    help="The project file; otherwise the one *.draad here or in a parent folder.",
)
@click.option("--coder", envvar="RODEDRAAD_CODER", help="Who codes; kept with every change.")
@click.option("--no-color", is_flag=True, help="Print without colours.")
@click.option("--debug", is_flag=True, help="Show where in the program an error arose.")
@click.pass_context
def cli(
    ctx: click.Context, project: Path | None, coder: str | None, no_color: bool, debug: bool
) -> None:
    """Code interviews in a terminal and find the common thread in them.

    A project is one file (NAME.draad). Interviews go in, are coded with a codebook, and
    come out as answers: counted in persons, with the quotes at hand.

    \b
    Example:
      rodedraad demo
    """
    ctx.obj = Session(project, coder, debug)
    if no_color or "NO_COLOR" in os.environ:
        ctx.color = False  # click and our consoles look here


def main() -> None:
    """Run the program from the command line."""
    # What was imported stays until the end. Python need not look through it for what may go:
    # that took 5 ms of every answer.
    gc.freeze()
    gc.enable()
    cli(prog_name="rodedraad")
