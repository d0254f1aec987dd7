"""A corrected transcript: everything coded moves along, nothing vanishes."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rodedraad import RodedraadError
from rodedraad.coding.fragments import add_fragment, current_version, span_at, version_text
from rodedraad.coding.history import undo
from rodedraad.coding.importing import store
from rodedraad.coding.project import Project, new_uuid, now
from rodedraad.coding.querying.quotes import answer
from rodedraad.coding.querying.selection import Filters
from rodedraad.coding.revising import another_text, revise
from rodedraad.transcripts.model import Transcript
from rodedraad.transcripts.readers import read_bytes

MakeTalk = Callable[..., Transcript]


def fragments(project: Project) -> list[tuple[str, int, str, str]]:
    """List (citation, version, quote, words at its place) of every fragment."""
    rows = project.connection.execute(
        "SELECT citation, version_id, start, end, quote FROM fragment ORDER BY id"
    ).fetchall()
    return [
        (citation, version, quote, version_text(project.connection, version)[start:end])
        for citation, version, start, end, quote in rows
    ]


def corrected(project: Project, make_talk: MakeTalk, change: Callable[[str], str]) -> Transcript:
    """Give the first transcript with its text changed."""
    text = version_text(project.connection, current_version(project.connection, 1))
    new: Transcript = make_talk(change(text), "gesprek-2.txt")
    return new


def test_fragments_follow_their_words(project: Project, make_talk: MakeTalk) -> None:
    before = fragments(project)
    new = corrected(project, make_talk, lambda text: text.replace("Int: Hoe", "Int: Nou, hoe"))
    with project.transaction("transcript revise"):
        outcomes = revise(project, 1, new, accept_loss=False)
    assert [outcome.status for outcome in outcomes] == ["moved", "moved"]
    after = fragments(project)
    assert [row[2] for row in after] == [row[2] for row in before]
    assert all(quote == words for _, _, quote, words in after)
    assert {version for _, version, _, _ in after} == {current_version(project.connection, 1)}


def test_a_loss_stops_unless_it_is_accepted(project: Project, make_talk: MakeTalk) -> None:
    new = corrected(project, make_talk, lambda text: re.sub(r"R2: Wij horen.*\n", "", text))
    before = fragments(project)
    with (
        pytest.raises(RodedraadError, match="--accept-loss"),
        project.transaction("transcript revise"),
    ):
        revise(project, 1, new, accept_loss=False)
    assert fragments(project) == before

    with project.transaction("transcript revise"):
        outcomes = revise(project, 1, new, accept_loss=True)
    assert [outcome.status for outcome in outcomes] == ["kept", "lost"]
    after = fragments(project)
    assert [row[2] for row in after] == [row[2] for row in before]
    assert all(quote == words for _, _, quote, words in after)
    # What nobody says in the text as it is now is counted nowhere and is no quote either.
    shown = answer(project.connection, "", Filters())
    assert [quote["citation"] for quote in shown.quotes] == [after[0][0]]
    assert shown.total
    assert shown.total.fragments == 1


def test_the_text_of_another_talk_is_told_by_what_stayed(
    project: Project, make_talk: MakeTalk
) -> None:
    other = make_talk("R9: Heel iets anders, over de haven en de boten aldaar.", "ander.txt")
    found = another_text(project.connection, 1, other)
    assert found is not None
    assert (found.share < 0.1, found.strangers) == (True, ("R9",))
    mended = corrected(project, make_talk, lambda text: text.replace("Hoe", "Nou, hoe"))
    assert another_text(project.connection, 1, mended) is None


def test_the_same_text_is_refused(project: Project, make_talk: MakeTalk) -> None:
    new = corrected(project, make_talk, lambda text: text)
    with (
        pytest.raises(RodedraadError, match="already"),
        project.transaction("transcript revise"),
    ):
        revise(project, 1, new, accept_loss=False)


def test_a_revision_can_be_undone(
    project: Project, make_talk: MakeTalk, contents_of: Callable[..., object]
) -> None:
    before = contents_of(project.connection)
    new = corrected(project, make_talk, lambda text: "Int: Vooraf.\n" + text)
    with project.transaction("transcript revise"):
        revise(project, 1, new, accept_loss=False)
    undo(project)
    after = contents_of(project.connection)
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    assert after["fragment"] == before["fragment"]
    assert after["transcript"] == before["transcript"]
    assert after["turn"] == before["turn"]


def test_a_memo_follows_its_turn_or_is_told_to_be_lost(
    project: Project, make_talk: MakeTalk
) -> None:
    uuid = project.connection.execute("SELECT uuid FROM transcript WHERE id = 1").fetchone()[0]
    with project.transaction("memo"):
        for turn in (2, 3):
            row = {"uuid": new_uuid(), "target": "turn", "target_uuid": uuid, "turn": turn}
            project.insert("memo", row | {"coder": "anna", "text": f"bij {turn}", "at": now()})
    third = make_talk(
        version_text(project.connection, current_version(project.connection, 1))
    ).turns[2]

    def change(text: str) -> str:
        return "Int: Vooraf.\n" + text[: third.start] + "Iets heel anders" + text[third.end :]

    new = corrected(project, make_talk, change)
    with pytest.raises(RodedraadError, match="memo 3"), project.transaction("transcript revise"):
        revise(project, 1, new, accept_loss=False)
    with project.transaction("transcript revise"):
        outcomes = revise(project, 1, new, accept_loss=True)
    assert [one.status for one in outcomes if one.what == "memo"] == ["moved", "lost"]
    assert project.connection.execute(
        "SELECT target, turn, text FROM memo WHERE text LIKE 'bij %' ORDER BY id"
    ).fetchall() == [("turn", 3, "bij 2"), ("transcript", None, "bij 3")]


WORDS = st.lists(st.sampled_from("wijk agent 👮 cafe\u0301 goed niet ja.".split()), min_size=1)
LINES = st.lists(
    st.tuples(st.sampled_from(["R1", "R2", "Int"]), WORDS.map(" ".join)), min_size=1, max_size=6
).filter(lambda lines: any(label != "Int" for label, _ in lines))


def written(lines: list[tuple[str, str]]) -> str:
    """Write a talk, one turn a line."""
    return "\n".join(f"{label}: {words}" for label, words in lines)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(old=LINES, new=LINES, spans=st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20))))
def test_whatever_the_edit_each_fragment_has_its_words(
    empty_project: Project,
    make_talk: MakeTalk,
    old: list[tuple[str, str]],
    new: list[tuple[str, str]],
    spans: list[tuple[int, int]],
) -> None:
    if written(old) == written(new):
        return
    with empty_project.transaction("import"):
        slug = store(empty_project, make_talk(written(old), "oud.txt")).slug
        identity = empty_project.connection.execute(
            "SELECT id FROM transcript WHERE slug = ?", [slug]
        ).fetchone()[0]
        for start, length in spans:
            try:
                span = span_at(empty_project.connection, identity, start, start + length)
            except RodedraadError:
                continue
            add_fragment(empty_project, span, 2, "manual")
    before = fragments(empty_project)
    with empty_project.transaction("transcript revise"):
        outcomes = revise(
            empty_project, identity, make_talk(written(new), "nieuw.txt"), accept_loss=True
        )
    after = fragments(empty_project)
    assert [row[0] for row in after] == [row[0] for row in before]
    assert all(quote == words for _, _, quote, words in after)
    assert len(outcomes) == len(before)
    undo(empty_project)
    undo(empty_project)
    assert fragments(empty_project) == []


def test_open_suggestions_follow_their_words(project: Project, make_talk: MakeTalk) -> None:
    connection = project.connection
    version = current_version(connection, 1)
    text = version_text(connection, version)
    words = ["R2: Wij horen", "Int: Hoe"]
    assert all(one in text for one in words)
    spoken = connection.execute(
        "SELECT turn.id, turn.start, turn.end FROM turn JOIN speaker ON speaker.id = speaker_id "
        "WHERE version_id = ? AND role = 'respondent' ORDER BY number",
        [version],
    ).fetchall()
    with project.transaction("suggest"):
        for turn, start, end in spoken:
            connection.execute(
                "INSERT INTO suggestion(version_id, turn_id, start, end, code_id, score, reasons) "
                "VALUES (?, ?, ?, ?, (SELECT min(id) FROM code), 0.7, '[]')",
                [version, turn, start, end],
            )
    quotes = [text[start:end] for _turn, start, end in spoken]
    new = corrected(
        project,
        make_talk,
        lambda text: text.replace("Int: Hoe", "Int: Nou, hoe").replace("Wij horen", "Wij hoorden"),
    )
    with project.transaction("transcript revise"):
        revise(project, 1, new, accept_loss=True)
    rows = connection.execute(
        "SELECT suggestion.version_id, suggestion.start, suggestion.end, turn.start, turn.end "
        "FROM suggestion JOIN turn ON turn.id = turn_id ORDER BY suggestion.start"
    ).fetchall()
    assert {row[0] for row in rows} == {current_version(connection, 1)}
    assert [new.text[row[1] : row[2]] for row in rows] == [
        quote for quote in quotes if not quote.startswith("Wij horen")
    ]
    assert all(row[3] <= row[1] < row[2] <= row[4] for row in rows)


ANY_TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=120
)
EDITS = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 30), ANY_TEXT), max_size=4)
SPANS = st.lists(st.tuples(st.integers(0, 200), st.integers(1, 40)), max_size=4)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
@given(text=ANY_TEXT, edits=EDITS, spans=SPANS)
def test_any_text_any_edits_any_fragments(
    empty_project: Project,
    text: str,
    edits: list[tuple[int, int, str]],
    spans: list[tuple[int, int]],
) -> None:
    old = f"R1: Ja {text}\nR2: {text}\nInt: En?\nR1: Nee."
    new = old
    for start, length, put in edits:
        new = new[:start] + put + new[start + length :]
    try:
        first, second = read_bytes(old.encode(), "oud.txt"), read_bytes(new.encode(), "nieuw.txt")
    except RodedraadError:
        assume(False)
    assume(first.text != second.text)
    connection = empty_project.connection
    with empty_project.transaction("import"):
        slug = store(empty_project, first).slug
        identity = connection.execute(
            "SELECT id FROM transcript WHERE slug = ?", [slug]
        ).fetchone()[0]
        for start, length in spans:
            with contextlib.suppress(RodedraadError):
                span = span_at(connection, identity, start, min(start + length, len(first.text)))
                add_fragment(empty_project, span, 2, "manual")
    before = fragments(empty_project)
    old_version = current_version(connection, identity)
    with empty_project.transaction("transcript revise"):
        outcomes = revise(empty_project, identity, second, accept_loss=True)
    after = {row[0]: row for row in fragments(empty_project)}
    assert after.keys() == {row[0] for row in before}
    assert {outcome.citation for outcome in outcomes} == after.keys()
    for outcome in outcomes:
        _, version, quote, words = after[outcome.citation]
        assert quote == words
        assert (version == old_version) == (outcome.status == "lost")
        if outcome.status in ("kept", "moved", "lost"):
            assert quote == outcome.quote
    assert version_text(connection, old_version) == first.text
    assert version_text(connection, current_version(connection, identity)) == second.text
    undo(empty_project)
    undo(empty_project)
    assert fragments(empty_project) == []
