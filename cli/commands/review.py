"""rodedraad review: decide about suggestions."""

from __future__ import annotations

import click

from ..consoles import say
from ..language import _
from ..main import TranslatedCommand
from ..session import confirm, writing_project


@click.command(cls=TranslatedCommand)
@click.argument("transcripts", nargs=-1, metavar="[TRANSCRIPT]…")
@click.option("--code", help="Only suggestions for this code and those below it.")
@click.option(
    "--accept-above",
    type=click.FloatRange(0, 1),
    metavar="P",
    help="Accept every suggestion with a score of P or more, unread, in one step.",
)
@click.option("--yes", is_flag=True, help="Do not ask first.")
@click.option("--plain", is_flag=True, help="Ask line by line, as a screen reader wants it.")
def command(
    transcripts: tuple[str, ...],
    code: str | None,
    accept_above: float | None,
    yes: bool,
    plain: bool,
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
    from ...coding.suggestions import accept_above as accept_all
    from ...coding.suggestions import suggestions_asked_for
    from ..reviewing import review
    from ..screen.start import has_terminal, review_on_screen

    if accept_above is None and not plain and has_terminal():
        review_on_screen(transcripts, code)
        return
    with writing_project() as project:
        found = suggestions_asked_for(project, transcripts, code, least=accept_above)
        if accept_above is None:
            tally = review(project, found)
            say(
                _("Accepted: {accepted}, rejected: {rejected}, skipped: {skipped}.").format(
                    accepted=tally["accepted"], rejected=tally["rejected"], skipped=tally["skipped"]
                )
            )
            return
        confirm(_("Accept {count} suggestions unread?").format(count=len(found)), yes)
        count = accept_all(project, found)
    say(_("Accepted unread: {count}. Take it back with: rodedraad undo").format(count=count))
