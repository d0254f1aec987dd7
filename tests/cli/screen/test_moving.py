"""Moving through a transcript, and selecting more or less of it."""

from __future__ import annotations

from .conftest import AtScreen, Typist

FIRST = "Elf jaar ben ik hier."
SECOND = "Er is veel overlast in het park."
THIRD = "De wijkagent loopt mee."
FOURTH = "Die belt terug."
LAST = "Wij horen er nooit meer wat van."
TWO_TURNS = f"Die belt terug. Dat was vroeger anders.\nR2: Dat vind ik niet. {LAST}"


# What is selected after these keys, pressed at the first sentence.
MOVES: tuple[tuple[list[str], str], ...] = (
    (["j"], SECOND),
    (["down", "down"], THIRD),
    (["j", "j", "j"], FOURTH),  # the question between is passed by
    (["j", "j", "k"], SECOND),
    (["j", "up"], FIRST),
    (["k"], FIRST),
    (["l"], f"{SECOND} {THIRD}"),
    (["j", "l"], THIRD),  # the turn has one sentence left
    (["j", "j", "l"], "Die belt terug. Dat was vroeger anders."),
    (["end", "l"], LAST),
    ([";"], f"{SECOND} {THIRD}"),
    ([";", ";"], "Die belt terug. Dat was vroeger anders."),
    (["end", ";"], LAST),
    (["right"], FOURTH),
    (["J", "J"], "Dat vind ik niet."),
    (["J", "J", "J"], "Dat vind ik niet."),
    (["right", "j", "left"], FOURTH),
    (["right", "K"], FIRST),
    (["end"], LAST),
    (["end", "home"], FIRST),
    (["n"], SECOND),
    (["n", "n"], THIRD),
    (["n", "n", "n"], THIRD),  # the second suggestion for it
    (["n", "n", "n", "n"], LAST),
    (["n", "n", "n", "n", "n"], LAST),
    (["end", "N"], THIRD),
    (["end", "N", "N", "N"], SECOND),
)


async def code_and_undo(typist: Typist) -> str:
    """Code what is selected, give the words that the file then holds, and undo it."""
    await typist.press("2", "z")
    [(quote, *_code)] = typist.fragments()
    await typist.press("u")
    assert typist.fragments() == []
    return str(quote)


async def test_moving(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        for keys, selected in MOVES:
            await typist.press("home", *keys)
            assert (keys, typist.selected) == (keys, selected)
            assert typist.fragments() == []  # moving alone codes nothing
            assert await code_and_undo(typist) == selected


async def test_pages(at_screen: AtScreen) -> None:
    async with at_screen(size=(80, 12)) as typist:
        await typist.press("pagedown")
        assert typist.selected != FIRST
        await typist.press(*["space"] * 9)
        assert typist.selected == LAST
        await typist.press("pageup", *["b"] * 9)
        assert typist.selected == FIRST


async def test_fragments(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("2", "p", "j", "j", "2", "z", "home", "f")
        assert typist.selected == THIRD
        assert typist.screen.view.current is not None
        await typist.press("F")
        assert typist.selected == FIRST
        await typist.press("F")
        assert typist.message == "No more fragments on this side."


async def test_g_goes_to_a_turn(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("g", "type:4", "enter")
        assert typist.selected == FOURTH
        await typist.press("g", "type:99", "enter")
        assert typist.selected == "Dat vind ik niet."
        await typist.press("g", "escape")
        assert typist.selected == "Dat vind ik niet."


async def test_transcripts(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("j", "]")
        assert typist.desk.transcript.slug == "zuid"
        await typist.press("]")
        assert typist.message == "This is the last transcript."
        await typist.press("[")
        assert typist.desk.transcript.slug == "noord"
        assert typist.selected == SECOND  # where it was left
        await typist.press("[")
        assert typist.message == "This is the first one."


SELECTIONS: tuple[tuple[list[str], str], ...] = (
    (["shift+down"], f"{FIRST} {SECOND}"),
    (["shift+down", "shift+down", "shift+up"], f"{FIRST} {SECOND}"),
    (["shift+right"], f"{FIRST} Er"),
    (["shift+left", "shift+left"], "Elf jaar ben"),
    (["j", "o", "shift+left"], f"hier. {SECOND}"),
    (["j", "o", "shift+right"], "is veel overlast in het park."),
    (["j", "o", "shift+up"], f"{FIRST} {SECOND}"),
    (["j", "shift+end"], f"{SECOND} {THIRD}"),
    (["end", "k", "shift+end"], f"Dat vind ik niet. {LAST}"),
    (["j", "."], f"{FIRST} {SECOND} {THIRD}"),
    (
        ["right", ".", "."],
        "Die belt terug. Dat was vroeger anders.\nR2: Dat vind ik niet. " + LAST,
    ),
    (["right", ".", ".", ","], "Die belt terug. Dat was vroeger anders."),
    (["j", ".", "escape"], FIRST),
    (["shift+up"], FIRST),
    (["end", "shift+down"], LAST),
)


async def test_selecting_more_or_less(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        for keys, selected in SELECTIONS:
            await typist.press("home", *keys)
            assert (keys, typist.selected) == (keys, selected)
            assert await code_and_undo(typist) == selected


async def test_a_selection_across_turns_is_one_fragment_of_both_persons(
    at_screen: AtScreen,
) -> None:
    async with at_screen() as typist:
        await typist.press("right", ".", ".", "2", "z")
        labels = typist.rows(
            "SELECT label FROM fragment_person JOIN participation ON participation.id = "
            "participation_id JOIN respondent ON respondent.id = respondent_id ORDER BY label"
        )
        assert labels == [("R1",), ("R2",)]
        turn = "SELECT number FROM fragment JOIN turn ON turn.id = turn_id"
        assert typist.rows(turn) == [(4,)]  # it belongs to its first turn


async def test_turns_that_were_passed_count_as_read(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("j", "j", "j")
        assert "read 1/3" in typist.screen.top.text
        typist.screen.keep_place()
        typist.screen.keep_place()
        assert typist.rows("SELECT turn, coder FROM reviewed_turn") == [(2, "anna")]


async def test_jumping_is_not_reading(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("end", "2", "z")
        typist.screen.keep_place()
        typist.screen.keep_place()
        assert typist.rows("SELECT count(*) FROM reviewed_turn") == [(0,)]


async def test_search_here(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("/", "type:VROEGER")
        assert typist.selected.lower() == "vroeger"
        await typist.press("enter")
        assert typist.selected == "Dat was vroeger anders."
        await typist.press("/", "type:d", "enter", "/", "enter")
        assert typist.selected == "Dat vind ik niet."
        await typist.press("/", "type:wijk", "escape")
        assert typist.selected == "Dat vind ik niet."
        await typist.press("/", "type:qqq", "enter")
        assert typist.message == "“qqq” is not in this transcript."


async def test_search_in_all(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("?", "type:sport")
        await typist.press("enter")
        assert typist.desk.transcript.slug == "zuid"
        assert typist.selected == "De sporthal kwam laat."


async def test_a_search_that_finds_nothing_says_so_and_why(at_screen: AtScreen) -> None:
    async with at_screen() as typist:
        await typist.press("?", "type:qqq")
        assert any("Nothing fits “qqq”." in line for line in typist.lines())
        await typist.press("escape", "?", "type:politi and stance = -")
        assert any("There is no code politi" in line for line in typist.lines())
        await typist.press("escape", "c", "type:qqq")
        assert any("Nothing fits “qqq”." in line for line in typist.lines())
        await typist.press("escape", "?", "type:sport")
        assert any("Enter opens it" in line for line in typist.lines())
