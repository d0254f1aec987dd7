"""Counting persons, fragments and words by two facets.

A cell is what is counted when the value of its row and of its column are added to the
selection. Its n is the number of persons who could have been counted there: those with a turn
of their own in a transcript that is marked coded. By stance a person counts once, in the cell
of how they look at it on the whole: positive and negative together are mixed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ... import RodedraadError
from ..naming import code_named
from .cells import Cell as Cell
from .cells import Matrix, Value
from .counting import counted, finished, is_finished, scope
from .facets import FACETS, STANCES, TOTAL, Facet, Of, facet_named, no_such_facet, values_of
from .selection import Filters, Selection, choose, codes_of, heard, is_plain
from .summary import Basis, basis_of, bulk_of


def answer_matrix(
    connection: sqlite3.Connection,
    rows: str,
    columns: str,
    filters: Filters,
    only: bool = False,
    sort: str | None = None,
    totals: bool = False,
) -> tuple[Matrix, int, Basis]:
    """Count by two facets within filters, and tell how many fragments were accepted unread and
    what the counts rest on.

    `sort` is as in `ordering.arranged`; with `totals` there is a last row and column "total",
    in which a person counts once. Raises RodedraadError as `make_matrix`, and for a name that
    the project does not know.
    """
    names_code = any(facet_named(connection, name) is None for name in (rows, columns))
    selection = choose(connection, filters, only=only, codes_given=names_code)
    matrix = make_matrix(connection, rows, columns, selection, only)
    if sort:
        from .ordering import arranged

        matrix = arranged(matrix, sort)
    if totals:
        matrix = with_totals(connection, matrix, rows, columns, selection, only)
    return matrix, bulk_of(connection, selection), basis_of(connection, selection)


def with_totals(
    connection: sqlite3.Connection,
    matrix: Matrix,
    rows: str,
    columns: str,
    selection: Selection,
    only: bool,
) -> Matrix:
    """Add a row and a column of totals."""
    for name in (rows, columns):
        selection = axis(connection, name, selection, only)[1]
    of_rows = make_matrix(connection, rows, TOTAL.name, selection, only)
    of_columns = make_matrix(connection, TOTAL.name, columns, selection, only)
    at_row = {cell.row: cell for cell in of_rows.cells}
    at_column = {cell.column: cell for cell in of_columns.cells}
    cells = []
    for line in matrix.by_row():
        cells += [*line, at_row[line[0].row]]
    cells += [at_column[column] for column in matrix.columns]
    cells.append(whole_cell(connection, selection, only))
    names: list[Value] = [TOTAL.name]
    return replace(matrix, rows=matrix.rows + names, columns=matrix.columns + names, cells=cells)


def make_matrix(
    connection: sqlite3.Connection,
    rows: str,
    columns: str,
    selection: Selection,
    only: bool = False,
) -> Matrix:
    """Count by two facets; `rows` or `columns` may also be a code, for that code and all below.

    With `only`, a code stands for itself and not for what is below it. Raises RodedraadError
    for an unknown facet, and when both are the same.
    """
    row_facet, selection = axis(connection, rows, selection, only)
    column_facet, selection = axis(connection, columns, selection, only)
    if row_facet == column_facet:
        raise RodedraadError(
            "Rows and columns are both {name}: choose two different ones.", name=row_facet.name
        )
    counts = count(connection, row_facet, column_facet, selection, only)
    row_values = values_of(connection, row_facet, selection)
    column_values = values_of(connection, column_facet, selection)
    heard_persons = count_heard(connection, row_facet, column_facet, selection)
    cells = [
        Cell(
            row,
            column,
            **counts.get((row, column), {}),
            n=heard_persons.get(heard_key(row_facet, row, column_facet, column), 0),
        )
        for row in row_values
        for column in column_values
    ]
    return Matrix(row_facet.name, column_facet.name, row_values, column_values, cells)


def whole_cell(connection: sqlite3.Connection, selection: Selection, only: bool) -> Cell:
    """Count everything in a selection as one cell."""
    total = (TOTAL.name, TOTAL.name)
    counts = count(connection, TOTAL, TOTAL, selection, only).get(total, {})
    return Cell(
        TOTAL.name,
        TOTAL.name,
        **counts,
        n=count_heard(connection, TOTAL, TOTAL, selection).get(total, 0),
    )


def axis(
    connection: sqlite3.Connection, name: str, selection: Selection, only: bool
) -> tuple[Facet, Selection]:
    """Find the facet of an axis; a code stands for the facet code, narrowed to it."""
    facet = facet_named(connection, name)
    if facet:
        return facet, selection
    try:
        code_named(connection, name)
    except RodedraadError:
        raise no_such_facet(connection, name) from None
    codes = codes_of(connection, name, only)
    return FACETS["code"], selection._replace(codes=codes)


def count(
    connection: sqlite3.Connection,
    row: Facet,
    column: Facet,
    selection: Selection,
    only: bool = False,
) -> Counts:
    """Count the fields of a `Cell` (all but n) for each pair of values that occurs."""
    if row == FACETS["code"] and column in KEPT and is_plain(selection) and not only:
        return kept_counts(connection, column, selection)
    with_clause, values, tables, coder = parts_of(row, column, selection, only)
    by_person = f"""
    SELECT {values}, max({is_finished(coder)}) AS coded,
        sum(CASE shared WHEN 0 THEN fragments ELSE 0 END) AS fragments,
        sum(counted.words) AS words, sum(CASE shared WHEN 0 THEN bulk ELSE 0 END) AS bulk,
        sum(positive) AS positive, sum(negative) AS negative, sum(mixed) AS mixed,
        sum(neutral) AS neutral
    {tables} GROUP BY 1, 2, heard.respondent_id"""
    # Fragments with words of several persons count once, so they are added by themselves; in the
    # same statement, so that what is counted is gathered once.
    sql = f"""{with_clause}
SELECT of_row, of_column, {SUMS} FROM ({by_person}) GROUP BY 1, 2
UNION ALL
SELECT {values}, 0, 0, count(DISTINCT shared), 0, count(DISTINCT CASE WHEN bulk THEN shared END),
    0, 0, 0, 0, 0
{tables} WHERE shared > 0 GROUP BY 1, 2"""
    counts: Counts = {}
    for of_row, of_column, *found in connection.execute(sql, selection.values).fetchall():
        fields = counts.setdefault((of_row, of_column), dict.fromkeys(COUNTS, 0))
        for field, number in zip(COUNTS, found, strict=True):
            fields[field] += number
    if STANCE in (row, column):
        stand_once(counts, row, persons_by_stance(connection, row, column, selection, only))
    return counts


def persons_by_stance(
    connection: sqlite3.Connection, row: Facet, column: Facet, selection: Selection, only: bool
) -> list[tuple[Any, ...]]:
    """Count each person once, by how they look at it on the whole: (value of the other facet,
    stance, persons, of whom could have been counted)."""
    other = column if row == STANCE else row
    if other == FACETS["code"] and is_plain(selection) and not only:
        return kept_stances(connection, selection)
    with_clause, values, tables, coder = parts_of(other, TOTAL, selection, only)
    by_person = f"""
    SELECT {values}, max({is_finished(coder)}) AS coded, sum(positive) AS positive,
        sum(negative) AS negative, sum(mixed) AS mixed, sum(neutral) AS neutral
    {tables} GROUP BY 1, 2, heard.respondent_id"""
    return connection.execute(
        f"{with_clause} SELECT of_row, {ON_THE_WHOLE}, count(*), sum(coded) "
        f"FROM ({by_person}) GROUP BY 1, 2",
        selection.values,
    ).fetchall()


def stand_once(counts: Counts, row: Facet, found: Sequence[tuple[Any, ...]]) -> None:
    """Put persons in the cell of the stance they have on the whole; fragments and words stay
    in that of their own."""
    of_persons = ("persons", "among", *STANCES)
    for fields in counts.values():
        fields.update(dict.fromkeys(of_persons, 0))
    for other, stance, persons, among in found:
        key = (stance, other) if row == STANCE else (other, stance)
        fields = counts.setdefault(key, dict.fromkeys(COUNTS, 0))
        fields.update({"persons": persons, "among": among} | ({stance: persons} if stance else {}))


Counts = dict[tuple[Value, Value], dict[str, int]]
COUNTS = "persons among fragments words bulk most positive negative mixed neutral".split()

# What persons voice, added up in the order of COUNTS. A person's stance on the whole: positive
# and negative together are mixed, and neutral only when there is nothing else.
SUMS = """count(*), sum(coded), sum(fragments), sum(words), sum(bulk), max(words),
    sum(positive AND NOT negative AND NOT mixed), sum(negative AND NOT positive AND NOT mixed),
    sum(mixed OR (positive AND negative)),
    sum(neutral AND NOT positive AND NOT negative AND NOT mixed)"""


STANCE = FACETS["stance"]
ON_THE_WHOLE = """CASE WHEN mixed OR (positive AND negative) THEN 'mixed'
    WHEN positive THEN 'positive' WHEN negative THEN 'negative' WHEN neutral THEN 'neutral' END"""


def parts_of(
    row: Facet, column: Facet, selection: Selection, only: bool
) -> tuple[str, str, str, str]:
    """Give the parts of the counting query in SQL: its WITH, the values of the two facets, the
    tables, and the coder who has to have finished a transcript (if it is divided by coder)."""
    facets = [facet for facet in (row, column) if facet.of is not Of.CODE]
    by_fragment = [facet for facet in facets if facet.of is Of.FRAGMENT]
    joins = " ".join(dict.fromkeys(facet.join for facet in facets if facet.join))
    coder = next((value(facet, by_fragment) for facet in facets if facet.name == "coder"), "")
    # What is gathered of fragments is gathered once; a table is better looked into each time.
    hint = "" if by_fragment or selection.fragments else "NOT MATERIALIZED"
    with_clause = f"""
WITH {scope(selection, only, Of.CODE in (row.of, column.of))},
counted AS {hint} ({counted(selection, by_fragment, bool(coder))}),
heard AS NOT MATERIALIZED ({heard(selection)}),
finished(transcript_id, coder) AS ({finished(selection)})"""
    values = f"{value(row, by_fragment)} AS of_row, {value(column, by_fragment)} AS of_column"
    tables = f"""
    FROM counted
    JOIN scope ON scope.code_id = counted.code_id
    JOIN heard ON heard.participation_id = counted.participation_id
        AND heard.version_id = counted.version_id
    {joins}"""
    return with_clause, values, tables, coder


# The facets by which `code_count` has the counts ready.
KEPT = (FACETS["group"], TOTAL)


def kept_counts(connection: sqlite3.Connection, column: Facet, selection: Selection) -> Counts:
    """Give what `count` counts by code and group, or by code in all, as it was kept."""
    chosen = chosen_codes(selection)
    rows = connection.execute(
        f"SELECT code.path, nullif(group_name, ''), {', '.join(COUNTS)} "
        f"FROM code_count JOIN code ON code.id = code_id "
        f"WHERE of_group = {int(column != TOTAL)} AND {chosen}",
        selection.values,
    ).fetchall()
    return {
        (row[0], TOTAL.name if column == TOTAL else row[1]): dict(zip(COUNTS, row[2:], strict=True))
        for row in rows
    }


def kept_stances(connection: sqlite3.Connection, selection: Selection) -> list[tuple[Any, ...]]:
    """Give what `persons_by_stance` counts by code, as it was kept of each person."""
    return connection.execute(
        f"SELECT code.path, {ON_THE_WHOLE}, count(*), sum(coded) "
        f"FROM code CROSS JOIN person_code ON person_code.code_id = code.id "
        f"WHERE of_all = 1 AND {chosen_codes(selection)} GROUP BY 1, 2",
        selection.values,
    ).fetchall()


def chosen_codes(selection: Selection) -> str:
    """SQL that tells whether a kept row (`code_id`) is of the codes of a selection."""
    if selection.codes is None:
        return "TRUE"
    codes = selection.values.add(json.dumps(selection.codes))
    return f"code_id IN (SELECT value FROM json_each({codes}))"


def value(facet: Facet, by_fragment: list[Facet]) -> str:
    """SQL of the value of a facet in the counting query."""
    if facet.of is not Of.FRAGMENT:
        return facet.value
    if len(by_fragment) < 2:
        return "counted.facet"
    return f"json_extract(counted.facet, '$[{by_fragment.index(facet)}]')"


def count_heard(
    connection: sqlite3.Connection, row: Facet, column: Facet, selection: Selection
) -> dict[tuple[Value, Value], int]:
    """Count the persons who could have been counted, by those facets that are of persons.

    The key holds None in the place of a facet that says nothing of who could have.
    """
    facets = [facet for facet in (row, column) if facet.of is Of.PERSON]
    joins = " ".join(dict.fromkeys(facet.join for facet in facets if facet.join))
    values = [heard_value(row), heard_value(column)]
    rows = connection.execute(
        f"""
WITH heard AS ({heard(selection)}), finished(transcript_id, coder) AS ({finished(selection)})
SELECT {values[0]}, {values[1]}, count(DISTINCT heard.respondent_id)
FROM heard JOIN finished USING (transcript_id) {joins}
GROUP BY 1, 2""",
        selection.values,
    ).fetchall()
    return {(found[0], found[1]): int(found[2]) for found in rows}


def heard_value(facet: Facet) -> str:
    """SQL of the value by which those who could have been counted are divided."""
    if facet.name == "coder":
        return "finished.coder"
    return facet.value if facet.of is Of.PERSON else "NULL"


def heard_key(
    row_facet: Facet, row: Value, column_facet: Facet, column: Value
) -> tuple[Value, Value]:
    """Give the key of a cell in what `count_heard` counted."""
    return (
        None if heard_value(row_facet) == "NULL" else row,
        None if heard_value(column_facet) == "NULL" else column,
    )
