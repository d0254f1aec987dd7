"""How many keys it takes to code a talk of the demo as its fictional coder did.

The learner is trained on what was coded in the other talks. A coder who knows what they want to
code takes the shortest way; moves, codes and stances all count, and what is suggested may be
accepted.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

from typist import Meant, at, code, coded_talks, shortest_way, take_out

from rodedraad.cli.demonstration import PROJECT, show_demo
from rodedraad.coding.deciding import save_place
from rodedraad.coding.desk import Desk, open_desk
from rodedraad.coding.learning import Learning
from rodedraad.coding.moving import first_in_turn
from rodedraad.coding.opening import reading
from rodedraad.coding.seat import Seat
from rodedraad.coding.workplace import ShownSuggestion

PAUSE = 5  # fragments after which there is a pause, in which the learner learns what was read


def keys_for(path: Path, transcript: int, coder: str, suggesting: bool) -> tuple[int, int]:
    """Code a talk from begin to end; give the number of fragments and of keys."""
    every = take_out(path, transcript, coder)
    with Seat(path, coder) as seat:
        desk = open_desk(seat, transcript)
        keys = sum(key_counts(desk, every, suggesting))
    return len(every), keys


def key_counts(desk: Desk, every: list[Meant], suggesting: bool) -> Iterator[int]:
    """Code these fragments, and count the keys of each."""
    version = desk.transcript.version_id
    with reading(desk.seat.path) as connection:
        learning = Learning(connection, desk.coder, False, version) if suggesting else None
        found: dict[str, list[ShownSuggestion]] = {}
        propose(desk, found, learning)
        state = at(desk, first_in_turn(desk.transcript, 1) or (0, 0))
        for number, meant in enumerate(every):
            way = shortest_way(desk, state, meant)
            yield len(way.keys)
            state = code(desk, meant, way)
            propose(desk, found, learning, pause=number % PAUSE == 0)


def propose(
    desk: Desk,
    found: dict[str, list[ShownSuggestion]],
    learning: Learning | None,
    pause: bool = False,
) -> None:
    """Put what the learner suggests by now before the coder, or nothing without one."""
    if learning is None:
        desk.propose([])
        return
    version = desk.transcript.version_id
    answer = learning.suggestions_for(version)
    if pause:
        save_place(desk)
        answer |= learning.after_reading(version)
    ids = {known.path: known.id for known in desk.codes.values()}
    turns = desk.transcript.turns
    for path, of_code in answer.items():
        found[path] = [
            ShownSuggestion(turns[one.turn].id, one.start, one.end, ids[path], one.score)
            for one in of_code
        ]
    every = [one for of_code in found.values() for one in of_code]
    every.sort(key=lambda one: (one.start, one.end, -one.score, one.code_id))
    desk.propose(every)


def main() -> None:
    """Print one JSON line for each figure; those of each talk go to stderr."""
    with tempfile.TemporaryDirectory() as name:
        made = Path(name) / "demo"
        with redirect_stdout(sys.stderr):
            show_demo(made)
        means = {}
        for suggesting, what in ((False, "without"), (True, "with")):
            fragments = keys = 0
            for transcript, coder in coded_talks(made / PROJECT):
                path = Path(name) / "work.draad"
                path.write_bytes((made / PROJECT).read_bytes())
                some, pressed = keys_for(path, transcript, coder, suggesting)
                print(f"{what} {transcript} {coder}: {pressed / some:.2f}", file=sys.stderr)
                fragments, keys = fragments + some, keys + pressed
            means[what] = keys / fragments
    print_figure("screen: keys for a fragment, without suggestions", means["without"], None)
    print_figure("screen: keys for a fragment, with suggestions", means["with"], 4)
    share = means["with"] / means["without"]
    print_figure("screen: keys with suggestions, as a share of those without", share, 0.6)


def print_figure(name: str, value: float, bar: float | None) -> None:
    """Print one figure with the bar it is held to, if there is one."""
    row = {"figure": name, "unit": "keys", "value": round(value, 3), "bar": bar}
    print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
