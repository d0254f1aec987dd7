"""A project of QualCoder (.qda): a folder with an SQLite database `data.qda` in it.

Read are texts, codes in their categories, codings, annotations, cases, attributes, memos and
the journal. Its positions come from a Qt text field, which counts UTF-16, so that they are
found out as those of a .qdpx are, here with the words of each coding at hand.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter, defaultdict
from pathlib import Path

from ...codebooks.qdc import colour_of
from ...codebooks.tree import Node, codes_of
from ..project import now
from .databases import foreign_database, rows_of
from .identity import guid
from .intake import NOBODY, Intake, add_memo, know_codes, to_moment
from .model import About, Coding, Exchange
from .offsets import Selection, text_of
from .people import ABOUT_PERSON, ABOUT_SOURCE, Case, facts_of
from .sources import name_left_out, settle_sources
from .texts import Draft, Passage

PROGRAM = "QualCoder"
TABLES = set(
    "project source code_cat code_name code_text annotation cases case_text attribute journal "
    "code_image code_av".split()
)
# Codings and annotations alike: what somebody selected in a text.
SELECTIONS = """
SELECT 'coding' AS kind, ctid AS id, fid, pos0, pos1, owner, date, memo, cid, seltext
FROM code_text
UNION ALL SELECT 'annotation', anid, fid, pos0, pos1, owner, date, memo, NULL, ''
FROM annotation ORDER BY fid, pos0
"""
PARTS = "SELECT * FROM case_text WHERE CAST(caseid AS TEXT) = ? ORDER BY id"


def read_project(path: Path, offsets: str = "") -> Exchange:
    """Read a QualCoder project: its folder, or the data.qda in it.

    `offsets` says how it counts positions, "" to find that out. Raises RodedraadError when it
    is no such project, or when the counting cannot be told.
    """
    database = path / "data.qda" if path.is_dir() else path
    with foreign_database(database, PROGRAM, TABLES) as connection:
        name = path.parent.stem if path.name == "data.qda" else path.stem
        intake = Intake(path.name, Exchange(name), now())
        codes = read_codes(intake, connection)
        drafts = read_texts(intake, connection)
        read_selections(intake, connection, codes, drafts)
        read_cases(intake, connection, drafts)
        settle_sources(intake, offsets)
        read_journal(intake, connection)
        name_left_out(intake)
    return intake.exchange


def own_guid(kind: str, row: dict[str, str]) -> str:
    """Make the GUID of a thing from its name and when it was made, which stay."""
    return guid(PROGRAM, kind, row["name"], row["date"])


def keep_memo(intake: Intake, owner: str, row: dict[str, str], words: str) -> None:
    """Keep what is written about a thing as a memo on it."""
    at = to_moment(row["date"]) or intake.moment
    add_memo(intake, guid("description", owner), owner, words.strip(), row["owner"] or NOBODY, at)


def read_codes(intake: Intake, connection: sqlite3.Connection) -> dict[str, str]:
    """Read the codes below their categories; give the UUIDs by QualCoder's numbers."""
    categories = list(rows_of(connection, "SELECT * FROM code_cat ORDER BY name"))
    codes = list(rows_of(connection, "SELECT * FROM code_name ORDER BY name"))
    above = {row["catid"]: own_guid("category", row) for row in categories}
    nodes = [
        Node(above[row["catid"]], row["name"], above.get(row["supercatid"], ""), row["memo"])
        for row in categories
    ]
    nodes += [
        Node(
            own_guid("code", row),
            row["name"],
            above.get(row["catid"], ""),
            row["memo"],
            colour_of(row["color"]),
        )
        for row in codes
    ]
    know_codes(intake, codes_of(nodes))
    return {row["cid"]: own_guid("code", row) for row in codes}


def read_texts(intake: Intake, connection: sqlite3.Connection) -> dict[str, Draft]:
    """Read the texts, and of pictures, sound and film that they are; give the texts by number."""
    facts: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for row in rows_of(connection, "SELECT * FROM attribute WHERE attr_type = 'file'"):
        facts[row["id"]].append(("", row["name"], row["value"]))
    coded: Counter[str] = Counter()
    for table in ("code_image", "code_av"):
        coded.update(row["id"] for row in rows_of(connection, f"SELECT id FROM {table}"))
    drafts = {}
    for row in rows_of(connection, "SELECT * FROM source ORDER BY id"):
        if not row["fulltext"].strip():
            intake.media.append((row["name"], Counter({"Coding": coded[row["id"]]})))
            continue
        uuid = own_guid("source", row)
        words = row["fulltext"].replace("\0", "\ufffd")
        digest = hashlib.sha256(words.encode()).hexdigest()
        drafts[row["id"]] = Draft(uuid, row["name"], text_of(words), digest)
        intake.about[uuid] = About("transcript", uuid)
        keep_memo(intake, uuid, row, row["memo"])
        values = [value for value in facts[row["id"]] if value[2].strip()]
        intake.facts[uuid].append(facts_of(values, ABOUT_SOURCE))
    intake.exchange.found["transcripts"] = len(drafts)
    intake.drafts = list(drafts.values())
    return drafts


def read_selections(
    intake: Intake, connection: sqlite3.Connection, codes: dict[str, str], drafts: dict[str, Draft]
) -> None:
    """Read who coded or annotated which words."""
    for row in rows_of(connection, SELECTIONS):
        draft = drafts.get(row["fid"])
        if draft is None:
            continue
        uuid = guid(PROGRAM, row["kind"], draft.uuid, row["id"], row["date"])
        coder, at = row["owner"] or NOBODY, to_moment(row["date"]) or intake.moment
        codings = []
        if row["kind"] == "coding":
            intake.exchange.found["fragments"] += 1
            codings.append(Coding(uuid, 0, 0, codes.get(row["cid"], ""), coder, at))
        passage = Passage(f"{uuid} words", coder, at, codings, row["memo"].strip())
        draft.selections.append((passage, selection_of(row)))


def selection_of(row: dict[str, str]) -> Selection:
    """Give the positions of a row, as QualCoder counts them."""
    try:
        return Selection(int(row["pos0"]), int(row["pos1"]), row.get("seltext", ""))
    except ValueError:
        return Selection(-1, -1)


def read_cases(intake: Intake, connection: sqlite3.Connection, drafts: dict[str, Draft]) -> None:
    """Read the persons, and in which texts or parts of texts they speak."""
    facts: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for row in rows_of(connection, "SELECT * FROM attribute WHERE attr_type = 'case'"):
        if row["value"].strip():
            facts[row["id"]].append(("", row["name"], row["value"]))
    for row in rows_of(connection, "SELECT * FROM cases ORDER BY caseid"):
        case = Case(
            own_guid("case", row), row["name"], facts_of(facts[row["caseid"]], ABOUT_PERSON)
        )
        intake.cases.append(case)
        intake.about[case.uuid] = About("respondent", case.uuid)
        intake.exchange.found["respondents"] += 1
        keep_memo(intake, case.uuid, row, row["memo"])
        for part in rows_of(connection, PARTS, [row["caseid"]]):
            draft = drafts.get(part["fid"])
            if draft is not None:
                # As QualCoder counts, which is near enough to tell whose turn it is.
                words = selection_of(part)
                spans = case.places.setdefault(draft.uuid, [])
                if words.end - words.start < len(draft.text.text) - 1:
                    spans.append((words.start, words.end))


def read_journal(intake: Intake, connection: sqlite3.Connection) -> None:
    """Read the journal and what is written about the project as memos on the project."""
    for row in rows_of(connection, "SELECT * FROM journal ORDER BY jid"):
        owner = guid(PROGRAM, "journal", row["name"], row["date"])
        intake.about[owner] = About()
        keep_memo(intake, owner, row, "\n\n".join((row["name"], row["jentry"])))
    for row in rows_of(connection, "SELECT date, memo, '' AS owner FROM project"):
        owner = guid(PROGRAM, "project", intake.name, row["date"])
        intake.about[owner] = About()
        keep_memo(intake, owner, row, row["memo"])
