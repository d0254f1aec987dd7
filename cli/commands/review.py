"""rodedraad review: decide about suggestions."""

from __future__ import annotations

from collections import Counter

import click

from ..consoles import say
from ..language import _
from ..main import TranslatedCommand
from ..session import confirm, writing_project
from ..suggesting import say_calibrated, vector_progress, way_of, way_options

ORDERS = ("confidence", "uncertain", "novel", "random", "transcript")


@click.command(cls=TranslatedCommand)
@click.argument("transcripts", nargs=-1, metavar="[TRANSCRIPT]…")
@click.option("--code", help="Only suggestions for this code and those below it.")
@click.option(
    "--accept-above",
    type=click.FloatRange(0, 1),
    metavar="P",
    help="Accept every suggestion with a score of P or more, unread, in one step.",
)
@click.option(
    "--order",
    type=click.Choice(ORDERS),
    help="Line by line: the surest first, those from which most is learnt, what looks like "
    "nothing coded so far, sentences at random, or as the text runs (the default).",
)
@click.option("--yes", is_flag=True, help="Do not ask first.")
@click.option("--plain", is_flag=True, help="Ask line by line, as a screen reader wants it.")
@way_options
def command(
    transcripts: tuple[str, ...],
    code: str | None,
    accept_above: float | None,
    order: str | None,
    yes: bool,
    plain: bool,
    unit: str,
    learn_from: str,
) -> None:
    """Decide about suggestions one by one: accept, another code, reject or skip.

    On a terminal the coding screen goes from one to the next. With --plain, and from a pipe,
    each is shown with the sentence before and after, the code and the reasons, and each line
    is an answer: a (accept), x (reject), s (skip), c CODE, m MEMO, + - = 0 for the stance, b
    (back) or q (stop).

    \b
    Example:
      rodedraad review --code veiligheid --accept-above 0.9 --yes
    """
    from ...coding.suggestions import Asked, suggestions_asked_for
    from ...coding.suggestions import accept_above as accept_all
    from ..reviewing import review_learning
    from ..screen.start import has_terminal, review_on_screen

    on_screen = (accept_above, order, unit, learn_from) == (None, None, "sentence", "")
    if on_screen and not plain and has_terminal():
        review_on_screen(transcripts, code)
        return
    way = way_of(unit, learn_from)
    asked = Asked(transcripts, code, accept_above or 0.0, order=order or "transcript")
    with writing_project() as project:
        with vector_progress() as progress:
            found = suggestions_asked_for(project, asked, way, progress)
        say_calibrated(project, way)
        if not found:
            say(_("There is no suggestion here that is still to be decided about."))
            return
        if accept_above is None:
            say_tally(review_learning(project, found, asked, way))
            return
        confirm(_("Accept suggestions unread? They are {count}.").format(count=len(found)), yes)
        count = accept_all(project, found)
    say(_("Accepted unread: {count}. Take it back with: rodedraad undo").format(count=count))


def say_tally(tally: Counter[str]) -> None:
    """Tell how many suggestions were decided about."""
    said = _("Accepted: {accepted}, rejected: {rejected}, skipped: {skipped}.")
    say(said.format(**{word: tally[word] for word in ("accepted", "rejected", "skipped")}))
