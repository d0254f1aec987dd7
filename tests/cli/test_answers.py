"""Answers on the terminal: persons first, n beside every share, harmless to print."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import Person, add_talk, code_quote, finish, fix_citations, new_project
from click.testing import Result

from rodedraad.cli.answers import share_in_words
from rodedraad.cli.matrices import MATRIX_KEYS
from rodedraad.coding.querying import thread
from rodedraad.transcripts.model import Kind

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a project of one coded talk and a report that is not coded yet."""
    project = new_project(tmp_path, ["samenwerking", "samenwerking/politie"])
    add_talk(
        project,
        "noord",
        [("R1", "De wijkagent helpt ons."), ("R2", "Hij komt [bold]niet\x1b[31m.")],
        {"R1": Person("R01", "politie", ("Noord",)), "R2": Person("R02", "bewoners")},
        Kind.GROUP,
    )
    add_talk(project, "verslag", [("R4", "Men is tevreden.")], {"R4": Person("R04")}, Kind.REPORT)
    code_quote(project, "noord", "De wijkagent helpt ons.", "politie", "positive")
    code_quote(
        project, "noord", "Hij komt [bold]niet\x1b[31m.", "politie", "negative", origin="bulk"
    )
    code_quote(project, "verslag", "Men is tevreden.", "samenwerking")
    fix_citations(project)
    finish(project, "noord")
    project.close()
    return tmp_path


def test_quotes_to_read_aloud(folder: Path, run: Run) -> None:
    result = run(folder, "query", "samenwerking")
    assert result.stdout == (
        "3 persons, 3 fragments · of those heard and coded: 2 of 2\n"
        "\n"
        "“De wijkagent helpt ons.”\n"
        "  R01 (politie, Noord) · noord:1 · samenwerking/politie · positive · f-001\n"
        "\n"
        "“Hij komt [bold]niet\\x1b[31m.”\n"
        "  R02 (bewoners) · noord:2 · samenwerking/politie · negative · f-002\n"
        "\n"
        "Men is tevreden.\n"
        "  R04 · from a report, not literal · verslag:1 · samenwerking · f-003\n"
    )
    assert result.stderr == (
        "Not coded yet: 1 of 2 transcripts, 3 of 10 words. They are in no n.\n"
        "Mark one as coded with: rodedraad transcript set verslag --coded\n"
        "Accepted unread, in bulk: 1 of the fragments.\n"
    )


def test_a_matrix_of_persons_with_n_above(folder: Path, run: Run) -> None:
    result = run(folder, "matrix", "code", "group")
    lines = [line.split() for line in result.stdout.splitlines()]
    assert lines[0] == "Code bewoners (n=1) politie (n=1) (no group) (n=0)".split()
    assert lines[2:] == [
        ["samenwerking", "1", "¹", "1", "¹", "+1", "¹"],
        ["politie", "1", "¹", "1", "¹", "·"],
    ]
    assert "¹ one voice\n" in result.stderr


def test_a_matrix_of_two_facets_of_persons_has_n_in_the_cell(folder: Path, run: Run) -> None:
    result = run(folder, "matrix", "group", "area")
    lines = [line.split() for line in result.stdout.splitlines()]
    assert lines[2:] == [
        ["bewoners", "·", "1", "of", "1", "¹"],
        ["politie", "1", "of", "1", "¹", "·"],
        ["(no", "group)", "·", "+1", "¹"],
    ]


@pytest.mark.parametrize(
    ("count", "cell"), [("fragments", "1"), ("words", "4"), ("share", "1 of 1")]
)
def test_what_a_cell_shows(folder: Path, run: Run, count: str, cell: str) -> None:
    result = run(
        folder, "matrix", "politie", "group", "--group", "politie", "--count", count, "--md"
    )
    assert result.stdout.splitlines()[-1] == f"| samenwerking/politie | {cell} ¹ |"


def test_machine_formats_have_every_key(folder: Path, run: Run) -> None:
    cells = json.loads(run(folder, "matrix", "code", "group", "--json").stdout)
    assert [tuple(cell) for cell in cells] == [MATRIX_KEYS] * 6
    assert cells[2] == {
        "row": "samenwerking",
        "column": None,
        "persons": 1,
        "fragments": 1,
        "words": 3,
        "share": None,
        "n": 0,
        "among": 0,
        "bulk": 0,
        "most": 3,
        "positive": 0,
        "negative": 0,
        "mixed": 0,
        "neutral": 0,
    }
    rows = list(csv.DictReader(run(folder, "query", "--csv").stdout.splitlines()))
    assert rows[0]["quote"] == "De wijkagent helpt ons."


def test_a_limit_says_what_it_hides(folder: Path, run: Run) -> None:
    result = run(folder, "query", "--limit", "1")
    assert "Shown: 1 of 3. See all with --limit 0." in result.stderr


def test_nothing_found_is_said_and_no_failure(folder: Path, run: Run) -> None:
    result = run(folder, "query", "--text", "zwembad", "--json")
    assert result.stdout == "[]\n"
    assert result.stderr == "Nothing was found.\n"


def test_adding_kinds_up_is_said(folder: Path, run: Run) -> None:
    assert "counted together" in run(folder, "matrix", "code", "group", "--kind", "all").stderr


def test_an_empty_project_answers_too(tmp_path: Path, run: Run) -> None:
    new_project(tmp_path, []).close()
    assert run(tmp_path, "matrix", "code", "group", "--json").stdout == "[]\n"
    run(tmp_path, "matrix", "code", "group")
    assert run(tmp_path, "query", "--json").stdout == "[]\n"


@pytest.mark.parametrize(
    ("among", "n", "words"),
    [
        (0, 0, "–"),
        (0, 5, "0 of 5"),
        (3, 5, "3 of 5"),
        (19, 19, "19 of 19"),
        (5, 20, "25% (5 of 20)"),
    ],
)
def test_percentages_only_from_twenty_persons(among: int, n: int, words: str) -> None:
    assert share_in_words(among, n) == words


def test_a_cell_is_no_larger_than_its_n(folder: Path, run: Run) -> None:
    result = run(folder, "matrix", "samenwerking", "group", "--only")
    assert result.stdout.splitlines()[2].split() == ["samenwerking", "·", "·", "+1", "¹"]
    assert "+1: so many more in transcripts that are not marked coded" in result.stderr
    table = run(folder, "thread", "samenwerking").stdout
    assert "2 of 2 +1" in table
    text = run(folder, "thread", "samenwerking", "--as-text").stdout
    assert "(2 of 2). In talks that are not coded yet: 1 more." in text


def test_without_anything_coded_there_is_no_n_to_show(folder: Path, run: Run) -> None:
    run(folder, "transcript", "set", "noord", "--not-coded")
    result = run(folder, "matrix", "code", "group")
    assert "n=" not in result.stdout
    assert result.stdout.splitlines()[2].split() == "samenwerking 1 ¹ 1 ¹ 1 ¹".split()


def test_a_neutral_person_is_not_read_as_ten(folder: Path, run: Run) -> None:
    run(folder, "recode", "f-001", "--stance", "neutral", "--yes")
    result = run(folder, "matrix", "politie", "group", "--stance")
    assert result.stdout.splitlines()[2].split() == ["politie", "1-", "1○", "·"]
    assert "○ neutral" in result.stderr


def test_headings_that_are_data_are_not_translated(folder: Path, run: Run) -> None:
    result = run(folder, "--lang", "nl", "sql", "select 1 as Quote")
    assert result.stdout.splitlines()[0] == "Quote"


def test_a_thing_is_not_compared_with_itself(folder: Path, run: Run) -> None:
    same = run(folder, "compare", "group", "politie", "Politie", status=1)
    assert "compares politie with itself" in same.stderr
    own = run(folder, "compare", "project", "klein.draad", status=1)
    assert "klein.draad is this project itself" in own.stderr


def test_what_was_expected_is_said_in_the_language_of_the_screen(folder: Path, run: Run) -> None:
    result = run(folder, "--lang", "nl", "query", "politie and", status=1)
    assert "een naam" in result.stderr
    explained = run(folder, "--lang", "nl", "query", "group = politie and stance = -", "--explain")
    assert "met groep politie en met houding negatief" in explained.stdout


ALL_QUESTIONS = ("query", "matrix code group", "thread", "coverage", "cooccur", "timeline")


@pytest.mark.parametrize("question", ALL_QUESTIONS)
def test_one_person_without_a_group_is_answered(tmp_path: Path, run: Run, question: str) -> None:
    project = new_project(tmp_path, ["geld"])
    add_talk(project, "een", [("R1", "Te duur.")], {"R1": Person("R01")})
    code_quote(project, "een", "Te duur.", "geld")
    finish(project, "een")
    project.close()
    result = run(tmp_path, *question.split())
    assert result.stdout
    if question == "thread":
        assert "one person only" in result.stdout


def test_ten_thousand_codes_are_answered(tmp_path: Path, run: Run) -> None:
    project = new_project(tmp_path, ["geld"])
    add_talk(project, "een", [("R1", "Te duur.")], {"R1": Person("R01", "bewoners")})
    code_quote(project, "een", "Te duur.", "geld")
    finish(project, "een")
    with project.transaction("test"):
        project.connection.executemany(
            "INSERT INTO code(uuid, slug, path, position, name) VALUES (?, ?, ?, ?, ?)",
            [(f"u{n}", f"c{n}", f"c{n}", n + 1, f"C{n}") for n in range(10_000)],
        )
    project.close()
    thread = json.loads(run(tmp_path, "thread", "--limit", "1", "--json").stdout)
    assert [(row["code"], row["persons"]) for row in thread] == [("geld", 1)]
    assert len(run(tmp_path, "matrix", "code", "group", "--nl").stdout.splitlines()) == 10_001
    assert "1 person, 1 fragment" in run(tmp_path, "query", "geld").stdout


def test_an_unknown_name_is_refused_in_the_language_of_the_screen(run: Run, folder: Path) -> None:
    refused = run(folder, "query", "--group", "politei", status=1, env={"RODEDRAAD_LANG": "nl"})
    assert refused.stderr == "Fout: Er is geen groep politei. Bedoel je: politie?\n"


def test_a_memo_stands_on_a_line_of_its_own(run: Run, small: Path) -> None:
    run(small, *"code zuid --turn 1 politie --memo kijk".split())
    assert "\n  memo: kijk\n" in run(small, "query", "politie").stdout


def test_finding_nothing_new_says_how_to_look_everywhere(run: Run, small: Path) -> None:
    result = run(small, "find", "wijkagent")
    assert result.stdout == ""
    assert "--all" in result.stderr
    assert "wijkagent" in run(small, "find", "wijkagent", "--all").stdout


@pytest.fixture
def lonely(tmp_path: Path) -> Path:
    """A folder with a project of one person, who has no group, area or date."""
    project = new_project(tmp_path, ["geld"])
    add_talk(project, "een", [("R1", "Te duur.")], {"R1": Person("R01")})
    code_quote(project, "een", "Te duur.", "geld")
    finish(project, "een")
    project.close()
    return tmp_path


def test_groups_and_areas_are_left_out_of_sentences_where_there_are_none(
    lonely: Path, run: Run
) -> None:
    text = "geld: all of those heard and coded voice this (1 of 1). It rests on one person.\n"
    assert run(lonely, "thread", "--as-text").stdout == text


def test_what_has_no_value_gets_a_heading_too(lonely: Path, run: Run) -> None:
    assert "\n(no group)\n" in run(lonely, "query", "--by", "group").stdout
    assert "(no date)" in run(lonely, "timeline", "--by-date").stdout.splitlines()[0]


@pytest.mark.parametrize("option", ["--group", "--area", "--wave"])
def test_a_name_is_refused_where_there_are_none_to_choose_from(
    lonely: Path, run: Run, option: str
) -> None:
    refused = run(lonely, "query", option, "politie", status=1).stderr
    assert refused.startswith("Error: politie cannot be found: the project has nothing of the kind")


@pytest.mark.parametrize("question", ["cooccur", "sequence", "thread", "coverage"])
def test_an_empty_table_says_so(tmp_path: Path, run: Run, question: str) -> None:
    new_project(tmp_path, []).close()
    assert "Nothing was found." in run(tmp_path, question).stderr
    assert run(tmp_path, question, "--json").stdout == "[]\n"


def test_quotes_are_looked_up_for_what_somebody_voices(
    lonely: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(lonely, "codebook", "add", "stilte", "--definition", "Niemand zegt er iets over.")
    asked = []
    monkeypatch.setattr(
        thread, "quotes_for", lambda *asking: asked.append(asking[1].code) or ([], [])
    )
    run(lonely, "thread", "--quotes")
    assert asked == ["geld"]
