"""Coding and deciding with the keyboard, with the file looked at after each key."""

from __future__ import annotations

from .conftest import AtScreen

OVERLAST = "Er is veel overlast in het park."
WIJKAGENT = "De wijkagent loopt mee."
VERDICTS = "SELECT path, verdict FROM decision JOIN code ON code.id = code_id ORDER BY decision.id"


async def test_the_first_sentence_of_a_respondent_is_selected(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        assert typist.selected == "Elf jaar ben ik hier."


async def test_a_two_key_shortcut_codes_what_is_selected(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("j", "1")
        assert "l Leefbaarh" in typist.message
        assert typist.fragments() == []
        await typist.press("l")
        assert typist.fragments() == [(OVERLAST, "resultaten/leefbaarheid", None, "manual")]


async def test_the_digit_and_enter_code_with_the_theme(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("2", "enter")
        assert [row[1] for row in typist.fragments()] == ["samenwerking"]


async def test_escape_leaves_a_shortcut_and_a_wrong_letter_says_so(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("2", "escape", "p")
        assert typist.fragments() == []
        await typist.press("2", "q")
        assert typist.message == "No code has the shortcut 2q."
        assert typist.fragments() == []


STANCES = {"+": "positive", "-": "negative", "=": "mixed", "0": "neutral"}


async def test_a_stance_is_about_what_was_coded_last(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("2", "p")
        for key, stance in STANCES.items():
            await typist.press(key)
            assert [row[2] for row in typist.fragments()] == [stance]


async def test_a_stance_on_a_suggestion_accepts_it(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        for key, stance in STANCES.items():
            await typist.press("home", "n", key)
            accepted = (OVERLAST, "resultaten/veiligheid", stance, "accepted")
            assert typist.fragments() == [accepted]
            assert typist.rows(VERDICTS) == [("resultaten/veiligheid", "accepted")]
            await typist.press("u")


async def test_enter_accepts_and_x_rejects_a_suggestion(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("n", "enter")
        assert typist.fragments() == [(OVERLAST, "resultaten/veiligheid", None, "accepted")]
        await typist.press("n", "x")
        assert typist.rows(VERDICTS)[1:] == [("samenwerking/politie", "rejected")]
        assert typist.selected == WIJKAGENT  # nothing moved
        assert len(typist.desk.open) == 2
        await typist.press("enter")  # the other suggestion for the same sentence
        assert typist.fragments()[1][:2] == (WIJKAGENT, "resultaten/veiligheid")


async def test_a_decision_keeps_the_score_that_was_shown(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        typist.desk.propose([one._replace(raw=0.875) for one in typist.desk.suggestions])
        await typist.press("n", "enter", "n", "x")
        assert typist.rows("SELECT score, raw FROM decision") == [(0.91, 0.875), (0.7, 0.875)]


async def test_a_wider_selection_is_accepted_as_it_is(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("n", "shift+down", "enter")
        assert typist.fragments()[0][:2] == (f"{OVERLAST} {WIJKAGENT}", "resultaten/veiligheid")


async def test_without_a_suggestion_enter_and_x_say_so(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        for key in ("enter", "x"):
            await typist.press(key)
            assert typist.message == "Nothing is suggested here."
        for key in ("+", "d"):
            await typist.press(key)
            assert typist.message == "Nothing is coded here yet."
        assert typist.rows("SELECT count(*) FROM decision") == [(0,)]


async def test_tab_means_the_next_of_what_is_here(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("n", "n", "tab", "enter")
        assert typist.fragments()[0][:2] == (WIJKAGENT, "resultaten/veiligheid")


async def test_d_removes_and_undo_brings_back(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("2", "p", "+", "d")
        assert typist.fragments() == []
        await typist.press("u")
        assert [row[1:3] for row in typist.fragments()] == [("samenwerking/politie", "positive")]


async def test_undo_and_redo(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("2", "p", "1", "v", "u")
        assert [row[1] for row in typist.fragments()] == ["samenwerking/politie"]
        assert typist.message == "Undone: resultaten/veiligheid"
        await typist.press("u", "u")
        assert typist.fragments() == []
        assert typist.message == "The last change was import. Undo that with: rodedraad undo"
        await typist.press("U", "U")
        assert len(typist.fragments()) == 2
        await typist.press("U")
        assert typist.message == "There is nothing to redo."


async def test_undo_passes_by_what_was_only_read(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("2", "p", "right", "right")
        typist.screen.keep_place()
        typist.screen.keep_place()
        assert typist.rows("SELECT count(*) FROM reviewed_turn") == [(2,)]
        await typist.press("u")
        assert typist.fragments() == []
        assert typist.rows("SELECT count(*) FROM reviewed_turn") == [(2,)]
        await typist.press("U")
        assert len(typist.fragments()) == 1


async def test_t_marks_the_transcript_as_coded_and_back(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("t")
        assert typist.rows("SELECT coder FROM coded_by") == [("anna",)]
        assert "✓ coded" in typist.screen.top.text
        await typist.press("t")
        assert typist.rows("SELECT coder FROM coded_by") == []


async def test_the_words_of_an_interviewer_are_not_coded(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        text = typist.desk.transcript.text
        start = text.index("Hoe gaat het")
        typist.screen.select((start, start + 8))
        await typist.press("2", "p")
        assert "only these are coded" in typist.message
        assert typist.fragments() == []


async def test_the_codebook_counts_here_and_in_all(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("2", "p", "j", "2", "p")
        row = next(line for line in typist.lines() if "2p Politie" in line)
        assert row[:34].split() == ["2p", "Politie", "2", "2"]
        await typist.press("]", "2", "p")
        row = next(line for line in typist.lines() if "2p Politie" in line)
        assert row[:34].split() == ["2p", "Politie", "1", "3"]
