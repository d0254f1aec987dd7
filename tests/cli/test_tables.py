"""Tables for the eye: within the screen, words whole, numbers and moments as people write them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import given, settings
from hypothesis import strategies as st

from rodedraad.cli.language import decimals, use_language
from rodedraad.cli.output import Column, shown
from rodedraad.cli.tables import LONGEST, cells, write_table

Run = Callable[..., Result]
WORDS = st.text("abcdefgh", min_size=1, max_size=12)
CELLS = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)


@given(st.data(), st.integers(1, 4), st.sampled_from([60, 80, 120]))
@settings(max_examples=60, deadline=None)
def test_no_line_is_too_long_and_no_word_is_broken(
    data: st.DataObject, columns: int, width: int
) -> None:
    rows = data.draw(st.lists(st.lists(CELLS, min_size=columns, max_size=columns), max_size=4))
    printed = table(
        rows, [Column(str(n), f"Heading {n}", data=True) for n in range(columns)], width
    )
    assert all(cells(line) <= width for line in printed.splitlines())
    found = set(re.findall(r"[a-z]+", printed))
    assert {word for row in rows for text in row for word in text.split()} <= found


def table(rows: list[list[str]], columns: list[Column], width: int) -> str:
    """Print a table on a screen so wide; give what was printed."""
    import click
    from click.testing import CliRunner

    @click.command()
    def command() -> None:
        write_table(rows, columns)

    return CliRunner(env={"COLUMNS": str(width)}).invoke(command).stdout


def test_names_break_at_their_hyphens_and_dates_stay_whole() -> None:
    rows = [["2014-10-28-bewonersorganisaties-oudeveen", "f-7k2q van 2014-10-28"] for _ in "ab"]
    printed = table(rows, [Column("a", "Gesprek", data=True), Column("b", "Wat", data=True)], 40)
    assert printed.splitlines()[2:5] == [
        "2014-10-28-            f-7k2q van",
        "bewonersorganisaties-  2014-10-28",
        "oudeveen",
    ]


def test_minor_columns_go_first_then_headings_then_the_table() -> None:
    names = ["Transcript", "Groepen", "Bewonersorganisaties"]
    columns = [Column(name, name, data=True, minor=name == "Groepen") for name in names[:2]]
    columns.append(Column("n", names[2], right=True, data=True))
    rows = [["wethouder", "directie", "1"]]
    assert "Groepen" in table(rows, columns, 60)
    assert "Groepen" not in table(rows, columns, 36)
    assert "Bewonersorga…" in table(rows, columns, 25)
    assert table(rows, columns, 12).splitlines()[0] == "wethouder"


@pytest.mark.parametrize("width", ["80", "120"])
def test_the_list_of_transcripts_can_be_read(run: Run, made_demo: Path, width: str) -> None:
    screen = {"COLUMNS": width, "RODEDRAAD_LANG": "nl"}
    lines = run(made_demo, "transcript", "list", env=screen).stdout.splitlines()
    assert all(len(line) <= int(width) for line in lines)
    text = " ".join(lines)
    for word in ("groepsgesprek", "bewonersorganisaties", "Fragmenten", "Woorden", "Gecodeerd"):
        assert word in text
    assert len(lines) <= 2 + 17 * 4 + 2


def test_numbers_for_the_eye_have_a_comma_in_dutch_and_no_negative_zero() -> None:
    use_language("nl")
    assert [shown(value) for value in (1.5, 0.0, -0.0001, [0.25, 2])] == [
        "1,5",
        "0",
        "0",
        "0,25, 2",
    ]
    assert decimals(-0.001, 2) == "0,00"
    use_language("en")
    assert [shown(value) for value in (1.5, -0.0001)] == ["1.5", "0"]


def test_machines_get_points_and_utc(run: Run, made_demo: Path) -> None:
    dutch = {"RODEDRAAD_LANG": "nl", "TZ": "Europe/Amsterdam"}
    pair = json.loads(run(made_demo, "cooccur", "--limit", "1", "--json", env=dutch).stdout)[0]
    assert isinstance(pair["lift"], float)
    assert str(pair["lift"]) in run(made_demo, "cooccur", "--limit", "1", "--csv", env=dutch).stdout
    assert (
        str(pair["lift"]).replace(".", ",")
        in run(made_demo, "cooccur", "--limit", "1", "--md", env=dutch).stdout
    )
    change = json.loads(run(made_demo, "log", "--limit", "1", "--json").stdout)[0]
    assert change["at"].endswith("Z")
    for command in ("log", "memo list"):
        printed = run(made_demo, *command.split()).stdout
        assert re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d ", printed)
        assert not re.search(r"T\d\d:\d\d", printed)


def test_only_very_long_words_are_broken() -> None:
    printed = table([["x" * LONGEST, "y" * 60]], [Column("a", "A"), Column("b", "B")], 60)
    assert "x" * LONGEST in printed
    assert printed.count("y") == 60
