"""Suggestions from the first minute to the first evaluation, as typed."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ..conftest import Run

BOOK = """
name: proef
codes:
- code: politie
  name: Politie
  definition: Over agenten en de wijkagent.
  indicators: [wijkagent]
- code: groen
  name: Groen
  definition: Over planten en bomen.
"""
ONE = (
    "Int: Hoe gaat het?\n\n"
    "R1: De wijkagent komt vaker langs. De hangjongeren staan bij het winkelcentrum. "
    "De zon scheen gisteren.\n\n"
    "R1: Hangjongeren maken lawaai bij het station. De wijkagent praat met ze.\n"
)
OTHER = (
    "R1: Die hangjongeren zijn weg. De wijkagent is ziek. Het park heeft nieuwe bomen.\n\n"
    "R1: Wij wandelen graag. Daar komt de wijkagent.\n"
)
YOUTH = (
    "R1: Er staan hangjongeren bij de winkels. Hangjongeren maken lawaai. We zien hangjongeren "
    "op het plein. Die hangjongeren roken. Hangjongeren fietsen rond. Laat hangjongeren toch.\n"
)
SUBJECTS = "De bakker|Mijn tante|De zon|Het bestuur|De trein|Een hond|De winter|Ons huis".split("|")
DOINGS = "is er|lijkt ver weg|komt te laat|kost veel geld|blijft mooi|wil niet|duurt lang".split(
    "|"
)
REST = "R1: " + " ".join(f"{one} {other}." for one in SUBJECTS for other in DOINGS) + "\n"
"""Sentences about something else, as most are: what nobody decided about counts as no."""


@pytest.fixture
def folder(tmp_path: Path, run: Run) -> Path:
    """A folder with a project of two talks and a codebook of two codes, one with an indicator."""
    (tmp_path / "boek.yaml").write_text(BOOK, encoding="utf-8")
    run(tmp_path, "init", "proef", "--codebook", "boek.yaml")
    for name, text in (("een", ONE), ("ander", OTHER), ("jeugd", YOUTH), ("rest", REST)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        run(tmp_path, "import", f"{name}.txt", "--group", "bewoners")
    return tmp_path


def suggested(run: Run, folder: Path, *options: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(run(folder, "suggest", "--json", *options).stdout)
    return [{key: value for key, value in row.items() if key != "suggestion"} for row in rows]


def test_what_is_coded_by_hand_is_learnt_from_at_once(run: Run, folder: Path) -> None:
    before = suggested(run, folder, "ander")
    assert not any("hangjongeren" in row["quote"] for row in before)
    run(folder, "code", "jeugd", "--turn", "1", "politie")
    after = suggested(run, folder, "ander")
    (row,) = [row for row in after if "hangjongeren" in row["quote"]]
    assert row["code"] == "politie"
    assert "+hangjongeren" in row["reasons"]
    run(folder, "undo")
    assert suggested(run, folder, "ander") == before


def test_nothing_changes_when_nothing_was_decided(run: Run, folder: Path) -> None:
    first = suggested(run, folder)
    file = folder / "proef.draad"
    content = file.read_bytes()
    assert suggested(run, folder) == first
    assert file.read_bytes() == content


def test_explaining_names_the_place_of_what_looks_alike(run: Run, folder: Path) -> None:
    run(folder, "code", "een", "--quote", "De wijkagent praat met ze.", "politie")
    said = run(folder, "suggest", "ander", "--explain").stdout
    assert "Indicators: wijkagent" in said
    assert "Looks like what was coded: een:3 ‘De wijkagent praat met ze.’" in said
    short = run(folder, "suggest", "ander").stdout
    assert "wijkagent · ander:1" in short
    assert "praat met ze" not in short


def test_what_a_colleague_coded_is_a_reason(run: Run, folder: Path) -> None:
    run(folder, "--coder", "anna", "code", "een", "--quote", "De zon scheen gisteren.", "groen")
    run(folder, "--coder", "carla", "code", "een", "--quote", "De zon scheen gisteren.", "groen")

    def said(*options: str) -> str:
        return run(folder, "--coder", "bram", "suggest", "een", "--code", "groen", *options).stdout

    assert "De zon scheen gisteren.\n  coded so by anna, carla" in said()
    assert "Coded so by: anna, carla\n" in said("--explain")
    assert "coded so by anna;" in said("--learn-from", "anna")
    own = run(folder, "--coder", "anna", "suggest", "een", "--code", "groen").stdout
    assert "coded so by" not in own


def test_one_coder_can_be_learnt_from(run: Run, folder: Path) -> None:
    run(folder, "--coder", "anna", "code", "jeugd", "--turn", "1", "politie")
    run(folder, "--coder", "bram", "code", "een", "--quote", "De zon scheen gisteren.", "groen")
    quotes = [row["quote"] for row in suggested(run, folder, "ander", "--learn-from", "anna")]
    assert any("hangjongeren" in quote for quote in quotes)
    quotes = [row["quote"] for row in suggested(run, folder, "ander", "--learn-from", "bram")]
    assert not any("hangjongeren" in quote for quote in quotes)
    refused = run(folder, "suggest", "--learn-from", "carla", status=1)
    assert "carla has decided nothing here to learn from. Who did: anna, bram." in refused.stderr


def test_a_whole_turn_can_be_suggested_for(run: Run, folder: Path) -> None:
    rows = suggested(run, folder, "ander", "--unit", "turn")
    assert {"Wij wandelen graag. Daar komt de wijkagent."} == {
        row["quote"] for row in rows if row["turn"] == 2
    }


def test_what_is_printed_can_be_typed(run: Run, folder: Path) -> None:
    for dutch, english in (("zeker", "sure"), ("waarschijnlijk", "likely"), ("misschien", "maybe")):
        assert suggested(run, folder, "--at-least", dutch) == suggested(
            run, folder, "--at-least", english
        )


def order_of(run: Run, folder: Path, order: str) -> list[str]:
    """The sentences in the order in which they are shown."""
    said = run(folder, "review", "--order", order, input="s\n" * 90).stdout
    heads = [at for at, line in enumerate(said.splitlines()) if line.startswith("[")]
    lines = said.splitlines()
    return [next(line.strip() for line in lines[at:] if line.strip() in SENTENCES) for at in heads]


SENTENCES = {
    part.strip() + "."
    for text in (ONE, OTHER, YOUTH, REST)
    for line in text.split("\n\n")
    for part in line.removeprefix("R1: ").strip().strip(".").split(". ")
}


def test_orders_of_review(run: Run, folder: Path) -> None:
    rows = suggested(run, folder)
    assert order_of(run, folder, "transcript") == [row["quote"] for row in rows]
    surest = sorted(rows, key=lambda row: -row["score"])
    assert order_of(run, folder, "confidence") == [row["quote"] for row in surest]
    unsure = sorted(rows, key=lambda row: abs(row["score"] - 0.5))
    assert order_of(run, folder, "uncertain") == [row["quote"] for row in unsure]
    everything = order_of(run, folder, "random")
    assert sorted(everything) == sorted(SENTENCES - {"Int: Hoe gaat het?."})
    assert everything == order_of(run, folder, "random")
    run(folder, "code", "een", "--quote", "De wijkagent praat met ze.", "politie")
    newest = order_of(run, folder, "novel")
    assert newest.index("De wijkagent komt vaker langs.") < newest.index("Daar komt de wijkagent.")


def test_a_sentence_at_random_is_decided_about_as_any_other(run: Run, folder: Path) -> None:
    said = run(folder, "review", "--order", "random", "ander", input="a\nx\nq\n").stderr
    assert "Accepted: 1, rejected: 1, skipped: 0." in said
    assert len(json.loads(run(folder, "query", "--json").stdout)) == 1


def test_scores_say_whether_they_are_calibrated(run: Run, folder: Path) -> None:
    assert "not calibrated yet: 0 of the 30" in run(folder, "suggest").stderr
    run(folder, "review", "--plain", input="a\nx\nq\n")
    assert "not calibrated yet: 2 of the 30" in run(folder, "suggest").stderr


def test_evaluating(run: Run, folder: Path) -> None:
    run(folder, "review", "--plain", input="a\nx\nc groen\na\nq\n")
    rows = json.loads(run(folder, "suggest", "--evaluate", "--json").stdout)
    parts = {part: [row for row in rows if row["part"] == part] for part in ("code", "curve")}
    assert [row["code"] for row in parts["code"]] == ["politie", "groen"]
    assert [(row["label"], row["decided"]) for row in parts["curve"]] == [("1-4", 4)]
    (pair,) = [row for row in rows if row["part"] == "confused"]
    assert (pair["code"], pair["other"], pair["decided"]) == ("politie", "groen", 1)
    said = run(folder, "suggest", "--evaluate").stdout
    assert "What was said of suggestions, and what you decided" in said
    assert "Rejected here, given there" in said


def test_indicators_are_proposed_and_taken_up_one_by_one(run: Run, folder: Path) -> None:
    run(folder, "code", "jeugd", "--turn", "1", "politie")
    assert json.loads(run(folder, "codebook", "propose", "--json").stdout) == []  # one talk
    run(folder, "code", "ander", "--quote", "Die hangjongeren zijn weg.", "politie")
    (row,) = json.loads(run(folder, "codebook", "propose", "--json").stdout)
    assert (row["code"], row["indicator"]) == ("politie", "hangjongere")
    assert (row["coded"], row["transcripts"], row["rest"]) == (7, 2, 2)
    assert row["example"] == "Die hangjongeren zijn weg."
    skipped = run(folder, "codebook", "propose", "politie", input="s\n")
    assert "Coded sentences with it: 7, in transcripts: 2." in skipped.stdout
    assert "taken up: 0" in skipped.stderr
    assert "taken up: 1" in run(folder, "codebook", "propose", input="a\n").stderr
    assert json.loads(run(folder, "codebook", "propose", "--json").stdout) == []
    quotes = [row["quote"] for row in suggested(run, folder, "een")]
    assert any("hangjongeren" in quote for quote in quotes)


def test_what_looks_like_a_fragment_comes_first(run: Run, folder: Path) -> None:
    run(folder, "code", "een", "--quote", "De wijkagent komt vaker langs.", "politie")
    run(folder, "code", "ander", "--quote", "Daar komt de wijkagent.", "politie")
    run(folder, "code", "ander", "--quote", "De wijkagent is ziek.", "groen")
    run(folder, "code", "ander", "--quote", "Wij wandelen graag.", "groen")
    rows = json.loads(run(folder, "query", "--json").stdout)
    (first,) = [row["citation"] for row in rows if row["quote"].endswith("vaker langs.")]
    found = json.loads(run(folder, "query", "--like", first, "--json").stdout)
    assert [row["quote"] for row in found][:2] == [
        "Daar komt de wijkagent.",
        "De wijkagent is ziek.",
    ]
    assert all(0 < row["likeness"] < 1 for row in found)
    of_code = json.loads(run(folder, "query", "groen", "--like", first, "--json").stdout)
    assert [row["quote"] for row in of_code][:1] == ["De wijkagent is ziek."]


AGENT = "".join(
    f"R{number % 2 + 1}: {one} {other}, zei de wijkagent.\n\n"
    for number, (one, other) in enumerate((one, other) for one in SUBJECTS for other in DOINGS)
)


def test_thirty_decisions_calibrate_the_scores(run: Run, folder: Path) -> None:
    (folder / "agent.txt").write_text(AGENT, encoding="utf-8")
    run(folder, "import", "agent.txt", "--group", "bewoners")
    run(folder, "review", "agent", "--plain", input="a\nx\n" * 20 + "q\n")
    assert "calibrated on 40 decisions" in run(folder, "suggest").stderr
    file = folder / "proef.draad"
    assert {raw is None for _score, raw in scores(file, "decision")} == {False}
    corrected = scores(file, "suggestion")
    assert corrected
    assert any(score != raw for score, raw in corrected)
    run(folder, "undo", "11")
    assert "not calibrated yet: 29 of the 30" in run(folder, "suggest").stderr
    assert all(abs(score - raw) < 0.001 for score, raw in scores(file, "suggestion"))


def scores(file: Path, table: str) -> list[tuple[float, float | None]]:
    """The scores that are stored, calibrated and not."""
    with closing(sqlite3.connect(file)) as project:
        return project.execute(f"SELECT score, raw FROM {table}").fetchall()


def test_what_was_accepted_unread_calibrates_nothing(run: Run, folder: Path) -> None:
    (folder / "agent.txt").write_text(AGENT, encoding="utf-8")
    run(folder, "import", "agent.txt", "--group", "bewoners")
    run(folder, "review", "agent", "--accept-above", "0", "--yes")
    assert "not calibrated yet: 0 of the 30" in run(folder, "suggest").stderr


def test_another_language_works_the_same(tmp_path: Path, run: Run) -> None:
    book = "name: trial\nlanguage: en\ncodes:\n- {code: care, name: Care, indicators: [nurse]}\n"
    (tmp_path / "book.yaml").write_text(book, encoding="utf-8")
    run(tmp_path, "init", "trial", "--language", "en", "--codebook", "book.yaml")
    said = "R1: The nurses came by. It rained. We saw two nurses, and children played.\n"
    (tmp_path / "talk.txt").write_text(said, encoding="utf-8")
    run(tmp_path, "import", "talk.txt", "--group", "residents")
    rows = suggested(run, tmp_path)
    assert [row["quote"] for row in rows] == [
        "The nurses came by.",
        "We saw two nurses, and children played.",
    ]
    assert all("nurse in 'nurses'" in row["reasons"] for row in rows)


def test_the_words_of_confidence_have_borders_of_the_users_own(run: Run, folder: Path) -> None:
    config = folder / "config"
    config.mkdir()
    (config / "config.toml").write_text("[confidence]\nmaybe = 0.99\nlikely = 0.99\nsure = 0.99\n")
    settings = {"RODEDRAAD_CONFIG_DIR": str(config)}
    assert json.loads(run(folder, "suggest", "--json", env=settings).stdout) == []
    (config / "config.toml").write_text("[confidence]\nmaybe = 0.9\n")
    refused = run(folder, "suggest", env=settings, status=1).stderr
    assert "that of maybe the lowest" in refused
