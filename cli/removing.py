"""Removing something with all that hangs on it: first what goes, then a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .consoles import say
from .language import _
from .session import confirm

if TYPE_CHECKING:
    from ..coding.codebook import CodeUse
    from ..coding.corpus import Contents


def agree_to_remove(name: str, going: Contents | CodeUse, text: str, yes: bool) -> None:
    """Say what goes with `name`, and ask unless `yes`; a "no" leaves the command.

    `text` has a place for the name and for each value of `going`.
    """
    coders = ", ".join(going.coders) or "-"
    say(text.format(name=name, **(vars(going) | {"coders": coders})))
    confirm(_("Remove {name}?").format(name=name), yes)
