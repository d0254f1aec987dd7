"""Names out of the transcripts of a project; the key that undoes it stays outside.

A pseudonymised text is a new version, on which everything coded stays on its words. With
`purge` the older versions, and every other place in the file that holds a name, follow.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .. import RodedraadError
from ..codebooks.fields import slug_of
from ..transcripts.model import Speaker, SpeakerRole, Transcript
from ..transcripts.proposals import Proposal, propose
from ..transcripts.pseudonyms import (
    Found,
    Key,
    find,
    in_file_name,
    moved,
    pseudonymise,
    put_in_place,
    read_key,
)
from .fragments import current_version
from .importing import NAMELESS, add_version, add_vocabulary
from .naming import transcript_named
from .project import Project
from .texts import load_source
from .wiping import forget_computed, forget_undo, wipe, wipe_later


@dataclass(frozen=True)
class Replaced:
    """What was replaced in one transcript: how many names and numbers of each kind."""

    slug: str
    counts: dict[str, int]


def key_for(project: Project, path: Path, here: bool) -> Key:
    """Read the key, or begin one where there is no file yet.

    Raises RodedraadError when it would lie beside the project, unless `here`: whoever gets
    the folder would then have the names with the texts.
    """
    if not here and path.resolve().parent == project.path.resolve().parent:
        raise RodedraadError(
            "The key {path} would lie beside the project: whoever gets this folder has both.\n"
            "Keep it in another folder, or say that it may: --here",
            path=path,
        )
    language = "en" if project.setting("language") == "en" else "nl"
    return read_key(path, language) if path.exists() else Key(language)


def names_to_keep(connection: sqlite3.Connection) -> list[str]:
    """List the areas and groups of the project, which answers are laid out by."""
    rows = connection.execute(
        "SELECT area FROM participation_area UNION SELECT area FROM plan "
        "UNION SELECT group_name FROM participation UNION SELECT group_name FROM plan"
    ).fetchall()
    return [str(name) for (name,) in rows if name]


def staying(key: Key, keep: Collection[str]) -> list[str]:
    """List the names of the key that are kept, because they are groups or areas."""
    kept = {name.casefold() for name in keep}
    return [name for _kind, name, _replacement in key.entries if name.casefold() in kept]


def proposals(
    project: Project, transcripts: Sequence[int], key: Key, keep: Collection[str]
) -> list[tuple[Proposal, str]]:
    """List what may be names in these transcripts, each with words from where it stands.

    Found by the installed spaCy pipeline where there is one, else by rules, and by deduce
    where the extra `deidentify` is installed.
    """
    from ..transcripts.deduced import is_installed, propose_deduced

    found: dict[tuple[str, str], tuple[Proposal, str]] = {}
    texts = [load_transcript(project.connection, one).text for one in transcripts]
    deduced = propose_deduced(texts, key, keep) if is_installed() else [[] for _ in texts]
    for text, by_deduce in zip(texts, deduced, strict=True):
        proposed = by_pipeline(text, project.setting("language"), key, keep)
        if proposed is None:
            proposed = propose(text, key, keep)
        for one in proposed + by_deduce:
            start, end = one.spans[0]
            around = text[max(0, start - 40) : end + 40].replace("\n", " ")
            found.setdefault((one.kind, one.name.casefold()), (one, around))
    return list(found.values())


def by_pipeline(text: str, language: str, key: Key, keep: Collection[str]) -> list[Proposal] | None:
    """Propose the persons that an installed spaCy pipeline names; None without one."""
    from .suggesting.pipeline import build_pipeline, installed_model

    if not installed_model(language):
        return None
    known = {name.casefold() for name in keep} | {name.casefold() for _, name, _ in key.entries}
    spans: dict[str, list[tuple[int, int]]] = {}
    for entity in build_pipeline(language)(text).ents:
        if entity.label_ in ("PER", "PERSON") and entity.text.casefold() not in known:
            spans.setdefault(entity.text, []).append((entity.start_char, entity.end_char))
    return [
        Proposal("person", name, "named by spaCy", tuple(places)) for name, places in spans.items()
    ]


def load_transcript(
    connection: sqlite3.Connection, transcript_id: int, version_id: int | None = None
) -> Transcript:
    """Read a version of a transcript (the current one by default) back as it was imported."""
    version_id = version_id or current_version(connection, transcript_id)
    source = load_source(connection, version_id)
    title, file, form, sha256, tail = connection.execute(
        "SELECT title, source, format, sha256, tail FROM transcript JOIN transcript_version "
        "ON transcript_id = transcript.id WHERE transcript_version.id = ?",
        [version_id],
    ).fetchone()
    speakers = tuple(
        Speaker(label, SpeakerRole(role))
        for label, role in connection.execute(
            "SELECT label, role FROM speaker WHERE transcript_id = ? ORDER BY id", [transcript_id]
        ).fetchall()
    )
    return Transcript(source.text + tail, tuple(source.turns), speakers, title, file, form, sha256)


def preview(
    project: Project, transcripts: Sequence[int], key: Key, keep: Collection[str]
) -> list[tuple[str, str, int]]:
    """List what would be replaced: the words, the placeholder, and how often; nothing changes.

    In the order in which the words first come up. The key is told the numbers found.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for transcript_id in transcripts:
        text = load_transcript(project.connection, transcript_id).text
        counts.update((one.text, one.replacement) for one in find(text, key, keep=keep))
    return [(words, placeholder, count) for (words, placeholder), count in counts.items()]


def pseudonymise_transcripts(
    project: Project, transcripts: Sequence[int], key: Key, keep: Collection[str], purge: bool
) -> list[Replaced]:
    """Put placeholders in the place of names, as one change; with `purge` nowhere else either.

    Without `purge` each text gets a new version and the old one stays. With it every version
    is rewritten, and the change cannot be undone.
    """
    done = []
    with project.transaction(
        "transcript pseudonymise", f"{len(transcripts)}", keep=purge
    ) as change:
        for transcript_id in transcripts:
            done.append(replace_in_transcript(project, transcript_id, key, keep, purge))
        if purge:
            replace_elsewhere(project, key, keep)
            held = [name for _kind, name, _replacement in key.entries]
            held += rename_files(project, key, keep)
            done = with_new_slugs(project.connection, transcripts, done)
            forget_computed(project)
            forget_undo(project, held, change)
            wipe_later(project)
    if purge:
        wipe(project)
    return done


def with_new_slugs(
    connection: sqlite3.Connection, transcripts: Sequence[int], done: Sequence[Replaced]
) -> list[Replaced]:
    """Call what was replaced in each transcript after the name that the transcript has now."""
    slugs = dict(connection.execute("SELECT id, slug FROM transcript").fetchall())
    return [replace(one, slug=slugs[number]) for number, one in zip(transcripts, done, strict=True)]


def replace_in_transcript(
    project: Project, transcript_id: int, key: Key, keep: Collection[str], purge: bool
) -> Replaced:
    """Replace the names in one transcript; give what was replaced in its current text."""
    connection = project.connection
    slug, number = connection.execute(
        "SELECT slug, version FROM transcript WHERE id = ?", [transcript_id]
    ).fetchone()
    current = current_version(connection, transcript_id)
    old = load_transcript(connection, transcript_id)
    found = find(old.text, key, keep=keep)
    new = pseudonymise(old, found, key)
    if purge:
        for (version,) in connection.execute(
            "SELECT id FROM transcript_version WHERE transcript_id = ?", [transcript_id]
        ).fetchall():
            rewrite_version(project, transcript_id, int(version), key, keep)
    elif found:
        rename_speakers(project, transcript_id, old, new)
        version = add_version(project, transcript_id, number + 1, new)
        project.database.table("transcript").update(transcript_id, {"version": number + 1})
        move_coding(project, current, version, found, new.text)
    if purge:
        rename_speakers(project, transcript_id, old, new)
        project.database.table("transcript").update(transcript_id, {"title": new.title})
    counts: dict[str, int] = {}
    for one in found:
        counts[one.kind] = counts.get(one.kind, 0) + 1
    return Replaced(str(slug), counts)


def rename_speakers(project: Project, transcript_id: int, old: Transcript, new: Transcript) -> None:
    """Give the speakers of a transcript the labels without names."""
    ids = dict(
        project.connection.execute(
            "SELECT label, id FROM speaker WHERE transcript_id = ?", [transcript_id]
        ).fetchall()
    )
    for before, after in zip(old.speakers, new.speakers, strict=True):
        if before.label != after.label and before.label in ids:
            put(project.connection, "speaker", "label", ids[before.label], after.label)


def move_coding(
    project: Project, old_version: int, version: int, found: Sequence[Found], text: str
) -> None:
    """Put fragments, decisions and marks of turns on the same words of a new version."""
    connection = project.connection
    turns = dict(
        connection.execute("SELECT number, id FROM turn WHERE version_id = ?", [version]).fetchall()
    )
    for number, turn, start, end in connection.execute(
        "SELECT fragment.id, turn.number, fragment.start, fragment.end FROM fragment "
        "JOIN turn ON turn.id = turn_id WHERE fragment.version_id = ?",
        [old_version],
    ).fetchall():
        place = (moved(start, found), moved(end, found, end=True))
        connection.execute(
            "UPDATE fragment SET version_id = ?, turn_id = ?, start = ?, end = ?, quote = ? "
            "WHERE id = ?",
            [version, turns[turn], *place, text[place[0] : place[1]], number],
        )
    for number, start, end in connection.execute(
        "SELECT id, start, end FROM decision WHERE version_id = ?", [old_version]
    ).fetchall():
        connection.execute(
            "UPDATE decision SET version_id = ?, start = ?, end = ? WHERE id = ?",
            [version, moved(start, found), moved(end, found, end=True), number],
        )
    connection.execute(
        "UPDATE reviewed_turn SET version_id = ? WHERE version_id = ?", [version, old_version]
    )
    connection.execute("DELETE FROM suggestion WHERE version_id = ?", [old_version])


def rewrite_version(
    project: Project, transcript_id: int, version_id: int, key: Key, keep: Collection[str]
) -> None:
    """Replace the names in a stored version itself: what stays holds none of them."""
    connection = project.connection
    old = load_transcript(connection, transcript_id, version_id)
    found = find(old.text, key, keep=keep)
    new = pseudonymise(old, found, key)
    previous = 0
    for number, turn in enumerate(new.turns, start=1):
        connection.execute(
            "UPDATE turn SET start = ?, end = ?, cues = ?, before = ?, text = ? "
            "WHERE version_id = ? AND number = ?",
            [
                turn.start,
                turn.end,
                json.dumps(turn.cues),
                new.text[previous : turn.start],
                new.text[turn.start : turn.end],
                version_id,
                number,
            ],
        )
        previous = turn.end
    connection.execute(
        "UPDATE transcript_version SET tail = ?, text_sha256 = ?, notes = '[]' WHERE id = ?",
        [new.text[previous:], hashlib.sha256(new.text.encode()).hexdigest(), version_id],
    )
    add_vocabulary(project, [new.text])
    move_coding(project, version_id, version_id, found, new.text)


# What else may hold a name, by table; groups and areas only where they are asked for.
ELSEWHERE = {
    "memo": "text",
    "participation": "function",
    "respondent": "label attributes",
    "turn": "question",
    "code": "name definition use_when not_when example counterexample indicators",
    "code_version": "content note",
    "saved_query": "name command",
    "conflict": "content",
}
PLACES = {"participation": "group_name areas", "plan": "group_name area"}
UNIQUE = {"respondent": "label", "saved_query": "name", "transcript": "slug", "speaker": "label"}


def replace_elsewhere(project: Project, key: Key, keep: Collection[str]) -> None:
    """Replace names in everything that is written about transcripts; forget who is who."""
    connection = project.connection
    places = () if keep else PLACES.items()
    for table, columns in (*ELSEWHERE.items(), *places):
        for column in columns.split():
            rows = connection.execute(
                f"SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL"
            ).fetchall()
            for number, text in rows:
                # Among the signs of JSON anything may look like a number of somebody.
                numbers = (table, column) == ("memo", "text")
                replaced = put_in_place(text, find(text, key, patterns=numbers, keep=keep))
                if replaced != text:
                    put(connection, table, column, number, replaced)
    connection.execute("DELETE FROM alias")


def rename_files(project: Project, key: Key, keep: Collection[str]) -> list[str]:
    """Replace the names in names of files, of transcripts and in the log; give the old ones."""
    connection = project.connection
    old: list[str] = []
    for table, column in (
        ("transcript_version", "source"),
        ("transcript", "slug"),
        ("change", "detail"),
    ):
        for number, name in connection.execute(f"SELECT id, {column} FROM {table}").fetchall():
            renamed = in_file_name(name, key, keep)
            if renamed != name:
                old.append(name)
                wanted = slug_of(renamed) or NAMELESS if column == "slug" else renamed
                put(connection, table, column, number, wanted)
    return old


def put(connection: sqlite3.Connection, table: str, column: str, row: int, wanted: str) -> None:
    """Write a text in the row with this id; a name that another row has gets a number behind it.

    Two names of the key may have one placeholder, where their rows have to stay apart.
    """
    text = wanted
    if UNIQUE.get(table) == column:
        beside = "transcript_id = (SELECT transcript_id FROM speaker WHERE id = :row)"
        taken = (
            f"SELECT 1 FROM {table} WHERE {column} = :text AND id <> :row "
            f"AND {beside if table == 'speaker' else 'TRUE'}"
        )
        behind = 2
        while connection.execute(taken, {"text": text, "row": row}).fetchone():
            text, behind = f"{wanted}-{behind}", behind + 1
    connection.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", [text, row])


def transcripts_named(connection: sqlite3.Connection, names: Sequence[str]) -> list[int]:
    """Find the transcripts called so, or all when none is named; give their ids."""
    if names:
        return [transcript_named(connection, name)[0] for name in names]
    rows = connection.execute("SELECT id FROM transcript ORDER BY slug").fetchall()
    return [int(number) for (number,) in rows]
