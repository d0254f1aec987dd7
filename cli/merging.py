"""What a merge did, and what is left to settle, in words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import RodedraadError
from .consoles import say
from .language import N_, _
from .output import Column, show
from .session import answered_yes, can_ask

if TYPE_CHECKING:
    from ..coding.merging import Merged
    from ..coding.project import Project

THINGS = {
    "fragment": N_("fragments"),
    "memo": N_("memos"),
    "coded_by": N_("transcripts marked as coded"),
    "decision": N_("decisions about suggestions"),
    "reviewed_turn": N_("turns that were read"),
    "assignment": N_("assignments"),
    "transcript": N_("transcripts"),
    "transcript_version": N_("versions of a text"),
    "participation": N_("participations"),
    "speaker": N_("speakers"),
    "respondent": N_("respondents"),
    "alias": N_("names of speakers"),
    "wave": N_("waves"),
    "code": N_("codes"),
    "code_version": N_("versions of a code"),
    "plan": N_("lines of the plan"),
    "saved_query": N_("saved queries"),
}
KEYS = ("what", "added", "changed", "removed")
COLUMNS = (
    Column("name", N_("What")),
    Column("added", N_("Added"), right=True),
    Column("changed", N_("Changed"), right=True),
    Column("removed", N_("Removed"), right=True),
)
KINDS = {
    "fragment": N_("fragment"),
    "memo": N_("memo"),
    "code": N_("code"),
    "transcript": N_("transcript"),
    "transcript_version": N_("version of a text"),
    "respondent": N_("respondent"),
    "participation": N_("participation"),
    "speaker": N_("speaker"),
    "decision": N_("decision about a suggestion"),
    "coded_by": N_("mark of being coded"),
    "wave": N_("wave"),
    "plan": N_("line of the plan"),
    "saved_query": N_("saved query"),
}
FIELDS = {
    "code_id": N_("code"),
    "code_version": N_("version of the code"),
    "stance": N_("stance"),
    "quote": N_("quote"),
    "text": N_("text"),
    "current": N_("current text"),
    "parent_id": N_("stands under"),
    "slug": N_("short name"),
    "name": N_("name"),
    "definition": N_("definition"),
    "use_when": N_("use when"),
    "not_when": N_("not when"),
    "example": N_("example"),
    "counterexample": N_("counterexample"),
    "indicators": N_("indicators"),
    "shortcut": N_("keys"),
    "title": N_("title"),
    "label": N_("label"),
    "size": N_("size"),
    "consent": N_("consent"),
    "group_name": N_("group"),
    "areas": N_("areas"),
    "verdict": N_("verdict"),
}
CONFLICT_COLUMNS = (
    Column("conflict", N_("No."), right=True),
    Column("kind", N_("What")),
    Column("name", N_("Name")),
    Column("where", N_("Where")),
    Column("choice", N_("Choice"), right=True),
    Column("coder", N_("Coder")),
    Column("at", N_("When")),
    Column("words", N_("Says"), width=30),
)


def same_or_apart(project: Project, others: Sequence[Path], same: bool | None) -> bool:
    """Tell whether things with one name are the same; ask when nobody said and there are any.

    Raises RodedraadError where nobody can answer.
    """
    from ..coding.merging import made_apart

    if same is not None:
        return same
    apart = made_apart(project, others)
    if not apart:
        return True
    for table, names in apart.items():
        say(
            _("In both copies, and not known to be the same: {what} {names}.").format(
                what=_(THINGS[table]), names=", ".join(names)
            )
        )
    if not can_ask():
        raise RodedraadError(
            "Say whether these are the same in both (--same), or others by that name (--apart)."
        )
    return answered_yes(_("Are these the same in both?"))


def tell_merge(merged: Merged, names: str, dry_run: bool, fmt: str | None) -> None:
    """Print how many rows were added, changed and removed, and what is next."""
    rows = [
        {
            "what": table,
            "name": _(name),
            "added": merged.added[table],
            "changed": merged.changed[table],
            "removed": merged.removed[table],
        }
        for table, name in THINGS.items()
        if merged.added[table] or merged.changed[table] or merged.removed[table]
    ]
    if rows or fmt:
        show(rows, KEYS, COLUMNS, fmt)
    else:
        say(_("There is nothing new in {file}.").format(file=names))
    tell_left_behind(merged)
    if merged.conflicts:
        say(
            _(
                "Open conflicts, changed in one copy and in the other: {count}. "
                "See them with: rodedraad conflict list"
            ).format(count=merged.conflicts)
        )
    if dry_run:
        say(_("Nothing was stored (--dry-run)."))
    elif rows:
        say(_("To go back to what you had before: rodedraad backup restore 1"))


def tell_left_behind(merged: Merged) -> None:
    """Say which fragments and memos are about words that the current text does not have."""
    if merged.left_behind:
        say(
            _("No longer in a corrected text, and kept with its old version: {citations}.").format(
                citations=", ".join(merged.left_behind)
            )
        )
    if merged.memos:
        say(
            _(
                "The turn that these memos are about is no longer in the text; they stand with the "
                "turn in its place: {memos}. See them with: rodedraad memo list"
            ).format(memos=", ".join(str(number) for number in merged.memos))
        )


def in_words(row: dict[str, Any]) -> dict[str, Any]:
    """Add to a version of a conflict what a table shows of it."""
    said = row["says"]
    if "removed" in said:
        words = _("removed")
    elif said:
        words = "; ".join(
            f"{_(FIELDS[column]) if column in FIELDS else column}: "
            f"{_('none') if value is None else value}"
            for column, value in said.items()
        )
    else:
        words = _("stays")
    return row | {"kind": _(KINDS.get(row["what"], row["what"])), "words": words}
