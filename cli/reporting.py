"""What the report exports say on the screen, and note in the log."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from .. import RodedraadError
from .answers import say_basis
from .consoles import say
from .exchanging import confirm_replacing
from .language import _, translator
from .session import confirm, reading_project, writing_project

if TYPE_CHECKING:
    from ..coding.exporting.files import Written
    from ..coding.exporting.model import Report
    from ..coding.querying.selection import Filters


def export_report(
    folder: Path,
    formats: str,
    expression: str,
    filters: Filters,
    audience: str,
    title: str,
    templates: Path | None,
    yes: bool,
) -> None:
    """Write the themes of a question, and say what was written, withheld and not coded yet."""
    from ..coding.exporting import export_themes, writer_named
    from ..coding.project import read_setting
    from ..coding.querying.selection import choose
    from ..coding.querying.summary import basis_of

    names = [name.strip() for name in formats.split(",") if name.strip()]
    for name in names:
        writer_named(name)  # refuses what cannot be written before the log says that it was
    note_export(f"{folder}: {', '.join(names)}", audience)
    with reading_project() as connection:
        written, report = export_themes(
            connection,
            folder,
            names,
            filters,
            translator(read_setting(connection, "language")),
            expression,
            audience,
            title,
            templates,
            partial(agree_to_replace, yes),
        )
        basis = basis_of(connection, choose(connection, filters, expression))
    say_written(folder, written)
    say_withheld(report)
    say_basis(basis._replace(survey_persons=0))  # the survey is in the report, apart


def export_drawings(
    folder: Path, expression: str, filters: Filters, audience: str, yes: bool
) -> None:
    """Write the charts of a question, and say what was written and withheld."""
    from ..coding.exporting import export_charts
    from ..coding.project import read_setting

    note_export(f"{folder}: svg, png", audience)
    with reading_project() as connection:
        written, report = export_charts(
            connection,
            folder,
            filters,
            translator(read_setting(connection, "language")),
            expression,
            audience,
            partial(agree_to_replace, yes),
        )
    say_written(folder, written)
    say_withheld(report)


def agree_to_replace(yes: bool, files: Sequence[Path]) -> None:
    """Ask before files go that no export left as they are."""
    listed = ", ".join(str(file) for file in files)
    confirm(
        _("Not as an export left them: {files}. Replace or remove them?").format(files=listed), yes
    )


def say_written(folder: Path, written: Written) -> None:
    """Say how many files were written, and which of the export before are gone."""
    say(_("Files written to {folder}: {count}.").format(folder=folder, count=len(written.files)))
    if written.removed:
        names = ", ".join(str(path.relative_to(folder)) for path in written.removed)
        say(_("Removed, for they were of the export before: {files}.").format(files=names))


def export_talk(transcript: str, file: Path | None, audience: str, yes: bool) -> None:
    """Write a transcript with its codes in the margin, and say what was hidden."""
    from ..coding.exporting import export_transcript, require_word
    from ..coding.naming import transcript_named
    from ..coding.project import read_setting

    with reading_project() as connection:
        number, slug = transcript_named(connection, transcript)
        # Outside the team the name of the file must not tell more than the file.
        path = file or Path(f"{slug}.docx" if audience == "team" else f"transcript-{number}.docx")
        require_word(path)
        confirm_replacing(path, yes)
        translate = translator(read_setting(connection, "language"))
        note_export(f"{slug}: {path}", audience)
        hidden = export_transcript(connection, slug, path, audience, translate)
    say(_("Written: {path}.").format(path=path))
    if hidden:
        say(
            _(
                "Turns that may not leave the team: {count}. Note what a respondent allows with: "
                "rodedraad respondent set R03 --consent quote\n"
                "For the team, with everything: --audience team"
            ).format(count=hidden)
        )


def note_export(detail: str, audience: str) -> None:
    """Note an export in the log, so that a colleague, or `respondent forget`, can find it.

    What is for the team alone is not written without; the rest may come from a project that
    can only be read.
    """
    from ..coding.history import note

    with suppress(*(() if audience == "team" else (RodedraadError,))), writing_project() as project:
        note(project, "export", f"{detail} ({audience})")


def say_withheld(report: Report) -> None:
    """Say what this audience does not get, and how to get it."""
    from ..coding.exporting.words import withheld_in_words

    if report.withheld:
        say(_("What these readers do not get:"))
    for line in report.withheld:
        say("  " + withheld_in_words(line, _))
    if any(line.reason == "unknown" for line in report.withheld):
        say(
            _(
                "Note what a respondent allows with: rodedraad respondent set R03 --consent quote\n"
                "For the team, with everything: --audience team"
            )
        )
