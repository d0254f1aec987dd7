"""The codebook inside a project: stored, changed, and read back.

Every change of what a code means makes a new version of it; a fragment remembers the version
it was coded under.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from pathlib import Path

from .. import RodedraadError
from ..codebooks.fields import fill_in
from ..codebooks.model import Code, Codebook
from .project import Project, new_uuid, now, read_setting, write_setting

# What a coder goes by: when one of these changes, the code has a new version.
MEANING = ("name", "definition", "use_when", "not_when", "example", "counterexample", "indicators")


def load_codebook(project: Project, codebook: Codebook, note: str = "") -> tuple[int, int]:
    """Store a codebook, inside an open transaction; give (codes added, codes changed).

    A code is recognised by its UUID, else by its path. Codes of the project that the codebook
    does not name stay as they are, and where they are among the others; beside these all codes
    that the project knows keep their shortcuts.
    """
    connection = project.connection
    if not read_setting(connection, "codebook"):
        write_setting(project, "codebook", codebook.name)
    shortcuts = dict(connection.execute("SELECT id, shortcut FROM code").fetchall())
    named = {known_code(connection, code) for code in codebook.walk()}
    taken = None if shortcuts.keys() <= named else set(shortcuts.values())
    added, changed = load_codes(project, codebook.codes, None, taken, note)
    if added:
        give_shortcuts(project)
    return len(added), len(changed)


def known_code(connection: sqlite3.Connection, code: Code) -> int | None:
    """Give the id of a code that the project has already, None when it has not."""
    row = connection.execute(
        "SELECT id FROM code WHERE uuid = ? UNION ALL SELECT id FROM code WHERE path = ? LIMIT 1",
        [code.uuid, code.path],
    ).fetchone()
    return int(row[0]) if row else None


def load_codes(
    project: Project,
    codes: Sequence[Code],
    parent_id: int | None,
    taken: Collection[str] | None,
    note: str,
) -> tuple[set[int], set[int]]:
    """Store codes and those below them; give the ids of those (added, changed).

    `taken` are the shortcuts of the project, None when all codes take those of the file.
    """
    added: set[int] = set()
    changed: set[int] = set()
    before = siblings(project.connection, parent_id)
    order = []
    for code in codes:
        content = content_of(code) | {"parent_id": parent_id, "slug": code.slug}
        content |= {"path": code.path, "colour": code.colour}
        code_id = known_code(project.connection, code)
        if taken is None or (code_id is None and code.shortcut not in taken):
            content["shortcut"] = code.shortcut
        if code_id is None:
            code_id = insert_code(project, code.uuid, {"position": 0} | content, note)
            added.add(code_id)
        elif update_code(project, code_id, content, note):
            changed.add(code_id)
        order.append(code_id)
        below = load_codes(project, code.codes, code_id, taken, note)
        added |= below[0]
        changed |= below[1]
    return added, changed | put_in_order(project, before, order)


def siblings(connection: sqlite3.Connection, parent_id: int | None) -> list[int]:
    """List the ids of the codes right below another (None: the themes), in their order."""
    rows = connection.execute(
        "SELECT id FROM code WHERE parent_id IS ? ORDER BY position, path", [parent_id]
    )
    return [int(row[0]) for row in rows.fetchall()]


def put_in_order(project: Project, before: list[int], wanted: list[int]) -> set[int]:
    """Give codes the order that is wanted, among those that are not named; give which changed.

    Those not named stay where they are. A new one comes behind the one that it follows.
    """
    known = [code for code in wanted if code in before]
    rest = iter(known)
    order = [next(rest) if code in known else code for code in before]
    for place, code in enumerate(wanted):
        if code not in before:
            first = order.index(known[0]) if known else len(order)
            order.insert(order.index(wanted[place - 1]) + 1 if place else first, code)
    if order != before:
        for position, code in enumerate(order, start=1):
            update_code(project, code, {"position": position}, "")
    old = [code for code in before if code in known]
    return {code for code, other in zip(known, old, strict=True) if code != other}


def give_shortcuts(project: Project) -> None:
    """Give each code that has no shortcut the first free one that fits its theme and name."""
    connection = project.connection
    for code in fill_in(read_codebook(connection)).walk():
        connection.execute(
            "UPDATE code SET shortcut = ? WHERE path = ? AND shortcut = '' AND ? <> ''",
            [code.shortcut, code.path, code.shortcut],
        )


def content_of(code: Code) -> dict[str, object]:
    """Give the fields of a code that say what it means, as columns."""
    content: dict[str, object] = {field: getattr(code, field) for field in MEANING}
    return content | {"indicators": json.dumps(code.indicators, ensure_ascii=False)}


def insert_code(project: Project, uuid: str, content: dict[str, object], note: str) -> int:
    """Insert a code and its first version; give its id."""
    code_id = project.insert("code", {"uuid": uuid, **content})
    add_version(project, code_id, 1, content, note)
    return code_id


def update_code(project: Project, code_id: int, content: dict[str, object], note: str) -> bool:
    """Change columns of a code; a changed meaning or place makes a version.

    Say whether anything changed.
    """
    row = project.database.table("code").get(code_id)
    changed = {key: value for key, value in content.items() if row[key] != value}
    if not changed:
        return False
    if changed.keys() & {*MEANING, "path"}:
        changed["version"] = row["version"] + 1
        add_version(project, code_id, row["version"] + 1, row | content, note)
    project.database.table("code").update(code_id, changed)
    return True


def add_version(
    project: Project, code_id: int, number: int, content: dict[str, object], note: str
) -> None:
    """Keep what a code means and where it stands from now on, under the next version number."""
    kept = {key: content[key] for key in (*MEANING, "path")}
    project.database.table("code_version").insert(
        {
            "uuid": new_uuid(),
            "code_id": code_id,
            "number": number,
            "content": json.dumps(kept, ensure_ascii=False),
            "note": note,
            "coder": project.coder,
            "at": now(),
        }
    )


def read_codebook(connection: sqlite3.Connection) -> Codebook:
    """Read the codebook of a project. Raises RodedraadError when it has no code yet."""
    rows = connection.execute(
        "SELECT id, parent_id, uuid, slug, path, name, definition, use_when, not_when, example, "
        "counterexample, indicators, shortcut, colour FROM code ORDER BY position, path"
    ).fetchall()
    if not rows:
        raise RodedraadError(
            "The project has no codebook yet.\n"
            "Load one with: rodedraad codebook load gebiedsgericht"
        )
    children: dict[int | None, list[sqlite3.Row]] = {}
    for row in rows:
        children.setdefault(row[1], []).append(row)

    def codes_under(parent: int | None) -> tuple[Code, ...]:
        return tuple(
            Code(
                uuid=row[2],
                slug=row[3],
                path=row[4],
                name=row[5],
                definition=row[6],
                use_when=row[7],
                not_when=row[8],
                example=row[9],
                counterexample=row[10],
                indicators=tuple(json.loads(row[11])),
                shortcut=row[12],
                colour=row[13],
                codes=codes_under(row[0]),
            )
            for row in children.get(parent, [])
        )

    return Codebook(
        read_setting(connection, "codebook"),
        read_setting(connection, "language"),
        codes=codes_under(None),
    )


def codebook_as_text(codebook: Codebook) -> str:
    """Write a codebook as YAML."""
    from ..codebooks.yaml import render

    return render(codebook)


def write_codebook(codebook: Codebook, path: Path) -> None:
    """Write a codebook to a file, in the form that the end of its name asks for.

    In a YAML file that exists, comments stay. Raises RodedraadError for another end than
    .yaml, .yml, .csv and .qdc (REFI-QDA), and when the file cannot be written.
    """
    ending = path.suffix.lower()
    if ending == ".csv":
        from ..codebooks.csv import write as write_csv

        write_csv(codebook, path)
    elif ending == ".qdc":
        from ..codebooks.qdc import write as write_qdc

        write_qdc(codebook, path)
    elif ending in (".yaml", ".yml"):
        from ..codebooks.yaml import write as write_yaml

        write_yaml(codebook, path)
    else:
        raise RodedraadError(
            "{file}: a codebook is written as .qdc, .yaml or .csv; give it one of these ends.",
            file=path,
        )
