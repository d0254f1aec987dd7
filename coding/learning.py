"""A learner that is kept in step with what is decided, in a process of its own.

It learns from what coders decided: a fragment says yes, a rejected suggestion says no, and a
turn that was read says no to every code that it was not given. A change of mind is taken back,
so that the suggestions are those of a learner who never knew of it.

Importing spaCy and reading all transcripts takes seconds, in which a thread would hold the
keys of the coding screen for up to 0.3 s at a time. So the screen starts this module as a
program: it reads the number of a version from each line on stdin, and writes for each what is
suggested there as a line of JSON on stdout: `{"version": 3, "suggestions": {"samenwerking/politie":
[[turn, start, end, score, reasons, raw], …]}}`, only for codes about which something was learnt.
"""

from __future__ import annotations

import gc
import json
import os
import queue
import sqlite3
import sys
import threading
from pathlib import Path
from typing import NamedTuple

from .codes import read_codebook
from .explaining import with_places
from .opening import reading
from .suggesting.model import MAYBE, Decision, Source, Suggestion, Thresholds
from .teaching import read_decisions
from .texts import current_versions, load_source
from .vectors import kept_vectors

MOST_CHARACTERS = 4_000_000
"""Characters of text to learn in (about 700,000 words); further transcripts are left out."""

BREATH = 1.0
"""Seconds without a decision after which there is time to find reasons: a decision that is taken
meanwhile waits. Until then the reasons that were stored are shown."""

AT_ONCE = 1
"""Codes for which reasons are found before the next look whether something was decided."""

PAUSE = 3.0
"""Seconds without a decision after which there is time to learn from what was read."""

Row = tuple[str, int]
"""A table, fragment or decision, and the id of a row in it."""


class Said(NamedTuple):
    """What a coder said about a code in a place of a version; `code` is its path."""

    version: int
    start: int
    end: int
    code: str
    coder: str
    accepted: bool
    bulk: bool


class Learning:
    """What is learnt for one coder; from their own decisions alone when they code blind."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        coder: str,
        blind: bool,
        first: int,
        least: float = MAYBE,
    ) -> None:
        """Learn in all transcripts; `first` is the version that may not be left out.

        `least` is the lowest score (0 to 1) of what is suggested.
        """
        from .suggesting.calibration import calibrate
        from .suggesting.corpus import read_corpus
        from .suggesting.learner import learn
        from .suggesting.pipeline import build_pipeline

        self._connection = connection
        self._coder = coder
        self._only = coder if blind else ""
        self._thresholds = Thresholds(maybe=least)
        self._seen = last_change(connection)
        self._said = read_said(connection, coder, self._only)
        self._proposed_for = -1
        self.unexplained: set[str] = set()  # codes whose suggestions have no reasons yet
        decisions = [decision_of(said) for _row, said in sorted(self._said.items())]
        book = read_codebook(connection)
        texts = texts_to_learn_in(connection, first)
        nlp = build_pipeline(book.language)
        vectors = kept_vectors(connection, book.language, nlp)
        corpus = read_corpus(book, texts, nlp=nlp, embed=vectors)
        self._learner = learn(corpus, decisions, read_reviewed(connection, self._only))
        self._learner.calibration = calibrate(read_decisions(connection, coder, self._only))

    def suggestions_for(self, version: int) -> dict[str, list[Suggestion]]:
        """Learn what was decided in a version since, and suggest for it: lists by code path.

        Given are the codes about which something was learnt; all, when it is another version
        than the time before. The reasons, which take longer than the rest, come with `explained`.
        """
        changed = self._learn_decisions()
        if version != self._proposed_for:
            changed = set(self._learner.corpus.codes)
            self._proposed_for = version
        self.unexplained |= changed
        return self._propose(version, changed, explain=False)

    def explained(self, version: int) -> dict[str, list[Suggestion]]:
        """Give what was suggested last for some codes once more, with the reasons."""
        codes = set(sorted(self.unexplained)[:AT_ONCE])
        self.unexplained -= codes
        return self._propose(version, codes)

    def after_reading(self, version: int) -> dict[str, list[Suggestion]]:
        """Learn which turns of a version were read since, which concerns every code.

        Fitting all of them takes up to half a second: for when nobody waits. Given is nothing
        when no turn was read.
        """
        from .suggesting.learner import review_turns

        for key, turns in read_reviewed(self._connection, self._only, version).items():
            review_turns(self._learner, key, turns)
        changed = self._settled()
        self.unexplained |= changed
        return self._propose(version, changed, explain=False)

    def _learn_decisions(self) -> set[str]:
        """Learn what was said since, and forget what was taken back; give the codes concerned."""
        from .suggesting.learner import decide, take_back

        rows = rows_changed_since(self._connection, self._seen)
        self._seen = last_change(self._connection)
        now = read_said(self._connection, self._coder, self._only, rows)
        concerned: set[str] = set()
        for row in sorted(rows):
            before, after = self._said.pop(row, None), now.get(row)
            if after:
                self._said[row] = after
            if before != after:
                concerned |= {said.code for said in (before, after) if said}
                if before:
                    take_back(self._learner, decision_of(before))
                if after:
                    decide(self._learner, decision_of(after))
        return concerned & set(self._learner.corpus.codes) | self._settled()

    def _settled(self) -> set[str]:
        """Fit the codes that something else was learnt about, and give them."""
        from .suggesting.learner import settle

        changed = {self._learner.corpus.codes[number] for number in self._learner.stale}
        settle(self._learner)
        return changed

    def _propose(
        self, version: int, codes: set[str], explain: bool = True
    ) -> dict[str, list[Suggestion]]:
        from .suggesting.proposing import propose

        own = [
            decision_of(said)
            for said in self._said.values()
            if said.code in codes and said.version == version and said.coder == self._coder
        ]
        proposed = propose(
            self._learner,
            only={str(version)},
            codes=codes,
            thresholds=self._thresholds,
            done=own,
            explain=explain,
        )
        if explain:
            proposed = with_places(self._connection, self._learner, proposed, self._only)
        found: dict[str, list[Suggestion]] = {code: [] for code in codes}
        for suggestion in proposed:
            found[suggestion.code].append(suggestion)
        return found


def decision_of(said: Said) -> Decision:
    """Give what was said as the learner takes it."""
    key = str(said.version)
    return Decision(key, said.start, said.end, said.code, said.accepted, None, said.bulk)


def last_change(connection: sqlite3.Connection) -> int:
    """Give the number of the newest change of the project."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM change").fetchone()[0])


def rows_changed_since(connection: sqlite3.Connection, change: int) -> set[Row]:
    """List the fragments and decisions that were touched after a change, by anybody."""
    rows = connection.execute(
        "SELECT table_name, row FROM undo_statement "
        "WHERE change > ? AND table_name IN ('fragment', 'decision')",
        [change],
    ).fetchall()
    return {(str(table), int(row)) for table, row in rows}


def read_said(
    connection: sqlite3.Connection, coder: str, only: str = "", rows: set[Row] | None = None
) -> dict[Row, Said]:
    """Read what was said: all fragments, and what this coder rejected; or some rows alone.

    The fragments are those of everybody, or of one coder when `only` names them.
    """
    found = []
    for table, condition, accepted in (
        ("fragment", "(:only = '' OR coder = :only)", "1, origin = 'bulk'"),
        ("decision", "verdict = 'rejected' AND coder = :coder", "0, 0"),
    ):
        ids = [number for name, number in rows or () if name == table]
        some = "true" if rows is None else f"{table}.id IN (SELECT value FROM json_each(:ids))"
        found += connection.execute(
            f"SELECT '{table}', {table}.id, version_id, start, end, path, coder, {accepted} "
            f"FROM {table} JOIN code ON code.id = code_id WHERE {condition} AND {some}",
            {"only": only, "coder": coder, "ids": json.dumps(ids)},
        ).fetchall()
    return {(row[0], row[1]): Said._make((*row[2:7], bool(row[7]), bool(row[8]))) for row in found}


def read_reviewed(
    connection: sqlite3.Connection, only: str = "", version: int | None = None
) -> dict[str, list[int] | None]:
    """Give the turns (from 0) that were read in each version, or in one; None for all of them.

    Everybody counts, or one coder when `only` names them: what a colleague read and left
    without a code says as much as what they coded.
    """
    values = {"only": only, "version": version}
    reviewed: dict[str, list[int] | None] = {}
    for number, turn in connection.execute(
        "SELECT DISTINCT version_id, turn FROM reviewed_turn WHERE (:only = '' OR coder = :only) "
        "AND (:version IS NULL OR version_id = :version) ORDER BY version_id, turn",
        values,
    ).fetchall():
        turns = reviewed.setdefault(str(number), [])
        assert turns is not None
        turns.append(int(turn) - 1)
    finished = connection.execute(
        "SELECT DISTINCT transcript_version.id FROM coded_by "
        "JOIN transcript ON transcript.id = coded_by.transcript_id "
        "JOIN transcript_version ON transcript_version.transcript_id = transcript.id "
        "AND transcript_version.number = transcript.version WHERE (:only = '' OR coder = :only) "
        "AND (:version IS NULL OR transcript_version.id = :version)",
        values,
    ).fetchall()
    return reviewed | {str(number): None for (number,) in finished}


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


def main(path: Path, coder: str, least: float, blind: bool) -> None:
    """Suggest for the versions that stdin names, until it ends."""
    if hasattr(os, "nice"):
        os.nice(5)  # the screen comes first
    asked: queue.SimpleQueue[int | None] = queue.SimpleQueue()
    threading.Thread(target=read_numbers, args=[asked], daemon=True).start()
    version = asked.get()
    if version is None:
        return
    with reading(path) as connection:
        learning = Learning(connection, coder, blind, version, least)
        gc.freeze()  # looking through all of it for garbage would hold up an answer for 50 ms
        while version is not None:
            answer(version, learning.suggestions_for(version))
            version = next_question(asked, version, learning)


def next_question(
    asked: queue.SimpleQueue[int | None], version: int, learning: Learning
) -> int | None:
    """Wait for the next question; meanwhile find reasons, and learn from what was read."""
    rested, breath = False, BREATH
    while True:
        seconds = breath if learning.unexplained else None if rested else PAUSE
        try:
            question = asked.get(timeout=seconds)
            break
        except queue.Empty:
            breath = 0.0
            rested = not learning.unexplained
            think = learning.after_reading if rested else learning.explained
            answer(version, think(version))
    while not asked.empty():  # only the last question still matters
        question = asked.get()
    return question


def read_numbers(asked: queue.SimpleQueue[int | None]) -> None:
    """Put the numbers on stdin in a queue, and None at its end."""
    for line in sys.stdin:
        asked.put(int(line))
    asked.put(None)


def answer(version: int, suggestions: dict[str, list[Suggestion]]) -> None:
    """Write one line of JSON, if there is anything to say."""
    if not suggestions:
        return
    rows = {
        code: [[one.turn, one.start, one.end, one.score, one.reasons, one.raw] for one in of_code]
        for code, of_code in suggestions.items()
    }
    sys.stdout.write(json.dumps({"version": version, "suggestions": rows}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]), sys.argv[4:] == ["blind"])
