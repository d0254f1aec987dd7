"""Which voices were heard: planned, heard and silent by group and area, and who dominates."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from .counting import finished
from .selection import Filters, Selection, choose, heard
from .summary import Basis, basis_of

Place = tuple[str | None, str | None]
EVERYBODY = Filters()


@dataclass(frozen=True)
class Voices:
    """One group in one area (None: persons without a group, or for no area in particular).

    `planned` persons, None where the plan says nothing; `heard` have a turn of their own, and
    of these `coded` in a transcript that is marked coded. `words` are all their words.
    """

    group: str | None
    area: str | None
    planned: int | None
    heard: int
    coded: int
    words: int

    @property
    def silent(self) -> int:
        """How many planned persons were not heard."""
        return max((self.planned or 0) - self.heard, 0)


@dataclass(frozen=True)
class Heard:
    """How many persons of one group, or for one area, were heard, of how many `planned` (None:
    the plan says nothing). `name` is None for who has no group, or speaks for no area."""

    name: str | None
    persons: int
    planned: int | None


@dataclass(frozen=True)
class Dominance:
    """A group's most spoken respondent, and that person's share (0 to 1) of its words."""

    group: str | None
    persons: int
    respondent: str
    share: float


def answer_coverage(
    connection: sqlite3.Connection, filters: Filters
) -> tuple[list[Voices], list[Dominance], Basis]:
    """Tell who was heard and who was not, by group and area; and who says most in each group.

    A group or area that is asked for narrows the plan too. A group that is planned without
    any area is compared as a whole, wherever its persons are from.
    Raises RodedraadError for a name that the project does not know.
    """
    selection = choose(connection, filters)
    voices = voices_of(connection, filters, selection)
    return voices, dominance(connection, selection), basis_of(connection, selection)


def voices_of(
    connection: sqlite3.Connection, filters: Filters, selection: Selection
) -> list[Voices]:
    """Count who was planned and heard for each group and area, sorted by these, None last."""
    found = count_voices(connection, selection, "area")
    whole = count_voices(connection, selection, "NULL")
    plan = plan_within(connection, filters)
    known = {fold(place): place for place in found}
    planned: dict[Place, int] = {}
    for (group, area), persons in plan.items():
        place = known.get(fold((group, area)), (group, area))
        planned[place] = planned.get(place, 0) + persons
    rows = []
    for place in sorted({*found, *planned}, key=in_order):
        counts = found.get(place, (0, 0, 0))
        alone = sum(fold(other)[0] == fold(place)[0] for other in planned) == 1
        if place[1] is None and place in planned and alone:
            counts = next((whole[key] for key in whole if fold(key) == fold(place)), counts)
        rows.append(Voices(*place, planned.get(place), *counts))
    return rows


def heard_by(
    connection: sqlite3.Connection, selection: Selection, filters: Filters = EVERYBODY
) -> dict[str, list[Heard]]:
    """Count who was heard by "group" and by "area", each person once in a row; who was planned
    and not heard at all is among them, None last.

    What is planned is added up over the areas of a group, and over the groups of an area.
    """
    plan = plan_within(connection, filters)
    joined = "LEFT JOIN participation_area USING (participation_id)"
    found = {}
    for place, (facet, column, join) in enumerate(
        (("group", "group_name", ""), ("area", "area", joined))
    ):
        rows = connection.execute(
            f"{said(selection)} SELECT {column}, count(DISTINCT respondent_id) "
            f"FROM said {join} GROUP BY 1",
            selection.values,
        ).fetchall()
        planned: dict[str | None, int] = {}
        silent: dict[str | None, str | None] = {}
        for names, persons in plan.items():
            folded = fold(names)[place]
            planned[folded] = planned.get(folded, 0) + persons
            silent[folded] = names[place]
        for name, _persons in rows:
            silent.pop(folded_name(name), None)
        listed = [*rows, *((name, 0) for name in silent.values())]
        found[facet] = [
            Heard(name, persons, planned.get(folded_name(name)))
            for name, persons in sorted(
                listed, key=lambda row: (row[0] is None, folded_name(row[0]) or "")
            )
        ]
    return found


def count_voices(
    connection: sqlite3.Connection, selection: Selection, area: str
) -> dict[Place, tuple[int, int, int]]:
    """Count (persons heard, persons coded, words) by group and by the SQL of an area."""
    rows = connection.execute(
        f"""{said(selection)}
SELECT group_name, {area}, count(DISTINCT respondent_id),
    count(DISTINCT CASE WHEN coded THEN respondent_id END), sum(words)
FROM said {"LEFT JOIN participation_area USING (participation_id)" if area == "area" else ""}
GROUP BY 1, 2""",
        selection.values,
    ).fetchall()
    return {(row[0], row[1]): (row[2], row[3], row[4]) for row in rows}


def dominance(connection: sqlite3.Connection, selection: Selection) -> list[Dominance]:
    """Give the most spoken respondent of each group; of two alike the first by label."""
    rows = connection.execute(
        f"""{said(selection)}
SELECT group_name, label, sum(words)
FROM said JOIN respondent ON respondent.id = respondent_id
GROUP BY group_name, respondent_id
ORDER BY group_name IS NULL, group_name COLLATE NOCASE, sum(words) DESC, label""",
        selection.values,
    ).fetchall()
    groups: dict[str | None, list[tuple[str, int]]] = {}
    for group, label, words in rows:
        groups.setdefault(group, []).append((label, words))
    return [
        Dominance(group, len(persons), persons[0][0], persons[0][1] / sum(w for _, w in persons))
        for group, persons in groups.items()
        if sum(words for _, words in persons)
    ]


def said(selection: Selection) -> str:
    """SQL of `said`: each person in each transcript with their words, and whether it is coded."""
    return f"""
WITH heard AS ({heard(selection)}), finished(transcript_id, coder) AS ({finished(selection)}),
said AS (
    SELECT heard.participation_id, heard.respondent_id, heard.group_name,
        heard.transcript_id IN (SELECT transcript_id FROM finished) AS coded, heard.words
    FROM heard)"""


def plan_within(connection: sqlite3.Connection, filters: Filters) -> dict[Place, int]:
    """Give the part of the plan for the groups and areas that are asked for."""
    return {
        place: persons
        for place, persons in read_plan(connection).items()
        if asked_for(place[0], filters.group) and asked_for(place[1], filters.area)
    }


def read_plan(connection: sqlite3.Connection) -> dict[Place, int]:
    """Give the plan: {(group, area): persons}, area None for the whole group."""
    rows = connection.execute("SELECT group_name, area, persons FROM plan").fetchall()
    return {(row[0], row[1] or None): row[2] for row in rows}


def asked_for(name: str | None, asked: tuple[str, ...]) -> bool:
    """Tell whether a name is among those asked for; everything is when nothing was."""
    folded = [other.casefold() for other in asked]
    return not asked or (name or "none").casefold() in folded


def fold(place: Place) -> Place:
    """Give a place without capitals, so that Noord and noord are one."""
    group, area = place
    return (folded_name(group), folded_name(area))


def folded_name(name: str | None) -> str | None:
    """Give a name without capitals."""
    return name.casefold() if name else None


def in_order(place: Place) -> tuple[bool, str, bool, str]:
    """Sort by group and then area, those without one last."""
    group, area = fold(place)
    return (group is None, group or "", area is None, area or "")
