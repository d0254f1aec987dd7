"""Finding words in the text, in all their forms, without loading any language library.

The table `vocabulary` gives every word of the project its lemma. A word in a question stands
for all words of the same lemma: *bewoner* finds *bewoners*. The full-text index (FTS5) finds
the turns that have the words; whether they stand in the right places is looked up in the text.
"""

from __future__ import annotations

import re
import signal
import sqlite3
import threading
import time
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from ... import RodedraadError

WORD = re.compile(r"[^\W_]+")
QUOTED = re.compile(r"[\"“]([^\"”]*)[\"”]|(\S+)")
SENTENCE_END = re.compile(r"[.!?…]+[\"”’)]*\s+|\n+")
LONGEST_SENTENCE = 300  # characters; text without full stops is cut around the word
REGEX_SECONDS = 2.0  # for all texts of one question together

Finder = Callable[[str], bool]


class Phrase(NamedTuple):
    """Words to look for, each as the list of its forms; one that ends in * is a beginning.

    With `slack` None they stand side by side in this order, else in any order with at most
    so many other words between the first and the last.
    """

    words: tuple[tuple[str, ...], ...]
    slack: int | None = None


def phrases_in(connection: sqlite3.Connection, text: str) -> list[Phrase]:
    """Read what was typed after --text: words, and phrases between quotation marks.

    Raises RodedraadError when there is no word in it.
    """
    return [make_phrase(connection, part) for part in parts_of(text)]


def parts_of(text: str) -> list[str]:
    """Divide what was typed after --text in words and phrases between quotation marks.

    Raises RodedraadError when there is no word in it.
    """
    found = [match[1] or match[2] or "" for match in QUOTED.finditer(text)]
    parts = [part for part in found if WORD.search(part)]
    if not parts:
        raise RodedraadError("There is no word to look for in “{text}”.", text=text)
    return parts


def make_phrase(connection: sqlite3.Connection, text: str, slack: int | None = None) -> Phrase:
    """Make a phrase of the words in a text; one that ends in * is the beginning of a word.

    Raises RodedraadError when there is no word in it.
    """
    words = []
    for match in WORD.finditer(text):
        word = match[0].lower()
        is_beginning = text[match.end() : match.end() + 1] == "*"
        words.append((f"{word}*",) if is_beginning else forms_of(connection, word))
    if not words:
        raise RodedraadError("There is no word to look for in “{text}”.", text=text)
    return Phrase(tuple(words), slack)


def forms_of(connection: sqlite3.Connection, word: str) -> tuple[str, ...]:
    """List the words of the project with the lemma of this word, the word itself among them."""
    rows = connection.execute(
        "SELECT word FROM vocabulary "
        "WHERE lemma IN (:word, (SELECT lemma FROM vocabulary WHERE word = :word))",
        {"word": word},
    ).fetchall()
    return tuple(sorted({word, *(str(row[0]) for row in rows)}))


def fts_query(phrases: Sequence[Phrase]) -> str:
    """Write in the language of FTS5: every word of every phrase, in any of its forms.

    Each form stands between quotation marks, so that none is read as an operator.
    """

    def form(word: str) -> str:
        return f'"{word[:-1]}" *' if word.endswith("*") else f'"{word}"'

    words = [word for phrase in phrases for word in phrase.words]
    return " AND ".join("(" + " OR ".join(map(form, forms)) + ")" for forms in words)


def word_regex(forms: Sequence[str]) -> str:
    """Write the regular expression of a whole word in any of these forms, in `plain` text."""
    alternatives = "|".join(
        re.escape(plain(form.rstrip("*"))) + (r"[^\W_]*" if form.endswith("*") else "")
        for form in sorted(forms, key=len, reverse=True)
    )
    return rf"(?<![^\W_])(?:{alternatives})(?![^\W_])"


def plain(text: str) -> str:
    """Take the accents off a text, character for character, so that offsets stay the same."""
    if text.isascii():
        return text
    return "".join(unicodedata.normalize("NFD", character)[0] for character in text)


def words_finder(phrases: Sequence[Phrase]) -> Finder:
    """Make the function that tells whether a text has every phrase."""
    finders = [phrase_finder(phrase) for phrase in phrases]
    return lambda text: all(finds(plain(text)) for finds in finders)


def phrase_finder(phrase: Phrase) -> Finder:
    """Make the function that tells whether a plain text has a phrase."""
    if phrase.slack is None or len(phrase.words) == 1:
        pattern = r"[\W_]+".join(word_regex(forms) for forms in phrase.words)
        compiled = re.compile(pattern, re.IGNORECASE)
        return lambda text: compiled.search(text) is not None
    patterns = [re.compile(word_regex(forms), re.IGNORECASE) for forms in phrase.words]
    longest = phrase.slack + len(patterns)

    def stand_together(text: str) -> bool:
        words = WORD.findall(text)
        which = [{i for i, pattern in enumerate(patterns) if pattern.match(w)} for w in words]
        return any(
            which[start] and len(set().union(*which[start : start + longest])) == len(patterns)
            for start in range(len(words))
        )

    return stand_together


def exact_finder(text: str) -> Finder:
    """Make the function that tells whether these characters stand in a text, in any case."""
    wanted = text.casefold()
    return lambda searched: wanted in searched.casefold()


def regex_finder(pattern: str) -> Finder:
    """Make the function that tells whether a regular expression is found in a text.

    It gets REGEX_SECONDS for all texts together and then raises TimeoutError (on systems
    without SIGALRM, and outside the main thread, between two texts only).
    Raises RodedraadError when the expression cannot be read.
    """
    try:
        compiled = re.compile(pattern, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        raise RodedraadError(
            "The regular expression {pattern} cannot be read: {reason}.",
            pattern=pattern,
            reason=error,
        ) from None
    deadline = 0.0

    def finds(text: str) -> bool:
        nonlocal deadline
        deadline = deadline or time.monotonic() + REGEX_SECONDS
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            raise TimeoutError
        if (
            not hasattr(signal, "SIGALRM")
            or threading.current_thread() is not threading.main_thread()
        ):
            return compiled.search(text) is not None
        before = signal.signal(signal.SIGALRM, stop)
        signal.setitimer(signal.ITIMER_REAL, remaining)
        try:
            return compiled.search(text) is not None
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    return finds


def stop(_signal: int, _frame: Any) -> None:
    """End a search that takes too long."""
    raise TimeoutError


def sentence_ends(text: str) -> int:
    """Count the ends of sentences in a text, after which it goes on."""
    return len(SENTENCE_END.findall(text))


def sentence_around(text: str, phrases: Sequence[Phrase]) -> tuple[int, int]:
    """Give the span (code points, end exclusive) of the sentence with the first word found."""
    searched = plain(text)
    regexes = [word_regex(forms) for phrase in phrases for forms in phrase.words]
    found = [re.search(regex, searched, re.IGNORECASE) for regex in regexes]
    at, at_end = min((match.span() for match in found if match), default=(0, 0))
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
