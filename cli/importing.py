"""Importing, as the analyst sees it: a progress bar, questions, and a summary."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .consoles import console, say
from .language import _, translated
from .session import writing_project

if TYPE_CHECKING:
    from ..coding.intake import Intake, Said
    from ..transcripts.model import Metadata, Transcript

STANDARD_INPUT = "-"


def said_by_options(
    group: str,
    area: str,
    respondent: str,
    date: str,
    kind: str | None,
    wave: str,
    sheet: Path | None,
    speakers: str,
    form: str | None,
    encoding: str | None,
) -> Said:
    """Bring together what the options of `import` say. Raises RodedraadError for a bad one."""
    from ..coding.intake import Said
    from ..transcripts import metadata
    from ..transcripts.model import Metadata

    spoken = metadata.parse_speakers(speakers) if speakers else {}
    options = Metadata(
        date=metadata.to_date(date, "--date"),
        kind=metadata.to_kind(kind or "", "--kind"),
        wave=wave,
        group=group,
        areas=metadata.to_areas(area),
        respondent=respondent,
        speakers=metadata.metadata_of_speakers(spoken),
    )
    return Said(options, metadata.read_sheet(sheet) if sheet else None, form, encoding)


def import_paths(paths: Iterable[str], said: Said, dry_run: bool) -> Intake:
    """Read and store what is at these paths ("-" is standard input), and say what that did."""
    from ..coding.intake import Intake, files_in, read_file, read_files, take_in

    intake = Intake()
    names = list(paths)
    files, intake.skipped = files_in(Path(name) for name in names if name != STANDARD_INPUT)
    with writing_project() as project:
        transcripts = list(read_files(with_progress(files), said, ask_whose_words, intake))
        if STANDARD_INPUT in names:
            data = sys.stdin.buffer.read()
            name = f"stdin.{said.format or 'txt'}"
            transcripts.append(read_file(Path(name), said, lambda _transcript: None, data))
        if dry_run:
            tell_plan(transcripts)
        else:
            take_in(project, transcripts, intake)
    tell(intake)
    return intake


def with_progress(files: list[Path]) -> Iterator[Path]:
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


def tell_plan(transcripts: Iterable[Transcript]) -> None:
    """Say what would be imported, and who would speak in it."""
    for transcript in transcripts:
        speakers = ", ".join(
            f"{speaker.label or '–'} = {speaker.respondent or speaker.role}"
            for speaker in transcript.speakers
        )
        say(f"{transcript.source}: {len(transcript.turns)} × {speakers}")
    say(_("Nothing was stored (--dry-run)."))


def tell(intake: Intake) -> None:
    """Say what an import did: how much went in, what did not and why, whom we do not know."""
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
            say(f"{stored.slug}: {note}")
    for path in intake.skipped:
        say(_("Skipped: {file} (no format that is read here).").format(file=path.name))
    for name, error in intake.refused:
        say(_("Not imported: {file}. {why}").format(file=name, why=translated(error)))
    tell_unknown(intake)


def tell_unknown(intake: Intake) -> None:
    """List the speakers without a group, with the command that settles them."""
    unknown = [(stored.slug, label) for stored in intake.stored for label in stored.unknown]
    if not unknown:
        return
    say(_("Speakers without a group: {count}").format(count=len(unknown)))
    for slug, label in unknown[:10]:
        say(f"  {slug}: {label or '–'}")
    if len(unknown) > 10:
        say(_("  … and {count} more").format(count=len(unknown) - 10))
    say(_("Give them one: rodedraad respondent set NAME --group GROUP --area AREA"))
