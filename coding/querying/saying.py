"""Conditions on words in SQL: what was said in a fragment, a turn, a talk or by a respondent."""

from __future__ import annotations

from .compiling import Compiler, Level, of_respondents
from .expression import Condition, Exact, Regex, Words
from .search import (
    Finder,
    Phrase,
    exact_finder,
    fts_query,
    make_phrase,
    regex_finder,
    words_finder,
)


def said(compiler: Compiler, condition: Condition) -> str:
    """SQL for "this was said here", here being as wide as the level."""
    finder, phrases = finder_of(compiler, condition)
    # A function of its own for each condition, because each looks for something else.
    compiler.functions += 1
    name = f"says_{compiler.functions}"
    compiler.connection.create_function(name, 1, finder, deterministic=True)
    index = compiler.parameters.add(fts_query(phrases)) if phrases else ""
    turns = f"SELECT turn.id FROM turn WHERE {name}(turn.text)"
    if phrases:
        turns = f"""SELECT turn.id FROM turn_search
        JOIN turn ON turn.id = turn_search.rowid
        WHERE turn_search MATCH {index} AND {name}(turn.text)"""
    match compiler.level:
        case Level.FRAGMENT:
            return f"({candidates(compiler, phrases)} AND {name}(fragment.quote))"
        case Level.TURN:
            return f"fragment.turn_id IN ({turns})"
        case Level.TRANSCRIPT:
            return f"fragment.version_id IN (SELECT version_id FROM turn WHERE id IN ({turns}))"
    return of_respondents(f"""SELECT participation.respondent_id
        FROM turn
        JOIN speaker ON speaker.id = turn.speaker_id
        JOIN participation ON participation.id = speaker.participation_id
        WHERE turn.id IN ({turns})""")


def candidates(compiler: Compiler, phrases: list[Phrase]) -> str:
    """SQL of the fragments that may hold the words, from the index; all without phrases.

    The index knows turns, and a fragment may be one sentence of a turn, or several turns:
    the longest word (mostly the rarest) finds the turns, and the quote then decides.
    """
    if not phrases:
        return "TRUE"
    rarest = max((word for phrase in phrases for word in phrase.words), key=lambda w: len(w[0]))
    words = compiler.parameters.add(fts_query([Phrase((rarest,))]))
    return f"""fragment.id IN (
        SELECT within.id FROM turn_search
        JOIN turn ON turn.id = turn_search.rowid
        JOIN fragment AS within ON within.version_id = turn.version_id
            AND within.start < turn.end AND within.end > turn.start
        WHERE turn_search MATCH {words})"""


def finder_of(compiler: Compiler, condition: Condition) -> tuple[Finder, list[Phrase]]:
    """Give the function that finds what a condition asks for, and what the index can look for."""
    match condition:
        case Words(phrases):
            made = [make_phrase(compiler.connection, words, slack) for words, slack in phrases]
            return words_finder(made), made
        case Exact(text):
            return exact_finder(text), []
        case Regex(pattern):
            return regex_finder(pattern), []
    raise AssertionError(condition)
