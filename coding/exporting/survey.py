"""The survey in numbers, for who is not of the team: small counts are hidden.

Every code has its total; themes also have it by group and by area. More would tie the counts
together so closely that hiding a small one would take most of the others with it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from .model import Balance, Count, Group, Part, Report, Voices
from .suppression import MINIMUM, Key, Relation, counts_to_hide
from .words import WITHHELD, extent_of

NO_BALANCE = Balance(None, {}, "")
Counts = dict[Key, Count]  # (facet, path of the code, value); the facet "total" has the value ""


def survey_outside(report: Report, quoted: Collection[str]) -> tuple[dict[str, Voices], int]:
    """Give the survey by the path of a code, without quotes, and how many counts are hidden.

    `quoted` are the codes under which a quote from the survey is shown, so that at least one
    person voices them. Of a survey with fewer coded answers than the minimum nothing is given.
    """
    parts = [part for theme in report.themes for part in theme.parts if part.survey]
    everybody = max((part.survey.total.n or 0 for part in parts if part.survey), default=0)
    if everybody < MINIMUM:
        return {}, 0
    tops = [theme.top for theme in report.themes]
    add_up = all(len(p.areas) < 2 for p in report.persons if p.kind == "survey")
    told = columns_told(parts[0], add_up)
    counts = {key: count for part in parts for key, count in counts_of(part, part in tops).items()}
    relations = [relation for part in tops for relation in by_column(part, counts, add_up)]
    relations += [relation for part in parts for relation in by_code(part, parts)]
    hidden = counts_to_hide(
        {key: count.among or 0 for key, count in counts.items()},
        {key: count.n or 0 for key, count in counts.items()},
        relations,
        {("total", path, ""): 1 for path in quoted},
        [key for key in counts if key[0] != "total" and (key[0], key[2]) not in told],
    )
    shown = [key for key in counts if key[0] == "total" or (key[0], key[2]) in told]
    voices = {part.code.path: voices_outside(part, counts, shown, hidden) for part in parts}
    return voices, len(hidden.intersection(shown))


def counts_of(part: Part, is_top: bool) -> Counts:
    """Give the counts of a code in the survey; by group and area only for a theme."""
    path, voices = part.code.path, part.survey
    if voices is None:
        return {}
    counts: Counts = {("total", path, ""): voices.total}
    if is_top:
        counts |= {("group", path, group.name): group.count for group in voices.groups}
        counts |= {("area", path, area.name): area for area in voices.areas}
    return counts


def columns_told(part: Part, add_up: bool) -> set[tuple[str | None, str | None]]:
    """Give the (facet, value) of the groups and areas of which the n may be told."""
    sizes = {key: count.n or 0 for key, count in counts_of(part, True).items()}
    relations = by_column(part, counts_of(part, True), add_up)
    everybody = max(sizes.values())
    hidden = counts_to_hide(sizes, dict.fromkeys(sizes, everybody), relations, {})
    return {(key[0], key[2]) for key in sizes.keys() - hidden}


def by_column(part: Part, counts: Counts, add_up: bool) -> list[Relation]:
    """Give how the total of a theme is made of groups, and of areas."""
    path = part.code.path

    def keys(facet: str) -> tuple[Key, ...]:
        return tuple(key for key in counts if key[0] == facet and key[1] == path)

    total: Key = ("total", path, "")
    return [Relation(total, keys("group"), add_up=True), Relation(total, keys("area"), add_up)]


def by_code(part: Part, parts: Sequence[Part]) -> list[Relation]:
    """Give how the total of a code covers those right below it."""
    path = part.code.path
    below = tuple(
        ("total", other.code.path, "")
        for other in parts
        if other.code.path.rpartition("/")[0] == path
    )
    has_own = any(group.quotes for group in part.survey.groups) if part.survey else False
    return [Relation(("total", path, ""), below, open=has_own)] if below else []


def voices_outside(
    part: Part, counts: Counts, shown: Sequence[Key], hidden: Collection[Key]
) -> Voices:
    """Give the counts of a code that are shown, the hidden ones marked."""

    def told(key: Key) -> Count:
        count = counts[key]
        if key in hidden:
            return Count(count.name, WITHHELD)
        return Count(
            count.name, extent_of(count.among or 0, count.n or 0), count.among, count.among, count.n
        )

    path = part.code.path
    return Voices(
        told(("total", path, "")),
        NO_BALANCE,
        tuple(Group(key[2], told(key), NO_BALANCE) for key in shown if key[:2] == ("group", path)),
        tuple(told(key) for key in shown if key[:2] == ("area", path)),
        kinds="survey",
    )
