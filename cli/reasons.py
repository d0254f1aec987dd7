"""Why something is suggested, in words: each kind of reason has a sign that it begins with."""

from __future__ import annotations

from collections.abc import Sequence

from ..coding.suggesting.model import ALIKE, SAME, WORD
from .language import N_, _

NOTHING_STANDS_OUT = N_("No single word stands out.")


def reason_lines(reasons: Sequence[str]) -> list[str]:
    """Say in full what a suggestion rests on: a line for each kind of reason that there is."""
    lines = [
        (_("Coded so by: {reasons}"), kind(reasons, SAME)),
        (_("Indicators: {reasons}"), indicators(reasons)),
        (_("Words that pulled: {reasons}"), kind(reasons, WORD)),
        (_("Looks like what was coded: {reasons}"), kind(reasons, ALIKE)),
    ]
    found = [line.format(reasons="; ".join(said)) for line, said in lines if said]
    return found or [_(NOTHING_STANDS_OUT)]


def reasons_in_short(reasons: Sequence[str]) -> str:
    """Say on one line what a suggestion rests on; what it looks like only where all else fails."""
    said = [_("coded so by {coders}").format(coders=who) for who in kind(reasons, SAME)]
    said += indicators(reasons)
    said += [WORD + word for word in kind(reasons, WORD)]
    said = said or [f"{ALIKE} {place}" for place in kind(reasons, ALIKE)]
    return "; ".join(said) or _(NOTHING_STANDS_OUT)


def kind(reasons: Sequence[str], sign: str) -> list[str]:
    """Give the reasons that begin with a sign, without it."""
    return [reason[1:].strip() for reason in reasons if reason.startswith(sign)]


def indicators(reasons: Sequence[str]) -> list[str]:
    """Give the reasons that begin with no sign: the indicators that were found."""
    return [reason for reason in reasons if not reason.startswith((WORD, SAME, ALIKE))]
