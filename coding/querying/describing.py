"""A question in a sentence, for who wants to know how it was understood."""

from __future__ import annotations

from collections.abc import Callable

from .conditions import STANCE_SIGNS
from .expression import (
    AllOf,
    AnyOf,
    AttributeIs,
    CodeIs,
    Condition,
    Exact,
    Not,
    Ordered,
    Regex,
    Related,
    Words,
)

Translate = Callable[[str], str]


def describe(condition: Condition, level: str, _: Translate) -> str:
    """Say which fragments a question selects, in the language of `_`."""
    places = {
        "fragment": _("in the same passage"),
        "turn": _("in the same turn"),
        "transcript": _("in the same transcript"),
        "respondent": _("in what the same respondent says anywhere"),
    }
    return _("Fragments {condition}; codes and words come together {place}.").format(
        condition=in_words(condition, _), place=places[level]
    )


def in_words(condition: Condition, _: Translate) -> str:
    """Say a condition in words."""
    match condition:
        case AllOf(conditions):
            return f" {_('and')} ".join(bracketed(part, _) for part in conditions)
        case AnyOf(conditions):
            return f" {_('or')} ".join(bracketed(part, _) for part in conditions)
        case Not(inner):
            return _("not {condition}").format(condition=bracketed(inner, _))
        case CodeIs(code):
            return _("coded {code}").format(code=code)
        case Related():
            return related_in_words(condition, _)
        case AttributeIs(attribute, values):
            name = attribute.lower()
            named = f" {_('or')} ".join(value_name(name, value, _) for value in values)
            return _("with {attribute} {values}").format(
                attribute=facet_name(name, _), values=named
            )
        case Ordered(attribute, "before", value):
            return _("with {attribute} before {value}").format(
                attribute=facet_name(attribute, _), value=value
            )
        case Ordered(attribute, _relation, value):
            return _("with {attribute} after {value}").format(
                attribute=facet_name(attribute, _), value=value
            )
        case Words(phrases):
            named = f" {_('and')} ".join(phrase_in_words(*phrase, _) for phrase in phrases)
            return _("with the words {words}, in any form").format(words=named)
        case Exact(text):
            return _("with exactly “{text}”").format(text=text)
        case Regex(pattern):
            return _("with text that fits {pattern}").format(pattern=pattern)


def bracketed(condition: Condition, _: Translate) -> str:
    """Say a condition inside another, between brackets where it is itself composed."""
    words = in_words(condition, _)
    return f"({words})" if isinstance(condition, AllOf | AnyOf) else words


def related_in_words(condition: Related, _: Translate) -> str:
    """Say how two codes stand to each other."""
    sentences = condition.sentences
    templates = {
        "overlaps": _("coded {left}, overlapping one coded {right}"),
        "within": _("coded {left}, within one coded {right}"),
        "before": _("coded {left}, before one coded {right}"),
        "after": _("coded {left}, after one coded {right}"),
        "near": _("coded {left}, in the same turn as one coded {right}"),
    }
    template = templates[condition.relation]
    if sentences is not None:
        template = _("coded {left}, at most {sentences} sentences from one coded {right}")
    return template.format(left=condition.left, right=condition.right, sentences=sentences)


def phrase_in_words(words: str, slack: int | None, _: Translate) -> str:
    """Say a phrase between marks, with the room between its words."""
    if slack is None:
        return f"“{words}”"
    return _("“{words}” within {slack} words of each other").format(words=words, slack=slack)


def facet_name(facet: str, _: Translate) -> str:
    """Name a facet inside a sentence."""
    title = facet_title(facet, _)
    return facet if title == facet else title.lower()


def facet_title(facet: str, _: Translate) -> str:
    """Name a facet at the head of something; an attribute of respondents has its own name."""
    names = {
        "code": _("Code"),
        "group": _("Group"),
        "area": _("Area"),
        "wave": _("Wave"),
        "kind": _("Kind"),
        "function": _("Function"),
        "respondent": _("Respondent"),
        "transcript": _("Transcript"),
        "stance": _("Stance"),
        "coder": _("Coder"),
        "origin": _("Origin"),
        "date": _("Date"),
    }
    return names.get(facet, facet)


def value_name(attribute: str, value: str, _: Translate) -> str:
    """Name a value inside a sentence: a stance that was typed as a sign by its word."""
    return stance_name(STANCE_SIGNS.get(value, value), _) if attribute == "stance" else value


def stance_name(stance: str, _: Translate) -> str:
    """Name a stance; what is none, such as a total, stays as it is."""
    names = {
        "positive": _("positive"),
        "negative": _("negative"),
        "mixed": _("mixed"),
        "neutral": _("neutral"),
    }
    return names.get(stance, stance)


def kind_name(kind: str, _: Translate) -> str:
    """Name a kind of source; what is none, such as a total, stays as it is."""
    names = {
        "interview": _("interview"),
        "group": _("group talk"),
        "meeting": _("meeting"),
        "survey": _("survey"),
        "report": _("report"),
        "document": _("document"),
    }
    return names.get(kind, kind)
