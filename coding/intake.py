"""From files on disk to transcripts in a project, in one step that can be undone.

All files are read first and then stored in one transaction: a file that cannot be read is
listed and the others go in, and a colleague who is coding meanwhile hardly waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from .. import RodedraadError
from ..transcripts.metadata import Sheet, apply
from ..transcripts.model import Kind, Metadata, Speaker, Transcript
from ..transcripts.readers import read, read_bytes, suffixes
from .importing import Stored, store
from .project import Project

Ask = Callable[[Transcript], Metadata | None]


@dataclass(frozen=True)
class Said:
    """What the analyst says about the files: options, a sheet, a format and an encoding."""

    options: Metadata = field(default_factory=Metadata)
    sheet: Sheet | None = None
    format: str | None = None
    encoding: str | None = None


@dataclass
class Intake:
    """What an import did: what was stored, refused (file and why) and skipped (not read)."""

    stored: list[Stored] = field(default_factory=list)
    refused: list[tuple[str, RodedraadError]] = field(default_factory=list)
    skipped: list[Path] = field(default_factory=list)

    def count(self, status: str) -> int:
        """Count the transcripts with this status: added, updated or unchanged."""
        return sum(1 for stored in self.stored if stored.status == status)


def files_in(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """List the files to read, folders walked, and those in folders that no reader knows.

    Hidden files and the lock files of Word are passed over in silence.
    """
    known = suffixes()
    files: list[Path] = []
    skipped: list[Path] = []
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        for found in sorted(path.rglob("*")):
            if found.is_file() and not found.name.startswith((".", "~$")):
                (files if found.suffix.lower() in known else skipped).append(found)
    return files, skipped


def read_files(files: Iterable[Path], said: Said, ask: Ask, intake: Intake) -> Iterable[Transcript]:
    """Read files one by one; one that cannot be read goes to `intake.refused`."""
    for path in files:
        try:
            yield read_file(path, said, ask)
        except RodedraadError as error:
            intake.refused.append((path.name, error))


def read_file(path: Path, said: Said, ask: Ask, data: bytes | None = None) -> Transcript:
    """Read one file (or `data`, of standard input) with all that is said about it.

    Raises RodedraadError when it cannot be read, or when nothing tells whose words they are.
    """
    labels = [speaker.label for speaker in said.options.speakers]
    if data is None:
        transcript = read(path, format=said.format, encoding=said.encoding, labels=labels)
    else:
        transcript = read_bytes(
            data, path.name, format=said.format, encoding=said.encoding, labels=labels
        )
    sheet = said.sheet.of(path) if said.sheet else None
    transcript = apply(transcript, options=said.options, sheet=sheet)
    if not transcript.speakers and transcript.kind is None:
        answer = ask(transcript)
        if answer is None:
            raise RodedraadError(
                "{file} names no speakers. Say what it is: --kind report for notes in the third "
                "person, or --respondent R07 for the words of one person.",
                file=path.name,
            )
        transcript = apply(transcript, options=answer, sheet=sheet)
    if not transcript.speakers:
        transcript = replace(transcript, speakers=(Speaker(""),))
    if transcript.kind is None and not any(turn.speaker for turn in transcript.turns):
        transcript = replace(transcript, kind=Kind.INTERVIEW)
    return transcript


def take_in(project: Project, transcripts: Iterable[Transcript], intake: Intake) -> None:
    """Store transcripts in one transaction; what each did goes to `intake.stored`."""
    waiting = list(transcripts)
    if not waiting:
        return
    with project.transaction("import", ", ".join(one.source for one in waiting[:3])):
        intake.stored += [store(project, transcript) for transcript in waiting]
