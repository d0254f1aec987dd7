from __future__ import annotations

import subprocess
import sys

import pytest

from rodedraad.coding.suggesting.lemmas import is_compound_part, is_known, lemma


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        ("bewoner bewoners Bewoners", "bewoner"),
        ("huis huizen huisje huisjes", "huis"),
        ("buurt buurten buurtje buurtjes", "buurt"),
        ("lid leden", "lid"),
        ("raadslid raadsleden", "raadlid"),
        ("werken werkt werkte gewerkt", "werken"),
        ("samenwerken samengewerkt samenwerkten", "samenwerken"),
        ("opbellen opgebeld", "opbellen"),
        ("goed beter beste", "goed"),
        ("ouder ouders", "ouder"),
    ],
)
def test_forms_of_one_word_share_a_lemma(forms: str, expected: str) -> None:
    assert {lemma(form, "nl") for form in forms.split()} == {expected}


def test_verb_and_noun_that_point_at_each_other_share_a_lemma() -> None:
    assert len({lemma(form, "nl") for form in ("bel", "bellen", "belt", "belde", "gebeld")}) == 1


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("gebiedsadviseurs", "gebiedsadviseur"),
        ("samenwerkingsafspraken", "samenwerkingsafspraak"),
        ("wijkteams", "wijkteam"),
        ("bewonersinitiatieven", "bewonersinitiatief"),
    ],
)
def test_a_compound_in_no_dictionary_gets_the_lemma_of_its_last_part(
    plural: str, singular: str
) -> None:
    assert not is_known(plural, "nl")
    assert lemma(plural, "nl") == singular
    assert lemma(singular, "nl") == singular


def test_no_lemma_holds_an_underscore() -> None:
    assert lemma("raadsleden", "nl") == "raadlid"
    assert lemma("aanbrengt", "nl") == "aanbrengen"


def test_combining_and_composed_accents_are_one_word() -> None:
    assert lemma("cafe\u0301s", "nl") == lemma("cafés", "nl") == "café"


def test_other_languages() -> None:
    assert lemma("houses", "en") == "house"
    assert lemma("Anything", "xx") == "anything"
    assert lemma("", "nl") == ""


@pytest.mark.parametrize(
    ("part", "linked", "expected"),
    [
        ("sverband", "before", True),
        ("verband", "before", True),
        ("-agent", "before", True),
        ("schap", "before", False),
        ("d", "after", False),
        ("ver", "after", False),
        ("voor", "after", False),
        ("stads", "after", True),
        ("bewoners", "after", True),
    ],
)
def test_what_can_be_part_of_a_compound(part: str, linked: str, expected: bool) -> None:
    assert is_compound_part(part, "nl", linked=linked) is expected


def test_a_lemma_costs_no_spacy() -> None:
    code = (
        "import sys; from rodedraad.coding.suggesting.lemmas import lemma; lemma('huizen', 'nl');"
        "sys.exit('spacy' in sys.modules or 'numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
