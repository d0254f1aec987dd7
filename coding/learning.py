"""A learner that is kept in step with what is decided at a desk.

It learns from what coders decided: a fragment says yes, a rejected suggestion says no, and a
turn that was read says no to every code that it was not given. A change of mind is taken back,
so that the suggestions are those of a learner who never knew of it.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from .codes import read_codebook
from .desk import REJECTED, Desk, read_finished, read_turns
from .suggesting.model import Decision, Source, Suggestion
from .suggestions import current_versions, load_source
from .workplace import ShownSuggestion

MOST_CHARACTERS = 4_000_000
"""Characters of text to learn in (about 700,000 words); further transcripts are left out."""


class Said(NamedTuple):
    """What a coder said about a code in a place of a transcript; `code` is its path."""

    start: int
    end: int
    code: str
    coder: str
    accepted: bool = True
    bulk: bool = False


class Learning:
    """What is learnt for one coder; from their own decisions alone when they code blind.

    Making one reads all transcripts, which takes seconds: it belongs beside the keys.
    """

    def __init__(self, connection: sqlite3.Connection, coder: str, blind: bool, first: int) -> None:
        """Learn in all transcripts; `first` is the version that may not be left out."""
        from .suggesting.corpus import read_corpus
        from .suggesting.learner import learn

        self.coder = coder
        self._said = read_said(connection, coder, coder if blind else "")
        self._proposed: dict[str, list[Suggestion]] = {}
        self._proposed_for = ""
        corpus = read_corpus(read_codebook(connection), texts_to_learn_in(connection, first))
        decisions = [
            decision_of(key, said)
            for key, of_version in self._said.items()
            for said in sorted(of_version)
        ]
        self._learner = learn(corpus, decisions, read_reviewed(connection, coder))

    def suggestions_for(self, desk: Desk) -> list[ShownSuggestion]:
        """Learn what changed at a desk, and give the suggestions for its transcript."""
        key = str(desk.transcript.version_id)
        changed = self._learn_changes(key, said_at(desk), desk)
        self._propose(key, changed)
        return self._as_shown(desk)

    def _learn_changes(self, key: str, now: set[Said], desk: Desk) -> set[str]:
        """Learn what was said since, and forget what was taken back; give the codes concerned."""
        from .suggesting.learner import decide, review_turns, settle, take_back

        learner = self._learner
        before = self._said.get(key, set())
        for said in sorted(before - now):
            take_back(learner, decision_of(key, said))
        for said in sorted(now - before):
            decide(learner, decision_of(key, said))
        self._said[key] = now
        read = None if desk.coded.finished else [number - 1 for number in desk.read]
        review_turns(learner, key, read)
        changed = {said.code for said in before ^ now}
        changed |= {learner.corpus.codes[number] for number in learner.stale}
        settle(learner)
        return changed

    def _propose(self, key: str, changed: set[str]) -> None:
        """Propose anew for the codes that something was learnt about; at first for all."""
        from .suggesting.proposing import propose

        if key != self._proposed_for:
            self._proposed_for = key
            self._proposed = {}
            changed = set(self._learner.corpus.codes)
        own = [decision_of(key, said) for said in self._said[key] if said.coder == self.coder]
        for code in changed:
            self._proposed[code] = []
        for suggestion in propose(self._learner, only={key}, codes=changed, done=own):
            self._proposed[suggestion.code].append(suggestion)

    def _as_shown(self, desk: Desk) -> list[ShownSuggestion]:
        codes = {code.path: code.id for code in desk.codes.values()}
        turns = desk.transcript.turns
        found = [
            ShownSuggestion(
                turns[one.turn].id, one.start, one.end, codes[one.code], one.score, one.reasons
            )
            for of_code in self._proposed.values()
            for one in of_code
            if one.code in codes
        ]
        return sorted(found, key=lambda one: (one.start, one.end, -one.score, one.code_id))


def decision_of(key: str, said: Said) -> Decision:
    """Give what was said as the learner takes it; `key` names the version."""
    return Decision(key, said.start, said.end, said.code, said.accepted, None, said.bulk)


def said_at(desk: Desk) -> set[Said]:
    """Gather what is said at a desk: what is coded, and what its coder rejected."""
    codes = desk.codes
    said = {
        Said(one.start, one.end, codes[one.code_id].path, one.coder, True, one.origin == "bulk")
        for one in desk.coded.fragments
    }
    return said | {
        Said(start, end, codes[code].path, desk.coder, False)
        for (start, end, code), verdict in desk.coded.decided.items()
        if verdict == REJECTED and code in codes
    }


def read_said(connection: sqlite3.Connection, coder: str, only: str) -> dict[str, set[Said]]:
    """Read what was said in each version: the fragments, and what this coder rejected.

    Fragments are those of everybody, or of one coder when `only` names them.
    """
    rows = connection.execute(
        "SELECT version_id, start, end, path, coder, 1, origin = 'bulk' "
        "FROM fragment JOIN code ON code.id = code_id WHERE ? = '' OR coder = ? "
        "UNION ALL SELECT version_id, start, end, path, coder, 0, 0 "
        "FROM decision JOIN code ON code.id = code_id WHERE verdict = 'rejected' AND coder = ?",
        [only, only, coder],
    ).fetchall()
    said: dict[str, set[Said]] = {}
    for version, start, end, path, name, accepted, bulk in rows:
        said.setdefault(str(version), set()).add(
            Said(start, end, path, name, bool(accepted), bool(bulk))
        )
    return said


def read_reviewed(connection: sqlite3.Connection, coder: str) -> dict[str, list[int] | None]:
    """Give the turns (from 0) that a coder read in each version; None for all of them."""
    rows = connection.execute(
        "SELECT DISTINCT version_id FROM reviewed_turn WHERE coder = ?", [coder]
    ).fetchall()
    reviewed: dict[str, list[int] | None] = {
        str(version): [number - 1 for number in read_turns(connection, version, coder)]
        for (version,) in rows
    }
    return reviewed | {str(version): None for version in read_finished(connection, coder)}


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
