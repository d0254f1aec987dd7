"""The live command tree: help, examples and the size of each command."""

from __future__ import annotations

import ast
import configparser
import importlib
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import Result

import rodedraad
from rodedraad.cli.main import COMMANDS, cli

Run = Callable[..., Result]
PACKAGE = Path(rodedraad.__file__).parent
LONGEST_BODY = 30  # lines: parse, call one function, render


def walk(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """Yield a command and all below it, each with what is typed for it."""
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            assert found is not None
            yield from walk(found, f"{name} {below}")


TREE = dict(walk(cli, "rodedraad"))


def examples(command: click.Command) -> list[str]:
    """Give the lines of the example at the end of a help text."""
    last = (command.help or "").strip().split("\n\n")[-1]
    lines = [line.strip() for line in last.splitlines()]
    return lines[2:] if lines[:2] == ["\b", "Example:"] else []


@pytest.mark.parametrize("name", TREE)
def test_every_help_ends_in_an_example(name: str) -> None:
    lines = examples(TREE[name])
    assert lines
    assert all(line.startswith(("rodedraad ", "…", "cat ")) or "|" in line for line in lines)
    assert any(line.startswith(name) or f"| {name}" in line for line in lines)


@pytest.mark.parametrize("name", TREE)
def test_every_option_is_explained(name: str) -> None:
    options = [option for option in TREE[name].params if isinstance(option, click.Option)]
    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("name", TREE)
def test_every_help_is_shown_in_both_languages(
    run: Run, tmp_path: Path, name: str, language: str
) -> None:
    shown = run(tmp_path, "--lang", language, *name.split()[1:], "--help").stdout
    assert ("Voorbeeld:" if language == "nl" else "Example:") in shown


def bodies() -> Iterator[tuple[str, int]]:
    """Yield each command's function with the number of lines of its body, docstring left out."""
    for path in sorted((PACKAGE / "cli").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(
                "command" in ast.unparse(decorator) for decorator in node.decorator_list
            ):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                lines = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
                yield f"{path.name}:{node.name}", lines


def test_no_command_is_longer_than_it_should_be() -> None:
    assert {name: lines for name, lines in bodies() if lines > LONGEST_BODY} == {}


def test_every_module_of_a_command_is_listed() -> None:
    """A module beside them without a `command` holds commands below another one."""
    names = [path.stem for path in (PACKAGE / "cli" / "commands").glob("*.py")]
    modules = [importlib.import_module(f"rodedraad.cli.commands.{name}") for name in names]
    found = {
        name.rstrip("_")
        for name, module in zip(names, modules, strict=True)
        if hasattr(module, "command")
    }
    assert found == set(COMMANDS)


def test_every_folder_of_the_package_is_in_the_wheel() -> None:
    """An editable install finds a folder that setup.cfg forgot; a wheel does not."""
    settings = configparser.ConfigParser()
    settings.read(PACKAGE / "setup.cfg", encoding="utf-8")
    listed = set(settings["options"]["packages"].split())
    rooms = ("cli", "codebooks", "coding", "transcripts")
    folders = {
        ".".join(["rodedraad", *path.parent.relative_to(PACKAGE).parts])
        for room in rooms
        for path in (PACKAGE / room).rglob("__init__.py")
    }
    assert listed == {"rodedraad", *folders}


@pytest.mark.parametrize("name", [name for name in TREE if name != "rodedraad demo"])
def test_every_example_works_on_the_demo(run: Run, demo_folder: Path, name: str) -> None:
    """As they are typed, by somebody who is neither of the two colleagues of the demo."""
    if name.endswith("lock"):
        pytest.importorskip("pyrage", reason="needs the extra [encrypt]")
    for line in examples(TREE[name]):
        if line.startswith("rodedraad "):
            settings = {"RODEDRAAD_CODER": "eva", "RODEDRAAD_PASSPHRASE": "geheim"}
            run(demo_folder, *words(line), env=settings)


def words(line: str) -> list[str]:
    """Give the arguments of a command line that can be run here: no pipe into another program."""
    return shlex.split(line.split(" | ")[0].split(" > ")[0])[1:]
