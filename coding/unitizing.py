"""Agreement between coders who cut the text themselves: the unitizing family of alpha.

Source: Krippendorff, Mathet, Bouvry & Widlöcher (2016), On the reliability of unitizing textual
continua, Quality & Quantity 50, 2347-2364, with its erratum.

A continuum is a stretch of text, in positions from 0; each coder divides it into segments with
a value, which do not overlap, and gaps between them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

GAP = ""  # the value of what a coder left uncoded
Segment = tuple[int, int, str]  # start, end (exclusive), value
Table = dict[tuple[str, str], float]


@dataclass(frozen=True)
class Unitizing:
    """The family: each between 1 and below 0, None where it cannot be computed.

    `alpha` (uα) is about cutting and values together, `cutting` (|uα) about coded or not,
    `values` (cuα) about the values where both coded. `by_value` has (k)uα for each value, and
    `coverage` on what share of all that has this value that one rests: where another coder
    gave a value too.
    """

    alpha: float | None
    cutting: float | None
    values: float | None
    by_value: dict[str, float | None]
    coverage: dict[str, float]


def unitizing(continua: Sequence[tuple[int, Sequence[Sequence[Segment]]]]) -> Unitizing:
    """Compute the family over continua, each a length with the segments of every coder.

    The segments of a coder are in order and do not overlap. Continua count together, as if
    they stood one after another.
    """
    whole = measure(continua)
    one_value = [
        (length, [[(start, end, "x") for start, end, _value in segments] for segments in coders])
        for length, coders in continua
    ]
    among = valued(continua)
    return Unitizing(
        alpha_of(*whole),
        alpha_of(*measure(one_value)),
        alpha_of(*among),
        by_value(*among),
        coverage_of(continua, among[0]),
    )


def coverage_of(
    continua: Sequence[tuple[int, Sequence[Sequence[Segment]]]], valued_only: Table
) -> dict[str, float]:
    """Give for each value the share of its positions that some other coder gave a value."""
    lengths: dict[str, float] = defaultdict(float)
    for _length, coders in continua:
        for start, end, value in (segment for segments in coders for segment in segments):
            lengths[value] += end - start
    totals = marginals(valued_only)
    return {value: totals.get(value, 0) / lengths[value] for value in sorted(lengths)}


def measure(
    continua: Sequence[tuple[int, Sequence[Sequence[Segment]]]],
) -> tuple[Table, dict[str, float]]:
    """Give observed coincidences, gaps among them, and the sums of squares by value."""
    observed: Table = defaultdict(float)
    squares: dict[str, float] = defaultdict(float)
    for length, coders in continua:
        filled = [list(with_gaps(segments, length)) for segments in coders]
        for one, other in permutations(filled, 2):
            for first, second, shared in intersections(one, other):
                observed[first[2], second[2]] += shared / (len(coders) - 1)
        for segments in filled:
            for start, end, value in segments:
                # A gap has no unit: each of its positions stands alone.
                squares[value] += (end - start) if value == GAP else (end - start) ** 2
    return dict(observed), dict(squares)


def valued(
    continua: Sequence[tuple[int, Sequence[Sequence[Segment]]]],
) -> tuple[Table, dict[str, float]]:
    """Give the same for what is valued by both of two coders: gaps left out."""
    observed: Table = defaultdict(float)
    squares: dict[str, float] = defaultdict(float)
    for _length, coders in continua:
        shares: dict[tuple[int, Segment], float] = defaultdict(float)
        for first_coder, second_coder in permutations(range(len(coders)), 2):
            for first, second, shared in intersections(coders[first_coder], coders[second_coder]):
                observed[first[2], second[2]] += shared / (len(coders) - 1)
                shares[first_coder, first] += shared / (len(coders) - 1)
        for (_coder, segment), share in shares.items():
            squares[segment[2]] += share**2
    return dict(observed), dict(squares)


def with_gaps(segments: Sequence[Segment], length: int) -> Iterator[Segment]:
    """Yield the segments of a coder with the gaps between them as segments of their own."""
    at = 0
    for start, end, value in segments:
        if start > at:
            yield at, start, GAP
        yield start, end, value
        at = end
    if length > at:
        yield at, length, GAP


def intersections(
    one: Sequence[Segment], other: Sequence[Segment]
) -> Iterator[tuple[Segment, Segment, int]]:
    """Yield each two segments that share positions, and how many."""
    first = second = 0
    while first < len(one) and second < len(other):
        (a, b, _v), (c, d, _w) = one[first], other[second]
        shared = min(b, d) - max(a, c)
        if shared > 0:
            yield one[first], other[second], shared
        if b < d:
            first += 1
        else:
            second += 1


def marginals(observed: Table) -> dict[str, float]:
    """Add up the coincidences of each value."""
    totals: dict[str, float] = defaultdict(float)
    for (value, _other), count in observed.items():
        totals[value] += count
    return dict(totals)


def alpha_of(observed: Table, squares: dict[str, float]) -> float | None:
    """Give 1 - observed/expected off the diagonal; None when no disagreement is possible."""
    totals = marginals(observed)
    n = sum(totals.values())
    disagreement = sum(count for (c, k), count in observed.items() if c != k)
    pairs = sum(totals[c] * totals[k] for c, k in permutations(totals, 2))
    possible = n**2 - sum(squares.values())
    if not pairs or not possible:
        return None
    return 1 - disagreement / (pairs * n / possible)


def by_value(observed: Table, squares: dict[str, float]) -> dict[str, float | None]:
    """Give (k)u of each value: among what is valued, how far it is the same value."""
    totals = marginals(observed)
    n = sum(totals.values())
    possible = n**2 - sum(squares.values())
    found: dict[str, float | None] = {}
    for value, total in sorted(totals.items()):
        same = (total**2 - squares[value]) * n / possible if possible else total
        off_expected = (total - same) / total
        off_observed = (total - observed.get((value, value), 0.0)) / total
        found[value] = 1 - off_observed / off_expected if off_expected > 1e-12 else None
    return found
