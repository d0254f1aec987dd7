"""Taking in the rows of the other copy: each is inserted, changes ours, or is put aside."""

from __future__ import annotations

import json
from typing import Any

from ..fragments import new_citation
from ..schema import FORGOTTEN
from .portable import (
    LOCAL,
    MEMO_TARGETS,
    NAMES,
    NATURAL,
    PARTS,
    PLACE,
    REFERENCES,
    TURN_COLUMNS,
    Content,
    read_rows,
)
from .sides import (
    Changed,
    Merging,
    Side,
    canonical,
    link,
    ours_versions,
    rename_ours,
    translate,
    translated,
    version_of,
)
from .versions import Version, newest

# Rows that are somebody's work: what they stand on is not removed from under them, and comes back.
WORK = ("code", "fragment", "memo", "decision", "coded_by", "reviewed_turn", "assignment")
# What keeps a row from being removed: rows that are somebody's work, or that these stand on.
STANDS_UNDER = {
    "transcript": "SELECT 1 FROM coded_by WHERE transcript_id = :id "
    "UNION ALL SELECT 1 FROM assignment WHERE transcript_id = :id "
    "UNION ALL SELECT 1 FROM transcript_version AS version WHERE transcript_id = :id AND ("
    "EXISTS (SELECT 1 FROM fragment WHERE version_id = version.id) "
    "OR EXISTS (SELECT 1 FROM decision WHERE version_id = version.id) "
    "OR EXISTS (SELECT 1 FROM reviewed_turn WHERE version_id = version.id))",
    "speaker": "SELECT 1 FROM turn WHERE speaker_id = :id",
    "participation": "SELECT 1 FROM speaker WHERE participation_id = :id",
    "respondent": "SELECT 1 FROM participation WHERE respondent_id = :id",
    "code": "SELECT 1 FROM fragment WHERE code_id = :id "
    "UNION ALL SELECT 1 FROM decision WHERE code_id = :id "
    "UNION ALL SELECT 1 FROM code WHERE parent_id = :id",
}


def take_in(work: Merging, table: str, content: Content) -> None:
    """Take in one row of the other copy."""
    raw = str(content["uuid"])
    uuid = canonical(work, raw)
    new = uuid not in work.ours.ids[table]
    if new and uuid not in work.ours.changed:
        twin = find_twin(work, table, translate(work, content), raw)
        if twin:
            link(work, raw, twin)
            if table == "transcript":
                link_texts(work, raw, twin)
            rename_ours(work)
            uuid, new = canonical(work, raw), False
    if not new and raw not in work.twins and not is_changed(work, uuid):
        return  # nobody changed it since both copies were one
    if not new and table == "transcript":
        link_texts(work, raw, uuid)  # both may have corrected it to the same text
        rename_ours(work)
    content = translate(work, content)
    theirs = [
        version_of(work, work.theirs, raw, content),
        *(translated(work, version) for version in work.theirs.conflicts.get(raw, ())),
    ]
    decide(work, table, uuid, theirs)


def is_changed(work: Merging, uuid: str) -> bool:
    """Tell whether anybody changed a row since it was made."""
    ours, theirs = work.ours, work.theirs
    return (
        uuid in ours.changed
        or uuid in theirs.changed
        or uuid in ours.conflicts
        or uuid in theirs.conflicts
    )


def find_twin(work: Merging, table: str, content: Content, raw: str) -> str | None:
    """Find our row that is the same thing as a row of theirs with another UUID."""
    if table == "transcript":
        rows = same_files(work, raw)
    elif table not in NATURAL or (table in NAMES and not work.same_names):
        return None
    else:
        values = natural_key(work, table, content)
        if values is None:
            return None
        where = " AND ".join(f"{column} IS ?" for column in NATURAL[table])
        rows = work.project.connection.execute(
            f"SELECT uuid FROM {table} WHERE {where}", values
        ).fetchall()
    if not rows:
        return None
    twin = str(rows[0][0])
    # What they know under our UUID is another thing to them; it only has the same name.
    own_thing = table in NAMES or table == "code_version"
    return None if own_thing and twin in work.theirs.ids[table] else twin


def natural_key(work: Merging, table: str, content: Content) -> tuple[Any, ...] | None:
    """Give what makes a row the same as another, with our ids; None when it stands on nothing."""
    key = [content[column] for column in NATURAL[table]]
    for place, column in enumerate(NATURAL[table]):
        parent = REFERENCES[table].get(column)
        if parent and key[place] is not None:
            key[place] = work.ours.ids[parent].get(key[place])
            if key[place] is None:
                return None
    return tuple(key)


def same_files(work: Merging, transcript: str) -> list[tuple[str]]:
    """Find our transcripts that came from the same bytes as one of theirs."""
    hashes = work.theirs.connection.execute(
        "SELECT sha256 FROM transcript_version WHERE transcript_id = ?",
        [work.theirs.ids["transcript"][transcript]],
    ).fetchall()
    return work.project.connection.execute(
        "SELECT DISTINCT transcript.uuid FROM transcript JOIN transcript_version "
        "ON transcript_id = transcript.id WHERE sha256 IN (SELECT value FROM json_each(?)) "
        "ORDER BY transcript.uuid",
        [json.dumps([row[0] for row in hashes])],
    ).fetchall()


def link_texts(work: Merging, theirs: str, ours: str) -> None:
    """Note which versions of two transcripts that are one have the same text."""

    def texts(side: Side, transcript: str) -> dict[tuple[str, str], str]:
        rows = side.connection.execute(
            "SELECT sha256, text_sha256, uuid FROM transcript_version WHERE transcript_id = ? "
            "ORDER BY number DESC",
            [side.ids["transcript"][transcript]],
        ).fetchall()
        return {(row[0], row[1]): str(row[2]) for row in rows}

    known = texts(work.ours, ours)
    for text, uuid in texts(work.theirs, theirs).items():
        if text in known and known[text] != uuid:
            link(work, uuid, known[text])


def decide(work: Merging, table: str, uuid: str, theirs: list[Version]) -> None:
    """Choose among all versions of a row, and change our row accordingly."""
    ours = ours_versions(work, table, uuid)
    shown, *others = newest([*ours, *theirs]) if ours or len(theirs) > 1 else theirs
    earlier = work.wanted.get(uuid), work.open.get(uuid)
    work.wanted[uuid], work.open[uuid] = shown, (table, others)
    known = uuid in work.ours.ids[table]
    if shown.content is None:
        if known:
            work.to_remove[table, uuid] = ours[0]
    elif known and ours[0].says == shown.says:
        return
    elif put(work, table, {**with_place(shown.content, theirs), "uuid": uuid}, table in WORK):
        work.merged.count("changed" if known else "added", table)
    elif earlier[0] is None:
        # What it stands on is gone for good, or is nobody's work: nothing is kept of it.
        del work.wanted[uuid], work.open[uuid]


def with_place(content: Content, versions: list[Version]) -> Content:
    """Give a version that was put aside the place that the row has in the other copy."""
    for version in versions:
        if version.content is not None and "version_id" in version.content:
            return {
                **{key: version.content[key] for key in PLACE & version.content.keys()},
                **content,
            }
    return content


def put(work: Merging, table: str, content: Content, needed: bool) -> bool:
    """Insert a row, or change the one with its UUID; False when what it stands on is gone.

    What somebody's work stands on (`needed`) is brought back when one of the copies has it.
    """
    ids, connection = work.ours.ids[table], work.project.connection
    # A row that we have stays on its words: it was moved here with every corrected text.
    ours = content["uuid"] in ids
    fixed = [column for column in work.columns[table] if column in PLACE] if ours else []
    row = {column: content[column] for column in work.columns[table] if column not in fixed}
    for column, parent in REFERENCES[table].items():
        if row.get(column) is not None:
            here = work.ours.ids[parent]
            if row[column] not in here and not bring_back(work, parent, row[column], needed):
                return False
            row[column] = here[row[column]]
    about = MEMO_TARGETS.get(content["target"]) if table == "memo" else None
    if about and not bring_back(work, about, content["target_uuid"], needed):
        return False
    if fixed:
        place = f"SELECT {', '.join(fixed)} FROM {table} WHERE id = ?"
        values = connection.execute(place, [ids[content["uuid"]]]).fetchone()
        row |= dict(zip(fixed, values, strict=True))
    if table == "memo":
        keep_turn(work, row, content)
    if table in NAMES:
        free_name(work, table, row)
    row |= local_columns(work, table, row, content)
    if content["uuid"] in ids:  # it may have come back with what it is a part of
        remove_double(work, table, row)
        pairs = ", ".join(f"{column} = ?" for column in row)
        values = [*row.values(), ids[content["uuid"]]]
        connection.execute(f"UPDATE {table} SET {pairs} WHERE id = ?", values)
    else:
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        values = list(row.values())
        cursor = connection.execute(f"INSERT INTO {table}({names}) VALUES ({marks})", values)
        ids[content["uuid"]] = int(cursor.lastrowid or 0)
    if table == "transcript_version":
        put_turns(work, ids[content["uuid"]], content["turns"])
    return True


def keep_turn(work: Merging, row: Content, content: Content) -> None:
    """Give a memo the turn that it is about, counted as in the copy from which it comes."""
    if row["target"] != "turn":
        row["turn"] = None
    elif row["turn"] is None or row["uuid"] not in work.ours.ids["memo"]:
        row["turn"] = content.get("turn")
        work.their_memos.add(row["uuid"])


def bring_back(work: Merging, table: str, uuid: str, needed: bool) -> bool:
    """See to it that a row is there for another to stand on; False when it cannot be."""
    if uuid in work.ours.ids[table]:
        return True
    changed = work.ours.changed.get(uuid, Changed({}))
    raw = next(
        (
            name
            for name in (uuid, *work.twins)
            if canonical(work, name) == uuid and name in work.theirs.ids[table]
        ),
        None,
    )
    if raw is None or not needed or FORGOTTEN in changed.vector:
        return False
    content = translate(work, next(read_rows(work.theirs.connection, table, raw)))
    if not put(work, table, {**content, "uuid": uuid}, needed):
        return False
    removed = work.wanted.get(uuid)
    if removed is None and uuid in work.ours.changed:
        removed = version_of(work, work.ours, uuid, None)  # we removed it with its whole
    if removed and removed.content is not None:
        return True  # a part came back with its whole, of which it was the first
    others = work.open.get(uuid, (table, []))[1]
    work.wanted[uuid] = version_of(work, work.theirs, raw, content)
    work.open[uuid] = (table, [*others, removed] if removed else others)
    work.merged.count("added", table)
    for part, column in PARTS.items():
        if REFERENCES[part][column] == table:
            bring_back_parts(work, part)
    return True


def bring_back_parts(work: Merging, table: str) -> None:
    """Bring back the texts of a transcript, and the versions of a code, that came back.

    We removed it with all its parts, and somebody else changed it, not its parts.
    """
    column = PARTS[table]
    whole = REFERENCES[table][column]
    for uuid, above in work.theirs.connection.execute(
        f"SELECT part.uuid, whole.uuid FROM {table} AS part JOIN {whole} AS whole "
        f"ON whole.id = part.{column} ORDER BY part.number"
    ).fetchall():
        name, owner = canonical(work, uuid), canonical(work, above)
        missing = name not in work.ours.ids[table] and owner in work.ours.ids[whole]
        if missing and stays(work, whole, owner):
            bring_back(work, table, name, needed=True)


def stays(work: Merging, table: str, uuid: str) -> bool:
    """Tell whether a row of ours is there after the merge, by itself or for the work on it."""
    uuid = canonical(work, uuid)
    shown = work.wanted.get(uuid)
    return shown is None or shown.content is not None or stands_under(work, table, uuid)


def stands_under(work: Merging, table: str, uuid: str) -> bool:
    """Tell whether somebody's work stands on a row, or what such work stands on."""
    if table in PARTS:
        return True  # had its whole been removed, it would have gone with it
    connection, identity = work.project.connection, work.ours.ids[table][uuid]
    question = STANDS_UNDER.get(table, "SELECT 1 WHERE false") + (
        " UNION ALL SELECT 1 FROM memo WHERE :uuid IN (target_uuid, code_uuid)"
    )
    return bool(connection.execute(question, {"id": identity, "uuid": uuid}).fetchone())


def local_columns(work: Merging, table: str, row: Content, content: Content) -> Content:
    """Give the columns of a row that follow from the rest of this file."""
    if table == "fragment":
        return local_columns_of_fragment(work, row, content)
    if table not in LOCAL:
        return {}
    connection = work.project.connection

    def one(question: str, *values: Any) -> Any:
        found = connection.execute(question, values).fetchone()
        return found[0] if found else None

    if table == "code":
        parent = one("SELECT path FROM code WHERE id = ?", row["parent_id"])
        return {"path": f"{parent}/{row['slug']}" if parent else row["slug"]}
    if table != "transcript" and content["uuid"] not in work.ours.ids[table]:
        above = "transcript_id" if table == "transcript_version" else "code_id"
        question = f"SELECT coalesce(max(number), 0) + 1 FROM {table} WHERE {above} = ?"
        return {"number": one(question, row[above])}
    return {}


def local_columns_of_fragment(work: Merging, row: Content, content: Content) -> Content:
    """Give the turn of a new fragment, the version of the code, and a citation of its own."""
    connection = work.project.connection
    uuid, meant = row["uuid"], content["meant"]
    taken = connection.execute(
        "SELECT 1 FROM fragment WHERE citation = ? AND uuid <> ?", [row["citation"], uuid]
    ).fetchone()
    if taken:
        row["citation"] = new_citation(connection, uuid)
    number = connection.execute(
        "SELECT number FROM code_version WHERE uuid = ?", [meant]
    ).fetchone()
    local = {"code_version": number[0] if number else 1}
    if uuid not in work.ours.ids["fragment"]:
        turn = connection.execute(
            "SELECT id FROM turn WHERE version_id = ? AND number = ?",
            [row["version_id"], content["turn"]],
        ).fetchone()
        local["turn_id"] = turn[0] if turn else None
    return local


def free_name(work: Merging, table: str, row: Content) -> None:
    """Of two different things with one name, give the one with the larger UUID a number."""
    column, connection = NAMES[table], work.project.connection
    where = f"{column} = ?" + (" AND parent_id IS ?" if table == "code" else "")
    place = [row["parent_id"]] if table == "code" else []

    def holder(name: str) -> str | None:
        found = connection.execute(
            f"SELECT uuid FROM {table} WHERE {where} AND uuid <> ?", [name, *place, row["uuid"]]
        ).fetchone()
        return str(found[0]) if found else None

    other = holder(row[column])
    if other is None:
        return
    form, number = ("{}-{}" if column == "slug" else "{} ({})"), 2
    while holder(form.format(row[column], number)):
        number += 1
    name = form.format(row[column], number)
    if row["uuid"] > other:
        row[column] = name
        return
    connection.execute(f"UPDATE {table} SET {column} = ? WHERE uuid = ?", [name, other])
    if table == "code":
        connection.execute(
            "UPDATE code SET path = path || '-' || ? WHERE uuid = ?", [number, other]
        )


def remove_double(work: Merging, table: str, row: Content) -> None:
    """Remove another row of ours that becomes the same as this one, such as the same words
    with the same code by the same coder; the two UUIDs then stand for one thing."""
    if table not in NATURAL or table in NAMES:
        return
    where = " AND ".join(f"{column} IS ?" for column in NATURAL[table])
    values = [*(row[column] for column in NATURAL[table]), row["uuid"]]
    for identity, uuid in work.project.connection.execute(
        f"SELECT id, uuid FROM {table} WHERE {where} AND uuid <> ?", values
    ).fetchall():
        work.project.connection.execute(f"DELETE FROM {table} WHERE id = ?", [identity])
        del work.ours.ids[table][uuid]
        work.wanted.setdefault(uuid, Version({**changed_vector(work, uuid), row["uuid"]: 1}, None))
        work.open.setdefault(uuid, (table, []))


def changed_vector(work: Merging, uuid: str) -> dict[str, int]:
    """Give the vector that this copy has of a row."""
    return work.ours.changed.get(uuid, Changed({})).vector


def put_turns(work: Merging, version: int, turns: list[list[Any]]) -> None:
    """Give a version these turns; those that it has are changed, so that their ids stay."""
    connection = work.project.connection
    known = dict(
        connection.execute("SELECT number, id FROM turn WHERE version_id = ?", [version]).fetchall()
    )
    for speaker, *values in turns:
        bring_back(work, "speaker", speaker, needed=True)
        row = dict(zip(TURN_COLUMNS, values, strict=True))
        row |= {"version_id": version, "speaker_id": work.ours.ids["speaker"][speaker]}
        if row["number"] in known:
            pairs = ", ".join(f"{column} = ?" for column in row)
            identity = known.pop(row["number"])
            connection.execute(f"UPDATE turn SET {pairs} WHERE id = ?", [*row.values(), identity])
        else:
            names, marks = ", ".join(row), ", ".join("?" * len(row))
            connection.execute(f"INSERT INTO turn({names}) VALUES ({marks})", list(row.values()))
    connection.executemany("DELETE FROM turn WHERE id = ?", [(row,) for row in known.values()])
