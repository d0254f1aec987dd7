"""Where coders do not agree: which fragment the other does not have, which codes are confused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from .agreement import Fragment, Talk

LIST_KEYS = (
    "code",
    "transcript",
    "turn",
    "start",
    "end",
    "coder",
    "fragment",
    "quote",
    "other",
    "other_codes",
    "other_quote",
)
CONFUSED_KEYS = ("code", "other_code", "characters")


def disagreements(talks: Sequence[Talk], codes: Collection[str] = ()) -> list[dict[str, Any]]:
    """List the fragments that another coder of the transcript does not have with that code.

    Dictionaries with `LIST_KEYS`, by transcript and place. `other_codes` are the codes
    that the other gave to words in it, and `other_quote` the words of the first of these.
    """
    rows = []
    for talk in talks:
        for fragment in talk.fragments:
            if codes and fragment.code not in codes:
                continue
            for other in talk.coders:
                if other == fragment.coder:
                    continue
                there = [theirs for theirs in overlapping(talk, fragment) if theirs.coder == other]
                if any(theirs.code == fragment.code for theirs in there):
                    continue
                row = (
                    fragment.code,
                    talk.slug,
                    fragment.turn,
                    fragment.start,
                    fragment.end,
                    fragment.coder,
                    fragment.citation,
                    fragment.quote,
                    other,
                    sorted({theirs.code for theirs in there}),
                    there[0].quote if there else "",
                )
                rows.append(dict(zip(LIST_KEYS, row, strict=True)))
    return rows


def overlapping(talk: Talk, fragment: Fragment) -> Iterator[Fragment]:
    """Yield the fragments of a transcript that share a character with one of them."""
    for other in talk.fragments:
        if other.start < fragment.end and other.end > fragment.start:
            yield other


def confused(talks: Sequence[Talk], codes: Collection[str] = ()) -> list[dict[str, Any]]:
    """Count what one coder gave one code, and another coder another code and not that one.

    Dictionaries with `CONFUSED_KEYS`, the most confused first; characters of both orders
    count together.
    """
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for talk in talks:
        for fragment in talk.fragments:
            there = list(overlapping(talk, fragment))
            for theirs in there:
                pair = min(fragment.code, theirs.code), max(fragment.code, theirs.code)
                if theirs.coder == fragment.coder or pair[0] == pair[1]:
                    continue
                if codes and not set(pair) & set(codes):
                    continue
                both = {(each.coder, each.code) for each in there}
                if (theirs.coder, fragment.code) in both and (fragment.coder, theirs.code) in both:
                    continue
                start = max(fragment.start, theirs.start)
                counts[pair] += min(fragment.end, theirs.end) - start
    rows = [
        dict(zip(CONFUSED_KEYS, (*pair, characters // 2), strict=True))
        for pair, characters in counts.items()
    ]
    return sorted(rows, key=lambda row: (-row["characters"], row["code"], row["other_code"]))
