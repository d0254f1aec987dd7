"""The versions of one row in several copies of a project, and which of them stay."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from .portable import Content, meaning
from .vectors import Vector, joined, seen


@dataclass(frozen=True)
class Version:
    """A row as some copy has it: its vector, its content (None: removed), whose and when."""

    vector: Vector
    content: Content | None
    coder: str = ""
    at: str = ""

    @property
    def says(self) -> str:
        """What the version says; equal for two that say the same."""
        return "" if self.content is None else meaning(self.content)


def newest(versions: Iterable[Version]) -> list[Version]:
    """Give the versions that no other has seen, the one to show first.

    Versions that say the same are one. Shown is what is not removed before what is, and then
    what was changed last: the same choice in every copy.
    """
    together: dict[str, Version] = {}
    for version in unseen(list(versions)):
        same = together.get(version.says)
        together[version.says] = version if same is None else united(same, version)
    return sorted(
        unseen(list(together.values())),
        key=lambda version: (version.content is not None, version.at, version.coder, version.says),
        reverse=True,
    )


def unseen(versions: list[Version]) -> list[Version]:
    """Leave out every version that has been seen by another one."""
    return [
        version
        for version in versions
        if not any(
            seen(version.vector, other.vector) and dict(other.vector) != dict(version.vector)
            for other in versions
        )
    ]


def united(one: Version, other: Version) -> Version:
    """Make one of two versions that say the same; the row that was made first lends its name."""
    oldest = min((one, other), key=lambda version: str((version.content or {}).get("uuid")))
    latest = max((one, other), key=lambda version: (version.at, version.coder))
    vector = joined([one.vector, other.vector])
    return replace(latest, vector=vector, content=oldest.content)
