"""A project of Taguette (.sqlite3): documents in HTML, highlights, tags.

Positions are bytes of the text in UTF-8, tags of HTML not counted.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from ... import RodedraadError
from ...codebooks.tree import Node, codes_of
from ..project import now
from .databases import columns_of, foreign_database, rows_of
from .identity import guid
from .intake import NOBODY, Intake, add_memo, know_codes, to_moment
from .model import About, Coding, Exchange
from .offsets import Text
from .sources import name_left_out, settle_sources
from .texts import Draft, Passage

PROGRAM = "Taguette"
TABLES = {"projects", "documents", "highlights", "tags", "highlight_tags", "commands"}
# Elements that stand on lines of their own, so that their words need line ends around them.
BLOCKS = frozenset(
    "p div br li ul ol dl dt dd h1 h2 h3 h4 h5 h6 table tr blockquote pre section article".split()
)


def read_project(path: Path, offsets: str = "") -> Exchange:
    """Read a Taguette project, as "Export project" gives it.

    `offsets` must be "": Taguette counts in one way. Raises RodedraadError when it is no such
    project, or holds several.
    """
    if offsets:
        raise RodedraadError("Taguette counts in one way only: leave --offsets out.")
    with foreign_database(path, PROGRAM, TABLES) as connection:
        projects = list(rows_of(connection, "SELECT * FROM projects"))
        if len(projects) != 1:
            raise RodedraadError(
                "{file} holds {count} projects ({names}). Export the one you need from Taguette: "
                "Project info, Export project.",
                file=path.name,
                count=len(projects),
                names=", ".join(row["name"] for row in projects),
            )
        intake = Intake(path.name, Exchange(projects[0]["name"]), now())
        intake.about[""] = About()
        keep_memo(intake, "", projects[0], projects[0]["description"])
        tags = read_tags(intake, connection)
        read_documents(intake, connection, tags)
        settle_sources(intake, "")
        name_left_out(intake)
    return intake.exchange


def keep_memo(intake: Intake, owner: str, row: dict[str, str], words: str) -> None:
    """Keep a description as a memo on what it describes; Taguette does not say whose it is."""
    at = to_moment(row["created"]) or intake.moment
    add_memo(intake, guid("description", intake.name, owner), owner, words.strip(), NOBODY, at)


def read_tags(intake: Intake, connection: sqlite3.Connection) -> dict[str, str]:
    """Read the tags as codes; give the UUIDs by Taguette's numbers."""
    above = "parent_id" if "parent_id" in columns_of(connection, "tags") else "''"
    query = f"SELECT id, path, description, {above} AS parent FROM tags ORDER BY path"
    rows = list(rows_of(connection, query))
    uuids = {row["id"]: guid(PROGRAM, "tag", row["path"]) for row in rows}
    nodes = (
        Node(uuids[row["id"]], row["path"], uuids.get(row["parent"], ""), row["description"])
        for row in rows
    )
    know_codes(intake, codes_of(list(nodes)))
    return uuids


def read_documents(intake: Intake, connection: sqlite3.Connection, tags: dict[str, str]) -> None:
    """Read the documents with the highlights in them."""
    tagged: dict[str, list[str]] = defaultdict(list)
    for row in rows_of(connection, "SELECT * FROM highlight_tags ORDER BY tag_id"):
        tagged[row["highlight_id"]].append(tags.get(row["tag_id"], ""))
    makers = dict(read_makers(connection))
    highlights: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows_of(connection, "SELECT * FROM highlights ORDER BY start_offset, id"):
        highlights[row["document_id"]].append(row)
    for row in rows_of(connection, "SELECT * FROM documents ORDER BY id"):
        intake.exchange.found["transcripts"] += 1
        words = words_of(row["contents"])
        name = row["filename"] or row["name"]
        uuid = guid(PROGRAM, "document", name, row["created"])
        digest = hashlib.sha256(row["contents"].encode()).hexdigest()
        draft = Draft(uuid, name, Text(words.text), digest)
        intake.about[uuid] = About("transcript", uuid)
        keep_memo(intake, uuid, row, row["description"])
        for highlight in highlights[row["id"]]:
            passage = passage_of(intake, draft, highlight["id"], tagged, makers)
            draft.placed.append((passage, words.span(highlight)))
        intake.drafts.append(draft)


def read_makers(connection: sqlite3.Connection) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield for each highlight who made it and when, as far as the log still says so."""
    for row in rows_of(connection, "SELECT user_login, date, payload FROM commands ORDER BY id"):
        try:
            payload = json.loads(row["payload"])
            if payload["type"] == "highlight_add":
                yield str(payload["highlight_id"]), (row["user_login"], to_moment(row["date"]))
        except (ValueError, KeyError, TypeError):
            continue


def passage_of(
    intake: Intake,
    draft: Draft,
    number: str,
    tagged: dict[str, list[str]],
    makers: dict[str, tuple[str, str]],
) -> Passage:
    """Make a passage of a highlight, with a coding for each of its tags."""
    coder, at = makers.get(number, (NOBODY, ""))
    at = at or intake.moment
    codes = tagged[number]
    intake.exchange.found["fragments"] += len(codes)
    uuids = [guid(PROGRAM, "highlight", draft.uuid, number, code) for code in codes]
    codings = [Coding(u, 0, 0, code, coder, at) for u, code in zip(uuids, codes, strict=True)]
    return Passage(guid(PROGRAM, "highlight", draft.uuid, number), coder, at, codings)


@dataclass
class Words:
    """The text of a document, and where in it each byte of Taguette's own text is.

    `starts` are the first byte of each run of words, `places` the code point where that run
    begins in `text`, `runs` its words. Line ends that were put between do not count.
    """

    text: str = ""
    starts: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    runs: list[str] = field(default_factory=list)

    def span(self, highlight: dict[str, str]) -> tuple[int, int] | None:
        """Give the span of a highlight in code points; None when its offsets are no numbers."""
        try:
            start, end = int(highlight["start_offset"]), int(highlight["end_offset"])
        except ValueError:
            return None
        return self.place(start), self.place(end)

    def place(self, byte: int) -> int:
        """Give the code point at which a byte stands."""
        run = bisect_right(self.starts, byte) - 1
        if run < 0:
            return 0
        inside = self.runs[run].encode()[: byte - self.starts[run]]
        return self.places[run] + len(inside.decode(errors="ignore"))


class Reader(HTMLParser):
    """Gathers the words of a document, each block on lines of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.words = Words()
        self.bytes = 0
        self.length = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Begin a block on a new line."""
        self.end_line(tag)

    def handle_endtag(self, tag: str) -> None:
        """End a block with its line."""
        self.end_line(tag)

    def end_line(self, tag: str) -> None:
        """Put in a line end around a block, unless one is there."""
        if tag in BLOCKS and self.pieces and not self.pieces[-1].endswith("\n"):
            self.pieces.append("\n")
            self.length += 1

    def handle_data(self, data: str) -> None:
        """Take words, and note where they are."""
        self.words.starts.append(self.bytes)
        self.words.places.append(self.length)
        self.words.runs.append(data)
        self.pieces.append(data)
        self.bytes += len(data.encode())
        self.length += len(data)


def words_of(html: str) -> Words:
    """Read the words of a document."""
    reader = Reader()
    # A browser, in which Taguette counts, sees one line end for each of these.
    reader.feed(html.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd"))
    reader.close()
    reader.words.text = "".join(reader.pieces)
    return reader.words
