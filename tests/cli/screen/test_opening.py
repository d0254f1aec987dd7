"""Opening the coding screen at a place: a turn, a span, a quote, a fragment."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from rodedraad.cli.screen import start
from rodedraad.cli.screen.app import CodingApp
from rodedraad.coding.desk import Desk, open_fragment
from rodedraad.coding.naming import fragment_named, is_citation
from rodedraad.coding.seat import Seat

from .conftest import AtScreen, Typist
from .test_sharing import code_as

THIRD = "De wijkagent loopt mee."


@pytest.mark.parametrize(
    ("arguments", "selected"),
    [
        ("noord", ""),
        ("noord --turn 4", "Die belt terug. Dat was vroeger anders."),
        (f"noord --quote {THIRD.replace(' ', '_')}", THIRD),
        ("noord --span 34:42", "Elf jaar"),
    ],
)
def test_the_words_that_are_named_are_selected(
    run: Callable[..., Result],
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: str,
    selected: str,
) -> None:
    shown: list[Desk] = []
    monkeypatch.setattr(start, "has_terminal", lambda: True)
    monkeypatch.setattr(start, "run_screen", shown.append)
    run(path.parent, "code", *(word.replace("_", " ") for word in arguments.split()))
    [desk] = shown
    assert desk.transcript.quote(*desk.selected) == selected


async def test_the_screen_opens_on_a_fragment_and_means_it(at_screen: AtScreen, path: Path) -> None:
    code_as("anna", path, THIRD, "samenwerking/woningcorporaties")
    async with at_screen() as typist:
        [(citation,)] = typist.rows("SELECT citation FROM fragment")
    with Seat(path, "anna") as seat:
        assert is_citation(seat.connection, citation.upper())
        assert not is_citation(seat.connection, "noord")
        app = CodingApp(open_fragment(seat, fragment_named(seat.connection, citation)))
        async with app.run_test(size=(120, 40)) as pilot:
            typist = Typist(app, pilot, path)
            await pilot.pause()
            assert typist.selected == THIRD
            await typist.press("+")  # there are suggestions too, but the fragment is meant
            assert [row[1:3] for row in typist.fragments()] == [
                ("samenwerking/woningcorporaties", "positive")
            ]
