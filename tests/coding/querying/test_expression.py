"""The language of questions: what is read, what is refused, and what it selects."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from builders import Person, add_talk, code_quote, new_project
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import CODES, Piece, Voice, World, counts, is_below, worlds

from rodedraad import RodedraadError
from rodedraad.coding.opening import reading
from rodedraad.coding.project import Project
from rodedraad.coding.querying.compiling import Level
from rodedraad.coding.querying.expression import (
    AllOf,
    AnyOf,
    AttributeIs,
    CodeIs,
    Not,
    Ordered,
    Related,
    Words,
    parse,
)
from rodedraad.coding.querying.quotes import find_quotes
from rodedraad.coding.querying.selection import Filters, choose


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("politie", CodeIs("politie")),
        ("2p AND not 1v", AllOf((CodeIs("2p"), Not(CodeIs("1v"))))),
        (
            "a or b and c",
            AnyOf((CodeIs("a"), AllOf((CodeIs("b"), CodeIs("c"))))),
        ),
        ("(a or b) and c", AllOf((AnyOf((CodeIs("a"), CodeIs("b"))), CodeIs("c")))),
        ("a overlaps b", Related("a", "overlaps", "b")),
        ("a near b", Related("a", "near", "b")),
        ("a near 2 b", Related("a", "near", "b", 2)),
        ("a before b", Related("a", "before", "b")),
        ("wave before 2016", Ordered("wave", "before", "2016")),
        ("stance = -", AttributeIs("stance", ("-",))),
        ("stance = =", AttributeIs("stance", ("=",))),
        ('area in (Noord, "De Bron")', AttributeIs("area", ("Noord", "De Bron"))),
        ("leeftijd != “65+”", Not(AttributeIs("leeftijd", ("65+",)))),
        ("text: bewon* nooit", Words((("bewon*", None), ("nooit", None)))),
        ('text: "goed overleg" ~ 5', Words((("goed overleg", 5),))),
        ("oranje or andersom", AnyOf((CodeIs("oranje"), CodeIs("andersom")))),
        ('"and" or "or"', AnyOf((CodeIs("and"), CodeIs("or")))),
    ],
)
def test_what_is_read(text: str, condition: object) -> None:
    assert parse(text) == condition


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "politie and",
            "This question cannot be read:\n  politie and\n             ^\n"
            'Here may stand: a name  "…"  (  not  text:  exact:  regex:',
        ),
        (
            "(politie",
            "This question cannot be read:\n  (politie\n          ^\nHere may stand: )",
        ),
        ("", 'Here may stand: a name  "…"'),
        ("a b", "\n  a b\n    ^\n"),
        ("group = ", 'Here may stand: a name  "…"'),
        ('"open', '\n  "open\n  ^\n'),
        ("not " * 600 + "a", "This question has 2401 characters; 2000 is the most that is read."),
    ],
)
def test_an_error_points_at_the_place(text: str, message: str) -> None:
    with pytest.raises(RodedraadError) as raised:
        parse(text)
    assert message in str(raised.value)


@given(st.text(alphabet=' ()"=!,~:*-+0123abornotextin', max_size=40))
def test_anything_is_read_or_refused_in_words(text: str) -> None:
    with suppress(RodedraadError):
        parse(text)


@dataclass(frozen=True)
class Question:
    """A random question, and how to answer it by hand for one fragment.

    `codes` are the paths that it asks for. `of_voice` answers it for one person in a talk,
    where it asks about persons alone: then one such person must speak in the fragment.
    """

    text: str
    holds: Callable[[World, Piece, Level], bool]
    codes: frozenset[str]
    of_voice: Callable[[World, Voice], bool] | None = None


def here(piece: Piece, other: Piece, level: Level) -> bool:
    """Tell whether two fragments come together at a level."""
    if level == Level.RESPONDENT:
        return bool(piece.words.keys() & other.words.keys())
    if piece.talk != other.talk:
        return False
    if level == Level.FRAGMENT:
        return piece.start < other.end and other.start < piece.end
    return level == Level.TRANSCRIPT or piece.turn == other.turn


def others(world: World) -> list[Piece]:
    """List the fragments that count."""
    return [piece for piece in world.pieces if counts(world, piece)]


def about_code(path: str) -> Question:
    """Ask for a code."""
    return Question(
        path,
        lambda world, piece, level: any(
            is_below(other.code, path) and here(piece, other, level) for other in others(world)
        ),
        frozenset({path}),
    )


def about_relation(left: str, relation: str, right: str) -> Question:
    """Ask for a code in relation to another."""

    def stand_so(piece: Piece, other: Piece, level: Level) -> bool:
        if piece.talk != other.talk or piece is other:
            return False
        if relation == "near" or (level == Level.TURN and piece.turn != other.turn):
            return piece.turn == other.turn
        return {
            "overlaps": piece.start < other.end and other.start < piece.end,
            "within": other.start <= piece.start and piece.end <= other.end,
            "before": piece.end <= other.start,
            "after": other.end <= piece.start,
        }[relation]

    return Question(
        f"{left} {relation} {right}",
        lambda world, piece, level: (
            is_below(piece.code, left)
            and any(
                is_below(other.code, right) and stand_so(piece, other, level)
                for other in others(world)
            )
        ),
        frozenset({left}),
    )


def about_persons(text: str, holds: Callable[[World, Voice], bool]) -> Question:
    """Ask for an attribute of persons."""

    def any_person(world: World, piece: Piece, _level: Level) -> bool:
        return any(
            holds(world, voice)
            for voice in world.voices
            if voice.talk == piece.talk and voice.person in piece.words
        )

    return Question(text, any_person, frozenset(), holds)


def about_word(word: str) -> Question:
    """Ask for a word."""

    def is_said(world: World, piece: Piece, level: Level) -> bool:
        turns = [
            (talk, index, speaker, words)
            for talk, spoken in enumerate(world.turns)
            for index, (speaker, words) in enumerate(spoken)
        ]
        if level == Level.FRAGMENT:
            return word in piece.quote.split()
        return any(
            word in words.split()
            and (
                speaker in piece.words
                if level == Level.RESPONDENT
                else talk == piece.talk and (level == Level.TRANSCRIPT or index == piece.turn)
            )
            for talk, index, speaker, words in turns
        )

    return Question(f"text: {word}", is_said, frozenset())


atoms = st.one_of(
    st.sampled_from(CODES).map(about_code),
    st.builds(
        about_relation,
        st.sampled_from(CODES),
        st.sampled_from(["overlaps", "within", "before", "after", "near"]),
        st.sampled_from(CODES),
    ),
    st.sampled_from(
        [
            about_persons("group = none", lambda _w, voice: voice.group is None),
            about_persons("area = none", lambda _w, voice: not voice.areas),
            about_persons('kind != "survey"', lambda w, voice: w.kinds[voice.talk] != "survey"),
            about_persons("date = 2016-01-01", lambda _w, _v: False),
            about_word("nooit"),
            about_word("belt"),
            Question("stance = +", lambda _w, p, _l: p.stance == "positive", frozenset()),
            Question("stance != -", lambda _w, p, _l: p.stance != "negative", frozenset()),
            Question("origin = bulk", lambda _w, p, _l: p.origin == "bulk", frozenset()),
        ]
    ),
)


def negated(question: Question) -> Question:
    """Ask for the opposite: of persons, for one of whom it does not hold."""
    text = f"not ({question.text})"
    of_voice = question.of_voice
    if of_voice is not None:
        return about_persons(text, lambda world, voice: not of_voice(world, voice))
    return Question(
        text,
        lambda world, piece, level: not question.holds(world, piece, level),
        frozenset(),
    )


def joined(word: str, questions: list[Question]) -> Question:
    """Ask for all or any of several; what is asked of persons is asked of one person."""
    every = all if word == "and" else any
    text = "(" + f" {word} ".join(question.text for question in questions) + ")"
    asked_of_voice = [question.of_voice for question in questions if question.of_voice]
    persons = about_persons(
        text, lambda world, voice: every(holds(world, voice) for holds in asked_of_voice)
    )
    if len(asked_of_voice) == len(questions):
        return persons
    parts = [question for question in questions if not question.of_voice]
    parts += [persons] if asked_of_voice else []
    return Question(
        text,
        lambda world, piece, level: every(q.holds(world, piece, level) for q in parts),
        frozenset().union(*(question.codes for question in questions)),
    )


random_questions = st.recursive(
    atoms,
    lambda inner: st.one_of(
        inner.map(negated),
        st.builds(joined, st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=3)),
    ),
    max_leaves=5,
)


@given(worlds(), st.lists(random_questions, min_size=1, max_size=5), st.sampled_from(Level))
@settings(max_examples=25, deadline=None)
def test_the_sql_selects_as_by_hand(world: World, asked: list[Question], level: Level) -> None:
    with reading(world.path) as connection:
        for question in asked:
            selection = choose(connection, Filters(kind=("all",), level=level), question.text)
            rows = find_quotes(connection, selection)
            found = {(row["transcript"], row["start"], row["end"], row["code"]) for row in rows}
            expected = {
                (f"talk{piece.talk}", piece.start, piece.end, piece.code)
                for piece in others(world)
                if question.holds(world, piece, level)
                and (not question.codes or any(is_below(piece.code, c) for c in question.codes))
            }
            assert found == expected, question.text


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """One talk of three sentences in two turns."""
    project = new_project(tmp_path, ["politie", "bewoners", "geld"])
    add_talk(
        project,
        "t",
        [
            ("R1", "De agent komt. Er is geld. De bewoners zien dat wel goed."),
            ("R1", "Wij bellen ze nooit."),
        ],
        {"R1": Person("R01", "politie", (), (("leeftijd", "65+"), ("dienst", "18")))},
        wave="2014",
        date="2014-05-01",
    )
    add_talk(project, "u", [("R2", "Niets.")], {"R2": Person("R02", "bewoners")}, wave="2016")
    code_quote(project, "t", "De agent komt.", "politie")
    code_quote(project, "t", "De bewoners zien dat wel goed.", "bewoners")
    code_quote(project, "t", "Wij bellen ze nooit.", "geld")
    code_quote(project, "u", "Niets.", "geld")
    return project


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("politie near bewoners", ["politie"]),
        ("politie near 2 bewoners", ["politie"]),
        ("politie near 1 bewoners", []),
        ("politie near 3 geld", ["politie"]),
        ("politie near 2 geld", []),
        ("text: bewoner", ["bewoners"]),
        ('text: "zien dat"', ["bewoners"]),
        ('text: "dat zien"', []),
        ('text: "goed zien" ~ 2', ["bewoners"]),
        ('text: "goed zien" ~ 1', []),
        ("text: bewon*", ["bewoners"]),
        ('exact: "agent Komt"', ["politie"]),
        ("exact: bewoner and text: nooit", []),
        ('regex: "b\\w+n ze"', ["geld"]),
        ('regex: "^n" or regex: "agent.*komt"', ["geld", "politie"]),
        ("wave before 2016 and geld", ["geld"]),
        ("wave after 2014", ["geld"]),
        ("date after 2014-06-01", []),
        ("date after 2014", []),  # from 2015 on
        ("date after 2014-04", ["politie", "bewoners", "geld"]),
        ("date before 2014-05", []),
        ("politie or bewoners", ["politie", "bewoners"]),
        (" ", ["geld", "politie", "bewoners", "geld"]),
        ('leeftijd = "65+" and not geld', ["politie", "bewoners"]),
        ("DIENST = 18 and geld", ["geld"]),
        ("respondent = r02", ["geld"]),
        ("transcript in (t) and geld", ["geld"]),
        ("coder = Anna and politie", ["politie"]),
    ],
)
def test_what_is_selected(project: Project, question: str, codes: list[str]) -> None:
    with reading(project.path) as connection:
        rows = find_quotes(connection, choose(connection, Filters(), question))
    assert [row["code"] for row in rows] == codes


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("polite", "polit"),
        ("dienstt = 18", "There is no attribute dienstt. Did you mean: dienst"),
        ("kind = talk", "There is no kind talk."),
        ('regex: "("', "The regular expression ( cannot be read:"),
        ("wave within 2016", "A wave is before or after another, not within it."),
        ('text: "…"', "There is no word to look for in “…”."),
        ("wave before 2010", "There is no wave 2010."),
        ("date before 2016-13", "2016-13 is no date."),
    ],
)
def test_what_is_refused(project: Project, question: str, message: str) -> None:
    with pytest.raises(RodedraadError) as raised, reading(project.path) as connection:
        find_quotes(connection, choose(connection, Filters(), question))
    assert message in str(raised.value)


def test_a_regular_expression_that_never_ends_is_stopped(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rodedraad.coding.querying.search.REGEX_SECONDS", 0.02)
    question = 'regex: "(\\w+\\s*)+!"'
    with pytest.raises(RodedraadError, match="takes too long"), reading(project.path) as connection:
        find_quotes(connection, choose(connection, Filters(), question))
