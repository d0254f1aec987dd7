"""Version vectors: whose changes a version of a row has seen.

A vector counts, for each copy of the project, the changes of the row that were made there. It
tells "theirs is newer" from "both changed" without any clock: one that counts at least as much
everywhere is newer, and two of which each counts more somewhere were made apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..schema import FORGOTTEN

Vector = Mapping[str, int]


def seen(older: Vector, newer: Vector) -> bool:
    """Tell whether `newer` has seen all that `older` has; equal vectors have seen each other."""
    if newer.get(FORGOTTEN, 0) != older.get(FORGOTTEN, 0):
        return newer.get(FORGOTTEN, 0) > older.get(FORGOTTEN, 0)
    return all(count <= newer.get(copy, 0) for copy, count in older.items())


def joined(vectors: Iterable[Vector]) -> dict[str, int]:
    """Give the smallest vector that has seen all of these."""
    together: dict[str, int] = {}
    for vector in vectors:
        for copy, count in vector.items():
            together[copy] = max(count, together.get(copy, 0))
    return dict(sorted(together.items()))
