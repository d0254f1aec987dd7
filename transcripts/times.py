"""Times in a recording, as transcripts write them."""

from __future__ import annotations

import re

_CLOCK = r"\d{1,3}:\d{1,2}(?::\d{1,2})?(?:[.,-]\d{1,3})?"
_CLOCKS = re.compile(_CLOCK)
_RANGE = rf"{_CLOCK}(?:\s*(?:-->|->|–|-|—)\s*{_CLOCK})?"

#: A time in brackets or between hash signs: [00:12:30], (12:30), #00:01:02-5#, [0:01 --> 0:04].
MARK = (
    rf"(?:\[\s{{0,3}}{_RANGE}\s{{0,3}}\]|\(\s{{0,3}}{_RANGE}\s{{0,3}}\)"
    rf"|\{{\s{{0,3}}{_RANGE}\s{{0,3}}\}}|\#\s{{0,3}}{_RANGE}\s{{0,3}}\#)"
)
#: A bare time with hours, minutes and seconds. "12:30" alone is a time of day in speech.
BARE = re.compile(r"\d{1,3}:\d{2}:\d{2}(?:[.,]\d{1,3})?")
#: A bare time, or a range of two, that has a line or a column to itself.
ALONE = re.compile(_RANGE)


def seconds(clock: str) -> float:
    """Turn "1:02:03.5", "02:03" or "00:01:02-5" (f4: tenths) into seconds."""
    whole, fraction = clock, ""
    for sign in ".,-":
        if sign in clock:
            whole, _, fraction = clock.partition(sign)
            break
    total = 0
    for part in whole.split(":"):
        total = total * 60 + int(part)
    return float(f"{total}.{fraction or 0}")


def of_mark(mark: str) -> tuple[float | None, float | None]:
    """Give the begin and the end (seconds, None where absent) that a MARK names."""
    clocks = [seconds(clock) for clock in _CLOCKS.findall(mark)]
    return (clocks[0] if clocks else None, clocks[1] if len(clocks) > 1 else None)
