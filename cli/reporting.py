"""What the report exports say and ask on the screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .answers import say_basis
from .consoles import say
from .language import _, translator
from .session import reading_project

if TYPE_CHECKING:
    from ..coding.querying.selection import Filters


def export_report(
    folder: Path,
    formats: str,
    expression: str,
    filters: Filters,
    title: str,
    templates: Path | None,
) -> None:
    """Write the themes of a question, and say what was written and what it rests on."""
    from ..coding.exporting import export_themes
    from ..coding.project import read_setting
    from ..coding.querying.selection import choose
    from ..coding.querying.summary import basis_of

    names = [name.strip() for name in formats.split(",") if name.strip()]
    with reading_project() as connection:
        translate = translator(read_setting(connection, "language"))
        written, _report = export_themes(
            connection, folder, names, filters, translate, expression, title, templates
        )
        basis = basis_of(connection, choose(connection, filters, expression))
    say(_("Files written to {folder}: {count}.").format(folder=folder, count=len(written)))
    say_basis(basis)
