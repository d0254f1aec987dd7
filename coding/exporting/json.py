"""Themes as JSON: counts and quotes, with the keys of the queries."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from . import Translate, theme_file
from .model import CodePart, Report


def write(report: Report, _: Translate) -> Iterator[tuple[str, bytes]]:
    """Give a file for each theme, and an index. Keys are English in every language."""
    for theme in report.themes:
        codes = [as_data(part) for part in theme.codes]
        yield theme_file(theme.slug, "json"), encoded({"theme": theme.slug, "codes": codes})
    index = {
        "codebook": report.codebook,
        "themes": [
            {"theme": theme.slug, "file": theme_file(theme.slug, "json")}
            | vars(theme.codes[0].total)
            for theme in report.themes
        ],
        "sources": [
            {
                "transcript": source.slug,
                "title": source.title,
                "kind": source.kind,
                "date": source.date or None,
                "wave": source.wave or None,
            }
            for source in report.sources
        ],
        "not_coded": list(report.basis.uncoded),
    }
    yield "index.json", encoded(index)


def as_data(part: CodePart) -> dict[str, Any]:
    """Give a code with its groups and quotes."""
    return {
        "code": part.path,
        "name": part.name,
        "definition": part.definition,
        **vars(part.total),
        "groups": [
            {
                "group": group.name,
                "persons": group.counts.persons,
                "among": group.counts.among,
                "fragments": group.counts.fragments,
                "n": group.counts.n,
                "quotes": [dict(quote) for quote in group.quotes],
            }
            for group in part.groups
        ],
    }


def encoded(data: object) -> bytes:
    """Write data as JSON for people and programs."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
