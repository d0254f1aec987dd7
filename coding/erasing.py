"""Taking a person out of every table of a project.

A talk in which nobody else was heard goes altogether. In other talks the words of the person
are blotted out in place: every other word keeps its offset, so that the coding of others, here
and in the copies of colleagues, stays on its words. Of each row that went, the UUID stays with
a count that no copy can beat, and so neither a merge nor an undo brings it back.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3

from .checksums import seal_everything
from .corpus import ITS_MEMOS
from .fragments import version_text
from .person import FRAGMENTS, MEMOS, SPEAKERS, Person, values_of
from .project import Project
from .quoting import Run, five_word_runs, without_runs
from .schema import FORGOTTEN
from .wiping import forget_computed

BLOT = "█████ "
ERASED = {"nl": "[verwijderd]", "en": "[erased]"}


def erase(project: Project, person: Person, change: int) -> None:
    """Take a person out of every table, inside the open transaction of a change."""
    connection = project.connection
    runs = runs_of(connection, person)
    values = values_of(person)
    connection.execute(f"DELETE FROM memo WHERE {MEMOS}", values)
    for transcript in person.alone:
        connection.execute(f"DELETE FROM memo WHERE {ITS_MEMOS}", {"id": transcript})
    log_says_nothing_of(connection, person)
    connection.executemany("DELETE FROM transcript WHERE id = ?", [(n,) for n in person.alone])
    for (version,) in connection.execute(
        "SELECT id FROM transcript_version WHERE transcript_id IN (SELECT value FROM json_each(?))",
        [json.dumps(person.shared)],
    ).fetchall():
        blot_version(project, int(version), person)
    hide_speakers(project, person)
    connection.execute(
        "DELETE FROM participation WHERE id IN (SELECT value FROM json_each(:parts))", values
    )
    connection.execute("DELETE FROM respondent WHERE uuid = :person", values)
    runs -= said_by_others(connection, runs)
    unquote(connection, runs)
    leave_tombstones(connection, change)
    forget_history(connection, person, change, runs)
    forget_computed(project)
    seal_everything(connection)


def runs_of(connection: sqlite3.Connection, person: Person) -> set[Run]:
    """Give every run of five words in what a person said."""
    rows = connection.execute(
        f"SELECT text FROM turn WHERE speaker_id IN ({SPEAKERS})", values_of(person)
    ).fetchall()
    return {run for (text,) in rows for run in five_word_runs(text)}


def said_by_others(connection: sqlite3.Connection, runs: set[Run]) -> set[Run]:
    """Give those of these runs that stand in the texts that stay, too."""
    texts = "SELECT text FROM turn UNION ALL SELECT question FROM turn WHERE question <> ''"
    return {
        run for (text,) in connection.execute(texts) for run in five_word_runs(text) if run in runs
    }


def blot(text: str) -> str:
    """Give a text of the same length in which nothing can be read; line ends stay."""
    lines = [
        (BLOT * len(line))[: max(len(line) - 1, 0)] + "█" * bool(line) for line in text.split("\n")
    ]
    return "\n".join(lines)


def blot_names(text: str, person: Person) -> str:
    """Blot the names of a person in a text, and nothing else of it."""
    for name in sorted(person.names, key=len, reverse=True):
        text = re.sub(
            rf"(?<!\w){re.escape(name)}(?!\w)", lambda found: blot(found[0]), text, flags=re.I
        )
    return text


def blot_version(project: Project, version: int, person: Person) -> None:
    """Blot a person out of one version of a talk of several."""
    connection = project.connection
    trim_fragments(connection, version, person)
    for number, speaker, before, text in connection.execute(
        "SELECT id, speaker_id, before, text FROM turn WHERE version_id = ?", [version]
    ).fetchall():
        if speaker in person.speakers:
            connection.execute(
                "UPDATE turn SET before = ?, text = ?, words = 0, cues = '[]', time = NULL, "
                "time_end = NULL WHERE id = ?",
                [blot(before), blot(text), number],
            )
        elif blot_names(before, person) != before:
            connection.execute(
                "UPDATE turn SET before = ? WHERE id = ?", [blot_names(before, person), number]
            )
    source, tail = connection.execute(
        "SELECT source, tail FROM transcript_version WHERE id = ?", [version]
    ).fetchone()
    connection.execute(
        "UPDATE transcript_version SET source = ?, tail = ?, notes = '[]' WHERE id = ?",
        [blot_names(source, person), blot_names(tail, person), version],
    )
    text = version_text(connection, version)
    connection.execute(
        "UPDATE transcript_version SET text_sha256 = ? WHERE id = ?",
        [hashlib.sha256(text.encode()).hexdigest(), version],
    )
    for number, start, end in connection.execute(
        "SELECT id, start, end FROM fragment WHERE version_id = ?", [version]
    ).fetchall():
        connection.execute(
            "UPDATE fragment SET quote = ? WHERE id = ? AND quote <> ?",
            [text[start:end], number, text[start:end]],
        )


def trim_fragments(connection: sqlite3.Connection, version: int, person: Person) -> None:
    """Remove the fragments and decisions on the words of a person, in one version.

    A fragment that also has words of another respondent begins and ends with these from now on.
    """
    values = values_of(person) | {"version": version}
    for number, start, end in connection.execute(
        f"SELECT id, start, end FROM fragment WHERE version_id = :version AND id IN ({FRAGMENTS})",
        values,
    ).fetchall():
        others = connection.execute(
            "SELECT turn.id, start, end FROM turn JOIN speaker ON speaker.id = speaker_id "
            "WHERE version_id = :version AND start < :end AND end > :start "
            f"AND role = 'respondent' AND speaker_id NOT IN ({SPEAKERS}) ORDER BY start",
            values | {"start": start, "end": end},
        ).fetchall()
        if others:
            place = [max(start, others[0][1]), min(end, others[-1][2])]
            connection.execute(
                "UPDATE OR IGNORE fragment SET start = ?, end = ?, turn_id = ? WHERE id = ?",
                [*place, others[0][0], number],
            )
        else:
            connection.execute("DELETE FROM fragment WHERE id = ?", [number])
    connection.execute(
        "DELETE FROM decision WHERE version_id = :version AND EXISTS ("
        "SELECT 1 FROM turn WHERE turn.version_id = :version AND turn.start < decision.end "
        f"AND turn.end > decision.start AND speaker_id IN ({SPEAKERS}))",
        values,
    )


def hide_speakers(project: Project, person: Person) -> None:
    """Let the blotted turns be of a speaker without a name, who is nobody's voice."""
    connection = project.connection
    erased = ERASED.get(project.setting("language"), ERASED["en"])
    for number, transcript in connection.execute(
        "SELECT id, transcript_id FROM speaker WHERE id IN (SELECT value FROM json_each(?))",
        [json.dumps(person.speakers)],
    ).fetchall():
        taken = connection.execute(
            "SELECT count(*) FROM speaker WHERE transcript_id = ? AND substr(label, 1, ?) = ?",
            [transcript, len(erased), erased],
        ).fetchone()[0]
        label = f"{erased} {taken + 1}" if taken else erased
        connection.execute(
            "UPDATE speaker SET label = ?, role = 'other', participation_id = NULL WHERE id = ?",
            [label, number],
        )
    for number, title in connection.execute(
        "SELECT id, title FROM transcript WHERE id IN (SELECT value FROM json_each(?))",
        [json.dumps(person.shared)],
    ).fetchall():
        connection.execute(
            "UPDATE transcript SET title = ? WHERE id = ?", [blot_names(title, person), number]
        )


def log_says_nothing_of(connection: sqlite3.Connection, person: Person) -> None:
    """Empty the lines of the log that name a person, or a talk that goes."""
    named = set(person.names)
    for row in connection.execute(
        "SELECT slug, title, source FROM transcript JOIN transcript_version "
        "ON transcript_id = transcript.id WHERE transcript.id IN (SELECT value FROM json_each(?))",
        [json.dumps(person.alone)],
    ).fetchall():
        named.update(text for text in row if text)
    for name in named:
        word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.I)
        for number, detail in connection.execute("SELECT id, detail FROM change").fetchall():
            if word.search(detail):
                connection.execute("UPDATE change SET detail = '' WHERE id = ?", [number])
    for number, command in connection.execute("SELECT id, command FROM saved_query").fetchall():
        if any(str(part).casefold() in map(str.casefold, named) for part in json.loads(command)):
            connection.execute("DELETE FROM saved_query WHERE id = ?", [number])


# Where people write freely, and so may have quoted somebody.
WRITTEN = {
    "memo": ("text",),
    "code": ("definition", "use_when", "not_when", "example", "counterexample", "indicators"),
    "code_version": ("content", "note"),
    "participation": ("function",),
    "respondent": ("attributes",),
    "saved_query": ("command",),
    "conflict": ("content",),
    "change": ("detail",),
}


def unquote(connection: sqlite3.Connection, runs: set[Run]) -> None:
    """Take these runs of five words out of what others wrote."""
    for table, columns in WRITTEN.items():
        for column in columns:
            for number, text in connection.execute(f"SELECT id, {column} FROM {table}").fetchall():
                found = without_runs(text, runs)
                if found != text:
                    connection.execute(
                        f"UPDATE {table} SET {column} = ? WHERE id = ?", [found, number]
                    )


def leave_tombstones(connection: sqlite3.Connection, change: int) -> None:
    """Give what went, and what was blotted, a count that no other copy can beat.

    Versions of it that a merge put aside go: they hold what must go.
    """
    connection.execute(
        f"UPDATE revision SET vector = json_set(vector, '$.\"{FORGOTTEN}\"', 1) WHERE change = ?",
        [change],
    )
    connection.execute(
        f"UPDATE revision SET vector = '{{\"{FORGOTTEN}\":1}}', coder = '', at = '' "
        "WHERE change = ? AND removed = 1",
        [change],
    )
    touched = uuids_touched(connection, change)
    for number, uuid, content in connection.execute(
        "SELECT id, row_uuid, content FROM conflict"
    ).fetchall():
        if uuid in touched or touched.intersection(UUID.findall(content)):
            connection.execute("DELETE FROM conflict WHERE id = ?", [number])


UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def uuids_touched(connection: sqlite3.Connection, change: int, removed: int = 0) -> set[str]:
    """Give the UUIDs of the rows that a change touched, or only of those it removed."""
    rows = connection.execute(
        "SELECT uuid FROM revision WHERE change = ? AND removed >= ?", [change, removed]
    ).fetchall()
    return {str(row[0]) for row in rows}


def forget_history(
    connection: sqlite3.Connection, person: Person, change: int, runs: set[Run]
) -> None:
    """Remove what would undo this change, and all up to the last that was about the person.

    What came later plays back to the state that the erasure left; half a change never does.
    """
    last = connection.execute(
        """
        SELECT coalesce(max(change), 0) FROM undo_statement WHERE change < :now AND (
            transcript IN (SELECT value FROM json_each(:transcripts))
            OR EXISTS (SELECT 1 FROM undo_statement AS mine WHERE mine.change = :now
                AND mine.table_name = undo_statement.table_name
                AND mine.row = undo_statement.row))
        """,
        {"now": change, "transcripts": json.dumps(person.alone + person.shared)},
    ).fetchone()[0]
    gone = uuids_touched(connection, change, removed=1)
    for number, statement in connection.execute(
        "SELECT change, statement FROM undo_statement WHERE change > ? AND change < ? "
        "ORDER BY change",
        [last, change],
    ).fetchall():
        quoted = without_runs(statement, runs) != statement
        named = blot_names(statement, person) != statement
        if quoted or named or gone.intersection(UUID.findall(statement)):
            last = number
    connection.execute("DELETE FROM undo_statement WHERE change <= ? OR change = ?", [last, change])
