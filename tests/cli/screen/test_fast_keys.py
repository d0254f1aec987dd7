"""Keys that arrive all at once, as over a slow line, do what they do one by one."""

from __future__ import annotations

import gc

from .conftest import AtScreen


async def test_shortcuts_and_moves(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.send("2pj1v+j3d")
        assert [row[:3] for row in typist.fragments()] == [
            ("Elf jaar ben ik hier.", "samenwerking/politie", None),
            ("Er is veel overlast in het park.", "resultaten/veiligheid", "positive"),
            ("De wijkagent loopt mee.", "werkwijze/duo-sociaal-en-fysiek", None),
        ]


async def test_letters_for_a_window_that_opens(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.send("cpolit\rj2zmdxu.\rj1i")
        assert [row[:2] for row in typist.fragments()] == [
            ("Elf jaar ben ik hier.", "samenwerking/politie"),
            ("Er is veel overlast in het park.", "samenwerking/zorg-en-welzijn"),
            ("De wijkagent loopt mee.", "resultaten/inclusiviteit"),
        ]
        assert typist.rows("SELECT text FROM memo") == [("dxu.",)]


async def test_leaving_a_window_and_going_on(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.send("cpolit\x1bjg4\r2z/anders\r1v")
        assert [row[:2] for row in typist.fragments()] == [
            ("Die belt terug.", "samenwerking/zorg-en-welzijn"),
            ("Dat was vroeger anders.", "resultaten/veiligheid"),
        ]


async def test_what_stays_is_not_looked_through_for_garbage(at_screen: AtScreen) -> None:
    async with at_screen():
        assert len(gc.get_objects()) < gc.get_freeze_count()
    assert gc.get_freeze_count() == 0
