"""Storing transcripts in a project.

A transcript is recognised by the bytes of its file: importing these again adds nothing and
only brings up to date who spoke, for which group and area, when and in which wave.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from ..transcripts.labels import split_bracket
from ..transcripts.model import Kind, Speaker, SpeakerRole, Transcript
from .people import person_label, recognise, remember
from .project import Project, new_uuid
from .suggesting.lemmas import lemma

WORD = re.compile(r"\w+")
TURN_COLUMNS = (
    "version_id, number, speaker_id, start, end, words, time, time_end, cues, question, "
    "before, text"
)
TurnRow = tuple[Any, ...]  # one value for each of TURN_COLUMNS


@dataclass(frozen=True)
class Stored:
    """What storing one transcript did.

    `status` is "added", "updated" (known bytes, other metadata) or "unchanged". `turns` and
    `words` are counts. `unknown` lists speakers of whom the project does not know who they
    are or for which group they speak.
    """

    slug: str
    status: str
    turns: int
    words: int
    unknown: tuple[str, ...]
    notes: tuple[str, ...]


def store(project: Project, transcript: Transcript) -> Stored:
    """Store a transcript, inside an open transaction; say what that did."""
    return store_all(project, [transcript])[0]


def store_all(project: Project, transcripts: Sequence[Transcript]) -> list[Stored]:
    """Store transcripts, inside an open transaction; say what each did.

    All turns are inserted together: the search index is written out after every statement,
    so that a statement a turn (or a talk) takes five (or two) times as long.
    """
    turns: list[TurnRow] = []
    stored = [store_but_turns(project, transcript, turns) for transcript in transcripts]
    insert_turns(project, turns)
    add_vocabulary(project, (transcript.text for transcript in transcripts))
    return stored


def store_but_turns(project: Project, transcript: Transcript, turns: list[TurnRow]) -> Stored:
    """Store all of a transcript but its turns, which are added to `turns`."""
    connection = project.connection
    transcript = recognise(connection, transcript)
    known = connection.execute(
        "SELECT transcript.id, transcript.slug FROM transcript_version "
        "JOIN transcript ON transcript.id = transcript_version.transcript_id "
        "WHERE sha256 = ?",
        [transcript.sha256],
    ).fetchone()
    if known:
        transcript_id, slug = int(known[0]), str(known[1])
        before = connection.total_changes
        update_metadata(project, transcript_id, transcript)
        status = "updated" if connection.total_changes > before else "unchanged"
    else:
        slug = free_slug(connection, transcript)
        transcript_id = add_transcript(project, slug, transcript)
        status = "added"
    store_speakers(project, transcript_id, slug, transcript)
    remember(project, transcript)
    remove_silent(project, transcript_id)
    if status == "added":
        version_id = insert_version(project, transcript_id, 1, transcript)
        turns += turn_rows(project, transcript_id, version_id, transcript)
    elif status == "unchanged" and connection.total_changes > before:
        status = "updated"
    unknown = speakers_without_group(connection, transcript_id)
    words = sum(count_words(transcript.text[turn.start : turn.end]) for turn in transcript.turns)
    return Stored(slug, status, len(transcript.turns), words, unknown, transcript.notes)


def add_transcript(project: Project, slug: str, transcript: Transcript) -> int:
    """Insert the row of a new transcript; give its id."""
    row = {
        "uuid": new_uuid(),
        "slug": slug,
        "title": transcript.title or PurePath(transcript.source).stem or slug,
        "kind": str(transcript.kind or guess_kind(transcript)),
        "date": transcript.date or None,
        "wave_id": wave_id(project, transcript.wave),
    }
    return project.insert("transcript", row)


def update_metadata(project: Project, transcript_id: int, transcript: Transcript) -> None:
    """Change title, kind, date and wave where the new import says something else."""
    row = project.connection.execute(
        "SELECT title, kind, date, wave_id FROM transcript WHERE id = ?", [transcript_id]
    ).fetchone()
    current = dict(zip(("title", "kind", "date", "wave_id"), row, strict=True))
    wanted = {
        "title": transcript.title,
        "kind": transcript.kind and str(transcript.kind),
        "date": transcript.date,
        "wave_id": wave_id(project, transcript.wave),
    }
    changed = {key: value for key, value in wanted.items() if value and value != current[key]}
    if changed:
        project.database.table("transcript").update(transcript_id, changed)


def add_version(project: Project, transcript_id: int, number: int, transcript: Transcript) -> int:
    """Insert a version of the text with its turns and vocabulary; give the version's id."""
    version_id = insert_version(project, transcript_id, number, transcript)
    insert_turns(project, turn_rows(project, transcript_id, version_id, transcript))
    add_vocabulary(project, [transcript.text])
    return version_id


def insert_version(
    project: Project, transcript_id: int, number: int, transcript: Transcript
) -> int:
    """Insert the row of a version, its turns left out; give its id."""
    last_end = transcript.turns[-1].end if transcript.turns else 0
    return project.insert(
        "transcript_version",
        {
            "uuid": new_uuid(),
            "transcript_id": transcript_id,
            "number": number,
            "format": transcript.format,
            "source": transcript.source,
            "sha256": transcript.sha256,
            "text_sha256": hashlib.sha256(transcript.text.encode()).hexdigest(),
            "tail": transcript.text[last_end:],
            "notes": json.dumps(transcript.notes, ensure_ascii=False),
        },
    )


def turn_rows(
    project: Project, transcript_id: int, version_id: int, transcript: Transcript
) -> list[TurnRow]:
    """Make the rows of the turns of a version, in the order of `TURN_COLUMNS`."""
    text = transcript.text
    speakers = dict(
        project.connection.execute(
            "SELECT label, id FROM speaker WHERE transcript_id = ?", [transcript_id]
        ).fetchall()
    )
    rows: list[TurnRow] = []
    previous_end = 0
    for number, turn in enumerate(transcript.turns, start=1):
        speech = text[turn.start : turn.end]
        rows.append(
            (
                version_id,
                number,
                speakers[turn.speaker],
                turn.start,
                turn.end,
                count_words(speech),
                turn.time,
                turn.time_end,
                json.dumps(turn.cues) if turn.cues else "[]",
                turn.question,
                text[previous_end : turn.start],
                speech,
            )
        )
        previous_end = turn.end
    return rows


def insert_turns(project: Project, rows: Sequence[TurnRow]) -> None:
    """Insert turns in one statement, from a table that only this connection sees."""
    connection = project.connection
    connection.execute(f"CREATE TEMP TABLE fresh_turn({TURN_COLUMNS})")
    marks = ", ".join("?" for _ in TURN_COLUMNS.split(","))
    connection.executemany(f"INSERT INTO fresh_turn VALUES ({marks})", rows)
    connection.execute(f"INSERT INTO turn({TURN_COLUMNS}) SELECT * FROM fresh_turn")
    connection.execute("DROP TABLE fresh_turn")


def store_speakers(project: Project, transcript_id: int, slug: str, transcript: Transcript) -> None:
    """Insert or bring up to date the speakers of a transcript and who they are."""
    for speaker in all_speakers(transcript):
        participation = None
        if speaker.role == SpeakerRole.RESPONDENT:
            participation = store_participation(project, transcript_id, slug, speaker)
        row = project.connection.execute(
            "SELECT id, role, participation_id FROM speaker WHERE transcript_id = ? AND label = ?",
            [transcript_id, speaker.label],
        ).fetchone()
        wanted = {"role": str(speaker.role), "participation_id": participation}
        table = project.database.table("speaker")
        if row is None:
            table.insert(
                {
                    "uuid": new_uuid(),
                    "transcript_id": transcript_id,
                    "label": speaker.label,
                    **wanted,
                }
            )
        elif (row[1], row[2]) != (wanted["role"], participation):
            table.update(row[0], wanted)


def store_participation(project: Project, transcript_id: int, slug: str, speaker: Speaker) -> int:
    """Insert or bring up to date the part a person has in a transcript; give its id.

    What the new import leaves empty stays as it was. What a label hints at, as in "De heer
    Jansen (dorpsraad)", never beats a group that is known.
    """
    connection = project.connection
    respondent = respondent_id(project, transcript_id, slug, speaker)
    row = connection.execute(
        "SELECT id, group_name, areas, function FROM participation "
        "WHERE transcript_id = ? AND respondent_id = ?",
        [transcript_id, respondent],
    ).fetchone()
    group = known_group(connection, speaker.group)
    areas = json.dumps(known_areas(connection, speaker.areas), ensure_ascii=False)
    if row is None:
        return project.insert(
            "participation",
            {
                "uuid": new_uuid(),
                "transcript_id": transcript_id,
                "respondent_id": respondent,
                "group_name": group,
                "areas": areas,
                "function": speaker.function,
            },
        )
    changed: dict[str, str] = {}
    hinted = speaker.group == split_bracket(speaker.label)[1]
    if group and group != row[1] and not (hinted and row[1]):
        changed["group_name"] = group
    if speaker.areas and areas != row[2]:
        changed["areas"] = areas
    if speaker.function and speaker.function != row[3]:
        changed["function"] = speaker.function
    if changed:
        project.database.table("participation").update(row[0], changed)
    return int(row[0])


def speakers_without_group(connection: sqlite3.Connection, transcript_id: int) -> tuple[str, ...]:
    """List the respondents of a transcript of whom no group is known, by their labels."""
    rows = connection.execute(
        "SELECT speaker.label FROM speaker "
        "JOIN participation ON participation.id = participation_id "
        "WHERE speaker.transcript_id = ? AND role = 'respondent' AND group_name IS NULL "
        "ORDER BY speaker.id",
        [transcript_id],
    ).fetchall()
    return tuple(str(label) for (label,) in rows)


def respondent_id(project: Project, transcript_id: int, slug: str, speaker: Speaker) -> int:
    """Find the person behind a speaker, or make a new one; give the id.

    A named label is the same person in every transcript; "R1" is somebody in this one.
    """
    connection = project.connection
    if not speaker.respondent:
        row = connection.execute(
            "SELECT participation.respondent_id FROM speaker "
            "JOIN participation ON participation.id = speaker.participation_id "
            "WHERE speaker.transcript_id = ? AND speaker.label = ?",
            [transcript_id, speaker.label],
        ).fetchone()
        if row:
            return int(row[0])
    label = speaker.respondent or person_label(slug, speaker.label)
    row = connection.execute(
        "SELECT id, attributes FROM respondent WHERE label = ?", [label]
    ).fetchone()
    if row is None:
        attributes = json.dumps(dict(speaker.attributes), ensure_ascii=False)
        person = {"uuid": new_uuid(), "label": label, "attributes": attributes}
        return project.insert("respondent", person)
    attributes = json.dumps(json.loads(row[1]) | dict(speaker.attributes), ensure_ascii=False)
    if attributes != row[1]:
        project.database.table("respondent").update(row[0], {"attributes": attributes})
    return int(row[0])


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
        project.connection.execute(
            "DELETE FROM respondent WHERE id = ? AND NOT EXISTS "
            "(SELECT 1 FROM participation WHERE respondent_id = respondent.id)",
            [respondent],
        )


def known_group(connection: sqlite3.Connection, group: str) -> str | None:
    """Give a group as the project already spells it, so that Politie and politie are one."""
    if not group:
        return None
    row = connection.execute(
        "SELECT group_name FROM participation WHERE group_name = ? COLLATE NOCASE "
        "UNION ALL SELECT group_name FROM plan WHERE group_name = ? COLLATE NOCASE LIMIT 1",
        [group, group],
    ).fetchone()
    return str(row[0]) if row else group


def known_areas(connection: sqlite3.Connection, areas: Sequence[str]) -> list[str]:
    """Give areas as the project already spells them."""
    spelled = []
    for area in areas:
        row = connection.execute(
            "SELECT area FROM participation_area WHERE area = ? COLLATE NOCASE "
            "UNION ALL SELECT area FROM plan WHERE area = ? COLLATE NOCASE LIMIT 1",
            [area, area],
        ).fetchone()
        spelled.append(str(row[0]) if row else area)
    return spelled


def wave_id(project: Project, name: str) -> int | None:
    """Find a wave by its name, or make it, after the others; None when there is no name."""
    if not name:
        return None
    row = project.connection.execute("SELECT id FROM wave WHERE name = ?", [name]).fetchone()
    if row:
        return int(row[0])
    position = project.connection.execute("SELECT count(*) + 1 FROM wave").fetchone()[0]
    return project.insert("wave", {"uuid": new_uuid(), "name": name, "position": position})


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


def guess_kind(transcript: Transcript) -> Kind:
    """Name the kind of a transcript whose import did not say: by how many answer in it."""
    if not any(turn.speaker for turn in transcript.turns):
        return Kind.REPORT
    return Kind.GROUP if len(respondents(transcript)) > 1 else Kind.INTERVIEW


def free_slug(connection: sqlite3.Connection, transcript: Transcript) -> str:
    """Make a name for a transcript from its file name that no other has."""
    plain = unicodedata.normalize("NFKD", PurePath(transcript.source).stem)
    ascii_only = plain.encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-") or "transcript"
    taken = {str(row[0]) for row in connection.execute("SELECT slug FROM transcript").fetchall()}
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def count_words(text: str) -> int:
    """Count the words of a text: runs of characters between white space."""
    return len(text.split())


def words_of(text: str) -> set[str]:
    """Give the different words of a text, in small letters."""
    return set(WORD.findall(text.lower()))


def add_vocabulary(project: Project, texts: Iterable[str]) -> None:
    """Note the lemma of each new word, so that a query for *bewoner* finds *bewoners*.

    Words of the same lemma become an OR in a search, without any language library there.
    """
    words: set[str] = set()
    for text in texts:
        words |= words_of(text)
    new = project.connection.execute(
        "SELECT value FROM json_each(?) WHERE value NOT IN (SELECT word FROM vocabulary)",
        [json.dumps(sorted(words))],
    ).fetchall()
    language = project.setting("language")
    project.connection.executemany(
        "INSERT INTO vocabulary(word, lemma) VALUES (?, ?)",
        [(word, lemma(word, language)) for (word,) in new],
    )
