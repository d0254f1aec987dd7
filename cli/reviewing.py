"""Deciding about suggestions line by line: for a terminal, a screen reader or a pipe.

One key decides on a terminal. From a pipe each line is an answer: a key, and after it what
the key needs ("c samenwerking/politie", "m a memo").
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from .. import RodedraadError
from .consoles import fill, paragraph, safe, say, screen_width
from .language import N_, _, decimals, translated
from .reasons import reason_lines

if TYPE_CHECKING:
    from ..coding.project import Project
    from ..coding.suggestions import Asked, Choice
    from ..coding.teaching import Way

KEYS = {
    "a": N_("accept"),
    "c": N_("another code"),
    "x": N_("reject"),
    "s": N_("skip"),
    "+": N_("positive"),
    "-": N_("negative"),
    "=": N_("mixed"),
    "0": N_("neutral"),
    "m": N_("memo"),
    "b": N_("back"),
    "q": N_("stop"),
}
STANCE_KEYS = {"+": "positive", "-": "negative", "=": "mixed", "0": "neutral"}
CONFIDENCE = {"sure": N_("sure"), "likely": N_("likely"), "maybe": N_("maybe")}
UNLIKELY = N_("unlikely")
"""What is said of a score that is too low to be suggested, in the order "random"."""


Follow = Callable[[dict[str, Any], str, Sequence[dict[str, Any]]], list[dict[str, Any]]]


def review_learning(
    project: Project, suggestions: list[dict[str, Any]], asked: Asked, way: Way
) -> Counter[str]:
    """Go through the suggestions as `review` does, while those that wait follow the decisions.

    From a pipe they stay as they are: answers that were written beforehand are about what was
    suggested then. So they do in an order or a way in which the learner beside cannot suggest.
    """
    from ..coding.naming import codes_asked_for
    from ..coding.review_queue import ReviewQueue
    from ..coding.suggestions import SORTED_BY

    usual = asked.order in SORTED_BY and (way.unit, way.learn_from) == ("sentence", "")
    if not usual or not sys.stdin.isatty():
        return review(project, suggestions)
    codes = codes_asked_for(project.connection, asked.code)
    waiting = ReviewQueue(project, suggestions, asked.order, codes, way.thresholds)
    try:
        return review(project, suggestions, waiting.after)
    finally:
        waiting.stop()


def review(
    project: Project, suggestions: list[dict[str, Any]], follow: Follow | None = None
) -> Counter[str]:
    """Go through the suggestions one by one; every decision is on disk before the next.

    Stops at the end, at `q`, and when a pipe has no more answers. Gives how many were accepted,
    rejected and skipped. `follow` gives what still waits after each of them.
    """
    from ..coding.suggestions import Choice

    done: list[tuple[str, Choice]] = []
    place, choice = 0, Choice()
    while place < len(suggestions):
        show(project, suggestions[place], place + 1, len(suggestions), choice)
        key, rest = read_answer()
        if key == "q":
            break
        if key == "b":
            place, choice = go_back(project, done, place)
            continue
        try:
            choice, result = act(project, suggestions[place], key, rest, choice)
        except RodedraadError as error:
            say(translated(error))
            continue
        if result:
            done.append((result, choice))
            shown = suggestions[place]
            place, choice = place + 1, Choice()
            if follow:
                suggestions[place:] = follow(shown, result, suggestions[place:])
    return Counter(result for result, _choice in done)


def act(
    project: Project,
    suggestion: dict[str, Any],
    key: str,
    rest: str,
    choice: Choice,
) -> tuple[Choice, str]:
    """Do what a key asks; give what is chosen so far, and what it settled ("" for nothing)."""
    from ..coding.naming import code_named
    from ..coding.suggestions import accept, reject

    if key in STANCE_KEYS:
        return replace(choice, stance=STANCE_KEYS[key]), ""
    if key == "m":
        return replace(choice, memo=rest or ask(_("Memo"))), ""
    if key == "s":
        return choice, "skipped"
    if key == "c":
        code_id, _path = code_named(project.connection, rest or ask(_("Code")))
        choice = replace(choice, code_id=code_id)
    elif key not in ("a", "x", ""):
        say(_("Choose one of the keys above."))
        return choice, ""
    with project.transaction("review", suggestion["transcript"]):
        if key == "x":
            reject(project, suggestion)
        else:
            accept(project, suggestion, choice)
    return choice, "rejected" if key == "x" else "accepted"


def go_back(project: Project, done: list[tuple[str, Choice]], place: int) -> tuple[int, Choice]:
    """Return to the suggestion before, with its memo and stance, its decision undone."""
    from ..coding.history import undo
    from ..coding.suggestions import Choice

    if not done:
        say(_("This is the first one."))
        return place, Choice()
    result, choice = done.pop()
    if result != "skipped":
        change = undo(project)
        say(_("Undone: {detail}.").format(detail=change.detail))
    return place - 1, replace(choice, code_id=None)


def read_answer() -> tuple[str, str]:
    """Read one key from a terminal, or one line from a pipe; "q" when there is no more."""
    if sys.stdin.isatty():
        key = click.getchar()
        click.echo(err=True)
        return ("a" if key in "\r\n" else key.lower()), ""
    line = sys.stdin.readline()
    if not line:
        return "q", ""
    key, _space, rest = line.strip().partition(" ")
    return (key.lower() or "a"), rest.strip()


def ask(question: str) -> str:
    """Ask for a line of text, on the terminal or from the pipe."""
    if sys.stdin.isatty():
        return str(click.prompt(question, err=True))
    return sys.stdin.readline().strip()


def show(
    project: Project, suggestion: dict[str, Any], number: int, count: int, choice: Choice
) -> None:
    """Print a suggestion with what stands around it, its code, its reasons and the keys."""
    from ..coding.context import context_of

    around = context_of(
        project.connection, suggestion["turn_id"], suggestion["start"], suggestion["end"]
    )
    definition = project.connection.execute(
        "SELECT name, definition FROM code WHERE id = ?", [suggestion["code_id"]]
    ).fetchone()
    where = f"{suggestion['transcript']}:{suggestion['turn']}"
    who = ", ".join(filter(None, (around.speaker, around.group)))
    click.echo()
    click.secho(safe(f"[{number}/{count}]  {where}  {who}"), dim=True)
    if around.before:
        said = ": ".join(filter(None, (around.before_speaker, around.before)))
        click.secho(safe(f"  {said}"), dim=True)
    click.secho(safe(f"  {suggestion['quote']}"), bold=True)
    if around.after:
        click.secho(safe(f"  {around.after}"), dim=True)
    click.echo(paragraph(f"→ {suggestion['code']}  {definition[0]}: {definition[1]}"))
    word = _(CONFIDENCE.get(suggestion["confidence"], UNLIKELY))
    click.echo(safe(f"  {word} ({decimals(suggestion['score'], 2)})"))
    for line in reason_lines(suggestion["reasons"]):
        click.echo(safe(f"  {line}"))
    chosen = [_(choice.stance)] if choice.stance else []
    chosen += [_("memo: {text}").format(text=choice.memo)] if choice.memo else []
    if chosen:
        click.echo(safe("  " + ", ".join(chosen)))
    keys = "  ".join(f"{key} {_(text)}" for key, text in KEYS.items())
    click.secho(fill(keys, screen_width()), dim=True)
