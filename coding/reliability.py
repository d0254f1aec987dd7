"""How far coders agree: the measures of the literature, from numbers alone.

A measure that cannot be computed, because everything is in one category or nothing was coded,
is None: never 1, and never "not a number". Coded or not is nominal; the other distances, and
units with values missing, are here because alpha was published with them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import permutations

Coincidences = Mapping[tuple[float, float], float]
Distance = Callable[[float, float, Mapping[float, float]], float]


def cohens_kappa(table: Sequence[Sequence[float]]) -> float | None:
    """Give Cohen's kappa of a square table: rows of one coder, columns of the other.

    Source: Cohen (1960), A coefficient of agreement for nominal scales.
    """
    total = float(sum(sum(row) for row in table))
    if not total:
        return None
    observed = sum(table[k][k] for k in range(len(table))) / total
    by_row = [sum(row) for row in table]
    by_column = [sum(column) for column in zip(*table, strict=True)]
    expected = sum(a * b for a, b in zip(by_row, by_column, strict=True)) / (total * total)
    if expected == 1:
        return None
    return float((observed - expected) / (1 - expected))


def coincidences_of(units: Sequence[Sequence[float]]) -> dict[tuple[float, float], float]:
    """Count how often two values meet in a unit; each unit lists the values it was given.

    A unit with fewer than two values says nothing, and drops out.
    """
    counts: dict[tuple[float, float], float] = defaultdict(float)
    for values in units:
        for first, second in permutations(range(len(values)), 2):
            counts[values[first], values[second]] += 1 / (len(values) - 1)
    return dict(counts)


def krippendorffs_alpha(coincidences: Coincidences, distance: Distance) -> float | None:
    """Give Krippendorff's alpha from a coincidence matrix, by one of the distances below.

    Source: Krippendorff (2011), Computing Krippendorff's alpha-reliability.
    """
    totals: dict[float, float] = defaultdict(float)
    for (value, _other), count in coincidences.items():
        totals[value] += count
    n = sum(totals.values())
    observed = sum(
        count * distance(c, k, totals) for (c, k), count in coincidences.items() if c != k
    )
    expected = sum(
        totals[c] * totals[k] * distance(c, k, totals) for c, k in permutations(totals, 2)
    )
    if not expected:
        return None
    return 1 - (n - 1) * observed / expected


def nominal(_c: float, _k: float, _totals: Mapping[float, float]) -> float:
    """Any two different values are equally far apart."""
    return 1.0


def ordinal(c: float, k: float, totals: Mapping[float, float]) -> float:
    """Values are as far apart as there are values between them, half of their own counted."""
    low, high = min(c, k), max(c, k)
    between = sum(count for value, count in totals.items() if low <= value <= high)
    return (between - (totals[c] + totals[k]) / 2) ** 2


def interval(c: float, k: float, _totals: Mapping[float, float]) -> float:
    """Values are as far apart as their difference."""
    return (c - k) ** 2


def ratio(c: float, k: float, _totals: Mapping[float, float]) -> float:
    """Values are as far apart as their difference in proportion to their sum."""
    return ((c - k) / (c + k)) ** 2
