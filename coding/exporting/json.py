"""A report as JSON: a file for each theme, as a tree, and an index."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .checklist import fill_checklist
from .files import theme_file
from .model import Group, Part, Report, Voices
from .tables import COUNT_KEYS, FRAGMENT_KEYS, values_of
from .words import Translate


def write(
    report: Report, _: Translate, _templates: Path | None = None
) -> Iterator[tuple[str, bytes]]:
    """Give a file for each theme, and an index. Keys are English in every language."""
    for theme in report.themes:
        codes = [code_as_data(part) for part in theme.parts]
        yield theme_file(theme.slug, "json"), encoded({"theme": theme.slug, "codes": codes})
    yield "index.json", encoded(index(report, _))


def index(report: Report, _: Translate) -> dict[str, Any]:
    """Give what is about the whole report."""
    return {
        "title": report.title,
        "audience": report.audience,
        "codebook": asdict(report.codebook),
        "themes": [
            {"theme": theme.slug, "file": theme_file(theme.slug, "json")}
            | count_as_data(theme.top.talks)
            for theme in report.themes
        ],
        "asked": [list(pair) for pair in report.asked],
        "saved": dict(report.saved),
        "data": report.data,
        "sources": [asdict(source) for source in report.sources],
        "memos": [asdict(memo) for memo in report.memos],
        "checklist": [asdict(item) for item in fill_checklist(report, _)],
        "withheld": [asdict(line) for line in report.withheld],
    }


def code_as_data(part: Part) -> dict[str, Any]:
    """Give a code with its groups and quotes."""
    data = {
        "code": part.code.path,
        "name": part.code.name,
        "definition": part.code.definition,
        **voices_as_data(part.talks),
        "memos": [asdict(memo) for memo in part.memos],
    }
    return data | ({"survey": voices_as_data(part.survey)} if part.survey else {})


def voices_as_data(voices: Voices) -> dict[str, Any]:
    """Give who voices a code."""
    return {
        **count_as_data(voices),
        "areas": [
            {"area": count.name} | dict(zip(COUNT_KEYS, values_of(count), strict=True))
            for count in voices.areas
        ],
        "cells": [
            {"group": group, "area": area} | dict(zip(COUNT_KEYS, values_of(count), strict=True))
            for (group, area), count in voices.cells.items()
        ],
        "groups": [{"group": group.name} | group_as_data(group) for group in voices.groups],
        "dissent": list(voices.dissent),
    }


def count_as_data(counted: Voices | Group) -> dict[str, Any]:
    """Give the count and the stances of a code or of one group."""
    count = counted.total if isinstance(counted, Voices) else counted.count
    return {
        **dict(zip(COUNT_KEYS, values_of(count), strict=True)),
        "stances": counted.balance.persons or counted.balance.extents,
        "majority": counted.balance.majority or None,
    }


def group_as_data(group: Group) -> dict[str, Any]:
    """Give what a group says."""
    quotes = [{key: getattr(quote, key) for key in FRAGMENT_KEYS} for quote in group.quotes]
    return count_as_data(group) | {"quotes": quotes}


def encoded(data: object) -> bytes:
    """Write data as JSON for people and programs."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
