"""Agreement over 3 coders, 100 transcripts and 60 codes, character by character.

In a process of its own, on data in memory, so that the time is that of the measures.
"""

from __future__ import annotations

import json
import random
import resource
import sqlite3
import time

from rodedraad.coding.agreement import Fragment, Talk, compare
from rodedraad.coding.disagreements import confused, disagreements

CODERS = ("anna", "bram", "clara")
TRANSCRIPTS, CODES, TURNS, LENGTH = 100, 60, 60, 200
FRAGMENTS = 60  # of each coder in each transcript
MOST_SECONDS, MOST_MEGABYTES = 5.0, 200


def talk(number: int, chance: random.Random) -> Talk:
    """Make a transcript in which coders mostly follow the first, and sometimes do not."""
    turns = [(place * (LENGTH + 50), place * (LENGTH + 50) + LENGTH) for place in range(TURNS)]
    fragments = []
    for _ in range(FRAGMENTS):
        turn = chance.randrange(TURNS)
        start = turns[turn][0] + chance.randrange(LENGTH - 80)
        code = chance.randrange(CODES)
        for coder in CODERS:
            own = code if chance.random() < 0.8 else chance.randrange(CODES)
            first = start + chance.randrange(20)
            last = first + chance.randrange(20, 60)
            fragments.append(Fragment("f", coder, f"code-{own}", first, last, "woorden", turn))
    fragments.sort(key=lambda fragment: (fragment.start, fragment.end))
    return Talk(f"talk-{number}", number, CODERS, turns, fragments)


def main() -> None:
    """Print one JSON line for each figure."""
    chance = random.Random(1)
    talks = [talk(number, chance) for number in range(TRANSCRIPTS)]
    start = time.process_time()
    rows = compare(sqlite3.connect(":memory:"), talks)
    spent = time.process_time() - start
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    start = time.process_time()
    listed = len(disagreements(talks)) + len(confused(talks))
    listing = time.process_time() - start
    assert len(rows) == CODES + 1
    assert listed
    for name, unit, value, bar in (
        ("agreement over 3 coders, 100 transcripts, 60 codes", "s", spent, MOST_SECONDS),
        ("agreement: memory of the whole process", "MB", used / 2**20, MOST_MEGABYTES),
        ("list of disagreements of the same", "s", listing, MOST_SECONDS),
    ):
        figure = {"figure": name, "unit": unit, "value": round(value, 2), "bar": bar}
        print(json.dumps(figure))


if __name__ == "__main__":
    main()
