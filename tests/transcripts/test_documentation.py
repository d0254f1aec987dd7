"""docs/formats.md and docs/importing.md say what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rodedraad.transcripts.metadata import parse_speakers, take_block
from rodedraad.transcripts.model import Kind
from rodedraad.transcripts.readers import FORMATS, read_bytes

DOCS = Path(__file__).resolve().parents[2] / "docs"


def blocks(name: str, language: str = "") -> list[str]:
    text = (DOCS / name).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: str(form.name))
def test_every_format_is_listed_with_its_suffixes(form: object) -> None:
    text = (DOCS / "formats.md").read_text(encoding="utf-8")
    assert f"`{form.name}`" in text  # type: ignore[attr-defined]
    assert all(suffix in text for suffix in form.suffixes)  # type: ignore[attr-defined]


def test_the_example_of_labels_is_read_as_it_says() -> None:
    example = next(block for block in blocks("importing.md") if block.startswith("Int:"))
    found = read_bytes(example.encode(), "a.txt")
    assert [(turn.speaker, turn.time) for turn in found.turns] == [
        ("Int", None),
        ("R1", None),
        ("De heer Jansen (wijkteam)", 750.0),
    ]


def test_the_example_of_a_block_is_read_as_it_says() -> None:
    (example,) = blocks("importing.md", "yaml")
    text, block = take_block(f"{example}\nR20: Ja.\n", "a.txt")
    assert text == "R20: Ja.\n"
    assert block
    assert (block.date, block.kind, block.areas) == ("2016-05-12", Kind.GROUP, ("De Bron",))
    assert block.speakers[1].function == "ouderraad"


def test_the_example_of_speakers_is_read_as_it_says() -> None:
    text = (DOCS / "importing.md").read_text(encoding="utf-8")
    match = re.search(r"--speakers '([^']*)'", text)
    assert match
    assert parse_speakers(match[1]) == {
        "Int": "interviewer",
        "R1": "R07",
        "Jansen, P. (Gast)": "R03",
    }
