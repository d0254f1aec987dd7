"""Conditions in SQL on what a person, a talk or a fragment is.

Each takes the values as the analyst typed them, looks them up in the project (in any case,
with the nearest names when there is none) and puts them in the parameters of the statement.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence

from ... import RodedraadError
from ..naming import nearest, transcript_named

KINDS = ("interview", "group", "meeting", "survey", "report", "document")
ORIGINS = ("manual", "accepted", "bulk", "imported", "adjudicated")
NO_VALUE = ("none", "geen")
"""What stands for "no group", "no area", "no stance" in a question."""
STANCE_SIGNS = {"+": "positive", "-": "negative", "=": "mixed", "0": "neutral"}

Found = Sequence[str | int | None]


class Parameters(dict[str, object]):
    """The named parameters of an SQL statement that is put together from parts."""

    def add(self, value: object) -> str:
        """Give a value a name, and give the text that stands for it in the SQL."""
        name = f"value_{len(self) + 1}"
        self[name] = value
        return f":{name}"


def is_one_of(column: str, values: Iterable[object], parameters: Parameters) -> str:
    """SQL for "the column has one of these values", in which None stands for no value."""
    listed = list(values)
    named = [value for value in listed if value is not None]
    condition = f"{column} IN (SELECT value FROM json_each({parameters.add(json.dumps(named))}))"
    if None in listed:
        return f"({condition} OR {column} IS NULL)"
    return condition


def speaks_for_one_of(areas: Iterable[object], parameters: Parameters) -> str:
    """SQL for "the person speaks for one of these areas"; None stands for no area at all."""
    listed = list(areas)
    own = "SELECT 1 FROM participation_area WHERE participation_id = participation.id"
    condition = f"EXISTS ({own} AND {is_one_of('area', filter(None, listed), parameters)})"
    return f"({condition} OR NOT EXISTS ({own}))" if None in listed else condition


def named_groups(connection: sqlite3.Connection, names: Iterable[str]) -> Found:
    """Find stakeholder groups by name."""
    known = column_of(connection, "SELECT DISTINCT group_name FROM participation")
    unknown = RodedraadError("There is no group {name}. Did you mean: {nearest}?")
    return lookup(names, known, unknown)


def named_areas(connection: sqlite3.Connection, names: Iterable[str]) -> Found:
    """Find areas by name."""
    known = column_of(connection, "SELECT DISTINCT area FROM participation_area")
    unknown = RodedraadError("There is no area {name}. Did you mean: {nearest}?")
    return lookup(names, known, unknown)


def named_waves(connection: sqlite3.Connection, names: Iterable[str]) -> Found:
    """Find waves by name; give their ids."""
    rows = connection.execute("SELECT name, id FROM wave ORDER BY position").fetchall()
    ids = {str(row[0]): int(row[1]) for row in rows}
    unknown = RodedraadError("There is no wave {name}. Did you mean: {nearest}?")
    found = lookup(names, ids, unknown)
    return [None if name is None else ids[str(name)] for name in found]


def named_respondents(connection: sqlite3.Connection, names: Iterable[str]) -> Found:
    """Find respondents by label; give their ids."""
    rows = connection.execute("SELECT label, id FROM respondent").fetchall()
    ids = {str(row[0]): int(row[1]) for row in rows}
    unknown = RodedraadError(
        "There is no respondent {name}. Did you mean: {nearest}?\n"
        "See all with: rodedraad respondent list"
    )
    return [ids[str(name)] for name in lookup(names, ids, unknown, none_allowed=False)]


def named_transcripts(connection: sqlite3.Connection, names: Iterable[str]) -> Found:
    """Find transcripts by slug, number or start; give their ids."""
    return [transcript_named(connection, name)[0] for name in names]


def named_kinds(_connection: sqlite3.Connection, names: Iterable[str]) -> Found:
    """Find kinds of sources."""
    unknown = RodedraadError("There is no kind {name}. Did you mean: {nearest}?")
    return lookup(names, KINDS, unknown, none_allowed=False)


def named_coders(connection: sqlite3.Connection, names: Iterable[str]) -> Found:
    """Find coders by name."""
    sql = "SELECT DISTINCT coder FROM fragment UNION SELECT coder FROM coded_by"
    unknown = RodedraadError("Nobody called {name} has coded here. Did you mean: {nearest}?")
    return lookup(names, column_of(connection, sql), unknown, none_allowed=False)


def named_origins(_connection: sqlite3.Connection, names: Iterable[str]) -> Found:
    """Find origins of fragments."""
    unknown = RodedraadError("There is no origin {name}. Did you mean: {nearest}?")
    return lookup(names, ORIGINS, unknown, none_allowed=False)


def named_stances(_connection: sqlite3.Connection, names: Iterable[str]) -> Found:
    """Give the English names of stances, also from Dutch ones and from the signs + - = 0."""
    # coding.fragments brings what writing needs: 20 ms that most questions can do without.
    from ..fragments import stance_named

    return [
        None if name.lower() in NO_VALUE else STANCE_SIGNS.get(name) or stance_named(name)
        for name in names
    ]


def as_typed(_connection: sqlite3.Connection, names: Iterable[str]) -> Found:
    """Take values as they are: a function, a date, or what somebody answered."""
    return [None if name.lower() in NO_VALUE else name for name in names]


Lookup = Callable[[sqlite3.Connection, Iterable[str]], Found]

# How the values of each attribute are looked up, and the column that has them. The columns
# of persons are those of participation and transcript, the others those of fragment.
OF_PERSONS: dict[str, tuple[Lookup, str]] = {
    "group": (named_groups, "participation.group_name"),
    "area": (named_areas, ""),
    "wave": (named_waves, "transcript.wave_id"),
    "kind": (named_kinds, "transcript.kind"),
    "respondent": (named_respondents, "participation.respondent_id"),
    "transcript": (named_transcripts, "transcript.id"),
    "function": (as_typed, "nullif(participation.function, '') COLLATE NOCASE"),
    "date": (as_typed, "transcript.date"),
}
OF_FRAGMENTS: dict[str, tuple[Lookup, str]] = {
    "stance": (named_stances, "fragment.stance"),
    "coder": (named_coders, "fragment.coder"),
    "origin": (named_origins, "fragment.origin"),
}


def person_condition(
    connection: sqlite3.Connection, name: str, values: Iterable[str], parameters: Parameters
) -> str:
    """SQL for "this attribute of the person or the talk has one of these values".

    A name that is not in OF_PERSONS is an attribute of respondents.
    Raises RodedraadError for an unknown attribute or value.
    """
    if name == "area":
        return speaks_for_one_of(named_areas(connection, values), parameters)
    if name in OF_PERSONS:
        find, column = OF_PERSONS[name]
        return is_one_of(column, find(connection, values), parameters)
    column = attribute_column(connection, name, parameters)
    condition = is_one_of(column, as_typed(connection, values), parameters)
    return f"""participation.respondent_id IN (
        SELECT id FROM respondent WHERE {condition})"""


def fragment_condition(
    connection: sqlite3.Connection, name: str, values: Iterable[str], parameters: Parameters
) -> str:
    """SQL for "this attribute of the fragment has one of these values"."""
    find, column = OF_FRAGMENTS[name]
    return is_one_of(column, find(connection, values), parameters)


def attribute_column(connection: sqlite3.Connection, name: str, parameters: Parameters) -> str:
    """SQL of an attribute of respondents. Raises RodedraadError when nobody has it."""
    known = attributes(connection)
    for candidate in known:
        if candidate.casefold() == name.casefold():
            path = parameters.add(f'$."{candidate}"')
            return f"CAST(json_extract(attributes, {path}) AS TEXT) COLLATE NOCASE"
    listed = [*OF_PERSONS, *OF_FRAGMENTS, *known]
    raise RodedraadError(
        "There is no attribute {name}. Did you mean: {nearest}?\nChoose from: {known}.",
        name=name,
        nearest=nearest(name, listed),
        known=", ".join(listed),
    )


def attributes(connection: sqlite3.Connection) -> list[str]:
    """List the attributes that respondents of this project have."""
    rows = connection.execute(
        "SELECT DISTINCT key FROM respondent, json_each(respondent.attributes) ORDER BY key"
    ).fetchall()
    return [str(row[0]) for row in rows if '"' not in str(row[0])]


def column_of(connection: sqlite3.Connection, sql: str) -> list[str]:
    """Give the texts in the only column of a query, without nulls."""
    return [str(row[0]) for row in connection.execute(sql).fetchall() if row[0] is not None]


def lookup(
    names: Iterable[str], known: Iterable[str], unknown: RodedraadError, none_allowed: bool = True
) -> Found:
    """Find names among those known, in any case; "none" is None.

    Raises `unknown`, filled in, for a name that is not among them.
    """
    by_folded = {name.casefold(): name for name in known}
    found: list[str | None] = []
    for name in names:
        if name.casefold() in by_folded:
            found.append(by_folded[name.casefold()])
        elif none_allowed and name.casefold() in NO_VALUE:
            found.append(None)
        else:
            if not by_folded:
                raise RodedraadError(
                    "{name} cannot be found: the project has nothing of the kind yet.\n"
                    "See what there is with: rodedraad status",
                    name=name,
                )
            near = nearest(name, by_folded.values())
            raise RodedraadError(unknown.message, name=name, nearest=near)
    return found
