"""The process that learns while somebody codes is in step with one that learns from nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rodedraad.coding import deciding
from rodedraad.coding.desk import Desk, open_desk
from rodedraad.coding.importing import store
from rodedraad.coding.learning import Learning, read_reviewed, texts_to_learn_in
from rodedraad.coding.opening import reading
from rodedraad.coding.project import Project
from rodedraad.coding.seat import Seat
from rodedraad.coding.suggesting.model import Suggestion
from rodedraad.coding.workplace import ShownSuggestion
from rodedraad.transcripts.model import Transcript


@pytest.fixture
def desk(project: Project, make_talk: Callable[..., Transcript]) -> Iterator[Desk]:
    """The desk of anna with a second talk."""
    text = "\n".join(
        f"R1: De wijkagent kent zin {number}. Bewoners bellen de politie. Het is stil."
        for number in range(8)
    )
    with project.transaction("import"):
        store(project, make_talk(text, "tweede.txt"))
    with Seat(project.path, "anna") as seat:
        yield open_desk(seat, 2)


def all_of(found: dict[str, list[Suggestion]]) -> dict[str, list[Suggestion]]:
    """Leave out the codes without suggestions."""
    return {code: of_code for code, of_code in found.items() if of_code}


def test_reasons_come_when_there_is_time(desk: Desk) -> None:
    version = desk.transcript.version_id
    with reading(desk.seat.path) as connection:
        learning = Learning(connection, "anna", False, version)
        found = all_of(learning.suggestions_for(version))
        explained = {}
        while learning.unexplained:
            explained |= all_of(learning.explained(version))
        assert not any(one.reasons for of_code in found.values() for one in of_code)
        assert any(one.reasons for of_code in explained.values() for one in of_code)
        assert found == {
            code: [replace(one, reasons=()) for one in of_code]
            for code, of_code in explained.items()
        }
        assert learning.explained(version) == {}


def test_the_most_alike_of_what_was_coded_is_a_reason(desk: Desk) -> None:
    version = desk.transcript.version_id
    deciding.code_selection(desk, desk.transcript.sentences[0][:2], [2])
    with reading(desk.seat.path) as connection:
        learning = Learning(connection, "anna", False, version)
        learning.suggestions_for(version)
        found = []
        while learning.unexplained:
            found += [one for of_code in learning.explained(version).values() for one in of_code]
        assert any(reason.startswith("≈") for one in found for reason in one.reasons)


def fresh(desk: Desk, coder: str = "anna", blind: bool = False) -> dict[str, list[Suggestion]]:
    """Suggest by a learner that learns everything now."""
    with reading(desk.seat.path) as connection:
        learning = Learning(connection, coder, blind, desk.transcript.version_id)
        return all_of(learning.suggestions_for(desk.transcript.version_id))


def test_what_is_learnt_step_by_step_is_what_is_learnt_at_once(desk: Desk) -> None:
    version = desk.transcript.version_id
    with reading(desk.seat.path) as connection:
        learning = Learning(connection, "anna", False, version)
        found = learning.suggestions_for(version)
        assert all_of(found) == fresh(desk)
        sentences = [one[:2] for one in desk.transcript.sentences]
        steps = [
            lambda: deciding.code_selection(desk, sentences[0], [2]),
            lambda: deciding.code_selection(desk, sentences[4], [3]),
            lambda: deciding.undo(desk),
            lambda: deciding.code_selection(desk, sentences[7], [2, 4]),
            lambda: deciding.uncode(desk, desk.coded.fragments[0]),
            lambda: deciding.recode(desk, desk.coded.fragments[0], 3),
        ]
        for step in steps:
            step()
            found |= learning.suggestions_for(version)
            assert all_of(found) == fresh(desk)


def test_what_was_read_is_learnt_in_a_pause(desk: Desk) -> None:
    version = desk.transcript.version_id
    with reading(desk.seat.path) as connection:
        learning = Learning(connection, "anna", False, version)
        found = learning.suggestions_for(version)
        assert learning.after_reading(version) == {}
        for number in desk.spoken:
            desk.pass_turn(number)
        deciding.save_place(desk)
        assert learning.suggestions_for(version) == {}
        found |= learning.after_reading(version)
        assert all_of(found) == fresh(desk)


def test_what_a_colleague_read_counts_too_but_not_when_blind(desk: Desk) -> None:
    key = str(desk.transcript.version_id)
    desk.pass_turn(2)
    desk.pass_turn(4)
    deciding.save_place(desk)
    for coder in ("", "anna"):
        assert read_reviewed(desk.connection, coder) == {key: [1, 3]}
    assert read_reviewed(desk.connection, "bram") == {}
    deciding.finish(desk, True)
    for coder in ("", "anna"):
        assert read_reviewed(desk.connection, coder) == {key: None}
    assert read_reviewed(desk.connection, "", desk.transcript.version_id + 1) == {}


def test_a_rejected_suggestion_never_comes_back(desk: Desk) -> None:
    version = desk.transcript.version_id
    codes = {code.path: code.id for code in desk.codes.values()}
    with reading(desk.seat.path) as connection:
        learning = Learning(connection, "anna", False, version)
        found = all_of(learning.suggestions_for(version))
        path, of_code = next(iter(found.items()))
        one = of_code[0]
        turn = desk.transcript.turns[one.turn].id
        desk.propose([])
        deciding.reject(desk, ShownSuggestion(turn, one.start, one.end, codes[path], one.score))
        found |= learning.suggestions_for(version)
        assert not any(
            other.start < one.end and other.end > one.start for other in found.get(path, [])
        )


def test_blind_learns_from_ones_own_decisions_alone(desk: Desk) -> None:
    before = fresh(desk, "bram", blind=True)
    deciding.code_selection(desk, desk.transcript.sentences[0][:2], [3])
    assert fresh(desk, "bram", blind=True) == before
    assert fresh(desk, "bram", blind=False) != before


def test_the_open_transcript_is_never_left_out(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rodedraad.coding.learning.MOST_CHARACTERS", 10)
    texts = texts_to_learn_in(desk.connection, desk.transcript.version_id)
    assert [one.key for one in texts] == [str(desk.transcript.version_id)]


def test_the_program_answers_on_its_output(desk: Desk) -> None:
    version = desk.transcript.version_id
    command = [sys.executable, "-m", "rodedraad.coding.learning"]
    answer = subprocess.run(
        [*command, str(Path(desk.seat.path)), "anna", "0.35"],
        input=f"{version}\n",
        capture_output=True,
        text=True,
        check=True,
    )
    line = json.loads(answer.stdout.splitlines()[0])
    assert line["version"] == version
    expected = {
        code: [
            [one.turn, one.start, one.end, one.score, list(one.reasons), one.raw] for one in of_code
        ]
        for code, of_code in fresh(desk).items()
    }
    assert {code: rows for code, rows in line["suggestions"].items() if rows} == expected
