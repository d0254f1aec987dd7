from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from rodedraad.coding.suggesting.model import Source
from rodedraad.coding.suggesting.pipeline import build_pipeline
from rodedraad.coding.suggesting.units import Tokens, Unit, cut_units
from rodedraad.transcripts.model import SpeakerRole, Turn

if TYPE_CHECKING:
    from spacy.language import Language

NLP = build_pipeline("nl")


def cut(
    text: str, turns: list[Turn], nlp: Language, role: SpeakerRole = SpeakerRole.RESPONDENT
) -> tuple[list[Unit], Tokens]:
    return cut_units([Source("a", text, turns)], nlp, role=role)


def quotes(nlp: Language, text: str, turns: list[Turn]) -> list[str]:
    return [text[unit.start : unit.end] for unit in cut(text, turns, nlp)[0]]


def test_only_respondents_are_cut_into_sentences(dutch: Language) -> None:
    text = "Hoe gaat het? Goed. Ja, echt goed! Orde."
    turns = [
        Turn(0, 13, "Int", SpeakerRole.INTERVIEWER),
        Turn(14, 34, "R1"),
        Turn(35, 40, "Vz", SpeakerRole.OTHER),
    ]
    assert quotes(dutch, text, turns) == ["Goed.", "Ja, echt goed!"]
    units, _ = cut(text, turns, dutch)
    assert [(unit.turn, unit.start, unit.end) for unit in units] == [(1, 14, 19), (1, 20, 34)]
    asked, _ = cut(text, turns, dutch, SpeakerRole.INTERVIEWER)
    assert [(unit.turn, unit.start, unit.end) for unit in asked] == [(0, 0, 13)]


def test_offsets_are_code_points(dutch: Language) -> None:
    text = "😀😀 Een cafe\u0301. Twee huizen!  "
    units, tokens = cut(text, [Turn(0, len(text))], dutch)
    assert [text[unit.start : unit.end] for unit in units] == [
        "😀😀 Een cafe\u0301.",
        "Twee huizen!",
    ]
    assert tokens.of(1) == (["Twee", "huizen", "!"], [14, 19, 25], [18, 25, 26])


def test_abbreviations_and_numbers_do_not_end_a_sentence(dutch: Language) -> None:
    text = "Dhr. Bos had 15.000 euro o.a. voor de speelplek. Klaar."
    assert quotes(dutch, text, [Turn(0, len(text))]) == [text[:48], "Klaar."]


def test_a_text_without_full_stops_is_cut_at_forty_words(dutch: Language) -> None:
    text = " ".join(f"woord{number}" for number in range(100))
    assert [quote.count(" ") + 1 for quote in quotes(dutch, text, [Turn(0, len(text))])] == [
        40,
        40,
        20,
    ]


def test_a_text_without_full_stops_is_cut_at_its_last_cue_within_forty(dutch: Language) -> None:
    text = " ".join(f"woord{number}" for number in range(100))
    cues = tuple(text.index(f"woord{number}") for number in (10, 25, 70, 95))
    units = quotes(dutch, text, [Turn(0, len(text), cues=cues)])
    assert [unit.split()[0] for unit in units] == ["woord0", "woord25", "woord65"]


def test_a_long_sentence_with_a_full_stop_stays_whole(dutch: Language) -> None:
    text = " ".join(["woord"] * 60) + "."
    assert quotes(dutch, text, [Turn(0, len(text))]) == [text]
    text = " ".join(["woord"] * 90) + "."
    assert len(quotes(dutch, text, [Turn(0, len(text))])) == 2


def test_empty_lines_and_list_items_end_a_sentence(dutch: Language) -> None:
    text = "Kop zonder punt\n\nDe tekst\nloopt door\n- een punt\n- nog een"
    assert quotes(dutch, text, [Turn(0, len(text))]) == [
        "Kop zonder punt",
        "De tekst\nloopt door",
        "- een punt",
        "- nog een",
    ]


def test_whole_turns(dutch: Language) -> None:
    text = "Goed. Ja! Weet ik."
    source = Source("a", text, [Turn(0, 9), Turn(10, 18)])
    units, _ = cut_units([source], dutch, unit="turn")
    assert units == [Unit("a", 0, 0, 9), Unit("a", 1, 10, 18)]


def test_nothing_to_cut(dutch: Language) -> None:
    assert cut_units([], dutch)[0] == []
    assert quotes(dutch, "", []) == []
    assert quotes(dutch, "... —", [Turn(0, 5)]) == []


def test_units_of_several_sources_stay_apart(dutch: Language) -> None:
    sources = [Source("b", "Een. Twee.", [Turn(0, 10)]), Source("a", "Drie.", [Turn(0, 5)])]
    units, tokens = cut_units(sources, dutch)
    assert units == [Unit("b", 0, 0, 4), Unit("b", 0, 5, 10), Unit("a", 0, 0, 5)]
    assert tokens.of(2) == (["Drie", "."], [0, 4], [4, 5])


@given(st.text(max_size=200), st.lists(st.integers(0, 200), max_size=5))
def test_units_lie_in_order_inside_their_turn(text: str, cues: list[int]) -> None:
    turn = Turn(0, len(text), cues=tuple(sorted(cues)))
    units, tokens = cut(text, [turn] if text else [], NLP)
    last = 0
    for number, unit in enumerate(units):
        assert last <= unit.start < unit.end <= len(text)
        words, starts, ends = tokens.of(number)
        assert (starts[0], ends[-1]) == (unit.start, unit.end)
        for word, start, end in zip(words, starts, ends, strict=True):
            assert unicodedata.normalize("NFC", text[start:end]) == word
        last = unit.end
