"""What leaves the team exposes nobody, and says what was withheld."""

from __future__ import annotations

import csv
import re
import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import Person, add_talk, code_quote, finish, new_project
from click.testing import Result
from unpacking import members

from rodedraad import RodedraadError
from rodedraad.coding.exporting import WRITERS, export_charts, export_themes
from rodedraad.coding.exporting.disclosure import for_audience, named_values, remover
from rodedraad.coding.exporting.model import Quote, Report
from rodedraad.coding.exporting.reading import read_names, read_report
from rodedraad.coding.history import changes
from rodedraad.coding.opening import reading
from rodedraad.coding.project import Project, open_project
from rodedraad.coding.querying.saved import add_saved
from rodedraad.coding.querying.selection import Filters
from rodedraad.transcripts.model import Kind

Run = Callable[..., Result]
NUMBERS = re.compile(r"\d+")


@pytest.fixture
def village(tmp_path: Path) -> Project:
    """Residents (4 persons), police (3) and an alderman (1), each of whom says a thing."""
    project = new_project(tmp_path, ["samenwerking", "samenwerking/politie"])
    speakers = {
        "bewoners": ("B1", "B2", "B3", "Karel de Vries"),
        "politie": ("P1", "P2", "P3"),
        "college": ("W1",),
    }
    for group, labels in speakers.items():
        persons = {label: Person(f"R-{label}", group, ("Noord",)) for label in labels}
        turns = [(label, f"{label} vindt dit, zegt Anna.") for label in labels]
        add_talk(project, f"gesprek_{group}", turns, persons, Kind.GROUP, "2016", "2016-03-01")
        for label in labels:
            code_quote(project, f"gesprek-{group}", f"{label} vindt dit, zegt Anna.", "politie")
        finish(project, f"gesprek-{group}")
    allow(project, "quote")
    return project


def allow(project: Project, consent: str, where: str = "TRUE") -> None:
    """Note what persons allow."""
    with project.transaction("respondent set"):
        project.connection.execute(f"UPDATE respondent SET consent = ? WHERE {where}", [consent])


def approve(project: Project, slug: str) -> None:
    """Note that a transcript was approved."""
    with project.transaction("transcript set"):
        project.connection.execute(
            "UPDATE transcript SET approval = 'approved' WHERE slug = ?", [slug]
        )


def outside(project: Project, audience: str = "client", **filters: tuple[str, ...]) -> Report:
    """Give the report as an audience other than the team gets it."""
    with reading(project.path) as connection:
        report = read_report(connection, Filters(**filters), for_team=False)
        return for_audience(report, audience, read_names(connection), "[naam]")


def withheld(report: Report) -> dict[str, int]:
    """Give how many of what was withheld."""
    return {line.reason: line.count for line in report.withheld}


def labels(report: Report) -> list[tuple[str | None, str | None]]:
    """Give group and wave of each quote."""
    return [(quote.group, quote.wave) for quote in report.quotes()]


def test_quotes_are_labelled_by_groups_of_three_or_more(village: Project) -> None:
    report = outside(village)
    # The alderman alone would be the rest, so the smallest group goes with him.
    assert labels(report) == [("bewoners", "2016")] * 4 + [("", "2016")] * 4
    assert withheld(report)["groups"] == 2
    for quote in report.quotes():
        told = {key for key in Quote.__dataclass_fields__ if getattr(quote, key)}
        assert told == {"citation", "group", "wave", "kind", "code", "quote"} - (
            set() if quote.group else {"group"}
        )


def test_a_wave_heard_in_few_persons_is_not_told(village: Project) -> None:
    persons = {"B9": Person("R-B9", "bewoners")}
    add_talk(village, "oud", [("B9", "Vroeger was het anders.")], persons, wave="2014")
    code_quote(village, "oud", "Vroeger was het anders.", "politie")
    allow(village, "quote")
    said = {quote.quote: quote for quote in outside(village).quotes()}
    old = said["Vroeger was het anders."]
    assert (old.group, old.wave) == ("bewoners", None)


def test_only_with_consent_are_words_literal(village: Project) -> None:
    allow(village, "unknown", "label = 'R-B1'")
    allow(village, "paraphrase", "label = 'R-P1'")
    report = outside(village)
    assert len(list(report.quotes())) == 6
    assert (withheld(report)["unknown"], withheld(report)["paraphrase"]) == (1, 1)
    assert report.themes[0].top.talks.total.persons == 8  # counted all the same


@pytest.mark.parametrize("consent", ["none", "paraphrase", "unknown"])
def test_words_of_several_persons_need_the_consent_of_all(village: Project, consent: str) -> None:
    both = "B1 vindt dit, zegt Anna.\nB2: B2 vindt dit, zegt Anna."
    code_quote(village, "gesprek-bewoners", both, "politie")
    assert len([quote for quote in outside(village).quotes() if "\n" in quote.quote]) == 1
    for label in ("R-B1", "R-B2"):
        allow(village, "quote")
        allow(village, consent, f"label = '{label}'")
        report = outside(village)
        assert not [quote for quote in report.quotes() if "\n" in quote.quote]
        # What the other says alone is not held back with it.
        assert len(list(report.quotes())) == 7
        assert withheld(report)[consent] == (1 if consent == "none" else 2)


def test_who_allows_nothing_is_not_counted(village: Project) -> None:
    allow(village, "none", "label = 'R-B1'")
    report = outside(village)
    assert report.sample.persons == 7
    assert report.themes[0].top.talks.total.n == 7
    assert withheld(report)["no_consent"] == 1


def test_for_everybody_the_text_is_approved_too(village: Project) -> None:
    approve(village, "gesprek-bewoners")
    report = outside(village, "public")
    assert labels(report) == [("bewoners", "2016")] * 4
    assert withheld(report)["not_approved"] == 4
    assert len(list(outside(village, "client").quotes())) == 8


def test_talks_are_told_in_words(village: Project) -> None:
    top = outside(village).themes[0].top.talks
    assert top.cells == {}
    assert [(group.name, group.count.extent) for group in top.groups] == [
        ("bewoners", "all"),
        ("", ""),
    ]
    for count in (*(group.count for group in top.groups), *top.areas):
        assert (count.persons, count.among, count.n, count.fragments) == (None,) * 4
    assert top.balance.persons is None


def test_names_are_taken_out_of_texts(village: Project) -> None:
    report = outside(village)
    quotes = [quote.quote for quote in report.quotes()]
    assert "[naam] vindt dit, zegt [naam]." in quotes  # Karel de Vries, and Anna who coded
    assert withheld(report)["names"] == 9


def test_of_a_name_each_part_is_a_name() -> None:
    counted: Counter[str] = Counter()
    names = {"Ahmed Bakker (politie)", "Ahmed", "Bakker", "R01", "Int", "anna", "Noord"}
    remove = remover(names, {"noord"}, "[naam]", counted)
    text = "Ahmed Bakker en ANNA, Bakker en de bakker in Noord; R01, de Int en Annabel."
    assert remove(text) == (
        "[naam] [naam] en [naam], [naam] en de bakker in Noord; R01, de Int en Annabel."
    )
    assert counted["names"] == 4


def test_a_report_about_two_persons_stays_with_the_team(village: Project) -> None:
    with pytest.raises(RodedraadError, match="leaves 1 persons"):
        outside(village, group=("college",))


def test_questions_with_persons_in_them_stay_with_the_team(village: Project) -> None:
    with village.transaction("saved add"):
        add_saved(village, "p1", ["query", "--respondent", "R-P1"])
    report = outside(village, coder=("anna",), group=("bewoners", "politie"))
    assert report.asked == (("group", "bewoners"), ("group", "politie"))
    assert report.saved == ()


def test_memos_and_examples_stay_with_the_team(project: Project) -> None:
    report = outside(project)
    assert list(report.all_memos()) == []
    assert withheld(report)["memos"] == 1
    assert report.persons == ()
    assert all(not code.example for code in report.codebook.walk())


def test_the_survey_of_a_small_project(project: Project) -> None:
    report = outside(project)
    politie = report.themes[0].parts[1]
    assert politie.survey is not None
    assert (politie.survey.total.among, politie.survey.total.n) == (6, 8)
    top = report.themes[0].top.survey
    assert top is not None
    assert [(area.name, area.among) for area in top.areas] == [("Noord", 6)]
    assert report.themes[1].top.survey is not None
    assert report.themes[1].top.survey.total.extent == "withheld"


@pytest.mark.parametrize(
    ("voices", "named"),
    [
        ({"a": 3, "b": 3}, {"a", "b"}),
        ({"a": 5, "b": 3, "c": 1}, {"a"}),
        ({"a": 5, "b": 2, "c": 1}, {"a"}),
        ({"a": 3, "b": 1}, set()),
        ({"a": 2}, set()),
    ],
)
def test_the_rest_is_three_persons_or_more_too(voices: dict[str, int], named: set[str]) -> None:
    persons = [(f"{name}{number}", [name]) for name, n in voices.items() for number in range(n)]
    assert named_values(persons) == named


# --- all formats on the demo, with the 18 sources


@pytest.fixture(scope="module")
def evaluation(made_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo in which everybody allows to be quoted, and every text was approved."""
    path = tmp_path_factory.mktemp("evaluation") / "lindemeer.draad"
    path.write_bytes((made_demo / "lindemeer.draad").read_bytes())
    project = open_project(path, "anna")
    allow(project, "quote")
    with project.transaction("transcript set"):
        project.connection.execute("UPDATE transcript SET approval = 'approved'")
    project.close()
    return path


@pytest.mark.parametrize("audience", ["client", "public"])
@pytest.mark.parametrize("name", [*WRITERS, "charts"])
def test_no_name_leaves_the_team_in_any_format(
    evaluation: Path, tmp_path: Path, name: str, audience: str
) -> None:
    if name == "parquet":
        pytest.importorskip("pyarrow", reason="needs pyarrow, of the extra [parquet]")
    with reading(evaluation) as connection:
        if name == "charts":
            export_charts(connection, tmp_path, Filters(), str, "", audience)
        else:
            export_themes(connection, tmp_path, [name], Filters(), str, "", audience)
        secret = secrets(connection)
    for path in [path for path in tmp_path.rglob("*") if path.is_file()]:
        for member, text in members(path).items():
            for word in secret:
                found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)
                assert not found, (path.name, member, word)


def secrets(connection: sqlite3.Connection) -> set[str]:
    """List what may not be in there: coders, labels of persons, and files."""
    rows = connection.execute(
        "SELECT coder FROM fragment UNION SELECT label FROM respondent UNION SELECT slug FROM "
        "transcript UNION SELECT title FROM transcript UNION SELECT source FROM transcript_version "
        "UNION SELECT label FROM speaker WHERE label LIKE '% %' UNION SELECT function FROM "
        "participation WHERE function LIKE '% %'"
    ).fetchall()
    # The rows of the survey are called 1, 2, 3; so is much else.
    return {row[0] for row in rows if row[0] and not NUMBERS.fullmatch(row[0])}


def test_a_report_for_the_client_is_worth_reading(evaluation: Path, tmp_path: Path) -> None:
    with reading(evaluation) as connection:
        _paths, report = export_themes(connection, tmp_path, ["csv"], Filters(), str, "", "client")
    assert len(list(report.quotes())) > 250
    assert {quote.group for quote in report.quotes()} >= {"politie", "bewonersorganisaties"}
    assert len(report.themes[0].top.talks.named_groups) >= 4
    with (tmp_path / "withheld.csv").open(encoding="utf-8-sig") as file:
        assert {row["reason"] for row in csv.DictReader(file)} >= {"groups", "areas"}


# --- the command


def test_the_default_is_for_the_client(run: Run, demo_folder: Path) -> None:
    shown = run(demo_folder, "export", "themes", "out", "--format", "csv").stderr
    assert "Quotes of persons whose consent is not recorded:" in shown
    assert "rodedraad respondent set" in shown
    assert not (demo_folder / "out" / "memos.csv").exists()


def test_what_is_for_the_team_is_noted_in_the_log(run: Run, demo_folder: Path) -> None:
    run(demo_folder, "export", "themes", "out", "--format", "csv", "--audience", "team")
    with reading(demo_folder / "lindemeer.draad") as connection:
        newest = changes(connection)[0]
    assert (newest.operation, newest.detail) == ("export", "out: csv (team)")
    assert "R03" in (demo_folder / "out" / "persons.csv").read_text(encoding="utf-8-sig")


def test_without_the_log_there_is_nothing_for_the_team(run: Run, demo_folder: Path) -> None:
    project = demo_folder / "lindemeer.draad"
    with sqlite3.connect(project) as other:
        other.execute("CREATE TABLE added_by_another_program (x)")
    other.close()
    run(demo_folder, "export", "themes", "out", "--audience", "team", status=1)
    assert not (demo_folder / "out").exists()
    run(demo_folder, "export", "themes", "out")
    assert (demo_folder / "out" / "index.md").exists()
