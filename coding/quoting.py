"""Finding again what somebody said in what others wrote: runs of five of their words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Set
from typing import Any

Run = tuple[str, ...]
LONG = 5  # words: shorter runs are anybody's
WORD = re.compile(r"\w+")
LEFT_OUT = "[…]"


def five_word_runs(text: str) -> Iterator[Run]:
    """Yield every run of five words of a text, whatever their capitals and punctuation."""
    words = [word.casefold() for word in WORD.findall(text)]
    for start in range(len(words) - LONG + 1):
        yield tuple(words[start : start + LONG])


def without_runs(text: str, runs: Set[Run]) -> str:
    """Put "[…]" in the place of every stretch of a text that is made of these runs.

    A text in JSON stays JSON: its strings are looked at one by one.
    """
    if not any(run in runs for run in five_word_runs(text)):
        return text
    if text.startswith(("{", "[")):
        try:
            return json.dumps(in_strings(json.loads(text), runs), ensure_ascii=False)
        except ValueError:
            pass  # no JSON after all
    words = list(WORD.finditer(text))
    kept, end = "", 0
    place = 0
    while place + LONG <= len(words):
        last = place
        while run_at(words, last) in runs:
            last += 1
        if last == place:
            place += 1
            continue
        kept += text[end : words[place].start()] + LEFT_OUT
        place = last + LONG - 1
        end = words[place - 1].end()
    return kept + text[end:]


def run_at(words: list[re.Match[str]], place: int) -> Run:
    """Give the five words from a place on, fewer at the end of the text."""
    return tuple(word[0].casefold() for word in words[place : place + LONG])


def in_strings(value: Any, runs: Set[Run]) -> Any:
    """Do the same in every string of a value that was read from JSON."""
    if isinstance(value, str):
        return without_runs(value, runs)
    if isinstance(value, list):
        return [in_strings(one, runs) for one in value]
    if isinstance(value, dict):
        return {key: in_strings(one, runs) for key, one in value.items()}
    return value
