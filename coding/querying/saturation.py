"""Saturation: how much new the latest interviews bring.

Source: Guest, Namey & Chen 2020, doi 10.1371/journal.pone.0232076. The first `base`
interviews give the denominator of unique codes; then the codes that are new in a run of
interviews, the run sliding by one, are divided by it. The order matters, so beside the given
order stands the band over random orders, with a fixed seed.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from ... import RodedraadError
from .counting import counted, finished, scope
from .selection import Filters, Selection, choose, heard
from .summary import Basis, basis_of

SEED = 20200505  # the day the paper appeared; any number does, as long as it stays the same
ORDERS = 500
BAND = (0.05, 0.95)


@dataclass(frozen=True)
class Run:
    """One run of interviews: numbers of the first and last (from 1), and what was new in it.

    `share` is new codes / unique codes in the base.
    """

    first: int
    last: int
    new: int
    share: float


@dataclass(frozen=True)
class Saturation:
    """The runs in the given order, and the number of interviews that saturation takes.

    `interviews` names them, `new` counts the codes each brings first. `reached` is the number
    of interviews before the first run at or under the threshold (the "5" of "5+2"), None when
    it is not reached; `band` the 5th and 95th percentile of it over random orders, None where
    that order does not reach it.
    """

    interviews: tuple[str, ...]
    new: tuple[int, ...]
    base_codes: int
    runs: tuple[Run, ...]
    reached: int | None
    band: tuple[int | None, int | None]


def saturation(
    code_sets: Sequence[frozenset[object]],
    base: int = 4,
    run: int = 2,
    threshold: float = 0.05,
    names: Sequence[str] = (),
) -> Saturation:
    """Compute saturation over the code sets of interviews, in their order.

    `threshold` is a share, 0 to 1. Raises RodedraadError with fewer interviews than base + run.
    """
    if len(code_sets) < base + run:
        raise RodedraadError(
            "Saturation needs at least {least} coded interviews (base {base} + run {run}); "
            "there are {count}.",
            least=base + run,
            base=base,
            run=run,
            count=len(code_sets),
        )
    new = new_codes(code_sets)
    runs = runs_of(new, base, run)
    return Saturation(
        tuple(names) or tuple(str(number) for number in range(1, len(code_sets) + 1)),
        tuple(new),
        sum(new[:base]),
        tuple(runs),
        reached(runs, threshold),
        band_of(code_sets, base, run, threshold),
    )


def new_codes(code_sets: Sequence[frozenset[object]]) -> list[int]:
    """Count the codes that each interview brings for the first time."""
    seen: set[object] = set()
    counts = []
    for codes in code_sets:
        counts.append(len(codes - seen))
        seen |= codes
    return counts


def runs_of(new: Sequence[int], base: int, run: int) -> list[Run]:
    """Slide a run over the interviews after the base, by one."""
    unique = sum(new[:base])
    found = []
    for start in range(base, len(new) - run + 1):
        count = sum(new[start : start + run])
        # A base without any code is no base: then everything that comes is new.
        share = count / unique if unique else float(count > 0)
        found.append(Run(start + 1, start + run, count, share))
    return found


def reached(runs: Sequence[Run], threshold: float) -> int | None:
    """Give the number of interviews before the first run at or under the threshold."""
    return next((run.first - 1 for run in runs if run.share <= threshold), None)


def band_of(
    code_sets: Sequence[frozenset[object]], base: int, run: int, threshold: float
) -> tuple[int | None, int | None]:
    """Give the 5th and 95th percentile of `reached` over random orders."""
    chance = random.Random(SEED)
    found = []
    for _ in range(ORDERS):
        order = list(code_sets)
        chance.shuffle(order)
        at = reached_in(order, base, run, threshold)
        found.append(len(order) + 1 if at is None else at)
    found.sort()
    low, high = (found[min(int(part * ORDERS), ORDERS - 1)] for part in BAND)
    most = len(code_sets)
    return (low if low <= most else None, high if high <= most else None)


def reached_in(
    order: Sequence[frozenset[object]], base: int, run: int, threshold: float
) -> int | None:
    """Give what `reached` gives for interviews in this order, and look no further than needed:
    saturation mostly comes long before the end."""
    looked_at = 2 * (base + run)
    while looked_at < len(order):
        at = reached(runs_of(new_codes(order[:looked_at]), base, run), threshold)
        if at is not None:
            return at
        looked_at *= 2
    return reached(runs_of(new_codes(order), base, run), threshold)


def answer_saturation(
    connection: sqlite3.Connection,
    filters: Filters,
    expression: str = "",
    base: int = 4,
    run: int = 2,
    threshold: float = 0.05,
) -> tuple[Saturation, Basis]:
    """Compute saturation over the transcripts that are marked coded, in order of date.

    Raises RodedraadError when there are too few, and for a name that the project does not know.
    """
    selection = choose(connection, filters, expression)
    found = saturation_of(connection, selection, base, run, threshold)
    return found, basis_of(connection, selection)


def saturation_of(
    connection: sqlite3.Connection, selection: Selection, base: int, run: int, threshold: float
) -> Saturation:
    """Compute saturation over the coded transcripts of a selection, in order of date.

    Raises RodedraadError when there are too few.
    """
    sets = code_sets(connection, selection)
    return saturation(list(sets.values()), base, run, threshold, list(sets))


def code_sets(connection: sqlite3.Connection, selection: Selection) -> dict[str, frozenset[object]]:
    """Give the codes of each coded transcript: {slug: ids of codes}, in order of date."""
    with_clause = f"""
WITH {scope(selection, True, False)}, heard AS ({heard(selection)}),
counted AS ({counted(selection, [], False)}),
finished(transcript_id, coder) AS ({finished(selection)})"""
    rows = connection.execute(
        f"""{with_clause}
SELECT DISTINCT transcript.slug, coalesce(transcript.date, ''), found.code_id
FROM heard
JOIN transcript ON transcript.id = heard.transcript_id
LEFT JOIN (SELECT counted.* FROM counted JOIN scope USING (code_id)) AS found
    ON found.participation_id = heard.participation_id AND found.version_id = heard.version_id
WHERE heard.transcript_id IN (SELECT transcript_id FROM finished)
ORDER BY 2, 1""",
        selection.values,
    ).fetchall()
    sets: dict[str, set[object]] = {}
    for slug, _date, code in rows:
        sets.setdefault(slug, set()).update([] if code is None else [code])
    return {slug: frozenset(codes) for slug, codes in sets.items()}
