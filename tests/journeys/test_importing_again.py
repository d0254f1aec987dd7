"""The same files once more, and slips of the keys: what was filled in stays, changes are said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Run

TALK = "Int: Hoe gaat het?\nR1: Goed, ik ben hier al lang.\nInt: En de wijk?\nR1: Rustig.\n"
OTHER = "\n".join(
    f"Int: Vraag {n} over de haven?\nDe heer Smit: Boot {n} vaart." for n in range(20)
)


def transcripts(run: Run, folder: Path) -> dict[str, dict[str, Any]]:
    rows = json.loads(run(folder, "transcript", "list", "--json").stdout)
    return {row["transcript"]: row for row in rows}


@pytest.fixture
def folder(tmp_path: Path, run: Run) -> Path:
    """A folder with an empty project."""
    run(tmp_path, "init", "klein")
    return tmp_path


def test_the_talks_of_the_demo_once_more_change_nothing(run: Run, demo_folder: Path) -> None:
    before = run(demo_folder, "respondent", "list", "--json").stdout
    told = run(demo_folder, "import", "talks").stderr
    assert "added: 0, brought up to date: 0, unchanged: 17." in told
    assert "without a group" not in told
    assert run(demo_folder, "respondent", "list", "--json").stdout == before


def test_what_changes_is_said_from_what_to_what(run: Run, folder: Path) -> None:
    (folder / "gesprek.txt").write_text(TALK)
    run(folder, "import", "gesprek.txt", "--group", "politie", "--area", "Noord")
    told = run(folder, "import", "gesprek.txt", "--area", "Zuid", "--date", "2016-05-12").stderr
    assert told.splitlines()[1:] == [
        "Changed:",
        "  gesprek: date: – → 2016-05-12.",
        "  gesprek: areas of gesprek:R1: Noord → Zuid.",
    ]


def test_a_date_in_front_of_the_name_is_taken_and_said(run: Run, folder: Path) -> None:
    path = folder / "2025-01-10_wijkagent.txt"
    path.write_text(TALK)
    note = "Date taken from the file name: 2025-01-10."
    assert note in run(folder, "import", path.name, "--dry-run").stderr
    assert note in run(folder, "import", path.name).stderr
    assert transcripts(run, folder)["2025-01-10-wijkagent"]["date"] == "2025-01-10"
    run(folder, "transcript", "set", "2025-01-10", "--date", "2025-01-11")
    assert note not in run(folder, "import", path.name).stderr
    assert transcripts(run, folder)["2025-01-10-wijkagent"]["date"] == "2025-01-11"


def test_a_date_that_somebody_says_beats_the_one_in_front_of_the_name(
    run: Run, folder: Path
) -> None:
    (folder / "2025-01-10_a.txt").write_text(TALK)
    (folder / "sheet.csv").write_text("file,date\n2025-01-10_a.txt,2025-01-09\n")
    told = run(folder, "import", "2025-01-10_a.txt", "--metadata", "sheet.csv").stderr
    assert "file name" not in told
    assert transcripts(run, folder)["2025-01-10-a"]["date"] == "2025-01-09"


def test_a_slip_in_a_group_is_said_and_stops_no_script(run: Run, folder: Path) -> None:
    (folder / "een.txt").write_text(TALK)
    (folder / "twee.txt").write_text(TALK + "R1: Ja.\n")
    assert "New group: politie.\n" in run(folder, "import", "een.txt", "--group", "politie").stderr
    told = run(folder, "import", "twee.txt", "--group", "poltie").stderr
    assert "New group: poltie. Did you mean politie? Take it back with: rodedraad undo" in told
    assert "New group" not in run(folder, "import", "twee.txt", "--group", "Politie").stderr
    told = run(folder, "respondent", "set", "een:R1", "--group", "polittie").stderr
    assert "New group: polittie. Did you mean politie?" in told
    told = run(folder, "transcript", "set", "twee", "--group", "college").stderr
    assert "New group: college.\n" in told


def test_who_is_at_the_terminal_is_asked_about_a_slip(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "een.txt").write_text(TALK)
    (folder / "twee.txt").write_text(TALK + "R1: Ja.\n")
    run(folder, "import", "een.txt", "--group", "politie")
    monkeypatch.setattr("rodedraad.cli.session.can_ask", lambda: True)
    monkeypatch.setattr("rodedraad.cli.grouping.can_ask", lambda: True)
    command = ("import", "twee.txt", "--group", "poltie")
    told = run(folder, *command, input="n\n", status=1).stderr
    assert "There is no group poltie yet, but there is politie. Make a new one?" in told
    assert len(transcripts(run, folder)) == 1
    run(folder, *command, input="y\n")
    assert transcripts(run, folder)["twee"]["groups"] == ["poltie"]


def test_a_slip_in_a_sheet_of_respondents_is_said(run: Run, folder: Path) -> None:
    (folder / "een.txt").write_text(TALK)
    run(folder, "import", "een.txt", "--speakers", "R1=R01", "--group", "politie")
    (folder / "personen.csv").write_text("respondent,group\nR01,politei\nR99,college\n")
    told = run(folder, "respondent", "load", "personen.csv").stderr.splitlines()
    assert told == [
        "Respondents brought up to date: 1, new: 1.",
        "New group: politei. Did you mean politie? Take it back with: rodedraad undo",
        "In no transcript (1): R99",
        "If one is a slip: mend the sheet, rodedraad undo, and load it again.",
    ]


def test_respondents_without_a_group_are_named_as_one_types_them(run: Run, folder: Path) -> None:
    (folder / "een.txt").write_text(TALK)
    (folder / "twee.txt").write_text(TALK + "R1: Ja.\n")
    run(folder, "import", "een.txt", "--speakers", "R1=R01", "--group", "politie")
    told = run(folder, "import", "twee.txt", "--speakers", "R1=R01").stderr
    assert told.splitlines()[1:] == [
        "Respondents without a group: 1",
        "  R01 (twee)",
        "Give them one: rodedraad respondent set NAME --group GROUP --area AREA",
        "Who speaks for another group elsewhere: add --transcript TRANSCRIPT",
    ]


def test_another_talk_in_the_place_of_a_text_is_asked_about(run: Run, folder: Path) -> None:
    (folder / "gesprek.txt").write_text(TALK)
    (folder / "haven.txt").write_text(OTHER)
    run(folder, "import", "gesprek.txt", "--group", "politie")
    told = run(folder, "transcript", "revise", "gesprek", "haven.txt", status=1).stderr
    assert "haven.txt has hardly a sentence in common with the transcript" in told
    assert "It has other speakers too: De heer Smit." in told
    assert "Add --yes" in told
    assert transcripts(run, folder)["gesprek"]["turns"] == 4
    told = run(folder, "transcript", "revise", "gesprek", "haven.txt", "--yes").stderr
    assert "Take it back with: rodedraad undo" in told
    assert transcripts(run, folder)["gesprek"]["turns"] == 40


def test_the_examples_of_the_help_work_in_the_demo(run: Run, demo_folder: Path) -> None:
    told = run(demo_folder, "respondent", "load", "respondents.csv").stderr
    assert "In no transcript" not in told
    talk = ("2014-10-14", "2014-10-14_corrected.txt")
    told = run(demo_folder, "transcript", "revise", *talk, "--dry-run").stderr
    assert "lost 0" in told
    run(demo_folder, "transcript", "revise", *talk)
    assert run(demo_folder, "transcript", "diff", "2014-10-14").stdout.count("\n+") > 1
    run(demo_folder, "check")
