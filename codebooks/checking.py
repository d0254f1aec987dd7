"""What is wrong with a codebook that can be read: claimed twice, missing, or of no use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from .model import Code, Codebook


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right in a codebook.

    `message` is an English template in `str.format` style and `values` fill it in, as in
    RodedraadError. `path` is the code it is about, and `line` where that starts in the file
    `source`, 0 when unknown. `severity` is "error" when two things cannot both be meant,
    "warning" when the codebook can be used as it is.
    """

    message: str
    path: str
    line: int
    source: str
    severity: str = "error"
    values: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{_place(self.source, self.line)}: {self.message.format(**self.values)}"


def check(codebook: Codebook, source: str) -> list[Problem]:
    """Return the problems of a codebook, in the order of its lines.

    `source` is the name of its file, for the messages.
    """
    problems = [
        *_double_paths(codebook, source),
        *_double_slugs(codebook, source),
        *_double_names(codebook, source),
        *_double_shortcuts(codebook, source),
        *_double_uuids(codebook, source),
        *_missing_definitions(codebook, source),
        *_shared_indicators(codebook, source),
        *_repeated_indicators(codebook, source),
        *_missing_indicators(codebook, source),
    ]
    return sorted(problems, key=lambda problem: problem.line)


def _doubles(codebook: Codebook, key: Callable[[Code], str]) -> Iterator[tuple[Code, Code]]:
    """Yield each later code with the first that has the same key; an empty key is none."""
    first: dict[str, Code] = {}
    for code in codebook.walk():
        if key(code) and first.setdefault(key(code), code) is not code:
            yield first[key(code)], code


def _double_paths(codebook: Codebook, source: str) -> Iterator[Problem]:
    for first, code in _doubles(codebook, lambda code: code.path):
        yield Problem(
            "{path} stands here again, after {first}. Rename or remove one.",
            path=code.path,
            line=code.line,
            source=source,
            values={"path": code.path, "first": _named(first, source)},
        )


def _double_slugs(codebook: Codebook, source: str) -> Iterator[Problem]:
    for first, code in _doubles(codebook, lambda code: code.slug):
        if first.path != code.path:
            yield Problem(
                "{slug} alone can be {first} and {path}. Give one another code.",
                path=code.path,
                line=code.line,
                source=source,
                severity="warning",
                values={
                    "slug": code.slug,
                    "first": _named(first, source),
                    "path": code.path,
                },
            )


def _double_names(codebook: Codebook, source: str) -> Iterator[Problem]:
    for first, code in _doubles(codebook, lambda code: _folded(code.name)):
        yield Problem(
            "{path} has the name “{name}”, and so has {first}. Change one.",
            path=code.path,
            line=code.line,
            source=source,
            values={
                "path": code.path,
                "name": code.name,
                "first": _named(first, source),
            },
        )


def _double_shortcuts(codebook: Codebook, source: str) -> Iterator[Problem]:
    for first, code in _doubles(codebook, lambda code: code.shortcut):
        yield Problem(
            "{path} has the shortcut {shortcut}, and so has {first}. Change one.",
            path=code.path,
            line=code.line,
            source=source,
            values={
                "path": code.path,
                "shortcut": code.shortcut,
                "first": _named(first, source),
            },
        )


def _double_uuids(codebook: Codebook, source: str) -> Iterator[Problem]:
    for first, code in _doubles(codebook, lambda code: code.uuid):
        # Two codes with one path and no UUID of their own are told of as a double path.
        if first.path != code.path:
            yield Problem(
                "{path} has the same UUID as {first}. Remove the line with uuid "
                "from the code that is new, and it gets its own.",
                path=code.path,
                line=code.line,
                source=source,
                values={"path": code.path, "first": _named(first, source)},
            )


def _missing_definitions(codebook: Codebook, source: str) -> Iterator[Problem]:
    for code in codebook.walk():
        if not code.definition:
            yield Problem(
                "{path} has no definition. Add a line with definition: what it means.",
                path=code.path,
                line=code.line,
                source=source,
                values={"path": code.path},
            )


def _shared_indicators(codebook: Codebook, source: str) -> Iterator[Problem]:
    first: dict[str, Code] = {}
    for code in codebook.walk():
        for indicator, word in {_folded(word): word for word in code.indicators}.items():
            owner = first.setdefault(indicator, code)
            if owner is not code:
                yield Problem(
                    "The indicator “{indicator}” is claimed by {first} and by {code}. Leave it "
                    "with one of the two.",
                    path=code.path,
                    line=code.line,
                    source=source,
                    values={
                        "indicator": word,
                        "first": _named(owner, source),
                        "code": _named(code, source),
                    },
                )


def _repeated_indicators(codebook: Codebook, source: str) -> Iterator[Problem]:
    for code in codebook.walk():
        folded = [_folded(indicator) for indicator in code.indicators]
        for place, indicator in enumerate(code.indicators):
            if folded[place] in folded[:place]:
                yield Problem(
                    "{path} has the indicator “{indicator}” twice. Remove one.",
                    path=code.path,
                    line=code.line,
                    source=source,
                    severity="warning",
                    values={"path": code.path, "indicator": indicator},
                )


def _missing_indicators(codebook: Codebook, source: str) -> Iterator[Problem]:
    for code in codebook.walk():
        if not code.indicators and not code.codes:
            yield Problem(
                "{path} has no indicators, so it is only suggested once you have coded with it.",
                path=code.path,
                line=code.line,
                source=source,
                severity="warning",
                values={"path": code.path},
            )


def _named(code: Code, source: str) -> str:
    """Return the path of a code and where it stands: "samenwerking/politie (mijn.yaml:12)"."""
    return f"{code.path} ({_place(source, code.line)})" if code.line else code.path


def _place(source: str, line: int) -> str:
    return f"{source}:{line}" if line else source


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
