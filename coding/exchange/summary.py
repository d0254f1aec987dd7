"""What an exchange with another program carried over, and what it did not."""

from __future__ import annotations

from dataclasses import dataclass

from ... import RodedraadError


@dataclass(frozen=True)
class Count:
    """How many things of one kind there were, and how many of them were carried over."""

    kind: str
    found: int
    carried: int


@dataclass(frozen=True)
class Summary:
    """What was carried over in one direction.

    `lost` names, and `notes` remark: messages in English with their values, as errors have
    them, for `cli` to translate. Nothing in `notes` is a loss.
    """

    counts: tuple[Count, ...]
    lost: tuple[RodedraadError, ...] = ()
    notes: tuple[RodedraadError, ...] = ()
