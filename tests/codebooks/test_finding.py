"""How a code is named on the command line."""

from __future__ import annotations

import pytest

from rodedraad import RodedraadError
from rodedraad.codebooks.finding import find_code

CODES = [
    ("resultaten", "1"),
    ("resultaten/veiligheid", "1v"),
    ("resultaten/verkeer", "1e"),
    ("samenwerking", "2"),
    ("samenwerking/politie", "2p"),
    ("samenwerking/zorg-en-welzijn", "2z"),
    ("werkwijze", "3"),
    ("werkwijze/verkeer", "3v"),
    ("werkwijze/2z", ""),
]


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("samenwerking/politie", "samenwerking/politie"),
        ("politie", "samenwerking/politie"),
        (" Politie/", "samenwerking/politie"),
        ("2p", "samenwerking/politie"),
        ("2P", "samenwerking/politie"),
        ("2", "samenwerking"),
        ("resultaten/verkeer", "resultaten/verkeer"),
        # A slug beats a shortcut.
        ("2z", "werkwijze/2z"),
    ],
)
def test_a_code_is_found(query: str, path: str) -> None:
    assert find_code(query, CODES) == path


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (
            "verkeer",
            "verkeer can be resultaten/verkeer, werkwijze/verkeer. Type more of the path.",
        ),
        ("pol", "There is no code pol. Did you mean samenwerking/politie?"),
        ("polite", "There is no code polite. Did you mean samenwerking/politie?"),
        (
            "Zorg en welzijn",
            "There is no code Zorg en welzijn. Did you mean samenwerking/zorg-en-welzijn?",
        ),
        (
            "resultaten/politie",
            "There is no code resultaten/politie. Did you mean "
            "samenwerking/politie, resultaten/veiligheid, resultaten?",
        ),
        (
            "ve",
            "There is no code ve. Did you mean resultaten/veiligheid, resultaten/verkeer, "
            "werkwijze/verkeer?",
        ),
        ("xyz", "There is no code xyz. See all codes with: rodedraad codebook show"),
        ("", "There is no code . See all codes with: rodedraad codebook show"),
    ],
)
def test_a_code_that_is_not_there_is_refused_with_the_nearest(query: str, message: str) -> None:
    with pytest.raises(RodedraadError) as caught:
        find_code(query, CODES)
    assert str(caught.value) == message


def test_an_empty_codebook_says_so() -> None:
    with pytest.raises(RodedraadError) as caught:
        find_code("politie", [])
    assert str(caught.value) == "There is no code politie: the codebook has no codes yet."
