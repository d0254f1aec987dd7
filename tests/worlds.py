"""Random small projects, and counting in them by hand, from ../shared/measures.md alone.

@given(worlds())
def test_…(world): …
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from builders import Person, add_talk, code_span, finish, new_project
from hypothesis import strategies as st

from rodedraad import RodedraadError
from rodedraad.coding.fragments import version_text
from rodedraad.coding.project import Project, connect
from rodedraad.transcripts.model import Kind

CODES = ("a", "a/b", "a/b/c", "a/d", "e")
GROUPS = ("politie", "bewoners", "")
AREAS = ("Noord", "De Bron")
WORDS = ("ja  zeker", "de wijkagent\n belt", "🙂 goed", "cafe\u0301", "nooit")


@dataclass(frozen=True)
class Voice:
    """A person in a talk, as the test made it."""

    talk: int
    person: str
    group: str | None
    areas: tuple[str, ...]


@dataclass(frozen=True)
class Piece:
    """A fragment, as the test made it: [start, end) of its talk, and the words of each person.

    `turn` counts from 0; `quote` is its text.
    """

    talk: int
    start: int
    end: int
    code: str
    coder: str
    stance: str | None
    origin: str
    words: dict[str, int]
    turn: int
    quote: str


@dataclass(frozen=True)
class World:
    """A project as the test made it, to count in by hand."""

    path: Path
    kinds: list[str]
    waves: list[str | None]
    voices: list[Voice]
    pieces: list[Piece]
    coded: set[tuple[int, str]]
    turns: list[list[tuple[str, str]]]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Draw a small project and store it."""
    project = fresh_project()
    world = World(project.path, [], [], [], [], set(), [])
    for number in range(draw(st.integers(1, 3))):
        draw_talk(draw, project, world, number)
    project.close()
    return world


@cache
def template() -> Path:
    """Make the project that all worlds are copies of: making one takes a quarter second."""
    project = new_project(Path(tempfile.mkdtemp(prefix="rodedraad-test-")), CODES)
    project.close()
    return project.path


def fresh_project() -> Project:
    """Give a project with the codes and nothing else."""
    path = Path(tempfile.mkdtemp(prefix="rodedraad-test-")) / "wereld.draad"
    shutil.copy(template(), path)
    project = Project(path, connect(path), "anna")
    project.connection.execute("PRAGMA synchronous = OFF")
    return project


def draw_talk(draw: st.DrawFn, project: Project, world: World, number: int) -> None:
    """Draw one talk with its fragments."""
    kind = draw(st.sampled_from(["interview", "group", "survey", "report"]))
    wave = draw(st.sampled_from(["", "2014", "2016"]))
    persons = {
        name: Person(
            name, draw(st.sampled_from(GROUPS)), tuple(draw(st.sets(st.sampled_from(AREAS))))
        )
        for name in draw(st.sets(st.sampled_from(["P1", "P2", "P3"]), min_size=1))
    }
    speakers = st.sampled_from(["Int", *persons])
    turns = draw(st.lists(st.tuples(speakers, st.sampled_from(WORDS)), min_size=1, max_size=6))
    slug = add_talk(project, f"talk{number}", turns, persons, Kind(kind), wave)
    text, spans = "", []
    for speaker, words in turns:
        text += f"{speaker}: "
        spans.append((speaker, len(text), len(text) + len(words)))
        text += f"{words}\n"
    assert version_text(project.connection, number + 1) == text
    world.turns.append(turns)
    world.kinds.append(kind)
    world.waves.append(wave or None)
    speaking = {speaker for speaker, _ in turns}
    world.voices.extend(
        Voice(number, name, who.group or None, who.areas)
        for name, who in persons.items()
        if name in speaking
    )
    for _ in range(draw(st.integers(0, 8))):
        draw_piece(draw, project, world, number, slug, text, spans)
    for coder in draw(st.sets(st.sampled_from(["anna", "bram", "consensus"]))):
        finish(project, slug, coder)
        world.coded.add((number, coder))


def draw_piece(
    draw: st.DrawFn,
    project: Project,
    world: World,
    number: int,
    slug: str,
    text: str,
    spans: list[tuple[str, int, int]],
) -> None:
    """Draw one fragment; a span that may not be coded is left."""
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, min(len(text), start + 40)))
    code = draw(st.sampled_from(CODES))
    coder = draw(st.sampled_from(["anna", "bram", "consensus"]))
    stance = draw(st.sampled_from(["positive", "negative", "mixed", "neutral", None]))
    origin = draw(st.sampled_from(["manual", "bulk"]))
    start += len(text[start:end]) - len(text[start:end].lstrip())
    end = start + len(text[start:end].rstrip())
    same = {(p.talk, p.start, p.end, p.code, p.coder) for p in world.pieces}
    if end <= start or (number, start, end, code, coder) in same:
        return
    try:
        code_span(project, slug, start, end, code, stance, coder, origin)
    except RodedraadError:  # no word of a respondent in it
        return
    words: dict[str, int] = {}
    for speaker, first, last in spans:
        if speaker != "Int" and first < end and last > start:
            said = text[max(first, start) : min(last, end)]
            words[speaker] = words.get(speaker, 0) + len(said.split())
    turn = next(
        index
        for index, (speaker, first, last) in enumerate(spans)
        if speaker != "Int" and first < end and last > start
    )
    world.pieces.append(
        Piece(number, start, end, code, coder, stance, origin, words, turn, text[start:end])
    )


@dataclass(frozen=True)
class Count:
    """What was counted by hand."""

    persons: int
    among: int
    fragments: int
    words: int
    bulk: int
    most: int
    positive: int
    negative: int
    mixed: int
    neutral: int
    n: int


def count_by_hand(
    world: World,
    person: Callable[[Voice], bool],
    piece: Callable[[Piece], bool],
    coders: Iterable[str] = (),
) -> Count:
    """Count the persons that `person` allows in the fragments that `piece` allows.

    `coders` are those asked about; without any, the consensus takes the place of the others
    where it was made.
    """
    asked = set(coders)
    voices = {(v.talk, v.person) for v in world.voices if person(v)}
    finished = {talk for talk, coder in world.coded if not asked or coder in asked}
    pieces = [
        p for p in world.pieces if piece(p) and (p.coder in asked if asked else counts(world, p))
    ]
    said: dict[str, int] = {}
    stances: dict[str, set[str]] = {}
    among, fragments, bulk = set(), 0, 0
    could = {name for talk, name in voices if talk in finished}
    for unit in units(pieces):
        own: dict[str, int] = {}
        for p in unit:
            for name, number in p.words.items():
                if (p.talk, name) in voices:
                    own[name] = max(own.get(name, 0), number)
        if own:
            for name, number in own.items():
                said[name] = said.get(name, 0) + number
                stances.setdefault(name, set()).update(
                    p.stance for p in unit if p.stance and name in p.words
                )
            among |= {name for name in own if unit[0].talk in finished}
            fragments += 1
            bulk += all(p.origin == "bulk" for p in unit)
    looks = [stance_on_the_whole(found) for found in stances.values()]
    return Count(
        len(said),
        len(among),
        fragments,
        sum(said.values()),
        bulk,
        max(said.values(), default=0),
        *(looks.count(stance) for stance in ("positive", "negative", "mixed", "neutral")),
        len(could),
    )


def stance_on_the_whole(stances: set[str]) -> str | None:
    """Tell how a person looks at something on the whole, from their stances."""
    if "mixed" in stances or {"positive", "negative"} <= stances:
        return "mixed"
    return next((s for s in ("positive", "negative", "neutral") if s in stances), None)


def counts(world: World, piece: Piece) -> bool:
    """Tell whether a fragment counts: of the consensus, where one was made."""
    return piece.coder == "consensus" or (piece.talk, "consensus") not in world.coded


def units(pieces: list[Piece]) -> list[list[Piece]]:
    """Put overlapping fragments of one code in one talk together."""
    found: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.talk, p.code, p.start, p.end)):
        last = found[-1] if found else None
        if (
            last
            and (last[0].talk, last[0].code) == (piece.talk, piece.code)
            and piece.start < max(p.end for p in last)
        ):
            last.append(piece)
        else:
            found.append([piece])
    return found


def is_below(code: str, path: str) -> bool:
    """Tell whether a code is `path` or stands below it."""
    return code == path or code.startswith(f"{path}/")
