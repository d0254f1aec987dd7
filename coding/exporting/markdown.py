"""Themes as Markdown: a page a theme, with the quotes of each group, and an index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from .files import theme_file
from .model import Report
from .templates import common_values, environment, render
from .words import Translate

# What Markdown, or HTML within it, would read as more than the character itself.
MARKUP = re.compile(r"([\\`*_\[\]<>#|&~$^])")
LINK = re.compile(r"(://|\bwww)(?=[/.\w])")


def write(
    report: Report, _: Translate, templates: Path | None = None
) -> Iterator[tuple[str, bytes]]:
    """Give a page for each theme, and an index."""
    made = environment(templates, _, escaped)
    values = common_values(report, _)
    values["files"] = {theme.slug: theme_file(theme.slug, "md") for theme in report.themes}
    for theme in report.themes:
        yield values["files"][theme.slug], render(made, "theme.md.j2", **values, theme=theme)
    yield "index.md", render(made, "index.md.j2", **values)


def escaped(text: str) -> str:
    """Make a text stand for itself in Markdown, on one line."""
    harmless = MARKUP.sub(r"\\\1", " ".join(text.split()))
    return LINK.sub(lambda match: match[0].replace(":", "\\:").replace("www", "w\\ww"), harmless)
