"""Which labels may be one person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rodedraad.transcripts.metadata import find_label
from rodedraad.transcripts.names import may_be_same, variants


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jansen, P. (Gast)", "P. Jansen"),
        ("Jansen, P. (Gast)", "Piet Jansen"),
        ("De heer Jansen (wijkteam)", "P. Jansen"),
        ("Vries, P.J. de", "Pieter de Vries"),
        ("mevrouw Van den Berg (CDA)", "Berg, A. van den"),
        ("Sanne", "Sanne Verhulst"),
        ("Yasmina el Idrissi", "el Idrissi, Yasmina"),
        ("José Ruíz", "Jose Ruiz"),
        ("dhr. A. Kok", "Kok"),
    ],
)
def test_variants_of_one_name(one: str, other: str) -> None:
    assert may_be_same(one, other)
    assert may_be_same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("P. Jansen", "K. Jansen"),
        ("De heer Jansen", "Mevrouw Jansen"),
        ("Piet Jansen", "Piet Smit"),
        ("R1", "R01"),
        ("Speaker 1", "Speaker 2"),
        ("", "Jansen"),
        ("P", "Piet"),
    ],
)
def test_different_people(one: str, other: str) -> None:
    assert not may_be_same(one, other)


def test_the_same_label_goes_before_its_variants() -> None:
    people = ["Piet Jansen", "P. Jansen", "Anna Kok"]
    assert variants("p. jansen", people) == ["P. Jansen"]
    assert variants("Jansen", people) == ["Piet Jansen", "P. Jansen"]
    assert variants("Smit", people) == []


def test_a_label_in_a_sheet_may_be_a_variant() -> None:
    labels = ["Anna de Wit", "Jansen, P. (Gast)"]
    assert find_label("P. Jansen", labels) == "Jansen, P. (Gast)"
    assert find_label("anna  DE wit", labels) == "Anna de Wit"
    assert find_label("Jansen", [*labels, "K. Jansen"]) is None


@given(st.text(max_size=30), st.text(max_size=30))
def test_it_works_both_ways(one: str, other: str) -> None:
    assert may_be_same(one, other) == may_be_same(other, one)
