"""Coded passages with their place and their persons, for questions on which goes with which."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .counting import finished, scope
from .selection import Selection, counted_fragments, heard


@dataclass(frozen=True)
class Passage:
    """A passage with one code, [start, end) in code points: overlapping fragments are one.

    `persons` are ids of respondents; `length` is where the talk's last turn ends.
    """

    transcript: str
    date: str
    length: int
    code: str
    start: int
    end: int
    persons: frozenset[int]


def passages(connection: sqlite3.Connection, selection: Selection) -> list[Passage]:
    """Give the passages of a selection in the order of the talks, each under its own code."""
    rows = connection.execute(
        f"""
WITH {scope(selection, True, False)}, heard AS ({heard(selection)}),
ends(version_id, length) AS (SELECT version_id, max(end) FROM turn GROUP BY version_id)
SELECT transcript.slug, coalesce(transcript.date, ''), ends.length, scope.path, fragment.start,
    fragment.end, heard.respondent_id
FROM ({counted_fragments(selection)}) AS fragment
JOIN scope ON scope.code_id = fragment.code_id
JOIN fragment_person ON fragment_person.fragment_id = fragment.id
JOIN heard ON heard.participation_id = fragment_person.participation_id
    AND heard.version_id = fragment.version_id
JOIN transcript ON transcript.id = heard.transcript_id
JOIN ends ON ends.version_id = fragment.version_id
ORDER BY 2, 1, scope.path, fragment.start, fragment.end""",
        selection.values,
    ).fetchall()
    return sorted(merged(passage_of(row) for row in rows), key=place)


def passage_of(row: Sequence[Any]) -> Passage:
    """Make a passage of a row: its fields, the last of them one person."""
    transcript, date, length, code, start, end, person = row
    return Passage(transcript, date, length, code, start, end, frozenset({person}))


def place(passage: Passage) -> tuple[str, str, int, int, str]:
    """Sort by talk, and by place in it."""
    return (passage.date, passage.transcript, passage.start, passage.end, passage.code)


def merged(found: Iterable[Passage]) -> list[Passage]:
    """Take overlapping passages of one code in one talk together; they come sorted by start."""
    together: list[Passage] = []
    for passage in found:
        last = together[-1] if together else None
        same = last and (last.transcript, last.code) == (passage.transcript, passage.code)
        if last and same and passage.start < last.end:
            end, persons = max(last.end, passage.end), last.persons | passage.persons
            together[-1] = replace(last, end=end, persons=persons)
        else:
            together.append(passage)
    return together


def by_talk(found: Iterable[Passage]) -> dict[str, list[Passage]]:
    """Divide passages over their talks."""
    talks: dict[str, list[Passage]] = defaultdict(list)
    for passage in found:
        talks[passage.transcript].append(passage)
    return talks


def finished_persons(connection: sqlite3.Connection, selection: Selection) -> set[int]:
    """Give the persons who could have been counted."""
    rows = connection.execute(
        f"WITH heard AS ({heard(selection)}), "
        f"finished(transcript_id, coder) AS ({finished(selection)}) "
        "SELECT DISTINCT respondent_id FROM heard JOIN finished USING (transcript_id)",
        selection.values,
    ).fetchall()
    return {row[0] for row in rows}
