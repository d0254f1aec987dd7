"""From a question to SQL: a condition on `fragment`, with named parameters.

The level says where codes and words have to come together: in one passage (fragments that
overlap), one turn, one transcript, or in what one respondent says anywhere. Attributes are
always those of the fragment itself, of a person who speaks in it, or of its talk.

Shown are the fragments that carry a code which the question asks for, or all fragments when it
names none.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable
from enum import StrEnum

from ... import RodedraadError
from ..naming import code_named, codes_below
from ..tallies import CONSENSUS
from .conditions import (
    OF_FRAGMENTS,
    Parameters,
    fragment_condition,
    named_coders,
    named_waves,
    person_condition,
)
from .expression import (
    AllOf,
    AnyOf,
    AttributeIs,
    CodeIs,
    Condition,
    Not,
    Ordered,
    Related,
)

DATE = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"


class Level(StrEnum):
    """Where codes and words have to come together."""

    FRAGMENT = "fragment"
    TURN = "turn"
    TRANSCRIPT = "transcript"
    RESPONDENT = "respondent"


class Compiler:
    """What is needed to compile a question, and the parameters gathered on the way."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        level: Level = Level.FRAGMENT,
        only: bool = False,
        coders: tuple[str, ...] = (),
    ) -> None:
        self.connection = connection
        self.level = level
        self.only = only
        self.coders = coders
        self.parameters = Parameters()
        self.functions = 0

    def codes(self, name: str) -> list[int]:
        """Give the ids of a code and of all below it, or of itself alone with `only`."""
        number, path = code_named(self.connection, name)
        return [number] if self.only else codes_below(self.connection, path)

    def is_code(self, fragment: str, name: str) -> str:
        """SQL for "this fragment carries the code"."""
        ids = self.parameters.add(json.dumps(self.codes(name)))
        return f"{fragment}.code_id IN (SELECT value FROM json_each({ids}))"


def compile_question(compiler: Compiler, condition: Condition) -> str:
    """SQL of a condition on `fragment`. Raises RodedraadError for a name that is unknown.

    What is asked of persons is asked of one person who speaks in the fragment, wherever it
    stands in the question: "not (area = none)" finds whoever speaks for an area, also beside
    somebody who speaks for none.
    """
    if is_of_person(condition):
        return f"""EXISTS (
    SELECT 1 FROM fragment_person
    JOIN participation ON participation.id = fragment_person.participation_id
    JOIN transcript ON transcript.id = participation.transcript_id
    WHERE fragment_person.fragment_id = fragment.id AND {of_person(compiler, condition)})"""
    match condition:
        case AllOf(conditions):
            persons = tuple(part for part in conditions if is_of_person(part))
            others = [part for part in conditions if not is_of_person(part)]
            together = [*others, AllOf(persons)] if persons else others
            return f"({' AND '.join(compile_question(compiler, part) for part in together)})"
        case AnyOf(conditions):
            parts = [compile_question(compiler, part) for part in conditions]
            return f"({' OR '.join(parts)})"
        case Not(inner):
            return f"NOT coalesce({compile_question(compiler, inner)}, FALSE)"
        case CodeIs(code):
            return coded(compiler, code)
        case Related():
            return related(compiler, condition)
        case AttributeIs(attribute, values):
            return fragment_condition(
                compiler.connection, attribute.lower(), values, compiler.parameters
            )
        case _:
            # Only for words: with the search behind it, it costs 1 ms at every start.
            from .saying import said

            return said(compiler, condition)


def is_of_person(condition: Condition) -> bool:
    """Tell whether a condition is on the person or the talk alone."""
    match condition:
        case AllOf(conditions) | AnyOf(conditions):
            return all(is_of_person(part) for part in conditions)
        case Not(inner):
            return is_of_person(inner)
        case AttributeIs(attribute):
            return attribute.lower() not in OF_FRAGMENTS
    return isinstance(condition, Ordered)


def of_person(compiler: Compiler, condition: Condition) -> str:
    """SQL of a condition on a person or a talk, on `participation` and `transcript`."""
    match condition:
        case AllOf(conditions):
            return f"({' AND '.join(of_person(compiler, part) for part in conditions)})"
        case AnyOf(conditions):
            return f"({' OR '.join(of_person(compiler, part) for part in conditions)})"
        case Not(inner):
            return f"NOT coalesce({of_person(compiler, inner)}, FALSE)"
        case Ordered():
            return ordered(compiler, condition)
        case AttributeIs(attribute, values):
            name = attribute.lower()
            return person_condition(compiler.connection, name, values, compiler.parameters)
    raise AssertionError(condition)


def ordered(compiler: Compiler, condition: Ordered) -> str:
    """SQL of a wave or date before or after another; after 2016 is from 2017 on.

    Raises RodedraadError for other relations, and for what is no date.
    """
    if condition.relation not in ("before", "after"):
        raise RodedraadError(
            "A {attribute} is before or after another, not {relation} it.",
            attribute=condition.attribute,
            relation=condition.relation,
        )
    sign = "<" if condition.relation == "before" else ">"
    if condition.attribute == "date":
        if not re.fullmatch(DATE, condition.value):
            raise RodedraadError(
                "{value} is no date. Type it as 2016, 2016-05 or 2016-05-12.",
                value=condition.value,
            )
        value = compiler.parameters.add(condition.value)
        return f"substr(transcript.date, 1, length({value})) {sign} {value}"
    (wave,) = named_waves(compiler.connection, [condition.value])
    position = f"(SELECT position FROM wave WHERE id = {compiler.parameters.add(wave)})"
    own = "(SELECT position FROM wave WHERE id = transcript.wave_id)"
    return f"{own} {sign} {position}"


def counts(coders: Iterable[str], fragment: str, parameters: Parameters) -> str:
    """SQL that tells whether a fragment counts: it is of these coders, or else of the
    consensus where one was made."""
    asked = list(coders)
    if asked:
        names = parameters.add(json.dumps(asked))
        return f"{fragment}.coder IN (SELECT value FROM json_each({names}))"
    return f"""({fragment}.coder = '{CONSENSUS}' OR NOT EXISTS (
        SELECT 1 FROM coded_by
        JOIN transcript_version ON transcript_version.transcript_id = coded_by.transcript_id
        WHERE transcript_version.id = {fragment}.version_id AND coded_by.coder = '{CONSENSUS}'))"""


def coded(compiler: Compiler, code: str) -> str:
    """SQL for "a code was given here", here being as wide as the level."""
    others = f"""FROM fragment AS other
        WHERE {compiler.is_code("other", code)}
          AND {counts(compiler.coders, "other", compiler.parameters)}"""
    match compiler.level:
        case Level.FRAGMENT:
            return f"""({compiler.is_code("fragment", code)} OR EXISTS (
        SELECT 1 {others} AND other.version_id = fragment.version_id
          AND other.start < fragment.end AND other.end > fragment.start))"""
        case Level.TURN:
            return f"fragment.turn_id IN (SELECT other.turn_id {others})"
        case Level.TRANSCRIPT:
            return f"fragment.version_id IN (SELECT other.version_id {others})"
    return of_respondents(f"""SELECT participation.respondent_id
        FROM participation
        JOIN fragment_person ON fragment_person.participation_id = participation.id
        WHERE fragment_person.fragment_id IN (SELECT other.id {others})""")


def of_respondents(respondents: str) -> str:
    """SQL for "one of these respondents speaks in the fragment"."""
    return f"""fragment.id IN (
        SELECT own.fragment_id FROM fragment_person AS own
        JOIN participation AS speaking ON speaking.id = own.participation_id
        WHERE speaking.respondent_id IN ({respondents}))"""


RELATIONS = {
    "overlaps": "other.start < fragment.end AND other.end > fragment.start",
    "within": "other.start <= fragment.start AND other.end >= fragment.end",
    "before": "fragment.end <= other.start",
    "after": "other.end <= fragment.start",
}


def related(compiler: Compiler, condition: Related) -> str:
    """SQL for "carries this code, and stands in a relation to a fragment with another"."""
    if condition.relation == "near" and condition.sentences is None:
        relation = "other.turn_id = fragment.turn_id"
    elif condition.relation == "near":
        relation = sentences_apart(compiler, condition.sentences or 0)
    else:
        relation = RELATIONS[condition.relation]
        if compiler.level == Level.TURN:
            relation += " AND other.turn_id = fragment.turn_id"
    return f"""({compiler.is_code("fragment", condition.left)} AND EXISTS (
        SELECT 1 FROM fragment AS other
        WHERE other.version_id = fragment.version_id AND other.id <> fragment.id
          AND {compiler.is_code("other", condition.right)}
          AND {counts(compiler.coders, "other", compiler.parameters)}
          AND {relation}))"""


def sentences_apart(compiler: Compiler, most: int) -> str:
    """SQL for "at most so many sentences away": 0 in the same one, 1 in the next.

    The ends of sentences between the two are counted, and those of turns.
    """
    from .search import sentence_ends

    compiler.connection.create_function("sentence_ends", 1, sentence_ends, deterministic=True)
    # From its last character, so that the full stop that ends the first of them is counted.
    first_end = "(min(fragment.end, other.end) - 1)"
    last_start = "max(fragment.start, other.start)"
    return f"""(SELECT coalesce(sum(1 + sentence_ends(substr(
            turn.text, max({first_end} - turn.start, 0) + 1,
            max(min({last_start}, turn.end) - max({first_end}, turn.start), 0)))), 0) - 1
        FROM turn
        WHERE turn.version_id = fragment.version_id
          AND turn.start <= {last_start} AND turn.end >= {first_end}) <= {int(most)}"""


def codes_asked_for(compiler: Compiler, condition: Condition) -> list[int] | None:
    """Give the ids of the codes that a question asks for, None when it names none.

    What it asks to be absent, and the other side of a relation, is not asked for.
    """
    match condition:
        case CodeIs(code) | Related(left=code):
            return compiler.codes(code)
        case AllOf(conditions) | AnyOf(conditions):
            found = [codes_asked_for(compiler, part) for part in conditions]
            named = [codes for codes in found if codes is not None]
            return sorted({code for codes in named for code in codes}) if named else None
    return None


def coders_asked_for(compiler: Compiler, condition: Condition) -> tuple[str, ...]:
    """Give the coders to whom a question as a whole is narrowed."""
    match condition:
        case AllOf(conditions):
            return tuple(c for part in conditions for c in coders_asked_for(compiler, part))
        case AttributeIs(attribute, values) if attribute.lower() == "coder":
            return tuple(str(name) for name in named_coders(compiler.connection, values))
    return ()
