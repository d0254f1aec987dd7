"""Looking for words in the open transcript, and in all of them. Offsets are code points."""

from __future__ import annotations

import re
import sqlite3
from contextlib import suppress
from typing import NamedTuple

from .. import RodedraadError
from .querying.search import plain

WORD = re.compile(r"[^\W_]+")
MOST = 200  # places that a search in all transcripts gives
LONGEST_TEXT = 160  # characters that are shown of a place
QUESTION = re.compile(
    r"[=:()]|\b(and|or|not|near|within|overlaps|before|after|in)\b", re.IGNORECASE
)


class FoundPlace(NamedTuple):
    """A place in a transcript where words were found, with the sentence-like text around."""

    transcript_id: int
    slug: str
    turn: int
    offset: int
    text: str


def find_words(text: str, words: str, offset: int, step: int = 1) -> tuple[int, int] | None:
    """Find the next (step 1) or previous (-1) place of these letters after an offset.

    Capitals and accents make no difference. After the end it goes on at the begin. None when
    they stand nowhere. `text` is a text as `plain` gives it.
    """
    pattern = re.compile(re.escape(plain(words.strip())), re.IGNORECASE)
    if not words.strip():
        return None
    if step > 0:
        found = pattern.search(text, offset + 1) or pattern.search(text)
        return found.span() if found else None
    every = [match.span() for match in pattern.finditer(text)]
    before = [span for span in every if span[0] < offset]
    return (before or every)[-1] if every else None


def find_everywhere(connection: sqlite3.Connection, words: str) -> list[FoundPlace]:
    """Find the turns that hold all these words, or words that begin with them.

    What reads as a question (politie and not geld, stance = -, text: "goed overleg") finds the
    fragments that answer it.
    """
    if QUESTION.search(words):
        with suppress(RodedraadError, sqlite3.Error):  # no question, or not written to its end
            if found := find_fragments(connection, words):
                return found
    asked = WORD.findall(words)
    if not asked:
        return []
    rows = connection.execute(
        "SELECT transcript.id, slug, turn.number, turn.start, turn.text FROM turn_search "
        "JOIN turn ON turn.id = turn_search.rowid "
        "JOIN transcript_version ON transcript_version.id = turn.version_id "
        "JOIN transcript ON transcript.id = transcript_id "
        "AND transcript.version = transcript_version.number "
        "WHERE turn_search MATCH ? ORDER BY slug, turn.number LIMIT ?",
        [" ".join(f'"{word}"*' for word in asked), MOST],
    ).fetchall()
    return [place_in(row, asked[0]) for row in rows]


def find_fragments(connection: sqlite3.Connection, question: str) -> list[FoundPlace]:
    """Find the fragments that answer a question. Raises RodedraadError when it cannot be read."""
    from .querying.quotes import find_quotes
    from .querying.selection import Filters, choose

    selection = choose(connection, Filters(kind=("all",)), question)
    quotes = find_quotes(connection, selection, MOST)
    ids = dict(connection.execute("SELECT slug, id FROM transcript").fetchall())
    return [
        FoundPlace(
            ids[quote["transcript"]],
            quote["transcript"],
            quote["turn"],
            quote["start"],
            quote["quote"][:LONGEST_TEXT],
        )
        for quote in quotes
    ]


def why_nothing(connection: sqlite3.Connection, words: str) -> RodedraadError | None:
    """Give what is wrong with words that read as a question; None when nothing is."""
    try:
        if QUESTION.search(words):
            find_fragments(connection, words)
    except RodedraadError as error:
        return error
    return None


def place_in(row: tuple[int, str, int, int, str], word: str) -> FoundPlace:
    """Say where in a turn the word stands, with some of the text around it."""
    transcript_id, slug, number, start, text = row
    found = re.search(rf"(?<![^\W_]){re.escape(plain(word))}", plain(text), re.IGNORECASE)
    at = found.start() if found else 0
    begin = text.rfind(" ", 0, max(at - 40, 0)) + 1
    return FoundPlace(transcript_id, slug, number, start + at, text[begin : at + LONGEST_TEXT])
