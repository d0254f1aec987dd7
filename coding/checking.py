"""Whether a project file is whole: what `check` finds, and what of it can be mended.

What people made is compared with its checksums and with itself; what can be computed from it
is computed again and compared. Only the latter is ever mended.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .. import RodedraadError
from .checksums import all_sums
from .fragments import version_text
from .importing import add_vocabulary, words_of
from .opening import open_reading, typed
from .project import Project, compare_schema, read_setting
from .recording import RECORDED
from .suggesting.lemmas import lemma
from .tallies import count_again

Rows = list[tuple[object, ...]]


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be.

    `problem` says it in words. `derived` is true for what can be computed from the rest, which
    `repair` mends; otherwise something that people made is damaged.
    """

    problem: RodedraadError
    derived: bool = False


def check_project(path: Path) -> list[Finding]:
    """Look at everything in a project file; an empty list says that it is whole.

    Nothing is written, not even beside the file: the questions are put to a copy in memory.
    Raises RodedraadError when the file is no project at all.
    """
    findings: list[Finding] = []
    connection = open_reading(path)
    copy = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.backup(copy)
        for look in LOOKS:
            try:
                findings += look(path, copy)
            except (sqlite3.Error, ValueError, OverflowError) as error:
                # A damaged page stops a question half-way; the other questions still help.
                findings.append(
                    Finding(
                        RodedraadError("A part of the file cannot be read: {reason}.", reason=error)
                    )
                )
    finally:
        copy.close()
        connection.close()
    return list({str(finding.problem): finding for finding in findings}.values())


def refuse_damaged(path: Path, connection: sqlite3.Connection) -> None:
    """Raise RodedraadError when what people made in a file is not as rodedraad wrote it.

    With right checksums the texts, quotes and memos need no look of their own.
    """
    for look in (structure, references, checksums):
        for finding in look(path, connection):
            raise RodedraadError(
                "{path} is damaged, and nothing was changed here: {problem}\n"
                "See all that is wrong with it: rodedraad -p {file} check",
                path=path,
                problem=finding.problem,
                file=typed(path),
            )


def structure(_path: Path, copy: sqlite3.Connection) -> Iterator[Finding]:
    """What SQLite says of its own structure: an index can be made again, a table cannot."""
    for (text,) in copy.execute("PRAGMA integrity_check").fetchall():
        if text != "ok":
            index_only = " index " in f" {text} " and "database" not in text
            yield Finding(
                RodedraadError("The file itself is damaged: {reason}.", reason=text), index_only
            )


def references(_path: Path, copy: sqlite3.Connection) -> Iterator[Finding]:
    """Rows that point at rows that are not there."""
    for table, row, parent, _number in copy.execute("PRAGMA foreign_key_check").fetchall():
        yield Finding(
            RodedraadError(
                "In {table}, row {row} points at something in {parent} that is not there.",
                table=table,
                row=row,
                parent=parent,
            ),
            table not in RECORDED,
        )


def schema_is_ours(path: Path, copy: sqlite3.Connection) -> Iterator[Finding]:
    """Tables and triggers that are not those of this program."""
    try:
        compare_schema(path, copy)
    except RodedraadError as problem:
        yield Finding(problem)


def checksums(_path: Path, copy: sqlite3.Connection) -> Iterator[Finding]:
    """Rows that are not as the program left them, that vanished, or that came from elsewhere."""
    stored = {
        (str(table), int(row)): int(number)
        for table, row, number in copy.execute("SELECT table_name, row, sum FROM checksum")
    }
    found = all_sums(copy)
    if stored == found:
        return
    for table, row in sorted(stored.keys() | found.keys()):
        if stored.get((table, row)) != found.get((table, row)):
            yield Finding(
                RodedraadError(
                    "In {table}, row {row} is not as rodedraad wrote it.", table=table, row=row
                )
            )


def texts(_path: Path, copy: sqlite3.Connection) -> Iterator[Finding]:
    """Transcripts of which the text is not the one that was imported."""
    for version, number, slug, digest in copy.execute(
        "SELECT transcript_version.id, number, slug, text_sha256 FROM transcript_version "
        "JOIN transcript ON transcript.id = transcript_id"
    ).fetchall():
        if hashlib.sha256(version_text(copy, version).encode()).hexdigest() != digest:
            yield Finding(
                RodedraadError(
                    "The text of {transcript}, version {number}, was changed.",
                    transcript=slug,
                    number=number,
                )
            )


def quotes(_path: Path, copy: sqlite3.Connection) -> Iterator[Finding]:
    """Fragments whose words are not those at their place in the text."""
    fragments: dict[int, list[tuple[str, int, int, str]]] = {}
    for version, *fragment in copy.execute(
        "SELECT version_id, citation, start, end, quote FROM fragment ORDER BY version_id, start"
    ).fetchall():
        fragments.setdefault(version, []).append(tuple(fragment))
    for version, found in fragments.items():
        text = version_text(copy, version)
        for citation, start, end, quote in found:
            if text[start:end] != quote:
                yield Finding(
                    RodedraadError(
                        "The words of fragment {citation} are not those of the text there.",
                        citation=citation,
                    )
                )


def memos(_path: Path, copy: sqlite3.Connection) -> Iterator[Finding]:
    """Memos on something that is no longer there."""
    for (number,) in copy.execute(
        """
        SELECT id FROM memo WHERE target <> 'project' AND target_uuid NOT IN (
            SELECT uuid FROM transcript UNION SELECT uuid FROM fragment
            UNION SELECT uuid FROM code UNION SELECT uuid FROM respondent)
        """
    ).fetchall():
        yield Finding(
            RodedraadError("Memo {number} is about something that is gone.", number=number)
        )


def search_index(_path: Path, copy: sqlite3.Connection) -> Iterator[Finding]:
    """Whether the search index is that of the texts."""
    try:
        copy.execute("INSERT INTO turn_search(turn_search, rank) VALUES ('integrity-check', 1)")
    except sqlite3.Error:
        yield Finding(RodedraadError("The search index is not that of the texts."), derived=True)


# What is counted from the rest; each can be filled anew.
COUNTING_TABLES = (
    "participation_area",
    "spoken",
    "fragment_person",
    "tally",
    "code_above",
    "person_code",
    "code_count",
    "voice",
)


def counting_tables(_path: Path, copy: sqlite3.Connection) -> Iterator[Finding]:
    """Counting tables that do not count what is there."""

    def rows(table: str) -> Rows:
        return sorted(copy.execute(f"SELECT * FROM {table}").fetchall())

    before = {table: rows(table) for table in COUNTING_TABLES}
    fill_counting_tables(copy)
    for table, stored in before.items():
        if stored != rows(table):
            yield Finding(
                RodedraadError("The counting table {table} is not up to date.", table=table),
                derived=True,
            )


def fill_counting_tables(connection: sqlite3.Connection) -> None:
    """Count everything again from what people made."""
    connection.execute("DELETE FROM participation_area")
    connection.execute(
        "INSERT INTO participation_area "
        "SELECT DISTINCT participation.id, value FROM participation, json_each(areas)"
    )
    count_again(connection)


def vocabulary(_path: Path, copy: sqlite3.Connection) -> Iterator[Finding]:
    """Words without their lemma, by which a search finds other forms of them."""
    language = read_setting(copy, "language")
    stored = dict(copy.execute("SELECT word, lemma FROM vocabulary").fetchall())
    words = {
        word
        for (version,) in copy.execute("SELECT id FROM transcript_version").fetchall()
        for word in words_of(version_text(copy, version))
    }
    wrong = {word for word in words | stored.keys() if stored.get(word) != lemma(word, language)}
    if wrong:
        yield Finding(
            RodedraadError("Words without their right lemma: {count}.", count=len(wrong)),
            derived=True,
        )


def history_replays(_path: Path, copy: sqlite3.Connection) -> Iterator[Finding]:
    """Whether everything can be undone, back to the empty project."""
    names = [
        str(row[0])
        for row in copy.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    ]
    copy.execute("PRAGMA foreign_keys = ON")
    copy.execute("BEGIN")
    for name in names:
        copy.execute(f"DROP TRIGGER {name}")
    copy.execute("PRAGMA defer_foreign_keys = ON")
    statements = copy.execute(
        "SELECT change, statement FROM undo_statement ORDER BY change DESC, id DESC"
    ).fetchall()
    change = 0
    try:
        for change, statement in statements:  # noqa: B007, named when it fails
            copy.execute(statement)
        copy.execute("COMMIT")
    except sqlite3.Error as error:
        copy.execute("ROLLBACK")
        yield Finding(
            RodedraadError(
                "The history cannot be undone beyond change {number}: {reason}.",
                number=change,
                reason=error,
            )
        )


Look = Callable[[Path, sqlite3.Connection], Iterator[Finding]]

LOOKS: tuple[Look, ...] = (
    structure,
    references,
    schema_is_ours,
    checksums,
    texts,
    quotes,
    memos,
    search_index,
    counting_tables,
    vocabulary,
    history_replays,  # last, because it leaves the copy empty
)


def repair(project: Project) -> None:
    """Compute everything again that can be computed; what people made is not touched.

    Raises RodedraadError when the file is too damaged for it.
    """
    connection = project.connection
    with project.transaction("check --repair"):
        connection.execute("REINDEX")
        connection.execute("INSERT INTO turn_search(turn_search) VALUES ('rebuild')")
        fill_counting_tables(connection)
        connection.execute("DELETE FROM vocabulary")
        for (version,) in connection.execute("SELECT id FROM transcript_version").fetchall():
            add_vocabulary(project, [version_text(connection, version)])
