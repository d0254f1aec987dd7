"""How fast the coding screen opens and answers to a key, in a transcript of 60,000 words.

The transcript is made of the talks of the demo, over and over, with 2,000 fragments and 1,500
suggestions. Times are taken where the screen hands its picture to the terminal (`_display`), in
a process of its own: `pilot.press` waits in steps of 20 ms and would measure itself.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

WORDS, FRAGMENTS, SUGGESTIONS = 60_000, 2_000, 1_500
OPENINGS, KEYS = 7, 500
SIZE = (120, 40)
QUIET = 0.06  # seconds without a paint after which nothing more comes of a key
SENTENCE = re.compile(r"[^.!?\s][^.!?]+[.!?]+")


def make_project(path: Path) -> None:
    """Make a project with one long transcript."""
    from rodedraad.coding.fragments import Span, add_fragment
    from rodedraad.coding.importing import store
    from rodedraad.coding.project import open_project
    from rodedraad.coding.starting import start_project

    start_project(path, "gebiedsgericht", "nl", "anna")
    project = open_project(path, "anna")
    with project.transaction("import"):
        store(project, long_talk())
    choose = random.Random(7)
    rows = project.connection.execute(
        "SELECT turn.id, start, text FROM turn JOIN speaker ON speaker.id = speaker_id "
        "WHERE role = 'respondent'"
    ).fetchall()
    codes = [row[0] for row in project.connection.execute("SELECT id FROM code").fetchall()]
    sentences = [
        (turn, start + found.start(), start + found.end(), found[0])
        for turn, start, text in rows
        for found in SENTENCE.finditer(text)
    ]
    with project.transaction("code"):
        for turn, start, end, words in choose.sample(sentences, FRAGMENTS):
            span = Span(1, turn, start, end, words)
            add_fragment(project, span, choose.choice(codes), "manual", "positive")
    with project.transaction("suggest"):
        for turn, start, end, _words in choose.sample(sentences, SUGGESTIONS):
            project.connection.execute(
                "INSERT INTO suggestion(version_id, turn_id, start, end, code_id, score, reasons) "
                "VALUES (1, ?, ?, ?, ?, ?, '[\"overlast\"]')",
                [turn, start, end, choose.choice(codes), choose.uniform(0.4, 1)],
            )
    project.close()


def long_talk() -> Any:
    """Put the talks of the demo behind each other until there are words enough."""
    import rodedraad.cli
    from rodedraad.transcripts.model import Speaker, SpeakerRole, Transcript, Turn
    from rodedraad.transcripts.readers import read

    demo = Path(rodedraad.cli.__file__).parent / "demo" / "talks"
    talks = [read(path) for path in sorted(demo.iterdir())]
    parts, turns, at, words = [], [], 0, 0
    while words < WORDS:
        for talk in talks:
            for turn in talk.turns:
                speech = talk.text[turn.start : turn.end]
                label = "Int" if "Int" in turn.speaker or "Wit" in turn.speaker else "R1"
                role = SpeakerRole.INTERVIEWER if label == "Int" else SpeakerRole.RESPONDENT
                start = at + len(label) + 2
                turns.append(Turn(start, start + len(speech), label, role))
                parts.append(f"{label}: {speech}\n")
                at += len(parts[-1])
                words += len(speech.split())
    text = "".join(parts)
    speakers = (Speaker("R1", group="politie"),)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Transcript(text, tuple(turns), speakers, source="lang.txt", format="txt", sha256=digest)


class Painted:
    """Takes the time whenever the screen is drawn."""

    def __init__(self) -> None:
        """Begin to listen to every application of this process."""
        from textual.app import App

        self.times: list[float] = []
        original = App._display

        def display(app: Any, screen: Any, picture: Any) -> None:
            original(app, screen, picture)
            self.times.append(time.perf_counter())

        App._display = display  # type: ignore[method-assign]

    async def settle(self, since: float) -> float:
        """Wait until nothing was drawn for a while; give the time of the last paint."""
        while True:
            await asyncio.sleep(QUIET)
            before = len(self.times)
            await asyncio.sleep(0.005)
            last = max(self.times[-1] if self.times else since, since)
            if len(self.times) == before and time.perf_counter() - last > QUIET:
                return last


async def open_once(path: Path) -> float:
    """Open the long transcript; give the seconds from importing textual to the last paint."""
    begin = time.perf_counter()
    import textual.app

    painted = Painted()
    from rodedraad.cli.screen.app import CodingApp
    from rodedraad.coding.desk import open_desk
    from rodedraad.coding.seat import Seat

    with Seat(path, "anna") as seat:
        app = CodingApp(open_desk(seat, 1))
        app.open_for_writing = lambda: None  # type: ignore[method-assign]
        async with app.run_test(size=SIZE):
            first = await painted.settle(begin)
    assert textual.app
    return first - begin


def script() -> list[str]:
    """Write down the keys: half of them move, the others code and decide."""
    choose = random.Random(3)
    moves = (["j"],) * 6 + (["k"], ["n"], ["n"], ["f"], ["right"], ["pagedown"], ["shift+down"])
    acts = (["n", "enter"], ["n", "plus"], ["n", "x"], ["2", "p"], ["1", "v"], ["minus"], ["u"])
    keys: list[str] = []
    while len(keys) < KEYS:
        keys += choose.choice(moves if choose.random() < 0.6 else acts)
    return keys[:KEYS]


async def type_script(path: Path) -> list[tuple[str, float]]:
    """Type the keys; give for each the milliseconds to the last paint that came of it."""
    painted = Painted()
    from textual import events

    from rodedraad.cli.screen.app import CodingApp
    from rodedraad.coding.desk import open_desk
    from rodedraad.coding.seat import Seat

    written = {"enter": "\r", "plus": "+", "minus": "-"}
    taken = []
    with Seat(path, "anna") as seat:
        app = CodingApp(open_desk(seat, 1))
        async with app.run_test(size=SIZE):
            await painted.settle(time.perf_counter())
            for key in script():
                begin = time.perf_counter()
                app.post_message(events.Key(key, written.get(key, key if len(key) == 1 else None)))
                last = await painted.settle(begin)
                if last > begin:
                    taken.append((key, 1000 * (last - begin)))
    return taken


def run_part(part: str, path: Path) -> None:
    """Do one part of the work in this process, and print what came of it."""
    if part == "make":
        make_project(path)
    elif part == "open":
        print(json.dumps({"seconds": asyncio.run(open_once(path))}))
    else:
        taken = asyncio.run(type_script(path))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"taken": taken, "memory": memory}))


def in_process(part: str, path: Path) -> dict[str, Any]:
    """Do one part of the work in a fresh process."""
    command = [sys.executable, __file__, part, str(path)]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(answer.stdout)) if answer.stdout else {}


def figure(name: str, unit: str, value: float, bar: float) -> None:
    """Print one figure with the bar it is held to."""
    row = {"figure": name, "unit": unit, "value": round(value, 3), "bar": bar}
    print(json.dumps(row), flush=True)


def main() -> None:
    """Print one JSON line for each figure."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lang.draad"
        in_process("make", path)
        opened = [in_process("open", path)["seconds"] for _ in range(OPENINGS)]
        figure("screen: open 60,000 words", "s", statistics.median(opened), 0.8)
        typed = in_process("type", path)
        times = sorted(milliseconds for _key, milliseconds in typed["taken"])
        figure("screen: key to paint, median", "ms", statistics.median(times), 20)
        figure("screen: key to paint, 99th percentile", "ms", times[int(len(times) * 0.99)], 60)
        figure("screen: memory without suggesting", "MB", typed["memory"], 100)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        run_part(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
