"""Proposals for names by deduce, which knows Dutch names (the extra `[deidentify]`).

It runs in a process of its own: its first start reads its lists for about two minutes and
takes about 1 GB, which the program of the analyst should not carry on with.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec

from .. import RodedraadError
from .pseudonyms import Proposal

#: What deduce calls a finding, and what it is here; the rest is found by patterns already.
_KINDS = {
    "persoon": "person",
    "patient": "person",
    "instelling": "organisation",
    "ziekenhuis": "organisation",
    "zorginstelling": "organisation",
    "locatie": "street",
}
_PROGRAM = """
import json, sys
from deduce import Deduce
found = Deduce().deidentify(json.load(sys.stdin)).annotations
json.dump([[a.tag, a.start_char, a.end_char] for a in found], sys.stdout)
"""


def is_installed() -> bool:
    """Whether deduce is there to be used."""
    return find_spec("deduce") is not None


def propose_deduced(text: str, timeout: float = 900) -> list[Proposal]:
    """Ask deduce for names in a text, in order of appearance (the first time: two minutes).

    Raises RodedraadError when deduce is absent, fails, or takes longer than `timeout` seconds.
    """
    if not is_installed():
        raise RodedraadError(
            "deduce is not installed. Install it with: pipx inject rodedraad deduce. Its first "
            "start takes two minutes and 1 GB."
        )
    try:
        answer = subprocess.run(
            [sys.executable, "-c", _PROGRAM],
            input=json.dumps(text),
            capture_output=True,
            text=True,
            timeout=timeout,
            check=True,
        )
        found = sorted(json.loads(answer.stdout), key=lambda one: one[1])
    except subprocess.TimeoutExpired:
        raise RodedraadError(
            "deduce did not finish within {minutes} minutes.", minutes=round(timeout / 60)
        ) from None
    except (subprocess.CalledProcessError, ValueError) as error:
        why = (getattr(error, "stderr", "") or str(error)).strip().split("\n")[-1]
        raise RodedraadError("deduce failed: {why}", why=why) from None
    names: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for tag, start, end in found:
        if tag in _KINDS:
            name = " ".join(text[start:end].split())
            names.setdefault((_KINDS[tag], name), []).append((start, end))
    return [Proposal(kind, name, "deduce", tuple(spans)) for (kind, name), spans in names.items()]
