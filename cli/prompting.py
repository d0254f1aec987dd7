"""The prompt of a meeting: lines in, answers out, with completion where there is a terminal."""

from __future__ import annotations

import re
import shlex
import sqlite3
import sys
from collections.abc import Iterator, Mapping, Sequence

import click

from .. import RodedraadError
from .consoles import say
from .language import _, translated
from .main import cli, unforeseen
from .session import session

QUESTIONS = (
    *("query", "find", "matrix", "thread", "coverage", "saturation", "cooccur", "compare"),
    *("timeline", "words", "sequence", "sql"),
)
SAVED = ("list", "run")  # what may be asked of `saved`; the rest changes the project
PROMPT = "? "
LEAVING = ("exit", "quit")
HELP = ("help", "?")
OPTIONS = re.compile(r"\s--?[a-zA-Z]")  # where they begin; "stance = -" is no option
ATTRIBUTE = re.compile(r'(?:--(group|area|wave) +|\b(group|area|wave) *= *)"?$', re.IGNORECASE)
BETWEEN = ' ()=,"'  # what stands before a name in a question


def typed_lines(names: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the lines that are typed or come from a pipe; `names` are completed by Tab."""
    for line in terminal_lines(names) if sys.stdin.isatty() else sys.stdin:
        line = line.strip()
        if line in LEAVING:
            return
        if line in HELP:
            say(how_to_ask())
        elif line:
            yield line


def how_to_ask() -> str:
    """Say what may be typed at the prompt."""
    return _(
        "Type a code or a question (samenwerking and not politie), or one of: {commands}.\n"
        "Tab completes names, arrow up brings back what was typed, Ctrl-D ends."
    ).format(commands=", ".join((*QUESTIONS, "saved")))


def terminal_lines(names: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the lines typed in a terminal until Ctrl-D; arrow up brings back those of before.

    They are remembered as long as the prompt is open: a question may hold a name, which has no
    place in a file outside the project.
    """
    # prompt_toolkit takes 150 ms to import, once for a whole meeting.
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import CompleteEvent, Completer, Completion
    from prompt_toolkit.document import Document

    class Names(Completer):
        def get_completions(
            self, document: Document, _event: CompleteEvent
        ) -> Iterator[Completion]:
            typed, fitting = completions(document.text_before_cursor, names)
            return (Completion(name, start_position=-len(typed)) for name in fitting)

    say(how_to_ask())
    prompt: PromptSession[str] = PromptSession(completer=Names(), complete_while_typing=False)
    while True:
        try:
            yield prompt.prompt(PROMPT)
        except KeyboardInterrupt:
            continue
        except EOFError:
            return


def completions(line: str, names: Mapping[str, Sequence[str]]) -> tuple[str, list[str]]:
    """Give the word at the end of a line, and the names that it may become.

    A name fits by its begin or by that of a part of its path, in capitals or not. The first
    word may also become a command; after --group or "group =" come groups alone, and so on.
    """
    start = max(line.rfind(mark) for mark in BETWEEN) + 1
    typed = line[start:]
    asked = ATTRIBUTE.search(line[:start])
    every = [name for kind in names.values() for name in kind]
    known = names.get((asked[1] or asked[2]).lower(), []) if asked else every
    if start == 0:
        known = [*QUESTIONS, "saved", *every]
    wanted = typed.casefold()
    fitting = [name for name in known if name.casefold().startswith(wanted)]
    below = [name for name in known if f"/{wanted}" in name.casefold() and wanted]
    found = list(dict.fromkeys([*fitting, *below]))
    inside = line[:start].endswith('"')  # then the quotation marks are there already
    return typed, [name if inside or " " not in name else f'"{name}"' for name in found]


def names_of(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """List the names of the project by what they name: code, group, area, wave or saved."""
    queries = {
        "code": "SELECT path FROM code",
        "group": "SELECT group_name FROM participation",
        "area": "SELECT area FROM participation_area",
        "wave": "SELECT name FROM wave",
        "saved": "SELECT name FROM saved_query",
    }
    return {
        kind: sorted({str(row[0]) for row in connection.execute(query).fetchall() if row[0]})
        for kind, query in queries.items()
    }


def answer_line(line: str) -> bool:
    """Answer one line; what goes wrong is said, and the next may be typed. Tell whether it
    was answered."""
    try:
        run_question(question_in(line))
    except RodedraadError as error:
        say(_("Error: ") + translated(error))
    except click.ClickException as error:
        say(_("Error: ") + error.format_message())
    except click.exceptions.Exit as end:
        return end.exit_code == 0  # --help ends so
    except (KeyboardInterrupt, click.Abort):
        say(_("Stopped."))
    except Exception as error:
        if session().debug:
            raise
        say(_("Error: ") + translated(unforeseen(error)))
    else:
        return True
    return False


def question_in(line: str) -> list[str]:
    """Divide a line into a command and its words; a line that names no command is a question
    for `query`, whose quotation marks belong to it.

    Raises RodedraadError for a command that changes something.
    """
    line = line.removeprefix("rodedraad ").strip()
    first = line.split()[0]
    if first in (*QUESTIONS, "saved"):
        words = divided(line)
        if first == "saved" and (len(words) < 2 or words[1] not in SAVED):
            raise RodedraadError(
                "Here only questions are asked; of saved ones: saved list, saved run NAME."
            )
        return words
    if first not in cli.list_commands(click.get_current_context()):
        if line.startswith("-"):
            return ["query", *divided(line)]
        options = OPTIONS.search(line)
        end = options.start() if options else len(line)
        return ["query", line[:end], *divided(line[end:])]
    raise RodedraadError(
        "Here only questions are asked: {commands}. For {command} type exit first.",
        commands=", ".join((*QUESTIONS, "saved")),
        command=first,
    )


def divided(line: str) -> list[str]:
    """Divide a line into words as a shell does. Raises RodedraadError for a lone quote."""
    try:
        return shlex.split(line)
    except ValueError:
        raise RodedraadError("A quotation mark is not closed here: {line}", line=line) from None


def run_question(words: Sequence[str]) -> None:
    """Run a command as if it was typed in the shell, on the project that is kept open."""
    root = click.get_current_context().find_root()
    asked = cli.get_command(root, words[0])
    if asked is not None:
        with asked.make_context(words[0], list(words[1:]), parent=root) as below:
            asked.invoke(below)
