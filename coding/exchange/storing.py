"""A project of another program stored in one of ours.

What is known here already stays as it is: a code by its UUID or path, a person by UUID or
name, a text by UUID or its words, a fragment by UUID or by who coded what where. So the same
file twice adds nothing, and codings made elsewhere come to the transcripts they were made in.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace

from ... import RodedraadError
from ...codebooks.model import Code
from ...transcripts.model import Transcript
from ..codes import content_of, give_shortcuts, insert_code
from ..fragments import current_version, new_citation
from ..importing import (
    TurnRow,
    free_slug,
    guess_kind,
    insert_turns_and_words,
    insert_version,
    turn_rows,
    wave_id,
)
from ..participations import store_speakers
from ..people import remember
from ..project import Project, new_uuid, write_setting
from ..tallies import count_again
from .model import Coding, Exchange, Memo, Person, Source
from .summary import Count, Summary

FRAGMENTS = "SELECT uuid, citation FROM fragment"
MANY = 200
"""Codings from which on it is faster to count everything again than each by itself."""


@dataclass
class Storage:
    """A project while an exchange is stored in it.

    `same` gives, for a UUID of the file, the one that the project knows the thing by, when
    that differs; `labels` likewise the label of a respondent. `codes` gives (id, version,
    path) by UUID, `versions` the version of a source by its UUID. `newest` is the id of the
    last transcript that was there before. `fragments` are the UUIDs and `citations` the
    citations of all fragments in the project. `turns`, and `said` (what stands
    between blanks), are those of the new transcripts, which are stored together.
    """

    project: Project
    exchange: Exchange
    newest: int
    same: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    codes: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    fragments: set[str] = field(default_factory=set)
    citations: set[str] = field(default_factory=set)
    turns: list[TurnRow] = field(default_factory=list)
    said: set[str] = field(default_factory=set)
    carried: Counter[str] = field(default_factory=Counter)
    lost: list[RodedraadError] = field(default_factory=list)

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection of the project."""
        return self.project.connection


@dataclass(frozen=True)
class Turns:
    """The turns of a version: where each begins and ends, its id, and who of them answer."""

    starts: list[int]
    ends: list[int]
    ids: list[int]
    answers: list[bool]

    def of(self, start: int, end: int) -> int | None:
        """Give the place of the turn that a span belongs to; None when it touches none.

        That is the first turn of a respondent, else of anybody: an interviewer's words may
        be coded elsewhere, and count for nobody.
        """
        place = max(0, bisect_right(self.starts, start) - 1)
        touched = []
        while place < len(self.starts) and self.starts[place] < end:
            if self.ends[place] > start:
                touched.append(place)
            place += 1
        for place in touched:
            if self.answers[place]:
                return place
        return touched[0] if touched else None


def store_exchange(project: Project, exchange: Exchange) -> Summary:
    """Store a project of another program, inside an open transaction; say what was carried."""
    newest = project.connection.execute("SELECT coalesce(max(id), 0) FROM transcript").fetchone()
    storage = Storage(project, exchange, newest[0], lost=list(exchange.lost))
    for uuid, citation in project.connection.execute(FRAGMENTS).fetchall():
        storage.fragments.add(uuid)
        storage.citations.add(citation)
    store_codes(storage)
    store_waves(storage)
    for person in exchange.persons:
        store_person(storage, person)
    many = sum(len(source.codings) for source in exchange.sources) > MANY
    with counted_at_the_end(storage.connection) if many else nullcontext():
        store_sources(storage)
    for memo in exchange.memos:
        store_memo(storage, memo)
    kinds = ("codes", "transcripts", "respondents", "fragments", "memos")
    return Summary(
        tuple(Count(kind, exchange.found[kind], storage.carried[kind]) for kind in kinds),
        tuple(storage.lost),
        tuple(exchange.notes),
    )


@contextmanager
def counted_at_the_end(connection: sqlite3.Connection) -> Iterator[None]:
    """Count once what was stored in the `with` block, inside an open transaction.

    The triggers that keep the counts true at every fragment take 0.3 ms each, which is most
    of the time of an import. When the block fails, the transaction brings them back.
    """
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name LIKE '%counted_insert'"
    ).fetchall()
    for name, _sql in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    yield
    for _name, sql in triggers:
        connection.execute(sql)
    count_again(connection)


def store_codes(storage: Storage) -> None:
    """Store the codes that the project does not have, behind those it has."""
    themes = storage.connection.execute("SELECT count(*) FROM code WHERE parent_id IS NULL")
    known = int(themes.fetchone()[0])
    codes = storage.exchange.codes
    if codes and not known:
        write_setting(storage.project, "codebook", storage.exchange.codebook)
    for position, code in enumerate(codes, start=known + 1):
        store_code(storage, code, position, None, "")
    if codes:
        give_shortcuts(storage.project)


def store_code(
    storage: Storage, code: Code, position: int, parent_id: int | None, parent_path: str
) -> None:
    """Store a code and those below it; one with this UUID or path stays as it is."""
    path = f"{parent_path}/{code.slug}" if parent_path else code.slug
    known = storage.connection.execute(
        "SELECT id, version, path, uuid FROM code WHERE uuid = ? UNION ALL "
        "SELECT id, version, path, uuid FROM code WHERE path = ? LIMIT 1",
        [code.uuid, path],
    ).fetchone()
    if known is None:
        taken = storage.connection.execute(
            "SELECT 1 FROM code WHERE shortcut = ?", [code.shortcut]
        ).fetchone()
        place = {
            "parent_id": parent_id,
            "slug": code.slug,
            "path": path,
            "position": position,
            "shortcut": "" if taken else code.shortcut,
            "colour": code.colour,
        }
        code_id = insert_code(storage.project, code.uuid, content_of(code) | place, "")
        known = code_id, 1, path, code.uuid
    code_id, version, path, storage.same[code.uuid] = known
    storage.codes[code.uuid] = code_id, version, path
    storage.carried["codes"] += 1
    for place_below, child in enumerate(code.codes, start=1):
        store_code(storage, child, place_below, code_id, path)


def store_waves(storage: Storage) -> None:
    """Store the waves that the project does not have."""
    storage.connection.executemany(
        "INSERT INTO wave(uuid, name, position, starts, ends) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT DO NOTHING",
        [
            (wave.uuid, wave.name, wave.position, wave.starts or None, wave.ends or None)
            for wave in storage.exchange.waves
        ],
    )


def store_person(storage: Storage, person: Person) -> None:
    """Store a respondent; of one who is known, only the attributes that are new."""
    known = storage.connection.execute(
        "SELECT id, uuid, label, attributes FROM respondent WHERE uuid = ? UNION ALL "
        "SELECT id, uuid, label, attributes FROM respondent WHERE label = ? LIMIT 1",
        [person.uuid, person.label],
    ).fetchone()
    attributes = dict(person.attributes)
    if known is None:
        storage.project.insert(
            "respondent",
            {
                "uuid": person.uuid,
                "label": person.label,
                "size": person.size,
                "consent": person.consent,
                "retention_date": person.retention_date or None,
                "attributes": json.dumps(attributes, ensure_ascii=False),
            },
        )
    else:
        identity, storage.same[person.uuid], storage.labels[person.label], before = known
        together = attributes | json.loads(before)
        if together != json.loads(before):
            storage.project.database.table("respondent").update(
                identity, {"attributes": json.dumps(together, ensure_ascii=False)}
            )
    storage.carried["respondents"] += 1


def store_sources(storage: Storage) -> None:
    """Store the transcripts that the project does not have, and the codings of all."""
    found = [source for source in storage.exchange.sources if store_source(storage, source)]
    insert_turns_and_words(storage.project, storage.turns, storage.said)
    for source in found:
        store_codings(storage, source, storage.versions[source.uuid])


def store_source(storage: Storage, source: Source) -> bool:
    """Store a transcript, all but its turns, and tell whether its codings have a place here.

    They have none where the project knows it with another text.
    """
    known = known_transcript(storage, source)
    if known is None:
        transcript_id = add_source(storage, source)
    else:
        transcript_id, storage.same[source.uuid], same_text = known
        if not same_text:
            storage.lost.append(
                RodedraadError(
                    "{source}: it is in the project with another text, so that its codings "
                    "({count}) have no place there.",
                    source=source.transcript.source,
                    count=len(source.codings),
                )
            )
            return False
    storage.carried["transcripts"] += 1
    storage.connection.executemany(
        "INSERT INTO coded_by(uuid, transcript_id, coder) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [(new_uuid(), transcript_id, coder) for coder in source.coded_by],
    )
    storage.versions[source.uuid] = current_version(storage.connection, transcript_id)
    return True


def known_transcript(storage: Storage, source: Source) -> tuple[int, str, bool] | None:
    """Find the transcript that a source is: (id, UUID, whether its text is the same)."""
    row = storage.connection.execute(
        "SELECT transcript.id, transcript.uuid, text_sha256 = :text FROM transcript "
        "JOIN transcript_version ON transcript_id = transcript.id AND number = version "
        "WHERE transcript.uuid = :uuid OR (text_sha256 = :text AND transcript.id <= :newest) "
        "ORDER BY transcript.uuid = :uuid DESC, transcript.id LIMIT 1",
        {
            "uuid": source.uuid,
            "newest": storage.newest,
            "text": hashlib.sha256(source.transcript.text.encode()).hexdigest(),
        },
    ).fetchone()
    return (int(row[0]), str(row[1]), bool(row[2])) if row else None


def add_source(storage: Storage, source: Source) -> int:
    """Store a new transcript with its speakers, its turns later; give its id."""
    project, transcript = storage.project, known_as(source.transcript, storage.labels)
    taken = storage.connection.execute(
        "SELECT 1 FROM transcript WHERE slug = ?", [source.slug]
    ).fetchone()
    slug = source.slug if source.slug and not taken else free_slug(storage.connection, transcript)
    transcript_id = project.insert(
        "transcript",
        {
            "uuid": source.uuid,
            "slug": slug,
            "title": transcript.title or slug,
            "kind": str(transcript.kind or guess_kind(transcript)),
            "date": transcript.date or None,
            "wave_id": wave_id(project, transcript.wave),
            "approval": source.approval or "draft",
        },
    )
    store_speakers(project, transcript_id, slug, transcript)
    remember(project, transcript)
    version = insert_version(project, transcript_id, 1, transcript)
    storage.turns += turn_rows(project, transcript_id, version, transcript, storage.said)
    return transcript_id


def known_as(transcript: Transcript, labels: dict[str, str]) -> Transcript:
    """Give a transcript whose respondents are called as the project calls them."""
    speakers = tuple(
        replace(speaker, respondent=labels.get(speaker.respondent, speaker.respondent))
        for speaker in transcript.speakers
    )
    return replace(transcript, speakers=speakers)


def turns_of(connection: sqlite3.Connection, version: int) -> Turns:
    """Read the turns of a version in their order."""
    rows = connection.execute(
        "SELECT start, end, turn.id, role = 'respondent' FROM turn "
        "JOIN speaker ON speaker.id = speaker_id WHERE version_id = ? ORDER BY turn.number",
        [version],
    ).fetchall()
    starts, ends, ids, answers = ([row[column] for row in rows] for column in range(4))
    return Turns(starts, ends, ids, answers)


def store_codings(storage: Storage, source: Source, version: int) -> None:
    """Store the codings in a source as fragments, and name how many had no turn to be in."""
    connection = storage.connection
    turns = turns_of(connection, version)
    known = {
        tuple(row[1:]): row[0]
        for row in connection.execute(
            "SELECT uuid, start, end, code_id, coder FROM fragment WHERE version_id = ?", [version]
        ).fetchall()
    }
    fresh = []
    outside = 0
    for coding in source.codings:
        turn = turns.of(coding.start, coding.end)
        if turn is None:
            outside += 1
            continue
        storage.carried["fragments"] += 1
        key = (coding.start, coding.end, storage.codes[coding.code][0], coding.coder)
        if key in known:
            storage.same[coding.uuid] = known[key]
        elif coding.uuid not in storage.fragments:
            quote = source.transcript.text[coding.start : coding.end]
            fresh.append(fragment_row(storage, coding, version, turns.ids[turn], quote))
            known[key] = coding.uuid
            storage.fragments.add(coding.uuid)
    connection.executemany(
        "INSERT INTO fragment(uuid, citation, version_id, turn_id, start, end, quote, code_id, "
        "code_version, coder, origin, stance, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        fresh,
    )
    if outside:
        storage.lost.append(
            RodedraadError(
                "{source}: codings of words that are in no turn (a title, a name): {count}.",
                source=source.transcript.source,
                count=outside,
            )
        )


def fragment_row(
    storage: Storage, coding: Coding, version: int, turn_id: int, quote: str
) -> tuple[object, ...]:
    """Make the row of a fragment, with the citation it had here before if that is still free."""
    citation = coding.citation
    if citation in storage.citations or not citation.startswith("f-"):
        citation = new_citation(storage.connection, coding.uuid, storage.citations)
    storage.citations.add(citation)
    code_id, code_version, _path = storage.codes[coding.code]
    return (
        *(coding.uuid, citation, version, turn_id, coding.start, coding.end, quote),
        *(code_id, code_version, coding.coder, coding.origin, coding.stance or None),
        coding.at,
    )


def store_memo(storage: Storage, memo: Memo) -> None:
    """Store a memo that the project does not have; about words that are no turn, on the text."""
    about = memo.about
    kind, turn = about.kind, about.turn
    if about.span:
        turn = number_of_turn(storage, about.uuid, about.span)
        kind = "turn" if turn else "transcript"
    if kind in ("transcript", "turn", "fragment") and not is_stored(storage, kind, about.uuid):
        kind = "project"
    target = "" if kind == "project" else storage.same.get(about.uuid, about.uuid)
    storage.connection.execute(
        "INSERT INTO memo(uuid, target, target_uuid, turn, code_uuid, coder, text, at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [
            *(memo.uuid, kind, target, turn if kind == "turn" else None),
            storage.same.get(about.code, about.code) if about.code else None,
            *(memo.coder, memo.text, memo.at),
        ],
    )
    storage.carried["memos"] += 1


def is_stored(storage: Storage, kind: str, uuid: str) -> bool:
    """Tell whether the text or fragment that a memo is about came into the project."""
    if kind == "fragment":
        uuid = storage.same.get(uuid, uuid)
        found = storage.connection.execute("SELECT 1 FROM fragment WHERE uuid = ?", [uuid])
        return found.fetchone() is not None
    return uuid in storage.versions


def number_of_turn(storage: Storage, source: str, span: Sequence[int]) -> int | None:
    """Give the number (from 1) of the turn that words stand in; None when they stand in none."""
    if source not in storage.versions:
        return None
    place = turns_of(storage.connection, storage.versions[source]).of(span[0], span[1])
    return None if place is None else place + 1
