"""The codebook inside a project: stored, changed, and read back.

Every change of what a code means makes a new version of it; a fragment remembers the version
it was coded under.
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from .. import RodedraadError
from ..codebooks.model import Code, Codebook
from .project import Project, new_uuid, now, read_setting, write_setting

# What a coder goes by: when one of these changes, the code has a new version.
MEANING = ("name", "definition", "use_when", "not_when", "example", "counterexample", "indicators")


def load_codebook(project: Project, codebook: Codebook, note: str = "") -> tuple[int, int]:
    """Store a codebook, inside an open transaction; give (codes added, codes changed).

    A code is recognised by its UUID, else by its path. Codes of the project that the codebook
    does not name stay as they are.
    """
    if not read_setting(project.connection, "codebook"):
        write_setting(project, "codebook", codebook.name)
    added, changed = 0, 0
    for position, code in enumerate(codebook.codes, start=1):
        counts = load_code(project, code, None, position, note)
        added, changed = added + counts[0], changed + counts[1]
    return added, changed


def load_code(
    project: Project, code: Code, parent_id: int | None, position: int, note: str
) -> tuple[int, int]:
    """Store a code and those below it; give (added, changed)."""
    row = project.connection.execute(
        "SELECT id FROM code WHERE uuid = ? UNION ALL SELECT id FROM code WHERE path = ? LIMIT 1",
        [code.uuid, code.path],
    ).fetchone()
    content = content_of(code) | {
        "parent_id": parent_id,
        "slug": code.slug,
        "path": code.path,
        "position": position,
        "shortcut": code.shortcut,
        "colour": code.colour,
    }
    if row is None:
        code_id = insert_code(project, code.uuid, content, note)
        added, changed = 1, 0
    else:
        code_id = int(row[0])
        added, changed = 0, int(update_code(project, code_id, content, note))
    for index, child in enumerate(code.codes, start=1):
        counts = load_code(project, child, code_id, index, note)
        added, changed = added + counts[0], changed + counts[1]
    return added, changed


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
