"""The persons who were heard: their groups and areas, what they allow, and whom to hear."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import RodedraadError
from ..transcripts.metadata import to_areas, to_date
from .groups import groups_of, spelling_of
from .project import Project, new_uuid
from .sheets import read_rows

CONSENTS = ("quote", "paraphrase", "none", "unknown")
LIST_KEYS = (
    "respondent",
    "groups",
    "areas",
    "function",
    "size",
    "consent",
    "retention_date",
    "transcripts",
    "words",
    "fragments",
    "attributes",
)
COUNT_KEYS = ("respondents", "transcripts", "words", "fragments")
PART_KEYS = (
    "respondent",
    "transcript",
    "date",
    "wave",
    "group",
    "areas",
    "function",
    "turns",
    "words",
    "fragments",
    "size",
    "consent",
    "retention_date",
    "attributes",
)
PLAN_KEYS = ("group", "area", "persons", "heard")


def list_parts(connection: sqlite3.Connection, respondent: str = "") -> list[dict[str, Any]]:
    """List what each respondent said in each transcript, one dictionary with `PART_KEYS` each.

    `words` are the respondent's own; a fragment counts when it has a character of theirs.
    A respondent who is in no transcript has one row, its transcript null. `respondent`
    (a label) narrows to one.
    """
    rows = connection.execute(
        """
        SELECT respondent.label, slug, date, wave.name, group_name, coalesce(areas, '[]'),
            coalesce(function, ''), size, consent, retention_date, attributes,
            participation.id, (
                SELECT count(*) FROM fragment_person
                JOIN fragment ON fragment.id = fragment_id
                JOIN transcript_version AS version ON version.id = fragment.version_id
                WHERE participation_id = participation.id AND version.number = transcript.version)
        FROM respondent
        LEFT JOIN participation ON respondent_id = respondent.id
        LEFT JOIN transcript ON transcript.id = participation.transcript_id
        LEFT JOIN wave ON wave.id = transcript.wave_id
        WHERE :label = '' OR respondent.label = :label
        ORDER BY respondent.label, date, slug
        """,
        {"label": respondent},
    ).fetchall()
    spoken = turns_and_words(connection)
    return [
        {
            "respondent": row[0],
            "transcript": row[1],
            "date": row[2],
            "wave": row[3],
            "group": row[4],
            "areas": json.loads(row[5]),
            "function": row[6],
            "turns": spoken[row[11]][0],
            "words": spoken[row[11]][1],
            "fragments": row[12],
            "size": row[7],
            "consent": row[8],
            "retention_date": row[9],
            "attributes": json.loads(row[10]),
        }
        for row in rows
    ]


def turns_and_words(connection: sqlite3.Connection) -> dict[int | None, tuple[int, int]]:
    """Count the turns and words of each participation in the current versions."""
    rows = connection.execute(
        "SELECT participation_id, count(*), sum(words) FROM turn "
        "JOIN speaker ON speaker.id = speaker_id "
        "JOIN transcript_version ON transcript_version.id = version_id "
        "JOIN transcript ON transcript.id = transcript_version.transcript_id "
        "AND transcript.version = transcript_version.number "
        "WHERE participation_id IS NOT NULL GROUP BY participation_id"
    ).fetchall()
    counts: dict[int | None, tuple[int, int]] = defaultdict(lambda: (0, 0))
    counts.update({int(row[0]): (int(row[1]), int(row[2])) for row in rows})
    return counts


def list_respondents(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """List the respondents by their label, one dictionary with `LIST_KEYS` each."""
    respondents: dict[str, dict[str, Any]] = {}
    for part in list_parts(connection):
        row = respondents.setdefault(
            part["respondent"],
            part | {"groups": [], "areas": [], "transcripts": 0, "words": 0, "fragments": 0},
        )
        for key, values in (("groups", [part["group"]]), ("areas", part["areas"])):
            row[key] += [value for value in values if value and value not in row[key]]
        row["transcripts"] += part["transcript"] is not None
        row["words"] += part["words"]
        row["fragments"] += part["fragments"]
    return list(respondents.values())


def count_by(connection: sqlite3.Connection, facet: str) -> list[dict[str, Any]]:
    """Count respondents, transcripts, words and fragments by "group", "area" or "wave".

    Somebody who speaks for two areas counts in both; nobody's group or area is "".
    """
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for part in list_parts(connection):
        if part["transcript"]:
            for value in (part["areas"] or [""]) if facet == "area" else [part[facet] or ""]:
                found[value].append(part)
    return [
        {
            facet: value,
            "respondents": len({part["respondent"] for part in parts}),
            "transcripts": len({part["transcript"] for part in parts}),
            "words": sum(part["words"] for part in parts),
            "fragments": sum(part["fragments"] for part in parts),
        }
        for value, parts in sorted(found.items(), key=lambda item: (not item[0], item[0]))
    ]


def label_of(connection: sqlite3.Connection, respondent_id: int) -> str:
    """Give the label of a respondent."""
    row = connection.execute("SELECT label FROM respondent WHERE id = ?", [respondent_id])
    return str(row.fetchone()[0])


def respondent_named_or_new(project: Project, label: str) -> int:
    """Find a respondent by their label, whatever its capitals, or make one; give the id."""
    row = project.connection.execute(
        "SELECT id FROM respondent WHERE label = ?", [label]
    ).fetchone()
    if row:
        return int(row[0])
    return project.insert("respondent", {"uuid": new_uuid(), "label": label})


def remove_unheard(project: Project, respondent_id: int) -> None:
    """Remove a person who takes part in no transcript any more: somebody else was meant."""
    project.connection.execute(
        "DELETE FROM respondent WHERE id = ? AND NOT EXISTS "
        "(SELECT 1 FROM participation WHERE respondent_id = respondent.id)",
        [respondent_id],
    )


def set_participation(
    project: Project,
    participation_id: int,
    columns: dict[str, Any],
    group: str | None,
    areas: list[str],
) -> None:
    """Change columns of a participation, and its group and areas when these are not empty."""
    if group:
        columns["group_name"] = group
    if areas:
        columns["areas"] = json.dumps(areas, ensure_ascii=False)
    if columns:
        project.database.table("participation").update(participation_id, columns)


def set_respondent(project: Project, respondent_id: int, wanted: dict[str, Any]) -> None:
    """Change size, consent, retention date or attributes, inside an open transaction.

    None leaves a value as it is. `attributes` are added to those that are there; one with
    an empty value is taken away. Raises RodedraadError for a size, consent or date that is
    none.
    """
    columns = {key: value for key, value in wanted.items() if value is not None}
    if "attributes" in columns:
        stored = project.connection.execute(
            "SELECT attributes FROM respondent WHERE id = ?", [respondent_id]
        ).fetchone()
        merged = json.loads(stored[0]) | columns["attributes"]
        kept = {key: value for key, value in merged.items() if value != ""}
        columns["attributes"] = json.dumps(kept, ensure_ascii=False)
    if columns.get("consent", "unknown") not in CONSENTS:
        raise RodedraadError(
            "{consent} is no consent. Choose from: {consents}.",
            consent=columns["consent"],
            consents=", ".join(CONSENTS),
        )
    if "retention_date" in columns:
        date = to_date(columns["retention_date"], "retention")
        columns["retention_date"] = date or None
    if "size" in columns:
        if not str(columns["size"]).isdigit() or int(columns["size"]) < 1:
            raise RodedraadError("A size is a number of persons, not {size}.", size=columns["size"])
        columns["size"] = int(columns["size"])
    if columns:
        project.database.table("respondent").update(respondent_id, columns)


def set_parts(
    project: Project,
    respondent_id: int,
    transcript_id: int | None,
    group: str | None,
    areas: tuple[str, ...],
    function: str | None,
) -> int:
    """Change for whom a respondent speaks, in one transcript or in all of theirs.

    Inside an open transaction; gives the number of transcripts. Raises RodedraadError when
    the respondent is in none.
    """
    rows = project.connection.execute(
        "SELECT id FROM participation WHERE respondent_id = ? AND (? IS NULL OR transcript_id = ?)",
        [respondent_id, transcript_id, transcript_id],
    ).fetchall()
    if not rows:
        raise RodedraadError(
            "This respondent does not speak there.\n"
            "See who speaks where with: rodedraad respondent list"
        )
    spelling = spelling_of(project.connection)
    for (participation,) in rows:
        set_participation(
            project,
            participation,
            {} if function is None else {"function": function},
            spelling.group(group or ""),
            spelling.areas_in(areas),
        )
    return len(rows)


@dataclass(frozen=True)
class Loaded:
    """What loading a sheet did: numbers of persons that were known and that are new.

    `silent` are the persons of the sheet who speak in no transcript, `groups` those for which
    nobody spoke before.
    """

    known: int
    new: int
    silent: list[str]
    groups: list[str]


def load_respondents(project: Project, sheet: Path) -> Loaded:
    """Bring respondents up to date from a sheet, inside an open transaction.

    The column `respondent` names the person; group, areas (parted by ;) and function hold for
    every transcript they speak in; size, consent and retention_date are about the person, and
    every other column is an attribute. An empty cell changes nothing. Raises RodedraadError
    with file and line.
    """
    connection = project.connection
    groups = groups_of(connection)
    known = {
        str(row[0]).lower() for row in connection.execute("SELECT label FROM respondent").fetchall()
    }
    new, silent = 0, []
    rows = read_rows(sheet, "respondent")
    for line, cells in rows:
        row = {key: value for key, value in cells.items() if value}
        label = row.pop("respondent", "")
        if not label:
            raise RodedraadError(
                "{file}:{line}: this row names no respondent.", file=sheet.name, line=line
            )
        new += label.lower() not in known
        known.add(label.lower())
        try:
            person = respondent_named_or_new(project, label)
            load_row(project, person, row)
        except RodedraadError as error:
            raise RodedraadError(
                "{file}:{line}: {problem}", file=sheet.name, line=line, problem=error
            ) from error
        if not speaks(connection, person):
            silent.append(label)
    fresh = [group for group in groups_of(connection) if group not in groups]
    return Loaded(len(rows) - new, new, silent, fresh)


def speaks(connection: sqlite3.Connection, respondent_id: int) -> bool:
    """Tell whether a respondent takes part in any transcript."""
    return bool(
        connection.execute(
            "SELECT 1 FROM participation WHERE respondent_id = ? LIMIT 1", [respondent_id]
        ).fetchone()
    )


def load_row(project: Project, respondent_id: int, row: dict[str, str]) -> None:
    """Bring one respondent up to date from the filled cells of their row."""
    group, areas = row.pop("group", None), to_areas(row.pop("areas", ""))
    function = row.pop("function", None)
    if speaks(project.connection, respondent_id) and (group or areas or function):
        set_parts(project, respondent_id, None, group, areas, function)
    facts: dict[str, Any] = {key: row.pop(key, None) for key in ("size", "consent")}
    facts["retention_date"] = row.pop("retention_date", None)
    set_respondent(project, respondent_id, facts | {"attributes": row or None})


def load_plan(project: Project, sheet: Path) -> int:
    """Put the plan of a sheet (group, area, persons) in the place of the old one.

    Inside an open transaction; gives the number of rows. Raises RodedraadError with file
    and line.
    """
    rows = []
    for line, row in read_rows(sheet, "group"):
        if not row["group"] or not row.get("persons", "").isdecimal():
            raise RodedraadError(
                "{file}:{line}: a row of the plan has a group and a number of persons.",
                file=sheet.name,
                line=line,
            )
        rows.append(row)
    project.connection.execute("DELETE FROM plan")
    for row in rows:
        project.insert(
            "plan",
            {
                "uuid": new_uuid(),
                "group_name": row["group"],
                "area": row.get("areas", ""),
                "persons": int(row["persons"]),
            },
        )
    return len(rows)


def list_plan(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """List the plan of whom to hear with how many were: dictionaries with `PLAN_KEYS`."""
    rows = connection.execute(
        """
        SELECT group_name, area, persons, (
            SELECT count(DISTINCT respondent_id) FROM participation
            WHERE participation.group_name = plan.group_name COLLATE NOCASE
              AND (plan.area = '' OR EXISTS (
                SELECT 1 FROM participation_area WHERE participation_id = participation.id
                AND participation_area.area = plan.area COLLATE NOCASE))
              AND EXISTS (SELECT 1 FROM turn JOIN speaker ON speaker.id = speaker_id
                WHERE speaker.participation_id = participation.id))
        FROM plan ORDER BY group_name, area
        """
    ).fetchall()
    return [dict(zip(PLAN_KEYS, row, strict=True)) for row in rows]
