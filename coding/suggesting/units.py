"""The units that suggestions are made for: sentences of respondents, or their whole turns.

Offsets are code points into the transcript's text, end exclusive.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from ...transcripts.model import SpeakerRole, Turn

if TYPE_CHECKING:
    from spacy.language import Language

LONGEST = 40
"""Words after which speech without full stops is cut, when no cue comes before."""

LONGEST_PUNCTUATED = 80
"""Words that a sentence may have when it ends in a mark of its own."""

END_MARKS = (".", "!", "?", "…")

NEW_PARAGRAPH = re.compile(r"\n\s*\n")
_ACCENTED = re.compile("(?s:.)[\u0300-\u036f]*")
LIST_ITEM = ("-", "–", "•", "*")
CLOSING = frozenset("\"'”’»)]")


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of one turn that a code can be suggested for.

    `turn` numbers the turn in the transcript, from 0. `words` are the words and marks of the
    unit, `lemmas` their lemmas and `starts` their offsets; white space is left out of them.
    """

    turn: int
    start: int
    end: int
    words: tuple[str, ...] = field(default=(), repr=False)
    lemmas: tuple[str, ...] = field(default=(), repr=False)
    starts: tuple[int, ...] = field(default=(), repr=False)


def sentence_units(
    text: str,
    turns: Sequence[Turn],
    nlp: Language,
    role: SpeakerRole = SpeakerRole.RESPONDENT,
) -> list[Unit]:
    """Cut the turns of respondents (or another role) into sentences, in the text's order.

    A sentence without an end mark, as speech recognisers give, is cut at the last cue within
    40 words, or else at 40 words.
    """
    units = []
    for turn in _spoken(text, turns, nlp, role):
        for first, last in _sentence_bounds(turn):
            for piece in _cut(turn, first, last):
                units += _unit(turn, *piece)
    return units


def turn_units(
    text: str,
    turns: Sequence[Turn],
    nlp: Language,
    role: SpeakerRole = SpeakerRole.RESPONDENT,
) -> list[Unit]:
    """Give the whole turns of respondents (or another role) as units."""
    units = []
    for turn in _spoken(text, turns, nlp, role):
        units += _unit(turn, 0, len(turn.words))
    return units


@dataclass(slots=True)
class _Tokens:
    """The tokens of one turn, white space among them; offsets are the transcript's."""

    turn: int
    cues: Sequence[int]
    words: list[str]
    lemmas: list[str]
    starts: list[int]
    sentences: list[int]


def _spoken(
    text: str, turns: Sequence[Turn], nlp: Language, role: SpeakerRole
) -> Iterator[_Tokens]:
    spoken = [(number, turn) for number, turn in enumerate(turns) if turn.role == role]
    composed = [_composed(text[turn.start : turn.end]) for _, turn in spoken]
    docs = nlp.pipe(speech for speech, _ in composed)
    for (number, turn), (_, places), doc in zip(spoken, composed, docs, strict=True):
        starts = [token.idx for token in doc]
        ends = [start + len(token) for start, token in zip(starts, doc, strict=True)]
        if places:
            starts = [places[start] for start in starts]
            ends = [places[end] for end in ends]
        starts = [turn.start + start for start in starts]
        words = [text[a : turn.start + b] for a, b in zip(starts, ends, strict=True)]
        lemmas = [token.lemma_ for token in doc]
        sentences = [sentence.start for sentence in doc.sents]
        yield _Tokens(number, turn.cues, words, lemmas, starts, sentences)


def _composed(text: str) -> tuple[str, list[int]]:
    """Compose accents (NFC), without which spaCy leaves the full stop after "cafe\u0301" on it.

    Also give the place in `text` of each code point and of the end; empty where text is as it
    was.
    """
    if unicodedata.is_normalized("NFC", text):
        return text, []
    parts: list[str] = []
    places: list[int] = []
    for found in _ACCENTED.finditer(text):
        part = unicodedata.normalize("NFC", found[0])
        parts.append(part)
        places += [found.start()] * len(part)
    return "".join(parts), [*places, len(text)]


def _sentence_bounds(turn: _Tokens) -> Iterator[tuple[int, int]]:
    """Yield the first token of each sentence and the one after its last."""
    for start, end in pairwise([*turn.sentences, len(turn.words)]):
        first = start
        for at in range(start, end):
            if turn.words[at][0] == "\n" and _breaks(turn.words, at):
                yield first, at
                first = at
        yield first, end


def _breaks(words: list[str], at: int) -> bool:
    """Tell whether this white space ends a sentence: an empty line, or an item of a list."""
    item = at + 1 < len(words) and words[at + 1] in LIST_ITEM
    return item or bool(NEW_PARAGRAPH.search(words[at]))


def _cut(turn: _Tokens, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Cut a sentence that is too long for one; yield it whole when it is not."""
    counted = [at for at in range(first, last) if turn.words[at][0].isalnum()]
    while len(counted) > _allowed(turn.words, first, last):
        at = counted[LONGEST]
        cues = [cue for cue in turn.cues if turn.starts[first] < cue <= turn.starts[at]]
        if cues:
            at = next(token for token in range(first, last) if turn.starts[token] >= cues[-1])
        yield first, at
        first = at
        counted = [token for token in counted if token >= first]
    yield first, last


def _allowed(words: list[str], first: int, last: int) -> int:
    """Give the words that a sentence may have, by whether it ends in a mark."""
    for at in range(last - 1, first - 1, -1):
        if not words[at].isspace() and words[at] not in CLOSING:
            return LONGEST_PUNCTUATED if words[at].endswith(END_MARKS) else LONGEST
    return LONGEST


def _unit(turn: _Tokens, first: int, last: int) -> list[Unit]:
    """Make a unit of these tokens; none where there is no letter or digit among them."""
    kept = [at for at in range(first, last) if not turn.words[at].isspace()]
    if not any(any(map(str.isalnum, turn.words[at])) for at in kept):
        return []
    return [
        Unit(
            turn.turn,
            turn.starts[kept[0]],
            turn.starts[kept[-1]] + len(turn.words[kept[-1]]),
            tuple(turn.words[at] for at in kept),
            tuple(turn.lemmas[at] for at in kept),
            tuple(turn.starts[at] for at in kept),
        )
    ]
