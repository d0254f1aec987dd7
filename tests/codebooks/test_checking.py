"""The problems that `check` finds in a codebook, word for word."""

from __future__ import annotations

import pytest

from rodedraad.codebooks import yaml
from rodedraad.codebooks.checking import check
from rodedraad.codebooks.model import Code, Codebook

GOOD = """\
name: Proef
codes:
  - code: samenwerking
    definition: Met wie.
    codes:
      - code: politie
        definition: Met de politie.
        indicators: [wijkagent]
"""


def problems(text: str) -> list[tuple[str, str]]:
    codebook = yaml.parse(text, "mijn.yaml")
    return [(problem.severity, str(problem)) for problem in check(codebook, "mijn.yaml")]


def test_a_good_codebook_has_no_problems() -> None:
    assert problems(GOOD) == []


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        (
            "      - {code: politie, name: Agenten, definition: x, indicators: [blauw]}\n",
            [
                (
                    "error",
                    "mijn.yaml:9: samenwerking/politie stands here again, after "
                    "samenwerking/politie (mijn.yaml:6). Rename or remove one.",
                )
            ],
        ),
        (
            "  - {code: politie, name: Agenten, definition: x, indicators: [blauw]}\n",
            [
                (
                    "warning",
                    "mijn.yaml:9: politie alone can be samenwerking/politie (mijn.yaml:6) and "
                    "politie. Give one another code.",
                )
            ],
        ),
        (
            "      - {code: agent, name: POLITIE, definition: x, indicators: [blauw]}\n",
            [
                (
                    "error",
                    "mijn.yaml:9: samenwerking/agent has the name “POLITIE”, and so has "
                    "samenwerking/politie (mijn.yaml:6). Change one.",
                )
            ],
        ),
        (
            "        shortcut: 1p\n"
            "      - {code: agent, shortcut: 1p, definition: x, indicators: [blauw]}\n",
            [
                (
                    "error",
                    "mijn.yaml:10: samenwerking/agent has the shortcut 1p, and so has "
                    "samenwerking/politie (mijn.yaml:6). Change one.",
                )
            ],
        ),
        (
            "        uuid: 2b4cbdbe-6ae1-4a1e-9d8b-1d5f2a0f7c11\n"
            "      - code: agent\n"
            "        definition: x\n"
            "        indicators: [blauw]\n"
            "        uuid: 2B4CBDBE-6ae1-4a1e-9d8b-1d5f2a0f7c11\n",
            [
                (
                    "error",
                    "mijn.yaml:10: samenwerking/agent has the same UUID as samenwerking/politie "
                    "(mijn.yaml:6). Remove the line with uuid from the code that is new, and it "
                    "gets its own.",
                )
            ],
        ),
        (
            "      - {code: agent, indicators: [blauw]}\n",
            [
                (
                    "error",
                    "mijn.yaml:9: samenwerking/agent has no definition. Add a line with "
                    "definition: what it means.",
                )
            ],
        ),
        (
            "      - {code: agent, definition: x, indicators: [Wijkagent]}\n",
            [
                (
                    "error",
                    "mijn.yaml:9: The indicator “Wijkagent” is claimed by samenwerking/politie "
                    "(mijn.yaml:6) and by samenwerking/agent (mijn.yaml:9). Leave it with one of "
                    "the two.",
                )
            ],
        ),
        (
            "      - {code: agent, definition: x, indicators: [korte lijn, Korte  lijn]}\n",
            [
                (
                    "warning",
                    "mijn.yaml:9: samenwerking/agent has the indicator “Korte  lijn” twice. "
                    "Remove one.",
                )
            ],
        ),
        (
            "      - {code: agent, definition: x}\n",
            [
                (
                    "warning",
                    "mijn.yaml:9: samenwerking/agent has no indicators, so it is only suggested "
                    "once you have coded with it.",
                )
            ],
        ),
    ],
)
def test_each_problem_is_found_and_named(added: str, expected: list[tuple[str, str]]) -> None:
    assert problems(GOOD + added) == expected


def test_a_theme_without_codes_is_no_problem() -> None:
    assert problems("name: Proef\ncodes:\n  - {code: a, definition: x, indicators: [y]}\n") == []


def test_without_lines_the_messages_name_only_codes() -> None:
    codes = tuple(
        Code(uuid=slug, slug=slug, path=slug, name="Twee", definition="x", indicators=(slug,))
        for slug in ("een", "twee")
    )
    (problem,) = check(Codebook("Proef", codes=codes), "alphen.draad")
    assert str(problem) == "alphen.draad: twee has the name “Twee”, and so has een. Change one."


def test_problems_come_in_the_order_of_the_file() -> None:
    text = GOOD.replace("    definition: Met wie.\n", "") + "      - {code: agent}\n"
    found = check(yaml.parse(text, "mijn.yaml"), "mijn.yaml")
    assert [(problem.line, problem.path) for problem in found] == [
        (3, "samenwerking"),
        (8, "samenwerking/agent"),
        (8, "samenwerking/agent"),
    ]
