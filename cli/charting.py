"""The option --chart: the answer as a picture beside the table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import RodedraadError
from .consoles import say
from .language import _
from .session import can_ask, confirm

if TYPE_CHECKING:
    from ..coding.drawing import Drawing

SUFFIXES = (".svg", ".png")


def drawable(context: click.Context, parameter: click.Parameter, path: Path | None) -> Path | None:
    """Refuse a file that ends in neither .svg nor .png, before the question is answered."""
    if path and path.suffix.lower() not in SUFFIXES:
        message = _("A chart is drawn as .svg or .png; {file} ends in neither.")
        raise click.BadParameter(message.format(file=path), context, parameter)
    return path


chart_option = click.option(
    "--chart",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    callback=drawable,
    help="Also draw it in a file: NAME.svg or NAME.png.",
)


def draw(drawing: Drawing, path: Path) -> None:
    """Write a chart, and say so; a file that is there is replaced only when that is wanted.

    Raises RodedraadError where nobody can be asked.
    """
    from ..coding.charts import save

    if path.exists() and not can_ask():
        raise RodedraadError(
            "{file} exists already. Remove it first, or choose another name.", file=path
        )
    if path.exists():
        confirm(_("{file} exists. Replace it?").format(file=path), yes=False)
    save(drawing, path)
    say(_("The chart is drawn in {file}.").format(file=path))
