"""What the learner sees of a sentence: its lemmas, pairs of lemmas, and letters inside words.

Nothing is hashed: every feature is a word, a pair or a group of letters that can be named.
Letters are counted by word, so a sentence is the sum of its words, and a word is looked at
once however often it is said.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .lemmas import lemma
from .sparse import Sparse, count_pairs, make_sparse, with_added_rows

if TYPE_CHECKING:
    from .embeddings import Vectors
    from .sparse import Floats, Ints
    from .units import Flags, Tokens

SHORTEST_GRAM, LONGEST_GRAM = 3, 5
"""Letters in a group; a word counts with a mark before and after it."""

LETTER_BITS = 21
"""Bits that any letter fits in, as Unicode numbers them."""

SHARPNESS = 2.0
"""Power of the inverse document frequency. By cross-validation on the training part of SIB-200
two was better than one at every number of examples: rare words carry the subject."""

SMALL = 20
"""Units that may have a feature before it is called common."""

COMMONEST = 0.25
"""Share of units above which a feature is left out: such words are everywhere, cost the most
time, and changed no figure by a hundredth."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A weight for each term, for each form by all its letters, for each part of a vector."""

    terms: Floats
    forms: Floats
    vector: Floats


@dataclass(frozen=True, slots=True)
class Features:
    """The features of all units of a corpus; one row a unit.

    `terms` holds lemmas and pairs of neighbouring lemmas, `forms` the words as written, and
    `grams` (one row a form) the letters inside these that another form has too; `own_letters`
    is the length of what a form has alone. A unit's rows in `terms`, and in `forms` times all
    letters, each have length 1, or less where the unit is short. `form_texts` and `lemma_texts`
    name the forms and the lemmas, `lemma_of` leads from a form to its lemma. The terms are the
    lemmas, by their number, and after these the pairs, of which `pairs` gives both lemmas.
    `vectors` are sentence vectors of one length, where there is something to make them.
    """

    terms: Sparse
    forms: Sparse
    grams: Sparse
    own_letters: Floats
    form_texts: list[str]
    lemma_texts: list[str]
    lemma_of: Ints
    pairs: Ints
    vectors: Vectors | None = None

    def weigh(self, units: Ints, weights: Floats) -> Weights:
        """Add up the features of some units, each weighted; gives the weights of features."""
        import numpy as np

        each = np.zeros(self.terms.height)
        each[units] = weights
        by_form = self.forms.transposed_times(each)
        letters = self.grams.times(self.grams.transposed_times(by_form))
        return Weights(
            self.terms.transposed_times(each),
            letters + self.own_letters**2 * by_form,
            across(self.vectors, each),
        )

    def squares(self) -> Floats:
        """Give the square of the length of each unit's features."""
        of_form = self.grams.squares() + self.own_letters**2
        added = 0.0 if self.vectors is None else (self.vectors**2).sum(axis=1)
        return self.terms.squares() + self.forms.squares(of_form) + added

    def score(self, weights: Weights) -> Floats:
        """Score every unit by the weights of features."""
        by_word = self.terms.times(weights.terms) + self.forms.times(weights.forms)
        return by_word + along(self.vectors, weights.vector)


def with_questions(features: Features, questions: Ints, part: float) -> Features:
    """Let the words of a question count, for a part, in each unit that answers it.

    `questions` has for each row that stays the row of its question, or -1.
    """
    return replace(
        features,
        terms=with_added_rows(features.terms, questions, part),
        forms=with_added_rows(features.forms, questions, part),
    )


def across(vectors: Vectors | None, each: Floats) -> Floats:
    """Add up vectors, each weighted."""
    import numpy as np

    if vectors is None:
        return np.zeros(0)
    return (each.astype(np.float32) @ vectors).astype(np.float64)


def along(vectors: Vectors | None, weights: Floats) -> Floats:
    """Score each vector by weights of its parts; nothing where there are no vectors."""
    import numpy as np

    if vectors is None:
        return np.zeros(1)
    return (vectors @ weights.astype(np.float32)).astype(np.float64)


def read_features(tokens: Tokens, language: str, counted: int) -> Features:
    """Read the features of the units that these tokens make up.

    How rare a feature is (log of 1 + units over 1 + units that have it, plus 1) is taken over
    the first `counted` units: the others, the texts of the codebook, are not part of the corpus.
    """
    import numpy as np

    units = len(tokens.first) - 1
    forms, form_of = _numbered([plain(text) for text in tokens.texts])
    lemmas, lemma_of = _numbered([lemma(form, language) for form in forms])
    is_word = np.array([form[:1].isalnum() for form in forms], dtype=bool)
    form = form_of[tokens.form] if len(forms) else tokens.form
    unit = np.repeat(np.arange(units), np.diff(tokens.first))
    kept = is_word[form] if len(forms) else np.zeros(0, dtype=bool)
    terms, pairs = _terms(unit, form, lemma_of, kept, (units, len(lemmas), counted))
    by_unit = count_pairs(unit[kept], form[kept], max(1, len(forms)))
    by_unit = (by_unit[0], by_unit[1], 1 + np.log(by_unit[2]))
    grams, own_letters = _grams(forms, is_word, by_unit, counted)
    return Features(
        terms,
        _scaled_forms(units, counted, by_unit, (grams, own_letters)),
        grams,
        own_letters,
        forms,
        lemmas,
        lemma_of,
        pairs,
    )


def plain(text: str) -> str:
    """Give a word as forms are told apart: composed, in lower case."""
    return unicodedata.normalize("NFC", text).lower()


def _numbered(texts: Sequence[str]) -> tuple[list[str], Ints]:
    """List the different texts, and give for each text its number in that list."""
    import numpy as np

    numbers: dict[str, int] = {}
    each = [numbers.setdefault(text, len(numbers)) for text in texts]
    return list(numbers), np.array(each, dtype=np.int64)


def _rarity(having: Floats, counted: int) -> Floats:
    """Give the weight of features from the number of counted units that have each."""
    import numpy as np

    weights: Floats = (np.log((1 + counted) / (1 + having)) + 1) ** SHARPNESS
    weights[having > max(SMALL, COMMONEST * counted)] = 0
    return weights


def _terms(
    unit: Ints, form: Ints, lemma_of: Ints, kept: Flags, sizes: tuple[int, int, int]
) -> tuple[Sparse, Ints]:
    """Count lemmas and pairs of neighbours (no mark between them), rows of length 1 at most."""
    import numpy as np

    units, lemmas, counted = sizes
    said = lemma_of[form] if len(form) else form
    beside = np.flatnonzero(kept[:-1] & kept[1:] & (unit[:-1] == unit[1:]))
    pairs, pair = np.unique(said[beside] * max(1, lemmas) + said[beside + 1], return_inverse=True)
    rows = np.concatenate([unit[kept], unit[beside]])
    columns = np.concatenate([said[kept], lemmas + pair])
    width = lemmas + len(pairs)
    rows, columns, counts = count_pairs(rows, columns, max(1, width))
    having = np.bincount(columns[rows < counted], minlength=width)
    values = (1 + np.log(counts)) * _rarity(having.astype(np.float64), counted)[columns]
    used = values > 0
    rows, columns, values = rows[used], columns[used], values[used]
    length = _lengths(
        np.bincount(rows, weights=values**2, minlength=units).astype(np.float64), counted
    )
    made = make_sparse(units, width, rows, columns, values / length[rows])
    return made, np.stack([pairs // max(1, lemmas), pairs % max(1, lemmas)], axis=1)


def _grams(
    forms: Sequence[str], is_word: Flags, by_unit: tuple[Ints, Ints, Floats], counted: int
) -> tuple[Sparse, Floats]:
    """Give the groups of letters of each form, weighted by how rare they are.

    Those that no other form has are put together: their length stands for them.

    A unit with two words that share a group counts twice for it: merging the groups of every
    unit would cost more than all else here, and changes no figure in its third place.
    """
    import numpy as np

    rows, columns = _letters(forms, np.flatnonzero(is_word))
    width = int(columns.max(initial=0)) + 1
    row, column, counts = count_pairs(rows, columns, width)
    said_in = np.bincount(by_unit[1][by_unit[0] < counted], minlength=len(forms))
    having = np.bincount(column, weights=said_in[row], minlength=width)
    values = counts * _rarity(np.minimum(having, counted), counted)[column]
    shared = np.bincount(column, minlength=width) > 1
    common, own = shared[column] & (values > 0), ~shared[column]
    alone = np.sqrt(np.bincount(row[own], weights=values[own] ** 2, minlength=len(forms)))
    anew = np.cumsum(shared) - 1
    kept = (row[common], anew[column[common]], values[common])
    return make_sparse(len(forms), int(shared.sum()), *kept), alone


def _scaled_forms(
    units: int,
    counted: int,
    by_unit: tuple[Ints, Ints, Floats],
    letters: tuple[Sparse, Floats],
) -> Sparse:
    """Count the forms of each unit, scaled so that its letters make a row of length 1 at most.

    Groups that two words of a unit share are left out of that length, for they are few.
    """
    import numpy as np

    unit, form, counts = by_unit
    of_form = letters[0].squares() + letters[1] ** 2
    used = of_form[form] > 0
    unit, form, counts = unit[used], form[used], counts[used]
    length = _lengths(
        np.bincount(unit, weights=counts**2 * of_form[form], minlength=units).astype(np.float64),
        counted,
    )
    return make_sparse(units, len(of_form), unit, form, counts / length[unit])


def _lengths(squares: Floats, counted: int) -> Floats:
    """Give what each unit's numbers are divided by: their length, or more where that is short.

    Else "De sporthal." would be nothing but its one word, and surer of it than a full sentence.
    Short is less than half of what is usual, in squares.
    """
    import numpy as np

    said = squares[:counted][squares[:counted] > 0]
    least = float(np.median(said)) / 2 if len(said) else 1.0
    lengths: Floats = np.sqrt(np.maximum(squares, least))
    return lengths


def _letters(forms: Sequence[str], words: Ints) -> tuple[Ints, Ints]:
    """List the groups of letters of some forms: the number of each form, and that of the group.

    A group is numbered by the group that is one letter shorter, and its last letter.
    """
    import numpy as np

    marked = "".join(f"<{forms[number]}>" for number in words.tolist())
    letters: Ints = np.frombuffer(marked.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    of_form = np.repeat(words, [len(forms[number]) + 2 for number in words.tolist()])
    rows, columns, used = [], [], 0
    group = letters
    for size in range(2, LONGEST_GRAM + 1):
        last = letters[size - 1 :]
        _, group = np.unique((group[: len(last)] << LETTER_BITS) + last, return_inverse=True)
        inside = of_form[: len(last)] == of_form[size - 1 :]
        if size >= SHORTEST_GRAM:
            rows.append(of_form[: len(last)][inside])
            columns.append(group[inside] + used)
            used += int(group.max(initial=-1)) + 1
    return np.concatenate(rows), np.concatenate(columns)
