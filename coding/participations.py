"""Who speaks in a transcript, as which person, and for which group and areas there."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from ..transcripts.model import Note, Speaker, SpeakerRole, Transcript
from .groups import Spelling, spelling_of
from .people import person_label
from .project import Project, new_uuid
from .respondents import remove_unheard


def all_speakers(transcript: Transcript) -> list[Speaker]:
    """List the speakers that were told about and any other label that has a turn."""
    speakers = {speaker.label: speaker for speaker in transcript.speakers}
    for turn in transcript.turns:
        if turn.speaker not in speakers:
            speakers[turn.speaker] = Speaker(turn.speaker, turn.role)
    return list(speakers.values())


def respondents(transcript: Transcript) -> list[Speaker]:
    """List the speakers whose words can be coded."""
    return [s for s in all_speakers(transcript) if s.role == SpeakerRole.RESPONDENT]


def store_speakers(
    project: Project,
    transcript_id: int,
    slug: str,
    transcript: Transcript,
    spelling: Spelling | None = None,
) -> list[Note]:
    """Insert or bring up to date the speakers of a transcript and who they are.

    Gives a note for each thing that was known already and is otherwise now. `spelling` is
    read from the project where it is not given.
    """
    spelling = spelling or spelling_of(project.connection)
    stored = stored_speakers(project.connection, transcript_id)
    notes: list[Note] = []
    for speaker in all_speakers(transcript):
        known = stored.get(speaker.label)
        participation = None
        if speaker.role == SpeakerRole.RESPONDENT:
            person, name = respondent_behind(project, slug, speaker, known)
            participation = store_participation(
                project, transcript_id, (person, name), speaker, spelling, notes
            )
            if known and known.name and known.name != name:
                notes.append(changed(Note("who {label} is", label=speaker.label), known.name, name))
        role = str(speaker.role)
        if known is None:
            row = {"uuid": new_uuid(), "transcript_id": transcript_id, "label": speaker.label}
            project.insert("speaker", row | {"role": role, "participation_id": participation})
            continue
        if known.role != role:
            what = Note("role of {label}", label=speaker.label)
            notes.append(changed(what, Note(known.role), Note(role)))
        if (known.role, known.participation) != (role, participation):
            wanted = {"role": role, "participation_id": participation}
            project.database.table("speaker").update(known.speaker, wanted)
    return notes


class StoredSpeaker(NamedTuple):
    """A label as a transcript has it: ids of the speaker, participation and person, and names.

    The last three are None for whoever is no respondent.
    """

    speaker: int
    role: str
    participation: int | None
    person: int | None
    name: str | None


def stored_speakers(connection: sqlite3.Connection, transcript_id: int) -> dict[str, StoredSpeaker]:
    """List the speakers that a transcript has, by their labels."""
    rows = connection.execute(
        "SELECT speaker.label, speaker.id, role, participation_id, respondent_id, "
        "respondent.label FROM speaker "
        "LEFT JOIN participation ON participation.id = participation_id "
        "LEFT JOIN respondent ON respondent.id = respondent_id "
        "WHERE speaker.transcript_id = ?",
        [transcript_id],
    ).fetchall()
    return {str(label): StoredSpeaker(*row) for label, *row in rows}


def with_known_roles(transcript: Transcript, stored: Mapping[str, StoredSpeaker]) -> Transcript:
    """Give the speakers the role that they have already, unless somebody now says otherwise."""
    speakers = tuple(
        replace(speaker, role=SpeakerRole(stored[speaker.label].role))
        if speaker.label in stored and not speaker.told
        else speaker
        for speaker in transcript.speakers
    )
    return transcript.with_speakers(speakers)


def settled(stored: Mapping[str, StoredSpeaker], slug: str) -> set[str]:
    """List the labels of which somebody said who they are, in this transcript."""
    return {
        label
        for label, known in stored.items()
        if known.role != SpeakerRole.RESPONDENT or known.name != person_label(slug, label)
    }


def changed(what: str, before: str, after: str) -> Note:
    """Say from what to what something changed."""
    return Note("{what}: {before} → {after}.", what=what, before=before or "–", after=after)


def store_participation(
    project: Project,
    transcript_id: int,
    person: tuple[int, str],
    speaker: Speaker,
    spelling: Spelling,
    notes: list[Note],
) -> int:
    """Insert or bring up to date the part a person (id, label) has in a transcript; give its id.

    What the new import leaves empty stays as it was. What a label hints at, as in "De heer
    Jansen (dorpsraad)", never beats a group that is known.
    """
    respondent, label = person
    row = project.connection.execute(
        "SELECT id, group_name, areas, function FROM participation "
        "WHERE transcript_id = ? AND respondent_id = ?",
        [transcript_id, respondent],
    ).fetchone()
    group = spelling.group(speaker.group)
    areas = spelling.areas_in(speaker.areas)
    if row is None:
        return project.insert(
            "participation",
            {
                "uuid": new_uuid(),
                "transcript_id": transcript_id,
                "respondent_id": respondent,
                "group_name": group,
                "areas": json.dumps(areas, ensure_ascii=False),
                "function": speaker.function,
            },
        )
    number, old_group, old_areas, old_function = row[0], row[1], json.loads(row[2]), row[3]
    columns: dict[str, str] = {}
    if group and group != old_group and not (speaker.guessed and old_group):
        columns["group_name"] = group
        notes.append(changed(Note("group of {label}", label=label), old_group, group))
    if areas and areas != old_areas:
        columns["areas"] = json.dumps(areas, ensure_ascii=False)
        before, after = "; ".join(old_areas), "; ".join(areas)
        notes.append(changed(Note("areas of {label}", label=label), before, after))
    if speaker.function and speaker.function != old_function:
        columns["function"] = speaker.function
        what = Note("function of {label}", label=label)
        notes.append(changed(what, old_function, speaker.function))
    if columns:
        project.database.table("participation").update(number, columns)
    return int(number)


def speakers_without_group(connection: sqlite3.Connection, transcript_id: int) -> tuple[str, ...]:
    """List the respondents of a transcript of whom no group is known there, by their names."""
    rows = connection.execute(
        "SELECT respondent.label FROM participation "
        "JOIN respondent ON respondent.id = respondent_id "
        "WHERE transcript_id = ? AND group_name IS NULL ORDER BY participation.id",
        [transcript_id],
    ).fetchall()
    return tuple(str(label) for (label,) in rows)


def respondent_behind(
    project: Project, slug: str, speaker: Speaker, known: StoredSpeaker | None
) -> tuple[int, str]:
    """Find the person behind a speaker, or make a new one; give their id and label.

    Where nobody says otherwise it is still who it was in this transcript (`known`). A named
    label is the same person in every transcript; "R1" is somebody in this one.
    """
    if not speaker.respondent and known and known.person is not None and known.name:
        add_attributes(project, known.person, speaker.attributes)
        return known.person, known.name
    label = speaker.respondent or person_label(slug, speaker.label)
    row = project.connection.execute(
        "SELECT id, label FROM respondent WHERE label = ?", [label]
    ).fetchone()
    if row:
        add_attributes(project, int(row[0]), speaker.attributes)
        return int(row[0]), str(row[1])
    attributes = json.dumps(dict(speaker.attributes), ensure_ascii=False)
    row = {"uuid": new_uuid(), "label": label, "attributes": attributes}
    return project.insert("respondent", row), label


def add_attributes(
    project: Project, respondent: int, attributes: Sequence[tuple[str, str]]
) -> None:
    """Add facts about a person to those that are there, such as closed survey answers."""
    if not attributes:
        return
    (stored,) = project.connection.execute(
        "SELECT attributes FROM respondent WHERE id = ?", [respondent]
    ).fetchone()
    merged = json.dumps(json.loads(stored) | dict(attributes), ensure_ascii=False)
    if merged != stored:
        project.database.table("respondent").update(respondent, {"attributes": merged})


def remove_silent(project: Project, transcript_id: int) -> None:
    """Remove from a transcript the persons whom none of its speakers stands for any more.

    A later import may say that R1 is R07: the person R1 that the first import made is gone.
    """
    gone = project.connection.execute(
        "DELETE FROM participation WHERE transcript_id = ? AND NOT EXISTS "
        "(SELECT 1 FROM speaker WHERE participation_id = participation.id) "
        "RETURNING respondent_id",
        [transcript_id],
    ).fetchall()
    for (respondent,) in gone:
        remove_unheard(project, int(respondent))
