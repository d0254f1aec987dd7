"""rodedraad transcript: what was said, and what is known about it."""

from __future__ import annotations

from typing import Any

import click

from ..answers import value_in_words
from ..consoles import say
from ..grouping import agree_to_group
from ..language import N_, _
from ..main import TranslatedGroup
from ..output import Column, output_options, show
from ..pseudonyms import pseudonymise_command
from ..removing import agree_to_remove
from ..revising import diff_command, revise_command
from ..session import reading_project, require_option, writing_project


@click.group(cls=TranslatedGroup)
def command() -> None:
    """List, read, describe and remove transcripts.

    \b
    Example:
      rodedraad transcript list
    """


@command.command("list")
@output_options
def list_command(fmt: str | None) -> None:
    """List the transcripts, with who speaks and how much is coded.

    \b
    Example:
      rodedraad transcript list
    """
    from ...coding.corpus import LIST_KEYS, list_transcripts

    with reading_project() as connection:
        rows = list_transcripts(connection)
    for row in rows:
        row["coded"] = f"{row['coded_share'] or 0:.0%}"
        row["kind_in_words"] = value_in_words("kind", row["kind"])
    show(rows, LIST_KEYS, LIST_COLUMNS, fmt)


LIST_COLUMNS = (
    Column("number", N_("No."), right=True),
    Column("transcript", N_("Transcript")),
    Column("kind_in_words", N_("Kind")),
    Column("wave", N_("Wave")),
    Column("groups", N_("Groups"), minor=True),
    Column("areas", N_("Areas"), minor=True),
    Column("words", N_("Words"), right=True),
    Column("fragments", N_("Fragments"), right=True),
    Column("coded", N_("Coded"), right=True),
    Column("coded_by", N_("Finished by"), minor=True),
)


@command.command("show")
@click.argument("transcript")
@click.option("--version", type=click.IntRange(min=1), help="An older version of the text.")
@output_options
def show_command(transcript: str, version: int | None, fmt: str | None) -> None:
    """Read a transcript, turn by turn.

    \b
    Example:
      rodedraad transcript show 2016-04-07
    """
    from ...coding.corpus import TURN_KEYS, show_transcript
    from ...coding.naming import transcript_named

    with reading_project() as connection:
        rows = show_transcript(connection, transcript_named(connection, transcript)[0], version)
    for row in rows:
        row["clock"] = clock(row["time"])
    columns = [
        one for one in TURN_COLUMNS if one.key not in SELDOM or any(row[one.key] for row in rows)
    ]
    show(rows, TURN_KEYS, columns, fmt)


TURN_COLUMNS = (
    Column("turn", N_("Turn"), right=True),
    Column("clock", N_("Time"), right=True),
    Column("speaker", N_("Speaker")),
    Column("group", N_("Group")),
    Column("question", N_("Question")),
    Column("text", N_("Text"), width=40),
)
SELDOM = ("clock", "question")


def clock(seconds: float | None) -> str:
    """Write seconds as a clock does: 1:02:03."""
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


@command.command("set")
@click.argument("transcript")
@click.option("--coded/--not-coded", default=None, help="You have coded all of it, or not yet.")
@click.option("--title", help="What it is called.")
@click.option("--kind", help="interview, group, meeting, survey, report or document.")
@click.option("--date", help="When it was held: 2016-05-12.")
@click.option("--wave", help="The moment of the evaluation it belongs to.")
@click.option(
    "--approval",
    type=click.Choice(["draft", "sent", "approved"]),
    help="Whether the respondent agreed with the text.",
)
@click.option("--group", help="The stakeholder group for which its respondents speak.")
@click.option("--area", "areas", multiple=True, help="An area for which they speak; repeatable.")
@click.option("--respondent", help="Who speaks, when there is one respondent.")
def set_command(
    transcript: str,
    coded: bool | None,
    group: str | None,
    areas: tuple[str, ...],
    respondent: str | None,
    **wanted: Any,
) -> None:
    """Change what is known about a transcript, or mark it as coded.

    Only what is marked as coded counts in the shares of a matrix; each coder marks their own.

    \b
    Example:
      rodedraad transcript set 2016-04-07 --coded
    """
    from ...coding.corpus import set_people, set_transcript
    from ...coding.fragments import mark_coded
    from ...coding.naming import transcript_named

    with writing_project() as project:
        identity, slug = transcript_named(project.connection, transcript)
        require_option(coded, group, areas, respondent, **wanted)
        agree_to_group(project.connection, group)
        with project.transaction("transcript set", slug):
            set_transcript(project, identity, wanted)
            if group or areas or respondent:
                set_people(project, identity, respondent, group, areas)
            if coded is not None:
                mark_coded(project, identity, coded)
    say(_("Changed: {name}. Take it back with: rodedraad undo").format(name=slug))


GOING = N_("With {name} go turns: {turns}, fragments: {fragments} ({coders}), memos: {memos}.")


@command.command("remove")
@click.argument("transcript")
@click.option("--yes", is_flag=True, help="Do not ask first.")
def remove_command(transcript: str, yes: bool) -> None:
    """Remove a transcript with its fragments and memos.

    \b
    Example:
      rodedraad transcript remove 2014-10-14 --yes
    """
    from ...coding.corpus import remove_transcript, what_goes
    from ...coding.naming import transcript_named

    with writing_project() as project:
        identity, slug = transcript_named(project.connection, transcript)
        agree_to_remove(slug, what_goes(project.connection, identity), _(GOING), yes)
        with project.transaction("transcript remove", slug):
            remove_transcript(project, identity)
    say(_("Removed: {name}. Take it back with: rodedraad undo").format(name=slug))


for one in (revise_command, diff_command, pseudonymise_command):
    command.add_command(one)
