"""Themes as one HTML file: it needs nothing beside it, and works from a USB stick."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path

from ..querying.facets import STANCES
from .model import Report
from .templates import common_values, environment, render, source_of
from .words import Translate, stance_in_words


def write(
    report: Report, _: Translate, templates: Path | None = None
) -> Iterator[tuple[str, bytes]]:
    """Give the file. Its security policy allows its own style and script and nothing else."""
    from markupsafe import Markup

    made = environment(templates, _)
    style, script = (Markup(source_of(made, name)) for name in ("themes.css", "themes.js"))
    policy = (
        f"default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; "
        f"style-src {hash_source(style)}; script-src {hash_source(script)}"
    )
    choices = filter_choices(report, _)
    values = common_values(report, _) | {"choices": choices, "policy": policy}
    page = render(made, "themes.html.j2", **values, style=style, script=script)
    yield "themes.html", page


def hash_source(text: str) -> str:
    """Name a style or script in a content security policy by what it holds."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def filter_choices(report: Report, _: Translate) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Give what the reader can choose quotes by: (key, label, [(value, name)])."""
    quotes = list(report.quotes())
    groups = dict.fromkeys(quote.group for quote in quotes if quote.group)
    areas = {area for quote in quotes if quote.area for area in quote.area.split(", ")}
    stances = [stance for stance in STANCES if any(quote.stance == stance for quote in quotes)]
    choices = [
        ("theme", _("Theme"), [(theme.slug, theme.top.code.name) for theme in report.themes]),
        ("group", _("Group"), [(name, name) for name in groups]),
        ("area", _("Area"), [(name, name) for name in sorted(areas)]),
        ("stance", _("Stance"), [(name, stance_in_words(name, _)) for name in stances]),
    ]
    return [choice for choice in choices if choice[2]]
