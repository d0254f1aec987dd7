"""The counting tables stay true whatever happens, and are what counting anew would give."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import World, worlds

from rodedraad import RodedraadError
from rodedraad.coding.history import undo
from rodedraad.coding.project import Project, connect
from rodedraad.coding.tallies import count_again

COUNTING_TABLES = (
    *("spoken", "fragment_person", "tally", "code_above", "person_code", "code_count", "voice"),
)

CHANGES = (
    "DELETE FROM fragment WHERE id % 3 = 0",
    "UPDATE OR IGNORE fragment SET code_id = 3 WHERE id % 2 = 0",
    "UPDATE fragment SET stance = 'mixed', origin = 'bulk' WHERE id % 2 = 1",
    "UPDATE OR IGNORE fragment SET coder = 'consensus' WHERE id % 4 = 1",
    "UPDATE OR IGNORE fragment SET end = start + 1 WHERE id % 2 = 0",
    "UPDATE OR IGNORE code SET parent_id = 5, path = 'e/b' WHERE path = 'a/b'",
    "UPDATE OR IGNORE code SET parent_id = NULL, path = 'b' WHERE slug = 'b'",
    "UPDATE participation SET group_name = 'college' WHERE id % 2 = 1",
    "UPDATE participation SET group_name = NULL",
    "UPDATE speaker SET role = 'other', participation_id = NULL WHERE id % 2 = 0",
    "UPDATE transcript SET kind = 'survey' WHERE id = 1",
    "UPDATE transcript SET kind = 'interview'",
    "DELETE FROM coded_by",
    "DELETE FROM transcript WHERE id = 1",
    "INSERT OR IGNORE INTO coded_by(uuid, transcript_id, coder) "
    "SELECT hex(randomblob(16)), id, 'consensus' FROM transcript",
    "INSERT INTO respondent(uuid, label) VALUES ('new', 'P9')",
    "UPDATE OR IGNORE participation SET respondent_id = (SELECT max(id) FROM respondent) "
    "WHERE id = 1",
)


def counted(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Give the rows of the counting tables."""
    return {
        table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall())
        for table in COUNTING_TABLES
    }


def counted_anew(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Give what the counting tables would be if they were filled anew."""
    connection.execute("BEGIN")
    count_again(connection)
    anew = counted(connection)
    connection.execute("ROLLBACK")
    return anew


@given(worlds(), st.lists(st.sampled_from([*CHANGES, "undo", "undo"]), max_size=6))
@settings(max_examples=25, deadline=None)
def test_the_counting_tables_follow_every_change(world: World, changes: list[str]) -> None:
    project = Project(world.path, connect(world.path), "anna")
    assert counted(project.connection) == counted_anew(project.connection)
    done = 0
    for number, change in enumerate(changes):
        if change != "undo":
            with replace(project, coder="anna").transaction("test", str(number)):
                project.connection.execute(
                    change.replace("'new'", f"'new{number}'").replace("P9", f"P9{number}")
                )
            done += 1
        elif done:
            with suppress(RodedraadError):  # a colleague built on it, so that it stays
                undo(project)
                done -= 1
        assert counted(project.connection) == counted_anew(project.connection), change
    project.close()
