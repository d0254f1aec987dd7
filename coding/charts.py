"""Charts of the answers: a heat map, bars by group with n, a curve, a network.

Each takes an answer and gives a `Drawing`; `charts` gives those of a whole report. `_` is
everywhere the function that translates an English text into the language of the reader.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from .. import RodedraadError
from .drawing import (
    WIDTH,
    Bar,
    Drawing,
    Section,
    Square,
    as_png,
    as_svg,
    height_of,
    put_bars,
    put_curve,
    put_heat_map,
    put_network,
)
from .querying.cells import Cell, Matrix, share_in_words
from .querying.comparison import Difference
from .querying.cooccurrence import Pair, pairs
from .querying.coverage import EVERYBODY, Heard, heard_by
from .querying.describing import Translate, facet_name, kind_name, stance_name
from .querying.matrix import make_matrix
from .querying.placed import finished_persons, passages
from .querying.saturation import Saturation, saturation_of
from .querying.selection import Filters, Selection
from .querying.thread import Thread, threads

THEMES = 6  # of the thread, each with a bar for every group: more do not fit on a page
ROWS = 40  # of a heat map
DIFFERENCES = 12
LINKS = 20
SPOKEN = 12  # numbers that the alt text says; who wants more reads the table
BASE, RUN, THRESHOLD = 4, 2, 0.05  # of saturation, as its command takes them by default


def charts(
    connection: sqlite3.Connection, selection: Selection, translate: Translate
) -> Iterator[tuple[str, bytes, bytes, str]]:
    """Yield the charts of a report as (name, SVG, PNG, alt text); those with nothing are left out.

    They show everything, as inside the house; the names are English and have no suffix.
    """
    for name, drawing in drawings(connection, selection, translate):
        yield name, as_svg(drawing), as_png(drawing), drawing.alt


def drawings(
    connection: sqlite3.Connection,
    selection: Selection,
    translate: Translate,
    filters: Filters = EVERYBODY,
) -> Iterator[tuple[str, Drawing]]:
    """Yield the drawings of a report by name; `filters` are those that the selection is of."""
    found = [thread for thread in threads(connection, selection) if thread.whole.persons]
    if found:
        matrix = make_matrix(connection, "code", "group", selection)
        yield "themes-by-group", matrix_drawing(matrix, translate)
        yield "thread", thread_drawing(found, translate)
    heard = heard_by(connection, selection, filters)
    if any(heard.values()):
        yield "coverage", coverage_drawing(heard, translate)
    try:
        saturated = saturation_of(connection, selection, BASE, RUN, THRESHOLD)
        yield "saturation", saturation_drawing(saturated, THRESHOLD, translate)
    except RodedraadError:  # too few interviews to tell
        pass
    together = pairs(passages(connection, selection), finished_persons(connection, selection))
    if together:
        yield "co-occurrence", cooccurrence_drawing(together, translate)


def save(drawing: Drawing, path: Path) -> None:
    """Write a drawing as SVG or PNG, by the end of the file's name.

    Raises RodedraadError for another end, and where nothing can be written.
    """
    forms = {".svg": as_svg, ".png": as_png}
    form = forms.get(path.suffix.lower())
    if form is None:
        raise RodedraadError("A chart is drawn as .svg or .png; {file} ends in neither.", file=path)
    try:
        path.write_bytes(form(drawing))
    except OSError as error:
        raise RodedraadError(
            "{path} cannot be written: {reason}.", path=path, reason=error.strerror or error
        ) from error


def matrix_drawing(matrix: Matrix, _: Translate) -> Drawing:
    """Draw a matrix as a heat map in persons, darker for a larger share; without totals."""
    rows = [value for value in matrix.rows if value != "total"][:ROWS]
    columns = [value for value in matrix.columns if value != "total"]
    cells = {(cell.row, cell.column): cell for cell in matrix.cells}
    most = max((cell.persons for cell in matrix.cells), default=0) or 1
    lines = [[cells[row, column] for column in columns] for row in rows]
    squares = [[Square(shade_of(cell, most), cell_words(cell)) for cell in line] for line in lines]
    names = [name_of(row, _, matrix.row_facet) for row in rows]
    heads = [
        name_of(name, _, matrix.column_facet) + n_of([line[place] for line in lines])
        for place, name in enumerate(columns)
    ]
    title = _("Persons: {rows} × {columns}").format(
        rows=facet_name(matrix.row_facet, _), columns=facet_name(matrix.column_facet, _)
    )
    fullest = sorted((cell for line in lines for cell in line), key=lambda cell: -cell.persons)
    spoken = [
        (f"{names[rows.index(cell.row)]}, {heads[columns.index(cell.column)]}", str(cell.persons))
        for cell in fullest[:SPOKEN]
        if cell.persons
    ]
    return Drawing(
        title,
        alt_text(title, _("The fullest cells"), spoken),
        (max(WIDTH * 0.5, 0.75 * len(columns)), height_of(len(rows))),
        lambda axes: put_heat_map(axes, names, heads, squares),
    )


def n_of(cells: Sequence[Cell]) -> str:
    """Say the n of a column in its heading, where all its cells share it."""
    numbers = {cell.n for cell in cells}
    return f" (n={numbers.pop()})" if len(numbers) == 1 else ""


def shade_of(cell: Cell, most: int) -> float:
    """Give how dark a cell is: its share, or its persons where nobody could be counted."""
    return cell.persons / most if cell.share is None else cell.share


def cell_words(cell: Cell) -> str:
    """Give what stands in a cell: its persons, nothing where there is nobody."""
    return str(cell.persons) if cell.persons else ""


def thread_drawing(found: Sequence[Thread], _: Translate) -> Drawing:
    """Draw the most shared themes, each with a bar for every group inside the outline of its n."""
    shown = [thread for thread in found if thread.whole.persons][:THEMES]
    sections = [
        Section(
            f"{thread.code} · {counted(thread.whole, _)}",
            [bar_of(name_of(name, _), cell, _) for name, cell in thread.by_group.items()],
        )
        for thread in shown
    ]
    title = _("The common thread: persons by group")
    spoken = [(thread.code, counted(thread.whole, _)) for thread in shown]
    return bars(title, sections, spoken, _)


def bar_of(name: str, cell: Cell, _: Translate) -> Bar:
    """Make a bar of persons inside the outline of those who could have been counted."""
    return Bar(name, cell.among if cell.n else cell.persons, cell.n, counted(cell, _))


def coverage_drawing(heard: dict[str, list[Heard]], _: Translate) -> Drawing:
    """Draw who was heard by group and by area, inside the outline of who was planned."""
    headings = {"group": _("By group"), "area": _("By area")}
    sections = [
        Section(
            headings[facet],
            [
                Bar(name_of(row.name, _), row.persons, row.planned or 0, heard_words(row, _))
                for row in rows
            ],
        )
        for facet, rows in heard.items()
        if rows
    ]
    title = _("Persons heard, and planned")
    spoken = [(bar.label, bar.words) for section in sections for bar in section.bars]
    return bars(title, sections, spoken[:SPOKEN], _)


def heard_words(row: Heard, _: Translate) -> str:
    """Say how many were heard, of how many where there was a plan."""
    if not row.planned:
        return str(row.persons)
    return _("{heard}, planned: {planned}").format(heard=row.persons, planned=row.planned)


def comparison_drawing(
    found: Sequence[Difference], names: tuple[str, str], _: Translate
) -> Drawing:
    """Draw the largest differences: for each code two bars, as shares of their n."""
    shown = [row for row in found if row.first.persons or row.second.persons][:DIFFERENCES]
    sections = [
        Section(
            "",
            [
                Bar(row.code, row.first.share or 0.0, 1.0, counted(row.first, _)),
                Bar("", row.second.share or 0.0, 1.0, counted(row.second, _), second=True),
            ],
        )
        for row in shown
    ]
    title = _("{first} and {second}: persons of those heard and coded").format(
        first=names[0], second=names[1]
    )
    spoken = [(row.code, f"{counted(row.first, _)} – {counted(row.second, _)}") for row in shown]
    return bars(title, sections, spoken, _, names)


def bars(
    title: str,
    sections: Sequence[Section],
    spoken: Sequence[tuple[str, str]],
    _: Translate,
    legend: Sequence[str] = (),
) -> Drawing:
    """Make a drawing of bars, as high as there are rows."""
    rows = sum(len(section.bars) + bool(section.heading) for section in sections)
    return Drawing(
        title,
        alt_text(title, _("Bars"), spoken),
        (WIDTH, height_of(rows)),
        lambda axes: put_bars(axes, sections, legend),
    )


def saturation_drawing(found: Saturation, threshold: float, _: Translate) -> Drawing:
    """Draw the share of new codes in each run of interviews, and the threshold."""
    places = [f"{run.first}–{run.last}" for run in found.runs]
    names = (_("Interviews"), _("New codes, % of the base"), f"{threshold:.0%}")
    title = _("Saturation: new codes in each run of interviews")
    spoken = [(place, f"{run.share:.0%}") for place, run in zip(places, found.runs, strict=True)]
    shares = [run.share for run in found.runs]
    return Drawing(
        title,
        alt_text(title, _("Curve"), spoken[:SPOKEN]),
        (WIDTH, WIDTH / 2),
        lambda axes: put_curve(axes, places, shares, threshold, names),
    )


def cooccurrence_drawing(found: Sequence[Pair], _: Translate) -> Drawing:
    """Draw the codes that most persons voice together, as a network."""
    links = [(pair.code, pair.other, pair.persons) for pair in found[:LINKS]]
    title = _("Codes that go together, in persons")
    spoken = [(f"{one} – {other}", str(number)) for one, other, number in links[:SPOKEN]]
    return Drawing(
        title,
        alt_text(title, _("Network"), spoken),
        (WIDTH * 0.8, WIDTH * 0.8),
        lambda axes: put_network(axes, links),
    )


def alt_text(title: str, kind: str, spoken: Sequence[tuple[str, str]]) -> str:
    """Say what a chart shows: its title and the numbers in it, the most important first."""
    numbers = "; ".join(f"{name}: {words}" for name, words in spoken)
    return f"{title}. {kind}: {numbers}." if numbers else f"{title}."


def counted(cell: Cell, _: Translate) -> str:
    """Say "3 of 5", from 20 persons on with the percentage; the persons alone without an n."""
    if not cell.n:
        return str(cell.persons or "–")
    return share_in_words(cell.among, cell.n, _)


def name_of(value: str | None, _: Translate, facet: str = "") -> str:
    """Give the name of a facet's value, and of having none."""
    if value is None:
        return _("(none)")
    names = {"stance": stance_name, "kind": kind_name}
    return names[facet](value, _) if facet in names else value
