"""Collect every text of the program for the translator, and compile the translation.

Run by `make messages`. Texts are found in three places: in the sources (`_`, `N_`, the
messages of errors, notes and problems in a codebook), in the help of the live command tree,
and in click itself, whose own words ("Usage", "Options", …) are looked up in the same
catalogue.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import rodedraad
from rodedraad.cli.main import cli

PACKAGE = Path(rodedraad.__file__).parent
CATALOGUE = PACKAGE / "cli" / "locale" / "nl" / "LC_MESSAGES" / "messages.po"
ROOMS = ("cli", "coding", "transcripts", "codebooks")


def sources() -> list[ast.Module]:
    """Read the sources as trees: Babel does not look into f-strings before Python 3.12."""
    files = [file for room in ROOMS for file in sorted((PACKAGE / room).rglob("*.py"))]
    return [ast.parse(file.read_text(encoding="utf-8")) for file in files]


def texts_in_sources() -> Iterator[str]:
    """Yield the marked texts, and the messages of errors, notes and problems in a codebook."""
    nodes = [node for tree in sources() for node in ast.walk(tree)]
    marks = {"_", "N_", "Note", "Problem", "RodedraadError"}
    for node in nodes:
        if isinstance(node, ast.ClassDef) and marks.intersection(map(ast.unparse, node.bases)):
            marks.add(node.name)  # a kind of error: its first argument is a message too
    for node in nodes:
        if isinstance(node, ast.Call) and node.args and called(node) in marks:
            text = node.args[0]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield text.value


def called(node: ast.Call) -> str:
    """Give the name of the function that is called, "" when it has none."""
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


def texts_in_help(command: click.Command, context: click.Context) -> Iterator[str]:
    """Yield the help of a command, its options and the commands below it."""
    for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
        yield paragraph.split("\n")[1] if paragraph.startswith("\b") else paragraph
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            yield parameter.help
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None:
                yield from texts_in_help(below, context)


def texts_of_click() -> Iterator[str | tuple[str, ...]]:
    """Yield click's own texts; a text that depends on a number as (for one, for more)."""
    folder = Path(click.__file__).parent
    keywords = {"_": None, "ngettext": (1, 2)}
    for found in extract_from_dir(folder, [("**.py", "python")], keywords=keywords):
        yield found[2]


def own_texts() -> set[str]:
    """Give every text that the program itself may show."""
    texts = {*texts_in_sources(), *texts_in_help(cli, click.Context(cli))}
    return {text for text in texts if text}


def read_catalogue() -> Catalog:
    """Read the Dutch catalogue as it stands."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="nl")


def updated(old: Catalog) -> Catalog:
    """Give a catalogue of today's texts with the translations of the old one."""
    new = Catalog(
        locale="nl",
        project="rodedraad",
        creation_date=old.creation_date,
        revision_date=old.creation_date,
        fuzzy=False,
    )
    for text in sorted(own_texts() | set(texts_of_click()), key=str):
        known = old.get(text)
        new.add(text, known.string if known else "")
    return new


def main() -> None:
    """Bring the catalogue up to date and compile it; say what still lacks a translation."""
    new = updated(read_catalogue() if CATALOGUE.exists() else Catalog(locale="nl"))
    with CATALOGUE.open("wb") as file:
        write_po(file, new, width=100, sort_output=True)
    with CATALOGUE.with_suffix(".mo").open("wb") as file:
        write_mo(file, new)
    missing = [text for text in sorted(own_texts()) if not new[text].string]
    print(f"{len(own_texts())} texts, {len(missing)} without a translation")
    for text in missing:
        print(f"  {text!r}")


if __name__ == "__main__":
    main()
