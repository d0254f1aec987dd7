"""Where a piece of a text is after the text was corrected."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rodedraad.transcripts.anchors import Anchor, find_again, same_blocks

OLD = "Int: Hoe gaat het?\nR1: De wijkagent is er vaker. Dat helpt echt.\nR1: Verder niets.\n"


def again(old: str, new: str, quote: str) -> tuple[str, str] | None:
    """Find a quote of the old text in the new one; give (status, words)."""
    start = old.index(quote)
    anchor = find_again(start, start + len(quote), quote, same_blocks(old, new), new)
    return (anchor.status, new[anchor.start : anchor.end]) if anchor else None


def test_what_stands_before_a_correction_is_kept() -> None:
    new = OLD.replace("Verder niets", "Verder niks")
    assert again(OLD, new, "Dat helpt echt.") == ("kept", "Dat helpt echt.")


def test_what_stands_behind_a_correction_moves() -> None:
    new = OLD.replace("Hoe gaat het?", "Hoe gaat het nu in de wijk?")
    assert again(OLD, new, "Dat helpt echt.") == ("moved", "Dat helpt echt.")


def test_corrected_words_are_changed() -> None:
    new = OLD.replace("is er vaker", "is er nu vaker")
    quote = "De wijkagent is er vaker."
    assert again(OLD, new, quote) == ("changed", "De wijkagent is er nu vaker.")


def test_a_corrected_word_at_the_border_belongs_to_the_words() -> None:
    new = OLD.replace("De wijkagent is", "Onze wijkagent is").replace("vaker. Dat", "vaker! Dat")
    quote = "De wijkagent is er vaker."
    assert again(OLD, new, quote) == ("changed", "Onze wijkagent is er vaker!")


def test_a_paragraph_that_went_elsewhere_moves_with_its_words() -> None:
    new = "R1: Verder niets.\n" + OLD.replace("R1: Verder niets.\n", "")
    assert again(OLD, new, "Verder niets.") == ("moved", "Verder niets.")


def test_what_was_taken_out_is_lost() -> None:
    assert again(OLD, OLD.replace(" Dat helpt echt.", ""), "Dat helpt echt.") is None


def test_of_two_places_the_nearest_is_taken() -> None:
    old = "ja ja\nR1: nee\nja ja\nR2: nee\n"
    new = "vooraf\n" + old
    start = old.rindex("nee")
    anchor = find_again(start, start + 3, "nee", same_blocks(old, new), new)
    assert anchor == Anchor(new.rindex("nee"), new.rindex("nee") + 3, "moved")


TEXT = st.text(alphabet="ab e\u0301👮.\n", max_size=60)


@given(TEXT, TEXT)
def test_the_blocks_are_in_both_texts_and_in_order(old: str, new: str) -> None:
    last_old = last_new = 0
    for block in same_blocks(old, new):
        piece = old[block.old : block.old + block.length]
        assert piece == new[block.new : block.new + block.length]
        assert block.old >= last_old
        assert block.new >= last_new
        last_old, last_new = block.old + block.length, block.new + block.length


@given(TEXT, TEXT, st.integers(0, 60), st.integers(1, 60))
def test_a_kept_or_moved_span_has_its_words(old: str, new: str, start: int, length: int) -> None:
    quote = old[start : start + length]
    if not quote:
        return
    anchor = find_again(start, start + len(quote), quote, same_blocks(old, new), new)
    if anchor is None:
        assert quote not in new
        return
    assert 0 <= anchor.start < anchor.end <= len(new)
    if anchor.status != "changed":
        assert new[anchor.start : anchor.end] == quote
        assert (anchor.status == "kept") == (anchor.start == start)


@given(TEXT.filter(bool))
def test_an_unchanged_text_keeps_everything(text: str) -> None:
    anchor = find_again(0, len(text), text, same_blocks(text, text), text)
    assert anchor == Anchor(0, len(text), "kept")
