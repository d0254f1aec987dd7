"""What an analyst changes in the codebook while coding goes on.

Every change of a code's meaning or place makes a version of it with a note, who made it and
when; the fragments keep the version that they were coded under.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .. import RodedraadError
from ..codebooks.fields import slug_of
from .codes import (
    MEANING,
    content_of,
    give_shortcuts,
    insert_code,
    read_codebook,
    update_code,
)
from .naming import codes_below, nearest
from .project import Project, new_uuid

LIST_KEYS = ("code", *MEANING, "shortcut", "version", "fragments", "coders")
HISTORY_KEYS = ("code", "version", "at", "coder", "changed", "note")


def list_codes(connection: sqlite3.Connection, below: str = "") -> list[dict[str, Any]]:
    """List the codes in the order of the codebook, one dictionary with `LIST_KEYS` each.

    `fragments` and `coders` count what carries the code itself, not what is below it.
    `below` is the path of a code: then it and those below it.
    """
    counts = {
        int(row[0]): (int(row[1]), int(row[2]))
        for row in connection.execute(
            "SELECT code_id, count(*), count(DISTINCT coder) FROM fragment GROUP BY code_id"
        ).fetchall()
    }
    stored = {
        str(row[0]): (int(row[1]), int(row[2]))
        for row in connection.execute("SELECT path, id, version FROM code").fetchall()
    }
    rows = []
    for code in read_codebook(connection).walk():
        if not below or f"{code.path}/".startswith(f"{below}/"):
            code_id, version = stored[code.path]
            fragments, coders = counts.get(code_id, (0, 0))
            row: dict[str, Any] = {"code": code.path, "shortcut": code.shortcut}
            row |= {field: getattr(code, field) for field in MEANING}
            row |= {"version": version, "fragments": fragments, "coders": coders}
            rows.append(row)
    return rows


def add_code(project: Project, path: str, fields: dict[str, Any], note: str = "") -> int:
    """Add a code, inside an open transaction; give its id.

    `path` is the parent's path and the new name ("samenwerking/jeugd"). Raises RodedraadError
    when the parent is missing or the code exists.
    """
    parent_path, _, last = path.rpartition("/")
    parent_id = id_at(project.connection, parent_path) if parent_path else None
    slug = slug_of(last)
    place = place_of(project.connection, parent_id, slug)
    refuse_double(project.connection, slug)
    content = dict.fromkeys(MEANING, "") | {"indicators": "[]"}
    content |= {"name": last[:1].upper() + last[1:].replace("-", " ")} | as_columns(fields)
    position = project.connection.execute(
        "SELECT count(*) + 1 FROM code WHERE parent_id IS ?", [parent_id]
    ).fetchone()[0]
    row = content | {"parent_id": parent_id, "slug": slug, "path": place, "position": position}
    row["shortcut"] = checked_shortcut(project.connection, fields.get("shortcut") or "")
    code_id = insert_code(project, new_uuid(), row, note)
    give_shortcuts(project)
    return code_id


def as_columns(fields: dict[str, Any]) -> dict[str, Any]:
    """Give the fields of a code that were told about, as columns of its table."""
    columns = {key: value for key, value in fields.items() if key in MEANING and value}
    if "indicators" in columns:
        columns["indicators"] = json.dumps(list(columns["indicators"]), ensure_ascii=False)
    return columns


def id_at(connection: sqlite3.Connection, path: str) -> int:
    """Give the id of the code at exactly this path. Raises RodedraadError when there is none."""
    row = connection.execute("SELECT id FROM code WHERE path = ?", [path]).fetchone()
    if row is None:
        paths = [str(row[0]) for row in connection.execute("SELECT path FROM code").fetchall()]
        raise RodedraadError(
            "There is no code {code} to put it under. Did you mean: {nearest}?\n"
            "See all with: rodedraad codebook show",
            code=path,
            nearest=nearest(path, paths) or "/",
        )
    return int(row[0])


def place_of(connection: sqlite3.Connection, parent_id: int | None, slug: str) -> str:
    """Give the path of a slug under a parent. Raises RodedraadError when it is taken or empty."""
    if not slug:
        raise RodedraadError("A code needs a name with letters or digits in it.")
    parent = connection.execute("SELECT path FROM code WHERE id = ?", [parent_id]).fetchone()
    path = f"{parent[0]}/{slug}" if parent else slug
    if connection.execute("SELECT 1 FROM code WHERE path = ?", [path]).fetchone():
        raise RodedraadError(
            "There is a code {code} already.\n"
            "Put two codes together with: rodedraad codebook merge CODE INTO",
            code=path,
        )
    return path


def refuse_double(connection: sqlite3.Connection, slug: str, code_id: int = 0) -> None:
    """Refuse the last name of another code: typed alone, it would mean something else.

    Raises RodedraadError. Codebooks that are loaded may have such names.
    """
    row = connection.execute(
        "SELECT path FROM code WHERE slug = ? AND id <> ?", [slug, code_id]
    ).fetchone()
    if row:
        raise RodedraadError(
            "{slug} is the name of {code} already, and means that code in your questions.\n"
            "Nothing was changed. Choose a name that no code has.",
            slug=slug,
            code=row[0],
        )


def checked_shortcut(connection: sqlite3.Connection, shortcut: str, code_id: int = 0) -> str:
    """Give back a shortcut that can be used. Raises RodedraadError when it cannot."""
    if shortcut and not re.fullmatch(r"[0-9][a-z]?", shortcut):
        raise RodedraadError(
            "A shortcut is a digit and a small letter, such as 2p, not {shortcut}.",
            shortcut=shortcut,
        )
    taken = connection.execute(
        "SELECT path FROM code WHERE shortcut = ? AND shortcut <> '' AND id <> ?",
        [shortcut, code_id],
    ).fetchone()
    if taken:
        raise RodedraadError(
            "{shortcut} is the shortcut of {code} already.", shortcut=shortcut, code=taken[0]
        )
    return shortcut


def edit_code(project: Project, code_id: int, fields: dict[str, Any], note: str = "") -> bool:
    """Change what a code means, inside an open transaction; say whether anything changed."""
    columns = as_columns(fields)
    if fields.get("shortcut"):
        columns["shortcut"] = checked_shortcut(project.connection, fields["shortcut"], code_id)
    return update_code(project, code_id, columns, note)


def code_as_text(connection: sqlite3.Connection, path: str) -> str:
    """Write one code as a codebook of its own in YAML, for an editor."""
    from dataclasses import replace

    from ..codebooks import yaml
    from ..codebooks.model import Codebook

    book = read_codebook(connection)
    code = next(code for code in book.walk() if code.path == path)
    alone = replace(code, path=code.slug, codes=())
    return yaml.render(Codebook(book.name, book.language, codes=(alone,)))


def edit_from_text(project: Project, code_id: int, text: str, note: str = "") -> bool:
    """Take over what was changed in the text of `code_as_text`; say whether anything was.

    Inside an open transaction. Raises RodedraadError, with the line, for text that is no code.
    """
    from ..codebooks import yaml

    codes = yaml.parse(text, "editor").codes
    if len(codes) != 1:
        raise RodedraadError("Leave exactly one code in the text; nothing was changed.")
    columns = content_of(codes[0])
    shortcut = checked_shortcut(project.connection, codes[0].shortcut, code_id)
    return update_code(project, code_id, columns | {"shortcut": shortcut}, note)


def rename_code(project: Project, code_id: int, name: str, note: str = "") -> str:
    """Give a code another name and the slug of it, inside an open transaction; give its path.

    Raises RodedraadError when the new place is taken.
    """
    parent_id, slug, path = project.connection.execute(
        "SELECT parent_id, slug, path FROM code WHERE id = ?", [code_id]
    ).fetchone()
    if slug_of(name) != slug:
        place_of(project.connection, parent_id, slug_of(name))
        refuse_double(project.connection, slug_of(name), code_id)
        path = set_place(project, code_id, parent_id, slug_of(name), {"name": name}, note)
    else:
        update_code(project, code_id, {"name": name}, note)
    return str(path)


def move_code(project: Project, code_id: int, parent_id: int | None, note: str = "") -> str:
    """Put a code with all below it under another, or on top (None); give its new path.

    Inside an open transaction. Raises RodedraadError when the place is taken or lies below
    the code itself.
    """
    slug, path = project.connection.execute(
        "SELECT slug, path FROM code WHERE id = ?", [code_id]
    ).fetchone()
    if parent_id in codes_below(project.connection, path):
        raise RodedraadError("{code} cannot be put under itself.", code=path)
    if parent_id is None:  # the whole path is then the name that others may end in
        refuse_double(project.connection, slug, code_id)
    new_path = set_place(project, code_id, parent_id, slug, {"shortcut": ""}, note)
    give_shortcuts(project)
    return new_path


def set_place(
    project: Project,
    code_id: int,
    parent_id: int | None,
    slug: str,
    columns: dict[str, Any],
    note: str,
) -> str:
    """Put a code at another path, and with it those below; give the path."""
    connection = project.connection
    old = connection.execute("SELECT path FROM code WHERE id = ?", [code_id]).fetchone()[0]
    new = place_of(connection, parent_id, slug)
    columns |= {"parent_id": parent_id, "slug": slug, "path": new}
    update_code(project, code_id, columns, note or f"{old} → {new}")
    connection.execute(
        "UPDATE code SET path = ? || substr(path, ?) WHERE substr(path, 1, ?) = ?",
        [new, len(old) + 1, len(old) + 1, f"{old}/"],
    )
    return new


@dataclass(frozen=True)
class CodeUse:
    """What carries a code or one below it: numbers of rows, and whose fragments."""

    codes: int
    fragments: int
    memos: int
    coders: tuple[str, ...]


def code_use(connection: sqlite3.Connection, path: str) -> CodeUse:
    """Count what carries a code or one below it."""
    ids = json.dumps(codes_below(connection, path))
    coders = connection.execute(
        "SELECT coder, count(*) FROM fragment "
        "WHERE code_id IN (SELECT value FROM json_each(?)) GROUP BY coder ORDER BY coder",
        [ids],
    ).fetchall()
    memos = connection.execute(f"SELECT count(*) FROM memo WHERE {MEMOS_OF_CODES}", {"ids": ids})
    return CodeUse(
        len(json.loads(ids)),
        sum(row[1] for row in coders),
        int(memos.fetchone()[0]),
        tuple(str(row[0]) for row in coders),
    )


CODES = "SELECT uuid FROM code WHERE id IN (SELECT value FROM json_each(:ids))"
FRAGMENTS = "SELECT uuid FROM fragment WHERE code_id IN (SELECT value FROM json_each(:ids))"
MEMOS_OF_CODES = f"(target_uuid IN ({CODES} UNION {FRAGMENTS}) OR code_uuid IN ({CODES}))"


def remove_code(project: Project, path: str) -> None:
    """Remove a code and those below it, with fragments and memos, in an open transaction."""
    ids = codes_below(project.connection, path)
    values = {"ids": json.dumps(ids)}
    project.connection.execute(f"DELETE FROM memo WHERE {MEMOS_OF_CODES}", values)
    project.connection.execute(
        "DELETE FROM fragment WHERE code_id IN (SELECT value FROM json_each(:ids))", values
    )
    # The deepest first, because a code points at its parent.
    for code_id in sorted(ids, key=lambda number: -depth(project.connection, number)):
        project.connection.execute("DELETE FROM code WHERE id = ?", [code_id])


def depth(connection: sqlite3.Connection, code_id: int) -> int:
    """Tell how many codes a code stands under."""
    row = connection.execute("SELECT path FROM code WHERE id = ?", [code_id]).fetchone()
    return str(row[0]).count("/")


@dataclass(frozen=True)
class Moved:
    """What a merge of codes moved: fragments, and codes that stood below those that are gone."""

    fragments: int
    codes: int


def merge_codes(project: Project, sources: Sequence[int], target: int, note: str = "") -> Moved:
    """Put codes together into `target`, inside an open transaction; give what was moved.

    Fragments, decisions, memos, indicators and the codes below move along. Where one coder has
    both codes on one span, one fragment is left, with the memos of both. Raises RodedraadError
    when the target is among the sources or below one of them.
    """
    fragments, codes = 0, 0
    for source in sources:
        path = path_of(project.connection, source)
        if target in codes_below(project.connection, path):
            raise RodedraadError("{code} cannot go up in itself or below itself.", code=path)
        use = code_use(project.connection, path)
        fragments, codes = fragments + use.fragments, codes + use.codes - 1
        for (child,) in project.connection.execute(
            "SELECT id FROM code WHERE parent_id = ?", [source]
        ).fetchall():
            move_code(project, child, target)
        move_codings(project, source, target)
        take_over_indicators(project, source, target, note or f"+ {path}")
        project.connection.execute("DELETE FROM code WHERE id = ?", [source])
    return Moved(fragments, codes)


def path_of(connection: sqlite3.Connection, code_id: int) -> str:
    """Give the path of a code."""
    row = connection.execute("SELECT path FROM code WHERE id = ?", [code_id]).fetchone()
    return str(row[0])


def move_codings(project: Project, source: int, target: int) -> None:
    """Give everything coded, decided or noted under one code to another."""
    connection = project.connection
    values = {"source": source, "target": target}
    for statement in (
        "UPDATE memo SET target_uuid = (SELECT uuid FROM code WHERE id = :target) "
        "WHERE target_uuid = (SELECT uuid FROM code WHERE id = :source)",
        "UPDATE memo SET code_uuid = (SELECT uuid FROM code WHERE id = :target) "
        "WHERE code_uuid = (SELECT uuid FROM code WHERE id = :source)",
        "UPDATE OR IGNORE decision SET code_id = :target WHERE code_id = :source",
    ):
        connection.execute(statement, values)
    twins = connection.execute(
        "SELECT own.id, own.uuid, own.stance, twin.id, twin.uuid, twin.stance "
        "FROM fragment AS own JOIN fragment AS twin USING (version_id, start, end, coder) "
        "WHERE own.code_id = :source AND twin.code_id = :target",
        values,
    ).fetchall()
    for own_id, own_uuid, own_stance, twin_id, twin_uuid, twin_stance in twins:
        connection.execute(
            "UPDATE memo SET target_uuid = ? WHERE target_uuid = ?", [twin_uuid, own_uuid]
        )
        if own_stance and not twin_stance:
            project.database.table("fragment").update(twin_id, {"stance": own_stance})
        connection.execute("DELETE FROM fragment WHERE id = ?", [own_id])
    connection.execute(
        "UPDATE fragment SET code_id = :target, "
        "code_version = (SELECT version FROM code WHERE id = :target) WHERE code_id = :source",
        values,
    )


def take_over_indicators(project: Project, source: int, target: int, note: str) -> None:
    """Add the indicators of one code to those of another, as a version with a note."""
    rows = project.connection.execute(
        "SELECT id, indicators FROM code WHERE id IN (?, ?)", [source, target]
    ).fetchall()
    indicators = {int(row[0]): json.loads(row[1]) for row in rows}
    together = list(dict.fromkeys(indicators[target] + indicators[source]))
    columns: dict[str, object] = {"indicators": json.dumps(together, ensure_ascii=False)}
    update_code(project, target, columns, note)


def split_code(
    project: Project, code_id: int, name: str, fragments: Sequence[int], note: str = ""
) -> str:
    """Make a new code beside one and give it some of its fragments; give the new path.

    Inside an open transaction. Raises RodedraadError when the name is taken, or when there is
    no fragment to give.
    """
    path = path_of(project.connection, code_id)
    parent = path.rpartition("/")[0]
    new_path = f"{parent}/{name}" if parent else name
    if not fragments:
        raise RodedraadError(
            "No fragment of {code} was found for {name}; nothing was changed.\n"
            "Name fragments (f-7k2q), or words in them: --with WORDS\n"
            "For a code without fragments: rodedraad codebook add {path}",
            code=path,
            name=name,
            path=new_path,
        )
    new_id = add_code(project, new_path, {}, note or f"{path} → {new_path}")
    for fragment in fragments:
        project.database.table("fragment").update(fragment, {"code_id": new_id, "code_version": 1})
    return path_of(project.connection, new_id)


def fragments_with_words(connection: sqlite3.Connection, code_id: int, words: str) -> list[int]:
    """List the fragments with a code whose quote holds these words, whatever their capitals."""
    rows = connection.execute(
        "SELECT id, quote FROM fragment WHERE code_id = ? ORDER BY id", [code_id]
    ).fetchall()
    return [int(row[0]) for row in rows if words.casefold() in str(row[1]).casefold()]


def code_history(connection: sqlite3.Connection, path: str = "") -> list[dict[str, Any]]:
    """List the versions of the codes, or of one code: dictionaries with `HISTORY_KEYS`.

    `changed` names the fields in which a version differs from the one before.
    """
    rows = connection.execute(
        "SELECT path, number, at, coder, content, note FROM code_version "
        "JOIN code ON code.id = code_id WHERE ? = '' OR path = ? ORDER BY path, number",
        [path, path],
    ).fetchall()
    history = []
    earlier: dict[str, Any] = {}
    for code, number, at, coder, stored, note in rows:
        content = json.loads(stored)
        changed = [key for key in content if number > 1 and content[key] != earlier.get(key)]
        earlier = content
        history.append(
            dict(zip(HISTORY_KEYS, (code, number, at, coder, changed, note), strict=True))
        )
    return history
