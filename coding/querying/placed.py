"""Coded passages with their place and their persons, for questions on which goes with which."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from operator import attrgetter
from typing import NamedTuple

from .counting import finished, scope
from .selection import Selection, counted_fragments, heard


class Passage(NamedTuple):
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
ends(version_id, length) AS (
    SELECT id, (SELECT end FROM turn WHERE version_id = transcript_version.id
        ORDER BY number DESC LIMIT 1)
    FROM transcript_version)
SELECT transcript.slug, coalesce(transcript.date, ''), ends.length, scope.path, fragment.start,
    fragment.end, heard.respondent_id
FROM ({counted_fragments(selection)}) AS fragment
JOIN scope ON scope.code_id = fragment.code_id
JOIN fragment_person ON fragment_person.fragment_id = fragment.id
JOIN heard ON heard.participation_id = fragment_person.participation_id
    AND heard.version_id = fragment.version_id
JOIN transcript ON transcript.id = heard.transcript_id
JOIN ends ON ends.version_id = fragment.version_id
ORDER BY fragment.code_id, fragment.version_id, fragment.start, fragment.end""",
        selection.values,
    ).fetchall()
    alone = {row[-1]: frozenset({row[-1]}) for row in rows}
    found = (Passage._make((*row[:-1], alone[row[-1]])) for row in rows)
    return sorted(merged(found), key=IN_ORDER)


IN_ORDER = attrgetter("date", "transcript", "start", "end", "code")
"""Sorts passages by talk, and by place in it."""


def merged(found: Iterable[Passage]) -> list[Passage]:
    """Take overlapping passages of one code in one talk together; these stand beside each other
    and come sorted by start."""
    together: list[Passage] = []
    last = None
    for passage in found:
        if (
            last
            and passage.start < last.end
            and passage.code == last.code
            and passage.transcript == last.transcript
        ):
            end, persons = max(last.end, passage.end), last.persons | passage.persons
            last = together[-1] = last._replace(end=end, persons=persons)
        else:
            together.append(passage)
            last = passage
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
