"""Proposals for names by deduce, which knows Dutch names (the extra `[deidentify]`).

It runs in a process of its own: its first start reads its lists for about two minutes and
takes about 1 GB, which the program of the analyst should not carry on with.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Collection, Iterator, Sequence
from importlib.util import find_spec
from typing import Any

from .. import RodedraadError
from .proposals import STREETS, TITLES, Proposal, trimmed
from .pseudonyms import Key, folded, known_names

#: What deduce calls a finding, and what it is here; the rest is found by patterns already.
_KINDS = {
    "persoon": "person",
    "patient": "person",
    "instelling": "organisation",
    "ziekenhuis": "organisation",
    "zorginstelling": "organisation",
    "locatie": "area",
}
_STREET = re.compile(rf"(?:{STREETS})(?:\s+\d\S*)?$")
_TITLE = re.compile(rf"{TITLES}\s+")
# Where a sentence ends inside a finding, as in "Sanne. Mark"; "J. de Vries" goes on.
_SENTENCE_END = re.compile(r"(?<=\w\w)[.!?]\s+")
FIRST_START, EACH_TEXT = 900, 30  # seconds at most
_PROGRAM = """
import json, sys
from deduce import Deduce
deduce = Deduce()
found = [deduce.deidentify(text).annotations for text in json.load(sys.stdin)]
json.dump([[[a.tag, a.start_char, a.end_char] for a in one] for one in found], sys.stdout)
"""


def is_installed() -> bool:
    """Whether deduce is there to be used."""
    return find_spec("deduce") is not None


def propose_deduced(
    texts: Sequence[str], key: Key | None = None, keep: Collection[str] = ()
) -> list[list[Proposal]]:
    """Ask deduce for names in texts (the first time: two minutes); give those of each text.

    Names in the key, and those to `keep`, are not proposed again. Raises RodedraadError when
    deduce is absent, fails, or takes far too long.
    """
    if not is_installed():
        raise RodedraadError(
            "deduce is not installed. Install it with: pipx inject rodedraad deduce. Its first "
            "start takes two minutes and 1 GB."
        )
    passed = known_names(key, keep)
    return [_proposals(text, found, passed) for text, found in zip(texts, _ask(texts), strict=True)]


def _ask(texts: Sequence[str]) -> list[list[tuple[str, int, int]]]:
    """Ask deduce what it finds in each text: (tag, start, end)."""
    timeout = FIRST_START + EACH_TEXT * len(texts)
    try:
        answer = subprocess.run(
            [sys.executable, "-c", _PROGRAM],
            input=json.dumps(texts),
            capture_output=True,
            text=True,
            timeout=timeout,
            check=True,
        )
        found: Any = json.loads(answer.stdout)
    except subprocess.TimeoutExpired:
        raise RodedraadError(
            "deduce did not finish within {minutes} minutes.", minutes=round(timeout / 60)
        ) from None
    except (subprocess.CalledProcessError, ValueError) as error:
        why = (getattr(error, "stderr", "") or str(error)).strip().split("\n")[-1]
        raise RodedraadError("deduce failed: {why}", why=why) from None
    return [[(tag, start, end) for tag, start, end in one if tag in _KINDS] for one in found]


def _proposals(
    text: str, found: Sequence[tuple[str, int, int]], passed: Collection[str]
) -> list[Proposal]:
    """Make proposals of what deduce found in a text, in order of appearance."""
    names: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for tag, start, end in sorted(found, key=lambda one: one[1]):
        person = _KINDS[tag] == "person"
        for first, last in _persons(text, start, end) if person else [(start, end)]:
            kind = _KINDS[tag]
            if kind in ("person", "area") and _STREET.search(text, first, last):
                kind = "street"  # "een mevrouw van de Vlietlaan"
                first, last = trimmed(text, first, last)
            name = " ".join(text[first:last].split())
            if name and folded(name) not in passed:
                names.setdefault((kind, name), []).append((first, last))
    return [
        Proposal(kind, name, "named by deduce", tuple(spans))
        for (kind, name), spans in names.items()
    ]


def _persons(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a finding where a sentence ends; take titles and words that begin a sentence off."""
    while start < end:
        stop = _SENTENCE_END.search(text, start, end)
        last = stop.start() if stop else end
        title = _TITLE.match(text, start, last)
        yield (title.end(), last) if title else trimmed(text, start, last)
        start = stop.end() if stop else end
