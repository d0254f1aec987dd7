"""How fast the coding screen opens and answers to a key, in a transcript of 60,000 words.

The transcript is made of the talks of the demo, over and over, with 2,000 fragments and 1,500
suggestions. Times are taken where the screen hands its picture to the terminal (`_display`), in
a process of its own: `pilot.press` waits in steps of 20 ms and would measure itself.
"""

from __future__ import annotations

import asyncio
import csv
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
DEMO = Path(__file__).parents[1] / "cli" / "demo"


def make_project(path: Path) -> None:
    """Make a project with one long transcript, coded as the demo's fictional coders do."""
    from rodedraad.coding.importing import store
    from rodedraad.coding.project import open_project
    from rodedraad.coding.starting import start_project
    from rodedraad.coding.suggestions import open_suggestions, refresh_suggestions

    start_project(path, "gebiedsgericht", "nl", "anna")
    project = open_project(path, "anna")
    with project.transaction("import"):
        store(project, long_talk())
    refresh_suggestions(project)
    with project.transaction("code"):
        code_as_colleagues(project)
        accept_the_surest(project)
        suggest_more(project)
    connection = project.connection
    surest = sorted(open_suggestions(connection, "anna"), key=lambda row: -row["score"])
    kept = [row["suggestion"] for row in surest[:SUGGESTIONS]]
    connection.execute(
        "DELETE FROM suggestion WHERE id NOT IN (SELECT value FROM json_each(?))",
        [json.dumps(kept)],
    )
    fragments = connection.execute("SELECT count(*) FROM fragment").fetchone()[0]
    print(f"fragments: {fragments}, open suggestions: {len(kept)}", file=sys.stderr)
    project.close()


def code_as_colleagues(project: Any) -> None:
    """Code every place where the quotes of the demo's codings stand, up to half of what is due."""
    from rodedraad.coding.fragments import add_fragment, span_at, version_text
    from rodedraad.coding.naming import code_named

    text = version_text(project.connection, 1)
    left = FRAGMENTS // 2
    with (DEMO / "codings.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            code, _path = code_named(project.connection, row["code"])
            for found in re.finditer(re.escape(row["quote"]), text):
                if left:
                    span = span_at(project.connection, 1, *found.span())
                    left -= add_fragment(project, span, code, "manual", row["stance"] or None)[1]


def accept_the_surest(project: Any) -> None:
    """Accept suggestions until there are fragments enough, the most certain first."""
    from rodedraad.coding.suggestions import Choice, accept, open_suggestions

    count = project.connection.execute("SELECT count(*) FROM fragment").fetchone()[0]
    found = sorted(open_suggestions(project.connection, "anna"), key=lambda row: -row["score"])
    for suggestion in found[: FRAGMENTS - count]:
        accept(project, suggestion, Choice())


def suggest_more(project: Any) -> None:
    """Suggest some code for every sentence: the learner has too few left for this talk."""
    from rodedraad.coding.workplace import read_transcript

    choose = random.Random(1)
    transcript = read_transcript(project.connection, 1)
    codes = [row[0] for row in project.connection.execute("SELECT id FROM code ORDER BY id")]
    project.connection.executemany(
        "INSERT OR IGNORE INTO suggestion(version_id, turn_id, start, end, code_id, score, reasons)"
        " VALUES (?, ?, ?, ?, ?, ?, '[\"overleg\"]')",
        [
            (
                transcript.version_id,
                transcript.turns[sentence.turn].id,
                sentence.start,
                sentence.end,
                choose.choice(codes),
                round(choose.uniform(0.35, 0.9), 3),
            )
            for sentence in transcript.sentences
        ],
    )


def long_talk() -> Any:
    """Put the talks of the demo behind each other until there are words enough."""
    from rodedraad.transcripts.model import Speaker, SpeakerRole, Transcript, Turn
    from rodedraad.transcripts.readers import read

    talks = [read(path) for path in sorted((DEMO / "talks").iterdir())]
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


async def type_script(path: Path, suggesting: bool) -> dict[str, Any]:
    """Type the keys; give for each the milliseconds to the last paint that came of it.

    With `suggesting`, what is suggested after a decision is a part of that. Also gives the
    memory of this process and of the one that learns, in MB.
    """
    painted = Painted()
    from textual import events

    from rodedraad.cli.screen.app import CodingApp
    from rodedraad.cli.screen.settings import Settings
    from rodedraad.coding.desk import open_desk
    from rodedraad.coding.seat import Seat

    written = {"enter": "\r", "plus": "+", "minus": "-"}
    taken = []
    with Seat(path, "anna") as seat:
        desk = open_desk(seat, 1)
        app = CodingApp(desk, Settings(suggesting=suggesting))
        async with app.run_test(size=SIZE):
            await painted.settle(time.perf_counter())
            stored = desk.suggestions
            while suggesting and desk.suggestions is stored:
                await asyncio.sleep(0.1)
            for key in script():
                begin = time.perf_counter()
                app.post_message(events.Key(key, written.get(key, key if len(key) == 1 else None)))
                last = await painted.settle(begin)
                if last > begin:
                    taken.append((key, 1000 * (last - begin)))
    used = [resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN]
    memory = [resource.getrusage(whose).ru_maxrss / 1024 for whose in used]
    return {"taken": taken, "memory": sum(memory[: 1 + suggesting])}


def run_part(part: str, path: Path) -> None:
    """Do one part of the work in this process, and print what came of it."""
    if part == "make":
        make_project(path)
    elif part == "open":
        print(json.dumps({"seconds": asyncio.run(open_once(path))}))
    else:
        print(json.dumps(asyncio.run(type_script(path, suggesting=part == "learn"))))


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
        for part, what, most in (("type", "", 100), ("learn", ", learning", 300)):
            fresh = Path(folder) / f"{part}.draad"
            fresh.write_bytes(path.read_bytes())
            typed = in_process(part, fresh)
            times = sorted(milliseconds for _key, milliseconds in typed["taken"])
            half, most_of = statistics.median(times), times[int(len(times) * 0.99)]
            figure(f"screen: key to paint, median{what}", "ms", half, 20)
            figure(f"screen: key to paint, 99th percentile{what}", "ms", most_of, 60)
            figure(f"screen: memory{what}", "MB", typed["memory"], most)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        run_part(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
