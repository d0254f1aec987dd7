"""Taking words out of the bytes of a project file, after they were taken out of its tables.

SQLite keeps what was deleted in free pages, the search index keeps the words of deleted
turns, and the undo statements keep every former value: this removes all three.
"""

from __future__ import annotations

from collections.abc import Collection

from .checksums import seal_everything
from .project import Project


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


def wipe(project: Project) -> None:
    """Rewrite the whole file, so that nothing deleted is left in it; outside a transaction.

    Without 'optimize' the search index keeps the words of deleted turns (tried).
    """
    project.connection.execute("INSERT INTO turn_search(turn_search) VALUES ('optimize')")
    project.connection.execute("VACUUM")
