"""Answers in words: persons first, n beside every share, quotes that can be read aloud."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import click

from .consoles import fill, safe, say, screen_width, text_width
from .language import N_, _
from .output import Column, show

if TYPE_CHECKING:
    import sqlite3

    from ..coding.querying.cells import Cell, Matrix
    from ..coding.querying.selection import Filters
    from ..coding.querying.summary import Basis, Total

QUOTE_COLUMNS = (
    Column("quote", N_("Quote")),
    Column("respondent", N_("Respondent")),
    Column("group", N_("Group")),
    Column("area", N_("Area")),
    Column("code", N_("Code")),
    Column("stance", N_("Stance")),
    Column("citation", N_("Citation")),
)
SMALLEST_PERCENTAGE = 20  # persons; below it a percentage would look more certain than it is
NO_VALUE = {
    "group": N_("(no group)"),
    "area": N_("(no area)"),
    "wave": N_("(no wave)"),
    "stance": N_("(no stance)"),
}
STANCES = {
    "positive": N_("positive"),
    "negative": N_("negative"),
    "mixed": N_("mixed"),
    "neutral": N_("neutral"),
}
KINDS = {
    "interview": N_("interview"),
    "group": N_("group talk"),
    "meeting": N_("meeting"),
    "survey": N_("survey"),
    "report": N_("report"),
    "document": N_("document"),
}
FACETS = {
    "code": N_("Code"),
    "group": N_("Group"),
    "area": N_("Area"),
    "wave": N_("Wave"),
    "kind": N_("Kind"),
    "function": N_("Function"),
    "respondent": N_("Respondent"),
    "transcript": N_("Transcript"),
    "stance": N_("Stance"),
    "coder": N_("Coder"),
    "origin": N_("Origin"),
}


def persons_and_fragments(persons: int, fragments: int) -> str:
    """Say how many persons voice something, and in how many fragments."""
    what = _("1 fragment") if fragments == 1 else _("{count} fragments").format(count=fragments)
    return f"{persons_counted(persons)}, {what}"


def persons_counted(count: int) -> str:
    """Say how many persons: "1 person", "5 persons"."""
    return _("1 person") if count == 1 else _("{count} persons").format(count=count)


def share_in_words(among: int, n: int) -> str:
    """Say a share: "3 of 5", from 20 persons on with the percentage, "–" where n is 0."""
    if n == 0:
        return "–"
    counted = _("{among} of {n}").format(among=among, n=n)
    return f"{among / n:.0%} ({counted})" if n >= SMALLEST_PERCENTAGE else counted


def say_basis(basis: Basis, bulk: int = 0) -> None:
    """Tell, beside an answer, what it does not rest on."""
    if basis.uncoded:
        say(
            _(
                "Not coded yet: {uncoded} of {transcripts} transcripts, {uncoded_words} of {words} "
                "words. They are in no n.\nMark one as coded with: rodedraad transcript set "
                "{first} --coded"
            ).format(
                uncoded=len(basis.uncoded),
                transcripts=basis.transcripts,
                uncoded_words=basis.uncoded_words,
                words=basis.words,
                first=basis.uncoded[0],
            )
        )
    if basis.survey_persons:
        say(
            _(
                "The survey ({persons}) is counted apart: add --kind survey, or --kind all "
                "for everything together."
            ).format(persons=persons_counted(basis.survey_persons))
        )
    if bulk:
        say(_("Accepted unread, in bulk: {count} of the fragments.").format(count=bulk))


def say_kinds_added(kinds: Sequence[str]) -> None:
    """Say that interviews and surveys were added up, where that was asked for."""
    if "all" in kinds:
        say(_("Interviews, surveys and reports are counted together here (--kind all)."))


def print_quotes(
    quotes: Sequence[Mapping[str, Any]], total: Total | None, by: str | None = None
) -> None:
    """Print quotes as blocks to read aloud, after how many persons and fragments there are."""
    if total:
        heading = persons_and_fragments(total.persons, total.fragments)
        if total.n:
            share = share_in_words(total.among, total.n)
            heading += " · " + _("of those heard and coded: {share}").format(share=share)
        click.secho(heading, bold=True)
    width = text_width()
    previous: object = None
    for quote in quotes:
        if by and quote[by] != previous:
            previous = quote[by]
            click.secho("\n" + value_in_words(by, quote[by]), bold=True)
        click.echo()
        print_words(quote, width)
        for line in source_lines(quote):
            click.secho(fill(f"  {line}", screen_width()), dim=True)


def print_cell_quotes(
    connection: sqlite3.Connection,
    row: tuple[str, str],
    column: tuple[str, str],
    filters: Filters,
    fmt: str | None,
) -> None:
    """Print the quotes of one cell of a matrix; `row` and `column` are (facet, value)."""
    from ..coding.querying.quotes import QUOTE_KEYS, answer

    is_code = [facet not in FACETS or facet == "code" for facet, _value in (row, column)]
    codes = [value for (_f, value), code in zip((row, column), is_code, strict=True) if code]
    wheres = [
        f'{facet} = "{value}"'
        for (facet, value), code in zip((row, column), is_code, strict=True)
        if not code
    ]
    where = " and ".join([*wheres, *([f"({filters.where})"] if filters.where else [])])
    found = answer(connection, " and ".join(codes), replace(filters, where=where))
    if fmt:
        show(found.quotes, QUOTE_KEYS, QUOTE_COLUMNS, fmt)
    else:
        print_quotes(found.quotes, found.total)
    if found.basis and found.total:
        say_basis(found.basis, found.total.bulk)


def print_words(quote: Mapping[str, Any], width: int) -> None:
    """Print the words of a quote, with the sentences around it in grey where there are any."""
    import textwrap

    around = [safe(" ".join(str(quote.get(key) or "").split())) for key in ("before", "after")]
    words = textwrap.fill(quoted(quote), width, subsequent_indent=" ")
    for text, grey in ((around[0], True), (words, False), (around[1], True)):
        if text:
            click.secho(textwrap.fill(text, width) if grey else text, dim=grey)


def explain(connection: sqlite3.Connection, expression: str, filters: Filters, only: bool) -> None:
    """Print how a question is understood: in a sentence, and as SQL with its parameters."""
    from ..coding.querying.describing import describe
    from ..coding.querying.quotes import quotes_sql
    from ..coding.querying.selection import choose, question_of

    selection = choose(connection, filters, expression, only)
    click.echo(describe(question_of(filters, expression), filters.level, _))
    click.echo("\n" + quotes_sql(selection).strip())
    for name, value in selection.values.items():
        click.echo(f"-- :{name} = {value}")


def say_left_out(shown: int, total: Total | None) -> None:
    """Say how the number of quotes differs from the number of fragments, and why."""
    if shown == 0:
        say(_("Nothing was found."))
    elif total and shown < total.fragments:
        say(
            _("Shown: {shown} of {fragments}. See all with --limit 0.").format(
                shown=shown, fragments=total.fragments
            )
        )
    elif total and shown > total.fragments:
        say(
            _(
                "Shown: {shown}, of which some overlap under one code (counted once: {fragments})."
            ).format(shown=shown, fragments=total.fragments)
        )


def quoted(quote: Mapping[str, Any]) -> str:
    """Give the words of a quote between marks; a report only paraphrases, so without."""
    words = safe(" ".join(str(quote["quote"]).split()))
    return words if quote["kind"] == "report" else f"“{words}”"


def source_lines(quote: Mapping[str, Any]) -> list[str]:
    """Say who said it, for whom, where, under which code, and by which citation; then the memo."""
    who = quote["respondent"] or quote["speaker"] or _("unknown")
    speaks_for = ", ".join(part for part in (quote["group"], quote["area"]) if part)
    parts = [f"{who} ({speaks_for})" if speaks_for else str(who)]
    if quote["kind"] == "report":
        parts.append(_("from a report, not literal"))
    parts.append(f"{quote['transcript']}:{quote['turn']}")
    parts += [quote["code"]] if quote["code"] else []
    parts += [_(STANCES[quote["stance"]])] if quote["stance"] else []
    parts += [quote["citation"]] if quote["citation"] else []
    lines = [" · ".join(safe(part) for part in parts)]
    if quote["memo"]:
        lines.append(_("memo: {text}").format(text=safe(quote["memo"])))
    return lines


def value_in_words(facet: str, value: object) -> str:
    """Give the name of a facet's value, and of having none."""
    if value is None:
        return _(NO_VALUE.get(facet, N_("(none)")))
    if value == TOTAL:
        return _("total")
    words = {"stance": STANCES, "kind": KINDS}.get(facet, {})
    return _(words[str(value)]) if value in words else safe(str(value))


TOTAL = "total"  # the name of the last row and column
MATRIX_KEYS = (
    *("row", "column", "persons", "fragments", "words", "share", "n", "among", "bulk"),
    *("most", "positive", "negative", "mixed", "neutral"),
)


def matrix_rows(matrix: Matrix) -> list[dict[str, Any]]:
    """Give one row a cell, with MATRIX_KEYS."""
    return [
        {**vars(cell), "share": None if cell.share is None else round(cell.share, 4)}
        for cell in matrix.cells
    ]


SHADES = "·░▒▓█"


@dataclass(frozen=True)
class Look:
    """What the cells of a table show: `count` is persons, fragments, share, words or stance;
    with `heat` a shade before it, darker for a larger share."""

    count: str = "persons"
    heat: bool = False


def matrix_table(
    matrix: Matrix, look: Look, fmt: str | None
) -> tuple[list[dict[str, str]], list[Column]]:
    """Lay a matrix out for the eye: rows with a key for each column, and the columns.

    The n stands with the heading of a column, or in a column of its own, where all cells
    share it; otherwise in each cell ("3 of 5").
    """
    lines = list(matrix.by_row())
    n_of_column = [only_value(cell.n for cell in cells) for cells in zip(*lines, strict=True)]
    n_of_row = [only_value(cell.n for cell in cells) for cells in lines]
    of_persons = look.count in ("persons", "share", "stance") and any(c.n for c in matrix.cells)
    above = of_persons and None not in n_of_column
    beside = of_persons and not above and None not in n_of_row
    names = row_names(matrix, fmt)
    facet = matrix.row_facet
    heading = _(FACETS[facet]) if facet in FACETS else safe(facet)
    columns = [Column("row", heading, width=max(map(len, names), default=0), data=True)]
    for number, value in enumerate(matrix.columns):
        heading = value_in_words(matrix.column_facet, value)
        heading += f" (n={n_of_column[number]})" if above else ""
        columns.append(Column(str(number), heading, right=True, data=True))
    if beside:
        columns.append(Column("n", "n", right=True))
    most = max((cell.persons for cell in matrix.cells), default=0)
    rows = []
    for name, cells in zip(names, lines, strict=True):
        row = {"row": name, "n": str(cells[0].n)}
        for number, cell in enumerate(cells):
            shade = f"{shade_of(cell, most)} " if look.heat else ""
            with_n = not (above or beside)
            text = cell_text(cell, look.count, with_n, of_persons)
            row[str(number)] = shade + text + mark_of(cell, look)
        rows.append(row)
    return rows, columns


def shade_of(cell: Cell, most: int) -> str:
    """Give the shade of a cell: by its share, or by its persons where nobody was counted."""
    part = cell.persons / max(most, 1) if cell.share is None else cell.share
    return SHADES[math.ceil(part * (len(SHADES) - 1))]


def mark_of(cell: Cell, look: Look) -> str:
    """Mark a cell in which one person speaks: ¹ alone, * for more than half of the words."""
    if look.count == "stance" or not cell.persons:
        return ""
    if cell.persons == 1:
        return " ¹"
    return " *" if cell.dominated else ""


def say_marks(matrix: Matrix, look: Look) -> None:
    """Explain the marks that a table has."""
    marks = {mark_of(cell, look) for cell in matrix.cells}
    coded = any(cell.n for cell in matrix.cells)
    if look.count == "stance" and any(cell.persons for cell in matrix.cells):
        say(_("Persons: + positive, - negative, ± mixed, ○ neutral"))
    if look.count == "persons" and coded and any(c.persons > c.among for c in matrix.cells):
        say(_("+1: so many more in transcripts that are not marked coded; they are not in the n"))
    if " ¹" in marks:
        say(_("¹ one voice"))
    if " *" in marks:
        say(_("* one person says more than half of it"))


def only_value(values: Any) -> int | None:
    """Give the value that all have in common, None where they differ."""
    different = set(values)
    return different.pop() if len(different) == 1 else None


def row_names(matrix: Matrix, fmt: str | None) -> list[str]:
    """Name the rows; in a table, a code below another is indented under it."""
    if matrix.row_facet != "code" or fmt:
        return [value_in_words(matrix.row_facet, value) for value in matrix.rows]
    paths = [value_in_words("code", path).split("/") for path in matrix.rows]
    depth = min(map(len, paths), default=0)
    return ["  " * (len(path) - depth) + path[-1] for path in paths]


def stances_in_signs(cell: Cell) -> str:
    """Give how many persons look at it how: positive +, negative -, mixed ±, neutral ○."""
    # No 0 for neutral, as the keys of the screen have it: "10" would be read as ten.
    signs = {"positive": "+", "negative": "-", "mixed": "±", "neutral": "○"}
    counts = [(getattr(cell, stance), sign) for stance, sign in signs.items()]
    return " ".join(f"{number}{sign}" for number, sign in counts if number) or "·"


def cell_text(cell: Cell, count: str, with_n: bool, coded: bool) -> str:
    """Give what a cell shows; a dot where nobody and nothing was counted.

    Where something is `coded`, persons are those of the n, and others stand beside them.
    """
    if count == "stance":
        return stances_in_signs(cell)
    if count == "share":
        return share_in_words(cell.among, cell.n)
    number = int(getattr(cell, count))
    if number == 0:
        return "·"
    if count == "persons" and coded:
        counted = share_in_words(cell.among, cell.n) if with_n and cell.n else str(cell.among or "")
        return with_others(counted, cell)
    return str(number)


def with_others(counted: str, cell: Cell) -> str:
    """Add to the persons of the n how many voice it in transcripts that are not marked coded."""
    others = cell.persons - cell.among
    return f"{counted} +{others}".strip() if others else counted
