"""Which counting a file uses is found out, or the file is refused; never guessed wrong."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rodedraad import RodedraadError
from rodedraad.coding.exchange.offsets import (
    Reading,
    Selection,
    best,
    best_together,
    fits,
    positions,
    reading_named,
    spans_of,
    text_of,
)

WORDS = st.lists(
    st.sampled_from(["de", "wijkagent", "👮", "komt", "cafe\u0301", "𝔊roen", "x", "“ja”", "1.000"]),
    min_size=1,
    max_size=12,
).map(" ".join)
LINES = st.lists(WORDS, min_size=1, max_size=6)
READINGS = st.builds(Reading, st.booleans(), st.booleans(), st.booleans(), st.booleans())


@st.composite
def files(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    """Draw what a file holds, and spans of whole words in the text of it."""
    end = draw(st.sampled_from(["\n", "\r\n"]))
    raw = draw(st.sampled_from(["", "\ufeff"])) + end.join(draw(LINES))
    text = text_of(raw).text
    words = [match.span() for match in re.finditer(r"\S+", text)]
    pairs = draw(st.lists(st.tuples(st.sampled_from(words), st.sampled_from(words)), min_size=1))
    return raw, [(min(a, b)[0], max(a, b)[1]) for a, b in pairs]


def selected(
    raw: str, spans: list[tuple[int, int]], reading: Reading, quoted: bool
) -> list[Selection]:
    """Write spans down as a program does that counts by this reading."""
    text = text_of(raw)
    wide = text.wide(reading)
    mark = int(reading.bom and text.bom)
    selections = []
    for start, end in spans:
        last = end - 1 if reading.inclusive else end
        first_position, last_position = positions([start, last], wide)
        quote = text.text[start:end] if quoted else ""
        selections.append(Selection(first_position + mark, last_position + mark, quote))
    return selections


@given(files(), READINGS)
def test_positions_come_back_under_the_reading_they_were_written_in(
    file: tuple[str, list[tuple[int, int]]], reading: Reading
) -> None:
    raw, spans = file
    selections = selected(raw, spans, reading, quoted=False)
    assert spans_of(text_of(raw), selections, reading) == tuple(spans)


@settings(max_examples=150, deadline=None)
@given(files(), READINGS, st.booleans())
def test_what_is_found_is_right(
    file: tuple[str, list[tuple[int, int]]], reading: Reading, quoted: bool
) -> None:
    raw, spans = file
    found = best(fits(text_of(raw), selected(raw, spans, reading, quoted)))
    assert found is None or found.spans == tuple(spans)


NVIVO = "\ufeffInt: Hoe gaat het?\r\nR1: 👮 De wijkagent komt.\r\nR1: Dat helpt, zeker weten.\r\n"


def test_utf16_with_windows_line_ends_is_found() -> None:
    # The words from "De" on, counted as NVivo for Windows does: 👮 and "\r\n" are two each.
    found = best(fits(text_of(NVIVO), [Selection(27, 39), Selection(51, 60)]))
    assert found is not None
    assert [text_of(NVIVO).text[start:end] for start, end in found.spans] == [
        "De wijkagent",
        "Dat helpt",
    ]
    assert (str(found.readings[0]), found.whole, found.quotes) == ("utf16+crlf", 2, 0)


def test_two_readings_that_fit_equally_well_are_not_chosen_between() -> None:
    # "helpt" and "helpt," both end where a word ends.
    text = text_of("Dat helpt, zeker.")
    assert best(fits(text, [Selection(0, 9)])) is None
    assert best(fits(text, [Selection(0, 9, "Dat helpt")])) is not None
    assert best(fits(text, [Selection(0, 9, "Dat h…")])) is None


def test_other_texts_of_the_file_decide() -> None:
    unclear = fits(text_of("Dat helpt, zeker."), [Selection(0, 9)])
    clear = fits(text_of("De agent komt. Dat helpt."), [Selection(0, 7), Selection(3, 12)])
    preferred = best_together([unclear, clear])
    found = best(unclear, preferred)
    assert found is not None
    assert found.spans == ((0, 10),)


@pytest.mark.parametrize("name", ["code-points", "utf16+crlf", "utf16+crlf+bom+inclusive"])
def test_a_reading_has_a_name(name: str) -> None:
    assert str(reading_named(name)) == name


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(RodedraadError, match="bytes says nothing about offsets"):
        reading_named("bytes")
