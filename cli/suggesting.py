"""Suggestions as the analyst sees them: how they are asked for, and how they are printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from .. import RodedraadError
from .consoles import console, fill, safe, say, text_width
from .language import _, decimals
from .reasons import reason_lines, reasons_in_short
from .reviewing import CONFIDENCE, UNLIKELY
from .session import read_config

if TYPE_CHECKING:
    from ..coding.project import Project
    from ..coding.suggesting.embeddings import Progress
    from ..coding.suggesting.model import Thresholds
    from ..coding.teaching import Way

F = TypeVar("F", bound=Callable[..., Any])


def way_options(command: F) -> F:
    """Add --unit and --learn-from; the command hands both to `way_of`."""
    command = click.option(
        "--learn-from",
        default="",
        metavar="CODER",
        help="Learn from the decisions of this coder alone.",
    )(command)
    return click.option(
        "--unit",
        type=click.Choice(["sentence", "turn"]),
        default="sentence",
        help="What a code is suggested for: a sentence, or a whole turn.",
    )(command)


def way_of(unit: str, learn_from: str) -> Way:
    """Give the way in which suggestions are asked for, with the user's thresholds."""
    from ..coding.teaching import Way

    return Way(unit, learn_from, thresholds())


def thresholds() -> Thresholds:
    """Read the least scores for the words of confidence from the user's settings.

    Raises RodedraadError for one that is no number from 0 to 1, or not in their order.
    """
    from ..coding.suggesting.model import Thresholds

    config = read_config().get("confidence", {})
    known = Thresholds()
    found = [config.get(word, getattr(known, word)) for word in ("maybe", "likely", "sure")]
    if not all(isinstance(score, int | float) for score in found) or not (
        0 <= found[0] <= found[1] <= found[2] <= 1
    ):
        raise RodedraadError(
            "config.toml: the scores under [confidence] must be numbers from 0 to 1, that of "
            "maybe the lowest and that of sure the highest."
        )
    return Thresholds(sure=found[2], likely=found[1], maybe=found[0])


@contextmanager
def vector_progress() -> Iterator[Progress]:
    """Show on stderr how far the sentence vectors are; nothing where none are made."""
    # rich.progress: 50 ms, and only where sentences have no vector yet.
    bars: list[Any] = []

    def told(done: int, of: int) -> None:
        if not bars:
            from rich.progress import Progress as Bar

            bar = Bar(console=console(error=True))
            bar.start()
            bars.append((bar, bar.add_task(_("Computing sentence vectors, once"), total=of)))
        bars[0][0].update(bars[0][1], completed=done)

    try:
        yield told
    finally:
        for bar, _task in bars:
            bar.stop()


def say_calibrated(project: Project, way: Way) -> None:
    """Tell what the scores are worth: calibrated on decisions, or not yet."""
    from ..coding.suggesting.calibration import ENOUGH
    from ..coding.teaching import decided_with_score

    count = decided_with_score(project.connection, project.coder, way.learn_from)
    if count < ENOUGH:
        say(
            _(
                "The scores are not calibrated yet: {count} of the {enough} decisions that this "
                "takes."
            ).format(count=count, enough=ENOUGH)
        )
    else:
        say(_("The scores are calibrated on {count} decisions.").format(count=count))


def print_suggestions(suggestions: list[dict[str, Any]], explained: bool) -> None:
    """Print suggestions as blocks to read: the code, the words, the reasons."""
    width = text_width()
    for suggestion in suggestions:
        row = in_words(suggestion)
        place = f"{row['transcript']}:{row['turn']}"
        click.echo()
        click.secho(safe(f"{row['certainty']}  {row['code']}"), bold=True)
        click.echo(fill(safe(row["quote"]), width, ""))
        if explained:
            click.secho(safe(f"  {place}"), dim=True)
            for line in reason_lines(row["reasons"]):
                click.echo(safe(f"  {line}"))
        else:
            click.secho(safe(f"  {reasons_in_short(row['reasons'])} · {place}"), dim=True)


def in_words(suggestion: Mapping[str, Any]) -> dict[str, Any]:
    """Add how certain a suggestion is in the language of the screen."""
    word = CONFIDENCE.get(suggestion["confidence"], UNLIKELY)
    return {**suggestion, "certainty": f"{_(word)} {decimals(suggestion['score'], 2)}"}
