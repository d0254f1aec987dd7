"""A tree of codes made of the flat lists and the names that other programs keep."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .fields import slug_of
from .model import Code


@dataclass(frozen=True, slots=True)
class Node:
    """One code of another program. `parent` is the UUID of the one above it, "" for none."""

    uuid: str
    name: str
    parent: str = ""
    definition: str = ""
    colour: str = ""


def codes_of(nodes: Sequence[Node]) -> tuple[Code, ...]:
    """Return the codes as a tree, in the order of the list.

    A code whose parent is not in the list is a theme. Codes that stand below themselves are
    left out.
    """
    known = {node.uuid for node in nodes}
    below: dict[str, list[Node]] = {}
    for node in nodes:
        below.setdefault(node.parent if node.parent in known else "", []).append(node)

    def under(uuid: str, path: str) -> tuple[Code, ...]:
        found: list[Code] = []
        for node in below.get(uuid, []):
            slug = free_slug(slug_of(node.name), {code.slug for code in found})
            place = f"{path}/{slug}" if path else slug
            found.append(
                Code(
                    node.uuid,
                    slug,
                    place,
                    node.name or slug,
                    node.definition,
                    colour=node.colour,
                    codes=under(node.uuid, place),
                )
            )
        return tuple(found)

    return under("", "")


def free_slug(base: str, taken: Iterable[str]) -> str:
    """Return `base`, or with the first number behind it that makes it differ from those taken."""
    slug, number = base or "code", 2
    while slug in taken:
        slug, number = f"{base or 'code'}-{number}", number + 1
    return slug
