"""Draw the coding screen, and write docs/journey.md: a talk of the demo coded key by key.

The coder of the journey knows what they want to code (it is what Anna coded in the demo) and
takes the shortest way to it. Run by `make docs`; a test plays the journey too.
"""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from textual import events
from textual.keys import _character_to_key

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from typist import Meant, State, shortest_way, take_out

from rodedraad.cli.screen.app import CodingApp
from rodedraad.cli.screen.coding_screen import CodingScreen
from rodedraad.cli.screen.colours import DARK, LIGHT, Palette
from rodedraad.cli.screen.settings import Settings
from rodedraad.coding.desk import open_desk
from rodedraad.coding.naming import transcript_named
from rodedraad.coding.opening import reading
from rodedraad.coding.project import open_project
from rodedraad.coding.seat import Seat
from rodedraad.coding.suggestions import refresh_suggestions
from rodedraad.coding.workplace import ShownSuggestion

PICTURES = Path(__file__).with_name("pictures")
TARGET = Path(__file__).with_name("journey.md")
PROGRAM = str(Path(sys.executable).with_name("rodedraad"))
PROJECT = "lindemeer.draad"
TALK, CODER = "2014-10-14-politie-noord", "anna"
WRITTEN = {"enter": "⏎", "shift+down": "⇧↓", "shift+up": "⇧↑", "shift+right": "⇧→"}
WRITTEN |= {"shift+left": "⇧←", "shift+end": "⇧end", "escape": "esc", "\r": "⏎"}
FONT = re.compile(r"@font-face \{.*?\}", re.DOTALL)  # fetched from elsewhere

INTRODUCTION = (
    "# A talk coded key by key\n\n"
    "`make docs` plays this on the coding screen: the talk with the police of Noord, coded as Anna "
    "coded it in the demo, by somebody who knows what they want to code and takes the shortest "
    "way. What the demo proposes is on the screen; where it is right, one key accepts it with a "
    "stance. Memos are left out of the table.\n"
)


class Step(NamedTuple):
    """The keys that made a fragment, and what it became."""

    keys: tuple[str, ...]
    quote: str
    code: str
    stance: str


class Player:
    """Somebody at the screen who presses keys."""

    def __init__(self, app: CodingApp) -> None:
        """Sit down at an application that runs."""
        self.app = app

    @property
    def screen(self) -> CodingScreen:
        """The coding screen, also when a window stands over it."""
        screen = self.app.screen_stack[0]
        assert isinstance(screen, CodingScreen)
        return screen

    async def press(self, *keys: str) -> None:
        """Press keys one by one, each when the one before has had its effect."""
        for key in keys:
            name, character = key, {"enter": "\r", "escape": "\x1b"}.get(key)
            if len(key) == 1:
                name, character = _character_to_key(key), key
            self.app.post_message(events.Key(name, character))
            await asyncio.sleep(0)
            await self.app.all_keys_taken()

    async def code(self, meant: Meant) -> Step:
        """Code what is meant, on the shortest way."""
        desk, view = self.screen.desk, self.screen.view
        current = view.current if isinstance(view.current, ShownSuggestion) else None
        way = shortest_way(desk, State(view.selection, self.screen.edge, current), meant)
        await self.press(*way.keys)
        quote, path = desk.transcript.quote(*meant.span), desk.codes[meant.code_id].path
        return Step(way.keys, quote, path, meant.stance)

    async def write_memo(self, text: str) -> None:
        """Write a memo on what was coded last."""
        await self.press("m")
        self.app.screen.post_message(events.Paste(text))
        await asyncio.sleep(0.05)
        await self.press("enter")

    def draw(self, name: str) -> None:
        """Draw the screen as it is now."""
        svg = FONT.sub("", self.app.export_screenshot(title="rodedraad code", simplify=True))
        (PICTURES / f"{name}.svg").write_text(svg, encoding="utf-8")


@asynccontextmanager
async def at_screen(
    path: Path, size: tuple[int, int], palette: Palette, talk: str = TALK
) -> AsyncIterator[Player]:
    """Open the coding screen on a talk."""
    with Seat(path, CODER) as seat:
        desk = open_desk(seat, transcript_named(seat.connection, talk)[0])
        app = CodingApp(desk, Settings(palette, suggesting=False))
        async with app.run_test(size=size):
            await asyncio.sleep(0.1)
            yield Player(app)


def take_talk_out(path: Path) -> tuple[list[Meant], dict[Meant, str]]:
    """Take out what was coded in the talk, and suggest for it from what was coded elsewhere.

    Given are Anna's fragments, and the memos on them.
    """
    with reading(path) as connection:
        transcript = transcript_named(connection, TALK)[0]
        memos = {
            Meant((start, end), code, stance): str(text)
            for start, end, code, stance, text in connection.execute(
                "SELECT start, end, code_id, coalesce(stance, ''), text FROM memo "
                "JOIN fragment ON fragment.uuid = target_uuid WHERE fragment.coder = ?",
                [CODER],
            ).fetchall()
        }
    every = take_out(path, transcript, CODER)
    project = open_project(path, CODER)
    refresh_suggestions(project)
    project.close()
    return every, memos


async def journey(path: Path, draw: bool = False) -> list[Step]:
    """Code the talk from begin to end in a project of the demo, and mark it coded."""
    every, memos = take_talk_out(path)
    steps = []
    async with at_screen(path, (120, 40), Palette(DARK)) as player:
        for number, meant in enumerate(every):
            steps.append(await player.code(meant))
            if meant in memos:
                await player.write_memo(memos[meant])
            if draw and number == len(every) // 3:
                player.draw("coding")
        if draw:
            await player.press("f1")
            player.draw("coding-help")
            await player.press("escape")
        await player.press("t")
        await player.press("q")
    return steps


async def draw_others(path: Path) -> None:
    """Draw a small light terminal, and a wide one, on a talk that is to be coded."""
    async with at_screen(path, (80, 24), Palette(LIGHT), "2016-06-02") as player:
        await player.press("n", "+", "n")
        player.draw("coding-small")
    async with at_screen(path, (200, 60), Palette(DARK), "2016-06-02") as player:
        await player.press("n")
        player.draw("coding-wide")


def page(steps: list[Step]) -> str:
    """Write the journey down as a page."""
    lines = [INTRODUCTION, "| keys | code | words |", "|---|---|---|"]
    for step in steps:
        keys = " ".join(f"`{WRITTEN.get(key, key)}`" for key in step.keys)
        words = " ".join(step.quote.split())
        words = words if len(words) < 80 else f"{words[:79].rsplit(' ', 1)[0]} …"
        lines.append(f"| {keys} | {step.code} | {words} |".replace("|  |", "| |"))
    mean = sum(len(step.keys) for step in steps) / len(steps)
    lines += [f"| `t` | | the talk is coded: {len(steps)} fragments, {mean:.1f} keys each |", ""]
    return "\n".join(lines)


def main() -> None:
    """Draw every picture, and write the page."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        command = [PROGRAM, "--lang", "en", "demo", name]
        subprocess.run(command, check=True, capture_output=True)
        path = Path(name) / PROJECT
        TARGET.write_text(page(asyncio.run(journey(path, draw=True))), encoding="utf-8")
        asyncio.run(draw_others(path))


if __name__ == "__main__":
    main()
