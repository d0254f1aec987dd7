"""Themes written out: the right figures, the same bytes twice, nothing half written."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import code_quote
from hypothesis import given, settings
from worlds import CODES, World, count_by_hand, is_below, worlds

from rodedraad import RodedraadError
from rodedraad.coding.exporting import WRITERS
from rodedraad.coding.exporting.files import theme_file
from rodedraad.coding.exporting.model import Report
from rodedraad.coding.exporting.reading import read_report
from rodedraad.coding.exporting.words import basis_in_words, question_in_words
from rodedraad.coding.opening import reading
from rodedraad.coding.project import Project
from rodedraad.coding.querying.saved import add_saved, hash_of_data
from rodedraad.coding.querying.selection import Filters, choose
from rodedraad.coding.querying.thread import threads


def test_a_code_has_its_persons_groups_areas_and_stances(report: Report) -> None:
    politie = report.themes[0].parts[1]
    total = politie.talks.total
    assert (total.persons, total.among, total.n, total.fragments) == (2, 2, 2, 2)
    assert total.extent == "all"
    assert politie.talks.breadth("groups") == (2, 2)
    assert politie.talks.breadth("areas") == (1, 1)
    assert politie.talks.depth == 1.0
    assert politie.talks.balance.persons == {
        "positive": 1,
        "negative": 1,
        "mixed": 0,
        "neutral": 0,
    }
    assert [(g.name, g.count.among, g.count.n) for g in politie.talks.counted_groups] == [
        ("bewoners", 1, 1),
        ("politie", 1, 1),
    ]
    assert politie.talks.cells["politie", "Noord"].persons == 1
    assert [memo.text for memo in politie.memos] == ["Let op: de <politie> zelf is positiever."]


def test_the_survey_is_counted_apart(report: Report) -> None:
    politie = report.themes[0].parts[1]
    assert politie.survey is not None
    assert (politie.survey.total.among, politie.survey.total.n) == (6, 8)
    assert report.sample.persons == 3
    assert report.sample.answered == 8


def test_the_same_words_of_another_coder_are_marked(report: Report) -> None:
    quotes = [quote for quote in report.quotes() if quote.quote == "De wijkagent helpt."]
    assert [(quote.coder, quote.again) for quote in quotes] == [("anna", False), ("bram", True)]


def test_words_within_a_longer_quote_are_marked(project: Project) -> None:
    code_quote(project, "noord", "wijkagent helpt", "politie", "positive", coder="cor")
    code_quote(project, "noord", "wijkagent", "politie", "negative", coder="cor")
    with reading(project.path) as connection:
        quotes = list(read_report(connection, Filters()).quotes())
    marked = {quote.quote: quote.again for quote in quotes if quote.coder == "cor"}
    assert marked == {"wijkagent helpt": True, "wijkagent": False}  # that one has another stance


def test_a_question_narrows_the_codes(project: Project) -> None:
    with reading(project.path) as connection:
        report = read_report(connection, Filters(), "politie and group = politie")
    assert [part.code.path for theme in report.themes for part in theme.parts] == [
        "samenwerking/politie"
    ]
    assert report.themes[0].top.talks.total.n == 1


def test_a_report_says_what_it_is_narrowed_to_and_rests_on(project: Project) -> None:
    with project.transaction("saved add"):
        add_saved(project, "politie", ["query", "politie", "--respondent", "R01"])
    filters = Filters(group=("bewoners", "politie"), respondent=("R02",), where="not resultaten")
    with reading(project.path) as connection:
        report = read_report(connection, filters, "politie")
        hashed = hash_of_data(connection)
    assert question_in_words(report, str) == (
        "Only this: Code: politie; Question: not resultaten; Group: bewoners; Group: politie; "
        "Respondent: R02."
    )
    assert basis_in_words(report, str) == [
        "Saved question politie: rodedraad query politie --respondent R01",
        f"Hash of the data, by which the same figures are known: {hashed}",
    ]


def test_a_kind_narrows_to_talks_or_survey(project: Project) -> None:
    with reading(project.path) as connection:
        talks = read_report(connection, Filters(kind=("group",)))
        survey = read_report(connection, Filters(kind=("survey",)))
    assert (talks.sample.persons, talks.sample.answered) == (2, 0)
    assert (survey.sample.persons, survey.sample.answered) == (0, 8)
    assert talks.themes[0].top.survey is None
    assert survey.themes[0].top.talks.total.persons == 0


@settings(max_examples=20, deadline=None)
@given(worlds())
def test_the_figures_are_those_counted_by_hand(world: World) -> None:
    with reading(world.path) as connection:
        report = read_report(connection, Filters())
        found = {
            thread.code: thread for thread in threads(connection, choose(connection, Filters()))
        }
    parts = {part.code.path: part for theme in report.themes for part in theme.parts}
    assert list(parts) == list(CODES)
    for path, part in parts.items():
        for is_survey, voices in ((False, part.talks), (True, part.survey)):
            counted = count_by_hand(
                world,
                lambda voice, wanted=is_survey: (world.kinds[voice.talk] == "survey") == wanted,
                lambda piece, path=path: is_below(piece.code, path),
            )
            if voices is None:
                assert counted.persons == counted.n == 0
                continue
            total = voices.total
            assert (total.persons, total.among, total.n) == (
                counted.persons,
                counted.among,
                counted.n,
            )
            assert (total.fragments, total.words) == (counted.fragments, counted.words)
        thread = found[path]
        assert part.talks.breadth("groups") == (len(thread.groups), len(thread.groups_heard))
        assert part.talks.breadth("areas") == (len(thread.areas), len(thread.areas_heard))


@pytest.mark.parametrize("name", WRITERS)
def test_the_same_data_gives_the_same_bytes(export, name: str) -> None:
    if name == "parquet":
        pytest.importorskip("pyarrow", reason="needs pyarrow, of the extra [parquet]")
    first = export(name)
    assert first
    assert export(name) == first


def test_an_unknown_format_writes_nothing(export, tmp_path: Path) -> None:
    with pytest.raises(RodedraadError, match="There is no format mdd for themes"):
        export("csv", "mdd")
    assert not (tmp_path / "out").exists()


def test_a_theme_called_index_does_not_overwrite_the_index() -> None:
    assert theme_file("index", "md") != "index.md"
