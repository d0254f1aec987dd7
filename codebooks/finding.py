"""From what an analyst types for a code to the path of that code."""

from __future__ import annotations

from collections.abc import Iterable

from .. import RodedraadError


def find_code(query: str, codes: Iterable[tuple[str, str]]) -> str:
    """Return the path of the code that `query` stands for.

    `codes` gives the path and the shortcut of each code. A query is a path
    ("samenwerking/politie"), an unambiguous end of one ("politie") or a shortcut ("2p"), in
    capitals or not. Raises RodedraadError when there is no such code, with the nearest, or
    when there are several, with all of them.
    """
    known = list(codes)
    wanted = query.strip().strip("/").casefold()
    paths = [path for path, _ in known]
    if wanted in paths:
        return wanted
    found = [path for path in paths if path.endswith(f"/{wanted}")]
    found = found or [path for path, shortcut in known if shortcut and shortcut == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        raise RodedraadError(
            "{query} can be {paths}. Type more of the path.", query=query, paths=", ".join(found)
        )
    raise _unknown(query, wanted, paths)


def _unknown(query: str, wanted: str, paths: list[str]) -> RodedraadError:
    if not paths:
        return RodedraadError(
            "There is no code {query}: the codebook has no codes yet.", query=query
        )
    nearest = _nearest(wanted.replace(" ", "-"), paths)
    if nearest:
        return RodedraadError(
            "There is no code {query}. Did you mean {nearest}?",
            query=query,
            nearest=", ".join(nearest),
        )
    return RodedraadError(
        "There is no code {query}. See all codes with: rodedraad codebook show", query=query
    )


def _nearest(wanted: str, paths: list[str]) -> list[str]:
    """Return at most three paths: those that begin like `wanted`, then those spelt like it."""
    from difflib import get_close_matches

    by_slug: dict[str, list[str]] = {}
    for path in paths:
        by_slug.setdefault(path.rpartition("/")[2], []).append(path)
    begin = [path for slug, same in by_slug.items() if slug.startswith(wanted) for path in same]
    if not wanted:
        begin = []
    alike = [
        path
        for slug in get_close_matches(wanted.rpartition("/")[2], by_slug, n=3, cutoff=0.7)
        for path in by_slug[slug]
    ]
    return list(dict.fromkeys([*begin, *alike, *get_close_matches(wanted, paths, cutoff=0.7)]))[:3]
