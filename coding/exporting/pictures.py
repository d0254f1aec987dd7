"""Charts of a report, that show no more than the report tells its audience."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..drawing import WIDTH, Bar, Drawing, Section, Square, height_of, put_bars, put_heat_map
from . import words
from .model import Count, Part

if TYPE_CHECKING:
    from .model import Report
    from .words import Translate

MOST_SHARED = 12  # codes in a chart: more do not fit on half a page
SHADES = {"one": 0.2, "some": 0.35, "half": 0.5, "most": 0.7, "all": 1.0}


def report_drawings(report: Report, _: Translate) -> Iterator[tuple[str, Drawing]]:
    """Yield (name, drawing) of a report; a chart with nothing in it is left out."""
    parts = [part for theme in report.themes for part in theme.parts]
    counted = [part for part in parts if part.talks.total.n]
    if counted:
        yield "thread", most_shared(counted, _)
    if report.sample.groups:
        yield "heard", persons_heard(report, _)
    if counted and counted[0].talks.named_groups:
        yield "themes-by-group", themes_by_group(parts, _)


def most_shared(parts: list[Part], _: Translate) -> Drawing:
    """Draw the codes that most persons voice, inside the outline of all who could have."""
    below = [part for part in parts if "/" in part.code.path] or parts
    shown = sorted(below, key=lambda part: -(part.talks.total.among or 0))[:MOST_SHARED]
    bars = [
        Bar(
            part.code.name,
            part.talks.total.among or 0,
            part.talks.total.n or 0,
            words.count_in_words(part.talks.total, _),
        )
        for part in shown
    ]
    return drawing_of_bars(_("What most persons say"), bars)


def persons_heard(report: Report, _: Translate) -> Drawing:
    """Draw how many persons of each group were heard in talks."""
    bars = [
        Bar(words.group_in_words(name, _), count, words=str(count))
        for name, count in report.sample.groups.items()
    ]
    return drawing_of_bars(_("Persons heard, by group"), bars)


def drawing_of_bars(title: str, bars: list[Bar]) -> Drawing:
    """Make a drawing of bars, with the same said in words."""
    alt = f"{title}. " + "; ".join(f"{bar.label}: {bar.words}" for bar in bars) + "."
    size = (WIDTH * 0.75, height_of(len(bars)))
    return Drawing(title, alt, size, lambda axes: put_bars(axes, [Section("", bars)]))


def themes_by_group(parts: list[Part], _: Translate) -> Drawing:
    """Draw how many persons of each group voice each code, darker for a larger share."""
    groups = [words.group_in_words(g.name, _) for g in parts[0].talks.named_groups]
    lines = [[square_of(group.count, _) for group in p.talks.named_groups] for p in parts]
    names = [part.code.name for part in parts]
    title = _("Themes by group")
    rows = (
        f"{name}: " + ", ".join(f"{g} {s.words}" for g, s in zip(groups, line, strict=True))
        for name, line in zip(names, lines, strict=True)
    )
    return Drawing(
        title,
        f"{title}. {'; '.join(rows)}.",
        (max(WIDTH * 0.5, 1.1 * len(groups)), height_of(len(parts))),
        lambda axes: put_heat_map(axes, names, groups, lines),
    )


def square_of(count: Count, _: Translate) -> Square:
    """Give how dark a count is, and what stands in it."""
    return Square(SHADES.get(count.extent, 0.0), words.persons_in_words(count, _))
