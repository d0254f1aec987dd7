"""Scores from the codebook's indicators alone, before anything was decided.

The weights below were set on labelled Dutch sentences (the training part of SIB-200, codebook
of nine indicators a code): a code with one indicator found was right in .6 of the sentences,
with two in .78, with three in .88; compounds did about as well as whole words.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from .indicators import Hit, Matcher

NOTHING = -0.45
"""Log-odds before the first indicator counts; for one word that makes .6."""

WEIGHTS = {"word": 0.85, "compound": 0.75, "separable": 0.85, "phrase": 1.35}
"""Log-odds that each distinct indicator adds, by how it was found."""

COMMON = 0.01
"""Share of units above which an indicator is common and counts for less."""

LEAST = 0.4
"""Part of its weight that even the commonest indicator keeps."""


def commonness(hits: Iterable[Sequence[Hit]], units: int) -> dict[str, float]:
    """Give the share of units that each indicator was found in, smoothed for small corpora."""
    found: Counter[str] = Counter()
    for of_unit in hits:
        found.update({hit.indicator for hit in of_unit})
    return {indicator: count / (units + 200) for indicator, count in found.items()}


def evidence(matcher: Matcher, hits: Sequence[Hit]) -> dict[str, list[Hit]]:
    """Sort the hits of a unit by code path; what lies inside a longer hit is left out."""
    by_code: dict[str, list[Hit]] = {}
    for hit in sorted(hits, key=lambda hit: (-WEIGHTS[hit.kind], hit.tokens, -len(hit.indicator))):
        for code in matcher.codes.get(hit.indicator, ()):
            taken = by_code.setdefault(code, [])
            if not any(set(hit.tokens) <= set(other.tokens) for other in taken):
                taken.append(hit)
    return by_code


def cold_score(hits: Sequence[Hit], common: Mapping[str, float]) -> float:
    """Give the probability (0 to 1) of a code from the hits that speak for it."""
    best: dict[str, float] = {}
    for hit in hits:
        weight = WEIGHTS[hit.kind] * _rarity(common.get(hit.indicator, 0.0))
        best[hit.indicator] = max(weight, best.get(hit.indicator, 0.0))
    return 1 / (1 + math.exp(-NOTHING - sum(best.values())))


def _rarity(share: float) -> float:
    """Give the part of its weight that an indicator keeps when this share of units has it."""
    return 1.0 if share <= COMMON else max(LEAST, 1 - 0.45 * math.log10(share / COMMON))


def reasons(hits: Sequence[Hit]) -> tuple[str, ...]:
    """Say in words which indicators were found, in the order of the text, none twice."""
    in_order = sorted(hits, key=lambda hit: hit.tokens)
    return tuple(dict.fromkeys(hit.reason() for hit in in_order))
