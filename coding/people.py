"""Who is behind a speaker's label: what the project learnt from earlier imports.

When somebody says that "Ahmed Bouali" is R03, or that "Anna de Wit" asks the questions, the
project keeps it, and knows it in the next talk, also where the name is written otherwise.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection
from dataclasses import replace

from ..transcripts.model import Note, Speaker, SpeakerRole, Transcript
from ..transcripts.names import variants
from .project import Project, new_uuid

# Labels that say which voice it is, and not who: "R1", "Respondent 2", "SPEAKER_00".
ANONYMOUS_LABEL = re.compile(
    r"(?i)(r|resp|respondent|spreker|speaker|onbekend|unknown)?[ ._-]*\d*\.?$"
)


def is_anonymous(label: str) -> bool:
    """Tell whether a label names a voice of this talk alone, and no person."""
    return bool(ANONYMOUS_LABEL.fullmatch(label))


def person_label(slug: str, label: str) -> str:
    """Name the person behind a label nobody told us more about."""
    if is_anonymous(label):
        return f"{slug}:{label}" if label else slug
    return re.sub(r"\s*\([^()]*\)$", "", label)


def recognise(
    connection: sqlite3.Connection, transcript: Transcript, settled: Collection[str] = ()
) -> Transcript:
    """Fill in who the speakers are where the project knows it; a note tells of each guess.

    A label that is spelled otherwise counts as the same person only when one known name fits.
    Labels that are `settled` in this transcript stay who they are.
    """
    known = known_names(connection)
    notes: list[str] = []
    speakers = tuple(
        recognise_speaker(speaker, known, notes)
        if speaker.role == SpeakerRole.RESPONDENT
        and not speaker.respondent
        and not is_anonymous(speaker.label)
        and speaker.label not in settled
        else speaker
        for speaker in transcript.speakers
    )
    if speakers == transcript.speakers:
        return transcript
    known_transcript = transcript.with_speakers(speakers)
    return replace(known_transcript, notes=(*transcript.notes, *notes))


def recognise_speaker(
    speaker: Speaker, known: dict[str, tuple[SpeakerRole, str]], notes: list[str]
) -> Speaker:
    """Give the speaker with the role and respondent that the project knows."""
    fitting = variants(speaker.label, known)
    people = {known[name] for name in fitting}
    if len(people) != 1:
        return speaker
    role, respondent = people.pop()
    if speaker.label not in known and person_label("", speaker.label) != respondent:
        notes.append(taken_for(speaker.label, fitting[0], role, respondent))
    return replace(speaker, role=role, respondent=respondent)


def taken_for(label: str, name: str, role: SpeakerRole, respondent: str) -> Note:
    """Say for whom a label was taken: a name, and who that is where the name does not tell."""
    if respondent and person_label("", name) == respondent:
        return Note("“{label}” was taken for “{name}”.", label=label, name=name)
    who = respondent or Note(str(role))
    return Note("“{label}” was taken for “{name}” ({who}).", label=label, name=name, who=who)


def known_names(connection: sqlite3.Connection) -> dict[str, tuple[SpeakerRole, str]]:
    """List the names that the project knows, with the role and the respondent behind each."""
    people = {
        str(label): (SpeakerRole.RESPONDENT, str(label))
        for (label,) in connection.execute("SELECT label FROM respondent").fetchall()
        if not is_anonymous(label) and ":" not in label
    }
    aliases = connection.execute(
        "SELECT alias.label, role, coalesce(respondent.label, '') FROM alias "
        "LEFT JOIN respondent ON respondent.id = respondent_id"
    ).fetchall()
    return people | {str(label): (SpeakerRole(role), str(who)) for label, role, who in aliases}


def remember(project: Project, transcript: Transcript) -> None:
    """Keep which named speaker is which respondent, or asks the questions."""
    for speaker in transcript.speakers:
        named = speaker.respondent or speaker.role == SpeakerRole.INTERVIEWER
        if named and not is_anonymous(speaker.label) and speaker.label != speaker.respondent:
            remember_speaker(project, speaker)


def remember_speaker(project: Project, speaker: Speaker) -> None:
    """Keep who one named speaker is; what was known before gives way to it."""
    connection = project.connection
    respondent = connection.execute(
        "SELECT id FROM respondent WHERE label = ?", [speaker.respondent]
    ).fetchone()
    wanted = (str(speaker.role), respondent[0] if respondent else None)
    row = connection.execute(
        "SELECT id, role, respondent_id FROM alias WHERE label = ?", [speaker.label]
    ).fetchone()
    values = {"role": wanted[0], "respondent_id": wanted[1]}
    if row is None:
        project.insert("alias", {"uuid": new_uuid(), "label": speaker.label, **values})
    elif tuple(row[1:]) != wanted:
        project.database.table("alias").update(row[0], values)
