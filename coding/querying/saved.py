"""Questions kept under a name, with places to fill in: "query politie --area {area}"."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ... import RodedraadError
from ..naming import nearest
from ..project import Project, new_uuid

PLACE = re.compile(r"\{(\w+)\}")
NAME = re.compile(r"[\w-]+")


@dataclass(frozen=True)
class Saved:
    """A question under a name: the words of its command, as they would be typed."""

    name: str
    words: tuple[str, ...]

    @property
    def places(self) -> list[str]:
        """The names of what must be filled in, in order."""
        return list(dict.fromkeys(name for word in self.words for name in PLACE.findall(word)))


def add_saved(project: Project, name: str, words: Sequence[str]) -> bool:
    """Keep a question, inside an open transaction; say whether the name is new.

    Raises RodedraadError for a name that is more than letters, digits, _ and -.
    """
    if not NAME.fullmatch(name):
        raise RodedraadError(
            "{name} is no name for a question: use letters, digits and hyphens.", name=name
        )
    content = json.dumps(list(words), ensure_ascii=False)
    known = project.connection.execute(
        "SELECT id FROM saved_query WHERE name = ?", [name]
    ).fetchone()
    if known:
        project.connection.execute(
            "UPDATE saved_query SET command = ? WHERE id = ?", [content, known[0]]
        )
    else:
        project.connection.execute(
            "INSERT INTO saved_query(uuid, name, command) VALUES (?, ?, ?)",
            [new_uuid(), name, content],
        )
    return known is None


def remove_saved(project: Project, name: str) -> None:
    """Forget a question, inside an open transaction. Raises RodedraadError when there is none."""
    saved_named(project.connection, name)
    project.connection.execute("DELETE FROM saved_query WHERE name = ?", [name])


def list_saved(connection: sqlite3.Connection) -> list[Saved]:
    """List the questions by name."""
    rows = connection.execute("SELECT name, command FROM saved_query ORDER BY name").fetchall()
    return [Saved(row[0], tuple(json.loads(row[1]))) for row in rows]


def saved_named(connection: sqlite3.Connection, name: str) -> Saved:
    """Find a question. Raises RodedraadError with the nearest names when there is none."""
    known = {saved.name: saved for saved in list_saved(connection)}
    if not known:
        raise RodedraadError(
            "There is no saved question {name}: none is kept yet.\n"
            "Keep one with: rodedraad saved add NAME COMMAND",
            name=name,
        )
    if name not in known:
        raise RodedraadError(
            "There is no saved question {name}. Did you mean: {nearest}?\n"
            "See all with: rodedraad saved list",
            name=name,
            nearest=nearest(name, known),
        )
    return known[name]


def filled_in(saved: Saved, values: Mapping[str, str]) -> list[str]:
    """Give the words of a question with its places filled in.

    Raises RodedraadError for a place without a value, and for a value without a place.
    """
    missing = [name for name in saved.places if name not in values]
    unknown = [name for name in values if name not in saved.places]
    if missing or unknown:
        raise RodedraadError(
            "{name} is run with: {places}.",
            name=saved.name,
            places=" ".join(f"{place}=…" for place in saved.places) or "–",
        )
    return [PLACE.sub(lambda match: values[match[1]], word) for word in saved.words]


def hash_of_data(connection: sqlite3.Connection) -> str:
    """Give a hash of all that answers rest on: texts, who spoke, fragments, what is finished.

    Two projects with the same hash (64 hexadecimal digits) give the same answers.
    """
    digest = hashlib.sha256()
    for sql in (
        "SELECT uuid, text_sha256 FROM transcript_version ORDER BY uuid",
        "SELECT uuid, kind, date, version FROM transcript ORDER BY uuid",
        "SELECT uuid, group_name, areas, function FROM participation ORDER BY uuid",
        "SELECT uuid, path FROM code ORDER BY uuid",
        "SELECT fragment.uuid, start, end, code.uuid, coder, origin, stance "
        "FROM fragment JOIN code ON code.id = code_id ORDER BY fragment.uuid",
        "SELECT transcript.uuid, coder FROM coded_by JOIN transcript ON transcript.id = "
        "transcript_id ORDER BY 1, 2",
    ):
        for row in connection.execute(sql).fetchall():
            digest.update(json.dumps(tuple(row), ensure_ascii=False).encode() + b"\n")
    return digest.hexdigest()
