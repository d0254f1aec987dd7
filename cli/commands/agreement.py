"""rodedraad agreement: how far coders agree."""

from __future__ import annotations

from typing import Any

import click

from ..consoles import say
from ..disagreeing import open_disagreement, show_disagreements
from ..language import N_, _, decimals
from ..main import TranslatedCommand
from ..output import Column, output_options, show
from ..session import reading_project

UNITS = (N_("character"), N_("sentence"), N_("turn"))


@click.command(cls=TranslatedCommand)
@click.option("--coder", "coders", multiple=True, help="Compare these coders; repeatable.")
@click.option("--transcript", "transcripts", multiple=True, help="Only there; repeatable.")
@click.option("--code", help="Only this code and those below it.")
@click.option("--themes", is_flag=True, help="Take all codes of a theme together.")
@click.option(
    "--unit",
    type=click.Choice(UNITS),
    default="character",
    help="What is compared: every character, sentence or turn of respondents.",
)
@click.option("--list", "listed", is_flag=True, help="List where coders disagree, with quotes.")
@click.option(
    "--open",
    "opened",
    type=click.IntRange(min=1),
    metavar="N",
    help="Open number N of that list on the coding screen.",
)
@click.option("--confused", is_flag=True, help="Show which codes are taken for each other.")
@output_options
def command(
    coders: tuple[str, ...],
    transcripts: tuple[str, ...],
    code: str | None,
    themes: bool,
    unit: str,
    listed: bool,
    opened: int | None,
    confused: bool,
    fmt: str | None,
) -> None:
    """Measure how far coders agree, for each code and over all.

    Compared are the transcripts that two coders or more have marked as coded. What was
    accepted unread takes no part.

    \b
    Example:
      rodedraad agreement --unit sentence
    """
    from ...coding import agreement, disagreements
    from ...coding.naming import codes_asked_for, transcript_named

    with reading_project() as connection:
        places = [transcript_named(connection, name)[0] for name in transcripts]
        codes = codes_asked_for(connection, code)
        talks = agreement.load_talks(connection, coders, places, themes)
        if opened:
            open_disagreement(disagreements.disagreements(talks, codes), opened)
        elif listed:
            show_disagreements(disagreements.disagreements(talks, codes), fmt)
        elif confused:
            rows = disagreements.confused(talks, codes)
            show(rows, disagreements.CONFUSED_KEYS, CONFUSED_COLUMNS, fmt)
        else:
            rows = agreement.compare(connection, talks, unit, codes)
            show([in_words(row) for row in rows], agreement.KEYS, COLUMNS, fmt)
            if not fmt:
                explain(rows, talks, codes)


COLUMNS = (
    Column("name", N_("Code")),
    Column("agree", N_("Same, %"), right=True),
    Column("shown_kappa", N_("Kappa"), right=True),
    Column("shown_alpha", N_("Alpha"), right=True),
    Column("range", N_("95 % of resamples"), right=True),
    Column("shown_u_alpha", N_("Alpha of units"), right=True),
)
CONFUSED_COLUMNS = (
    Column("code", N_("Code")),
    Column("other_code", N_("And")),
    Column("characters", N_("Characters"), right=True),
)


def in_words(row: dict[str, Any]) -> dict[str, Any]:
    """Add what a table shows: numbers with two places, and words where there is no number."""
    shown = {
        f"shown_{key}": _("cannot be computed") if row[key] is None else decimals(row[key], 2)
        for key in ("kappa", "alpha", "u_alpha")
    }
    if not row["code"]:
        shown["shown_u_alpha"] = ""
    known = row["low"] is not None
    return {
        **row,
        **shown,
        "name": row["code"] or _("over all"),
        "agree": "" if row["percentage"] is None else f"{row['percentage']:.0f}",
        "range": f"{decimals(row['low'], 2)} – {decimals(row['high'], 2)}" if known else "",
    }


def explain(rows: list[dict[str, Any]], talks: Any, codes: Any) -> None:
    """Say on what the numbers rest, and what the reference lines are."""
    from ...coding.agreement import family

    last = rows[-1]
    say(
        _(
            "Compared: {coders}; transcripts: {count}; unit: {unit}, {n} of them for all codes."
        ).format(
            coders=", ".join(last["coders"]),
            count=last["transcripts"],
            unit=_(last["unit"]),
            n=last["n"],
        )
    )
    say(_("Over all, every unit counts once for each code (micro)."))
    say(_("Lines often drawn at .667 and .800 are no verdict on your work."))
    try:
        whole = family(talks, codes)
    except ValueError:
        say(_("Codes overlap, so the alphas of units cannot be computed over all."))
        return
    values = [
        _("cannot be computed") if value is None else decimals(value, 2)
        for value in (whole.alpha, whole.cutting, whole.values)
    ]
    say(
        _("Alphas of units over all: uα {u}, |uα {cut}, cuα {values}.").format(
            u=values[0], cut=values[1], values=values[2]
        )
    )
