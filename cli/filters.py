"""The options that narrow a question, the same for every command that answers one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import click

from .language import N_

F = TypeVar("F", bound=Callable[..., Any])

KINDS = ("interview", "group", "meeting", "survey", "report", "document")
ORIGINS = ("manual", "accepted", "bulk", "imported", "adjudicated")

# Each may be given several times, which means "or".
FILTERS = {
    "group": N_("Only this stakeholder group (none: those without one)."),
    "area": N_("Only who speaks for this area (none: those for no area)."),
    "wave": N_("Only this wave."),
    "kind": N_("Only this kind of source; all adds the survey to the talks."),
    "respondent": N_("Only this person."),
    "stance": N_("Only fragments in this stance (none: without one)."),
    "coder": N_("Only what this coder coded."),
    "origin": N_("Only fragments that came about in this way."),
}
LEVELS = ("fragment", "turn", "transcript", "respondent")
BALANCE = "balance"  # what --stance without a value asks of a matrix
CHOICES = {"kind": (*KINDS, "all"), "origin": ORIGINS}


def filter_options(command: F) -> F:
    """Add --group, --area, --wave, …, --text; the command gets them together as `filters`."""

    @wraps(command)
    def with_filters(*args: Any, **kwargs: Any) -> Any:
        from ..coding.querying.selection import Filters

        chosen: dict[str, Any] = {name: tuple(kwargs.pop(name)) for name in FILTERS}
        chosen |= {name: kwargs.pop(name) or "" for name in ("text", "where")}
        filters = Filters(**chosen, level=kwargs.pop("level"))
        return command(*args, filters=filters, **kwargs)

    options = [
        click.option(
            f"--{name}",
            multiple=True,
            help=text,
            type=click.Choice(CHOICES[name]) if name in CHOICES else str,
            is_flag=False,
            flag_value=BALANCE if name == "stance" else None,
        )
        for name, text in FILTERS.items()
    ]
    options += [
        click.option("--text", help="Only where these words stand, in any form."),
        click.option(
            "--where", help="Only what a question selects, such as: politie and not veiligheid."
        ),
        click.option(
            "--level",
            type=click.Choice(LEVELS),
            default="fragment",
            help="Where codes and words of a question come together. Default: fragment.",
        ),
    ]
    decorated: Any = with_filters
    for option in reversed(options):
        decorated = option(decorated)
    return decorated  # type: ignore[no-any-return]
