"""Codings of colleagues from a sheet: who coded which words with which code."""

from __future__ import annotations

import csv
import uuid
from collections import defaultdict
from pathlib import Path

from .. import RodedraadError
from .fragments import add_fragment, add_memo, mark_coded, span_of_quote, stance_named
from .naming import code_named
from .project import Project, open_project

# Fragments get their UUIDs from what was coded, so that every demo has the same citations. With
# this number among them is f-7k2q, the fragment that the help texts name.
NUMBERING = uuid.UUID("dd6565be-7d56-5c5f-ae85-e77d6ce3347d")
COLUMNS = ("file", "coder", "code", "stance", "quote", "memo")


def load_codings(path: Path, sheet: Path) -> int:
    """Store the codings of a CSV sheet in a project; give the number of fragments.

    Columns: `file` (the name of the transcript's file), `coder`, `code`, `stance`, `quote`
    (its exact words) and `memo`. Each coder's codings of a transcript are one change in that
    coder's name, and mark the transcript as coded by them. Raises RodedraadError with the line
    of the sheet when a name or a quote is not found; the transcripts before it are stored.
    """
    work: dict[tuple[str, str], list[tuple[int, dict[str, str]]]] = defaultdict(list)
    with sheet.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            work[row["coder"], row["file"]].append((line, row))
    count = 0
    for (coder, source), rows in work.items():
        project = open_project(path, coder)
        try:
            with project.transaction("code", source):
                count += load_rows(project, source, rows, sheet)
        finally:
            project.close()
    return count


def load_rows(
    project: Project, source: str, rows: list[tuple[int, dict[str, str]]], sheet: Path
) -> int:
    """Store one coder's codings of one transcript; give the number of fragments.

    Raises RodedraadError, with sheet and line, for a transcript, quote or code that is not there.
    """
    connection = project.connection
    found = connection.execute(
        "SELECT transcript_id FROM transcript_version WHERE source = ?", [source]
    ).fetchone()
    if found is None:
        raise RodedraadError(
            "{sheet}:{line}: no transcript was imported from {source}.",
            sheet=sheet.name,
            line=rows[0][0],
            source=source,
        )
    added = 0
    for line, row in rows:
        try:
            span = span_of_quote(connection, found[0], row["quote"])
            code_id, _path = code_named(connection, row["code"])
        except RodedraadError as error:
            raise RodedraadError(
                "{sheet}:{line}: {problem}", sheet=sheet.name, line=line, problem=error
            ) from error
        what = "\n".join((source, project.coder, row["code"], row["quote"]))
        identity = str(uuid.uuid5(NUMBERING, what))
        _fragment_id, new = add_fragment(
            project, span, code_id, "manual", stance_named(row["stance"]), identity
        )
        added += new
        if row["memo"]:
            add_memo(project, "fragment", identity, row["memo"])
    mark_coded(project, found[0], coded=True)
    return added
