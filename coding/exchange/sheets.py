"""Codebooks in tables of other programs: Taguette (tag, description), MAXQDA (Code, Memo).

Taguette names the tag, and in newer versions its parent, in columns of their own. MAXQDA
writes where a code stands in its name, with ">" or "\\" between the names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from ... import RodedraadError
from ...codebooks.fields import fill_in
from ...codebooks.model import Codebook
from ...codebooks.tree import Node, codes_of
from ...transcripts.readers.source import open_source
from ...transcripts.tables import read_table
from .identity import guid

# What the columns are called: of the name of a code, what it means, what it stands below.
NAMES = ("tag", "code")
MEANINGS = ("description", "memo", "code memo")
PARENTS = ("parent", "parent code")
LEVELS = re.compile(r"\s*[>\\]\s*")


def is_theirs(path: Path) -> bool:
    """Tell whether a table is one of these: an .xlsx, or a .csv with such column names."""
    if path.suffix.lower() == ".xlsx":
        return True
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            columns = re.split("[,;\t]", file.readline(1000).strip().lower())
    except OSError:
        return False
    return "path" not in columns and not set(columns).isdisjoint(NAMES)


def read(path: Path) -> Codebook:
    """Return the codebook in a .csv or .xlsx of Taguette or MAXQDA, named after the file.

    Raises RodedraadError when the file cannot be read, or holds no codes.
    """
    with open_source(path) as source:
        rows = [cells for _line, cells in read_table(source).rows]
    columns = [name.lower() for name in rows[0]]
    codes = codes_of(nodes_in([dict(zip(columns, row, strict=True)) for row in rows[1:]]))
    if not codes:
        raise RodedraadError(
            "{file} holds no codes. Its first row has to name the columns: tag and description "
            "(Taguette), or Code and Memo (MAXQDA).",
            file=path,
        )
    return fill_in(Codebook(path.stem, codes=codes))


def nodes_in(rows: Iterable[dict[str, str]]) -> list[Node]:
    """List the codes of a table, and those that are only named above one, each once."""
    named = [(first(row, NAMES), first(row, PARENTS), first(row, MEANINGS)) for row in rows]
    parents = {name: parent for name, parent, _meaning in named if parent}
    meanings: dict[tuple[str, ...], str] = {}
    for name, _parent, meaning in named:
        above: list[str] = []
        while (over := parents.get(above[0] if above else name)) and over not in above:
            above.insert(0, over)
        levels = [part for step in (*above, name) for part in LEVELS.split(step) if part]
        for depth in range(1, len(levels) + 1):
            meanings.setdefault(tuple(levels[:depth]), "")
        if meaning:
            meanings[tuple(levels)] = meaning
    return [
        Node(guid("sheet", *place), place[-1], guid("sheet", *place[:-1]), meaning)
        for place, meaning in meanings.items()
        if place
    ]


def first(row: dict[str, str], names: Iterable[str]) -> str:
    """Give the first of these cells that is there."""
    return next((row[name] for name in names if row.get(name)), "")
