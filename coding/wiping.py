"""Taking words out of the bytes of a project file, after they were taken out of its tables.

SQLite keeps what was deleted in free pages, the search index keeps the words of deleted
turns, and the undo statements keep every former value: this removes all three.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import suppress

from .. import RodedraadError
from .checksums import seal_everything
from .project import Project, write_setting
from .vectors import forget_vectors


def forget_undo(project: Project, words: Collection[str], latest: int) -> None:
    """Remove the undo statements that hold these words, and those of the change `latest`.

    Inside an open transaction. A change of which a statement goes can no longer be undone, so
    all of its statements go: half an undo would leave the project in a state that never was.
    """
    connection = project.connection
    holding = {latest}
    for word in words:
        found = connection.execute(
            "SELECT DISTINCT change FROM undo_statement WHERE instr(statement, ?) > 0",
            [word.replace("'", "''")],
        ).fetchall()
        holding.update(int(row[0]) for row in found)
    connection.executemany(
        "DELETE FROM undo_statement WHERE change = ?", [(number,) for number in holding]
    )
    seal_everything(connection)


def forget_vocabulary(project: Project) -> None:
    """Remove the words that no text holds any more, inside an open transaction."""
    from .importing import WORD

    connection = project.connection
    spoken: set[str] = set()
    texts = "SELECT before || text FROM turn UNION ALL SELECT tail FROM transcript_version"
    for (text,) in connection.execute(texts).fetchall():
        spoken.update(word.lower() for word in WORD.findall(text))
    known = connection.execute("SELECT word FROM vocabulary").fetchall()
    connection.executemany(
        "DELETE FROM vocabulary WHERE word = ?",
        [(word,) for (word,) in known if word not in spoken],
    )


def forget_computed(project: Project) -> None:
    """Remove what was computed from texts and could tell of them, inside an open transaction.

    Suggestions quote sentences of other talks among their reasons, and a sentence vector tells
    what was said without saying it. Both can be made again: rodedraad suggest.
    """
    forget_vocabulary(project)
    project.connection.execute("DELETE FROM suggestion")
    forget_vectors(project)


def wipe_later(project: Project) -> None:
    """Clear the search index, and note that the file is to be rewritten; in a transaction.

    Without 'optimize' the index keeps the words of deleted turns (tried). When the program is
    killed before `wipe`, the next that opens the project for writing does it.
    """
    project.connection.execute("INSERT INTO turn_search(turn_search) VALUES ('optimize')")
    write_setting(project, "wipe_due", "1")


def wipe(project: Project) -> None:
    """Rewrite the whole file, so that nothing deleted is left in it; outside a transaction.

    Raises RodedraadError when there is no room for it, or the file is being read too long.
    """
    connection = project.connection
    try:
        # SQLite would write the whole file in a temporary one first, in another folder.
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("VACUUM")
        with project.transaction("wipe"):
            connection.execute("DELETE FROM setting WHERE key = 'wipe_due'")
    except (sqlite3.Error, RodedraadError) as error:
        raise RodedraadError(
            "What had to go is gone, but {path} could not be rewritten: {reason}.\n"
            "The next command that changes the project tries it again.",
            path=project.path,
            reason=error,
        ) from error


def finish_wiping(project: Project) -> None:
    """Rewrite the file, which a program that was killed left undone; later, when it cannot be."""
    with suppress(RodedraadError):
        wipe(project)
