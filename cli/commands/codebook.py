"""rodedraad codebook: the codes, what they mean, and what becomes of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..consoles import paragraph, safe, say
from ..language import N_, _
from ..main import TranslatedGroup
from ..meanings import FIELDS, history_command, stale_command
from ..output import Column, output_options, show
from ..removing import agree_to_remove
from ..session import confirm, edited, keeping, reading_project, writing_project
from ..undoing import UNDO


def note_option(function: Any) -> Any:
    """Add --note, which is kept with the new version of a code."""
    return click.option("--note", default="", help="Why; kept in the history of the code.")(
        function
    )


def field_options(function: Any) -> Any:
    """Add an option for each field of a code."""
    for option in (
        note_option,
        click.option("--shortcut", help="Two keys: the digit of the theme and a letter."),
        click.option(
            "--indicator", "indicators", multiple=True, help="A word that points to it; repeatable."
        ),
        click.option("--counterexample", help="An example that looks like it and is not."),
        click.option("--example", help="A typical example."),
        click.option("--not-when", help="When not to use it."),
        click.option("--use-when", help="When to use it."),
        click.option("--definition", help="What it means."),
        click.option("--name", help="The name to show."),
    ):
        function = option(function)
    return function


@click.group(cls=TranslatedGroup)
def command() -> None:
    """See, check and change the codebook.

    \b
    Example:
      rodedraad codebook show
    """


@command.command("show")
@click.argument("code", required=False)
@output_options
def show_command(code: str | None, fmt: str | None) -> None:
    """Show all codes, or all that is said about one.

    \b
    Example:
      rodedraad codebook show politie
    """
    from ...coding.codebook import LIST_KEYS, list_codes
    from ...coding.naming import code_named

    with reading_project() as connection:
        path = code_named(connection, code)[1] if code else ""
        rows = list_codes(connection, path)
    if code and not fmt:
        show_code(rows[0])
        return
    for row in rows:
        row["indented"] = "  " * row["code"].count("/") + row["code"].rpartition("/")[2]
    show(rows, LIST_KEYS, LIST_COLUMNS, fmt)


LIST_COLUMNS = (
    Column("shortcut", N_("Keys")),
    Column("indented", N_("Code")),
    Column("definition", N_("Definition"), width=40),
    Column("fragments", N_("Fragments"), right=True),
)


def show_code(row: dict[str, Any]) -> None:
    """Print what is said about one code."""
    click.secho(safe(f"{row['name']} ({row['code']})"), bold=True)
    for field, heading in FIELDS.items():
        value = row[field]
        text = ", ".join(value) if isinstance(value, tuple) else str(value)
        if text:
            click.echo(paragraph(f"{_(heading)}: {text}"))


@command.command("load")
@click.argument("codebook")
@note_option
def load_command(codebook: str, note: str) -> None:
    """Load a codebook from a file (YAML or CSV), or one that ships with the program.

    Codes that are there already are brought up to date; codes that the file does not name stay.
    Codebooks of other programs are read too: .qdc, and tables of Taguette and MAXQDA.

    \b
    Example:
      rodedraad codebook load gebiedsgericht
    """
    from ...coding.codes import load_codebook
    from ...coding.starting import codebook_from

    contents = codebook_from(codebook)
    with writing_project() as project, project.transaction("codebook load", contents.name):
        added, changed = load_codebook(project, contents, note)
    say(_("Codes added: {added}, changed: {changed}.").format(added=added, changed=changed))


@command.command("check")
@click.argument("codebook", required=False)
def check_command(codebook: str | None) -> None:
    """Look for faults in the codebook of the project, or in a file.

    Found are double names, missing definitions, indicators claimed by two codes, and more.

    \b
    Example:
      rodedraad codebook check
    """
    from ...codebooks.checking import check
    from ...coding.codes import read_codebook
    from ...coding.starting import codebook_from

    if codebook:
        contents = codebook_from(codebook)
    else:
        with reading_project() as connection:
            contents = read_codebook(connection)
    problems = check(contents, codebook or contents.name)
    for problem in problems:
        text = _(problem.message).format(**problem.values)
        place = f"{problem.source}:{problem.line}" if problem.line else problem.source
        click.echo(safe(f"{place}: {text}"))
    if not problems:
        say(_("No faults found."))
    elif any(problem.severity == "error" for problem in problems):
        raise click.exceptions.Exit(1)


@command.command("export")
@click.argument("file", default="-", metavar="[FILE]")
@click.option("--yes", is_flag=True, help="Replace the file when there is one.")
def export_command(file: str, yes: bool) -> None:
    """Write the codebook to a file: .yaml or .csv; without FILE as YAML to the screen.

    \b
    Example:
      rodedraad codebook export codebook.yaml
    """
    from ...coding.codes import codebook_as_text, read_codebook, write_codebook

    with reading_project() as connection:
        contents = read_codebook(connection)
    if file == "-":
        click.echo(codebook_as_text(contents), nl=False)
        return
    path = Path(file)
    if path.exists():
        confirm(_("{file} exists. Replace it?").format(file=file), yes)
    write_codebook(contents, path)
    say(_("Written: {file}.").format(file=file))


@command.command("add")
@click.argument("code", metavar="PARENT/NAME")
@field_options
def add_command(code: str, note: str, **fields: Any) -> None:
    """Add a code below another, or a theme when the name has no slash.

    \b
    Example:
      rodedraad codebook add samenwerking/scholen --definition "Working with schools."
    """
    from ...coding.codebook import add_code, path_of

    with writing_project() as project, project.transaction("codebook add", code):
        path = path_of(project.connection, add_code(project, code, fields, note))
    say(_("Added: {name}.").format(name=path) + " " + _(UNDO))


@command.command("edit")
@click.argument("code")
@field_options
def edit_command(code: str, note: str, **fields: Any) -> None:
    """Change what a code means; without options all its fields open in your editor.

    \b
    Example:
      rodedraad codebook edit politie --not-when "The police are only named."
    """
    from ...coding.codebook import code_as_text, edit_code, edit_from_text
    from ...coding.naming import code_named

    with writing_project() as project:
        identity, path = code_named(project.connection, code)
        text = ""
        if not any(fields.values()):
            before = code_as_text(project.connection, path)
            text = edited(before, extension=".yaml") or before
        with keeping(text), project.transaction("codebook edit", path):
            if text:
                changed = edit_from_text(project, identity, text, note)
            else:
                changed = edit_code(project, identity, fields, note)
    said = _("Changed: {name}.") + " " + _(UNDO) if changed else _("Nothing changed: {name}.")
    say(said.format(name=path))


@command.command("rename")
@click.argument("code")
@click.argument("name")
@note_option
def rename_command(code: str, name: str, note: str) -> None:
    """Give a code another name; its fragments stay with it.

    \b
    Example:
      rodedraad codebook rename politie "Politie en handhaving"
    """
    from ...coding.codebook import rename_code
    from ...coding.naming import code_named

    with writing_project() as project:
        identity, path = code_named(project.connection, code)
        with project.transaction("codebook rename", path):
            new = rename_code(project, identity, name, note)
    say(_("{old} is now {new}.").format(old=path, new=new) + " " + _(UNDO))


@command.command("move")
@click.argument("code")
@click.argument("parent", metavar="PARENT|/")
@note_option
def move_command(code: str, parent: str, note: str) -> None:
    """Put a code with all below it under another code; / makes it a theme.

    \b
    Example:
      rodedraad codebook move toekomstbestendigheid resultaten
    """
    from ...coding.codebook import move_code
    from ...coding.naming import code_named

    with writing_project() as project:
        identity, path = code_named(project.connection, code)
        under = None if parent == "/" else code_named(project.connection, parent)[0]
        with project.transaction("codebook move", path):
            new = move_code(project, identity, under, note)
    say(_("{old} is now {new}.").format(old=path, new=new) + " " + _(UNDO))


@command.command("merge")
@click.argument("codes", nargs=-1, required=True, metavar="CODE…")
@click.argument("into", metavar="INTO")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@note_option
def merge_command(codes: tuple[str, ...], into: str, yes: bool, note: str) -> None:
    """Put codes together: fragments, memos and indicators go to INTO, and CODE is gone.

    \b
    Example:
      rodedraad codebook merge netwerken weten-wat-er-speelt --yes
    """
    from ...coding.codebook import merge_codes
    from ...coding.naming import code_named

    with writing_project() as project:
        sources = [code_named(project.connection, code) for code in codes]
        target, path = code_named(project.connection, into)
        names = ", ".join(source for _identity, source in sources)
        confirm(_("Put {codes} together in {into}?").format(codes=names, into=path), yes)
        with project.transaction("codebook merge", f"{names} → {path}"):
            moved = merge_codes(project, [identity for identity, _path in sources], target, note)
    text = _("Moved to {into}: fragments: {fragments}, codes that stood below: {codes}.")
    say(text.format(into=path, fragments=moved.fragments, codes=moved.codes) + " " + _(UNDO))


@command.command("split")
@click.argument("code")
@click.argument("name")
@click.argument("fragments", nargs=-1, metavar="[FRAGMENT]…")
@click.option("--with", "words", help="Also every fragment with these words in it.")
@note_option
def split_command(
    code: str, name: str, fragments: tuple[str, ...], words: str | None, note: str
) -> None:
    """Make a new code beside CODE, and give it the fragments that you name.

    \b
    Example:
      rodedraad codebook split politie wijkagent --with wijkagent
    """
    from ...coding.codebook import fragments_with_words, split_code
    from ...coding.naming import code_named, fragment_named

    with writing_project() as project:
        identity, path = code_named(project.connection, code)
        chosen = {fragment_named(project.connection, fragment) for fragment in fragments}
        if words:
            chosen.update(fragments_with_words(project.connection, identity, words))
        with project.transaction("codebook split", path):
            new = split_code(project, identity, name, sorted(chosen), note)
    text = _("Fragments moved to {into}: {count}.").format(into=new, count=len(chosen))
    say(text + " " + _(UNDO))


GOING = N_("With {name} go codes: {codes}, fragments: {fragments} ({coders}), memos: {memos}.")


@command.command("remove")
@click.argument("code")
@click.option("--yes", is_flag=True, help="Do not ask first.")
def remove_command(code: str, yes: bool) -> None:
    """Remove a code and those below it, with their fragments.

    \b
    Example:
      rodedraad codebook remove zichtbaarheid --yes
    """
    from ...coding.codebook import code_use, remove_code
    from ...coding.naming import code_named

    with writing_project() as project:
        path = code_named(project.connection, code)[1]
        agree_to_remove(path, code_use(project.connection, path), _(GOING), yes)
        with project.transaction("codebook remove", path):
            remove_code(project, path)
    say(_("Removed: {name}. Take it back with: rodedraad undo").format(name=path))


@command.command("propose")
@click.argument("code", required=False)
@output_options
def propose_command(code: str | None, fmt: str | None) -> None:
    """Propose indicators: words that mark what is coded with a code, to take up one by one.

    Each comes with the number of coded sentences that have it, of others that were read and have
    it, and an example. Each answer is a line or a key: a (take up), s (skip) or q (stop).

    \b
    Example:
      rodedraad codebook propose politie
    """
    from ...coding.indicating import KEYS, proposed_indicators
    from ...coding.naming import code_named, codes_below
    from ..proposing import COLUMNS, take_up
    from ..suggesting import vector_progress

    with writing_project() as project:
        connection = project.connection
        codes = codes_below(connection, code_named(connection, code)[1]) if code else []
        with vector_progress() as progress:
            rows = proposed_indicators(project, codes, progress)
        if fmt:
            show(rows, KEYS, COLUMNS, fmt)
            return
        count = take_up(project, rows)
    say(_("Proposed: {rows}, taken up: {count}.").format(rows=len(rows), count=count))


for one in (history_command, stale_command):
    command.add_command(one)
