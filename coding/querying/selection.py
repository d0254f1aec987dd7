"""What a question is about: which persons and which fragments, as conditions in SQL.

A condition on group, area, wave, kind, respondent or another attribute of a person chooses
persons, and with them both what is counted and who could have been counted. A condition on
code, stance, coder, origin or text chooses fragments.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from ..naming import code_named, codes_below
from .compiling import (
    Compiler,
    Level,
    coders_asked_for,
    codes_asked_for,
    compile_question,
    counts,
    is_of_person,
    of_person,
)
from .conditions import Parameters, named_areas
from .expression import AllOf, AnyOf, AttributeIs, CodeIs, Condition, Words, parse

ALL_KINDS = "all"
NO_SURVEY = "transcript.kind <> 'survey'"


class Filters(NamedTuple):
    """What the analyst typed to narrow a question; several values of one filter mean "or".

    `where` is a question in the language of `expression`, and `level` where its codes and
    words have to come together.
    """

    group: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    wave: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    respondent: tuple[str, ...] = ()
    stance: tuple[str, ...] = ()
    coder: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()
    text: str = ""
    where: str = ""
    level: str = "fragment"

    def conditions(self) -> list[Condition]:
        """Give the filters as conditions."""
        names = ("group", "area", "wave", "kind", "respondent", "stance", "coder", "origin")
        return [
            AttributeIs(name, getattr(self, name))
            for name in names
            if getattr(self, name) and ALL_KINDS not in getattr(self, name)
        ]


class Selection(NamedTuple):
    """A question as SQL conditions with their parameters.

    `persons` are conditions on `participation` and `transcript`, `fragments` on `fragment`;
    `codes` are ids, None for all. `coders` and `areas` are the values that it is narrowed to.
    `survey_left_out` says that survey answers stand apart because no kind was asked for.
    """

    persons: tuple[str, ...]
    fragments: tuple[str, ...]
    codes: tuple[int, ...] | None
    coders: tuple[str, ...]
    areas: tuple[str | None, ...]
    survey_left_out: bool
    values: Parameters

    def where(self, conditions: Iterable[str]) -> str:
        """Join conditions to the text after WHERE."""
        return " AND ".join(conditions) or "TRUE"


def choose(
    connection: sqlite3.Connection,
    filters: Filters,
    expression: str = "",
    only: bool = False,
    codes_given: bool = False,
) -> Selection:
    """Turn filters and a question (a code, or more) into a selection.

    A code stands for itself and all below it, unless `only`. With `codes_given` the caller
    chooses the codes that are counted, and those of the question are only conditions.
    Raises RodedraadError for a question that cannot be read and for a name that the project
    does not know.
    """
    question = question_of(filters, expression)
    parts = question.conditions
    compiler = Compiler(connection, Level(filters.level), only)
    compiler.coders = coders_asked_for(compiler, question)
    codes = None if codes_given else codes_asked_for(compiler, question)
    kind_asked = any(isinstance(p, AttributeIs) and p.attribute == "kind" for p in parts)
    survey_left_out = not filters.kind and not kind_asked
    persons = [of_person(compiler, part) for part in parts if is_of_person(part)]
    if survey_left_out:
        persons.append(NO_SURVEY)
    of_fragment = [part for part in parts if not is_of_person(part)]
    with_code = [part for part in of_fragment if codes_asked_for(compiler, part) is not None]
    if codes and len(with_code) == 1 and is_code(with_code[0]):
        # It holds for all that are shown, and without it the counting tables may do.
        of_fragment.remove(with_code[0])
    fragments = [compile_question(compiler, part) for part in of_fragment]
    return Selection(
        tuple(persons),
        tuple(fragments),
        None if codes is None else tuple(codes),
        compiler.coders,
        areas_asked_for(connection, parts),
        survey_left_out,
        compiler.parameters,
    )


def question_of(filters: Filters, expression: str = "") -> AllOf:
    """Give filters and a question as one condition."""
    parts = filters.conditions()
    parts += [
        part for text in (expression, filters.where) if text.strip() for part in split(parse(text))
    ]
    if filters.text:
        from .search import parts_of

        parts.append(Words(tuple((part, None) for part in parts_of(filters.text))))
    return AllOf(tuple(parts))


def is_code(condition: Condition) -> bool:
    """Tell whether a condition is a code, or a choice of codes, and nothing more."""
    if isinstance(condition, AnyOf):
        return all(map(is_code, condition.conditions))
    return isinstance(condition, CodeIs)


def is_plain(selection: Selection) -> bool:
    """Tell whether a selection narrows nothing but the codes; surveys stand apart."""
    return selection.persons == (NO_SURVEY,) and not selection.fragments and not selection.coders


def split(condition: Condition) -> tuple[Condition, ...]:
    """Give the conditions that a question asks for all together."""
    return condition.conditions if isinstance(condition, AllOf) else (condition,)


def areas_asked_for(
    connection: sqlite3.Connection, conditions: Iterable[Condition]
) -> tuple[str | None, ...]:
    """Give the areas to which a question as a whole is narrowed."""
    return tuple(
        None if area is None else str(area)
        for part in conditions
        if isinstance(part, AttributeIs) and part.attribute.lower() == "area"
        for area in named_areas(connection, part.values)
    )


def codes_of(connection: sqlite3.Connection, code: str, only: bool) -> tuple[int, ...]:
    """Give the ids of a code and of all below it, or with `only` of the code alone."""
    number, path = code_named(connection, code)
    return (number,) if only else tuple(codes_below(connection, path))


def counted_fragments(selection: Selection, all_coders: bool = False, index: str = "") -> str:
    """SQL of the fragments of a selection, as `tallies.voicings` wants them.

    `index` may tell SQLite which index to use (INDEXED BY …).

    The consensus takes the place of its coders, unless the question is about coders.
    """
    conditions = list(selection.fragments)
    if not all_coders and not selection.coders:
        conditions.append(counts((), "fragment", selection.values))
    return f"SELECT * FROM fragment {index} WHERE {selection.where(conditions)}"


def heard(selection: Selection) -> str:
    """SQL of the participations of a selection whose person has a turn of their own.

    Columns: participation_id, respondent_id, transcript_id, version_id, group_name,
    function, kind, wave_id, words (of the person in that talk).
    """
    return f"""
SELECT participation.id AS participation_id, participation.respondent_id,
    participation.transcript_id, voice.version_id, participation.group_name,
    participation.function, transcript.kind, transcript.wave_id, voice.words
FROM voice
JOIN participation ON participation.id = voice.participation_id
JOIN transcript ON transcript.id = voice.transcript_id
WHERE {selection.where(selection.persons)}"""
