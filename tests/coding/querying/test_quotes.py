"""Quotes: which are found, in which order, with whom they are shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from builders import Person, add_talk, code_quote, code_span, finish, new_project
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import World, worlds

from rodedraad import RodedraadError
from rodedraad.coding.opening import reading
from rodedraad.coding.project import Project
from rodedraad.coding.querying.quotes import (
    MOST_LOOKED_UP,
    QUOTE_KEYS,
    Answer,
    Wanted,
    answer,
    find_quotes,
)
from rodedraad.coding.querying.search import WORD, Phrase, fts_query, sentence_around
from rodedraad.coding.querying.selection import Filters, choose
from rodedraad.coding.querying.summary import total_of
from rodedraad.transcripts.model import Kind

PERSONS = {
    "R1": Person("R01", "politie", ("Noord", "De Bron")),
    "R2": Person("R02", "bewoners", ("Noord",)),
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A talk of two groups, a report and a survey."""
    project = new_project(tmp_path, ["samenwerking", "samenwerking/politie", "resultaten"])
    add_talk(
        project,
        "noord",
        [
            ("Int", "Kent u de wijkagent en de bewoner?"),
            ("R1", "Wij kennen de bewoners. Een bewoner belt ons! Dat helpt."),
            ("R2", "Het cafe\u0301 is dicht. De wijkagent komt niet."),
        ],
        PERSONS,
        Kind.GROUP,
        "2016",
        "2016-03-01",
    )
    add_talk(project, "verslag", [("R4", "De chef vindt het goed.")], {"R4": Person("R04")},
             Kind.REPORT, "2014", "2014-03-01")  # fmt: skip
    add_talk(project, "enquete", [("R5", "Prima wijkagent.")], {"R5": Person("R05")}, Kind.SURVEY)
    code_quote(project, "noord", "Een bewoner belt ons!", "politie", "positive")
    code_quote(project, "noord", "De wijkagent komt niet.", "politie", "negative", coder="bram")
    code_quote(project, "verslag", "De chef vindt het goed.", "samenwerking")
    code_quote(project, "enquete", "Prima wijkagent.", "politie")
    finish(project, "noord")
    return project


def ask(project: Project, code: str = "", text: str = "", **asked: Any) -> Answer:
    """Ask for quotes."""
    only = asked.pop("only", False)
    names = ("by", "best", "counter", "context", "limit")
    wanted = Wanted(**{key: asked.pop(key) for key in names if key in asked})
    filters = Filters(text=text, **{key: (value,) for key, value in asked.items()})
    with reading(project.path) as connection:
        return answer(connection, code, filters, only, wanted)


def words(found: Answer) -> list[str]:
    """List the words of the quotes."""
    return [quote["quote"] for quote in found.quotes]


def test_a_quote_has_every_key(project: Project) -> None:
    quote = ask(project, "politie", stance="positive").quotes[0]
    assert tuple(quote) == QUOTE_KEYS
    known = {key: value for key, value in quote.items() if key not in ("fragment", "citation")}
    assert known == {
        "transcript": "noord",
        "turn": 2,
        "speaker": "R1",
        "respondent": "R01",
        "group": "politie",
        "area": "De Bron, Noord",
        "wave": "2016",
        "kind": "group",
        "date": "2016-03-01",
        "code": "samenwerking/politie",
        "stance": "positive",
        "coder": "anna",
        "origin": "manual",
        "start": 68,
        "end": 89,
        "quote": "Een bewoner belt ons!",
        "memo": None,
    }


def test_a_parent_stands_for_what_is_below_it_unless_only(project: Project) -> None:
    assert words(ask(project, "samenwerking")) == [
        "De chef vindt het goed.",
        "Een bewoner belt ons!",
        "De wijkagent komt niet.",
    ]
    assert words(ask(project, "samenwerking", only=True)) == ["De chef vindt het goed."]


def test_the_survey_stands_apart(project: Project) -> None:
    basis = ask(project, "politie").basis
    assert basis is not None
    assert basis.survey_persons == 1
    assert words(ask(project, "politie", kind="survey")) == ["Prima wijkagent."]
    assert len(ask(project, "samenwerking", kind="all").quotes) == 4


def test_persons_and_fragments_in_all_also_beyond_the_limit(project: Project) -> None:
    found = ask(project, "samenwerking", limit=1)
    assert found.total is not None
    assert (len(found.quotes), found.total.persons, found.total.fragments) == (1, 3, 3)
    assert (found.total.among, found.total.n) == (2, 2)
    assert found.basis is not None
    assert found.basis.uncoded == ("verslag",)


@pytest.mark.parametrize(
    ("facet", "expected"),
    [("group", ["bewoners", "politie", None]), ("wave", ["2016", "2016", "2014"])],
)
def test_sorted_by_a_facet_with_none_last(
    project: Project, facet: str, expected: list[str | None]
) -> None:
    assert [quote[facet] for quote in ask(project, by=facet).quotes] == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"group": "Politie"}, ["Een bewoner belt ons!"]),
        ({"group": "none"}, ["De chef vindt het goed."]),
        ({"area": "de bron"}, ["Een bewoner belt ons!"]),
        ({"area": "geen"}, ["De chef vindt het goed."]),
        ({"wave": "2014"}, ["De chef vindt het goed."]),
        ({"respondent": "r02"}, ["De wijkagent komt niet."]),
        ({"stance": "negatief"}, ["De wijkagent komt niet."]),
        ({"stance": "none"}, ["De chef vindt het goed."]),
        ({"coder": "bram"}, ["De wijkagent komt niet."]),
        ({"kind": "report"}, ["De chef vindt het goed."]),
        ({"origin": "bulk"}, []),
    ],
)
def test_filters(project: Project, asked: dict[str, str], expected: list[str]) -> None:
    assert words(ask(project, **asked)) == expected


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"group": "polite"}, "There is no group polite. Did you mean: politie"),
        ({"area": "Nord"}, "There is no area Nord. Did you mean: Noord"),
        ({"wave": "2015"}, "There is no wave 2015."),
        ({"respondent": "R9"}, "There is no respondent R9."),
        ({"coder": "ana"}, "Nobody called ana has coded here. Did you mean: anna"),
        ({"stance": "blij"}, "blij is no stance."),
        ({"text": "…!"}, "There is no word to look for in “…!”."),
        ({"code": "polite"}, "polite"),
        ({"by": "quote"}, "quote is nothing to lay answers out by."),
    ],
)
def test_unknown_names(project: Project, asked: dict[str, str], message: str) -> None:
    with pytest.raises(RodedraadError) as raised:
        ask(project, **asked)
    assert message in str(raised.value)


def test_words_alone_are_found_in_every_form_coded_or_not(project: Project) -> None:
    found = ask(project, text="bewoner")
    assert [(quote["turn"], quote["respondent"], quote["quote"]) for quote in found.quotes] == [
        (1, None, "Kent u de wijkagent en de bewoner?"),
        (2, "R01", "Wij kennen de bewoners."),
    ]
    assert found.total is None
    assert all(quote["fragment"] is None and quote["code"] is None for quote in found.quotes)
    spans = {(quote["start"], quote["end"]) for quote in found.quotes}
    assert spans == {(5, 39), (44, 67)}


def test_words_of_a_group_alone(project: Project) -> None:
    assert words(ask(project, text="wijkagent", group="bewoners")) == ["De wijkagent komt niet."]


def test_accents_make_no_difference(project: Project) -> None:
    assert words(ask(project, text="cafe")) == ["Het cafe\u0301 is dicht."]
    assert words(ask(project, text="Café dicht")) == ["Het cafe\u0301 is dicht."]


def test_words_within_a_code_stand_in_the_quote_itself(project: Project) -> None:
    assert words(ask(project, "politie", text="bewoners")) == ["Een bewoner belt ons!"]
    assert words(ask(project, "politie", text="dicht")) == []
    assert words(ask(project, "politie", text="wijkagent niet")) == ["De wijkagent komt niet."]


def test_a_fragment_of_two_persons_is_shown_with_the_one_asked_about(project: Project) -> None:
    code_span(project, "noord", 50, 120, "resultaten")
    assert ask(project, "resultaten").quotes[0]["respondent"] == "R01"
    assert ask(project, "resultaten", group="bewoners").quotes[0]["respondent"] == "R02"


@given(st.text(min_size=1))
def test_no_text_is_an_error_of_the_search_language(text: str) -> None:
    import sqlite3

    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(x, tokenize='unicode61')")
    phrases = [Phrase(((word,),)) for word in WORD.findall(text)] or [Phrase((("x",),))]
    connection.execute("SELECT * FROM t WHERE t MATCH ?", [fts_query(phrases)]).fetchall()
    connection.close()


@given(st.text(), st.text(), st.text())
def test_the_sentence_lies_within_the_text_and_has_the_word(
    before: str, word: str, after: str
) -> None:
    text = f"{before} wijkagent {after}{word}"
    start, end = sentence_around(text, [Phrase((("wijkagent",),))])
    assert 0 <= start < end <= len(text)
    assert "wijkagent" in text[start:end]
    assert end - start <= 400


def test_the_sentences_around_a_quote(project: Project) -> None:
    (quote,) = ask(project, "politie", stance="positive", context=1).quotes
    assert quote["before"] == "R1: Wij kennen de bewoners."
    assert quote["after"] == "Dat helpt."
    (quote,) = ask(project, "politie", stance="positive", context=2).quotes
    assert quote["before"].startswith("Int: Kent u de wijkagent")


def test_the_voices_against_need_a_majority(project: Project) -> None:
    with pytest.raises(RodedraadError, match="There is no majority to be against"):
        ask(project, "politie", counter=True)
    code_quote(project, "verslag", "De chef vindt het goed.", "politie", "positive")
    assert words(ask(project, "politie", counter=True)) == ["De wijkagent komt niet."]


def test_the_best_are_of_different_groups_and_a_report_comes_last(project: Project) -> None:
    found = ask(project, "samenwerking", best=2)
    assert [quote["group"] for quote in found.quotes] == ["politie", "bewoners"]
    assert [quote["kind"] for quote in ask(project, "samenwerking", by="fit").quotes][
        -1
    ] == "report"


ASKED = st.sampled_from(["", "a", "e", "a/d or e", "a and e", "not a", "stance = +"])
MOST = st.sampled_from([0, MOST_LOOKED_UP])  # each talk read whole, or looked up in by code


@given(worlds(), ASKED, st.sampled_from(["", "kind = interview"]), MOST, st.integers(1, 12))
@settings(max_examples=60, deadline=None)
def test_a_page_is_the_beginning_of_all_quotes_in_the_order_of_the_talks(
    world: World, question: str, where: str, most: int, limit: int
) -> None:
    with pytest.MonkeyPatch.context() as patch, reading(world.path) as connection:
        patch.setattr("rodedraad.coding.querying.quotes.MOST_LOOKED_UP", most)
        selection = choose(connection, Filters(where=where), question)
        quotes = find_quotes(connection, selection)
        assert find_quotes(connection, selection, limit) == quotes[:limit]
        keys = ("date", "transcript", "start", "end", "code", "coder")
        places = [
            tuple("" if quote[key] is None else quote[key] for key in keys) for quote in quotes
        ]
        assert places == sorted(places)
        assert len(set(places)) == len(places)
        assert len(quotes) >= total_of(connection, selection).fragments
