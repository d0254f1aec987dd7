"""JSON that a program wrote and anybody may have changed: read with every value doubted."""

from __future__ import annotations

import math
from typing import Any

from ... import RodedraadError
from .source import Source


def load(source: Source, what: str) -> Any:
    """Read a JSON file; raises RodedraadError with line and column when it is broken."""
    import json

    try:
        return json.loads(source.text().removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise RodedraadError(
            "{file}:{line}: this is no readable JSON ({why} in column {column}). Export it again "
            "from {what}.",
            file=source.name,
            line=error.lineno,
            column=error.colno,
            why=error.msg,
            what=what,
        ) from None
    except (RecursionError, ValueError):
        raise RodedraadError(
            "{file} is JSON that no {what} writes: it is nested too deep, or a number is too long.",
            file=source.name,
            what=what,
        ) from None


def unlike(source: Source, what: str) -> RodedraadError:
    """The error for JSON of another kind than it should be."""
    return RodedraadError(
        "{file} is JSON, but not of {what}. Read are the JSON of Whisper, WhisperX, whisper.cpp "
        "and Amberscript.",
        file=source.name,
        what=what,
    )


def number(value: object) -> float:
    """A number of seconds, NaN when it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return math.nan
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return math.nan
    return found if math.isfinite(found) else math.nan


def words(value: object) -> str:
    """A text with its white space as single spaces, "" when it is none."""
    return " ".join(value.split()) if isinstance(value, str) else ""
