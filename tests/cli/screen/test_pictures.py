"""How the screen looks, at three sizes and in three looks: each cell and its style.

The pictures are kept in the folder `pictures`. After a change that is meant to be seen, look at
what came out, and write them anew with: WRITE_PICTURES=1 pytest tests/cli/screen/test_pictures.py
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from rodedraad.cli.screen.colours import DARK, LEAST_CONTRAST, LIGHT, Palette, contrast

from .conftest import AtScreen, Typist
from .test_sharing import code_as

PICTURES = Path(__file__).with_name("pictures")
SIZES = ((80, 24), (120, 40), (200, 60))
LOOKS = {"dark": (DARK, False), "light": (LIGHT, False), "no-color": (DARK, True)}
CITATION = re.compile(r"\bf-[0-9a-z]{4}\b")  # every project has its own


def cells(typist: Typist) -> list[list[Segment]]:
    """Give the screen as it is drawn: for each line its pieces, each in one style."""
    strips = typist.app.screen._compositor.render_strips(typist.app.size)
    return [list(strip) for strip in strips[: typist.app.size.height]]


def described(style: Style) -> str:
    """Write a style down: colours, and what else there is to it."""
    sides = [style.color, style.bgcolor]
    words = [side.get_truecolor().hex if side and not side.is_default else "-" for side in sides]
    words += [word for word in ("bold", "dim", "underline", "reverse") if getattr(style, word)]
    return " ".join(words)


def picture(lines: Iterable[Iterable[Segment]]) -> str:
    """Write the screen down: its words, then the styles of each line, then what these are."""
    words, styles, known = [], [], dict[str, str]()
    for line in lines:
        words.append("".join(segment.text for segment in line).rstrip())
        runs = []
        for style, pieces in groupby(line, key=lambda piece: described(piece.style or Style())):
            sign = known.setdefault(style, f"{len(known):02}")
            runs.append(f"{sum(piece.cell_length for piece in pieces)}:{sign}")
        styles.append(" ".join(runs))
    legend = [f"{sign} {style}" for style, sign in known.items()]
    return CITATION.sub("f-····", "\n".join([*words, "", *styles, "", *legend, ""]))


def compare(name: str, drawn: str) -> None:
    """Compare with the picture that is kept, or keep this one when asked to."""
    path = PICTURES / f"{name}.txt"
    if os.environ.get("WRITE_PICTURES"):
        PICTURES.mkdir(exist_ok=True)
        path.write_text(drawn, encoding="utf-8")
    assert drawn.splitlines() == path.read_text(encoding="utf-8").splitlines(), path.name


def hard_to_read(lines: Iterable[Iterable[Segment]]) -> set[str]:
    """List the words that have too little contrast to read."""
    found = set()
    for segment in (segment for line in lines for segment in line):
        style = segment.style or Style()
        if style.color and style.bgcolor and re.search(r"\w", segment.text):
            colours = [Color.from_rich_color(side) for side in (style.color, style.bgcolor)]
            if contrast(*colours) < LEAST_CONTRAST:
                found.add(segment.text)
    return found


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("size", SIZES)
async def test_the_screen_looks_as_it_did(
    at_screen: AtScreen,
    path: Path,
    size: tuple[int, int],
    look: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    theme, monochrome = LOOKS[look]
    if monochrome:
        monkeypatch.setenv("NO_COLOR", "1")
    code_as("bram", path, "Die belt terug.", "samenwerking/woningcorporaties")
    async with at_screen(size=size, palette=Palette(theme, monochrome)) as typist:
        await typist.press("2", "p", "+", "m", "type:Let op", "enter", "J", "1", "l", "n")
        drawn = cells(typist)
        compare(f"{size[0]}x{size[1]}-{look}", picture(drawn))
        assert monochrome or hard_to_read(drawn) == set()


async def test_wide_and_hidden_characters_keep_their_columns(at_screen: AtScreen) -> None:
    async with at_screen("zuid", size=(80, 24)) as typist:
        drawn = cells(typist)
        assert {sum(segment.cell_length for segment in line) for line in drawn} == {80}
        compare("zuid", picture(drawn))
