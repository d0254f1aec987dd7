"""The codebooks that ship with the program."""

from __future__ import annotations

from difflib import get_close_matches
from importlib.resources import files

from ... import RodedraadError
from .. import yaml
from ..model import Codebook


def names() -> list[str]:
    """Return the names of the codebooks that ship, in alphabetical order."""
    found = (file.name for file in files(__name__).iterdir())
    return sorted(name.removesuffix(".yaml") for name in found if name.endswith(".yaml"))


def load(name: str) -> Codebook:
    """Return the codebook that ships under `name` ("gebiedsgericht").

    Raises RodedraadError when there is none, with the nearest name.
    """
    known = names()
    if name not in known:
        nearest = get_close_matches(name.casefold(), known, n=1, cutoff=0.5) or known
        raise RodedraadError(
            "There is no codebook {name}. Did you mean {nearest}?",
            name=name,
            nearest=", ".join(nearest),
        )
    text = files(__name__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.parse(text, f"{name}.yaml")
