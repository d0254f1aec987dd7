"""Settling disagreements line by line: for a terminal, a screen reader or a pipe.

One key decides on a terminal; from a pipe each line is an answer ("1", "x", "r a rule").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .consoles import paragraph, safe, say
from .language import N_, _
from .reviewing import ask, read_answer
from .screen.start import code_on_screen, has_terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..coding.adjudication import Dispute
    from ..coding.project import Project

KEYS = {
    "1": N_("this one (or 2, 3, …)"),
    "x": N_("none: not coded"),
    "s": N_("skip"),
    "o": N_("open on the coding screen"),
    "r": N_("record a rule"),
    "b": N_("back"),
    "q": N_("stop"),
}
MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)


def adjudicate(project: Project, disputes: Sequence[Dispute]) -> int:
    """Go through the disputes one by one; every decision is on disk before the next.

    Stops at the end, at `q`, and when a pipe has no more answers. Gives how many were settled.
    """
    from ..coding.adjudication import reopen

    done: list[int] = []  # the numbers of the changes, 0 for what was skipped
    while len(done) < len(disputes):
        dispute = disputes[len(done)]
        show(project, dispute, len(done) + 1, len(disputes))
        key, rest = read_answer()
        if key == "q":
            break
        if key == "b" and done:
            reopen(project, done.pop())
        elif key == "b":
            say(_("This is the first one."))
        else:
            done += act(project, dispute, key, rest)
    return sum(number > 0 for number in done)


def act(project: Project, dispute: Dispute, key: str, rest: str) -> list[int]:
    """Do what a key asks; give the number of the change, or nothing while it is still open."""
    from ..coding.adjudication import record_rule, settle

    if key == "s":
        return [0]
    if key == "o":
        open_on_screen(dispute)
        return []
    if key == "r":
        rule = _("agreed {day}: {rule}").format(day=today(), rule=rest or ask(_("Rule")))
        record_rule(project, dispute.code, rule)
        say(_("In the history of {code}: {rule}").format(code=dispute.code, rule=rule))
        return []
    if key == "x":
        return [settle(project, dispute, None)]
    if key.isdecimal() and 1 <= int(key) <= len(dispute.fragments):
        return [settle(project, dispute, dispute.fragments[int(key) - 1])]
    say(_("Choose one of the keys above."))
    return []


def open_on_screen(dispute: Dispute) -> None:
    """Show a place in its transcript; afterwards the question is asked again."""
    if has_terminal():
        code_on_screen(dispute.talk.slug, span=f"{dispute.start}:{dispute.end}")
    else:
        say(_("The coding screen needs a terminal."))


def today() -> str:
    """Name this day: "3 March"."""
    from datetime import date

    day = date.today()
    return f"{day.day} {_(MONTHS[day.month - 1])}"


def show(project: Project, dispute: Dispute, number: int, count: int) -> None:
    """Print where coders differ: the words of each, what stands around them, and the keys."""
    from ..coding.adjudication import turn_of
    from ..coding.context import context_of

    around = context_of(project.connection, turn_of(project, dispute), dispute.start, dispute.end)
    where = f"{dispute.talk.slug}:{dispute.fragments[0].turn}"
    who = f"{around.speaker}, {around.group}" if around.group else around.speaker
    click.echo()
    click.secho(safe(f"[{number}/{count}]  {where}  {who}  → {dispute.code}"), dim=True)
    if around.before:
        click.secho(safe(f"  {around.before_speaker}: {around.before}"), dim=True)
    for choice, fragment in enumerate(dispute.fragments, start=1):
        stance = f" ({_(fragment.stance)})" if fragment.stance else ""
        click.echo(paragraph(f"  {choice} {fragment.coder}: “{fragment.quote}”{stance}"))
    for coder, codes in dispute.others.items():
        has = _("has there {codes}").format(codes=", ".join(codes)) if codes else _("has nothing")
        click.echo(safe(f"  – {coder}: {has}"))
    if around.after:
        click.secho(safe(f"  {around.after}"), dim=True)
    keys = "  ".join(f"{key} {_(text)}" for key, text in KEYS.items())
    click.secho(paragraph(keys), dim=True)
