"""Finding words in the text, in all their forms, without loading any language library.

The table `vocabulary` gives every word of the project its lemma. A word in a question stands
for all words of the same lemma: *bewoner* finds *bewoners*.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Callable, Sequence

from ... import RodedraadError

WORD = re.compile(r"[^\W_]+")
SENTENCE_END = re.compile(r"[.!?…]+[\"”’)]*\s+|\n+")
LONGEST_SENTENCE = 300  # characters; text without full stops is cut around the word


def forms_of_words(connection: sqlite3.Connection, text: str) -> list[list[str]]:
    """Give, for each word of a text, all words of the project with the same lemma.

    Raises RodedraadError when there is no word in the text.
    """
    words = [word.lower() for word in WORD.findall(text)]
    if not words:
        raise RodedraadError("There is no word to look for in “{text}”.", text=text)
    return [forms_of(connection, word) for word in words]


def forms_of(connection: sqlite3.Connection, word: str) -> list[str]:
    """List the words of the project with the lemma of this word, the word itself among them."""
    rows = connection.execute(
        "SELECT word FROM vocabulary "
        "WHERE lemma IN (:word, (SELECT lemma FROM vocabulary WHERE word = :word))",
        {"word": word},
    ).fetchall()
    return sorted({word, *(str(row[0]) for row in rows)})


def fts_query(forms: Sequence[Sequence[str]]) -> str:
    """Write the question in the language of FTS5: every word, in any of its forms.

    Each form stands between quotation marks, so that none is read as an operator.
    """
    return " AND ".join(
        "(" + " OR ".join(f'"{form}"' for form in word_forms) + ")" for word_forms in forms
    )


def word_pattern(forms: Sequence[str]) -> re.Pattern[str]:
    """Make the pattern that finds any of these forms as a whole word, in `plain` text."""
    alternatives = "|".join(re.escape(plain(form)) for form in sorted(forms, key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])(?:{alternatives})(?![^\W_])", re.IGNORECASE)


def plain(text: str) -> str:
    """Take the accents off a text, character for character, so that offsets stay the same."""
    if text.isascii():
        return text
    return "".join(unicodedata.normalize("NFD", character)[0] for character in text)


def mentions(forms: Sequence[Sequence[str]]) -> Callable[[str], bool]:
    """Make the function that tells whether a text has every word, in any of its forms."""
    patterns = [word_pattern(word_forms) for word_forms in forms]

    def has_them_all(text: str) -> bool:
        searched = plain(text)
        return all(pattern.search(searched) for pattern in patterns)

    return has_them_all


def add_text_condition(
    connection: sqlite3.Connection, text: str, conditions: list[str], values: dict[str, object]
) -> None:
    """Add the condition that a fragment's own words hold every word of the text."""
    forms = forms_of_words(connection, text)
    connection.create_function("mentions", 1, mentions(forms), deterministic=True)
    # The index knows turns, and a fragment may be one sentence of a turn, or several turns:
    # the longest word (mostly the rarest) finds the turns, and the quote decides.
    values["some_text"] = fts_query([max(forms, key=lambda word_forms: len(word_forms[0]))])
    conditions.append("""fragment.id IN (
        SELECT within.id FROM turn_search
        JOIN turn ON turn.id = turn_search.rowid
        JOIN fragment AS within ON within.version_id = turn.version_id
            AND within.start < turn.end AND within.end > turn.start
        WHERE turn_search MATCH :some_text) AND mentions(fragment.quote)""")


def sentence_around(text: str, forms: Sequence[Sequence[str]]) -> tuple[int, int]:
    """Give the span (code points, end exclusive) of the sentence with the first word found."""
    searched = plain(text)
    found = min(
        (match for match in (word_pattern(word).search(searched) for word in forms) if match),
        key=lambda match: match.start(),
        default=None,
    )
    at, at_end = found.span() if found else (0, 0)
    start, end = 0, len(text)
    for mark in SENTENCE_END.finditer(text):
        if mark.end() <= at:
            start = mark.end()
        elif mark.start() >= at_end:
            end = mark.start() + len(mark.group().rstrip())
            break
    return cut_long(text, start, end, at, at_end)


def cut_long(text: str, start: int, end: int, at: int, at_end: int) -> tuple[int, int]:
    """Cut a stretch without full stops at the words around the one that was found."""
    half = LONGEST_SENTENCE // 2
    if at - start > half:
        space = text.find(" ", at - half, at)
        start = space + 1 if space >= 0 else at
    if end - at_end > half:
        space = text.rfind(" ", at_end, at_end + half)
        end = space if space >= 0 else at_end
    return start, end
