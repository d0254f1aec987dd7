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
    """SQL of what is counted, in the columns of `tally` (and `facet`, for one of a fragment);
    several rows with the same person and code may be added up.

    The table itself will do as long as no fragment is left out. Of a few fragments it is worked
    out which of them are one; where all are divided, only of those that may overlap.
    """
    if not by_fragment and not selection.fragments:
        return "SELECT * FROM tally"
    fragments = counted_fragments(selection, by_coder)
    if not by_fragment:
        return voicings(fragments)
    facet = by_fragment[0].value
    if len(by_fragment) > 1:
        facet = f"json_array({', '.join(facet.value for facet in by_fragment)})"
    overlapping = f"SELECT * FROM ({fragments}) WHERE id IN (SELECT id FROM together)"
    return f"""
    WITH together AS ({TOGETHER})
    SELECT code_id, version_id, participation_id, 0 AS shared, 1 AS fragments, words,
        origin = 'bulk' AS bulk, coalesce(stance = 'positive', 0) AS positive,
        coalesce(stance = 'negative', 0) AS negative, coalesce(stance = 'mixed', 0) AS mixed,
        coalesce(stance = 'neutral', 0) AS neutral, {facet} AS facet
    FROM ({fragments}) AS fragment
    CROSS JOIN fragment_person ON fragment_person.fragment_id = fragment.id
    WHERE fragment.id NOT IN (SELECT id FROM together)
    UNION ALL
    SELECT * FROM ({voicings(overlapping, facet)})"""


# The fragments of a code in a version of a transcript in which not every one was counted by
# itself for one person: they may overlap, be of several persons or give way to the consensus.
TOGETHER = """
    SELECT fragment.id
    FROM (SELECT code_id, version_id, count(*) AS made FROM fragment GROUP BY 1, 2)
    LEFT JOIN (
        SELECT code_id, version_id, sum(CASE shared WHEN 0 THEN fragments END) AS counted
        FROM tally GROUP BY 1, 2) USING (code_id, version_id)
    CROSS JOIN fragment USING (code_id, version_id)
    WHERE made IS NOT counted"""


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
