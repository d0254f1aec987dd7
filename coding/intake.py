"""From files on disk to transcripts in a project, in one step that can be undone.

All files are read first and then stored in one transaction: a file that cannot be read is
listed and the others go in, and a colleague who is coding meanwhile hardly waits.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from .. import RodedraadError
from ..transcripts.collecting import Found
from ..transcripts.filenames import NamePattern, date_in_front
from ..transcripts.metadata import Sheet, apply, is_sheet
from ..transcripts.model import Kind, Metadata, Note, Speaker, Transcript
from ..transcripts.readers import checked, format_of, read_source
from ..transcripts.readers.source import source_of_bytes
from ..transcripts.survey import Survey, survey_as_said, to_transcript
from .groups import groups_of
from .importing import Stored, store_all
from .project import Project

Ask = Callable[[Transcript], Metadata | None]
SURVEYS = ("csv", "xlsx")  # formats
SURVEY_SUFFIXES = (".csv", ".tsv", ".xlsx")


@dataclass(frozen=True)
class SurveyColumns:
    """Which columns of a survey are what, where the analyst overrules what is proposed."""

    open: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    group: str = ""
    area: str = ""
    personal: bool = False
    unfinished: bool = False


@dataclass(frozen=True)
class Said:
    """What the analyst says about the files: by options, a sheet, and their names."""

    options: Metadata = field(default_factory=Metadata)
    sheet: Sheet | None = None
    pattern: NamePattern | None = None
    survey: SurveyColumns = field(default_factory=SurveyColumns)
    format: str | None = None
    encoding: str | None = None

    def labels(self, place: Path) -> list[str]:
        """List the labels that are speakers in a file because somebody said so."""
        sheet = self.sheet.of(place) if self.sheet else None
        return [
            speaker.label for said in (self.options, sheet) if said for speaker in said.speakers
        ]


@dataclass
class Intake:
    """What an import did: what was stored, refused (file and why) and skipped (not read).

    `groups` are those for which nobody spoke before.
    """

    stored: list[Stored] = field(default_factory=list)
    refused: list[tuple[str, RodedraadError]] = field(default_factory=list)
    skipped: list[Found] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)

    def count(self, status: str) -> int:
        """Count the transcripts with this status: added, updated or unchanged."""
        return sum(1 for stored in self.stored if stored.status == status)


@dataclass(frozen=True)
class KnownFile:
    """What the project knows of a file that it holds: its name there, kind and date."""

    slug: str
    kind: Kind
    date: str


Known = Mapping[str, KnownFile]  # under the SHA-256 of a file's bytes


def known_files(connection: sqlite3.Connection) -> Known:
    """List the files that the project holds."""
    rows = connection.execute(
        "SELECT sha256, slug, kind, coalesce(date, '') FROM transcript_version "
        "JOIN transcript ON transcript.id = transcript_id"
    ).fetchall()
    return {sha256: KnownFile(slug, Kind(kind), date) for sha256, slug, kind, date in rows}


def read_files(
    files: Iterable[Found], said: Said, known: Known, ask: Ask, intake: Intake
) -> Iterable[Transcript]:
    """Read files one by one; one that cannot be read goes to `intake.refused`.

    The metadata sheet may lie among them: it is passed over.
    """
    for found in files:
        if said.sheet and found.name == said.sheet.name:
            continue
        try:
            yield with_metadata(read_found(found, said), found.place, said, known, ask)
        except RodedraadError as error:
            intake.refused.append((found.name, error))


def read_found(found: Found, said: Said) -> Transcript:
    """Read one file as it is. Raises RodedraadError when it cannot be read."""
    if is_survey(found, said):
        survey = survey_in(found, said)
        if is_sheet(column.name for column in survey.columns):
            raise RodedraadError(
                "{file} is a metadata sheet, which says who speaks for whom. Name it with "
                "--metadata",
                file=found.name,
            )
        return checked(to_transcript(survey))
    return found.read(format=said.format, encoding=said.encoding, labels=said.labels(found.place))


def is_survey(found: Found, said: Said) -> bool:
    """Tell whether a file is read as a table, and so as a survey; a .tsv may be of Whisper."""
    if said.format:
        return said.format.lower().lstrip(".") in SURVEYS
    if not found.name.lower().endswith(SURVEY_SUFFIXES):
        return False
    with found.opened() as source:
        return format_of(source).name in SURVEYS


def survey_in(found: Found, said: Said) -> Survey:
    """Read a survey, its columns used as proposed or as the analyst says."""
    with found.opened(said.encoding) as source:
        return survey_as_said(source, **vars(said.survey))


def read_input(data: bytes, name: str, said: Said, known: Known) -> Transcript:
    """Read what came in on standard input, as the file `name` would be read."""
    source = source_of_bytes(data, name, said.encoding, said.labels(Path(name)))
    if said.format in SURVEYS:
        transcript = checked(to_transcript(survey_as_said(source, **vars(said.survey))))
    else:
        transcript = read_source(source, said.format)
    return with_metadata(transcript, Path(name), said, known, lambda _transcript: None)


def with_metadata(
    transcript: Transcript, place: Path, said: Said, known: Known, ask: Ask
) -> Transcript:
    """Give a transcript with all that is said about it.

    What the project knows of the file is asked no more, and never guessed anew. Raises
    RodedraadError when nothing tells whose words they are, and `ask` gets no answer.
    """
    sheet = said.sheet.of(place) if said.sheet else None
    name = said.pattern.of(place) if said.pattern else None
    transcript = apply(transcript, options=said.options, file_name=name, sheet=sheet)
    before = known.get(transcript.sha256)
    nameless = not any(turn.speaker for turn in transcript.turns)
    if before and nameless and transcript.kind is None:
        transcript = replace(transcript, kind=before.kind)
    if not transcript.speakers and transcript.kind is None:
        answer = ask(transcript)
        if answer is None:
            raise RodedraadError(
                "{file} names no speakers. Say what it is: --kind report for notes in the third "
                "person, or --respondent R07 for the words of one person.",
                file=transcript.source,
            )
        transcript = apply(transcript, options=answer, file_name=name, sheet=sheet)
    if not transcript.speakers:
        transcript = replace(transcript, speakers=(Speaker(""),))
    if nameless and transcript.kind is None:
        transcript = replace(transcript, kind=Kind.INTERVIEW)
    if not (transcript.date or (before and before.date)):
        transcript = with_date_of_name(transcript, place)
    return transcript


def with_date_of_name(transcript: Transcript, place: Path) -> Transcript:
    """Take the date in front of the file name, and say so; without one nothing changes."""
    date = date_in_front(place)
    if not date:
        return transcript
    note = Note("Date taken from the file name: {date}.", date=date)
    return replace(transcript, date=date, notes=(*transcript.notes, note))


def take_in(project: Project, transcripts: Iterable[Transcript], intake: Intake) -> None:
    """Store transcripts in one transaction; what each did goes to `intake.stored`."""
    waiting = list(transcripts)
    if not waiting:
        return
    before = {group.casefold() for group in groups_of(project.connection)}
    with project.transaction("import", ", ".join(one.source for one in waiting[:3])):
        intake.stored += store_all(project, waiting)
    after = groups_of(project.connection)
    intake.groups = [group for group in after if group.casefold() not in before]
