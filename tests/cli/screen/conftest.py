"""A project to code on the screen, and somebody who types at it."""

from __future__ import annotations

import asyncio
import inspect
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from rodedraad.cli.screen.app import CodingApp
from rodedraad.cli.screen.coding_screen import CodingScreen
from rodedraad.cli.screen.colours import DARK, Palette
from rodedraad.cli.screen.settings import Settings
from rodedraad.coding.desk import Desk, open_desk
from rodedraad.coding.importing import store
from rodedraad.coding.naming import code_named, transcript_named
from rodedraad.coding.project import Project, open_project
from rodedraad.coding.seat import Seat
from rodedraad.coding.starting import start_project
from rodedraad.coding.suggesting.model import Thresholds
from rodedraad.coding.workplace import read_transcript
from rodedraad.transcripts.model import Speaker, SpeakerRole, Transcript, Turn

TALKS = {
    "noord": (
        "Int: Hoe gaat het in de wijk?\n"
        "R1: Elf jaar ben ik hier. Er is veel overlast in het park. De wijkagent loopt mee.\n"
        "Int: En de gemeente?\n"
        "R1: Die belt terug. Dat was vroeger anders.\n"
        "R2: Dat vind ik niet. Wij horen er nooit meer wat van."
    ),
    "zuid": (
        "Int: Wat valt u op?\n"
        "R3: Het cafe\u0301 👩\u200d👧 is dicht. 市長 kwam langs, en שלום zei hij ook.\n"
        "R3: De sporthal kwam laat."
    ),
}
GROUPS = {"R1": "politie", "R2": "bewonersorganisaties", "R3": "bewonersorganisaties"}
# What is suggested: transcript, words, code, score.
SUGGESTED = (
    ("noord", "Er is veel overlast in het park.", "resultaten/veiligheid", 0.91),
    ("noord", "De wijkagent loopt mee.", "samenwerking/politie", 0.7),
    ("noord", "De wijkagent loopt mee.", "resultaten/veiligheid", 0.4),
    ("noord", "Wij horen er nooit meer wat van.", "resultaten/weten-wat-er-speelt", 0.6),
    ("zuid", "De sporthal kwam laat.", "resultaten/leefbaarheid", 0.6),
)


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the screen speak English, whatever was spoken before."""
    monkeypatch.setenv("LANGUAGE", "en")


def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run tests that are coroutines; no plugin is needed for that."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = inspect.signature(pyfuncitem.obj).parameters
    asyncio.run(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in names}))
    return True


def talk(name: str, text: str) -> Transcript:
    """Read a talk written one turn a line, "R1: words", as a transcript."""
    turns, at = [], 0
    for line in text.splitlines(keepends=True):
        speaker, _, words = line.rstrip("\n").partition(": ")
        role = SpeakerRole.INTERVIEWER if speaker == "Int" else SpeakerRole.RESPONDENT
        start = at + len(speaker) + 2
        turns.append(Turn(start, start + len(words), speaker, role))
        at += len(line)
    speakers = [
        Speaker(label, SpeakerRole.RESPONDENT, label, group, ("Noord",))
        for label, group in GROUPS.items()
        if any(turn.speaker == label for turn in turns)
    ]
    return Transcript(
        text, tuple(turns), tuple(speakers), source=f"{name}.txt", format="txt", sha256=name
    )


def suggest(project: Project, transcript: str, words: str, code: str, score: float) -> None:
    """Store a suggestion for these words."""
    connection = project.connection
    number = connection.execute(
        "SELECT id FROM transcript WHERE slug = ?", [transcript]
    ).fetchone()[0]
    opened = read_transcript(connection, number)
    start = opened.text.index(words)
    turn = next(turn for turn in opened.turns if turn.start <= start < turn.end)
    connection.execute(
        "INSERT INTO suggestion(version_id, turn_id, start, end, code_id, score, reasons) "
        "SELECT ?, ?, ?, ?, id, ?, '[\"overlast\"]' FROM code WHERE path = ?",
        [opened.version_id, turn.id, start, start + len(words), score, code],
    )


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of the project below, made once."""
    path = tmp_path_factory.mktemp("template") / "klein.draad"
    start_project(path, "gebiedsgericht", "nl", "anna")
    project = open_project(path, "anna")
    with project.transaction("import"):
        for name, text in TALKS.items():
            store(project, talk(name, text))
    with project.transaction("suggest"):
        for suggestion in SUGGESTED:
            suggest(project, *suggestion)
    project.close()
    return path.read_bytes()


@pytest.fixture
def path(tmp_path: Path, template: bytes) -> Path:
    """A project with the codebook that ships, two talks and five suggestions."""
    path = tmp_path / "klein.draad"
    path.write_bytes(template)
    return path


@dataclass
class Typist:
    """Somebody at the screen, and a look into the file beside it."""

    app: CodingApp
    pilot: Pilot[Any]
    path: Path
    size: tuple[int, int] = field(default=(120, 40))

    @property
    def screen(self) -> CodingScreen:
        """The coding screen, also when a window stands over it."""
        screen = self.app.screen_stack[0]
        assert isinstance(screen, CodingScreen)
        return screen

    @property
    def desk(self) -> Desk:
        """The desk on the screen."""
        return self.screen.desk

    @property
    def selected(self) -> str:
        """The words that are selected."""
        return self.desk.transcript.quote(*self.screen.view.selection)

    @property
    def message(self) -> str:
        """What stands in the bottom line."""
        return str(self.screen.keys.text)

    async def press(self, *keys: str) -> None:
        """Press keys; "type:words" types them letter by letter."""
        for key in keys:
            if key.startswith("type:"):
                await self.pilot.press(*key.removeprefix("type:"))
            else:
                await self.pilot.press(key)
            await self.app.all_keys_taken()
        await self.pilot.pause()

    async def send(self, characters: str) -> None:
        """Send characters all at once, as a slow line does."""
        for character in characters:
            key = {"\r": "enter", "\x1b": "escape"}.get(character, character)
            key = key if key.isalnum() else _character_to_key(key)
            self.app.post_message(events.Key(key, character))
        await self.pilot.pause()
        await self.app.all_keys_taken()
        await self.pilot.pause()

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the file, over a connection of its own: what is not on disk is not there."""
        connection = sqlite3.connect(f"{self.path.as_uri()}?mode=ro", uri=True)
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    def fragments(self) -> list[tuple[Any, ...]]:
        """The fragments in the file, in the order they were made: (quote, code, stance, origin)."""
        return self.rows(
            "SELECT quote, path, stance, origin FROM fragment JOIN code ON code.id = code_id "
            "ORDER BY fragment.id"
        )

    def lines(self) -> list[str]:
        """The whole screen as plain text."""
        width, height = self.app.size
        strips = self.app.screen._compositor.render_strips(self.app.size)
        return [strip.text.ljust(width) for strip in strips[:height]]


AtScreen = Callable[..., AbstractAsyncContextManager[Typist]]


@pytest.fixture
def at_screen(path: Path) -> AtScreen:
    """The function that opens the screen: `async with at_screen("noord") as typist`."""

    @asynccontextmanager
    async def opened(
        transcript: str = "noord",
        size: tuple[int, int] = (120, 40),
        coder: str = "anna",
        blind: bool = False,
        palette: Palette | None = None,
        keys: dict[str, str] | None = None,
        suggesting: bool = False,
        queue: list[int] | None = None,
        only: str = "",
        thresholds: Thresholds | None = None,
    ) -> AsyncIterator[Typist]:
        with Seat(path, coder, thresholds) as seat:
            number = transcript_named(seat.connection, transcript)[0]
            settings = Settings(palette or Palette(DARK), keys or {}, suggesting)
            codes = frozenset([code_named(seat.connection, only)[0]] if only else [])
            app = CodingApp(open_desk(seat, number, blind, codes), settings, queue)
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                yield Typist(app, pilot, path)

    return opened
