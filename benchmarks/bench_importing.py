"""What importing costs beside the least it could cost: reading the files and inserting rows.

200 transcripts of 6,000 words. Ours: `rodedraad import` of the folder. Baseline: read the same
files, and insert the same rows (who spoke, and every turn with its place, its words and what
stands before it) with a search index through plain sqlite3, without undo, checksums, lemmas or
any doubt about who is speaking. Both are whole processes; the median of the pairs.
"""

from __future__ import annotations

import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import rodedraad
from rodedraad.transcripts.readers import read

TALKS, WORDS, RUNS = 200, 6_000, 5
BAR_TIMES, BAR_MEGABYTES = 3.0, 200
PROGRAM = str(Path(sys.executable).with_name("rodedraad"))
BASELINE = """
import sqlite3, sys
from pathlib import Path
connection = sqlite3.connect(sys.argv[2], isolation_level=None)
connection.executescript('''
PRAGMA synchronous = FULL;
CREATE TABLE transcript (id INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE, title TEXT, kind TEXT);
CREATE TABLE version (id INTEGER PRIMARY KEY, transcript_id INT, number INT, source TEXT,
    UNIQUE (transcript_id, number));
CREATE TABLE respondent (id INTEGER PRIMARY KEY, label TEXT NOT NULL UNIQUE);
CREATE TABLE participation (id INTEGER PRIMARY KEY, transcript_id INT, respondent_id INT,
    group_name TEXT, UNIQUE (transcript_id, respondent_id));
CREATE TABLE speaker (id INTEGER PRIMARY KEY, transcript_id INT, label TEXT, role TEXT,
    participation_id INT, UNIQUE (transcript_id, label));
CREATE TABLE turn (id INTEGER PRIMARY KEY, version_id INT, number INT, speaker_id INT, start INT,
    end INT, words INT, time REAL, time_end REAL, cues TEXT, question TEXT, before TEXT, text TEXT,
    UNIQUE (version_id, number));
CREATE INDEX turn_speaker ON turn(speaker_id);
CREATE VIRTUAL TABLE search USING fts5(text, content='turn', content_rowid='id',
    tokenize='unicode61 remove_diacritics 2');
BEGIN;
''')
insert = connection.execute
turns = []
for talk, path in enumerate(sorted(Path(sys.argv[1]).iterdir()), start=1):
    text = path.read_text(encoding="utf-8")
    insert("INSERT INTO transcript VALUES (?, ?, ?, 'interview')", [talk, path.stem, path.stem])
    insert("INSERT INTO version VALUES (?, ?, 1, ?)", [talk, talk, path.name])
    insert("INSERT INTO respondent VALUES (?, ?)", [talk, path.stem + ":R1"])
    insert("INSERT INTO participation VALUES (?, ?, ?, 'bewoners')", [talk, talk, talk])
    insert("INSERT INTO speaker VALUES (?, ?, 'Int', 'interviewer', NULL)", [talk * 2, talk])
    insert("INSERT INTO speaker VALUES (?, ?, 'R1', 'respondent', ?)", [talk * 2 + 1, talk, talk])
    place = 0
    for number, line in enumerate(text.split("\\n\\n"), start=1):
        label, _, said = line.partition(": ")
        before = label + ": " if number == 1 else "\\n\\n" + label + ": "
        start = place + len(before)
        place = start + len(said)
        turns.append((len(turns) + 1, talk, number, talk * 2 + (label == "R1"), start, place,
            len(said.split()), None, None, "[]", "", before, said))
connection.executemany("INSERT INTO turn VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", turns)
insert("INSERT INTO search(rowid, text) SELECT id, text FROM turn")
insert("COMMIT")
"""


def words_of_the_demo() -> list[str]:
    """List the words of the demo's talks, as often as they come: real spoken Dutch."""
    talks = Path(rodedraad.__file__).parent / "cli" / "demo" / "talks"
    return [word for path in sorted(talks.iterdir()) for word in spoken(path)]


def spoken(path: Path) -> list[str]:
    """List the words of a talk."""
    transcript = read(path)
    return " ".join(transcript.text[turn.start : turn.end] for turn in transcript.turns).split()


def write_talks(folder: Path) -> None:
    """Write the talks: questions and answers in the words of the demo, shuffled."""
    chance = random.Random(1)
    words = words_of_the_demo()
    for number in range(TALKS):
        said = chance.choices(words, k=WORDS)
        turns = []
        for place in range(0, WORDS, 60):
            turns.append("Int: " + " ".join(said[place : place + 8]))
            turns.append("R1: " + " ".join(said[place + 8 : place + 60]))
        (folder / f"gesprek-{number:03}.txt").write_text("\n\n".join(turns), encoding="utf-8")


def timed(command: list[str], folder: Path) -> float:
    """Run a command; give the seconds of the whole process."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return time.perf_counter() - start


def pair(folder: Path, talks: Path) -> float:
    """Import once, and once the baseline; give ours divided by theirs."""
    for name in ("proef.draad", "plain.sqlite"):
        (folder / name).unlink(missing_ok=True)
    timed([PROGRAM, "init", "proef"], folder)
    ours = timed([PROGRAM, "import", str(talks), "--group", "bewoners"], folder)
    theirs = timed([sys.executable, "-c", BASELINE, str(talks), "plain.sqlite"], folder)
    return ours / theirs


def main() -> None:
    """Print one JSON line for each figure."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        talks = folder / "talks"
        talks.mkdir()
        write_talks(talks)
        times = statistics.median(pair(folder, talks) for _ in range(RUNS))
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    figures = (
        ("import of 200 talks of 6,000 words", "x reading and inserting", times, BAR_TIMES),
        ("import of 200 talks: peak memory", "MB", megabytes, BAR_MEGABYTES),
    )
    for figure, unit, value, bar in figures:
        print(json.dumps({"figure": figure, "unit": unit, "value": round(value, 2), "bar": bar}))


if __name__ == "__main__":
    main()
