"""Settling where coders disagree: the outcome is a coder of its own, the consensus.

What all coders of a transcript coded alike is taken over as it is. About the rest somebody
decides, one place at a time: which coder's fragment is right, or none. The fragments of the
coders stay as they are. When a transcript has nothing left to decide, the consensus marks it as
coded, and from then on its fragments are the ones that count.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from .agreement import Fragment, Talk
from .codes import add_version
from .disagreements import overlapping
from .fragments import add_fragment, mark_coded, span_at
from .history import changes, reverse
from .naming import code_named, transcript_named
from .project import Project, new_uuid, now
from .tallies import CONSENSUS


@dataclass(frozen=True)
class Dispute:
    """A place of a transcript about which the coders do not agree.

    `fragments` are those with the code in dispute, one or more of each coder who gave it;
    `others` says which codes the coders who did not give it gave there instead. Where all
    gave it, they differ in stance. `start` and `end` in code points.
    """

    talk: Talk
    code: str
    start: int
    end: int
    fragments: tuple[Fragment, ...]
    others: dict[str, list[str]]


def disputes(
    connection: sqlite3.Connection, talks: Sequence[Talk], codes: Collection[str] = ()
) -> list[Dispute]:
    """List what is still to be decided, by transcript and place."""
    found = []
    for talk in talks:
        settled = decided(connection, talk)
        for dispute in disputes_in(talk):
            places = settled.get(dispute.code, ())
            done = any(start < dispute.end and end > dispute.start for start, end in places)
            if not done and (not codes or dispute.code in codes):
                found.append(dispute)
    return found


def disputes_in(talk: Talk) -> list[Dispute]:
    """List the places of a transcript where coders disagree, decided or not."""
    found = []
    for group in places(talk):
        if agreed(talk, group):
            continue
        there = [other for fragment in group for other in overlapping(talk, fragment)]
        present = {fragment.coder for fragment in group}
        others = {
            coder: sorted({other.code for other in there if other.coder == coder})
            for coder in talk.coders
            if coder not in present
        }
        start, end = group[0].start, max(fragment.end for fragment in group)
        found.append(Dispute(talk, group[0].code, start, end, tuple(group), others))
    return sorted(found, key=lambda dispute: (dispute.start, dispute.end, dispute.code))


def turn_of(project: Project, dispute: Dispute) -> int:
    """Give the id of the turn in which a dispute begins."""
    row = project.connection.execute(
        "SELECT id FROM turn WHERE version_id = ? AND number = ?",
        [dispute.talk.version, dispute.fragments[0].turn],
    ).fetchone()
    return int(row[0])


def places(talk: Talk) -> list[list[Fragment]]:
    """Put the fragments with one code that overlap, whoever's they are, together."""
    groups: list[list[Fragment]] = []
    for fragment in sorted(talk.fragments, key=lambda one: (one.code, one.start, one.end)):
        last = groups[-1] if groups else None
        if last and last[0].code == fragment.code and fragment.start < max(one.end for one in last):
            last.append(fragment)
        else:
            groups.append([fragment])
    return groups


def agreed(talk: Talk, group: Sequence[Fragment]) -> bool:
    """Tell whether all coders gave this code here, and saw it alike."""
    coders = {fragment.coder for fragment in group}
    return coders == set(talk.coders) and len({fragment.stance for fragment in group}) == 1


def decided(connection: sqlite3.Connection, talk: Talk) -> dict[str, list[tuple[int, int]]]:
    """Give the places, by code, that the consensus coded or decided to leave uncoded."""
    settled: dict[str, list[tuple[int, int]]] = {}
    for path, start, end in connection.execute(
        "SELECT path, start, end FROM fragment JOIN code ON code.id = code_id "
        "WHERE version_id = :version AND coder = :coder "
        "UNION ALL SELECT path, start, end FROM decision JOIN code ON code.id = code_id "
        "WHERE version_id = :version AND coder = :coder AND verdict = 'rejected'",
        {"version": talk.version, "coder": CONSENSUS},
    ).fetchall():
        settled.setdefault(path, []).append((start, end))
    return settled


def settle(project: Project, dispute: Dispute, chosen: Fragment | None) -> int:
    """Let one fragment be the consensus, or none (None), as one change of who decides.

    With the last decision about a transcript the consensus has coded it. Gives the number of
    the change.
    """
    with project.transaction("adjudicate", f"{dispute.talk.slug} {dispute.code}") as number:
        if chosen:
            take_over(project, dispute.talk, chosen)
        else:
            reject(project, dispute)
        if not disputes(project.connection, [dispute.talk]):
            finish(project, dispute.talk)
    return number


def reopen(project: Project, number: int) -> None:
    """Undo a decision by the number of its change."""
    for change in changes(project.connection, project.coder):
        if change.number == number:
            reverse(project, change, "undo")
            return


def finish_settled(project: Project, talks: Sequence[Talk]) -> list[str]:
    """Let the consensus take over the transcripts with nothing to decide; give their slugs."""
    finished = []
    for talk in talks:
        marked = project.connection.execute(
            "SELECT 1 FROM coded_by JOIN transcript ON transcript.id = transcript_id "
            "WHERE slug = ? AND coder = ?",
            [talk.slug, CONSENSUS],
        ).fetchone()
        if marked or disputes(project.connection, [talk]):
            continue
        with project.transaction("adjudicate", talk.slug):
            finish(project, talk)
        finished.append(talk.slug)
    return finished


def finish(project: Project, talk: Talk) -> None:
    """Take over what all agreed on and mark the transcript, inside an open transaction."""
    settled = decided(project.connection, talk)
    for group in places(talk):
        end = max(fragment.end for fragment in group)
        known = settled.get(group[0].code, ())
        done = any(one < end and other > group[0].start for one, other in known)
        if agreed(talk, group) and not done:
            take_over(project, talk, most_given(group))
    transcript = transcript_named(project.connection, talk.slug)[0]
    mark_coded(replace(project, coder=CONSENSUS), transcript, True)


def most_given(group: Sequence[Fragment]) -> Fragment:
    """Of fragments that overlap, give one with the span that most have, else the longest."""

    def preference(fragment: Fragment) -> tuple[int, int, int]:
        span = (fragment.start, fragment.end)
        same = sum((other.start, other.end) == span for other in group)
        return same, fragment.end - fragment.start, -fragment.start

    return max(group, key=preference)


def take_over(project: Project, talk: Talk, fragment: Fragment) -> None:
    """Give the consensus a fragment like this one, inside an open transaction."""
    connection = project.connection
    transcript = transcript_named(connection, talk.slug)[0]
    span = span_at(connection, transcript, fragment.start, fragment.end)
    code = code_named(connection, fragment.code)[0]
    own = replace(project, coder=CONSENSUS)
    add_fragment(own, span, code, "adjudicated", fragment.stance)


def reject(project: Project, dispute: Dispute) -> None:
    """Note that the consensus leaves a place without this code, inside an open transaction."""
    project.database.table("decision").insert(
        {
            "uuid": new_uuid(),
            "version_id": dispute.talk.version,
            "start": dispute.start,
            "end": dispute.end,
            "code_id": code_named(project.connection, dispute.code)[0],
            "coder": CONSENSUS,
            "verdict": "rejected",
            "score": None,
            "bulk": 0,
            "at": now(),
        },
        ignore=True,
    )


def record_rule(project: Project, code: str, rule: str) -> None:
    """Keep what was agreed about a code in its history, as one change.

    The code means what it meant, so nothing has to be read again.
    """
    identity = code_named(project.connection, code)[0]
    with project.transaction("adjudicate", code):
        version, content = project.connection.execute(
            "SELECT version, content FROM code JOIN code_version ON code_id = code.id "
            "AND number = version WHERE code.id = ?",
            [identity],
        ).fetchone()
        add_version(project, identity, version + 1, json.loads(content), rule)
        project.database.table("code").update(identity, {"version": version + 1})
