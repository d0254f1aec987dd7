"""Text for the eye: broken between words, and otherwise as it was."""

from __future__ import annotations

from rodedraad.cli.consoles import fill


def test_blanks_that_set_words_apart_stay() -> None:
    assert fill("  a accept  x reject  s skip", 20) == "  a accept  x reject\n  s skip"


def test_a_line_end_in_a_text_is_a_blank_and_a_long_word_stays_whole() -> None:
    assert fill("een\ntwee vierentwintig", 8, "") == "een twee\nvierentwintig"
