"""Finding what the analyst names: a transcript, a code, a fragment, a respondent."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from .. import RodedraadError
from ..codebooks.finding import find_code


def nearest(name: str, names: Iterable[str], count: int = 3) -> str:
    """Give the names most like `name`, as text to print after "did you mean".

    Those with `name` in them come first, then those spelt like it; the first of the alphabet
    where nothing looks like it.
    """
    known = list(names)
    like = names_like(name, known, count) or sorted(known, key=str.lower)[:count]
    return ", ".join(like)


def names_like(name: str, names: Iterable[str], count: int = 3, cutoff: float = 0.5) -> list[str]:
    """List at most `count` names that have `name` in them, or that are spelt like it.

    `cutoff` is how much alike they must be at least: 0 for anything, 1 for the same.
    """
    import difflib

    lower = {candidate.lower(): candidate for candidate in names}
    wanted = name.lower()
    inside = [candidate for candidate in lower if wanted and wanted in candidate]
    close = inside or difflib.get_close_matches(wanted, lower, n=count, cutoff=cutoff)
    return [lower[candidate] for candidate in close[:count]]


def transcript_named(connection: sqlite3.Connection, name: str) -> tuple[int, str]:
    """Find a transcript by slug, number or any unambiguous start; give (id, slug).

    A slug beats a number when a word could be either. Raises RodedraadError with the
    nearest names when there is none, or with all that fit when there are several.
    """
    rows = connection.execute("SELECT id, slug FROM transcript ORDER BY slug").fetchall()
    by_slug = {str(slug): int(number) for number, slug in rows}
    if name in by_slug:
        return by_slug[name], name
    for slug, number in by_slug.items():
        if name == str(number):
            return number, slug
    fitting = [slug for slug in by_slug if slug.startswith(name.lower())]
    if len(fitting) == 1:
        return by_slug[fitting[0]], fitting[0]
    if fitting:
        raise RodedraadError(
            "Several transcripts begin with {name}: {names}.\nType more of the name.",
            name=name,
            names=", ".join(fitting),
        )
    if not by_slug:
        raise RodedraadError(
            "There is no transcript {name}: the project holds none yet.\n"
            "Import them with: rodedraad import FILE",
            name=name,
        )
    raise RodedraadError(
        "There is no transcript {name}. Did you mean: {nearest}?\n"
        "See all with: rodedraad transcript list",
        name=name,
        nearest=nearest(name, by_slug),
    )


def code_named(connection: sqlite3.Connection, name: str) -> tuple[int, str]:
    """Find a code by path, an unambiguous end of it, or shortcut; give (id, path).

    Raises RodedraadError as `codebooks.finding.find_code` does.
    """
    rows = connection.execute("SELECT id, path, shortcut FROM code ORDER BY path").fetchall()
    path = find_code(name, [(str(row[1]), str(row[2])) for row in rows])
    return next(int(row[0]) for row in rows if row[1] == path), path


def codes_below(connection: sqlite3.Connection, path: str) -> list[int]:
    """List the ids of a code and of everything below it."""
    rows = connection.execute(
        "SELECT id FROM code WHERE path = ? OR substr(path, 1, ?) = ?",
        [path, len(path) + 1, f"{path}/"],
    ).fetchall()
    return [int(row[0]) for row in rows]


def codes_asked_for(connection: sqlite3.Connection, name: str | None) -> list[str]:
    """List the paths of a code and of everything below it; none when no code was named."""
    if not name:
        return []
    ids = set(codes_below(connection, code_named(connection, name)[1]))
    rows = connection.execute("SELECT id, path FROM code ORDER BY path").fetchall()
    return [str(row[1]) for row in rows if row[0] in ids]


def is_citation(connection: sqlite3.Connection, name: str) -> bool:
    """Tell whether a name is the citation of a fragment ("f-7k2q")."""
    found = connection.execute("SELECT 1 FROM fragment WHERE citation = ?", [name.lower()])
    return found.fetchone() is not None


def citation_named(connection: sqlite3.Connection, name: str) -> str:
    """Find a fragment as `fragment_named` does; give its citation."""
    row = connection.execute(
        "SELECT citation FROM fragment WHERE id = ?", [fragment_named(connection, name)]
    ).fetchone()
    return str(row[0])


def fragment_named(connection: sqlite3.Connection, name: str) -> int:
    """Find a fragment by its citation or the start of its UUID; give its id.

    Raises RodedraadError when none fits, or several do.
    """
    rows = connection.execute(
        "SELECT id FROM fragment WHERE citation = ? OR substr(uuid, 1, ?) = ? LIMIT 2",
        [name.lower(), max(len(name), 4), name.lower()],
    ).fetchall()
    if len(rows) == 1:
        return int(rows[0][0])
    if rows:
        raise RodedraadError("Several fragments begin with {name}: type more of it.", name=name)
    citations = connection.execute("SELECT citation FROM fragment ORDER BY citation").fetchall()
    like = names_like(name, [str(row[0]) for row in citations], cutoff=0.8)
    if like:
        raise RodedraadError(
            "There is no fragment {name}. Did you mean: {nearest}?\n"
            "Find its citation (f-…) with: rodedraad query",
            name=name,
            nearest=", ".join(like),
        )
    raise RodedraadError(
        "There is no fragment {name}.\nFind its citation (f-…) with: rodedraad query", name=name
    )


def respondent_named(connection: sqlite3.Connection, label: str) -> int:
    """Find a respondent by their label; give the id.

    Raises RodedraadError with near names, those that a speaker has in a transcript among them.
    """
    rows = connection.execute("SELECT label, id FROM respondent").fetchall()
    by_label = {str(name): int(number) for name, number in rows}
    for name, number in by_label.items():
        if name.lower() == label.lower():
            return number
    if not by_label:
        raise RodedraadError(
            "There is no respondent {label}: the project holds none yet.\n"
            "Import interviews with: rodedraad import FILE",
            label=label,
        )
    rows = connection.execute(
        "SELECT speaker.label, respondent.label FROM speaker "
        "JOIN participation ON participation.id = participation_id "
        "JOIN respondent ON respondent.id = respondent_id"
    ).fetchall()
    spoken = {str(speaker): str(name) for speaker, name in rows}
    like = names_like(label, by_label) or [spoken[name] for name in names_like(label, spoken)]
    raise RodedraadError(
        "There is no respondent {label}. Did you mean: {nearest}?\n"
        "See all with: rodedraad respondent list",
        label=label,
        nearest=", ".join(dict.fromkeys(like)) or nearest(label, by_label),
    )
