"""A large project to measure on: a whole city's evaluation, made from a fixed seed.

1,000 transcripts, 6 million words, 60 codes, 8 groups, 40 areas, 1,200 persons, and as many
fragments as asked for. The rows are laid in directly, with the triggers taken away and the
counting tables filled at the end: through the program's own functions it would take an hour.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from rodedraad.codebooks.model import Code, Codebook
from rodedraad.coding.checksums import seal_everything
from rodedraad.coding.codes import load_codebook
from rodedraad.coding.project import Project, create_project
from rodedraad.coding.tallies import count_again

TRANSCRIPTS = 1000
TURNS = 120
WORDS_OF_A_TURN = 50
THEMES = 6
CODES_OF_A_THEME = 9
GROUPS = 8
AREAS = 40
PERSONS = 1200
PERSONS_OF_A_TALK = 3
VOCABULARY = 4000
STANCES = ("positive", "negative", "mixed", "neutral", None)


def generate(path: Path, fragments: int) -> None:
    """Make the project at `path`, with so many fragments."""
    project = create_project(path, "nl", "anna")
    with project.transaction("codebook load"):
        load_codebook(project, codebook())
    connection = project.connection
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
    ).fetchall()
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    for name, _sql in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    fill(connection, fragments)
    connection.execute("INSERT INTO turn_search(turn_search) VALUES ('rebuild')")
    count_again(connection)
    for _name, sql in triggers:
        connection.execute(sql)
    seal_everything(connection)
    connection.execute("COMMIT")
    finish(project)


def finish(project: Project) -> None:
    """Close the project as a command would leave it."""
    project.connection.execute("VACUUM")
    project.close()


def codebook() -> Codebook:
    """Make a codebook of 60 codes: six themes with nine codes each."""
    numbers = itertools.count(1)

    def code(path: str, below: tuple[Code, ...] = ()) -> Code:
        uuid = f"c0000000-0000-4000-8000-{next(numbers):012d}"
        return Code(uuid, path.split("/")[-1], path, path.title(), "Wat men zegt.", codes=below)

    return Codebook(
        "stad",
        codes=tuple(
            code(
                f"thema-{theme}",
                tuple(code(f"thema-{theme}/code-{n}") for n in range(CODES_OF_A_THEME)),
            )
            for theme in range(THEMES)
        ),
    )


def fill(connection: sqlite3.Connection, fragments: int) -> None:
    """Insert talks, persons and fragments."""
    chance = random.Random(20160512)
    words = vocabulary(chance)
    connection.executemany("INSERT INTO vocabulary VALUES (?, ?)", [(w, w[:6]) for w in words])
    connection.executemany(
        "INSERT INTO respondent(id, uuid, label) VALUES (?, ?, ?)",
        [(n, f"respondent-{n}", f"R{n:04d}") for n in range(1, PERSONS + 1)],
    )
    connection.executemany(
        "INSERT INTO wave(id, uuid, name, position) VALUES (?, ?, ?, ?)",
        [(1, "wave-1", "2014", 1), (2, "wave-2", "2016", 2)],
    )
    numbers = itertools.count(1)
    for talk in range(1, TRANSCRIPTS + 1):
        turns = fill_talk(connection, chance, words, talk)
        share = fragments // TRANSCRIPTS
        connection.executemany(
            "INSERT INTO fragment(id, uuid, citation, version_id, turn_id, start, end, quote, "
            "code_id, code_version, coder, origin, stance, at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 'anna', 'manual', ?, '2016-06-01T09:00:00Z')",
            pieces(chance, numbers, talk, turns, share),
        )


def vocabulary(chance: random.Random) -> list[str]:
    """Make words that look like none."""
    letters = "aeioubdgklmnprstvw"
    made = {"".join(chance.choices(letters, k=chance.randint(3, 11))) for _ in range(VOCABULARY)}
    return sorted(made)


def fill_talk(
    connection: sqlite3.Connection, chance: random.Random, words: list[str], talk: int
) -> list[tuple[int, int, str]]:
    """Insert one talk; give (turn id, start, text) of its turns."""
    connection.execute(
        "INSERT INTO transcript(id, uuid, slug, title, kind, date, wave_id) "
        "VALUES (?, ?, ?, 'Gesprek', 'group', ?, ?)",
        [talk, f"transcript-{talk}", f"gesprek-{talk:04d}", f"2016-{talk % 12 + 1:02d}-01",
         talk % 2 + 1],
    )  # fmt: skip
    connection.execute(
        "INSERT INTO transcript_version(id, uuid, transcript_id, number, format, source, sha256, "
        "text_sha256) VALUES (?, ?, ?, 1, 'txt', 'a.txt', ?, '')",
        [talk, f"version-{talk}", talk, hashlib.sha256(str(talk).encode()).hexdigest()],
    )
    for place, person in enumerate(chance.sample(range(1, PERSONS + 1), PERSONS_OF_A_TALK)):
        number = talk * PERSONS_OF_A_TALK + place
        areas = [f"wijk {person % AREAS:02d}"]
        connection.execute(
            "INSERT INTO participation(id, uuid, transcript_id, respondent_id, group_name, areas) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            [number, f"participation-{number}", talk, person, f"groep {person % GROUPS}",
             json.dumps(areas)],
        )  # fmt: skip
        connection.execute("INSERT INTO participation_area VALUES (?, ?)", [number, areas[0]])
        connection.execute(
            "INSERT INTO speaker(id, uuid, transcript_id, label, role, participation_id) "
            "VALUES (?, ?, ?, ?, 'respondent', ?)",
            [number, f"speaker-{number}", talk, f"R{person:04d}", number],
        )
    if talk % 10:
        connection.execute(
            "INSERT INTO coded_by(uuid, transcript_id, coder) VALUES (?, ?, 'anna')",
            [f"coded-{talk}", talk],
        )
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    spoken = chance.choices(words, weights, k=TURNS * WORDS_OF_A_TURN)
    turns, rows, start = [], [], 0
    for number in range(1, TURNS + 1):
        said = spoken[(number - 1) * WORDS_OF_A_TURN : number * WORDS_OF_A_TURN]
        text = " ".join(said) + "."
        turn_id = (talk - 1) * TURNS + number
        speaker = talk * PERSONS_OF_A_TALK + number % PERSONS_OF_A_TALK
        before = "R: " if number == 1 else "\nR: "
        start += len(before)
        rows.append(
            (
                turn_id,
                talk,
                number,
                speaker,
                start,
                start + len(text),
                WORDS_OF_A_TURN,
                before,
                text,
            )
        )
        turns.append((turn_id, start, text))
        start += len(text)
    connection.executemany(
        "INSERT INTO turn(id, version_id, number, speaker_id, start, end, words, before, text) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    return turns


def pieces(
    chance: random.Random,
    numbers: Iterator[int],
    talk: int,
    turns: list[tuple[int, int, str]],
    count: int,
) -> Iterator[tuple[object, ...]]:
    """Yield the rows of a talk's fragments, one in a hundred over two turns."""
    codes = THEMES * (CODES_OF_A_THEME + 1)
    seen = set()
    while len(seen) < count:
        place = chance.randrange(len(turns) - 1)
        turn_id, start, text = turns[place]
        first = chance.randrange(0, len(text) - 60)
        last = first + chance.randint(40, min(240, len(text) - first))
        if chance.random() < 0.01:
            following = turns[place + 1]
            end = following[1] + 30
            quote = f"{text[first:]}\nR: {following[2][:30]}"
        else:
            end, quote = start + last, text[first:last]
        code = chance.randint(1, codes)
        key = (start + first, end, code)
        if key in seen:
            continue
        seen.add(key)
        number = next(numbers)
        yield (
            number, f"{number:08x}-fragment", f"f-{number}", talk, turn_id, start + first, end,
            quote, code, chance.choice(STANCES),
        )  # fmt: skip
