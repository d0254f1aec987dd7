"""What a question is about: which persons and which fragments, as conditions in SQL.

A filter on group, area, wave, kind or respondent chooses persons, and with them both what is
counted and who could have been counted. A filter on code, stance, coder, origin or text
chooses fragments.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field

from ... import RodedraadError
from ..fragments import stance_named
from ..naming import code_named, codes_below, nearest
from ..tallies import CONSENSUS
from .search import add_text_condition

KINDS = ("interview", "group", "meeting", "survey", "report", "document")
ORIGINS = ("manual", "accepted", "bulk", "imported", "adjudicated")
ALL_KINDS = "all"
NO_VALUE = ("none", "geen")
"""What stands for "no group", "no area", "no stance" in a filter."""


@dataclass(frozen=True)
class Filters:
    """What the analyst typed to narrow a question; several values of one filter mean "or"."""

    group: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    wave: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    respondent: tuple[str, ...] = ()
    stance: tuple[str, ...] = ()
    coder: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Selection:
    """Filters and codes as SQL conditions with their parameters.

    `persons` are conditions on `participation` and `transcript`, `fragments` on `fragment`;
    `codes` are ids, None for all. `coders` and `areas` are the values those filters allow.
    `survey_left_out` says that survey answers stand apart because no kind was asked for.
    """

    persons: tuple[str, ...] = ()
    fragments: tuple[str, ...] = ()
    codes: tuple[int, ...] | None = None
    coders: tuple[str, ...] = ()
    areas: tuple[str | None, ...] = ()
    survey_left_out: bool = False
    values: dict[str, object] = field(default_factory=dict)

    def where(self, conditions: Iterable[str]) -> str:
        """Join conditions to the text after WHERE."""
        return " AND ".join(conditions) or "TRUE"


def choose(
    connection: sqlite3.Connection, filters: Filters, code: str = "", only: bool = False
) -> Selection:
    """Turn filters and a code (with all below it, unless `only`) into a selection.

    Raises RodedraadError for a name that the project does not know, with the nearest ones.
    """
    persons: list[str] = []
    fragments: list[str] = []
    values: dict[str, object] = {}

    def add(conditions: list[str], column: str, name: str, chosen: Iterable[object]) -> None:
        """Add "column is one of these", in which None stands for no value."""
        listed = list(chosen)
        values[name] = json.dumps([value for value in listed if value is not None])
        condition = f"{column} IN (SELECT value FROM json_each(:{name}))"
        conditions.append(f"({condition} OR {column} IS NULL)" if None in listed else condition)

    if filters.group:
        add(persons, "participation.group_name", "groups", named_groups(connection, filters.group))
    areas = named_areas(connection, filters.area)
    if areas:
        add_area_condition(persons, values, areas)
    if filters.wave:
        add(persons, "transcript.wave_id", "waves", named_waves(connection, filters.wave))
    if filters.respondent:
        chosen = named_respondents(connection, filters.respondent)
        add(persons, "participation.respondent_id", "respondents", chosen)
    if not filters.kind:
        persons.append("transcript.kind <> 'survey'")
    elif ALL_KINDS not in filters.kind:
        add(persons, "transcript.kind", "kinds", filters.kind)
    if filters.stance:
        add(fragments, "fragment.stance", "stances", named_stances(filters.stance))
    coders = named_coders(connection, filters.coder)
    if coders:
        add(fragments, "fragment.coder", "coders", coders)
    if filters.origin:
        add(fragments, "fragment.origin", "origins", filters.origin)
    if filters.text:
        add_text_condition(connection, filters.text, fragments, values)
    return Selection(
        tuple(persons),
        tuple(fragments),
        codes_of(connection, code, only),
        coders,
        areas,
        not filters.kind,
        values,
    )


def codes_of(connection: sqlite3.Connection, code: str, only: bool) -> tuple[int, ...] | None:
    """Give the ids of a code and of all below it, None where no code was named."""
    if not code:
        return None
    number, path = code_named(connection, code)
    return (number,) if only else tuple(codes_below(connection, path))


def add_area_condition(
    conditions: list[str], values: dict[str, object], areas: tuple[str | None, ...]
) -> None:
    """Add "speaks for one of these areas"; None among them stands for no area at all."""
    own = "SELECT 1 FROM participation_area WHERE participation_id = participation.id"
    condition = f"EXISTS ({own} AND area IN (SELECT value FROM json_each(:areas)))"
    if None in areas:
        condition = f"({condition} OR NOT EXISTS ({own}))"
    values["areas"] = json.dumps([area for area in areas if area is not None])
    conditions.append(condition)


def named_groups(connection: sqlite3.Connection, names: Iterable[str]) -> list[str | None]:
    """Find stakeholder groups by name, in any case."""
    known = column(connection, "SELECT DISTINCT group_name FROM participation")
    message = "There is no group {name}. Did you mean: {nearest}?"
    return [None if name in NO_VALUE else one_of(name, known, message) for name in names]


def named_areas(connection: sqlite3.Connection, names: Iterable[str]) -> tuple[str | None, ...]:
    """Find areas by name, in any case."""
    known = column(connection, "SELECT DISTINCT area FROM participation_area")
    message = "There is no area {name}. Did you mean: {nearest}?"
    return tuple(None if name in NO_VALUE else one_of(name, known, message) for name in names)


def named_waves(connection: sqlite3.Connection, names: Iterable[str]) -> list[int | None]:
    """Find waves by name; give their ids."""
    rows = connection.execute("SELECT name, id FROM wave ORDER BY position").fetchall()
    known = {str(row[0]): int(row[1]) for row in rows}
    message = "There is no wave {name}. Did you mean: {nearest}?"
    return [None if name in NO_VALUE else known[one_of(name, known, message)] for name in names]


def named_respondents(connection: sqlite3.Connection, names: Iterable[str]) -> list[int]:
    """Find respondents by label; give their ids."""
    known = {
        str(row[0]): int(row[1]) for row in connection.execute("SELECT label, id FROM respondent")
    }
    message = (
        "There is no respondent {name}. Did you mean: {nearest}?\n"
        "See all with: rodedraad respondent list"
    )
    return [known[one_of(name, known, message)] for name in names]


def named_stances(names: Iterable[str]) -> list[str | None]:
    """Give the English names of stances; "none" is a fragment without one."""
    return [None if name in NO_VALUE else stance_named(name) for name in names]


def named_coders(connection: sqlite3.Connection, names: Iterable[str]) -> tuple[str, ...]:
    """Find coders by name, in any case."""
    sql = "SELECT DISTINCT coder FROM fragment UNION SELECT coder FROM coded_by"
    known = column(connection, sql) if names else []
    message = "Nobody called {name} has coded here. Did you mean: {nearest}?"
    return tuple(one_of(name, known, message) for name in names)


def column(connection: sqlite3.Connection, sql: str) -> list[str]:
    """Give the texts in the only column of a query, without nulls."""
    return [str(row[0]) for row in connection.execute(sql).fetchall() if row[0] is not None]


def one_of(name: str, known: Iterable[str], message: str) -> str:
    """Find a name among those known, in any case; else raise RodedraadError with `message`."""
    listed = list(known)
    for candidate in listed:
        if candidate.casefold() == name.casefold():
            return candidate
    raise RodedraadError(message, name=name, nearest=nearest(name, listed) or "–")


def counted_fragments(selection: Selection, all_coders: bool = False) -> str:
    """SQL of the fragments of a selection, as `tallies.voicings` wants them.

    The consensus takes the place of its coders, unless the question is about coders.
    """
    conditions = list(selection.fragments)
    if not all_coders and not selection.coders:
        conditions.append(f"""(fragment.coder = '{CONSENSUS}' OR NOT EXISTS (
            SELECT 1 FROM coded_by
            JOIN transcript_version ON transcript_version.transcript_id = coded_by.transcript_id
            WHERE transcript_version.id = fragment.version_id
              AND coded_by.coder = '{CONSENSUS}'))""")
    return f"SELECT * FROM fragment WHERE {selection.where(conditions)}"


def heard(selection: Selection) -> str:
    """SQL of the participations of a selection whose person has a turn of their own.

    Columns: participation_id, respondent_id, transcript_id, version_id, group_name,
    function, kind, wave_id.
    """
    own_turn = """EXISTS (
        SELECT 1 FROM speaker
        JOIN spoken ON spoken.version_id = transcript_version.id AND spoken.speaker_id = speaker.id
        WHERE speaker.participation_id = participation.id AND speaker.role = 'respondent')"""
    return f"""
SELECT participation.id AS participation_id, participation.respondent_id,
    participation.transcript_id, transcript_version.id AS version_id,
    participation.group_name, participation.function, transcript.kind, transcript.wave_id
FROM participation
JOIN transcript ON transcript.id = participation.transcript_id
JOIN transcript_version ON transcript_version.transcript_id = transcript.id
    AND transcript_version.number = transcript.version
WHERE {selection.where((own_turn, *selection.persons))}"""
