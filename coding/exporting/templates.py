"""Reports from templates: those that come with the program, or the user's own.

A template gets `report` (a `model.Report`), `text` (headings and labels) and, as filters, the
functions of `words` that say something in the language of the report. A template of the user
may also get `theme`. See docs/reports.md.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ... import RodedraadError
from . import words
from .checklist import fill_checklist
from .headings import headings

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

    from .model import Report

OWN = Path(__file__).with_name("templates")
IN_WORDS = (
    words.area_in_words,
    words.areas_in_words,
    words.audience_in_words,
    words.balance_in_words,
    words.breadth_in_words,
    words.count_in_words,
    words.extent_in_words,
    words.group_in_words,
    words.kind_in_words,
    words.of_in_words,
    words.basis_in_words,
    words.question_in_words,
    words.persons_in_words,
    words.on_in_words,
    words.permission_in_words,
    words.remarks,
    words.sample_in_words,
    words.source_in_words,
    words.stance_in_words,
    words.who_says,
    words.withheld_in_words,
    words.words_of,
)


def environment(
    folder: Path | None, _: words.Translate, escaped: Callable[[str], str] | None = None
) -> SandboxedEnvironment:
    """Prepare templates, those in the user's folder first.

    What is filled in is made to stand for itself: by `escaped`, else as in HTML. Templates come
    from colleagues and the internet, so that they run in a sandbox and change nothing.
    """
    # jinja2 costs about 50 ms to import.
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from markupsafe import Markup

    def finalize(value: Any) -> Any:
        if escaped is None or isinstance(value, Markup):
            return value
        return Markup(escaped(str(value)))

    made = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader([OWN] if folder is None else [folder, OWN]),
        autoescape=True,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    made.filters |= {function.__name__: partial(function, _=_) for function in IN_WORDS}
    made.globals |= {"text": headings(_)}
    return made


def source_of(made: SandboxedEnvironment, name: str) -> str:
    """Read a file beside the templates that is not filled in: a style or a script."""
    if made.loader is None:
        raise AssertionError(made)
    return made.loader.get_source(made, name)[0]


def common_values(report: Report, _: words.Translate) -> dict[str, Any]:
    """Give what every template gets."""
    return {"report": report, "checklist": fill_checklist(report, _)}


def render(made: SandboxedEnvironment, name: str, **values: Any) -> bytes:
    """Fill a template in. Raises RodedraadError that names the template and the line."""
    from jinja2 import TemplateError

    try:
        return made.get_template(name).render(**values).encode()
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        raise RodedraadError(
            "The template {name} cannot be filled in: {reason}.",
            name=name if line is None else f"{name}:{line}",
            reason=str(error).rstrip("."),
        ) from error
