"""What lies open before a coder, and keeping it true after each decision."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from rodedraad import RodedraadError
from rodedraad.coding import deciding, moving
from rodedraad.coding.desk import Desk, first_transcript, open_desk, open_places
from rodedraad.coding.fragments import span_at
from rodedraad.coding.importing import store
from rodedraad.coding.project import Project, open_project
from rodedraad.coding.searching import find_everywhere, find_words
from rodedraad.coding.seat import Seat
from rodedraad.coding.workplace import ShownSuggestion, coded_share, span_in
from rodedraad.transcripts.model import Transcript


@pytest.fixture
def desk(project: Project) -> Iterator[Desk]:
    """The desk of anna with the one talk of five turns, two of them coded."""
    with Seat(project.path, "anna") as seat:
        yield open_desk(seat, 1)


def suggestion(desk: Desk, place: int, code: int) -> ShownSuggestion:
    """Make a suggestion for a sentence."""
    sentence = desk.transcript.sentences[place]
    turn = desk.transcript.turns[sentence.turn].id
    return ShownSuggestion(turn, sentence.start, sentence.end, code, 0.9)


def test_a_desk_opens_without_opening_for_writing(desk: Desk) -> None:
    assert [desk.transcript.quote(one.start, one.end) for one in desk.transcript.sentences] == [
        "De wijkagent 👮 is er vaker, en dat helpt.",
        "Wij horen er nooit meer wat van.",
        "Het cafe\u0301 is dicht en de gemeente belt niet terug.",
    ]
    assert len(desk.coded.fragments) == 2
    assert desk.spoken == {2, 3, 5}
    assert desk.seat._project is None


def test_the_share_is_of_the_respondents_characters(desk: Desk) -> None:
    lengths = [one.end - one.start for one in desk.transcript.sentences]
    assert desk.share == pytest.approx(sum(lengths[:2]) / sum(lengths))
    twice = sorted(desk.coded.fragments * 2, key=lambda one: one.start)
    assert coded_share(desk.transcript, twice) == desk.share
    assert coded_share(desk.transcript, []) == 0


def test_a_span_is_the_same_as_from_the_shell(desk: Desk) -> None:
    choose = random.Random(1)
    length = len(desk.transcript.text)
    for _round in range(200):
        start = choose.randrange(length)
        end = choose.randrange(start, length) + 1
        try:
            expected = span_at(desk.connection, 1, start, end)
        except RodedraadError:
            with pytest.raises(RodedraadError):
                span_in(desk.transcript, start, end)
        else:
            assert span_in(desk.transcript, start, end) == expected


def decide_at_random(desk: Desk, choose: random.Random) -> None:
    """Do one thing that a coder does."""
    spans = [(one.start, one.end) for one in desk.transcript.sentences]
    own = [one for one in desk.coded.fragments if one.coder == desk.coder]
    sentence = choose.randrange(len(spans))
    acts = [
        lambda: deciding.code_selection(desk, choose.choice(spans), [choose.randint(1, 4)]),
        lambda: deciding.accept(desk, suggestion(desk, sentence, choose.randint(1, 4))),
        lambda: deciding.reject(desk, suggestion(desk, sentence, choose.randint(1, 4))),
        lambda: deciding.undo(desk),
        lambda: deciding.redo(desk),
        lambda: deciding.finish(desk, choose.random() < 0.5),
        lambda: deciding.write_memo(desk, choose.choice(["", "x"]), None, 2),
        lambda: desk.pass_turn(choose.randint(1, 5)),
    ]
    if own:
        one = choose.choice(own)
        acts += [
            lambda: deciding.set_stance(desk, one, choose.choice(["positive", "mixed"])),
            lambda: deciding.uncode(desk, one),
            lambda: deciding.recode(desk, one, choose.randint(1, 4)),
            lambda: deciding.write_memo(desk, choose.choice(["", "y"]), one, 0),
        ]
    choose.choice(acts)()


@pytest.mark.parametrize("seed", range(6))
def test_what_is_shown_is_what_is_in_the_file(desk: Desk, seed: int) -> None:
    choose = random.Random(seed)
    for _round in range(30):
        with suppress(RodedraadError):  # nothing to undo, or that code twice
            decide_at_random(desk, choose)
        shown, share = copy.copy(desk.coded), desk.share
        desk.reload()
        assert (shown, share) == (desk.coded, desk.share)


def test_the_place_goes_with_a_decision_and_what_was_read_later(
    desk: Desk, project: Project
) -> None:
    desk.selected = desk.transcript.sentences[2][:2]
    desk.pass_turn(2)
    desk.pass_turn(4)  # the interviewer's
    deciding.code_selection(desk, desk.transcript.sentences[2][:2], [2])
    with Seat(project.path, "anna") as seat:
        again = open_desk(seat, 1)
        assert (again.offset, again.read) == (desk.offset, set())
        deciding.save_place(desk)
        assert open_desk(seat, 1).read == {2}
        assert first_transcript(seat.connection, "anna") == 1


def test_undo_leaves_what_was_read(desk: Desk) -> None:
    desk.pass_turn(2)
    made = deciding.code_selection(desk, desk.transcript.sentences[2][:2], [2])
    assert made
    deciding.undo(desk)
    deciding.save_place(desk)
    assert desk.connection.execute("SELECT turn FROM reviewed_turn").fetchall() == [(2,)]
    assert deciding.redo(desk).operation == "code"


def test_undo_on_the_screen_leaves_other_commands_alone(desk: Desk) -> None:
    while len(desk.coded.fragments):
        deciding.undo(desk)
        if not desk.connection.execute("SELECT 1 FROM memo").fetchall():
            break
    deciding.undo(desk)
    deciding.undo(desk)
    with pytest.raises(RodedraadError, match="rodedraad undo"):
        deciding.undo(desk)


def test_nobody_changes_what_a_colleague_coded(colleague: Project) -> None:
    with Seat(colleague.path, "bram") as seat:
        other = open_desk(seat, 1)
        mine = other.coded.fragments[0]
        for act in (
            lambda: deciding.uncode(other, mine),
            lambda: deciding.set_stance(other, mine, "mixed"),
            lambda: deciding.recode(other, mine, 4),
        ):
            with pytest.raises(RodedraadError, match="anna"):
                act()


def test_saving_the_place_does_not_wait_for_a_colleague(desk: Desk, colleague: Project) -> None:
    desk.selected = (1, 1)
    colleague.connection.execute("BEGIN IMMEDIATE")
    with pytest.raises(RodedraadError):
        deciding.save_place(desk, wait=False)
    colleague.connection.execute("ROLLBACK")
    deciding.save_place(desk)
    assert desk.kept == 1


def test_blind_shows_only_ones_own(desk: Desk) -> None:
    with Seat(desk.seat.path, "bram") as seat:
        blind = open_desk(seat, 1, blind=True)
        assert (blind.coded.fragments, blind.suggestions) == ([], [])
        assert len(open_desk(seat, 1).coded.fragments) == 2


def test_suggestions_that_are_decided_or_coded_are_not_open(desk: Desk) -> None:
    first, second, third = (suggestion(desk, place, 2) for place in range(3))
    other = suggestion(desk, 1, 4)._replace(score=0.2)  # too low to show
    desk.propose([first, second, other, third])
    assert desk.open == [second, third]  # the first sentence has code 2 already
    deciding.reject(desk, third)
    assert desk.open == [second]
    deciding.undo(desk)
    assert desk.open == [second, third]


def test_sentences_are_cut_where_suggestions_begin_and_end(desk: Desk) -> None:
    sentence = desk.transcript.sentences[1]
    middle = desk.transcript.text.index("nooit")
    part = suggestion(desk, 1, 2)._replace(start=middle)
    desk.propose([part])
    assert [one[:2] for one in desk.transcript.sentences][1:3] == [
        (sentence.start, middle - 1),
        (middle, sentence.end),
    ]


def test_open_places_lists_transcripts_with_open_suggestions(desk: Desk) -> None:
    one = suggestion(desk, 1, 4)
    version = desk.transcript.version_id
    desk.project.connection.execute(
        "INSERT INTO suggestion(version_id, turn_id, start, end, code_id, score, reasons) "
        "VALUES (?, ?, ?, ?, ?, ?, '[]')",
        [version, one.turn_id, one.start, one.end, one.code_id, one.score],
    )
    assert open_places(desk.connection, "anna") == [1]
    assert open_places(desk.connection, "anna", frozenset([3])) == []
    deciding.reject(desk, one)
    assert open_places(desk.connection, "anna") == []
    assert open_places(desk.connection, "bram") == [1]


def test_a_project_without_transcripts_has_nothing_to_code(empty_project: Project) -> None:
    with (
        Seat(empty_project.path, "anna") as seat,
        pytest.raises(RodedraadError, match="rodedraad import"),
    ):
        first_transcript(seat.connection, "anna")


def test_a_transcript_of_interviewers_alone_can_be_opened(
    empty_project: Project, make_talk: Callable[..., Transcript]
) -> None:
    with empty_project.transaction("import"):
        store(empty_project, make_talk("Int: Is daar iemand?"))
    with Seat(empty_project.path, "anna") as seat:
        desk = open_desk(seat, 1)
        assert moving.sentence_at(desk.transcript, 0) == -1
        assert moving.first_in_turn(desk.transcript, 1) is None
        assert moving.next_sentence(desk.transcript, (0, 0)) is None
        assert moving.moved_edge(desk.transcript, (0, 0), "word", 1) == (0, 0)


def test_words_are_found_whatever_their_accents_and_capitals(desk: Desk) -> None:
    text = "Het café. CAFE! cafe"
    assert find_words("Het cafe. CAFE! cafe", "café", -1) == (4, 8)
    assert find_words("Het cafe. CAFE! cafe", "cafe", 4) == (10, 14)
    assert find_words("Het cafe. CAFE! cafe", "cafe", 16) == (4, 8)
    assert find_words("Het cafe. CAFE! cafe", "cafe", 10, -1) == (4, 8)
    assert find_words(text, " ", 0) is None
    assert find_words(text, "kroeg", 0) is None
    found = find_everywhere(desk.connection, "geme")
    assert [(one.slug, one.turn) for one in found] == [("gesprek", 5)]
    assert desk.transcript.text[found[0].offset :].startswith("gemeente")
    assert find_everywhere(desk.connection, '"*') == []


def test_a_project_that_cannot_be_written_says_so_when_it_must(project: Project) -> None:
    with Seat(project.path, "anna") as seat:
        desk = open_desk(seat, 1)
        other = open_project(project.path, "bram")
        other.connection.execute("CREATE TABLE extra(x)")
        other.close()
        with pytest.raises(RodedraadError, match="extra"):
            deciding.code_selection(desk, desk.transcript.sentences[0][:2], [1])
