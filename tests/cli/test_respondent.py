"""rodedraad respondent."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]


def listed(run: Run, folder: Path, *options: str) -> dict[str, dict[str, Any]]:
    """Give the rows of the list by their first key."""
    rows = json.loads(run(folder, "respondent", "list", *options, "--json").stdout)
    return {next(iter(row.values())): row for row in rows}


def test_respondents_are_listed_with_what_they_said(run: Run, small: Path) -> None:
    rows = listed(run, small)
    assert list(rows) == ["R01", "R02", "R03"]
    assert rows["R02"] == {
        "respondent": "R02",
        "groups": ["bewoners"],
        "areas": ["Noord", "De Bron"],
        "function": "",
        "size": 1,
        "consent": "unknown",
        "retention_date": None,
        "transcripts": 1,
        "words": 5,
        "fragments": 1,
        "attributes": {},
    }


def test_respondents_are_counted_by_group_and_area(run: Run, small: Path) -> None:
    groups = listed(run, small, "--by", "group")
    assert groups["politie"] == {
        "group": "politie",
        "respondents": 2,
        "transcripts": 2,
        "words": 10,
        "fragments": 1,
    }
    areas = listed(run, small, "--by", "area")
    assert {area: row["respondents"] for area, row in areas.items()} == {
        "De Bron": 1,
        "Noord": 2,
        "": 1,
    }


def test_a_respondent_is_shown_with_the_facts(run: Run, small: Path) -> None:
    run(small, *"respondent set R01 --size 8 --attribute leeftijd=40-50".split())
    result = run(small, "respondent", "show", "r01")
    assert "R01: Size: 8; Consent: unknown; leeftijd: 40-50" in result.stderr
    assert "noord" in result.stdout
    rows = json.loads(run(small, "respondent", "show", "R01", "--json").stdout)
    assert rows[0]["attributes"] == {"leeftijd": "40-50"}


def test_what_is_known_is_changed_and_taken_back(run: Run, small: Path) -> None:
    before = listed(run, small)
    run(
        small,
        *"respondent set R01 --group college --area Zuid --area Oost --function wethouder".split(),
        *"--consent quote --retention 2030-01-01 --attribute vrouw=ja".split(),
    )
    row = listed(run, small)["R01"]
    assert (row["groups"], row["areas"]) == (["college"], ["Zuid", "Oost"])
    assert (row["function"], row["consent"]) == ("wethouder", "quote")
    assert (row["retention_date"], row["attributes"]) == ("2030-01-01", {"vrouw": "ja"})
    run(small, *"respondent set R01 --attribute vrouw=".split())
    assert listed(run, small)["R01"]["attributes"] == {}
    run(small, "undo", "2")
    assert listed(run, small) == before


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        ("R01 --size 0", 1, "A size is a number of persons, not 0"),
        ("R01 --retention ooit", 1, "ooit is no date"),
        ("R01 --attribute leeftijd", 2, "NAME=VALUE"),
        ("R01 --transcript zuid --group college", 1, "does not speak there"),
        ("R11", 1, "Did you mean: R01"),
    ],
)
def test_what_cannot_be_is_refused(
    run: Run, small: Path, arguments: str, status: int, message: str
) -> None:
    assert message in run(small, "respondent", "set", *arguments.split(), status=status).stderr


def test_a_sheet_brings_respondents_up_to_date(run: Run, small: Path) -> None:
    (small / "personen.csv").write_text(
        "\ufeffRespondent;Groep;Areas;Size;Consent;Leeftijd\n"
        "r01;College;Oost; ;quote;50\n"
        "R50;;;12;;\n",
        encoding="utf-8",
    )
    result = run(small, "respondent", "load", "personen.csv")
    assert "brought up to date: 1, new: 1" in result.stderr
    rows = listed(run, small)
    assert (rows["R01"]["groups"], rows["R01"]["areas"]) == (["College"], ["Oost"])
    assert rows["R01"]["attributes"] == {"leeftijd": "50"}
    assert (rows["R50"]["size"], rows["R50"]["transcripts"]) == (12, 0)


@pytest.mark.parametrize(
    ("sheet", "message"),
    [
        ("naam,groep\nR01,x\n", "personen.csv:1: the column respondent is missing"),
        ("respondent,size\nR01,veel\n", "personen.csv:2: A size is a number"),
        ("respondent,size\n,2\n", "personen.csv:2: this row names no respondent"),
        ("respondent,groep,Group\nR01,a,b\n", "personen.csv:1: the column group stands here twice"),
        ("respondent\nR01,x\n", "personen.csv:2: this row has 2 cells, the header 1"),
        ('respondent,naam\nR01,"half\nR02,b\n', "personen.csv:2: this is no readable CSV"),
    ],
)
def test_a_faulty_sheet_changes_nothing(run: Run, small: Path, sheet: str, message: str) -> None:
    (small / "personen.csv").write_text(sheet, encoding="utf-8")
    before = listed(run, small)
    assert message in run(small, "respondent", "load", "personen.csv", status=1).stderr
    assert listed(run, small) == before


def test_a_workbook_brings_respondents_up_to_date(run: Run, small: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["Respondent", "Groep", "Leeftijd"])
    book.active.append(["R01", "College", 50])
    book.save(small / "personen.xlsx")
    run(small, "respondent", "load", "personen.xlsx")
    row = listed(run, small)["R01"]
    assert (row["groups"], row["attributes"]) == (["College"], {"leeftijd": "50"})


def test_the_plan_is_set_against_who_was_heard(run: Run, small: Path) -> None:
    assert "There is no plan yet" in run(small, "respondent", "plan").stderr
    (small / "plan.csv").write_text("group,area,persons\npolitie,,3\nPolitie,Noord,1\ncollege,,1\n")
    run(small, "respondent", "plan", "plan.csv")
    run(small, "respondent", "plan", "plan.csv")
    rows = json.loads(run(small, "respondent", "plan", "--json").stdout)
    assert [tuple(row.values()) for row in rows] == [
        ("Politie", "Noord", 1, 1),
        ("college", "", 1, 0),
        ("politie", "", 3, 2),
    ]
    (small / "plan.csv").write_text("Groep;Gebied;Personen\npolitie;Noord;4\n")
    run(small, "respondent", "plan", "plan.csv")
    (row,) = json.loads(run(small, "respondent", "plan", "--json").stdout)
    assert (row["group"], row["area"], row["persons"]) == ("politie", "Noord", 4)
    (small / "plan.csv").write_text("group,area,persons\npolitie,,drie\n")
    assert "plan.csv:2" in run(small, "respondent", "plan", "plan.csv", status=1).stderr


def test_who_has_no_group_is_counted_under_those_words(run: Run, small: Path) -> None:
    assert "(no area)" in run(small, *"respondent list --by area".split()).stdout


@pytest.mark.parametrize("what", ["respondent set R01", "transcript set noord"])
def test_a_change_that_changes_nothing_is_refused(run: Run, small: Path, what: str) -> None:
    assert "Say what to change" in run(small, *what.split(), status=2).stderr


def test_a_person_who_turns_out_to_be_another_leaves_no_ghost(run: Run, small: Path) -> None:
    run(small, *"transcript set zuid --respondent R09".split())
    assert list(listed(run, small)) == ["R01", "R02", "R09"]
    run(small, "undo")
    assert list(listed(run, small)) == ["R01", "R02", "R03"]


def test_whoever_was_forgotten_is_forgotten_in_the_backups_later(run: Run, small: Path) -> None:
    run(small, "backup", "make")
    label = json.loads(run(small, "respondent", "list", "--json").stdout)[0]["respondent"]
    told = run(small, "respondent", "forget", label, "--yes").stderr
    assert "rodedraad respondent forget --backups" in told
    assert "Name the respondent" in run(small, "respondent", "forget", status=2).stderr
    shown = run(small, "respondent", "forget", "--backups", "--dry-run").stdout
    assert "These copies still hold them" in shown
    done = run(small, "respondent", "forget", "--backups", "--yes")
    assert "These copies are rewritten too" in done.stdout
    assert "They are forgotten there." in done.stderr
    again = run(small, "respondent", "forget", "--backups", "--yes").stderr
    assert "No copy that is known holds anybody" in again
