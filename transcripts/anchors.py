"""Where a piece of a text is after the text was corrected.

Two texts are compared word by word, first their lines and then the words of lines that
differ, so that a long transcript costs no more than its corrections. All offsets are code
points, end exclusive.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

LEAST_KEPT = 0.5  # share of a span's characters that must have stayed for it to be "changed"
_WORD = re.compile(r"\S+\s*|\s+")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece that both texts have: from `old` in the one, from `new` in the other."""

    old: int
    new: int
    length: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a span is in the new text.

    `status` is "kept" (same place), "moved" (same words elsewhere) or "changed" (the words
    themselves were corrected).
    """

    start: int
    end: int
    status: str


def same_blocks(old: str, new: str) -> list[Block]:
    """List the pieces that two texts have in common, in order."""
    blocks: list[Block] = []
    for tag, old_part, new_part, old_start, new_start in _compare(old, new, _LINE, 0, 0):
        if tag == "equal":
            _add(blocks, Block(old_start, new_start, len(old_part)))
        elif tag == "replace":
            words = _compare(old_part, new_part, _WORD, old_start, new_start)
            for word_tag, piece, _new_piece, old_at, new_at in words:
                if word_tag == "equal":
                    _add(blocks, Block(old_at, new_at, len(piece)))
    return blocks


def _compare(
    old: str, new: str, unit: re.Pattern[str], old_start: int, new_start: int
) -> Iterator[tuple[str, str, str, int, int]]:
    """Yield (what, old piece, new piece, place in old, place in new) by lines or words."""
    old_units, new_units = unit.findall(old), unit.findall(new)
    matcher = SequenceMatcher(None, old_units, new_units, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        old_piece = "".join(old_units[old_from:old_to])
        new_piece = "".join(new_units[new_from:new_to])
        yield tag, old_piece, new_piece, old_start, new_start
        old_start += len(old_piece)
        new_start += len(new_piece)


def _add(blocks: list[Block], block: Block) -> None:
    """Add a block, joined to the one before where they touch in both texts."""
    last = blocks[-1] if blocks else None
    if last and last.old + last.length == block.old and last.new + last.length == block.new:
        blocks[-1] = Block(last.old, last.new, last.length + block.length)
    else:
        blocks.append(block)


def find_again(
    start: int, end: int, quote: str, blocks: Sequence[Block], new: str
) -> Anchor | None:
    """Find the span [start, end) of the old text, whose words are `quote`, in the new one.

    None when less than half of its characters stayed and its words stand nowhere else.
    """
    kept = _kept_pieces(start, end, blocks)
    if kept and sum(piece.length for piece in kept) == end - start:
        first, last = kept[0].new, kept[-1].new + kept[-1].length
        if new[first:last] == quote:
            return Anchor(first, last, "kept" if first == start else "moved")
    about = kept[0].new - (kept[0].old - start) if kept else near(start, blocks)
    place = _nearest(quote, about, new)
    if place is not None:
        return Anchor(place, place + len(quote), "kept" if place == start else "moved")
    if sum(piece.length for piece in kept) < LEAST_KEPT * (end - start):
        return None
    return _changed(start, end, kept, blocks, new)


def _changed(
    start: int, end: int, kept: Sequence[Block], blocks: Sequence[Block], new: str
) -> Anchor | None:
    """The span from the first to the last piece that stayed, blank space around it left out.

    A word at the border that was corrected still belongs to the span: where the text just
    before (or behind) the span stayed, the span begins (or ends) there.
    """
    first, last = kept[0].new, kept[-1].new + kept[-1].length
    for block in blocks:
        if block.old + block.length == start:
            first = block.new + block.length
        if block.old - end in (0, 1):  # a word is compared with the blank behind it
            last = block.new
    words = new[first:last]
    first += len(words) - len(words.lstrip())
    last -= len(words) - len(words.rstrip())
    return Anchor(first, last, "changed") if first < last else None


def _kept_pieces(start: int, end: int, blocks: Sequence[Block]) -> list[Block]:
    """The parts of [start, end) that are in both texts."""
    pieces = []
    place = max(0, bisect_right(blocks, start, key=lambda block: block.old) - 1)
    for block in blocks[place:]:
        if block.old >= end:
            break
        first, last = max(start, block.old), min(end, block.old + block.length)
        if first < last:
            pieces.append(Block(first, block.new + first - block.old, last - first))
    return pieces


def near(start: int, blocks: Sequence[Block]) -> int:
    """Give about where an offset of the old text is in the new one."""
    place = bisect_right(blocks, start, key=lambda block: block.old) - 1
    return start if place < 0 else start + blocks[place].new - blocks[place].old


def _nearest(quote: str, near: int, new: str) -> int | None:
    """The occurrence of these words nearest to a place, None when there is none."""
    best, found = None, new.find(quote)
    while found >= 0:
        if best is None or abs(found - near) < abs(best - near):
            best = found
        found = new.find(quote, found + 1)
    return best
