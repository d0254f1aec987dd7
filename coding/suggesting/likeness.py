"""How much sentences look like each other: the sum of what they have in common.

Ridge regression needs no more of its examples than this. What only one of them has says
nothing of the others, so it is set apart in one number for each, and the rest is small: that
makes a fit several times faster and changes nothing in the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .features import Features, across, along
from .sparse import Sparse, make_sparse

if TYPE_CHECKING:
    from .embeddings import Vectors
    from .sparse import Floats, Ints


@dataclass(frozen=True, slots=True)
class Likeness:
    """The likeness of some units, each to each, without the matrix of all pairs.

    `terms`, `forms` and `grams` are as in `Features`, with what two units or two forms share;
    `own` is what each unit has alone, `own_letters` what each form has alone, `vectors` are the
    sentence vectors, if any.
    """

    terms: Sparse
    own: Floats
    forms: Sparse
    grams: Sparse
    own_letters: Floats
    vectors: Vectors | None

    def times(self, vector: Floats) -> Floats:
        """Multiply the matrix of all likenesses by a vector with one number a unit."""
        by_form = self.forms.transposed_times(vector)
        letters = self.grams.times(self.grams.transposed_times(by_form))
        letters += self.own_letters * by_form
        by_term = self.terms.times(self.terms.transposed_times(vector))
        by_words = by_term + self.own * vector + self.forms.times(letters)
        return by_words + along(self.vectors, across(self.vectors, vector))


def likeness_of(features: Features, units: Ints) -> Likeness:
    """Prepare the likeness of these units (numbers, ascending), numbered anew in their order."""
    terms, own = _shared(features.terms, units)
    forms, used = _renumbered(features.forms, units)
    grams, own_letters = _shared(features.grams, used)
    own_letters = own_letters + features.own_letters[used] ** 2
    vectors = None if features.vectors is None else features.vectors[units]
    return Likeness(terms, own, forms, grams, own_letters, vectors)


def _shared(matrix: Sparse, chosen: Ints) -> tuple[Sparse, Floats]:
    """Keep of some rows the columns that two of them have; square and add up the rest."""
    import numpy as np

    rows, columns, values = matrix.entries(chosen)
    shared = np.bincount(columns, minlength=matrix.width) > 1
    kept = shared[columns]
    lost: Floats = np.bincount(
        rows[~kept], weights=values[~kept] ** 2, minlength=len(chosen)
    ).astype(np.float64)
    number = np.cumsum(shared) - 1
    width = int(number[-1]) + 1 if len(number) else 0
    made = make_sparse(len(chosen), width, rows[kept], number[columns[kept]], values[kept])
    return made, lost


def _renumbered(matrix: Sparse, chosen: Ints) -> tuple[Sparse, Ints]:
    """Keep of some rows the columns that any of them has, and say which these are."""
    import numpy as np

    rows, columns, values = matrix.entries(chosen)
    having = np.bincount(columns, minlength=matrix.width) > 0
    number = np.cumsum(having) - 1
    used = np.flatnonzero(having)
    return make_sparse(len(chosen), len(used), rows, number[columns], values), used
