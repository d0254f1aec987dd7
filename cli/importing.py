"""Importing, as the analyst sees it: a progress bar, questions, and a summary."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .. import RodedraadError
from .consoles import console, say
from .grouping import agree_to_group, tell_new_groups
from .language import N_, _, one_line, translated, translated_note
from .output import Column, show
from .session import writing_project

if TYPE_CHECKING:
    from ..coding.intake import Intake, Known, Said
    from ..coding.project import Project
    from ..transcripts.collecting import Found
    from ..transcripts.filenames import NamePattern
    from ..transcripts.model import Metadata, Speaker, Transcript

STANDARD_INPUT = "-"
MOST_SPEAKERS = 12  # more than this in one source is a survey
MOST_UNKNOWN = 10
MOST_UNASKED = 5
MOST_CHANGES = 40
ROLES = {
    "interviewer": N_("interviewer"),
    "respondent": N_("respondent"),
    "other": N_("other"),
}
USES = {
    "open": N_("open"),
    "closed": N_("closed"),
    "ignored": N_("left out"),
    "personal": N_("personal, left out"),
}
COLUMN_KEYS = ("letter", "name", "filled", "example")
SURVEY_COLUMNS = (
    Column("letter", N_("Column")),
    Column("use", N_("Use")),
    Column("name", N_("Question"), width=24),
    Column("filled", N_("Filled"), right=True),
    Column("example", N_("Example")),
    Column("reason", N_("Reason")),
)


def said_by_options(options: dict[str, Any]) -> Said:
    """Bring together what the options of `import` say. Raises RodedraadError for a bad one."""
    from ..coding.intake import Said, SurveyColumns
    from ..transcripts import metadata
    from ..transcripts.model import Metadata

    speakers = options["speakers"] and metadata.parse_speakers(options["speakers"])
    said = Metadata(
        date=metadata.to_date(options["date"], "--date"),
        kind=metadata.to_kind(options["kind"] or "", "--kind"),
        wave=options["wave"],
        group=options["group"],
        areas=metadata.to_areas(options["area"]),
        respondent=options["respondent"],
        speakers=metadata.metadata_of_speakers(speakers or {}),
    )
    columns = SurveyColumns(
        open=options["open_columns"],
        closed=options["closed_columns"],
        ignore=options["ignored_columns"],
        group=options["group_column"],
        area=options["area_column"],
        personal=options["personal"],
        unfinished=options["unfinished"],
    )
    sheet = metadata.read_sheet(options["sheet"]) if options["sheet"] else None
    return Said(said, sheet, None, columns, options["form"], options["encoding"])


def import_paths(paths: Iterable[str], said: Said, pattern: str | None, dry_run: bool) -> Intake:
    """Read and store what is at these paths ("-" is standard input), and say what that did."""
    from ..coding.groups import groups_of
    from ..coding.intake import Intake, known_files, read_files, read_input, take_in
    from ..transcripts.collecting import collect

    names = list(paths)
    found = collect(Path(name) for name in names if name != STANDARD_INPUT)
    intake = Intake(skipped=found.skipped, refused=found.refused)
    with writing_project() as project:
        agree_to_group(project.connection, said.options.group)
        if pattern:
            said = replace(said, pattern=pattern_for(project, pattern))
        known = known_files(project.connection)
        files = with_progress(found.files)
        transcripts = list(read_files(files, said, known, ask_whose_words, intake))
        if STANDARD_INPUT in names:
            name = f"stdin.{said.format or 'txt'}"
            transcripts.append(read_input(sys.stdin.buffer.read(), name, said, known))
        if dry_run:
            tell_columns(found.files, said)
            tell_plan(project.connection, transcripts, known)
        else:
            groups = groups_of(project.connection)
            take_in(project, transcripts, intake)
            tell(intake)
            others = [group for group in intake.groups if group != said.options.group]
            tell_new_groups(others, [*groups, *intake.groups])
            tell_unasked(intake)
            tell_unknown(intake)
    tell_left_out(intake)
    return intake


def pattern_for(project: Project, pattern: str) -> NamePattern:
    """Read the pattern of file names, with the groups and areas that the project knows."""
    from ..coding.groups import areas_of, groups_of
    from ..transcripts.filenames import read_pattern

    connection = project.connection
    return read_pattern(pattern, groups=groups_of(connection), areas=areas_of(connection))


def with_progress(files: list[Found]) -> Iterator[Found]:
    """Give the files one by one, with a progress bar on stderr when there are several."""
    if len(files) < 2 or not sys.stderr.isatty():
        yield from files
        return
    # rich.progress: 50 ms.
    from rich.progress import track

    yield from track(files, description=_("Reading"), console=console(error=True), transient=True)


def ask_whose_words(transcript: Transcript) -> Metadata | None:
    """Ask whose words a text without speakers holds; None where nobody can answer."""
    from ..transcripts.model import Kind, Metadata

    if not sys.stdin.isatty():
        return None
    say(_("{file} names no speakers.").format(file=transcript.source))
    answer = click.prompt(
        _("Who is speaking? A respondent as R07, or Enter for a report in the third person"),
        default="",
        show_default=False,
        err=True,
    )
    return Metadata(respondent=answer) if answer else Metadata(kind=Kind.REPORT)


def tell_plan(
    connection: sqlite3.Connection, transcripts: Iterable[Transcript], known: Known
) -> None:
    """Say what would be imported, and who would speak in it."""
    from ..coding.people import recognise

    for read in transcripts:
        transcript = recognise(connection, read)
        say(
            _("{file}: turns {turns}, speakers {speakers}.").format(
                file=one_line(transcript.source),
                turns=len(transcript.turns),
                speakers=speakers_in_words(transcript),
            )
        )
        before = known.get(transcript.sha256)
        if before:
            say("  " + _("It is in the project already, as {name}.").format(name=before.slug))
        for note in transcript.notes:
            say(f"  {translated_note(note)}")
    say(_("Nothing was stored (--dry-run)."))


def speakers_in_words(transcript: Transcript) -> str:
    """List who speaks and who that is; of a survey only how many."""
    if len(transcript.speakers) > MOST_SPEAKERS:
        return str(len(transcript.speakers))
    return ", ".join(
        f"{speaker.label or '–'} = {speaker.respondent or _(ROLES[speaker.role])}"
        + for_whom(speaker)
        for speaker in transcript.speakers
    )


def for_whom(speaker: Speaker) -> str:
    """Give between brackets the group and areas that somebody speaks for, "" for none."""
    places = [one for one in (speaker.group, *speaker.areas) if one]
    return f" ({'; '.join(places)})" if places else ""


def tell_columns(files: Iterable[Found], said: Said) -> None:
    """Show what is proposed for each column of the surveys among the files."""
    from ..coding.intake import is_survey, survey_in
    from ..transcripts.metadata import is_sheet

    for found in files:
        try:
            columns = survey_in(found, said).columns if is_survey(found, said) else ()
        except RodedraadError:
            continue  # it is listed among what cannot be read
        if is_sheet(column.name for column in columns) or not columns:
            continue
        rows = [
            {
                "use": _(USES[column.use]),
                "reason": translated_note(column.reason),
                **{key: getattr(column, key) for key in COLUMN_KEYS},
            }
            for column in columns
        ]
        show(rows, (), SURVEY_COLUMNS, None)


def tell(intake: Intake) -> None:
    """Say what an import did: how much went in, what was left out of it, what changed."""
    if intake.stored:
        say(
            _(
                "Transcripts added: {added}, brought up to date: {updated}, unchanged: "
                "{unchanged}. Turns: {turns}, words: {words}."
            ).format(
                added=intake.count("added"),
                updated=intake.count("updated"),
                unchanged=intake.count("unchanged"),
                turns=sum(stored.turns for stored in intake.stored),
                words=sum(stored.words for stored in intake.stored),
            )
        )
    for stored in intake.stored:
        for note in stored.notes:
            say(f"{stored.slug}: {translated_note(note)}")
    changes = [(stored.slug, change) for stored in intake.stored for change in stored.changes]
    if changes:
        say(_("Changed:"))
    for slug, change in changes[:MOST_CHANGES]:
        say(f"  {slug}: {translated_note(change)}")
    tell_rest(len(changes) - MOST_CHANGES)


def tell_left_out(intake: Intake) -> None:
    """Say what did not go in, and why."""
    from ..transcripts.readers import not_read

    for path in intake.skipped:
        advice = not_read(path.name)
        if advice:
            say(_("Skipped: {why}").format(why=translated(advice)))
        else:
            name = one_line(path.name)
            say(_("Skipped: {file} (no format that is read here).").format(file=name))
    for name, error in intake.refused:
        name, why = one_line(name), translated(error)
        say(_("Not imported: {why}").format(why=why if name in why else f"{name}: {why}"))


def tell_unknown(intake: Intake) -> None:
    """List the respondents without a group, with the command that settles them."""
    unknown = [(stored.slug, name) for stored in intake.stored for name in stored.unknown]
    if not unknown:
        return
    say(_("Respondents without a group: {count}").format(count=len(unknown)))
    for slug, name in unknown[:MOST_UNKNOWN]:
        say(f"  {name}" if name.startswith(slug) else f"  {name} ({slug})")
    tell_rest(len(unknown) - MOST_UNKNOWN)
    say(_("Give them one: rodedraad respondent set NAME --group GROUP --area AREA"))
    crowded = [stored.slug for stored in intake.stored if len(stored.unknown) > 1]
    for slug in crowded[:1]:
        say(_("All at once: rodedraad transcript set {name} --group GROUP").format(name=slug))
    if any(not name.startswith(slug) for slug, name in unknown):
        say(_("Who speaks for another group elsewhere: add --transcript TRANSCRIPT"))


def tell_unasked(intake: Intake) -> None:
    """Name the talks in which nobody is known to ask the questions, and how to say who does."""
    names = [stored.slug for stored in intake.stored if not stored.asked]
    if names:
        more = " …" if len(names) > MOST_UNASKED else ""
        say(
            _(
                "Nobody asks the questions in {names}. Say who does: "
                'rodedraad import FILE --speakers "NAME=interviewer"'
            ).format(names=", ".join(names[:MOST_UNASKED]) + more)
        )


def tell_rest(count: int) -> None:
    """Say how many more there are than were shown."""
    if count > 0:
        say(_("  … and {count} more").format(count=count))
