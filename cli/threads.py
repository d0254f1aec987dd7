"""The common thread in tables and in plain sentences that state only what was counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .answers import STANCES, persons_counted, share_in_words, with_others
from .language import N_, _
from .output import Column

if TYPE_CHECKING:
    from ..coding.querying.cells import Cell
    from ..coding.querying.thread import Thread

THREAD_KEYS = (
    *("code", "persons", "among", "n", "share", "fragments", "depth", "groups", "groups_heard"),
    *("areas", "areas_heard", "positive", "negative", "mixed", "neutral", "majority", "dissent"),
    *("missing", "rests_on_one"),
)
THREAD_COLUMNS = (
    Column("code", N_("Code")),
    Column("persons_in_words", N_("Persons"), right=True),
    Column("groups_in_words", N_("Groups"), right=True),
    Column("areas_in_words", N_("Areas"), right=True, minor=True),
    Column("depth", N_("Fragments a person"), right=True, minor=True),
    Column("balance", N_("How they look at it"), width=20),
    Column("remarks", N_("Remarks"), width=20),
)


def thread_row(thread: Thread) -> dict[str, Any]:
    """Give a thread as a row: THREAD_KEYS, and what the table shows in words."""
    whole = thread.whole
    return {
        **{key: value for key, value in whole._asdict().items() if key in THREAD_KEYS},
        "code": thread.code,
        "share": None if whole.share is None else round(whole.share, 4),
        "depth": None if thread.depth is None else round(thread.depth, 1),
        **{key: list(getattr(thread, key)) for key in ("groups", "groups_heard", "missing")},
        **{key: list(getattr(thread, key)) for key in ("areas", "areas_heard", "dissent")},
        "majority": thread.majority or None,
        "rests_on_one": thread.rests_on_one or None,
        "persons_in_words": persons_in_words(whole),
        "groups_in_words": share_in_words(len(thread.groups), len(thread.groups_heard)),
        "areas_in_words": share_in_words(len(thread.areas), len(thread.areas_heard)),
        "balance": balance_in_words(whole),
        "remarks": remarks(thread),
    }


def persons_in_words(cell: Cell) -> str:
    """Say how many persons, of those who could have been counted where that can be said."""
    return with_others(share_in_words(cell.among, cell.n), cell) if cell.n else str(cell.persons)


def balance_in_words(cell: Cell) -> str:
    """Say how many persons look at it how, the most first."""
    counts = [(getattr(cell, stance), stance) for stance in STANCES]
    ranked = sorted(counts, key=lambda item: -item[0])
    return ", ".join(f"{number} {_(STANCES[stance])}" for number, stance in ranked if number)


def remarks(thread: Thread) -> str:
    """Say what a reader of the count must know: who differs, who is missing, who is alone."""
    said = []
    if thread.rests_on_one:
        alone = {"person": _("one person only"), "group": _("one group only")}
        said.append(alone[thread.rests_on_one])
    if thread.dissent:
        said.append(_("otherwise: {groups}").format(groups=", ".join(thread.dissent)))
    if thread.missing and thread.groups:
        said.append(_("not: {groups}").format(groups=", ".join(thread.missing)))
    return "; ".join(said)


def how_many(among: int, n: int) -> str:
    """Say how many of a group, on one scale in both languages."""
    if among in (0, n):
        return _("all") if among else _("none")
    if among == 1:
        return _("one")
    if among * 2 == n:
        return _("half")
    return _("some") if among * 2 < n else _("most")


def as_text(threads: Sequence[Thread]) -> str:
    """Give a paragraph on each thread that states only what was counted."""
    return "\n\n".join(paragraph(thread) for thread in threads if thread.whole.persons)


def more_elsewhere(cell: Cell) -> list[str]:
    """Say how many voice it in transcripts that are not marked coded, beside an n."""
    more = cell.persons - cell.among
    if not cell.n or not more:
        return []
    return [_("In talks that are not coded yet: {count} more.").format(count=more)]


def spread(thread: Thread) -> list[str]:
    """Say in how many groups and areas it is heard, of those that the project has."""
    groups = share_in_words(len(thread.groups), len(thread.groups_heard))
    areas = share_in_words(len(thread.areas), len(thread.areas_heard))
    if thread.groups_heard and thread.areas_heard:
        return [
            _("It is heard in {groups} groups and {areas} areas.").format(
                groups=groups, areas=areas
            )
        ]
    if thread.groups_heard:
        return [_("It is heard in {groups} groups.").format(groups=groups)]
    if thread.areas_heard:
        return [_("It is heard in {areas} areas.").format(areas=areas)]
    return []


def paragraph(thread: Thread) -> str:
    """Say in plain sentences how widely a theme is shared, how people look at it, who differs."""
    whole = thread.whole
    sentences = [
        _("{code}: {persons} of those heard and coded voice this ({share}).").format(
            code=thread.code,
            persons=how_many(whole.among, whole.n),
            share=share_in_words(whole.among, whole.n),
        )
        if whole.n
        else _("{code}: voiced by {persons}.").format(
            code=thread.code, persons=persons_counted(whole.persons)
        ),
        *more_elsewhere(whole),
        *spread(thread),
    ]
    if thread.majority:
        sentences.append(
            _("Most who take a stance look at it as {majority}: {balance}.").format(
                majority=_(STANCES[thread.majority]), balance=balance_in_words(whole)
            )
        )
    elif balance_in_words(whole):
        sentences.append(
            _("There is no majority: {balance}.").format(balance=balance_in_words(whole))
        )
    if thread.dissent:
        groups = ", ".join(thread.dissent)
        sentences.append(_("A majority of {groups} looks at it otherwise.").format(groups=groups))
    if thread.missing:
        groups = ", ".join(thread.missing)
        sentences.append(_("It was not heard from {groups}.").format(groups=groups))
    if thread.rests_on_one == "person":
        sentences.append(_("It rests on one person."))
    if thread.rests_on_one == "group":
        sentences.append(_("It rests on one group."))
    return " ".join(sentences)
