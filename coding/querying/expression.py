"""The language of questions: what an analyst types, read as a tree of conditions.

    samenwerking and not politie
    (resultaten/veiligheid or leefbaarheid) and group = politie
    politie near 2 bewoners          a fragment on politie, within 2 sentences of one on bewoners
    stance = - and wave before 2016
    text: bewoner                    in any form; text: "goed overleg", text: bewon*
    text: "politie bewoner" ~ 10     within ten words of each other
    exact: "De Bron" or regex: "wijk\\w+"

Names are as typed here; `compiling` looks them up in the project. The conditions are named
tuples and no dataclasses, because ten of those take 8 ms to make at the start of a question.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ... import RodedraadError

if TYPE_CHECKING:
    from lark import Lark, Tree

GRAMMAR = r"""
?start: either
?either: both (_OR both)*
?both: negated (_AND negated)*
?negated: _NOT negated -> negation
    | "(" either ")"
    | name -> code
    | name RELATION name -> relation
    | name _NEAR [NUMBER] name -> nearness
    | name COMPARISON value -> comparison
    | name _IN "(" value ("," value)* ")" -> membership
    | _TEXT phrase+ -> words
    | _EXACT name -> exact
    | _REGEX name -> regex
phrase: name [_SLACK NUMBER]
?value: name | EQUALS -> name
name: NAME | STRING

_OR.3: /or(?=[\s("“]|$)/i
_AND.3: /and(?=[\s("“]|$)/i
_NOT.3: /not(?=[\s("“]|$)/i
_IN.3: /in(?=[\s(]|$)/i
RELATION.3: /(overlaps|within|before|after)(?=[\s"“]|$)/i
_NEAR.3: /near(?=[\s"“]|$)/i
_TEXT.3: /text\s*:/i
_EXACT.3: /exact\s*:/i
_REGEX.3: /regex\s*:/i
_SLACK: "~"
COMPARISON: "=" | "!="
EQUALS: "="
NUMBER.2: /\d+(?![^\s)~])/
STRING: /"[^"]*"|“[^”]*”/
NAME: /[^\s()=!,"“”~:]+/
%ignore /\s+/
"""

PLAIN_CODE = re.compile(r"[^\s()=!,\"“”~:]+")
LONGEST_QUESTION = 2000  # characters; so many brackets would be too deep to walk through
ORDERED = ("wave", "date")
# What may come next, for the message of an error, by the name of the parser's terminal.
EXAMPLES = {
    "NAME": "a name",
    "STRING": '"…"',
    "NUMBER": "a number",
    "LPAR": "(",
    "RPAR": ")",
    "COMMA": ",",
    "COMPARISON": "=",
    "EQUALS": "",
    "RELATION": "overlaps within before after",
    "_NEAR": "near",
    "_IN": "in (…)",
    "_AND": "and",
    "_OR": "or",
    "_NOT": "not",
    "_TEXT": "text:",
    "_EXACT": "exact:",
    "_REGEX": "regex:",
    "_SLACK": "~",
}


class CodeIs(NamedTuple):
    """Coded with this code, or with one below it."""

    code: str


class Related(NamedTuple):
    """Coded `left`, and standing in a relation to a fragment coded `right`.

    `relation` is overlaps, within, before, after or near; near means in the same turn, or at
    most `sentences` sentences away.
    """

    left: str
    relation: str
    right: str
    sentences: int | None = None


class AttributeIs(NamedTuple):
    """An attribute (group, area, wave, stance, …) has one of these values."""

    attribute: str
    values: tuple[str, ...]


class Ordered(NamedTuple):
    """A wave or date before or after another."""

    attribute: str
    relation: str
    value: str


class Words(NamedTuple):
    """Every phrase stands in the text, each word in any form.

    A phrase is (words, slack): in this order side by side, or in any order with at most
    `slack` words between the first and the last.
    """

    phrases: tuple[tuple[str, int | None], ...]


class Exact(NamedTuple):
    """These very characters stand in the text, in capitals or not."""

    text: str


class Regex(NamedTuple):
    """A regular expression is found in the text, in capitals or not."""

    pattern: str


class Not(NamedTuple):
    """The condition does not hold."""

    condition: Condition


class AllOf(NamedTuple):
    """Every condition holds."""

    conditions: tuple[Condition, ...]


class AnyOf(NamedTuple):
    """At least one condition holds."""

    conditions: tuple[Condition, ...]


Condition = CodeIs | Related | AttributeIs | Ordered | Words | Exact | Regex | Not | AllOf | AnyOf


def parse(text: str) -> Condition:
    """Read a question. Raises RodedraadError that points at the place that is wrong.

    A code alone needs no parser, which takes 60 ms to import.
    """
    stripped = text.strip()
    if PLAIN_CODE.fullmatch(stripped):
        return CodeIs(stripped)
    if len(stripped) > LONGEST_QUESTION:
        raise RodedraadError(
            "This question has {length} characters; {longest} is the most that is read.",
            length=len(stripped),
            longest=LONGEST_QUESTION,
        )
    from lark.exceptions import UnexpectedInput

    try:
        tree = parser().parse(stripped)
    except UnexpectedInput as error:
        raise pointed_at(stripped, error) from None
    return condition_of(tree)


@cache
def parser() -> Lark:
    """Make the parser of the grammar."""
    from lark import Lark

    return Lark(GRAMMAR, parser="lalr", maybe_placeholders=True)


def pointed_at(text: str, error: Any) -> RodedraadError:
    """Make the error that shows where a question cannot be read and what may stand there."""
    from ...transcripts.model import Note

    place = error.pos_in_stream if 0 <= (error.pos_in_stream or 0) <= len(text) else len(text)
    if getattr(getattr(error, "token", None), "type", "") == "$END":
        place = len(text)
    names = getattr(error, "accepts", None) or getattr(error, "expected", None) or error.allowed
    examples = EXAMPLES | {"NAME": Note("a name"), "NUMBER": Note("a number")}
    known = [examples[name] for name in examples if name in names and examples[name]]
    parts: dict[str, object] = {f"part_{place}": part for place, part in enumerate(known)}
    return RodedraadError(
        "This question cannot be read:\n  {question}\n  {pointer}\nHere may stand: {expected}",
        question=text,
        pointer=" " * place + "^",
        expected=Note("  ".join(f"{{{part}}}" for part in parts), **parts) if parts else "–",
    )


def condition_of(tree: Tree[Any]) -> Condition:
    """Make the condition of a part of the parser's tree."""
    if tree.data == "either":
        return AnyOf(tuple(condition_of(part) for part in tree.children))
    if tree.data == "both":
        return AllOf(tuple(condition_of(part) for part in tree.children))
    if tree.data == "negation":
        return Not(condition_of(tree.children[0]))
    if tree.data == "words":
        return Words(tuple(phrase_of(part) for part in tree.children))
    return simple_condition(tree.data, tree.children)


def simple_condition(kind: str, parts: list[Any]) -> Condition:
    """Make a condition that holds no other."""
    first = unquoted(parts[0])
    if kind == "code":
        return CodeIs(first)
    if kind == "exact":
        return Exact(first)
    if kind == "regex":
        return Regex(first)
    if kind == "nearness":
        return Related(first, "near", unquoted(parts[2]), int(parts[1]) if parts[1] else None)
    if kind == "membership":
        return AttributeIs(first, tuple(unquoted(value) for value in parts[1:]))
    word, value = str(parts[1]).lower(), unquoted(parts[2])
    if kind == "relation":
        if first.lower() in ORDERED:
            return Ordered(first.lower(), word, value)
        return Related(first, word, value)
    is_value = AttributeIs(first, (value,))
    return Not(is_value) if word == "!=" else is_value


def phrase_of(tree: Tree[Any]) -> tuple[str, int | None]:
    """Give the words of a phrase, and how many others may stand between them."""
    words, slack = tree.children
    return unquoted(words), int(str(slack)) if slack else None


def unquoted(tree: Tree[Any]) -> str:
    """Give the text of a name, without the quotation marks around it."""
    text = str(tree.children[0])
    return text[1:-1] if text[0] in '"“' and len(text) > 1 else text
