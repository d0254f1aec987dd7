"""A learner that is kept in step with what is decided, in a process of its own.

It learns from what coders decided: a fragment says yes, a rejected suggestion says no, and a
turn that was read says no to every code that it was not given. A change of mind is taken back,
so that the suggestions are those of a learner who never knew of it.

Importing spaCy and reading all transcripts takes seconds, in which a thread would hold the
keys of the coding screen for up to 0.3 s at a time. So the screen starts this module as a
program: it reads the number of a version from each line on stdin, and writes for each what is
suggested there as a line of JSON on stdout: `{"version": 3, "suggestions": {"samenwerking/politie":
[[turn, start, end, score, reasons], …]}}`, only for codes about which something was learnt.
"""

from __future__ import annotations

import json
import os
import queue
import sqlite3
import sys
import threading
from pathlib import Path
from typing import NamedTuple

from .codes import read_codebook
from .desk import read_finished, read_turns
from .opening import reading
from .suggesting.model import Decision, Source, Suggestion
from .suggestions import current_versions, load_source

MOST_CHARACTERS = 4_000_000
"""Characters of text to learn in (about 700,000 words); further transcripts are left out."""


class Said(NamedTuple):
    """What a coder said about a code in a place of a version; `code` is its path."""

    start: int
    end: int
    code: str
    coder: str
    accepted: bool
    bulk: bool


class Learning:
    """What is learnt for one coder; from their own decisions alone when they code blind."""

    def __init__(self, connection: sqlite3.Connection, coder: str, blind: bool, first: int) -> None:
        """Learn in all transcripts; `first` is the version that may not be left out."""
        from .suggesting.corpus import read_corpus
        from .suggesting.learner import learn

        self._connection = connection
        self._coder = coder
        self._only = coder if blind else ""
        self._said = read_said(connection, coder, self._only)
        self._proposed_for = -1
        decisions = [
            decision_of(version, said)
            for version, of_version in self._said.items()
            for said in sorted(of_version)
        ]
        corpus = read_corpus(read_codebook(connection), texts_to_learn_in(connection, first))
        self._learner = learn(corpus, decisions, read_reviewed(connection, coder))

    def suggestions_for(self, version: int) -> dict[str, list[Suggestion]]:
        """Learn what was decided in a version since, and suggest for it: lists by code path.

        Given are the codes about which something was learnt; all, when it is another version
        than the time before.
        """
        from .suggesting.proposing import propose

        changed = self._learn_changes(version)
        if version != self._proposed_for:
            changed = set(self._learner.corpus.codes)
            self._proposed_for = version
        own = [
            decision_of(version, said)
            for said in self._said.get(version, ())
            if said.coder == self._coder
        ]
        found: dict[str, list[Suggestion]] = {code: [] for code in changed}
        for suggestion in propose(self._learner, only={str(version)}, codes=changed, done=own):
            found[suggestion.code].append(suggestion)
        return found

    def _learn_changes(self, version: int) -> set[str]:
        """Learn what was said since, and forget what was taken back; give the codes concerned."""
        from .suggesting.learner import decide, review_turns, settle, take_back

        learner = self._learner
        before = self._said.get(version, set())
        now = read_said(self._connection, self._coder, self._only, version).get(version, set())
        for said in sorted(before - now):
            take_back(learner, decision_of(version, said))
        for said in sorted(now - before):
            decide(learner, decision_of(version, said))
        self._said[version] = now
        for key, turns in read_reviewed(self._connection, self._coder, version).items():
            review_turns(learner, key, turns)
        changed = {said.code for said in before ^ now} & set(learner.corpus.codes)
        changed |= {learner.corpus.codes[number] for number in learner.stale}
        settle(learner)
        return changed


def decision_of(version: int, said: Said) -> Decision:
    """Give what was said as the learner takes it."""
    return Decision(str(version), said.start, said.end, said.code, said.accepted, None, said.bulk)


def read_said(
    connection: sqlite3.Connection, coder: str, only: str = "", version: int | None = None
) -> dict[int, set[Said]]:
    """Read what was said, by version (or in one): the fragments, and what this coder rejected.

    The fragments are those of everybody, or of one coder when `only` names them.
    """
    rows = connection.execute(
        "SELECT version_id, start, end, path, coder, 1, origin = 'bulk' "
        "FROM fragment JOIN code ON code.id = code_id "
        "WHERE (:only = '' OR coder = :only) AND (:version IS NULL OR version_id = :version) "
        "UNION ALL SELECT version_id, start, end, path, coder, 0, 0 "
        "FROM decision JOIN code ON code.id = code_id WHERE verdict = 'rejected' "
        "AND coder = :coder AND (:version IS NULL OR version_id = :version)",
        {"only": only, "coder": coder, "version": version},
    ).fetchall()
    said: dict[int, set[Said]] = {}
    for number, start, end, path, name, accepted, bulk in rows:
        one = Said(start, end, path, name, bool(accepted), bool(bulk))
        said.setdefault(int(number), set()).add(one)
    return said


def read_reviewed(
    connection: sqlite3.Connection, coder: str, version: int | None = None
) -> dict[str, list[int] | None]:
    """Give the turns (from 0) that a coder read in each version, or in one; None for all."""
    rows = connection.execute(
        "SELECT DISTINCT version_id FROM reviewed_turn WHERE coder = ?", [coder]
    ).fetchall()
    reviewed: dict[str, list[int] | None] = {
        str(number): [turn - 1 for turn in read_turns(connection, number, coder)]
        for (number,) in rows
        if version in (None, number)
    }
    finished = read_finished(connection, coder)
    return reviewed | {str(number): None for number in finished if version in (None, number)}


def texts_to_learn_in(connection: sqlite3.Connection, first: int) -> list[Source]:
    """Read the transcripts, one version before all others, as many as there is room for."""
    versions = sorted(current_versions(connection, ()), key=lambda version: version != first)
    sources: list[Source] = []
    length = 0
    for version in versions:
        source = load_source(connection, version)
        length += len(source.text)
        if sources and length > MOST_CHARACTERS:
            break
        sources.append(source)
    return sources


def main(path: Path, coder: str, blind: bool) -> None:
    """Suggest for the versions that stdin names, until it ends."""
    if hasattr(os, "nice"):
        os.nice(5)  # the screen comes first
    asked: queue.SimpleQueue[int | None] = queue.SimpleQueue()
    threading.Thread(target=read_numbers, args=[asked], daemon=True).start()
    version = asked.get()
    if version is None:
        return
    with reading(path) as connection:
        learning = Learning(connection, coder, blind, version)
        while version is not None:
            answer(version, learning.suggestions_for(version))
            version = asked.get()
            while not asked.empty():  # only the last question still matters
                version = asked.get()


def read_numbers(asked: queue.SimpleQueue[int | None]) -> None:
    """Put the numbers on stdin in a queue, and None at its end."""
    for line in sys.stdin:
        asked.put(int(line))
    asked.put(None)


def answer(version: int, suggestions: dict[str, list[Suggestion]]) -> None:
    """Write one line of JSON."""
    rows = {
        code: [[one.turn, one.start, one.end, one.score, one.reasons] for one in of_code]
        for code, of_code in suggestions.items()
    }
    sys.stdout.write(json.dumps({"version": version, "suggestions": rows}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "blind")
