"""Drawing charts: bars, a heat map, a curve and a network, as SVG and PNG.

Everything is readable in black and white: shades of grey, hatching, and the number itself
beside every bar and in every cell. The font (DejaVu Sans, which comes with matplotlib) has all
letters of Dutch, and stands in an SVG as outlines, so that it looks the same everywhere. The
same data give the same bytes, however often they are drawn.
"""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DARK, PALE = "#404040", "#c8c8c8"
WIDTH = 8.0  # inches
ROW = 0.27  # inches; one bar with its label
DOTS_PER_INCH = 150
LONGEST_LABEL = 44  # characters
PADDING = 0.15  # inches around a chart
SETTINGS: dict[Any, Any] = {
    "font.family": ["DejaVu Sans"],
    "font.size": 9.0,
    "text.parse_math": False,  # a group may be called "$ 1.000 en meer"
    "svg.fonttype": "path",
    "svg.hashsalt": "rodedraad",  # else every run gives the parts of an SVG other names
    "hatch.linewidth": 0.6,
}


@dataclass(frozen=True)
class Drawing:
    """A chart that can be drawn: its title, what it shows in words (for who cannot see it),
    its size in inches, and what puts it on paper."""

    title: str
    alt: str
    size: tuple[float, float]
    put: Callable[[Axes], None]


@dataclass(frozen=True)
class Bar:
    """One bar: `value` filled, inside the outline of `whole` (0: none), `words` behind it.

    A `second` bar is hatched, for what is laid beside the first.
    """

    label: str
    value: float
    whole: float = 0.0
    words: str = ""
    second: bool = False


@dataclass(frozen=True)
class Section:
    """Bars under a heading of their own ("": none)."""

    heading: str
    bars: Sequence[Bar]


@dataclass(frozen=True)
class Square:
    """One cell of a heat map: how dark it is, 0 to 1, and the words in it."""

    shade: float
    words: str


def as_svg(drawing: Drawing) -> bytes:
    """Draw as SVG, with the title and the alt text in it for a screen reader."""
    text = rendered(drawing, "svg", {"Date": None}).decode()
    head, rest = text.split("<svg ", 1)
    opening, content = rest.split(">", 1)
    words = (
        f"<title>{escape(plain(drawing.title))}</title><desc>{escape(plain(drawing.alt))}</desc>"
    )
    return f'{head}<svg role="img" {opening}>\n {words}{content}'.encode()


def as_png(drawing: Drawing) -> bytes:
    """Draw as PNG, with the title and the alt text among its metadata."""
    about = {"Title": plain(drawing.title), "Description": plain(drawing.alt), "Software": None}
    return rendered(drawing, "png", about)


def rendered(drawing: Drawing, form: str, about: dict[str, str | None]) -> bytes:
    """Put a drawing on paper, in the form svg or png."""
    # matplotlib costs 300 ms to import: only for a chart.
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    raw = io.BytesIO()
    with rc_context(SETTINGS), warnings.catch_warnings():
        # A name may have an emoji in it, for which the font has an empty box.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        figure = Figure(figsize=drawing.size)
        axes = figure.add_subplot()
        axes.set_title(plain(drawing.title), loc="left", fontweight="bold", pad=12)
        drawing.put(axes)
        figure.savefig(
            raw,
            format=form,
            dpi=DOTS_PER_INCH,
            metadata=about,
            bbox_inches="tight",
            pad_inches=PADDING,
        )
    return raw.getvalue()


def plain(text: str) -> str:
    """Leave out what cannot be drawn: control characters, also those that turn text around."""
    return "".join(c for c in text.replace("\n", " ") if c.isprintable())


def label(text: str) -> str:
    """Give a label that fits beside a chart: the end of a path says more than its beginning."""
    text = plain(text)
    if len(text) <= LONGEST_LABEL:
        return text
    end = "…/" + text.rsplit("/", 1)[-1]
    return end if len(end) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1] + "…"


def height_of(rows: int) -> float:
    """Give the height in inches of a chart with so many rows."""
    return max(rows, 3) * ROW + 0.6


def without_frame(axes: Axes) -> None:
    """Take the frame and the ticks away, and keep the labels."""
    for side in ("top", "right", "bottom", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)


def put_bars(axes: Axes, sections: Sequence[Section], legend: Sequence[str] = ()) -> None:
    """Draw bars under one another, with the headings of their sections between them.

    `legend` names the first and the second bars, where there are both.
    """
    places, labels = [], []
    most = max((max(b.value, b.whole) for s in sections for b in s.bars), default=0) or 1
    row = 0
    for section in sections:
        if section.heading:
            axes.text(0, row, label(section.heading), fontweight="bold", va="center")
            row += 1
        for bar in section.bars:
            if bar.whole:
                axes.barh(row, bar.whole, 0.72, fill=False, edgecolor=DARK, linewidth=0.8)
            axes.barh(
                row,
                bar.value,
                0.72,
                color=PALE if bar.second else DARK,
                edgecolor=DARK,
                hatch="////" if bar.second else None,
                linewidth=0.8,
            )
            end = max(bar.value, bar.whole)
            axes.text(end + most / 80, row, plain(bar.words), va="center")
            places.append(row)
            labels.append(label(bar.label))
            row += 1
    axes.set_yticks(places, labels)
    axes.set_xticks([])
    axes.set_xlim(0, most * 1.18)
    axes.set_ylim(row - 0.3, -0.8)
    without_frame(axes)
    if legend:
        put_legend(axes, legend)


def put_legend(axes: Axes, names: Sequence[str]) -> None:
    """Say below a chart which bars are whose."""
    from matplotlib.patches import Patch

    looks: list[dict[str, object]] = [
        {"facecolor": DARK, "edgecolor": DARK},
        {"facecolor": PALE, "edgecolor": DARK, "hatch": "////"},
    ]
    patches = [
        Patch(label=plain(name), **look)  # type: ignore[arg-type]
        for name, look in zip(names, looks, strict=True)
    ]
    axes.legend(handles=patches, loc="upper left", bbox_to_anchor=(0, 0), ncols=2, frameon=False)


def put_heat_map(
    axes: Axes, rows: Sequence[str], columns: Sequence[str], squares: Iterable[Sequence[Square]]
) -> None:
    """Draw a heat map: squares row by row, the darker the larger the share."""
    lines = [list(line) for line in squares]
    shades = [[0.75 * square.shade for square in line] for line in lines]
    if rows and columns:
        axes.pcolormesh(shades, cmap="Greys", vmin=0, vmax=1, edgecolors="white", linewidth=1)
    for row, line in enumerate(lines):
        for column, square in enumerate(line):
            axes.text(
                column + 0.5,
                row + 0.5,
                plain(square.words),
                ha="center",
                va="center",
                color="white" if square.shade > 0.75 else "black",
            )
    axes.set_xticks([number + 0.5 for number in range(len(columns))])
    axes.set_xticklabels(map(label, columns), rotation=35, ha="left")
    axes.set_yticks([number + 0.5 for number in range(len(rows))])
    axes.set_yticklabels(map(label, rows))
    axes.set_ylim(len(rows) or 1, 0)
    axes.xaxis.tick_top()
    axes.set_title(axes.get_title(loc="left"), loc="left", fontweight="bold", pad=90)
    without_frame(axes)


def put_curve(
    axes: Axes, places: Sequence[str], heights: Sequence[float], line: float, names: Sequence[str]
) -> None:
    """Draw a curve of shares over places, and a level (`line`); names are of x, y and the level."""
    numbers = range(len(places))
    axes.plot(numbers, [100 * height for height in heights], color="black", marker="o")
    for number, height in zip(numbers, heights, strict=True):
        axes.annotate(
            f"{height:.0%}",
            (number, 100 * height),
            textcoords="offset points",
            xytext=(0, 7),
            ha="center",
        )
    axes.axhline(100 * line, color=DARK, linestyle="--", linewidth=1)
    axes.text(
        0.995, 100 * line, plain(names[2]), transform=axes.get_yaxis_transform(), ha="right",
        va="bottom",
    )  # fmt: skip
    axes.set_xticks(numbers, places, rotation=45 if len(places) > 12 else 0)
    axes.set_xlabel(plain(names[0]))
    axes.set_ylabel(plain(names[1]))
    axes.set_ylim(0, max(100 * max(heights, default=0) * 1.2, 200 * line, 10))
    axes.spines[["top", "right"]].set_visible(False)


def put_network(axes: Axes, links: Sequence[tuple[str, str, int]]) -> None:
    """Draw who goes with whom: names on a circle, a thicker line for a larger number."""
    names = list(dict.fromkeys(name for link in links for name in link[:2]))
    numbers = [number for _one, _other, number in links]
    least, spread = min(numbers, default=0), max(numbers, default=0) - min(numbers, default=0)
    angles = {name: 2 * math.pi * place / len(names) for place, name in enumerate(names)}
    points = {name: (math.sin(angle), math.cos(angle)) for name, angle in angles.items()}
    for one, other, number in reversed(links):
        (x, y), (to_x, to_y) = points[one], points[other]
        width = 1 + 5 * (number - least) / (spread or 1)
        axes.plot([x, to_x], [y, to_y], color=PALE, linewidth=width, zorder=1)
    for one, other, number in links:
        # Nearer to the first of the two: in the middle all lines cross.
        (x, y), (to_x, to_y) = points[one], points[other]
        axes.text(
            x + 0.3 * (to_x - x), y + 0.3 * (to_y - y), str(number), ha="center", va="center",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8}, zorder=2,
        )  # fmt: skip
    for name, (x, y) in points.items():
        axes.plot([x], [y], color="black", marker="o", zorder=3)
        side = "center" if abs(x) < 0.1 else "left" if x > 0 else "right"
        above = "bottom" if y > 0.9 else "top" if y < -0.9 else "center"
        axes.text(1.08 * x, 1.08 * y, label(name), ha=side, va=above)
    axes.set_aspect("equal")
    axes.set_xlim(-1.2, 1.2)
    axes.set_ylim(-1.25, 1.25)
    axes.set_axis_off()
    axes.set_title(axes.get_title(loc="left"), loc="left", fontweight="bold", pad=18)
