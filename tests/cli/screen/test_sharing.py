"""Several coders in one file, coding blind, and coming back."""

from __future__ import annotations

import time
from pathlib import Path

from rodedraad.coding.codebook import add_code
from rodedraad.coding.deciding import code_selection
from rodedraad.coding.desk import first_transcript, open_desk
from rodedraad.coding.learning import read_said
from rodedraad.coding.naming import transcript_named
from rodedraad.coding.project import open_project
from rodedraad.coding.seat import Seat

from .conftest import AtScreen, Typist


def code_as(coder: str, path: Path, words: str, code: str) -> None:
    """Code some words of the first talk in the name of a colleague."""
    with Seat(path, coder) as seat:
        desk = open_desk(seat, transcript_named(seat.connection, "noord")[0])
        start = desk.transcript.text.index(words)
        number = next(known.id for known in desk.codes.values() if known.path == code)
        code_selection(desk, (start, start + len(words)), [number])


async def wait_for(typist: Typist, words: str, seconds: float = 8) -> bool:
    """Wait until words stand on the screen."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if any(words in line for line in typist.lines()):
            return True
        await typist.pilot.pause(0.1)
    return False


async def test_what_a_colleague_codes_appears_and_nothing_is_overwritten(
    at_screen: AtScreen, path: Path
) -> None:
    async with at_screen() as typist:
        await typist.press("2", "p")
        code_as("bram", path, "Elf jaar ben ik hier.", "samenwerking/woningcorporaties")
        assert await wait_for(typist, "│2w")
        assert typist.selected == "Elf jaar ben ik hier."
        await typist.press("tab")
        assert "bram" in typist.screen.here.text
        await typist.press("d")
        assert typist.message == "This is how bram coded it; it stays."
        await typist.press("+")
        assert len(typist.fragments()) == 2
        await typist.press("u")  # undoes one's own decision, not that of the colleague
        assert [row[1] for row in typist.fragments()] == ["samenwerking/woningcorporaties"]


async def test_two_screens_at_once(at_screen: AtScreen) -> None:
    async with at_screen() as anna, at_screen(coder="bram") as bram:
        await anna.press("2", "p")
        await bram.press("2", "p", "j", "1", "v")
        assert len(anna.fragments()) == 3
        assert await wait_for(anna, "│1v")


async def test_a_new_code_of_a_colleague_appears(at_screen: AtScreen, path: Path) -> None:
    async with at_screen() as typist:
        project = open_project(path, "bram")
        with project.transaction("codebook add"):
            add_code(project, "resultaten/jeugd", {})
        project.close()
        assert await wait_for(typist, "1j Jeugd")


async def test_blind_hides_what_others_coded(at_screen: AtScreen, path: Path) -> None:
    code_as("bram", path, "Elf jaar ben ik hier.", "samenwerking/woningcorporaties")
    async with at_screen(blind=True) as typist:
        assert "2w" not in "".join(line[34:] for line in typist.lines())
        assert typist.screen.view.items() == []
        row = next(line for line in typist.lines() if "Woningcorporaties" in line)
        assert row[:34].split() == ["2w", "Woningcorporaties", "·", "·"]
        assert "blind" in typist.screen.top.text
        code_as("bram", path, "De wijkagent loopt mee.", "samenwerking/woningcorporaties")
        assert not await wait_for(typist, "│2w", seconds=2.5)
    async with at_screen(coder="bram") as typist:
        assert "┃2w" in "".join(typist.lines())


async def test_blind_suggestions_do_not_come_from_others(at_screen: AtScreen, path: Path) -> None:
    code_as("bram", path, "Elf jaar ben ik hier.", "samenwerking/woningcorporaties")
    async with at_screen(blind=True) as typist:
        assert read_said(typist.desk.connection, "anna", only="anna") == {}
        assert len(read_said(typist.desk.connection, "anna", only="")) == 1


async def test_reopening_comes_back_to_the_place(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("right", "2", "z", "j")
        place = typist.selected
        typist.screen.keep_place()
        typist.screen.keep_place()
    async with at_screen() as typist:
        assert typist.selected == place
        assert "read 1/3" in typist.screen.top.text
    async with at_screen(coder="bram") as typist:  # who was never here
        assert typist.selected == "Elf jaar ben ik hier."


async def test_the_place_is_kept_when_leaving(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("]", "end", "q")
    async with at_screen("zuid") as typist:
        assert typist.selected == "De sporthal kwam laat."
        assert first_transcript(typist.desk.connection, "anna") == typist.desk.transcript.id


async def test_reading_alone_is_no_change_of_the_codings(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("n", "n", "q")
        operations = typist.rows("SELECT operation FROM change WHERE coder = 'anna'")
        assert [row[0] for row in operations][-1] == "import"
