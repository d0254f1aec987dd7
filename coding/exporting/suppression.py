"""Which counts of a survey to hide, so that no small one can be computed from the others.

First every count under the minimum is hidden. Then, as long as a hidden one could be narrowed
to one value under the minimum, the smallest count that helps to narrow it is hidden as well.
What can be narrowed is computed as an attacker would who knows the minimum and which counts
are under it. Relations that form no ring make these intervals exact, so that linear programming
(in the tests) finds nothing narrower.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

Key = tuple[str | None, ...]
Interval = tuple[int, int]
MINIMUM = 5  # persons


@dataclass(frozen=True)
class Relation:
    """A total and the parts it is made of.

    The parts `add_up` to it when nobody is in two of them; otherwise they only cover it. When
    `open`, the total may have persons in none of the parts.
    """

    total: Key
    parts: tuple[Key, ...]
    add_up: bool = False
    open: bool = False


def counts_to_hide(
    counts: Mapping[Key, int],
    most: Mapping[Key, int],
    relations: Sequence[Relation],
    least: Mapping[Key, int],
    unasked: Iterable[Key] = (),
) -> set[Key]:
    """Give the keys of the counts to hide, those that are `unasked` for among them.

    `most` says how high each count could be at most (its n), and `least` how low, where
    something else in the same publication shows that (a quote: one person).
    """
    hidden = {key for key, count in counts.items() if count < MINIMUM} | set(unasked)
    while exposed := exposed_counts(counts, most, relations, least, hidden):
        helping = {
            key
            for relation in relations
            if exposed & {relation.total, *relation.parts}
            for key in (relation.total, *relation.parts)
        }
        visible = (helping - hidden) or (counts.keys() - hidden)
        if not visible:
            break
        hidden.add(min(visible, key=lambda key: (counts[key], repr(key))))
    return hidden


def exposed_counts(
    counts: Mapping[Key, int],
    most: Mapping[Key, int],
    relations: Sequence[Relation],
    least: Mapping[Key, int],
    hidden: Collection[Key],
) -> set[Key]:
    """Give the hidden counts that can be narrowed to one value under the minimum."""
    intervals: dict[Key, Interval] = {}
    for key, count in counts.items():
        highest = MINIMUM - 1 if count < MINIMUM else most[key]
        intervals[key] = (least.get(key, 0), highest) if key in hidden else (count, count)
    before: dict[Key, Interval] = {}
    while intervals != before:
        before = dict(intervals)
        for relation in relations:
            narrow(intervals, relation)
    return {key for key in hidden if intervals[key][0] == intervals[key][1] < MINIMUM}


def narrow(intervals: dict[Key, Interval], relation: Relation) -> None:
    """Narrow the intervals of a total and of its parts by each other."""
    parts = [intervals[part] for part in relation.parts]
    lowest, highest = sum(low for low, _ in parts), sum(high for _, high in parts)
    low, high = intervals[relation.total]
    low = max(low, lowest if relation.add_up else max((low for low, _ in parts), default=0))
    high = high if relation.open else min(high, highest)
    intervals[relation.total] = low, high
    for part, (part_low, part_high) in zip(relation.parts, parts, strict=True):
        without = 0 if relation.open else low - (highest - part_high)
        others = lowest - part_low if relation.add_up else 0
        intervals[part] = max(part_low, without), min(part_high, high - others)
