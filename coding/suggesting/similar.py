"""What looks like a given fragment, by the same features that learning uses."""

from __future__ import annotations

from collections.abc import Sequence

from .corpus import Corpus
from .learner import units_at
from .reasons import likeness_to


def nearest(
    corpus: Corpus,
    place: tuple[str, int, int],
    others: Sequence[tuple[str, int, int]],
    most: int = 10,
) -> list[tuple[int, float]]:
    """Rank other fragments by how much they look like one; gives (number, likeness).

    A place is the key of the transcript and start and end in it (code points, end exclusive).
    `likeness` is a cosine, 0 to 1, of the best sentence of the other fragment; a fragment that
    overlaps the first, or has nothing in common with it, is left out.
    """
    units = units_at(corpus, *place)[0]
    if not units:
        return []
    alike = likeness_to(corpus, units)
    found = []
    for number, other in enumerate(others):
        own = [unit for unit in units_at(corpus, *other)[0] if unit not in units]
        best = max((float(alike[unit]) for unit in own), default=0.0)
        if round(best, 3) > 0 and not _overlap(place, other):
            found.append((number, round(best, 3)))
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:most]


def _overlap(one: tuple[str, int, int], other: tuple[str, int, int]) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]
