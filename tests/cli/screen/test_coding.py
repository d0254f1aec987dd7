"""Coding and deciding with the keyboard, with the file looked at after each key."""

from __future__ import annotations

from .conftest import AtScreen


async def test_the_first_sentence_of_a_respondent_is_selected(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        assert typist.selected == "Elf jaar ben ik hier."


async def test_a_two_key_shortcut_codes_what_is_selected(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("j", "1", "l")
        assert typist.fragments() == [
            ("Er is veel overlast in het park.", "resultaten/leefbaarheid", None, "manual")
        ]
        await typist.press("-")
        assert typist.fragments()[0][2] == "negative"


async def test_enter_accepts_and_x_rejects_a_suggestion(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("n", "enter")
        assert typist.fragments() == [
            ("Er is veel overlast in het park.", "resultaten/veiligheid", None, "accepted")
        ]
        await typist.press("n", "x")
        verdicts = "SELECT path, verdict FROM decision JOIN code ON code.id = code_id"
        assert typist.rows(verdicts) == [
            ("resultaten/veiligheid", "accepted"),
            ("samenwerking/politie", "rejected"),
        ]
        assert len(typist.desk.open) == 2


async def test_undo_and_redo(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("2", "p", "u")
        assert typist.fragments() == []
        await typist.press("U")
        assert [row[1] for row in typist.fragments()] == ["samenwerking/politie"]
