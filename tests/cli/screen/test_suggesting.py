"""The suggestions that follow the decisions, and going through them one by one."""

from __future__ import annotations

import time
from collections.abc import Callable

from rodedraad.cli.screen.suggester import FoundSuggestions
from rodedraad.coding.suggesting.model import Thresholds

from .conftest import AtScreen, Typist


async def wait_until(typist: Typist, holds: Callable[[], bool]) -> bool:
    """Wait until the process that learns has answered."""
    end = time.monotonic() + 60
    while not holds() and time.monotonic() < end:
        await typist.pilot.pause(0.1)
    return holds()


def scores(typist: Typist) -> dict[tuple[int, int, int], float]:
    """Give what is suggested by now: the score of each place and code."""
    return {suggestion.place: suggestion.score for suggestion in typist.desk.suggestions}


def explained(typist: Typist) -> bool:
    """Tell whether the reasons are there, which come last."""
    return all(suggestion.reasons for suggestion in typist.desk.suggestions)


async def test_suggestions_follow_each_decision_and_nothing_moves(at_screen: AtScreen) -> None:
    async with at_screen(suggesting=True) as typist:
        stored = typist.desk.suggestions
        assert await wait_until(typist, lambda: typist.desk.suggestions is not stored)
        assert await wait_until(typist, lambda: explained(typist))
        first = scores(typist)
        await typist.press("n")
        place, scrolled = typist.selected, typist.screen.view.scroll_offset
        await typist.press("x")
        rejected = typist.rows("SELECT start, end, code_id FROM decision")[0]
        assert rejected in first
        assert await wait_until(typist, lambda: rejected not in scores(typist))
        assert (typist.selected, typist.screen.view.scroll_offset) == (place, scrolled)
        await typist.press("u")
        assert typist.message == "Undone: " + "resultaten/veiligheid"
        assert await wait_until(typist, lambda: scores(typist) == first)
        assert await wait_until(typist, lambda: explained(typist))


async def test_reasons_are_drawn_where_the_coder_is_and_nowhere_else(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("n")
        here = typist.screen.view.suggestion()
        assert here
        drawn = []
        typist.screen.here.write = lambda *lines: drawn.append(lines)  # type: ignore[method-assign]
        for told, times in ((lambda one: one != here, 0), (lambda one: one == here, 1)):
            suggestions = [
                one._replace(reasons=("omdat",)) if told(one) else one
                for one in typist.desk.suggestions
            ]
            found = FoundSuggestions(typist.desk, suggestions, {one.code_id for one in suggestions})
            typist.screen.post_message(found)
            await typist.pilot.pause()
            assert len(drawn) == times


async def test_the_scores_that_the_user_wants_shown_hold_on_the_screen(at_screen: AtScreen) -> None:
    async with at_screen(thresholds=Thresholds(maybe=0.65, likely=0.7)) as typist:
        assert [suggestion.score for suggestion in typist.desk.open] == [0.91, 0.7]
    async with at_screen(thresholds=Thresholds(likely=0.92, sure=0.95)) as typist:
        await typist.press("n")
        assert "maybe 0.91" in typist.screen.here.text
        assert any("┊1v" in line for line in typist.lines())


async def test_the_learner_suggests_from_the_score_that_the_user_wants(
    at_screen: AtScreen,
) -> None:
    async with at_screen(suggesting=True, thresholds=Thresholds(maybe=0.6)) as typist:
        stored = typist.desk.suggestions
        assert await wait_until(typist, lambda: typist.desk.suggestions is not stored)
        assert typist.desk.suggestions
        assert min(suggestion.score for suggestion in typist.desk.suggestions) >= 0.6


async def test_the_other_transcript_gets_its_own(at_screen: AtScreen) -> None:
    async with at_screen(suggesting=True) as typist:
        await typist.press("]")
        stored = typist.desk.suggestions
        assert await wait_until(typist, lambda: typist.desk.suggestions is not stored)
        turns = {turn.id for turn in typist.desk.transcript.turns}
        assert {suggestion.turn_id for suggestion in typist.desk.suggestions} <= turns


async def test_review_goes_on_by_itself(at_screen: AtScreen) -> None:
    async with at_screen(queue=[1, 2]) as typist:
        await typist.pilot.pause(0.2)
        assert typist.selected == "Er is veel overlast in het park."
        await typist.press("+")
        assert typist.selected == "De wijkagent loopt mee."
        await typist.press("x", "enter")  # both suggestions for this sentence
        assert typist.selected == "Wij horen er nooit meer wat van."
        await typist.press("x")
        assert typist.desk.transcript.slug == "zuid"
        assert typist.selected == "De sporthal kwam laat."
        await typist.press("enter")
        assert typist.message == "That was the last suggestion."
        assert [row[1:3] for row in typist.fragments()] == [
            ("resultaten/veiligheid", "positive"),
            ("resultaten/veiligheid", None),
            ("resultaten/leefbaarheid", None),
        ]
        await typist.press("u")
        assert len(typist.fragments()) == 2


async def test_review_can_be_about_one_code(at_screen: AtScreen) -> None:
    async with at_screen(queue=[1], only="samenwerking/politie") as typist:
        await typist.pilot.pause(0.2)
        assert typist.selected == "De wijkagent loopt mee."
        assert len(typist.desk.open) == 1
