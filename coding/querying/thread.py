"""The common thread (rode draad): how widely and how deeply a theme is shared, and by whom not.

Breadth is in persons, groups and areas; depth is fragments for each person; balance is how
persons look at it; dissent are groups of three persons or more whose majority differs from
that of the whole.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .cells import Cell, Value
from .facets import FACETS, STANCES, TOTAL, values_of
from .matrix import count, count_heard
from .selection import Filters, Selection, choose, heard, is_plain
from .summary import Basis, basis_of

SMALLEST_DISSENT = 3  # persons with a stance in a group, before it is said to differ


@dataclass(frozen=True)
class Thread:
    """What one code is to the whole.

    `whole` and `by_group` are counts as in a matrix, `by_group` of the groups that were heard
    (None: persons without a group). `areas` are those in which somebody voices it, of
    `areas_heard`.
    """

    code: str
    whole: Cell
    by_group: dict[Value, Cell]
    areas: tuple[str, ...]
    areas_heard: tuple[str, ...]

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The groups in which at least one person voices it."""
        return tuple(group for group, cell in self.by_group.items() if group and cell.persons)

    @cached_property
    def groups_heard(self) -> tuple[str, ...]:
        """The groups that could have voiced it, or did."""
        return tuple(g for g, cell in self.by_group.items() if g and (cell.n or cell.persons))

    @property
    def missing(self) -> tuple[str, ...]:
        """The groups that were heard and do not voice it."""
        return tuple(group for group in self.groups_heard if group not in self.groups)

    @property
    def depth(self) -> float | None:
        """Fragments for each person who voices it."""
        return self.whole.fragments / self.whole.persons if self.whole.persons else None

    @cached_property
    def majority(self) -> str:
        """How more than half of the persons with a stance look at it, "" when nothing is."""
        return majority_of(self.whole)

    @property
    def dissent(self) -> tuple[str, ...]:
        """The groups whose majority differs from that of the whole."""
        if not self.majority:
            return ()
        return tuple(
            group
            for group, cell in self.by_group.items()
            if group
            and with_stance(cell) >= SMALLEST_DISSENT
            and majority_of(cell) not in ("", self.majority)
        )

    @property
    def rests_on_one(self) -> str:
        """ "person" or "group" when only one voices it, else ""."""
        if self.whole.persons == 1:
            return "person"
        return "group" if self.whole.persons and len(self.groups) == 1 else ""


def with_stance(cell: Cell) -> int:
    """Count the persons of a cell with a stance."""
    return cell.positive + cell.negative + cell.mixed + cell.neutral


def majority_of(cell: Cell) -> str:
    """Give the stance of more than half of the persons with one, "" when there is no majority."""
    half = with_stance(cell) / 2
    return next((stance for stance in STANCES if getattr(cell, stance) > half), "")


def answer_thread(
    connection: sqlite3.Connection, expression: str, filters: Filters
) -> tuple[list[Thread], Basis]:
    """Give the thread of the codes of a question, or of all, and what it rests on.

    Raises RodedraadError for a name that the project does not know.
    """
    selection = choose(connection, filters, expression)
    return threads(connection, selection), basis_of(connection, selection)


def threads(connection: sqlite3.Connection, selection: Selection) -> list[Thread]:
    """Give the thread of every code of a selection: most groups first, then most persons.

    Codes that nobody voices come last, in the order of the codebook, which also breaks ties.
    """
    code, group = FACETS["code"], FACETS["group"]
    by_group = count(connection, code, group, selection)
    in_all = count(connection, code, TOTAL, selection)
    groups = values_of(connection, group, selection)
    could = count_heard(connection, TOTAL, group, selection)
    everybody = count_heard(connection, TOTAL, TOTAL, selection).get(("total", "total"), 0)
    areas_heard = areas_of_finished(connection, selection)
    voiced = areas_voiced(connection, selection)
    found = []
    for path in values_of(connection, code, selection):
        areas = tuple(voiced.get(str(path), ()))
        found.append(
            Thread(
                str(path),
                Cell(path, None, **in_all.get((path, "total"), {}), n=everybody),
                {
                    name: Cell(
                        path,
                        name,
                        **by_group.get((path, name), {}),
                        n=could.get(("total", name), 0),
                    )
                    for name in groups
                },
                areas,
                tuple(sorted({*areas_heard, *areas})),
            )
        )
    return sorted(found, key=lambda thread: (-len(thread.groups), -thread.whole.persons))


def areas_of_finished(connection: sqlite3.Connection, selection: Selection) -> list[str]:
    """List the areas of persons who could have been counted."""
    could = count_heard(connection, TOTAL, FACETS["area"], selection)
    return [area for _total, area in could if area is not None]


def areas_voiced(connection: sqlite3.Connection, selection: Selection) -> dict[str, list[str]]:
    """List, for each code, the areas in which somebody voices it or what is below it."""
    if not is_plain(selection):
        counts = count(connection, FACETS["code"], FACETS["area"], selection)
        pairs = sorted((code, area) for code, area in counts if code and area)
    else:
        # An area and a code at a time, in this order, a handful of look-ups until one is found;
        # the + keeps SQLite from trying everybody who was heard instead.
        pairs = connection.execute(
            f"""
WITH heard AS ({heard(selection)})
SELECT code.path, place.area
FROM code JOIN (SELECT DISTINCT area FROM participation_area) AS place
WHERE EXISTS (
    SELECT 1 FROM participation_area
    CROSS JOIN code_above ON code_above.above_id = code.id
    CROSS JOIN tally ON tally.participation_id = participation_area.participation_id
        AND tally.code_id = code_above.code_id
    WHERE participation_area.area = place.area
      AND +participation_area.participation_id IN (SELECT participation_id FROM heard))
ORDER BY 1, 2""",
            selection.values,
        ).fetchall()
    found: dict[str, list[str]] = {}
    for code, area in pairs:
        found.setdefault(code, []).append(area)
    return found


def quotes_for(
    connection: sqlite3.Connection, thread: Thread, filters: Filters
) -> tuple[Sequence[Mapping[str, Any]], Sequence[Mapping[str, Any]]]:
    """Choose two typical quotes of a thread, and one against, from different groups.

    Against is what is negative where the majority is positive, and the other way round.
    """
    from .quotes import find_quotes
    from .typicality import most_typical

    quotes = find_quotes(connection, choose(connection, filters, thread.code))
    opposite = {"positive": "negative", "negative": "positive"}.get(thread.majority)
    against = [quote for quote in quotes if opposite and quote["stance"] == opposite]
    chosen = most_typical(connection, against, 1)
    groups = {quote["group"] for quote in chosen}
    agreeing = [quote for quote in quotes if quote not in against]
    elsewhere = [quote for quote in agreeing if quote["group"] not in groups]
    return most_typical(connection, elsewhere or agreeing, 2), chosen
