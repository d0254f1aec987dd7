"""Every published value of agreement, and the same as other programs on random data."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rodedraad.coding.reliability import (
    Distance,
    cohens_kappa,
    coincidences_of,
    interval,
    krippendorffs_alpha,
    nominal,
    ordinal,
    ratio,
)
from rodedraad.coding.unitizing import Segment, unitizing

# Krippendorff's own example: four coders, twelve units, "." where a value is missing.
FOUR_CODERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)


def units(*coders: str) -> list[list[float]]:
    """Read what each coder gave to each unit, as the values of each unit."""
    columns = zip(*(coder.split() for coder in coders), strict=True)
    return [[number(value) for value in column if value != "."] for column in columns]


def number(value: str) -> float:
    """Give a number for a value that may be a letter."""
    return float(value) if value.isdigit() else float(ord(value))


@pytest.mark.parametrize(
    ("distance", "value"), [(nominal, 0.743), (ordinal, 0.815), (interval, 0.849), (ratio, 0.797)]
)
def test_alpha_of_four_coders(distance: Distance, value: float) -> None:
    alpha = krippendorffs_alpha(coincidences_of(units(*FOUR_CODERS)), distance)
    assert alpha == pytest.approx(value, abs=0.0005)


@pytest.mark.parametrize(
    ("coders", "value"),
    [
        (("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"), 0.095),
        (("a a b b d c c c e d d a", "b a b b b c c c e d d d"), 0.692),
    ],
)
def test_alpha_of_two_coders(coders: tuple[str, str], value: float) -> None:
    alpha = krippendorffs_alpha(coincidences_of(units(*coders)), nominal)
    assert alpha == pytest.approx(value, abs=0.0005)


@pytest.mark.parametrize(
    ("table", "value"),
    [
        ([[20, 5], [10, 15]], 0.4),
        ([[45, 15], [25, 15]], 0.1304),
        ([[25, 35], [5, 35]], 0.2593),
        ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], 0.492),
    ],
)
def test_kappa_of_published_tables(table: list[list[int]], value: float) -> None:
    assert cohens_kappa(table) == pytest.approx(value, abs=0.0005)


def test_chance_alone_is_no_agreement() -> None:
    """Two coders each code half of a text, and share a quarter of it."""
    assert cohens_kappa([[2500, 2500], [2500, 2500]]) == pytest.approx(0)


@pytest.mark.parametrize("table", [[[100, 0], [0, 0]], [[0, 0], [0, 100]], [[0, 0], [0, 0]], []])
def test_what_cannot_be_computed_is_none(table: list[list[int]]) -> None:
    assert cohens_kappa(table) is None
    values = [[0.0, 0.0]] * 5 if table else []
    assert krippendorffs_alpha(coincidences_of(values), nominal) is None


def segments(text: str) -> list[Segment]:
    """Read "1-7:1", places from 1 and the last one included, as segments."""
    found = []
    for part in text.split():
        place, value = part.split(":")
        start, end = place.split("-")
        found.append((int(start) - 1, int(end), value))
    return found


PUBLISHED = [
    (
        60,
        [
            segments("1-7:1 8-13:2 31-32:5 33-37:6 38-44:6 45-60:7"),
            segments("1-7:1 8-13:3 14-21:5 33-44:6"),
            segments("1-7:1 8-13:4 14-21:5 33-37:6 38-41:6 42-44:6"),
        ],
    )
]


def test_the_unitizing_family_as_published() -> None:
    family = unitizing(PUBLISHED)
    assert family.alpha == pytest.approx(0.510, abs=0.0005)
    assert family.cutting == pytest.approx(0.413, abs=0.001)  # .4136, printed cut off
    assert family.values == pytest.approx(0.724, abs=0.0005)
    assert {value: family.by_value[value] for value in "156"} == pytest.approx(
        {"1": 1.0, "5": 1.0, "6": 1.0}
    )
    assert all((family.by_value[value] or 0) <= 0.0005 for value in "234")
    assert family.by_value.get("7") is None
    assert family.coverage["5"] == pytest.approx(8 / 18)


def test_one_value_everywhere_cannot_be_computed() -> None:
    family = unitizing([(10, [[(0, 10, "a")], [(0, 10, "a")]])])
    assert (family.alpha, family.cutting, family.values) == (None, None, None)
    empty = unitizing([(10, [[], []])])
    assert (empty.alpha, empty.cutting, empty.values, empty.by_value) == (None, None, None, {})


def test_continua_count_together() -> None:
    """The same twice says the same; and agreement elsewhere raises what is said here."""
    once = unitizing(PUBLISHED).alpha
    agreed = (60, [segments("1-7:1 20-40:5")] * 3)
    more = unitizing([*PUBLISHED, agreed]).alpha
    assert once is not None
    assert more is not None
    assert more > once


VALUES = st.sampled_from([1, 2, 3, 4, 5, None])
CODINGS = st.integers(2, 4).flatmap(
    lambda coders: st.lists(st.lists(VALUES, min_size=coders, max_size=coders), min_size=2)
)


@settings(deadline=None)
@given(CODINGS)
def test_alpha_is_that_of_krippendorff_the_package(codings: list[list[int | None]]) -> None:
    oracle = pytest.importorskip("krippendorff")
    numbers = [[float(v) for v in unit if v is not None] for unit in codings]
    pairable = {v for unit in numbers if len(unit) > 1 for v in unit}
    for name, distance in (("nominal", nominal), ("ordinal", ordinal), ("interval", interval)):
        ours = krippendorffs_alpha(coincidences_of(numbers), distance)
        if len(pairable) < 2:
            assert ours is None
            continue
        data = [[math.nan if v is None else v for v in row] for row in zip(*codings, strict=True)]
        theirs = oracle.alpha(reliability_data=data, level_of_measurement=name)
        assert ours == pytest.approx(theirs)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2))
def test_kappa_is_that_of_nltk(pairs: list[tuple[str, str]]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        agreement = pytest.importorskip("nltk.metrics.agreement")
    table = [[sum(1 for pair in pairs if pair == (a, b)) for b in "abc"] for a in "abc"]
    ours = cohens_kappa(table)
    if ours is None:
        assert len({value for pair in pairs for value in pair}) == 1
        return
    data = [
        (coder, str(unit), value)
        for unit, pair in enumerate(pairs)
        for coder, value in zip("xy", pair, strict=True)
    ]
    assert ours == pytest.approx(agreement.AnnotationTask(data=data).kappa())


def spread(segments_of_coder: Sequence[Segment], length: int) -> list[str]:
    """Give the value at each position."""
    values = [""] * length
    for start, end, value in segments_of_coder:
        values[start:end] = [value] * (end - start)
    return values


@given(st.lists(st.lists(st.sampled_from("ab "), min_size=12, max_size=12), min_size=2, max_size=3))
def test_coincidences_of_segments_are_those_of_positions(coders: list[list[str]]) -> None:
    from rodedraad.coding.unitizing import measure

    segmented = []
    for coder in coders:
        found: list[Segment] = []
        for place, value in enumerate(coder):
            if value != " ":
                found.append((place, place + 1, value))
        segmented.append(found)
    observed, _squares = measure([(12, segmented)])
    plain = [[float(ord(v)) for v in column] for column in zip(*coders, strict=True)]
    expected = coincidences_of(plain)

    def key(value: str) -> float:
        return float(ord(value or " "))

    assert {(key(c), key(k)): count for (c, k), count in observed.items()} == pytest.approx(
        expected
    )
