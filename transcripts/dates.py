"""Dates as people and programs write them, as ISO 8601."""

from __future__ import annotations

import datetime
import re

from .. import RodedraadError

_NAMES = (
    "januari februari maart april mei juni juli augustus september oktober november december",
    "january february march april may june july august september october november december",
)
_MONTHS = {
    name[:length]: number
    for names in _NAMES
    for number, name in enumerate(names.split(), 1)
    for length in (3, len(name))
} | {"mrt": 3, "okt": 10}
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[ T].*)?)?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ]{1,2}(\d{1,2}|[a-z]+)\.?[-/. ]{1,2}(\d{4})")
_IN_TEXT = (
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b"),
    re.compile(r"\b(?P<day>\d{1,2})\.? (?P<month>[A-Za-z]{3,9})\.?,? (?P<year>\d{4})\b"),
    re.compile(r"\b(?P<month>[A-Za-z]{3,9})\.? (?P<day>\d{1,2}),? (?P<year>\d{4})\b"),
)


def to_date(value: str, where: str) -> str:
    """Read a date as ISO 8601: 2016-05-12, 2016-05, 2016, 12-05-2016 or 12 mei 2016.

    Raises RodedraadError with `where` when it is none of these.
    """
    if not value:
        return ""
    iso = _ISO.fullmatch(value)
    day_first = _DAY_FIRST.fullmatch(value.lower())
    found = ""
    if iso:
        found = _iso(iso[1], iso[2] or "", iso[3] or "")
    elif day_first:
        found = _iso(day_first[3], day_first[2], day_first[1])
    if not found:
        raise RodedraadError(
            "{where}: {date} is no date. Write it as 2016-05-12.", where=where, date=value
        )
    return found


def find_date(text: str) -> str:
    """The first date in a text with the month as a word, or ISO 8601; "" when there is none."""
    for pattern in _IN_TEXT:
        for match in pattern.finditer(text):
            date = _iso(match["year"], match["month"].lower(), match["day"])
            if date:
                return date
    return ""


def _iso(year: str, month: str, day: str) -> str:
    """Put a date together; "" when the calendar has no such day."""
    number = int(month) if month.isdigit() else _MONTHS.get(month, 0 if month else 1)
    try:
        date = datetime.date(int(year), number, int(day or 1)).isoformat()
    except ValueError:
        return ""
    return date[: 10 if day else 7 if month else 4]
