"""The windows over the screen: finding codes, memos, a new code, help, the palette, the mouse."""

from __future__ import annotations

import pytest

from rodedraad.cli.screen.help import HelpScreen, in_lines
from rodedraad.cli.screen.keys import KEYS

from .conftest import AtScreen, Typist


async def test_a_code_by_a_few_letters(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("c", "type:inclu", "enter")
        assert [row[1] for row in typist.fragments()] == ["resultaten/inclusiviteit"]


async def test_a_code_by_what_it_means(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("c", "type:speelplekken", "enter")
        assert [row[1] for row in typist.fragments()] == ["resultaten/leefbaarheid"]


async def test_the_code_used_last_is_offered_first(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("3", "d", "j", "1", "i", "j", "c", "enter")
        assert [row[1] for row in typist.fragments()][-1] == "resultaten/inclusiviteit"
        await typist.press("c", "down", "enter")
        assert [row[1] for row in typist.fragments()][-1] == "werkwijze/duo-sociaal-en-fysiek"


async def test_tab_adds_several_codes_in_one_change(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("c", "type:netw", "tab", "type:polit", "tab", "enter")
        assert {row[1] for row in typist.fragments()} == {
            "resultaten/netwerken",
            "samenwerking/politie",
        }
        await typist.press("u")
        assert typist.fragments() == []


async def test_escape_leaves_the_finder_without_coding(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("c", "type:netw", "escape", "c", "type:zzzz", "enter")
        assert typist.fragments() == []


async def test_another_code_instead(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("2", "p", "+", "r", "type:netw", "enter")
        assert [row[1:3] for row in typist.fragments()] == [("resultaten/netwerken", "positive")]


async def test_another_code_than_the_one_suggested(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("n", "r", "type:leefb", "enter")
        assert [row[1::2] for row in typist.fragments()] == [("resultaten/leefbaarheid", "manual")]
        assert typist.rows("SELECT verdict FROM decision") == [("rejected",)]


async def test_a_memo_on_a_fragment_is_written_changed_and_removed(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        memos = "SELECT target, text, coder FROM memo"
        await typist.press("2", "p", "m", "type:Let op", "enter")
        assert typist.rows(memos) == [("fragment", "Let op", "anna")]
        assert "✎ Let op" in typist.screen.here.text
        await typist.press("m", "ctrl+j", "type:hier", "enter")
        assert typist.rows(memos) == [("fragment", "Let op\nhier", "anna")]
        await typist.press("m", "type:x", "escape")
        assert typist.rows(memos) == [("fragment", "Let op\nhier", "anna")]
        await typist.press("m", *["backspace"] * 11, "enter")
        assert typist.rows(memos) == []


async def test_a_memo_where_nothing_is_coded_is_about_the_turn(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("m", "type:Ironisch", "enter")
        assert typist.rows("SELECT target, turn, text FROM memo") == [("turn", 2, "Ironisch")]
        assert "✎ Ironisch" in typist.screen.here.text


async def test_a_new_code_without_leaving_the_screen(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("n", "a", "type:Jeugd", "enter", "type:Over jongeren.", "enter")
        assert typist.rows(
            "SELECT path, name, definition, shortcut FROM code WHERE slug = 'jeugd'"
        ) == [("resultaten/jeugd", "Jeugd", "Over jongeren.", "1j")]
        await typist.press("1", "j")
        assert typist.fragments()[-1][1] == "resultaten/jeugd"


async def test_a_code_that_exists_is_refused(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("n", "a", "type:Veiligheid", "enter", "enter")
        assert typist.message == "There is a code resultaten/veiligheid already."


async def test_the_codebook_with_the_keyboard(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("n", "v", "down", "enter")
        assert typist.fragments()[0][1] == "resultaten/weten-wat-er-speelt"
        await typist.press("v")
        assert typist.screen.codebook.has_focus
        await typist.press("space")  # folds the theme
        assert "Leefbaarheid" not in "\n".join(typist.lines())
        await typist.press("space", "v")
        assert not typist.screen.query_one("#codebook").display
        await typist.press("v", "escape")
        assert typist.screen.view.has_focus


async def test_the_codebook_on_a_narrow_terminal(at_screen: AtScreen) -> None:
    async with at_screen(size=(80, 24)) as typist:
        assert not typist.screen.query_one("#codebook").display
        await typist.press("v", "down", "enter")
        assert len(typist.fragments()) == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("two keys", "previous sentence", "light or dark", "Escape closes")),
        ("nl", ("twee toetsen", "vorige zin", "licht of donker", "Esc sluit")),
    ],
)
async def test_help_is_one_page(
    at_screen: AtScreen, monkeypatch: pytest.MonkeyPatch, language: str, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("LANGUAGE", language)
    async with at_screen(size=(80, 24)) as typist:
        await typist.press("f1")
        page = "\n".join(typist.lines())
        assert [one for one in words if one not in page] == []
        await typist.press("escape", "j")
        assert typist.selected == "Er is veel overlast in het park."


def test_the_help_tears_no_key_from_what_it_does() -> None:
    for width in (60, 80, 96):
        lines = in_lines(HelpScreen({}).keys_for("Move"), width)
        assert all(line.cell_len - 1 <= width for line in lines)
        words = "".join(line.plain for line in lines)
        assert words == "".join(piece.plain for piece in HelpScreen({}).keys_for("Move"))
        for key in KEYS:
            assert any(f" {key.text} " in line.plain for line in lines) or key.part != "Move"


async def test_every_action_is_in_the_palette(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("ctrl+p", "type:next turn", "enter")
        await typist.pilot.pause(0.3)
        assert typist.selected == "Die belt terug."


async def test_undo_and_help_stay_in_the_bottom_line_however_narrow(at_screen: AtScreen) -> None:
    for width in (60, 80, 120):
        async with at_screen(size=(width, 24)) as typist:
            for keys in (["home"], ["n"], ["2", "p"]):
                await typist.press(*keys)
                assert typist.lines()[-1].startswith(" 1–9 code")
                assert typist.lines()[-1].rstrip().endswith("u undo  F1 help")


async def test_all_letters_of_a_theme_are_shown_however_narrow(at_screen: AtScreen) -> None:
    for width in (80, 120, 200):
        async with at_screen(size=(width, 24)) as typist:
            await typist.press("3")
            shortcuts = [code.shortcut for code in typist.desk.codes.values()]
            letters = [keys[1:] or "⏎" for keys in shortcuts if keys.startswith("3")]
            words = typist.lines()[-1].split()
            assert [word for word in words if word in letters] == letters


async def test_keys_can_be_changed(at_screen: AtScreen) -> None:
    async with at_screen(keys={"next_sentence": "w", "accept": "y"}) as typist:
        await typist.press("j")
        assert typist.selected == "Elf jaar ben ik hier."
        await typist.press("w")
        assert "y accept" in typist.message
        await typist.press("y")
        assert len(typist.fragments()) == 1


async def test_f2_changes_between_dark_and_light_and_nothing_else(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("2", "p", "n")
        before, place = typist.lines(), typist.selected
        for theme in ("rodedraad-light", "rodedraad-dark"):
            await typist.press("f2")
            assert typist.app.theme == theme
            assert (typist.lines(), typist.selected) == (before, place)
        assert len(typist.fragments()) == 1


async def test_q_leaves(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("j", "q")
        assert not typist.app.is_running or typist.app._exit


async def mouse(typist: Typist, *places: tuple[int, int]) -> None:
    """Press the button at the first place, move over the others, and release it at the last."""
    await typist.pilot.mouse_down(offset=places[0])
    for place in places[1:]:
        await typist.pilot.hover(offset=place)
    await typist.pilot.mouse_up(offset=places[-1])
    await typist.pilot.pause()


def place_of(typist: Typist, words: str) -> tuple[int, int]:
    """Find where words stand on the screen: column and row."""
    for row, line in enumerate(typist.lines()):
        if words in line:
            return line.index(words), row
    raise AssertionError(words)


async def test_a_click_selects_a_sentence_and_dragging_whole_words(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await mouse(typist, place_of(typist, "vroeger"))
        assert typist.selected == "Dat was vroeger anders."
        start, end = place_of(typist, "overlast"), place_of(typist, "park.")
        await mouse(typist, (start[0] + 2, start[1]), end)
        assert typist.selected == "overlast in het park."
        await typist.press("1", "v")
        assert typist.fragments()[0][0] == "overlast in het park."


async def test_a_click_on_a_bar_means_what_it_stands_for(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await mouse(typist, place_of(typist, "┆2p"))
        await typist.press("enter")
        assert typist.fragments()[0][:2] == ("De wijkagent loopt mee.", "samenwerking/politie")


async def test_a_click_on_a_code_codes(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        line = next(y for y, text in enumerate(typist.lines()) if "Netwerken" in text)
        await typist.pilot.click(offset=(8, line))
        assert [row[1] for row in typist.fragments()] == ["resultaten/netwerken"]
