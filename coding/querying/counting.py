"""The parts in SQL that every count is put together from.

`counted` is what is counted, one row for a person in a transcript and a code; `scope` which
codes, under which paths; `heard` (in `selection`) whose voices; `finished` which transcripts
are marked coded, so that their persons could have been counted.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..tallies import voicings
from .selection import Selection, counted_fragments

if TYPE_CHECKING:
    from .facets import Facet


def counted(selection: Selection, by_fragment: Sequence[Facet], by_coder: bool) -> str:
    """SQL of what is counted, in the columns of `tally` (and `facet`, for one of a fragment).

    The table itself will do as long as no fragment is left out.
    """
    if not by_fragment and not selection.fragments:
        return "SELECT * FROM tally"
    fragments = counted_fragments(selection, by_coder)
    if len(by_fragment) < 2:
        return voicings(fragments, by_fragment[0].value if by_fragment else "NULL")
    pair = ", ".join(facet.value for facet in by_fragment)
    return voicings(fragments, f"json_array({pair})")


def scope(selection: Selection, only: bool, by_code: bool) -> str:
    """SQL of `scope(code_id, path)`: which codes are counted, and under which paths.

    By code, a code counts under its own path and under that of every code above it; else it
    counts once.
    """
    chosen = "TRUE"
    if selection.codes is not None:
        codes = selection.values.add(json.dumps(selection.codes))
        chosen = f"code.id IN (SELECT value FROM json_each({codes}))"
    if not by_code or only:
        return f"scope(code_id, path) AS (SELECT id, path FROM code WHERE {chosen})"
    return f"""scope(code_id, path) AS (
    SELECT code_above.code_id, code.path
    FROM code_above JOIN code ON code.id = code_above.above_id WHERE {chosen})"""


def finished(selection: Selection) -> str:
    """SQL of who marked which transcript coded, of the coders that are asked about."""
    if not selection.coders:
        return "SELECT transcript_id, coder FROM coded_by"
    coders = selection.values.add(json.dumps(selection.coders))
    return f"""SELECT transcript_id, coder FROM coded_by
        WHERE coder IN (SELECT value FROM json_each({coders}))"""


def is_finished(coder: str = "") -> str:
    """SQL that tells whether a person could have been counted: the transcript is coded.

    `coder` is the SQL of the coder by whom, where the question divides by coder.
    """
    of_coder = f" AND finished.coder = {coder}" if coder else ""
    return f"""EXISTS (
        SELECT 1 FROM finished WHERE finished.transcript_id = heard.transcript_id{of_coder})"""
