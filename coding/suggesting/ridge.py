"""Ridge regression on sparse features, by conjugate gradients.

The solution is that of (X Xᵀ + N) a = y, for the features X of the examples, one row each, and
N with the noise of each example on its diagonal. Rare features make X Xᵀ nearly diagonal, so a
few steps bring it within a few hundredths, and no matrix of examples by examples is ever made:
ten thousand examples would take 400 MB for that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .likeness import Likeness

if TYPE_CHECKING:
    from .sparse import Floats

TOLERANCE = 3e-2
"""Length of what is left over, as a part of the length of the targets."""

MOST_STEPS = 200


def solve(examples: Likeness, targets: Floats, noise: Floats) -> Floats:
    """Give the weight of each example, from which the weights of the features follow.

    `targets` and `noise` have one number for each example; noise is above 0, and more of it
    makes an example count for less. The first guess is nothing, so the answer
    depends on the examples alone, not on what was known before.
    """
    import numpy as np

    weights = np.zeros(len(targets))
    left = targets.copy()
    step = left.copy()
    size = float(left @ left)
    enough = size * TOLERANCE**2
    for _ in range(MOST_STEPS):
        if size <= enough:
            break
        moved = examples.times(step) + noise * step
        length = size / float(step @ moved)
        weights += length * step
        left -= length * moved
        before, size = size, float(left @ left)
        step = left + (size / before) * step
    return weights
