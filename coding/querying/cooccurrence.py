"""Which codes go together, and which tends to follow which."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from .expression import parse
from .facets import codes_in_order
from .placed import Passage, by_talk, finished_persons, passages
from .selection import Filters, Selection, choose, is_code
from .summary import Basis, basis_of


@dataclass(frozen=True)
class Pair:
    """Two codes that go together.

    `persons` voice both, of whom `among` belong to the `n` who could have been counted;
    `fragments` are passages of the two that overlap. `lift` is how many times more often than
    chance persons voice both (over the n; None where that cannot be told).
    """

    code: str
    other: str
    persons: int
    among: int
    n: int
    fragments: int
    lift: float | None


@dataclass(frozen=True)
class Step:
    """One code after another within a talk: how often, in how many talks, and how many times
    more often than if the order were left to chance (`lift`)."""

    code: str
    following: str
    times: int
    transcripts: int
    lift: float


def answer_cooccurrence(
    connection: sqlite3.Connection, filters: Filters, expression: str = ""
) -> tuple[list[Pair], Basis]:
    """Give the pairs of codes that at least one person voices both of, the most persons first.

    When one code is asked for, or a choice of codes: what goes with these. Raises RodedraadError
    for a name that the project does not know.
    """
    selection, asked = whole_and_asked(connection, filters, expression)
    could = finished_persons(connection, selection)
    found = pairs(passages(connection, selection), could)
    if asked:
        found = [
            pair if pair.code in asked else replace(pair, code=pair.other, other=pair.code)
            for pair in found
            if pair.code in asked or pair.other in asked
        ]
    return found, basis_of(connection, selection)


def whole_and_asked(
    connection: sqlite3.Connection, filters: Filters, expression: str
) -> tuple[Selection, set[str]]:
    """Give what is counted, and the paths of the codes of which the others are asked: none when
    the question is more than a code, and then all that is counted is shown."""
    selection = choose(connection, filters, expression)
    if not expression.strip() or not is_code(parse(expression)):
        return selection, set()
    asked = {path for _id, path in codes_in_order(connection, selection.codes)}
    return choose(connection, filters), asked


def pairs(found: Sequence[Passage], could: set[int]) -> list[Pair]:
    """Count the pairs of codes in passages, over the persons who `could` have been counted."""
    persons: dict[str, set[int]] = defaultdict(set)
    for passage in found:
        persons[passage.code] |= passage.persons
    together = overlaps(found)
    rows = []
    for code, other in sorted(pairs_of_persons(persons)):
        both = persons[code] & persons[other]
        expected = len(persons[code] & could) * len(persons[other] & could)
        among = len(both & could)
        lift = among * len(could) / expected if expected else None
        rows.append(Pair(code, other, len(both), among, len(could), together[code, other], lift))
    return sorted(rows, key=lambda pair: (-pair.persons, -pair.fragments))


def pairs_of_persons(persons: dict[str, set[int]]) -> set[tuple[str, str]]:
    """List the pairs of codes that somebody voices both of; a code and its parent are none."""
    codes: dict[int, list[str]] = defaultdict(list)
    for code, voicing in persons.items():
        for person in voicing:
            codes[person].append(code)
    found = set()
    for code, voicing in persons.items():
        beside = set().union(*(codes[person] for person in voicing))
        found |= {(code, o) for o in beside if o > code and not o.startswith(f"{code}/")}
    return found


def overlaps(found: Iterable[Passage]) -> Counter[tuple[str, str]]:
    """Count, for each pair of codes, the pairs of passages that overlap."""
    counts: Counter[tuple[str, str]] = Counter()
    for talk in by_talk(found).values():
        for number, passage in enumerate(talk):
            for other in talk[number + 1 :]:
                if other.start >= passage.end:
                    break
                first, second = sorted((passage.code, other.code))
                counts[first, second] += 1
    return counts


def answer_sequence(
    connection: sqlite3.Connection, filters: Filters, expression: str = ""
) -> tuple[list[Step], Basis]:
    """Give which code tends to follow which, the most frequent first.

    When one code is asked for, or a choice of codes: what comes before and after these. Raises
    RodedraadError for a name that the project does not know.
    """
    selection, asked = whole_and_asked(connection, filters, expression)
    found = steps(passages(connection, selection))
    if asked:
        found = [step for step in found if step.code in asked or step.following in asked]
    return found, basis_of(connection, selection)


def steps(found: Sequence[Passage]) -> list[Step]:
    """Count the steps from each passage to the next with another code, within a talk."""
    times: Counter[tuple[str, str]] = Counter()
    talks: dict[tuple[str, str], set[str]] = defaultdict(set)
    for talk, spoken in by_talk(found).items():
        for passage, following in pairwise(spoken):
            if passage.code != following.code:
                times[passage.code, following.code] += 1
                talks[passage.code, following.code].add(talk)
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for (code, then), count in times.items():
        before[code] += count
        after[then] += count
    everything = sum(times.values())
    rows = [
        Step(code, then, count, len(talks[code, then]),
             count * everything / (before[code] * after[then]))
        for (code, then), count in sorted(times.items())
    ]  # fmt: skip
    return sorted(rows, key=lambda step: (-step.times, -step.lift))
