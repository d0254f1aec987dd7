"""Answers in words: persons first, n beside every share, quotes that can be read aloud."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from .consoles import WIDEST_TEXT, fill, safe, say, screen_width
from .language import N_, _
from .output import Column, show

if TYPE_CHECKING:
    import sqlite3

    from ..coding.querying.cells import Cell
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
    from ..coding.querying.cells import share_in_words as say_share

    return say_share(among, n, _)


def say_basis(basis: Basis, bulk: int = 0) -> None:
    """Tell, beside an answer, what it does not rest on; at a prompt what to do about it once."""
    told = click.get_current_context().meta
    if basis.uncoded:
        say(
            _(
                "Not coded yet: {uncoded} of {transcripts} transcripts, {uncoded_words} of {words} "
                "words. They are in no n."
            ).format(
                uncoded=len(basis.uncoded),
                transcripts=basis.transcripts,
                uncoded_words=basis.uncoded_words,
                words=basis.words,
            )
        )
    if basis.uncoded and HINTS not in told:
        say(
            _("Mark one as coded with: rodedraad transcript set {first} --coded").format(
                first=basis.uncoded[0]
            )
        )
    if basis.survey_persons and HINTS not in told:
        say(
            _(
                "The survey ({persons}) is counted apart: add --kind survey, or --kind all "
                "for everything together."
            ).format(persons=persons_counted(basis.survey_persons))
        )
    told[HINTS] = True
    if bulk:
        say(_("Accepted unread, in bulk: {count} of the fragments.").format(count=bulk))


HINTS = "rodedraad.hints"  # kept in the context of click, which a prompt shares with its answers


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
    lines = []
    width = screen_width()
    previous: object = ""  # as nothing is called: None is the heading of those without
    for quote in quotes:
        if by and quote[by] != previous:
            previous = quote[by]
            lines += ["", click.style(value_in_words(by, quote[by]), bold=True)]
        lines += ["", *words_of(quote, width), *source_of(quote, width)]
    if lines:
        click.echo("\n".join(lines))


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
    found = answer(connection, " and ".join(codes), filters._replace(where=where))
    if fmt:
        show(found.quotes, QUOTE_KEYS, QUOTE_COLUMNS, fmt)
    else:
        print_quotes(found.quotes, found.total)
    if found.basis and found.total:
        say_basis(found.basis, found.total.bulk)


def words_of(quote: Mapping[str, Any], screen: int) -> list[str]:
    """Give the words of a quote, with the sentences around it in grey where there are any."""
    width = min(screen, WIDEST_TEXT)
    before, after = (
        [click.style(fill(safe(str(quote[key])), width, ""), dim=True)] if quote.get(key) else []
        for key in ("before", "after")
    )
    return [*before, fill(quoted(quote), width, " "), *after]


def source_of(quote: Mapping[str, Any], screen: int) -> list[str]:
    """Say in grey who said it, for whom, where, under which code, by which citation; then the
    memo."""
    who = quote["respondent"] or quote["speaker"] or _("unknown")
    speaks_for = ", ".join(part for part in (quote["group"], quote["area"]) if part)
    parts = [f"{who} ({speaks_for})" if speaks_for else str(who)]
    if quote["kind"] == "report":
        parts.append(_("from a report, not literal"))
    parts.append(f"{quote['transcript']}:{quote['turn']}")
    parts += [quote["code"]] if quote["code"] else []
    parts += [_(STANCES[quote["stance"]])] if quote["stance"] else []
    parts += [quote["citation"]] if quote["citation"] else []
    lines = [" · ".join(parts)]
    if quote["memo"]:
        lines.append(_("memo: {text}").format(text=quote["memo"]))
    return [click.style(fill(f"  {safe(line)}", screen, "    "), dim=True) for line in lines]


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


def value_in_words(facet: str, value: object) -> str:
    """Give the name of a facet's value, and of having none."""
    if value is None:
        return _(NO_VALUE.get(facet, N_("(none)")))
    if value == TOTAL:
        return _("total")
    words = {"stance": STANCES, "kind": KINDS}.get(facet, {})
    return _(words[str(value)]) if value in words else safe(str(value))


def with_others(counted: str, cell: Cell) -> str:
    """Add to the persons of the n how many voice it in transcripts that are not marked coded."""
    others = cell.persons - cell.among
    return f"{counted} +{others}".strip() if others else counted


TOTAL = "total"  # the name of the last row and column of a matrix
