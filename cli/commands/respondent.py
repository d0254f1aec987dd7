"""rodedraad respondent: the persons who were heard, and whom to hear."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..answers import value_in_words
from ..consoles import say
from ..forgetting import forget_command
from ..grouping import agree_to_group, tell_new_groups
from ..language import N_, _
from ..main import TranslatedGroup
from ..output import Column, output_options, show
from ..session import reading_project, require_option, writing_project


@click.group(cls=TranslatedGroup)
def command() -> None:
    """List and describe the persons who were heard.

    A group and an area belong to a person in one transcript, because people change jobs.

    \b
    Example:
      rodedraad respondent list
    """


@command.command("list")
@click.option(
    "--by", type=click.Choice(["group", "area", "wave"]), help="Count by group, area or wave."
)
@output_options
def list_command(by: str | None, fmt: str | None) -> None:
    """List the respondents, or count them.

    \b
    Example:
      rodedraad respondent list --by group
    """
    from ...coding.respondents import COUNT_KEYS, LIST_KEYS, count_by, list_respondents

    with reading_project() as connection:
        if by:
            rows = count_by(connection, by)
            for row in rows:
                row["in_words"] = value_in_words(by, row[by] or None)
            first = Column("in_words", FACETS[by])
            show(rows, (by, *COUNT_KEYS), (first, *COUNT_COLUMNS), fmt)
        else:
            rows = list_respondents(connection)
            if fmt in (None, "md"):
                rows = [row | {"consent": _(CONSENTS[row["consent"]])} for row in rows]
            show(rows, LIST_KEYS, LIST_COLUMNS, fmt)


# What may leave the team.
CONSENTS = {
    "quote": N_("their words"),
    "paraphrase": N_("only the gist"),
    "none": N_("nothing"),
    "unknown": N_("unknown"),
}
FACETS = {"group": N_("Group"), "area": N_("Area"), "wave": N_("Wave")}
COUNT_COLUMNS = (
    Column("respondents", N_("Respondents"), right=True),
    Column("transcripts", N_("Transcripts"), right=True),
    Column("words", N_("Words"), right=True),
    Column("fragments", N_("Fragments"), right=True),
)
LIST_COLUMNS = (
    Column("respondent", N_("Respondent")),
    Column("groups", N_("Groups")),
    Column("areas", N_("Areas")),
    Column("function", N_("Function"), minor=True),
    Column("consent", N_("Consent"), minor=True),
    *COUNT_COLUMNS[1:],
)


@command.command("show")
@click.argument("respondent")
@output_options
def show_command(respondent: str, fmt: str | None) -> None:
    """Show in which transcripts a respondent speaks, and what is known about them.

    \b
    Example:
      rodedraad respondent show R03
    """
    from ...coding.naming import respondent_named
    from ...coding.respondents import PART_KEYS, label_of, list_parts

    with reading_project() as connection:
        label = label_of(connection, respondent_named(connection, respondent))
        rows = list_parts(connection, label)
    if not fmt:
        say(f"{label}: {facts_in_words(rows[0])}")
    show(rows, PART_KEYS, PART_COLUMNS, fmt)


def facts_in_words(row: dict[str, Any]) -> str:
    """Say what is known about a respondent: size, consent, until when it is kept, the rest."""
    facts = [
        (_("Size"), row["size"]),
        (_("Consent"), _(CONSENTS[row["consent"]])),
        (_("Kept until"), row["retention_date"]),
        *row["attributes"].items(),
    ]
    return "; ".join(f"{name}: {value}" for name, value in facts if value)


PART_COLUMNS = (
    Column("transcript", N_("Transcript")),
    Column("date", N_("Date")),
    Column("group", N_("Group")),
    Column("areas", N_("Areas")),
    Column("function", N_("Function")),
    Column("turns", N_("Turns"), right=True),
    *COUNT_COLUMNS[2:],
)


def read_attributes(
    _context: click.Context, _option: click.Parameter, values: tuple[str, ...]
) -> dict[str, str]:
    """Read "name=value" texts; a usage error when one has no "="."""
    attributes = {}
    for text in values:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise click.BadParameter(_("Write an attribute as NAME=VALUE."))
        attributes[name.strip()] = value.strip()
    return attributes


@command.command("set")
@click.argument("respondent")
@click.option("--transcript", help="Only there; otherwise wherever this person speaks.")
@click.option("--group", help="The stakeholder group for which this person speaks.")
@click.option("--area", "areas", multiple=True, help="An area for which they speak; repeatable.")
@click.option("--function", help="Their function.")
@click.option("--size", type=int, help="How many persons this voice stands for.")
@click.option(
    "--consent",
    type=click.Choice(["quote", "paraphrase", "none", "unknown"]),
    help="What may leave the team: their words, only the gist, or nothing.",
)
@click.option("--retention", "retention_date", help="Until when their words may be kept.")
@click.option(
    "--attribute",
    "attributes",
    multiple=True,
    callback=read_attributes,
    metavar="NAME=VALUE",
    help="Anything else that is known; an empty value takes it away.",
)
def set_command(
    respondent: str,
    transcript: str | None,
    group: str | None,
    areas: tuple[str, ...],
    function: str | None,
    **wanted: Any,
) -> None:
    """Change what is known about a respondent.

    \b
    Example:
      rodedraad respondent set R03 --consent quote --attribute age=40-50
    """
    from ...coding.naming import respondent_named, transcript_named
    from ...coding.respondents import label_of, set_parts, set_respondent

    with writing_project() as project:
        connection = project.connection
        identity = respondent_named(connection, respondent)
        label = label_of(connection, identity)
        place = transcript_named(connection, transcript)[0] if transcript else None
        require_option(group, areas, function, **wanted)
        agree_to_group(connection, group)
        with project.transaction("respondent set", label):
            set_respondent(project, identity, wanted)
            if group or areas or function is not None:
                set_parts(project, identity, place, group, areas, function)
    say(_("Changed: {name}. Take it back with: rodedraad undo").format(name=label))


@command.command("load")
@click.argument("sheet", type=click.Path(path_type=Path))
def load_command(sheet: Path) -> None:
    """Bring respondents up to date from a sheet (CSV), one row a person.

    The column respondent names the person. Known columns are group, areas, function, size,
    consent and retention_date; every other column is kept as an attribute.

    \b
    Example:
      rodedraad respondent load respondents.csv
    """
    from ...coding.groups import groups_of
    from ...coding.respondents import load_respondents

    with writing_project() as project:
        groups = groups_of(project.connection)
        with project.transaction("respondent load", sheet.name):
            loaded = load_respondents(project, sheet)
    say(
        _("Respondents brought up to date: {known}, new: {new}.").format(
            known=loaded.known, new=loaded.new
        )
    )
    tell_new_groups(loaded.groups, [*groups, *loaded.groups])
    tell_silent(loaded.silent)


def tell_silent(silent: list[str]) -> None:
    """Say which persons of a sheet speak in no transcript: a slip, or still to be heard."""
    if silent:
        names = ", ".join(silent[:MOST_SILENT]) + (" …" if len(silent) > MOST_SILENT else "")
        say(_("In no transcript ({count}): {names}").format(count=len(silent), names=names))
        say(_("If one is a slip: mend the sheet, rodedraad undo, and load it again."))


MOST_SILENT = 20


@command.command("plan")
@click.argument("sheet", type=click.Path(path_type=Path), required=False)
@output_options
def plan_command(sheet: Path | None, fmt: str | None) -> None:
    """Show whom you planned to hear and who was heard; or load the plan from a sheet.

    The sheet (CSV) has the columns group, area and persons.

    \b
    Example:
      rodedraad respondent plan
    """
    from ...coding.respondents import PLAN_KEYS, list_plan, load_plan

    if sheet:
        with writing_project() as project, project.transaction("respondent plan", sheet.name):
            count = load_plan(project, sheet)
        say(_("Rows in the plan: {count}.").format(count=count))
        return
    with reading_project() as connection:
        rows = list_plan(connection)
    if not rows and not fmt:
        say(_("There is no plan yet. Load one with: rodedraad respondent plan SHEET.csv"))
        return
    show(rows, PLAN_KEYS, PLAN_COLUMNS, fmt)


PLAN_COLUMNS = (
    Column("group", N_("Group")),
    Column("area", N_("Area")),
    Column("persons", N_("Planned"), right=True),
    Column("heard", N_("Heard"), right=True),
)

command.add_command(forget_command)
