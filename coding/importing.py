"""Storing transcripts in a project.

A transcript is recognised by the bytes of its file: importing these again adds nothing and
only brings up to date who spoke, for which group and area, when and in which wave.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from threading import Thread
from typing import Any

from ..codebooks.fields import slug_of
from ..transcripts.model import Kind, Note, SpeakerRole, Transcript
from .groups import Spelling, spelling_of
from .participations import (
    StoredSpeaker,
    all_speakers,
    changed,
    remove_silent,
    settled,
    speakers_without_group,
    store_speakers,
    stored_speakers,
    with_known_roles,
)
from .people import recognise, remember
from .project import Project, new_uuid
from .suggesting.lemmas import lemma

WORD = re.compile(r"\w+")
NAMELESS = "transcript"  # the name of one whose file has no letters or digits in its name
PIECE = 1_000_000  # characters
TURN_COLUMNS = (
    "version_id, number, speaker_id, start, end, words, time, time_end, cues, question, "
    "before, text"
)
WORDS = TURN_COLUMNS.split(", ").index("words")
TurnRow = tuple[Any, ...]  # one value for each of TURN_COLUMNS


@dataclass(frozen=True)
class Stored:
    """What storing one transcript did.

    `status` is "added", "updated" (known bytes, other metadata) or "unchanged". `turns` and
    `words` are counts. `unknown` lists the respondents of whom no group is known in this
    transcript. `changes` say from what to what that changed which was known before. `asked` is
    False for a new talk of several voices of which nobody is known to ask the questions.
    """

    slug: str
    status: str
    turns: int
    words: int
    unknown: tuple[str, ...]
    notes: tuple[str, ...]
    changes: tuple[Note, ...] = ()
    asked: bool = True


def store(project: Project, transcript: Transcript) -> Stored:
    """Store a transcript, inside an open transaction; say what that did."""
    return store_all(project, [transcript])[0]


def store_all(project: Project, transcripts: Sequence[Transcript]) -> list[Stored]:
    """Store transcripts, inside an open transaction; say what each did.

    All turns are inserted together: the search index is written out after every statement,
    so that a statement a turn (or a talk) takes five (or two) times as long.
    """
    turns: list[TurnRow] = []
    spelling = spelling_of(project.connection)
    said: set[str] = set()
    stored = [store_but_turns(project, one, turns, said, spelling) for one in transcripts]
    insert_turns_and_words(project, turns, said)
    return stored


def insert_turns_and_words(
    project: Project, turns: Sequence[TurnRow], said: Collection[str]
) -> None:
    """Insert turns, and note the words of their texts: those among what `turn_rows` collected.

    SQLite writes turns without Python: meanwhile another thread loads the word list of the
    language, which takes 300 ms.
    """
    if turns:
        loading = Thread(target=lemma, args=("woord", project.setting("language")))
        loading.start()
        insert_turns(project, turns)
        loading.join()
        add_words(project, words_among(said))


def store_but_turns(
    project: Project,
    transcript: Transcript,
    turns: list[TurnRow],
    said: set[str],
    spelling: Spelling,
) -> Stored:
    """Store all of a transcript but its turns and words, which are added to `turns` and `said`."""
    connection = project.connection
    known = connection.execute(
        "SELECT transcript.id, transcript.slug, text_sha256, source FROM transcript_version "
        "JOIN transcript ON transcript.id = transcript_version.transcript_id "
        "WHERE sha256 = ?",
        [transcript.sha256],
    ).fetchone()
    before = connection.total_changes
    changes: list[Note] = []
    of_file: list[Note] = []
    if known:
        transcript_id, slug = int(known[0]), str(known[1])
        if known[2] != text_hash(transcript):
            of_file.append(read_otherwise(slug))
        if known[3] != transcript.source:
            of_file.append(same_file(transcript.source, slug, known[3]))
        stored = stored_speakers(connection, transcript_id)
        transcript = with_known_roles(transcript, stored)
        transcript = recognise(connection, transcript, settled(stored, slug))
        changes += update_metadata(project, transcript_id, transcript, stored)
    else:
        transcript = recognise(connection, transcript)
        slug = free_slug(connection, transcript)
        transcript_id = add_transcript(project, slug, transcript)
    changes += store_speakers(project, transcript_id, slug, transcript, spelling)
    remember(project, transcript)
    remove_silent(project, transcript_id)
    status = "updated" if connection.total_changes > before else "unchanged"
    if known:
        words = sum(count_words(transcript.text[one.start : one.end]) for one in transcript.turns)
    else:
        version_id = insert_version(project, transcript_id, 1, transcript)
        rows = turn_rows(project, transcript_id, version_id, transcript, said)
        words = sum(row[WORDS] for row in rows)
        turns += rows
    return Stored(
        slug,
        status if known else "added",
        len(transcript.turns),
        words,
        speakers_without_group(connection, transcript_id),
        (*transcript.notes, *of_file),
        tuple(changes),
        bool(known) or is_asked(transcript),
    )


def same_file(file: str, slug: str, source: str) -> Note:
    """Say that a file holds what another file brought in, and is no transcript of its own."""
    return Note(
        "{file} is the same as {source}, and is here once, as {name}.",
        file=file,
        source=source,
        name=slug,
    )


def read_otherwise(slug: str) -> Note:
    """Say that a known file is not read anew: with other columns or another encoding, say."""
    return Note(
        "Its text stays as it is in the project. To have the file read in this other way, remove "
        "it first: rodedraad transcript remove {name}",
        name=slug,
    )


def text_hash(transcript: Transcript) -> str:
    """Give the SHA-256 of the text of a transcript, as 64 hexadecimal digits."""
    return hashlib.sha256(transcript.text.encode()).hexdigest()


def is_asked(transcript: Transcript) -> bool:
    """Tell whether somebody asks the questions in a talk of several voices, or nobody need to."""
    talk = (transcript.kind or guess_kind(transcript)) in (Kind.INTERVIEW, Kind.GROUP)
    roles = [speaker.role for speaker in all_speakers(transcript)]
    return not talk or len(roles) < 2 or SpeakerRole.INTERVIEWER in roles


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


def update_metadata(
    project: Project,
    transcript_id: int,
    transcript: Transcript,
    stored: Mapping[str, StoredSpeaker],
) -> list[Note]:
    """Change title, kind, date and wave where the new import says something else.

    Gives a note for each of these. `stored` are the speakers as they were: a kind that followed
    from how many answered follows them again.
    """
    row = project.connection.execute(
        "SELECT title, kind, date, wave.name FROM transcript "
        "LEFT JOIN wave ON wave.id = wave_id WHERE transcript.id = ?",
        [transcript_id],
    ).fetchone()
    kind = transcript.kind
    if kind is None and row[1] == kind_by([one.role for one in stored.values()]):
        kind = guess_kind(transcript)
    wanted = {
        Note("title"): transcript.title,
        Note("kind"): str(kind or ""),
        Note("date"): transcript.date,
        Note("wave"): transcript.wave,
    }
    columns: dict[str, object] = {}
    notes = []
    for (what, value), old in zip(wanted.items(), row, strict=True):
        if value and value != old:
            notes.append(changed(what, old, value))
            columns[str(what)] = value
    if "wave" in columns:
        columns["wave_id"] = wave_id(project, str(columns.pop("wave")))
    if columns:
        project.database.table("transcript").update(transcript_id, columns)
    return notes


def add_version(project: Project, transcript_id: int, number: int, transcript: Transcript) -> int:
    """Insert a version of the text with its turns and vocabulary; give the version's id."""
    version_id = insert_version(project, transcript_id, number, transcript)
    said: set[str] = set()
    rows = turn_rows(project, transcript_id, version_id, transcript, said)
    insert_turns_and_words(project, rows, said)
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
            "text_sha256": text_hash(transcript),
            "tail": transcript.text[last_end:],
            "notes": json.dumps(transcript.notes, ensure_ascii=False),
        },
    )


def turn_rows(
    project: Project, transcript_id: int, version_id: int, transcript: Transcript, said: set[str]
) -> list[TurnRow]:
    """Make the rows of the turns of a version, in the order of `TURN_COLUMNS`.

    What stands between blanks in the text is added to `said`, each piece once.
    """
    text = transcript.text
    speakers = dict(
        project.connection.execute(
            "SELECT label, id FROM speaker WHERE transcript_id = ?", [transcript_id]
        ).fetchall()
    )
    rows: list[TurnRow] = []
    between: list[str] = []
    previous_end = 0
    for number, turn in enumerate(transcript.turns, start=1):
        before, speech = text[previous_end : turn.start], text[turn.start : turn.end]
        between.append(before)
        rows.append(
            (
                version_id,
                number,
                speakers[turn.speaker],
                turn.start,
                turn.end,
                collect_words(speech, said),
                turn.time,
                turn.time_end,
                json.dumps(turn.cues) if turn.cues else "[]",
                turn.question,
                before,
                speech,
            )
        )
        previous_end = turn.end
    collect_words("\n".join([*between, text[previous_end:]]), said)
    return rows


def insert_turns(project: Project, rows: Sequence[TurnRow]) -> None:
    """Insert turns in one statement, from a table that only this connection sees."""
    connection = project.connection
    connection.execute(f"CREATE TEMP TABLE fresh_turn({TURN_COLUMNS})")
    marks = ", ".join("?" for _ in TURN_COLUMNS.split(","))
    connection.executemany(f"INSERT INTO fresh_turn VALUES ({marks})", rows)
    connection.execute(f"INSERT INTO turn({TURN_COLUMNS}) SELECT * FROM fresh_turn")
    connection.execute("DROP TABLE fresh_turn")


def wave_id(project: Project, name: str) -> int | None:
    """Find a wave by its name, or make it, after the others; None when there is no name."""
    if not name:
        return None
    row = project.connection.execute("SELECT id FROM wave WHERE name = ?", [name]).fetchone()
    if row:
        return int(row[0])
    position = project.connection.execute("SELECT count(*) + 1 FROM wave").fetchone()[0]
    return project.insert("wave", {"uuid": new_uuid(), "name": name, "position": position})


def guess_kind(transcript: Transcript) -> Kind:
    """Name the kind of a transcript whose import did not say: by how many answer in it."""
    if not any(turn.speaker for turn in transcript.turns):
        return Kind.REPORT
    return kind_by([speaker.role for speaker in all_speakers(transcript)])


def kind_by(roles: Sequence[str]) -> Kind:
    """Name the kind of a talk by the roles of its speakers: a group when several answer."""
    return Kind.GROUP if roles.count(SpeakerRole.RESPONDENT) > 1 else Kind.INTERVIEW


def free_slug(connection: sqlite3.Connection, transcript: Transcript) -> str:
    """Make a name for a transcript from its file name that no other has."""
    base = slug_of(PurePath(transcript.source).stem) or NAMELESS
    taken = {str(row[0]) for row in connection.execute("SELECT slug FROM transcript").fetchall()}
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def count_words(text: str) -> int:
    """Count the words of a text: runs of characters between white space."""
    return collect_words(text, set())


def collect_words(text: str, said: set[str]) -> int:
    """Add what stands between blanks to `said`, each piece once; give how much that is in all."""
    count = 0
    for piece in [text] if len(text) <= PIECE else pieces_of(text):
        words = piece.split()
        said.update(words)
        count += len(words)
    return count


def pieces_of(text: str) -> Iterator[str]:
    """Yield a text in pieces of about a million characters, cut at blanks.

    All words of a line of 50 MB at once would take 500 MB of memory.
    """
    start = 0
    while start < len(text):
        end = text.find(" ", start + PIECE)
        yield text[start : end if end >= 0 else len(text)]
        start = end if end >= 0 else len(text)


def words_of(*texts: str) -> set[str]:
    """Give the different words of texts, in small letters."""
    said: set[str] = set()
    for text in texts:
        collect_words(text, said)
    return words_among(said)


def words_among(said: Collection[str]) -> set[str]:
    """Give the different words, in small letters, among what stands between blanks."""
    # No word holds a blank, and most come often: each is looked at once.
    return set(WORD.findall(" ".join(said).lower()))


def add_vocabulary(project: Project, texts: Iterable[str]) -> None:
    """Note the lemma of each new word in texts."""
    add_words(project, words_of(*texts))


def add_words(project: Project, words: Collection[str]) -> None:
    """Note the lemma of each new word, so that a query for *bewoner* finds *bewoners*.

    Words of the same lemma become an OR in a search, without any language library there.
    """
    new = project.connection.execute(
        "SELECT value FROM json_each(?) WHERE value NOT IN (SELECT word FROM vocabulary)",
        [json.dumps(sorted(words))],
    ).fetchall()
    language = project.setting("language")
    project.connection.executemany(
        "INSERT INTO vocabulary(word, lemma) VALUES (?, ?)",
        [(word, lemma(word, language)) for (word,) in new],
    )
