"""Lines and columns of any text: wide characters, accents, emoji, right to left, control codes."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from rodedraad.cli.screen.layout import Line, offset_in, shown, wrap

ODD = "a bé e\u0301 市長 👩\u200d👧 👮🏽 ❤\ufe0f שלום \u202e \u200b \x1b[31m \t \xad -"
texts = st.text(st.one_of(st.characters(), st.sampled_from(ODD)), max_size=120)
widths = st.integers(2, 30)


@given(texts)
@example(ODD)
def test_what_is_shown_has_a_character_for_each_and_nothing_to_obey(text: str) -> None:
    visible = shown(text)
    assert len(visible) == len(text)
    for character in visible:
        assert character == "\n" or not "\x00" <= character < " "
        assert character not in "\x7f\x9b\u202e\u2066\u200e\u200d"


@given(texts, widths)
@example(ODD, 5)
def test_every_line_fits_and_nothing_but_blank_space_is_lost(text: str, width: int) -> None:
    visible = shown(text)
    lines = list(wrap(visible, 0, len(visible), width))
    at = 0
    for start, end in lines:
        assert visible[at:start].strip(" \n") == ""
        assert start <= end
        assert cell_len(visible[start:end]) <= width
        at = end
    assert visible[at:].strip(" \n") == ""


@given(texts)
def test_a_wide_enough_line_is_left_as_it_is(text: str) -> None:
    visible = shown(text).replace("\n", " ")
    assert list(wrap(visible, 0, len(visible), 1000)) == [(0, len(visible))]


@given(texts, st.integers(0, 60))
def test_the_character_in_a_cell_is_found_again(text: str, cell: int) -> None:
    visible = shown(text).replace("\n", " ")
    offset = offset_in(visible, Line("text", 0, 0, len(visible)), cell)
    before = cell_len(visible[:offset])
    assert before <= cell
    assert offset == len(visible) or cell < before + 2


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("een twee drie", ["een twee", "drie"]),
        ("eentweedrievier vijf", ["eentweed", "rievier", "vijf"]),
        ("e\u0301e\u0301n tw\u0301ee dri\u0301e", ["e\u0301e\u0301n tw\u0301ee", "dri\u0301e"]),
        ("市長市長 市長", ["市長市長", "市長"]),
        ("a\n\nb", ["a", "", "b"]),
    ],
)
def test_lines_of_eight_cells(text: str, lines: list[str]) -> None:
    assert [text[start:end] for start, end in wrap(text, 0, len(text), 8)] == lines
