"""Sentences found without spaCy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rodedraad.coding.sentences import cut_at, sentences_in

texts = st.text(st.sampled_from("ab é.!?…\n\"'” \u0301"), max_size=80)


def cut(text: str, cues: tuple[int, ...] = ()) -> list[str]:
    """Give the sentences of a text."""
    return [text[start:end] for start, end in sentences_in(text, 0, len(text), cues)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Eén. Twee! Drie? Vier… Vijf", ["Eén.", "Twee!", "Drie?", "Vier…", "Vijf"]),
        ("Hij zei: “Nee.” En liep weg.", ["Hij zei: “Nee.”", "En liep weg."]),
        ("Dhr. Jansen en mevr. Bakker.", ["Dhr. Jansen en mevr. Bakker."]),
        ("Rond 3.5 procent. Ja.", ["Rond 3.5 procent.", "Ja."]),
        ("Een alinea\n\nen nog een", ["Een alinea", "en nog een"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences_end_at_their_marks(text: str, sentences: list[str]) -> None:
    assert cut(text) == sentences


def test_speech_without_marks_is_cut_at_a_cue_or_after_forty_words() -> None:
    text = " ".join(f"w{number}" for number in range(100))
    assert [len(part.split()) for part in cut(text)] == [40, 40, 20]
    cue = text.index("w30")
    assert [len(part.split()) for part in cut(text, (cue,))] == [30, 40, 30]


@given(texts)
def test_no_letter_is_lost_or_twice(text: str) -> None:
    spans = sentences_in(text, 0, len(text))
    assert spans == sorted(spans)
    assert all(start < end for start, end in spans)
    covered = [at for start, end in spans for at in range(start, end)]
    assert len(covered) == len(set(covered))
    assert all(at in covered for at, letter in enumerate(text) if letter.isalnum())


@given(texts, st.lists(st.integers(0, 80)))
def test_cutting_further_keeps_every_letter(text: str, edges: list[int]) -> None:
    inside = [edge for edge in edges if edge < len(text)]
    pieces = cut_at(text, 0, len(text), inside)
    covered = {at for start, end in pieces for at in range(start, end)}
    assert all(at in covered for at, letter in enumerate(text) if letter.isalnum())
    assert not any(start < edge < end for start, end in pieces for edge in inside)
