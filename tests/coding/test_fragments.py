"""The promise of a fragment: what is stored reads back as the text between its offsets."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rodedraad import RodedraadError
from rodedraad.coding.codes import insert_code
from rodedraad.coding.fragments import (
    CITATION_LETTERS,
    add_fragment,
    code_span,
    current_version,
    find_span,
    mark_coded,
    new_citation,
    recode_fragment,
    remove_fragment,
    span_at,
    span_of_quote,
    stance_named,
    version_text,
)
from rodedraad.coding.importing import store
from rodedraad.coding.project import Project
from rodedraad.transcripts.model import Speaker, SpeakerRole, Transcript, Turn

# Any text there can be (no NUL: it is refused when read; no lone surrogates: not Unicode),
# with many of the characters that other programs count wrongly.
HARD = st.sampled_from(["👮🏽‍♀️", "e\u0301", "🇳🇱", "ï", "\u200f", "\u00ad", "𝔻", "\n", " ", "ﬁ"])
ANY = st.characters(exclude_categories=["Cs"], exclude_characters="\0\r")
TEXTS = st.lists(st.one_of(HARD, ANY), min_size=1, max_size=60).map("".join)


def one_turn(text: str, before: str, number: int) -> Transcript:
    """Make a transcript of one turn with something before and after it."""
    whole = f"{before}{text}{before}"
    turn = Turn(len(before), len(before) + len(text), "R1")
    speaker = Speaker("R1", SpeakerRole.RESPONDENT)
    return Transcript(whole, (turn,), (speaker,), source=f"{number}.txt", sha256=str(number))


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=TEXTS, before=st.sampled_from(["", "👮 ", "\n\n"]), data=st.data())
def test_what_is_stored_reads_back_as_the_text(
    empty_project: Project, text: str, before: str, data: st.DataObject
) -> None:
    project = empty_project
    connection = project.connection
    start = data.draw(st.integers(0, len(text) - 1)) + len(before)
    end = data.draw(st.integers(start + 1, len(before) + len(text)))
    number = connection.execute("SELECT count(*) FROM transcript").fetchone()[0] + 1
    transcript = one_turn(text, before, number)
    with project.transaction("import"):
        store(project, transcript)
    identity = int(connection.execute("SELECT max(id) FROM transcript").fetchone()[0])
    version = current_version(connection, identity)
    assert version_text(connection, version) == transcript.text
    wanted = transcript.text[start:end]
    if not wanted.strip():
        with pytest.raises(RodedraadError, match="holds no word"):
            span_at(connection, identity, start, end)
        return
    with project.transaction("code"):
        added, new = add_fragment(project, span_at(connection, identity, start, end), 1, "manual")
    row = connection.execute(
        "SELECT start, end, quote FROM fragment WHERE id = ?", [added]
    ).fetchone()
    assert new
    assert row[2] == transcript.text[row[0] : row[1]] == wanted.strip()
    assert start <= row[0] < row[1] <= end
    inside = connection.execute(
        "SELECT substr(turn.text, ? - turn.start + 1, ?) FROM turn WHERE version_id = ?",
        [row[0], row[1] - row[0], version],
    ).fetchone()
    assert inside == (row[2],)


def test_the_words_are_found_where_they_stand_once(project: Project) -> None:
    connection = project.connection
    span = span_of_quote(connection, 1, "cafe\u0301 is dicht")
    assert version_text(connection, 1)[span.start : span.end] == "cafe\u0301 is dicht"
    for words, message in (("café is dicht", "not in the transcript"), ("er", "several places")):
        with pytest.raises(RodedraadError, match=message):
            span_of_quote(connection, 1, words)


@pytest.mark.parametrize(
    ("span", "message"),
    [
        ("0:0", "lies outside"),
        ("5:999", "lies outside"),
        ("9", "two numbers"),
        ("-1:4", "two numbers"),
        ("5:20", "holds no word of a respondent"),
    ],
)
def test_a_span_that_cannot_be_coded_is_refused(project: Project, span: str, message: str) -> None:
    with pytest.raises(RodedraadError, match=message):
        find_span(project.connection, 1, None, span, None)


def test_a_turn_that_is_not_there_is_refused(project: Project) -> None:
    with pytest.raises(RodedraadError, match="the last one is 5"):
        find_span(project.connection, 1, 9, None, None)


def test_coding_the_same_again_changes_only_the_stance(project: Project) -> None:
    span = find_span(project.connection, 1, 2, None, None)
    rows = code_span(project, "gesprek", span, ["politie"], "negatief", None)
    assert [(row["code"], row["new"]) for row in rows] == [("samenwerking/politie", False)]
    stances = project.connection.execute("SELECT stance FROM fragment ORDER BY id").fetchall()
    assert stances == [("negative",), ("negative",)]


def test_an_unknown_code_codes_nothing(project: Project) -> None:
    span = find_span(project.connection, 1, 5, None, None)
    with pytest.raises(RodedraadError, match="politie"):
        code_span(project, "gesprek", span, ["bewoners", "polite"], None, None)
    assert project.connection.execute("SELECT count(*) FROM fragment").fetchone() == (2,)


def test_a_fragment_over_two_voices_counts_for_both(project: Project) -> None:
    """The interviewer inside it counts for nobody."""
    text = version_text(project.connection, 1)
    span = span_at(project.connection, 1, text.index("vaker"), text.index("dicht"))
    with project.transaction("code"):
        added, _new = add_fragment(project, span, 4, "manual")
    voices = project.connection.execute(
        "SELECT label FROM fragment_person JOIN speaker USING (participation_id) "
        "WHERE fragment_id = ? ORDER BY label",
        [added],
    ).fetchall()
    assert voices == [("R1",), ("R2",)]
    turn = project.connection.execute("SELECT turn_id FROM fragment WHERE id = ?", [added])
    assert turn.fetchone() == (2,)


def test_recoding_to_a_code_that_is_there_is_refused(
    project: Project, code_turn: Callable[..., int]
) -> None:
    twin = code_turn(project, 2, 3)
    with (
        pytest.raises(RodedraadError, match="has this code already, as f-"),
        project.transaction("recode"),
    ):
        recode_fragment(project, twin, 2, None)


def test_recoding_takes_over_the_version_of_the_new_code(project: Project) -> None:
    with project.transaction("codebook edit"):
        project.connection.execute("UPDATE code SET version = 7 WHERE id = 4")
    with project.transaction("recode"):
        recode_fragment(project, 1, 4, "mixed")
    row = project.connection.execute(
        "SELECT code_id, code_version, stance FROM fragment WHERE id = 1"
    ).fetchone()
    assert row == (4, 7, "mixed")


def test_removing_a_fragment_removes_its_memos(project: Project) -> None:
    span = find_span(project.connection, 1, 5, None, None)
    rows = code_span(project, "gesprek", span, ["bewoners"], None, "kijk hier")
    with project.transaction("uncode"):
        remove_fragment(project, 3)
    assert rows[0]["new"]
    texts = project.connection.execute("SELECT text FROM memo").fetchall()
    assert texts == [("Begin hier.",)]


def test_citations_are_unique_and_easy_to_read_aloud(empty_project: Project) -> None:
    """Many UUIDs that begin alike still get a citation each."""
    project = empty_project
    with project.transaction("import"):
        store(project, one_turn("a" * 400, "", 1))
    span = span_at(project.connection, 1, 0, 400)
    citations = set()
    with project.transaction("code"):
        for number in range(300):
            code = insert_code(
                project, str(number), project.database.table("code").get(1) | new(number), ""
            )
            identity, _new = add_fragment(project, span, code, "manual")
            row = project.connection.execute(
                "SELECT citation FROM fragment WHERE id = ?", [identity]
            )
            citations.add(row.fetchone()[0])
    assert len(citations) == 300
    assert all(set(citation[2:]) <= set(CITATION_LETTERS) for citation in citations)
    assert new_citation(project.connection, "0" * 32) == "f-2222"


def new(number: int) -> dict[str, object]:
    """Give what makes a code another one."""
    return {"id": None, "uuid": f"u{number}", "slug": f"c{number}", "path": f"c{number}"}


def test_a_taken_citation_gets_a_letter_more(project: Project) -> None:
    with project.transaction("test"):
        project.connection.execute("UPDATE fragment SET citation = 'f-2222' WHERE id = 1")
    assert new_citation(project.connection, "0" * 32) == "f-22222"


def test_marking_as_coded_is_for_each_coder(project: Project, colleague: Project) -> None:
    for coder in (project, project, colleague):
        with coder.transaction("transcript set"):
            mark_coded(coder, 1, True)
    with colleague.transaction("transcript set"):
        mark_coded(colleague, 1, False)
    assert project.connection.execute("SELECT coder FROM coded_by").fetchall() == [("anna",)]


@given(st.text(max_size=12))
def test_a_stance_is_one_of_four(word: str) -> None:
    assume(word.lower() not in ("positive", "negative", "mixed", "neutral"))
    if word == "":
        assert stance_named(word) is None
    else:
        with pytest.raises(RodedraadError, match="is no stance"):
            stance_named(word)


def test_a_stance_is_understood_in_dutch() -> None:
    assert [stance_named(word) for word in ("Positief", "negatief", "gemengd", "neutraal")] == [
        "positive",
        "negative",
        "mixed",
        "neutral",
    ]
