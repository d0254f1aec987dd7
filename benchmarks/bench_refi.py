"""REFI-QDA out and in, as a ratio to zipping and parsing the same bytes.

The project: 40 transcripts of 6,000 words with 4,000 codings in 60 codes. The baseline does
what no program can leave out: deflate the members of the .qdpx, and parse its XML with lxml.
"""

from __future__ import annotations

import io
import json
import random
import statistics
import tempfile
import time
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from lxml import etree

from rodedraad.codebooks.fields import fill_in
from rodedraad.codebooks.model import Code, Codebook
from rodedraad.coding.codes import load_codebook
from rodedraad.coding.exchange import import_project
from rodedraad.coding.exchange.writing import export_project
from rodedraad.coding.fragments import current_version, new_citation
from rodedraad.coding.importing import store
from rodedraad.coding.opening import reading
from rodedraad.coding.project import Project, create_project, new_uuid, now
from rodedraad.transcripts.model import Speaker, Transcript, Turn

TRANSCRIPTS, WORDS, CODINGS, CODES = 40, 6000, 4000, 60
WORDS_A_TURN = 60
RUNS = 7
SEED = 20160512


def codebook() -> Codebook:
    """Make ten themes of five codes each."""
    themes = []
    for number in range(CODES // 6):
        theme = f"thema-{number}"
        codes = tuple(
            Code(new_uuid(), f"code-{i}", f"{theme}/code-{i}", f"Code {i}", "Wat het is. " * 10)
            for i in range(5)
        )
        themes.append(Code(new_uuid(), theme, theme, f"Thema {number}", codes=codes))
    return fill_in(Codebook("proef", codes=tuple(themes)))


def talk(number: int, vocabulary: list[str], chance: random.Random) -> Transcript:
    """Make a talk of an interviewer and two respondents."""
    speakers = [Speaker("R1", respondent=f"R{number}"), Speaker("R2", respondent=f"S{number}")]
    text, turns = "", []
    for place in range(WORDS // WORDS_A_TURN):
        label = speakers[place % 2].label
        speech = " ".join(chance.choices(vocabulary, k=WORDS_A_TURN)) + "."
        text += f"{label}: "
        turns.append(Turn(len(text), len(text) + len(speech), label))
        text += f"{speech}\n\n"
    digest = sha256(text.encode()).hexdigest()
    source = f"gesprek-{number}.txt"
    return Transcript(
        text, tuple(turns), tuple(speakers), source=source, format="txt", sha256=digest
    )


def fill(project: Project) -> None:
    """Store the transcripts and the codings."""
    chance = random.Random(SEED)
    letters = "aabcdeeeefghiijklmnnoooprrsttuvwz"
    vocabulary = ["".join(chance.choices(letters, k=chance.randint(2, 11))) for _ in range(6000)]
    connection = project.connection
    with project.transaction("bench"):
        load_codebook(project, codebook())
        codes = [row[0] for row in connection.execute("SELECT id FROM code").fetchall()]
        for number in range(TRANSCRIPTS):
            store(project, talk(number, vocabulary, chance))
            version = current_version(connection, number + 1)
            turns = connection.execute(
                "SELECT id, start, text FROM turn WHERE version_id = ?", [version]
            ).fetchall()
            for _ in range(CODINGS // TRANSCRIPTS):
                turn, start, speech = chance.choice(turns)
                length = chance.randint(60, len(speech))
                uuid = new_uuid()
                connection.execute(
                    "INSERT INTO fragment(uuid, citation, version_id, turn_id, start, end, quote, "
                    "code_id, code_version, coder, origin, stance, at) VALUES (?, ?, ?, ?, ?, ?, "
                    "?, ?, 1, 'anna', 'manual', 'positive', ?) ON CONFLICT DO NOTHING",
                    [
                        *(uuid, new_citation(connection, uuid), version, turn, start),
                        *(start + length, speech[:length], chance.choice(codes), now()),
                    ],
                )


def seconds(action: Callable[[], object]) -> float:
    """Give how long an action takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def zip_and_parse(members: dict[str, bytes]) -> None:
    """Do the least that an exchange costs."""
    with zipfile.ZipFile(io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    etree.fromstring(members["project.qde"])


def take_in(path: Path, number: int) -> float:
    """Import the file into a new project; give the seconds of the import alone."""
    project = create_project(path.with_name(f"in-{number}.draad"), "nl", "anna")
    spent = seconds(lambda: import_project(project, path))
    project.close()
    return spent


def main() -> None:
    """Print one JSON line for each figure."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "uit.qdpx"
        project = create_project(Path(name) / "proef.draad", "nl", "anna")
        fill(project)
        project.close()
        with reading(Path(name) / "proef.draad") as connection:
            export_project(connection, path)
            with zipfile.ZipFile(path) as archive:
                members = {name: archive.read(name) for name in archive.namelist()}
            take_in(path, 0)
            out, back = [], []
            for number in range(1, RUNS + 1):
                base = seconds(lambda: zip_and_parse(members))
                out.append(seconds(lambda: export_project(connection, path)) / base)
                back.append(take_in(path, number) / base)
    for figure, ratios, bar in (("qdpx out", out, 2.0), ("qdpx in", back, 4.0)):
        value = round(statistics.median(ratios), 2)
        unit = "x zipping and parsing with lxml"
        print(json.dumps({"figure": figure, "unit": unit, "value": value, "bar": bar}))


if __name__ == "__main__":
    main()
