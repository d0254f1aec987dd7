"""What lies open before a coder: one transcript, what is coded and suggested in it, the place.

The coding screen works on a desk. What it decides stands in `deciding`; every decision is in
the file before the desk shows it.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from .. import RodedraadError
from .project import Project, new_uuid, read_setting, write_setting
from .seat import Seat
from .workplace import (
    RESPONDENT,
    OpenTranscript,
    ShownCode,
    ShownFragment,
    ShownSuggestion,
    coded_share,
    count_elsewhere,
    in_text_order,
    read_again,
    read_codes,
    read_decided,
    read_fragments,
    read_suggestions,
    read_transcript,
    read_turn_memos,
    still_open,
    with_edges,
)

Place = tuple[int, int, int]
Item = ShownFragment | ShownSuggestion


@dataclass
class Coded:
    """What is coded in a version of a transcript, by everybody or by one coder, and with what.

    `decided` says how the coder decided about the suggestions in a place; `elsewhere`
    counts the fragments of each code in other transcripts; `memos` are those on whole turns,
    by the number of the turn.
    """

    codes: dict[int, ShownCode]
    fragments: list[ShownFragment]
    decided: dict[Place, str]
    elsewhere: Counter[int]
    memos: dict[int, tuple[str, ...]]
    finished: bool


@dataclass
class Desk:
    """A transcript that lies open for one coder.

    `suggestions` are all that were proposed for it; `open` those still to decide about. With
    `blind`, the codings of others are not shown. `only_codes` are the codes whose suggestions
    are asked for; none named means all. `spoken` are the numbers of the turns of respondents,
    `read` of those that this coder has read; `share` (0 to 1) says how much of their words this
    coder has coded. `changes` counts how often something else was coded, so that what was read
    beside the keys can be known to be old. `selected` is what is selected; where it is empty, the
    sentence there is meant. `fragment` is the id of the fragment that is meant in it when the
    desk is shown first, 0 for whatever stands first there. `kept` is the offset in the file.
    """

    seat: Seat
    blind: bool
    transcript: OpenTranscript
    coded: Coded
    suggestions: list[ShownSuggestion]
    read: set[int]
    only_codes: frozenset[int] = frozenset()
    open: list[ShownSuggestion] = field(default_factory=list)
    selected: tuple[int, int] = (0, 0)
    fragment: int = 0
    newly_read: set[int] = field(default_factory=set)
    spoken: frozenset[int] = frozenset()
    share: float = 0.0
    changes: int = 0
    kept: int = -1
    _own: list[ShownFragment] = field(default_factory=list)

    @property
    def project(self) -> Project:
        """The project, open for writing."""
        return self.seat.project

    @property
    def connection(self) -> sqlite3.Connection:
        """A connection to read with."""
        return self.seat.connection

    @property
    def coder(self) -> str:
        """Whose desk it is."""
        return self.seat.coder

    @property
    def offset(self) -> int:
        """Where the coder is."""
        return self.selected[0]

    @property
    def codes(self) -> dict[int, ShownCode]:
        """The codes by their id, in the order of the codebook."""
        return self.coded.codes

    def reload(self) -> None:
        """Read again what is coded."""
        self.show(read_coded(self.connection, self.transcript, self.coder, self.blind))

    def read_change(self, number: int) -> None:
        """Read again what a change in this transcript touched; everything, if that is unknown."""
        touched = rows_of_change(self.connection, number)
        if touched.keys() - {"fragment", "decision", "reviewed_turn"}:
            self.reload()
            return
        connection, version = self.connection, self.transcript.version_id
        coded, codes = self.coded, set()
        if "fragment" in touched:
            ids = touched["fragment"]
            fragments = read_again(connection, version, coded.fragments, ids)
            codes |= {one.code_id for one in (*coded.fragments, *fragments) if one.id in ids}
            coded = replace(coded, fragments=fragments)
        if "decision" in touched:
            decided = read_decided(connection, version, self.coder)
            codes |= {code for (_, _, code), _ in decided.items() ^ coded.decided.items()}
            coded = replace(coded, decided=decided)
        self.show(coded, codes)

    def show(self, coded: Coded, codes: Collection[int] | None = None) -> None:
        """Take over what is coded; only about these codes is something new, None means any."""
        self.changes += 1
        self.coded = coded
        coder = self.coder
        self._own = [fragment for fragment in coded.fragments if fragment.coder == coder]
        self.share = coded_share(self.transcript, self._own)
        self._sift(codes)

    def propose(
        self, suggestions: list[ShownSuggestion], codes: Collection[int] | None = None
    ) -> None:
        """Take over other suggestions; sentences are cut where these begin and end, too.

        Only those of these codes are others than before; None means all.
        """
        self.suggestions = suggestions
        fresh = [one for one in suggestions if codes is None or one.code_id in codes]
        self.transcript = with_edges(self.transcript, fresh)
        self._sift(codes)

    def _sift(self, codes: Collection[int] | None = None) -> None:
        """Find out which suggestions are still open; those for other codes stay as they are."""
        asked, own, kept = self.suggestions, self._own, []
        if codes is not None:
            asked = [one for one in asked if one.code_id in codes]
            own = [fragment for fragment in own if fragment.code_id in codes]
            kept = [one for one in self.open if one.code_id not in codes]
        only = self.only_codes
        found = still_open(asked, own, self.coded.decided, self.seat.thresholds.maybe)
        kept += [one for one in found if not only or one.code_id in only]
        self.open = sorted(kept, key=in_text_order)

    def confidence(self, suggestion: ShownSuggestion) -> str:
        """Give the word for its score: "sure", "likely", "maybe", or "" when it is too low."""
        return self.seat.thresholds.confidence(suggestion.score)

    def items(self, span: tuple[int, int]) -> list[Item]:
        """List the suggestions and then the fragments in a span, the best and own ones first."""
        start, end = span
        suggestions = [one for one in self.open if one.start < end and one.end > start]
        fragments = [one for one in self.coded.fragments if one.start < end and one.end > start]
        return [
            *sorted(suggestions, key=lambda one: -one.score),
            *sorted(
                fragments, key=lambda one: (one.coder != self.coder, one.end - one.start, one.start)
            ),
        ]

    def suggestion_beside(
        self, current: Item | None, offset: int, step: int
    ) -> ShownSuggestion | None:
        """Give the suggestion after (step 1) or before (-1) the current one, or an offset."""
        if isinstance(current, ShownSuggestion) and current in self.open:
            place = self.open.index(current) + step
        elif step > 0:
            later = (place for place, one in enumerate(self.open) if one.end > offset)
            place = next(later, len(self.open))
        else:
            place = sum(one.start < offset for one in self.open) - 1
        return self.open[place] if 0 <= place < len(self.open) else None

    def pass_turn(self, number: int) -> bool:
        """Note that a respondent's turn was read; it is stored with the place.

        False when it is none, or was read before.
        """
        fresh = number in self.spoken and number not in self.read
        if fresh:
            self.read.add(number)
            self.newly_read.add(number)
        return fresh


def open_desk(
    seat: Seat,
    transcript_id: int,
    blind: bool = False,
    only_codes: frozenset[int] = frozenset(),
) -> Desk:
    """Lay a transcript open for a coder, at the place where they left it."""
    connection = seat.connection
    transcript = read_transcript(connection, transcript_id)
    left = read_places(connection, seat.coder).get(transcript.uuid, 0)
    desk = Desk(
        seat,
        blind,
        transcript,
        read_coded(connection, transcript, seat.coder, blind),
        [],
        read_turns(connection, transcript.version_id, seat.coder),
        only_codes,
        spoken=frozenset(turn.number for turn in transcript.turns if turn.role == RESPONDENT),
        selected=(left, left),
    )
    # What is stored was learnt from colleagues as well; blind, the learner beside the screen tells.
    desk.propose([] if blind else read_suggestions(connection, transcript.version_id))
    desk.show(desk.coded)
    return desk


def open_fragment(seat: Seat, fragment_id: int, blind: bool = False) -> Desk:
    """Lay open for a coder the transcript with this fragment in it, with the fragment selected."""
    transcript_id, start, end = seat.connection.execute(
        "SELECT transcript_id, start, end FROM fragment "
        "JOIN transcript_version ON transcript_version.id = version_id WHERE fragment.id = ?",
        [fragment_id],
    ).fetchone()
    desk = open_desk(seat, int(transcript_id), blind)
    desk.selected, desk.fragment = (int(start), int(end)), fragment_id
    return desk


def read_coded(
    connection: sqlite3.Connection, transcript: OpenTranscript, coder: str, blind: bool
) -> Coded:
    """Read what is coded in a transcript; only by this coder when `blind`."""
    only = coder if blind else ""
    return Coded(
        {code.id: code for code in read_codes(connection)},
        read_fragments(connection, transcript.version_id, only),
        read_decided(connection, transcript.version_id, coder),
        count_elsewhere(connection, transcript.version_id, only),
        read_turn_memos(connection, transcript.uuid, only),
        transcript.version_id in read_finished(connection, coder),
    )


def rows_of_change(connection: sqlite3.Connection, number: int) -> dict[str, set[int]]:
    """Give the ids of the rows that a change touched, by table."""
    touched: dict[str, set[int]] = {}
    for table, row in connection.execute(
        "SELECT table_name, row FROM undo_statement WHERE change = ?", [number]
    ).fetchall():
        touched.setdefault(str(table), set()).add(int(row))
    return touched


def read_finished(connection: sqlite3.Connection, coder: str) -> list[int]:
    """List the versions of the transcripts that a coder has marked as coded."""
    rows = connection.execute(
        "SELECT transcript_version.id FROM coded_by "
        "JOIN transcript ON transcript.id = coded_by.transcript_id "
        "JOIN transcript_version ON transcript_version.transcript_id = transcript.id "
        "AND transcript_version.number = transcript.version WHERE coder = ?",
        [coder],
    ).fetchall()
    return [int(row[0]) for row in rows]


def read_turns(connection: sqlite3.Connection, version_id: int, coder: str) -> set[int]:
    """Give the numbers of the turns of a version that a coder has read."""
    rows = connection.execute(
        "SELECT turn FROM reviewed_turn WHERE version_id = ? AND coder = ?", [version_id, coder]
    ).fetchall()
    return {int(row[0]) for row in rows}


def recent_codes(desk: Desk, limit: int = 50) -> list[int]:
    """List the codes that the coder used last, the latest first, each once."""
    rows = desk.connection.execute(
        "SELECT code_id FROM fragment WHERE coder = ? ORDER BY id DESC LIMIT ?",
        [desk.coder, limit],
    ).fetchall()
    return list(dict.fromkeys(int(row[0]) for row in rows))


def read_places(connection: sqlite3.Connection, coder: str) -> dict[str, int]:
    """Give where a coder was in each transcript (offset by UUID), the last one last."""
    stored = read_setting(connection, f"place {coder}")
    return dict(json.loads(stored)) if stored else {}


def keep_place(desk: Desk) -> None:
    """Write down where the coder is, inside an open transaction."""
    project = desk.project
    places = read_places(project.connection, desk.coder)
    if places.get(desk.transcript.uuid) != desk.offset or [*places][-1:] != [desk.transcript.uuid]:
        places.pop(desk.transcript.uuid, None)
        places[desk.transcript.uuid] = desk.offset
        write_setting(project, f"place {desk.coder}", json.dumps(places))


def keep_read(desk: Desk) -> None:
    """Write down which turns the coder has read, inside an open transaction."""
    rows = [
        (new_uuid(), desk.transcript.version_id, number, desk.coder)
        for number in sorted(desk.newly_read)
    ]
    desk.project.connection.executemany(
        "INSERT OR IGNORE INTO reviewed_turn(uuid, version_id, turn, coder) VALUES (?, ?, ?, ?)",
        rows,
    )


def first_transcript(connection: sqlite3.Connection, coder: str) -> int:
    """Choose the transcript to open: where the coder was last, else the first not coded.

    Raises RodedraadError when the project holds no transcript.
    """
    rows = connection.execute(
        "SELECT id, uuid, EXISTS (SELECT 1 FROM coded_by "
        "WHERE transcript_id = transcript.id AND coder = ?) FROM transcript ORDER BY slug",
        [coder],
    ).fetchall()
    if not rows:
        raise RodedraadError(
            "There is nothing to code: the project holds no transcript yet.\n"
            "Import them with: rodedraad import FILE"
        )
    by_uuid = {str(row[1]): int(row[0]) for row in rows}
    for uuid in reversed(list(read_places(connection, coder))):
        if uuid in by_uuid:
            return by_uuid[uuid]
    return next((int(row[0]) for row in rows if not row[2]), int(rows[0][0]))


def open_places(
    connection: sqlite3.Connection, coder: str, codes: frozenset[int] = frozenset()
) -> list[int]:
    """List the transcripts with suggestions that a coder did not decide about yet, by slug."""
    rows = connection.execute(
        "SELECT DISTINCT transcript.id, suggestion.code_id FROM suggestion "
        "JOIN transcript_version ON transcript_version.id = suggestion.version_id "
        "JOIN transcript ON transcript.id = transcript_id "
        "AND transcript.version = transcript_version.number "
        "WHERE NOT EXISTS (SELECT 1 FROM decision WHERE coder = ? "
        "AND decision.version_id = suggestion.version_id AND decision.start = suggestion.start "
        "AND decision.end = suggestion.end AND decision.code_id = suggestion.code_id) "
        "ORDER BY slug",
        [coder],
    ).fetchall()
    return list(dict.fromkeys(int(row[0]) for row in rows if not codes or row[1] in codes))


def transcript_beside(connection: sqlite3.Connection, transcript_id: int, step: int) -> int | None:
    """Give the id of the next (step 1) or previous (-1) transcript; None at the end."""
    rows = connection.execute("SELECT id FROM transcript ORDER BY slug").fetchall()
    ids = [int(row[0]) for row in rows]
    place = ids.index(transcript_id) + step
    return ids[place] if 0 <= place < len(ids) else None
