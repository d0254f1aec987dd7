"""A group that nobody spoke for before: a new one, or a slip of the keys?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from .consoles import say
from .language import _
from .session import can_ask, confirm


def agree_to_group(connection: sqlite3.Connection, group: str | None) -> None:
    """Say that a group is new; ask first when it is spelled nearly as one that is there.

    Scripts are not stopped: they read it. Leaves the command with exit status 1 on a "no".
    """
    from ..coding.groups import group_like, groups_of, is_new_group

    if not group or not is_new_group(connection, group):
        return
    nearest = group_like(group, groups_of(connection))
    if nearest and can_ask():
        question = _("There is no group {group} yet, but there is {nearest}. Make a new one?")
        confirm(question.format(group=group, nearest=nearest), yes=False)
    else:
        tell_new_groups([group], [*groups_of(connection), group])


def tell_new_groups(new: Iterable[str], groups: list[str]) -> None:
    """Say which groups are new, and which of `groups` is spelled nearly the same."""
    from ..coding.groups import group_like

    nearest = {group: group_like(group, groups) for group in new}
    plain = [group for group, like in nearest.items() if not like]
    if len(plain) == 1:
        say(_("New group: {group}.").format(group=plain[0]))
    elif plain:
        say(_("New groups: {groups}.").format(groups=", ".join(plain)))
    for group, like in nearest.items():
        if like:
            text = _(
                "New group: {group}. Did you mean {nearest}? Take it back with: rodedraad undo"
            )
            say(text.format(group=group, nearest=like))
