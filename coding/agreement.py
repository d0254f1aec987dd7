"""How far the coders of a project agree, code by code, and where they do not.

Compared are the transcripts that at least two coders marked as coded, and in these the words
of respondents: put one after another they are the continuum. What was accepted unread (bulk)
is nobody's reading and takes no part; nor does the consensus.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import Any

from .. import RodedraadError
from .corpus import union
from .fragments import current_version, version_text
from .querying.conditions import named_coders
from .reliability import cohens_kappa, krippendorffs_alpha, nominal
from .sentences import sentences_in
from .tallies import CONSENSUS
from .unitizing import Segment, Unitizing, unitizing

KEYS = (
    "code",
    "unit",
    "percentage",
    "kappa",
    "alpha",
    "low",
    "high",
    "u_alpha",
    "n",
    "transcripts",
    "coders",
)
RESAMPLES = 1000
SEED = 20190212  # any number: the same one each time, so that an interval can be reported
Span = tuple[int, int]


@dataclass(frozen=True)
class Fragment:
    """A fragment as it is compared: offsets in code points of the transcript's text."""

    citation: str
    coder: str
    code: str
    start: int
    end: int
    quote: str
    turn: int
    stance: str | None = None


@dataclass
class Talk:
    """A transcript that two coders or more have finished.

    `turns` are those of respondents. `units` are the pieces of text that are compared, as
    spans of the text, each wholly inside a turn.
    """

    slug: str
    version: int
    coders: tuple[str, ...]
    turns: list[Span]
    fragments: list[Fragment]
    units: list[Span] = field(default_factory=list)


def load_talks(
    connection: sqlite3.Connection,
    coders: Collection[str] = (),
    transcripts: Collection[int] = (),
    themes: bool = False,
) -> list[Talk]:
    """Read what the coders (all, or those named) did in the transcripts they share.

    With `themes` each fragment counts for the theme that its code stands under. Raises
    RodedraadError when no transcript was finished by two of them, and for a coder who did
    nothing here.
    """
    asked = named_coders(connection, coders)
    finished: dict[tuple[int, str], list[str]] = defaultdict(list)
    for transcript, slug, coder in connection.execute(
        "SELECT transcript_id, slug, coder FROM coded_by "
        "JOIN transcript ON transcript.id = transcript_id WHERE coder <> ? ORDER BY slug, coder",
        [CONSENSUS],
    ).fetchall():
        if (not asked or coder in asked) and (not transcripts or transcript in transcripts):
            finished[transcript, slug].append(coder)
    shared = {key: names for key, names in finished.items() if len(names) > 1}
    if not shared:
        raise RodedraadError(
            "No transcript is marked as coded by two coders, so there is nothing to compare.\n"
            "Each coder marks their own: rodedraad transcript set TRANSCRIPT --coded"
        )
    return [
        load_talk(connection, transcript, slug, tuple(names), themes)
        for (transcript, slug), names in shared.items()
    ]


def load_talk(
    connection: sqlite3.Connection,
    transcript: int,
    slug: str,
    coders: tuple[str, ...],
    themes: bool,
) -> Talk:
    """Read one transcript: the turns of respondents and the fragments of these coders."""
    version = current_version(connection, transcript)
    turns = connection.execute(
        "SELECT start, end FROM turn JOIN speaker ON speaker.id = speaker_id "
        "WHERE version_id = ? AND role = 'respondent' ORDER BY number",
        [version],
    ).fetchall()
    rows = connection.execute(
        "SELECT citation, coder, path, fragment.start, fragment.end, quote, number, stance "
        "FROM fragment "
        "JOIN code ON code.id = code_id JOIN turn ON turn.id = turn_id "
        "WHERE fragment.version_id = ? AND origin <> 'bulk' ORDER BY fragment.start, fragment.end",
        [version],
    ).fetchall()
    fragments = [
        Fragment(row[0], row[1], row[2].split("/")[0] if themes else row[2], *row[3:])
        for row in rows
        if row[1] in coders
    ]
    return Talk(slug, version, coders, [(row[0], row[1]) for row in turns], fragments)


def cut_into_units(connection: sqlite3.Connection, talks: Sequence[Talk], unit: str) -> None:
    """Fill in the units of each transcript; for characters there is nothing to cut."""
    for talk in talks:
        if unit == "turn":
            talk.units = talk.turns
        elif unit == "sentence":
            text = version_text(connection, talk.version)
            talk.units = [
                sentence for start, end in talk.turns for sentence in sentences_in(text, start, end)
            ]


def placer(talk: Talk, unit: str) -> tuple[int, Callable[[int, int], Span]]:
    """Give the length of the continuum, and the function that puts a span of text on it.

    The continuum is counted in characters of respondents, or in units: a unit carries a code
    when one of its characters does.
    """
    if unit != "character":
        starts, ends = [start for start, _end in talk.units], [end for _start, end in talk.units]
        return len(talk.units), lambda start, end: (
            bisect_right(ends, start),
            bisect_left(starts, end),
        )
    starts = [start for start, _end in talk.turns]
    before = [0]
    for start, end in talk.turns:
        before.append(before[-1] + end - start)

    def place(position: int) -> int:
        turn = bisect_right(starts, position) - 1
        if turn < 0:
            return 0
        return min(before[turn] + position - starts[turn], before[turn + 1])

    return before[-1], lambda start, end: (place(start), place(end))


def spans_by_code(
    talk: Talk, place: Callable[[int, int], Span]
) -> dict[str, list[tuple[str, Span]]]:
    """Give for each code the spans on the continuum, with the coder, in order."""
    found: dict[str, list[tuple[str, Span]]] = defaultdict(list)
    for fragment in talk.fragments:
        start, end = place(fragment.start, fragment.end)
        if start < end:
            found[fragment.code].append((fragment.coder, (start, end)))
    return found


def patterns(spans: Sequence[Sequence[Span]], length: int) -> dict[tuple[bool, ...], int]:
    """Count the units of each pattern of who coded and who did not.

    `spans` are those of each coder on a continuum of `length`.
    """
    steps: list[tuple[int, int, bool]] = []
    for coder, own in enumerate(spans):
        for start, end in union(own):
            steps += [(start, coder, True), (end, coder, False)]
    counts: dict[tuple[bool, ...], int] = defaultdict(int)
    state = [False] * len(spans)
    at = 0
    for position, coder, coded in sorted(steps):
        if position > at:
            counts[tuple(state)] += position - at
            at = position
        state[coder] = coded
    if length > at:
        counts[tuple(state)] += length - at
    return counts


@dataclass
class Counts:
    """What the measures of one code in one transcript need; these add up over transcripts.

    `apart` is the sum of the coincidences of coded with not coded, `coded` and `uncoded` the
    marginals, `pairs` for each two coders the table [[both, one], [other, neither]].
    """

    units: int = 0
    apart: float = 0.0
    coded: float = 0.0
    uncoded: float = 0.0
    pairs: dict[tuple[str, str], list[float]] = field(default_factory=dict)

    def add(self, other: Counts) -> None:
        """Add the counts of another transcript or code."""
        self.units += other.units
        self.apart += other.apart
        self.coded += other.coded
        self.uncoded += other.uncoded
        for pair, table in other.pairs.items():
            mine = self.pairs.setdefault(pair, [0.0] * 4)
            for cell, count in enumerate(table):
                mine[cell] += count


def total(counts: Iterable[Counts]) -> Counts:
    """Add counts up."""
    whole = Counts()
    for each in counts:
        whole.add(each)
    return whole


def count(talk: Talk, spans: Sequence[tuple[str, Span]], length: int) -> Counts:
    """Count for one code in one transcript who coded what."""
    own = {coder: [span for name, span in spans if name == coder] for coder in talk.coders}
    counts = Counts(units=length)
    others = len(talk.coders) - 1
    for pattern, units in patterns(list(own.values()), length).items():
        yes = sum(pattern)
        no = len(pattern) - yes
        counts.apart += units * 2 * yes * no / others
        counts.coded += units * yes
        counts.uncoded += units * no
        for first, second in combinations(range(len(pattern)), 2):
            pair = talk.coders[first], talk.coders[second]
            table = counts.pairs.setdefault(pair, [0.0] * 4)
            table[2 * (not pattern[first]) + (not pattern[second])] += units
    return counts


def alpha_of(counts: Counts) -> float | None:
    """Give Krippendorff's alpha, nominal, of coded or not; None when nobody coded or all did."""
    apart = counts.apart / 2  # coded with not coded, and not coded with coded
    both, neither = counts.coded - apart, counts.uncoded - apart
    yes, no = 1.0, 0.0
    coincidences = {(yes, yes): both, (yes, no): apart, (no, yes): apart, (no, no): neither}
    return krippendorffs_alpha(coincidences, nominal)


def kappa_of(counts: Counts) -> float | None:
    """Give Cohen's kappa, the mean over pairs of coders; None when no pair has one."""
    kappas = [cohens_kappa([table[:2], table[2:]]) for table in counts.pairs.values()]
    known = [kappa for kappa in kappas if kappa is not None]
    return sum(known) / len(known) if known else None


def percentage_of(counts: Counts) -> float | None:
    """Give the units in which two coders do the same, of 100, over all pairs."""
    total = sum(map(sum, counts.pairs.values()))
    same = sum(table[0] + table[3] for table in counts.pairs.values())
    return 100 * same / total if total else None


def compare(
    connection: sqlite3.Connection,
    talks: Sequence[Talk],
    unit: str = "character",
    codes: Collection[str] = (),
) -> list[dict[str, Any]]:
    """Give the agreement on each code, and over all codes: dictionaries with `KEYS`.

    `codes` are paths; none named means every code that somebody used. Over all codes, the
    last row, its code "", every unit of every code counts once (micro). The interval from
    `low` to `high` is that of alpha in 95 of 100 resamples of the transcripts.
    """
    cut_into_units(connection, talks, unit)
    placed = [placer(talk, unit) for talk in talks]
    found = [spans_by_code(talk, place) for talk, (_n, place) in zip(talks, placed, strict=True)]
    lengths = [length for length, _place in placed]
    used = sorted({code for spans in found for code in spans if not codes or code in codes})
    by_code = {
        code: [
            count(talk, spans.get(code, []), length)
            for talk, spans, length in zip(talks, found, lengths, strict=True)
        ]
        for code in used
    }
    by_code[""] = [total(by_code[code][number] for code in used) for number in range(len(talks))]
    intervals = bootstrap(list(by_code.values()))
    coders = sorted({coder for talk in talks for coder in talk.coders})
    rows = []
    for (code, counts), (low, high) in zip(by_code.items(), intervals, strict=True):
        whole = total(counts)
        row = (
            code,
            unit,
            percentage_of(whole),
            kappa_of(whole),
            alpha_of(whole),
            low,
            high,
            units_alpha(talks, found, lengths, code) if code else None,
            whole.units,
            len(talks),
            coders,
        )
        rows.append(dict(zip(KEYS, row, strict=True)))
    return rows


def units_alpha(
    talks: Sequence[Talk],
    found: Sequence[Mapping[str, Sequence[tuple[str, Span]]]],
    lengths: Sequence[int],
    code: str,
) -> float | None:
    """Give the alpha of one code as segments that the coders cut themselves (uα)."""
    return unitizing(
        [
            (length, segments(talk.coders, {code: spans.get(code, [])}))
            for talk, spans, length in zip(talks, found, lengths, strict=True)
        ]
    ).alpha


def bootstrap(by_code: Sequence[Sequence[Counts]]) -> list[tuple[float | None, float | None]]:
    """Give for each code the interval of alpha when other transcripts had been drawn.

    Transcripts are drawn, never characters: those of one talk hang together. With one
    transcript there is no interval.
    """
    # numpy costs 100 ms; a thousand resamples of sixty codes in plain Python take a minute.
    import numpy

    talks = len(by_code[0])
    if talks < 2:
        return [(None, None)] * len(by_code)
    counts = numpy.array(
        [[(each.apart, each.coded, each.uncoded) for each in talk] for talk in by_code]
    )
    drawn = numpy.random.default_rng(SEED).multinomial(talks, [1 / talks] * talks, RESAMPLES)
    apart, coded, uncoded = numpy.einsum("rt,ctx->xcr", drawn, counts)
    intervals: list[tuple[float | None, float | None]] = []
    for code in range(len(by_code)):
        pairs = 2 * coded[code] * uncoded[code]
        defined = pairs > 0
        if not defined.any():
            intervals.append((None, None))
            continue
        n = (coded[code] + uncoded[code])[defined]
        alphas = 1 - (n - 1) * apart[code][defined] / pairs[defined]
        low, high = numpy.percentile(alphas, [2.5, 97.5])
        intervals.append((float(low), float(high)))
    return intervals


def family(talks: Sequence[Talk], codes: Collection[str] = ()) -> Unitizing:
    """Compute the unitizing family, on characters, over these codes (all when none is named).

    Raises ValueError when fragments of one coder with different codes overlap: the family
    knows one value a place.
    """
    continua = []
    for talk in talks:
        length, place = placer(talk, "character")
        spans = spans_by_code(talk, place)
        chosen = {code: found for code, found in spans.items() if not codes or code in codes}
        continua.append((length, segments(talk.coders, chosen)))
    return unitizing(continua)


def segments(
    coders: Sequence[str], spans: Mapping[str, Sequence[tuple[str, Span]]]
) -> list[list[Segment]]:
    """Give the segments of each coder in order; overlapping ones with one code are one.

    Raises ValueError when segments with different codes overlap.
    """
    own: dict[str, list[Segment]] = {coder: [] for coder in coders}
    for code, found in spans.items():
        for coder in coders:
            for start, end in union(span for name, span in found if name == coder):
                own[coder].append((start, end, code))
    for mine in own.values():
        mine.sort()
        if any(one[1] > other[0] for one, other in pairwise(mine)):
            raise ValueError("codes overlap")
    return list(own.values())
