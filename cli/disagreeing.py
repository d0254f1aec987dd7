"""Where coders disagree: the words of both, place after place, and that place on the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

from .. import RodedraadError
from .consoles import fill, safe, say, text_width
from .language import N_, _
from .output import Column, show
from .screen.start import code_on_screen

COLUMNS = (
    Column("code", N_("Code")),
    Column("transcript", N_("Transcript")),
    Column("turn", N_("Turn"), right=True),
    Column("coder", N_("Coder")),
    Column("quote", N_("Quote"), width=30),
    Column("other", N_("The other")),
    Column("other_codes", N_("Has there")),
    Column("other_quote", N_("Quote of the other")),
)
NEXT = N_(
    "Read one where it stands, on the coding screen: rodedraad agreement --open N\n"
    "Settle them one by one with: rodedraad adjudicate"
)


def show_disagreements(rows: Sequence[Mapping[str, Any]], fmt: str | None) -> None:
    """Print each with its number and the words of both coders, or give them to a program."""
    from ..coding.disagreements import LIST_KEYS

    if fmt:
        show(rows, LIST_KEYS, COLUMNS, fmt)
        return
    if not rows:
        say(_("The coders do not disagree anywhere."))
        return
    width = text_width()
    lines = []
    for number, row in enumerate(rows, start=1):
        lines += ["", click.style(f"[{number}] {row['transcript']}:{row['turn']}", bold=True)]
        said = (
            (row["coder"], [row["code"]], row["quote"]),
            (row["other"], row["other_codes"], row["other_quote"]),
        )
        lines += [fill(f"  {line}", width, "    ") for line in map(in_words, said)]
    click.echo("\n".join(lines[1:]))
    say("\n" + _(NEXT))


def in_words(said: tuple[str, Sequence[str], str]) -> str:
    """Say which codes a coder gave to which words, or that they gave none there."""
    coder, codes, quote = said
    if not codes:
        return safe(f"{coder}: {_('has nothing')}")
    return safe(f"{coder}: {', '.join(codes)} “{' '.join(quote.split())}”")


def open_disagreement(rows: Sequence[Mapping[str, Any]], number: int) -> None:
    """Open the coding screen where coders disagree, by the number in the list.

    Raises RodedraadError when there is no such number.
    """
    if number > len(rows):
        raise RodedraadError(
            "There is no disagreement {number}: there are {count}.\n"
            "See them with: rodedraad agreement --list",
            number=number,
            count=len(rows),
        )
    row = rows[number - 1]
    code_on_screen(row["transcript"], span=f"{row['start']}:{row['end']}")
