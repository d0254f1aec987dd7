"""The promises of the file format: strict, ours, and no change without its inverse."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest

from rodedraad.coding import schema
from rodedraad.coding.history import redo, undo
from rodedraad.coding.project import Project, new_uuid, now

Contents = Callable[[sqlite3.Connection], dict[str, list[tuple[object, ...]]]]

NEW_ROWS: dict[str, dict[str, object]] = {
    "wave": {"name": "2016", "position": 1},
    "respondent": {"label": "R99"},
    "transcript": {"slug": "nieuw", "title": "Nieuw", "kind": "report"},
    "transcript_version": {
        "transcript_id": 1,
        "number": 2,
        "format": "txt",
        "source": "a.txt",
        "sha256": "0",
        "text_sha256": "0",
    },
    "participation": {"transcript_id": 1, "respondent_id": 1},
    "speaker": {"transcript_id": 1, "label": "R9", "role": "other"},
    "turn": {},  # inserted with its version only
    "code": {"slug": "nieuw", "path": "nieuw", "position": 9, "name": "Nieuw"},
    "code_version": {"code_id": 1, "number": 9, "content": "{}", "coder": "anna", "at": now()},
    "fragment": {
        "citation": "f-zzzz",
        "version_id": 1,
        "turn_id": 2,
        "start": 40,
        "end": 45,
        "quote": "x",
        "code_id": 1,
        "code_version": 1,
        "coder": "anna",
        "origin": "manual",
        "at": now(),
    },
    "decision": {
        "version_id": 1,
        "start": 1,
        "end": 2,
        "code_id": 1,
        "coder": "anna",
        "verdict": "rejected",
        "at": now(),
    },
    "coded_by": {"transcript_id": 1, "coder": "anna"},
    "reviewed_turn": {"version_id": 1, "turn": 2, "coder": "anna"},
    "assignment": {"transcript_id": 1, "coder": "anna"},
    "memo": {"target": "project", "coder": "anna", "text": "Let op 🧵", "at": now()},
    "plan": {"group_name": "politie", "persons": 3},
    "alias": {"label": "Jansen", "role": "respondent", "respondent_id": 1},
    "saved_query": {"name": "mijn vraag", "command": "[]"},
    "conflict": {
        "row_uuid": "u",
        "table_name": "memo",
        "vector": "{}",
        "removed": 0,
        "content": "{}",
        "coder": "anna",
        "at": now(),
    },
}

CHANGED_COLUMN: dict[str, tuple[str, object]] = {
    "wave": ("position", 7),
    "respondent": ("size", 8),
    "transcript": ("title", "Anders"),
    "transcript_version": ("notes", '["x"]'),
    "participation": ("areas", '["Centrum", "Noord"]'),
    "speaker": ("role", "other"),
    "turn": ("text", "Iets heel anders."),
    "code": ("definition", "Wat anders."),
    "code_version": ("note", "afgesproken"),
    "fragment": ("start", 41),
    "decision": ("verdict", "accepted"),
    "coded_by": ("coder", "bram"),
    "reviewed_turn": ("turn", 3),
    "assignment": ("coder", "bram"),
    "memo": ("text", "Anders"),
    "plan": ("persons", 4),
    "alias": ("role", "other"),
    "saved_query": ("name", "andere vraag"),
    "conflict": ("removed", 1),
}


def insert_row(project: Project, table: str) -> None:
    """Insert the sample row of a table, as a change."""
    with project.transaction("test"):
        # The person of participation 1 frees the place for the new one.
        if table == "participation":
            project.connection.execute("INSERT INTO respondent(uuid, label) VALUES ('u9', 'R9')")
            row = NEW_ROWS[table] | {"respondent_id": last_id(project, "respondent")}
        else:
            row = NEW_ROWS[table]
        identity = {} if table == "conflict" else {"uuid": new_uuid()}
        project.database.table(table).insert({**identity, **row})


def last_id(project: Project, table: str) -> int:
    """Give the highest id of a table."""
    return int(project.connection.execute(f"SELECT max(id) FROM {table}").fetchone()[0])


def test_every_table_is_strict(empty_project: Project) -> None:
    rows = empty_project.connection.execute("PRAGMA table_list").fetchall()
    loose = [
        row[1]
        for row in rows
        if row[2] == "table" and not row[5] and not row[1].startswith(("sqlite_", "_sqlite_"))
    ]
    assert loose == []


def test_the_connection_is_set_to_lose_nothing(empty_project: Project) -> None:
    def setting(name: str) -> object:
        return empty_project.connection.execute(f"PRAGMA {name}").fetchone()[0]

    assert setting("foreign_keys") == 1
    assert setting("secure_delete") == 1
    assert setting("journal_mode") == "delete"
    assert setting("synchronous") == 2
    assert setting("application_id") == schema.APPLICATION_ID
    assert setting("user_version") == schema.SCHEMA_VERSION


def test_every_table_of_what_people_make_is_recorded(empty_project: Project) -> None:
    """A table with a UUID travels between coders, so it has the triggers of undo and revision."""
    names = [
        str(row[0])
        for row in empty_project.connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%uuid TEXT%'"
        )
    ]
    assert set(names) - {"change", "revision", "same", "conflict"} == set(schema.RECORDED) - {
        "turn",
        "conflict",
    }
    objects = schema.objects(empty_project.connection)
    for table in schema.RECORDED:
        assert f"{table}_undo_update" in objects
        assert f"{table}_undo_delete" in objects


@pytest.mark.parametrize("table", [table for table in schema.RECORDED if table != "turn"])
def test_inserting_is_undone(project: Project, table: str, contents_of: Contents) -> None:
    before = contents_of(project.connection)
    insert_row(project, table)
    after = contents_of(project.connection)
    assert after != before
    undo(project)
    assert contents_of(project.connection) == before
    redo(project)
    assert contents_of(project.connection) == after


@pytest.mark.parametrize("table", schema.RECORDED)
def test_updating_is_undone(project: Project, table: str, contents_of: Contents) -> None:
    if table != "turn":
        insert_row(project, table)
    before = contents_of(project.connection)
    column, value = CHANGED_COLUMN[table]
    row = 2 if table in ("turn", "speaker") else last_id(project, table)
    with project.transaction("test"):
        project.connection.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", [value, row])
    after = contents_of(project.connection)
    assert after != before
    undo(project)
    assert contents_of(project.connection) == before
    redo(project)
    assert contents_of(project.connection) == after


@pytest.mark.parametrize("table", [table for table in schema.RECORDED if table != "turn"])
def test_deleting_is_undone(project: Project, table: str, contents_of: Contents) -> None:
    insert_row(project, table)
    before = contents_of(project.connection)
    with project.transaction("test"):
        project.database.table(table).delete(last_id(project, table))
    after = contents_of(project.connection)
    assert after != before
    undo(project)
    assert contents_of(project.connection) == before
    redo(project)
    assert contents_of(project.connection) == after


def test_a_removed_transcript_comes_back_whole(project: Project, contents_of: Contents) -> None:
    """With all that hangs on it, what is counted and what is searched for among it."""
    before = contents_of(project.connection)
    with project.transaction("transcript remove"):
        project.database.table("transcript").delete(1)
    assert contents_of(project.connection)["fragment_person"] == []
    undo(project)
    assert contents_of(project.connection) == before
    found = project.connection.execute(
        "SELECT number FROM turn_search JOIN turn ON turn.id = turn_search.rowid "
        "WHERE turn_search MATCH 'cafe'"
    ).fetchall()
    assert found == [(5,)]
    project.connection.execute(
        "INSERT INTO turn_search(turn_search, rank) VALUES ('integrity-check', 1)"
    )


def test_a_change_of_a_row_counts_in_its_revision(project: Project) -> None:
    copy = project.setting("copy")
    uuid = project.connection.execute("SELECT uuid FROM fragment WHERE id = 1").fetchone()[0]

    def revision() -> tuple[object, ...] | None:
        row: tuple[object, ...] | None = project.connection.execute(
            "SELECT json_extract(vector, '$.\"' || ? || '\"'), removed FROM revision "
            "WHERE uuid = ?",
            [copy, uuid],
        ).fetchone()
        return row

    assert revision() is None
    with project.transaction("test"):
        project.database.table("fragment").update(1, {"stance": "mixed"})
    assert revision() == (1, 0)
    with project.transaction("test"):
        project.database.table("fragment").delete(1)
    assert revision() == (2, 1)
    undo(project)
    assert revision() == (3, 0)


def test_what_a_project_is_compared_with_is_what_a_new_one_gets(empty_project: Project) -> None:
    ours = sqlite3.connect(":memory:", isolation_level=None)
    schema.build(ours)
    assert schema.objects(ours) == schema.objects(empty_project.connection)
    ours.close()
