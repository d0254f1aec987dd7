"""The facets that a question can be laid out by: code, group, area, wave, stance, …"""

from __future__ import annotations

import json
import sqlite3
from enum import Enum
from typing import NamedTuple

from ... import RodedraadError
from ..naming import nearest
from .conditions import attributes
from .selection import Selection, heard

STANCES = ("positive", "negative", "mixed", "neutral")


class Of(Enum):
    """What has the value of a facet: the code, the fragment, or the person in a transcript."""

    CODE = "code"
    FRAGMENT = "fragment"
    PERSON = "person"


class Facet(NamedTuple):
    """One way to divide what is counted.

    `value` is SQL: of a person over `heard` and the tables of `join`, of a fragment over
    `fragment`. `order` sorts the values.
    """

    name: str
    of: Of
    value: str
    join: str = ""
    order: str = ""


FACETS = {
    facet.name: facet
    for facet in (
        Facet("code", Of.CODE, "scope.path"),
        Facet("group", Of.PERSON, "heard.group_name"),
        Facet(
            "area",
            Of.PERSON,
            "participation_area.area",
            "LEFT JOIN participation_area USING (participation_id)",
        ),
        Facet(
            "wave",
            Of.PERSON,
            "wave.name",
            "LEFT JOIN wave ON wave.id = heard.wave_id",
            "wave.position",
        ),
        Facet("kind", Of.PERSON, "heard.kind"),
        Facet("function", Of.PERSON, "nullif(heard.function, '')"),
        Facet(
            "respondent",
            Of.PERSON,
            "respondent.label",
            "JOIN respondent ON respondent.id = heard.respondent_id",
        ),
        Facet(
            "transcript",
            Of.PERSON,
            "transcript.slug",
            "JOIN transcript ON transcript.id = heard.transcript_id",
            "coalesce(transcript.date, ''), transcript.slug",
        ),
        Facet("stance", Of.FRAGMENT, "stance"),
        Facet("coder", Of.FRAGMENT, "coder"),
        Facet("origin", Of.FRAGMENT, "origin"),
    )
}


TOTAL = Facet("total", Of.PERSON, "'total'")
"""A facet with one value, which everybody has."""


def facet_named(connection: sqlite3.Connection, name: str) -> Facet | None:
    """Find a facet by its name, or an attribute of respondents; None when there is neither."""
    if name in FACETS:
        return FACETS[name]
    if name == TOTAL.name:
        return TOTAL
    if name not in attributes(connection):
        return None
    path = json.dumps(f'$."{name}"')
    # The name stands in the SQL as JSON and SQL text; quotes in it are doubled.
    literal = json.loads(path).replace("'", "''")
    return Facet(
        name,
        Of.PERSON,
        f"CAST(json_extract(respondent.attributes, '{literal}') AS TEXT)",
        FACETS["respondent"].join,
    )


def no_such_facet(connection: sqlite3.Connection, name: str) -> RodedraadError:
    """Make the error for a word that is neither a facet nor an attribute."""
    known = [*FACETS, *attributes(connection)]
    return RodedraadError(
        "{name} is nothing to lay answers out by. Did you mean: {nearest}?\nChoose from: {known}.",
        name=name,
        nearest=nearest(name, known),
        known=", ".join(known),
    )


def values_of(
    connection: sqlite3.Connection, facet: Facet, selection: Selection
) -> list[str | None]:
    """List the values of a facet among the persons of a selection, None (no value) last."""
    if facet.of is Of.CODE:
        return [path for _, path in codes_in_order(connection, selection.codes)]
    if facet == TOTAL:
        return [TOTAL.name]
    if facet.name == "stance":
        return [*STANCES, None]
    if facet.name == "coder":
        rows = connection.execute(
            "SELECT DISTINCT coder FROM fragment UNION SELECT coder FROM coded_by ORDER BY 1"
        ).fetchall()
        return [row[0] for row in rows if not selection.coders or row[0] in selection.coders]
    if facet.of is Of.FRAGMENT:
        sql = f"SELECT DISTINCT {facet.value} FROM fragment ORDER BY 1"
        return [row[0] for row in connection.execute(sql).fetchall()]
    order = facet.order or f"{facet.value} COLLATE NOCASE"
    found = connection.execute(
        f"SELECT {facet.value} AS value FROM ({heard(selection)}) AS heard {facet.join} "
        f"GROUP BY value ORDER BY value IS NULL, {order}",
        selection.values,
    ).fetchall()
    values = [row[0] for row in found]
    if facet.name == "area" and selection.areas:
        return [value for value in values if value in selection.areas]
    return values


def codes_in_order(
    connection: sqlite3.Connection, chosen: tuple[int, ...] | None = None
) -> list[tuple[int, str]]:
    """List (id, path) of codes in the order of the codebook, each before those below it."""
    rows = connection.execute("SELECT id, parent_id, path FROM code ORDER BY position, path")
    children: dict[int | None, list[tuple[int, str]]] = {}
    for number, parent, path in rows.fetchall():
        children.setdefault(parent, []).append((number, path))
    ordered = []
    waiting = children.get(None, [])[::-1]
    while waiting:
        code = waiting.pop()
        ordered.append(code)
        waiting.extend(children.get(code[0], [])[::-1])
    wanted = None if chosen is None else set(chosen)
    return [code for code in ordered if wanted is None or code[0] in wanted]
