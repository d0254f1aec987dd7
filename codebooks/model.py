"""The codebook as data: a tree of codes, each with what a coder must know to apply it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Code:
    """One code. A code with codes below it is a theme.

    `slug` is ASCII kebab case; `path` joins the slugs from the theme down with "/".
    `shortcut` is two keys: the digit of the theme and a letter ("2p"); a theme has the
    digit alone. `indicators` are lemmas or short phrases that point to the code. `colour`
    is "#rrggbb" or "". `line` is where the code starts in its file, 0 when unknown; two
    codes that differ in nothing else are equal.
    """

    uuid: str
    slug: str
    path: str
    name: str
    definition: str = ""
    use_when: str = ""
    not_when: str = ""
    example: str = ""
    counterexample: str = ""
    indicators: tuple[str, ...] = ()
    shortcut: str = ""
    colour: str = ""
    codes: tuple[Code, ...] = ()
    line: int = field(default=0, compare=False)

    def walk(self) -> Iterator[Code]:
        """Yield this code and all below it, each parent before its children."""
        yield self
        for code in self.codes:
            yield from code.walk()


@dataclass(frozen=True, slots=True)
class Codebook:
    """A named tree of codes in one language ("nl", "en", …)."""

    name: str
    language: str = "nl"
    description: str = ""
    codes: tuple[Code, ...] = field(default=())

    def walk(self) -> Iterator[Code]:
        """Yield every code of the tree, each parent before its children."""
        for code in self.codes:
            yield from code.walk()
