"""What two copies changed apart: listed, and settled one by one or by a rule."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from ... import RodedraadError
from ..corpus import remove_transcript
from ..fragments import remove_fragment
from ..project import Project, new_uuid
from .ending import point_at_current
from .portable import BY_CHANCE, PLACE, Content, read_rows
from .rows import put, stands_under
from .sides import Merged, Merging, read_side
from .strays import move_strays
from .vectors import joined
from .versions import Version

LIST_KEYS = ("conflict", "what", "name", "where", "choice", "coder", "at", "says")
# Rows that come and go with a transcript or a code; nobody is asked about each of them.
ALONG = ("transcript_version", "code_version", "speaker", "participation")
RULES = ("newest", "mine", "theirs")
NAMED_BY = {
    "fragment": "citation",
    "transcript": "slug",
    "code": "slug",
    "respondent": "label",
    "wave": "name",
    "alias": "label",
    "saved_query": "name",
}


def open_conflicts(connection: sqlite3.Connection) -> dict[str, str]:
    """Give the UUIDs of the rows that somebody must settle, with their tables."""
    marks = ", ".join("?" * len(ALONG))
    rows = connection.execute(
        "SELECT row_uuid, table_name FROM conflict "
        f"WHERE removed = 0 OR table_name NOT IN ({marks}) GROUP BY row_uuid ORDER BY min(id)",
        ALONG,
    ).fetchall()
    return {str(uuid): str(table) for uuid, table in rows}


def choices(connection: sqlite3.Connection, table: str, uuid: str) -> list[Version]:
    """Give the versions of a row to choose from, the one that is shown now first."""
    row = connection.execute(
        "SELECT vector, coder, at FROM revision WHERE uuid = ?", [uuid]
    ).fetchone()
    vector, coder, at = (json.loads(row[0]), row[1], row[2]) if row else ({}, "", "")
    content = next(read_rows(connection, table, uuid), None)
    found = [Version(vector, content, coder, at)]
    for stored, removed, said, by, moment in connection.execute(
        "SELECT vector, removed, content, coder, at FROM conflict WHERE row_uuid = ? "
        "ORDER BY at, coder, content",
        [uuid],
    ).fetchall():
        content = None if removed else json.loads(said)
        found.append(Version(json.loads(stored), content, by, moment))
    return found


def list_conflicts(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """List what is open, a dictionary with `LIST_KEYS` for each version to choose.

    `where` is the transcript and turn of a fragment. `says` has the columns in which the
    versions differ; a removal says "removed".
    """
    rows = []
    for number, (uuid, table) in enumerate(open_conflicts(connection).items(), start=1):
        versions = choices(connection, table, uuid)
        columns = differing([v.content for v in versions if v.content is not None])
        named = next((v.content for v in versions if v.content is not None), {})
        for choice, version in enumerate(versions, start=1):
            said: dict[str, Any] = {"removed": True}
            if version.content is not None:
                said = {column: readable(connection, version.content[column]) for column in columns}
            name = str(named.get(NAMED_BY.get(table, ""), "")) or uuid[:8]
            where = place_of(connection, uuid) if table == "fragment" else ""
            values = (number, table, name, where, choice, version.coder, version.at, said)
            rows.append(dict(zip(LIST_KEYS, values, strict=True)))
    return rows


def place_of(connection: sqlite3.Connection, fragment: str) -> str:
    """Give the transcript and turn of a fragment, as "noord:3"."""
    row = connection.execute(
        "SELECT slug || ':' || turn.number FROM fragment JOIN turn ON turn.id = turn_id "
        "JOIN transcript_version AS version ON version.id = turn.version_id "
        "JOIN transcript ON transcript.id = transcript_id WHERE fragment.uuid = ?",
        [fragment],
    ).fetchone()
    return str(row[0]) if row else ""


def differing(contents: list[Content]) -> list[str]:
    """Name the columns in which contents differ; with one content, none."""
    return [
        column
        for column in contents[0]
        if column not in (*BY_CHANCE, *PLACE, "before", "turns", "meant")
        and any(content[column] != contents[0][column] for content in contents)
    ]


def readable(connection: sqlite3.Connection, value: Any) -> Any:
    """Give the name of a code or a wave in the place of its UUID."""
    row = connection.execute(
        "SELECT path FROM code WHERE uuid = :uuid UNION ALL SELECT name FROM wave "
        "WHERE uuid = :uuid UNION ALL SELECT label FROM respondent WHERE uuid = :uuid",
        {"uuid": value},
    ).fetchone()
    return row[0] if row else value


def settle(project: Project, number: int, choice: int) -> Merged:
    """Let one version of a row be the right one, inside an open transaction.

    `number` and `choice` count from 1 as in the list. Gives the row as changed, and what stays
    with an old text when another is chosen. Raises RodedraadError when there is no
    such conflict or choice, or when what is to be removed is still used.
    """
    found = list(open_conflicts(project.connection).items())
    if not 1 <= number <= len(found):
        raise RodedraadError(
            "There is no conflict {number}.\nSee all with: rodedraad conflict list", number=number
        )
    uuid, table = found[number - 1]
    versions = choices(project.connection, table, uuid)
    if not 1 <= choice <= len(versions):
        raise RodedraadError(
            "Conflict {number} has the choices 1 to {last}.", number=number, last=len(versions)
        )
    merged = Merged()
    take(project, table, uuid, versions, versions[choice - 1], merged)
    return merged


def settle_all(project: Project, rule: str) -> Merged:
    """Settle every conflict by a rule of `RULES`, inside an open transaction.

    Gives the rows as changed, and what stays with an old text where another was chosen. What is
    removed in one version and changed in another stays, whatever the rule.
    """
    decide: dict[str, Callable[[Version], Any]] = {
        "newest": lambda version: (version.at, version.coder),
        "mine": lambda version: (version.coder == project.coder, version.at),
        "theirs": lambda version: (version.coder != project.coder, version.at),
    }
    merged = Merged()
    for uuid, table in open_conflicts(project.connection).items():
        versions = choices(project.connection, table, uuid)
        said = [version for version in versions if version.content is not None]
        take(project, table, uuid, versions, max(said or versions, key=decide[rule]), merged)
    return merged


def take(
    project: Project,
    table: str,
    uuid: str,
    versions: list[Version],
    chosen: Version,
    merged: Merged,
) -> None:
    """Make a version the one that every copy will have after the next merge."""
    connection = project.connection
    merged.count("changed", table)
    let_undo_forget(project, uuid)
    see_all(project, table, uuid, versions)
    for part, name in parts_of(connection, table, uuid):
        see_all(project, part, name, choices(connection, part, name))
    if chosen is versions[0]:
        return
    side = read_side(connection)
    work = Merging(project, side, side, True, merged)
    if chosen.content is not None:
        put(work, table, {**chosen.content, "uuid": uuid}, needed=True)
        work.wanted[uuid] = chosen
        point_at_current(work)
        move_strays(work)
        return
    if table == "transcript":
        remove_transcript(project, side.ids[table][uuid])
    elif table == "fragment":
        remove_fragment(project, side.ids[table][uuid])
    elif stands_under(work, table, uuid):
        raise RodedraadError(
            "It is still used, so it cannot be removed.\n"
            "Give what uses it another place first: rodedraad codebook merge CODE INTO"
        )
    else:
        connection.execute(f"DELETE FROM {table} WHERE uuid = ?", [uuid])


def let_undo_forget(project: Project, uuid: str) -> None:
    """Let an undo take back that this copy has seen the other versions of a row.

    Otherwise the next merge would take the version that was put aside for an older one.
    """
    connection = project.connection
    row = connection.execute("SELECT vector FROM revision WHERE uuid = ?", [uuid]).fetchone()
    vector = json.loads(row[0]) if row else {}
    # Counted as a copy of its own: this copy may have made the version that was put aside.
    again = json.dumps(joined([vector, {new_uuid(): 1}]))
    connection.execute(
        "INSERT INTO undo_statement(change, table_name, row, statement) "
        "SELECT change, 'revision', 0, ? FROM current_change",
        [
            f"UPDATE revision SET vector = '{again}', "
            f"change = (SELECT change FROM current_change) WHERE uuid = '{uuid}'"
        ],
    )


def see_all(project: Project, table: str, uuid: str, versions: list[Version]) -> None:
    """Count a change of this copy that has seen every version, and close the conflict."""
    vector = joined(version.vector for version in versions)
    copy = project.setting("copy")
    vector[copy] = vector.get(copy, 0) + 1
    change = project.connection.execute("SELECT change FROM current_change").fetchone()[0]
    project.connection.execute(
        "INSERT INTO revision(uuid, table_name, vector, removed, coder, at, change) "
        "SELECT ?, ?, ?, 0, coder, at, id FROM change WHERE id = ? ON CONFLICT(uuid) DO UPDATE "
        "SET vector = excluded.vector, coder = excluded.coder, at = excluded.at, "
        "change = excluded.change",
        [uuid, table, json.dumps(joined([vector])), change],
    )
    project.connection.execute("DELETE FROM conflict WHERE row_uuid = ?", [uuid])


def parts_of(connection: sqlite3.Connection, table: str, uuid: str) -> list[tuple[str, str]]:
    """List the rows that came back with a transcript or a code, as (table, UUID)."""
    column = {"transcript": "transcript_id", "code": "code_id"}.get(table)
    found: dict[str, list[str]] = defaultdict(list)
    for part, name in connection.execute(
        "SELECT DISTINCT table_name, row_uuid FROM conflict WHERE removed = 1"
    ).fetchall():
        if part in ALONG and (part == "code_version") == (table == "code"):
            found[part].append(name)
    return [
        (part, name)
        for part, names in found.items()
        for name in names
        if column
        and connection.execute(
            f"SELECT 1 FROM {part} JOIN {table} AS whole ON whole.id = {part}.{column} "
            f"WHERE {part}.uuid = ? AND whole.uuid = ?",
            [name, uuid],
        ).fetchone()
    ]
