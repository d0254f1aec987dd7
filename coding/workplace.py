"""Everything that the coding screen shows of one transcript, read at once and kept in memory.

Offsets are code points into the transcript's text, end exclusive.
"""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import attrgetter
from typing import Any, Generic, NamedTuple, TypeVar

from .. import RodedraadError
from .fragments import Span, current_version
from .sentences import cut_at, sentences_in

RESPONDENT = "respondent"


class ShownCode(NamedTuple):
    """A code as the screen shows it; `depth` is 0 for a theme, 1 for a code in it, …"""

    id: int
    path: str
    name: str
    depth: int
    shortcut: str
    colour: str
    definition: str
    use_when: str
    not_when: str
    example: str
    counterexample: str


class ShownTurn(NamedTuple):
    """One turn: who speaks, for which group, when (seconds into the recording)."""

    id: int
    number: int
    start: int
    end: int
    speaker: str
    role: str
    group: str
    areas: tuple[str, ...]
    time: float | None
    question: str
    cues: tuple[int, ...] = ()


class Sentence(NamedTuple):
    """A sentence of a respondent; `turn` is the place of its turn, from 0."""

    start: int
    end: int
    turn: int


class ShownFragment(NamedTuple):
    """A coded span, with the memos on it, the oldest first."""

    id: int
    uuid: str
    citation: str
    start: int
    end: int
    code_id: int
    coder: str
    origin: str
    stance: str | None
    memos: tuple[str, ...]


class ShownSuggestion(NamedTuple):
    """A code proposed for a span; `score` is a probability, 0 to 1, `raw` before calibration."""

    turn_id: int
    start: int
    end: int
    code_id: int
    score: float
    reasons: tuple[str, ...] = ()
    raw: float | None = None

    @property
    def place(self) -> tuple[int, int, int]:
        """What it is known by within its version: (start, end, code id)."""
        return self.start, self.end, self.code_id


class Example(NamedTuple):
    """What was coded with the same code elsewhere."""

    quote: str
    transcript: str
    turn: int


@dataclass(frozen=True)
class OpenTranscript:
    """The text that lies open: its turns, and the sentences of the respondents in it."""

    id: int
    uuid: str
    slug: str
    title: str
    kind: str
    date: str
    version_id: int
    text: str
    turns: tuple[ShownTurn, ...]
    sentences: tuple[Sentence, ...] = field(repr=False)

    @cached_property
    def spoken(self) -> bytes:
        """For each character 1 when a respondent says it, else 0."""
        marks = bytearray(len(self.text))
        for turn in self.turns:
            if turn.role == RESPONDENT:
                marks[turn.start : turn.end] = b"\x01" * (turn.end - turn.start)
        return bytes(marks)

    @cached_property
    def spoken_characters(self) -> int:
        """How many characters the respondents say."""
        return self.spoken.count(1)

    def quote(self, start: int, end: int) -> str:
        """Give the words of a span."""
        return self.text[start:end]


FRAGMENT = "fragment.id, uuid, citation, start, end, code_id, coder, origin, stance"
T = TypeVar("T", ShownFragment, ShownSuggestion)


def read_codes(connection: sqlite3.Connection) -> list[ShownCode]:
    """List the codes in the order of the codebook, each parent before its children."""
    rows = connection.execute(
        "SELECT parent_id, id, path, name, shortcut, colour, definition, use_when, not_when, "
        "example, counterexample FROM code ORDER BY position, path"
    ).fetchall()
    children: dict[int | None, list[Sequence[str]]] = {}
    for row in rows:
        children.setdefault(row[0], []).append(row)

    def below(parent: int | None, depth: int) -> list[ShownCode]:
        found = []
        for row in children.get(parent, []):
            code_id = int(row[1])
            found.append(ShownCode(code_id, row[2], row[3], depth, *row[4:]))
            found += below(code_id, depth + 1)
        return found

    return below(None, 0)


def read_transcript(connection: sqlite3.Connection, transcript_id: int) -> OpenTranscript:
    """Read the current version of a transcript, whole."""
    uuid, slug, title, kind, date = connection.execute(
        "SELECT uuid, slug, title, kind, coalesce(date, '') FROM transcript WHERE id = ?",
        [transcript_id],
    ).fetchone()
    version_id = current_version(connection, transcript_id)
    rows = connection.execute(
        "SELECT turn.id, number, start, end, label, role, coalesce(group_name, ''), "
        "coalesce(areas, '[]'), time, question, cues, before, text "
        "FROM turn JOIN speaker ON speaker.id = speaker_id "
        "LEFT JOIN participation ON participation.id = participation_id "
        "WHERE version_id = ? ORDER BY number",
        [version_id],
    ).fetchall()
    text = "".join(row[11] + row[12] for row in rows)
    turns = tuple(
        ShownTurn._make((*row[:7], listed(row[7]), row[8], row[9], listed(row[10]))) for row in rows
    )
    return OpenTranscript(
        transcript_id,
        str(uuid),
        str(slug),
        str(title),
        str(kind),
        str(date),
        version_id,
        text,
        turns,
        tuple(sentences_of(text, turns)),
    )


def with_edges(
    transcript: OpenTranscript, suggestions: Iterable[ShownSuggestion]
) -> OpenTranscript:
    """Give the transcript with its sentences cut where suggestions begin and end, too."""
    edges: dict[int, list[int]] = {}
    for offset in {offset for found in suggestions for offset in found[1:3]}:
        place = bisect_right(transcript.sentences, offset, key=_start) - 1
        sentence = transcript.sentences[max(place, 0)]
        if sentence.start < offset < sentence.end:
            edges.setdefault(place, []).append(offset)
    if not edges:
        return transcript
    sentences: list[Sentence] = []
    for place, sentence in enumerate(transcript.sentences):
        pieces = [sentence[:2]]
        if place in edges:
            pieces = cut_at(transcript.text, sentence.start, sentence.end, edges[place])
        sentences += [Sentence(*piece, sentence.turn) for piece in pieces]
    return replace(transcript, sentences=tuple(sentences))


def _start(sentence: Sentence) -> int:
    return sentence.start


def listed(stored: str) -> tuple[Any, ...]:
    """Read a list as SQLite keeps it; most are empty."""
    return tuple(json.loads(stored)) if stored != "[]" else ()


def sentences_of(text: str, turns: Sequence[ShownTurn]) -> list[Sentence]:
    """List the sentences of the respondents in the order of the text."""
    return [
        Sentence(start, end, place)
        for place, turn in enumerate(turns)
        if turn.role == RESPONDENT
        for start, end in sentences_in(text, turn.start, turn.end, turn.cues)
    ]


def read_fragments(
    connection: sqlite3.Connection, version_id: int, only: str = ""
) -> list[ShownFragment]:
    """List the fragments of a version in the order of the text; of one coder when named."""
    rows = connection.execute(
        f"SELECT {FRAGMENT} FROM fragment WHERE version_id = ? AND (? = '' OR coder = ?) "
        "ORDER BY start, end, id",
        [version_id, only, only],
    ).fetchall()
    memos = read_memos(connection, version_id)
    return [ShownFragment._make((*row, memos.get(row[1], ()))) for row in rows]


def read_again(
    connection: sqlite3.Connection,
    version_id: int,
    fragments: Sequence[ShownFragment],
    changed: Collection[int],
) -> list[ShownFragment]:
    """Give the fragments of a version, those with an id in `changed` read again.

    A changed one has the memos that it had; one that is new has none.
    """
    memos = {one.id: one.memos for one in fragments if one.id in changed}
    rows = connection.execute(
        f"SELECT {FRAGMENT} FROM fragment "
        "WHERE version_id = ? AND id IN (SELECT value FROM json_each(?))",
        [version_id, json.dumps(list(changed))],
    ).fetchall()
    others = [one for one in fragments if one.id not in changed]
    fresh = [ShownFragment._make((*row, memos.get(row[0], ()))) for row in rows]
    return sorted(others + fresh, key=attrgetter("start", "end", "id"))


def read_memos(connection: sqlite3.Connection, version_id: int) -> dict[str, tuple[str, ...]]:
    """Give the memos on the fragments of a version by the fragment's UUID."""
    rows = connection.execute(
        "SELECT target_uuid, text FROM memo "
        "WHERE target = 'fragment' AND target_uuid IN "
        "(SELECT uuid FROM fragment WHERE version_id = ?) ORDER BY id",
        [version_id],
    ).fetchall()
    memos: dict[str, tuple[str, ...]] = {}
    for uuid, text in rows:
        memos[uuid] = (*memos.get(uuid, ()), text)
    return memos


def read_turn_memos(
    connection: sqlite3.Connection, transcript_uuid: str, only: str = ""
) -> dict[int, tuple[str, ...]]:
    """Give the memos on the turns of a transcript by the turn's number; of one coder if named."""
    rows = connection.execute(
        "SELECT turn, text FROM memo WHERE target = 'turn' AND target_uuid = ? "
        "AND (? = '' OR coder = ?) ORDER BY id",
        [transcript_uuid, only, only],
    ).fetchall()
    memos: dict[int, tuple[str, ...]] = {}
    for turn, text in rows:
        memos[turn] = (*memos.get(turn, ()), text)
    return memos


def read_suggestions(connection: sqlite3.Connection, version_id: int) -> list[ShownSuggestion]:
    """List what is proposed for a version, decided or not, in the order of the text."""
    rows = connection.execute(
        "SELECT turn_id, start, end, code_id, score, reasons, raw FROM suggestion "
        "WHERE version_id = ? ORDER BY start, end, score DESC, code_id",
        [version_id],
    ).fetchall()
    return [ShownSuggestion._make((*row[:5], listed(row[5]), row[6])) for row in rows]


def read_decided(
    connection: sqlite3.Connection, version_id: int, coder: str
) -> dict[tuple[int, int, int], str]:
    """Give how a coder decided about suggestions, by their place (start, end, code id)."""
    rows = connection.execute(
        "SELECT start, end, code_id, verdict FROM decision WHERE version_id = ? AND coder = ?",
        [version_id, coder],
    ).fetchall()
    return {(int(start), int(end), int(code)): str(said) for start, end, code, said in rows}


def in_text_order(suggestion: ShownSuggestion) -> tuple[int, int, float, int]:
    """Give what suggestions are sorted by: their place, and the best first in one place."""
    return suggestion.start, suggestion.end, -suggestion.score, suggestion.code_id


class InOrder(Generic[T]):
    """Fragments or suggestions in the order of the text, to look up what overlaps a span."""

    def __init__(self, items: Sequence[T]) -> None:
        """Take items that are sorted by their start."""
        self.items: Sequence[T] = items
        self._starts = [item.start for item in items]
        self._longest = max((item.end - item.start for item in items), default=0)

    def over(self, start: int, end: int) -> list[T]:
        """List the items that overlap [start, end)."""
        first = bisect_left(self._starts, start - self._longest)
        last = bisect_left(self._starts, end)
        return [item for item in self.items[first:last] if item.end > start]


def still_open(
    suggestions: Iterable[ShownSuggestion],
    own: Iterable[ShownFragment],
    decided: Collection[tuple[int, int, int]],
    least: float,
) -> list[ShownSuggestion]:
    """Leave out what a coder decided about, or coded already with that code, or scores too low.

    `own` are the coder's fragments in the order of the text, `least` is the lowest score (0 to 1).
    """
    by_code: dict[int, list[ShownFragment]] = {}
    for fragment in own:
        by_code.setdefault(fragment.code_id, []).append(fragment)
    coded = {code: InOrder(fragments) for code, fragments in by_code.items()}
    nothing: InOrder[ShownFragment] = InOrder([])
    return [
        suggestion
        for suggestion in suggestions
        if suggestion.score >= least
        and (suggestion.start, suggestion.end, suggestion.code_id) not in decided
        and not coded.get(suggestion.code_id, nothing).over(suggestion.start, suggestion.end)
    ]


def count_elsewhere(
    connection: sqlite3.Connection, version_id: int, only: str = ""
) -> Counter[int]:
    """Count the fragments of each code outside a version; of one coder when named."""
    rows = connection.execute(
        "SELECT code_id, count(*) FROM fragment WHERE version_id <> ? AND (? = '' OR coder = ?) "
        "GROUP BY code_id",
        [version_id, only, only],
    ).fetchall()
    return Counter({int(code): int(count) for code, count in rows})


def read_examples(
    connection: sqlite3.Connection, code_id: int, version_id: int, only: str = "", limit: int = 2
) -> list[Example]:
    """Give the newest fragments with a code in other transcripts."""
    rows = connection.execute(
        "SELECT quote, slug, turn.number FROM fragment "
        "JOIN turn ON turn.id = turn_id "
        "JOIN transcript_version ON transcript_version.id = fragment.version_id "
        "JOIN transcript ON transcript.id = transcript_id "
        "WHERE fragment.code_id = ? AND fragment.version_id <> ? AND (? = '' OR coder = ?) "
        "ORDER BY fragment.id DESC LIMIT ?",
        [code_id, version_id, only, only, limit],
    ).fetchall()
    return [Example(*row) for row in rows]


def coded_share(transcript: OpenTranscript, fragments: Iterable[ShownFragment]) -> float:
    """Give the share (0 to 1) of the respondents' characters that stand in these fragments."""
    spoken = transcript.spoken
    coded = bytearray(len(spoken))  # a mark for each character, so that each counts once
    for fragment in fragments:
        coded[fragment.start : fragment.end] = spoken[fragment.start : fragment.end]
    return coded.count(1) / (transcript.spoken_characters or 1)


def span_in(transcript: OpenTranscript, start: int, end: int) -> Span:
    """Take [start, end) of the open text as a span to code, as `fragments.span_at` does.

    Raises RodedraadError when it holds no word of a respondent.
    """
    quote = transcript.text[start:end]
    start += len(quote) - len(quote.lstrip())
    quote = quote.strip()
    end = start + len(quote)
    for turn in transcript.turns:
        if turn.role == RESPONDENT and turn.start < end and turn.end > start and quote:
            return Span(transcript.version_id, turn.id, start, end, quote)
    raise RodedraadError(
        "The span {start}:{end} holds no word of a respondent; only these are coded.",
        start=start,
        end=end,
    )
