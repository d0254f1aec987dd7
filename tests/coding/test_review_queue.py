"""The suggestions that wait for a reviewer follow what they decide."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from rodedraad.coding import suggestions
from rodedraad.coding.importing import store
from rodedraad.coding.project import Project
from rodedraad.coding.review_queue import ReviewQueue
from rodedraad.coding.suggestions import Asked, Choice, suggestions_asked_for
from rodedraad.transcripts.model import Transcript


@pytest.fixture
def talk(project: Project, make_talk: Callable[..., Transcript]) -> Project:
    """A project with a talk in which much is suggested."""
    text = "\n".join(
        f"R1: De wijkagent kent straat {number}. Bewoners bellen de politie. Het is stil."
        for number in range(8)
    )
    with project.transaction("import"):
        store(project, make_talk(text, "tweede.txt"))
    return project


def wait_for_learner(waiting: ReviewQueue, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Ask what waits after the first suggestion until the learner has answered."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        left = waiting.after(found[0], "rejected", found[1:])
        if [row["score"] for row in left] != [row["score"] for row in found[1:]]:
            return left
        time.sleep(0.1)
    raise AssertionError("the learner did not answer")


@pytest.mark.parametrize("order", ["transcript", "confidence"])
def test_what_waits_is_what_would_be_suggested_now(talk: Project, order: str) -> None:
    found = suggestions_asked_for(talk, Asked(order=order))
    waiting = ReviewQueue(talk, found, order)
    try:
        with talk.transaction("review"):
            suggestions.reject(talk, found[0])
        left = wait_for_learner(waiting, found)
    finally:
        waiting.stop()
    now = suggestions_asked_for(talk, Asked(order=order))

    def known(rows: list[dict[str, Any]]) -> set[tuple[Any, ...]]:
        return {(row["start"], row["end"], row["code"], row["score"]) for row in rows}

    assert known(left) == known(now)
    key = {"transcript": "start", "confidence": "score"}[order]
    values = [row[key] for row in left]
    assert values == sorted(values, reverse=order == "confidence")


def test_what_was_shown_and_other_codes_do_not_come(talk: Project) -> None:
    asked = Asked(code="politie")
    found = suggestions_asked_for(talk, asked)
    waiting = ReviewQueue(talk, found, "transcript", [found[0]["code"]])
    try:
        assert waiting.after(found[1], "skipped", found[2:]) == found[2:]
        with talk.transaction("review"):
            suggestions.accept(talk, found[0], Choice())
        left = wait_for_learner(waiting, [found[0], *found[2:]])
    finally:
        waiting.stop()
    assert {row["code"] for row in left} == {found[0]["code"]}
    assert found[1]["start"] not in [row["start"] for row in left]
