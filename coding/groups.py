"""Stakeholder groups and areas as the project spells them, so that a slip makes no new one."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

ALIKE = 0.8  # share of letters in common; one or two slips in a word of eight


def groups_of(connection: sqlite3.Connection) -> list[str]:
    """List the groups that somebody speaks for or that are planned, by name."""
    rows = connection.execute(
        "SELECT group_name FROM participation WHERE group_name IS NOT NULL "
        "UNION SELECT group_name FROM plan ORDER BY 1"
    ).fetchall()
    return [str(row[0]) for row in rows]


def areas_of(connection: sqlite3.Connection) -> list[str]:
    """List the areas that somebody speaks for or that are planned, by name."""
    rows = connection.execute(
        "SELECT area FROM participation_area UNION SELECT area FROM plan WHERE area <> '' "
        "ORDER BY 1"
    ).fetchall()
    return [str(row[0]) for row in rows]


@dataclass(frozen=True)
class Spelling:
    """How the project spells its groups and areas, each under its name in small letters."""

    groups: dict[str, str]
    areas: dict[str, str]

    def group(self, name: str) -> str | None:
        """Give a group as it was spelled before, so that Politie and politie are one."""
        return self.groups.setdefault(name.casefold(), name) if name else None

    def areas_in(self, names: Sequence[str]) -> list[str]:
        """Give areas as they were spelled before."""
        return [self.areas.setdefault(name.casefold(), name) for name in names]


def spelling_of(connection: sqlite3.Connection) -> Spelling:
    """Read how the project spells its groups and areas."""
    return Spelling(
        {group.casefold(): group for group in groups_of(connection)},
        {area.casefold(): area for area in areas_of(connection)},
    )


def is_new_group(connection: sqlite3.Connection, group: str) -> bool:
    """Tell whether nobody speaks for this group yet and it is not planned."""
    return bool(group) and group.casefold() not in spelling_of(connection).groups


def group_like(group: str, groups: Sequence[str]) -> str:
    """Name the other group that is spelled nearly as this one, "" when there is none."""
    others = {other.casefold(): other for other in groups if other.casefold() != group.casefold()}
    near = get_close_matches(group.casefold(), others, 1, ALIKE)
    return others[near[0]] if near else ""
