"""Moving through the sentences of a transcript, and widening or narrowing what is selected.

A selection is a span of the text: (start, end) in code points, end exclusive. Sentences are
those of the respondents, in order.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import groupby

from .workplace import OpenTranscript, Sentence

WORD = re.compile(r"\S+")
Selection = tuple[int, int]


def sentence_at(transcript: OpenTranscript, offset: int) -> int:
    """Give the place in `sentences` of the one at an offset, or else of the one before it.

    -1 when the transcript has no sentence of a respondent.
    """
    starts = bisect_right(transcript.sentences, offset, key=lambda sentence: sentence.start)
    return max(starts - 1, 0) if transcript.sentences else -1


def sentence_at_place(transcript: OpenTranscript, place: int) -> Selection | None:
    """Select the sentence at this place; None when there is no such place."""
    if 0 <= place < len(transcript.sentences):
        sentence = transcript.sentences[place]
        return sentence.start, sentence.end
    return None


def next_sentence(transcript: OpenTranscript, selection: Selection) -> Selection | None:
    """Select the first sentence that begins after what is selected."""
    place = bisect_left(transcript.sentences, selection[1], key=lambda sentence: sentence.start)
    return sentence_at_place(transcript, place)


def previous_sentence(transcript: OpenTranscript, selection: Selection) -> Selection | None:
    """Select the last sentence that begins before what is selected."""
    place = bisect_left(transcript.sentences, selection[0], key=lambda sentence: sentence.start)
    return sentence_at_place(transcript, place - 1)


def next_two(transcript: OpenTranscript, selection: Selection) -> Selection | None:
    """Select the two sentences after what is selected; one where a turn has only one left."""
    first = next_sentence(transcript, selection)
    if first is None:
        return None
    both = moved_edge(transcript, first, "sentence", 1)
    return both if turn_of(transcript, (both[1] - 1, 0)) == turn_of(transcript, first) else first


def rest_of_turn(transcript: OpenTranscript, selection: Selection) -> Selection | None:
    """Select what comes after the selection in the turn; at its end, the whole next turn."""
    first = next_sentence(transcript, selection)
    return to_turn_end(transcript, first) if first else None


def next_turn(transcript: OpenTranscript, selection: Selection) -> Selection | None:
    """Select the first sentence of the next turn of a respondent."""
    turn = turn_of(transcript, selection)
    place = bisect_right(transcript.sentences, turn, key=turn_number)
    return sentence_at_place(transcript, place)


def previous_turn(transcript: OpenTranscript, selection: Selection) -> Selection | None:
    """Select the first sentence of this turn, or of the one before when it is selected."""
    turn = turn_of(transcript, selection)
    place = bisect_left(transcript.sentences, turn, key=turn_number)
    first = sentence_at_place(transcript, place)
    if first is not None and first[0] < selection[0]:
        return first
    if place == 0:
        return None
    before = transcript.sentences[place - 1].turn
    return sentence_at_place(transcript, bisect_left(transcript.sentences, before, key=turn_number))


def first_in_turn(transcript: OpenTranscript, number: int) -> Selection | None:
    """Select the first sentence in or after the turn with this number (from 1), or else of the
    last turn."""
    every = transcript.sentences
    place = bisect_left(every, number - 1, key=turn_number)
    if every and place == len(every):
        place = bisect_left(every, every[-1].turn, key=turn_number)
    return sentence_at_place(transcript, place)


def turn_number(sentence: Sentence) -> int:
    """Give the place of a sentence's turn, from 0."""
    return sentence.turn


def turn_of(transcript: OpenTranscript, selection: Selection) -> int:
    """Give the place of the turn in which the selection begins, from 0."""
    place = sentence_at(transcript, selection[0])
    return transcript.sentences[place].turn if place >= 0 else 0


def moved_edge(
    transcript: OpenTranscript, selection: Selection, unit: str, step: int, edge: str = "end"
) -> Selection:
    """Move one edge ("start" or "end") of a selection by one unit: "word", "sentence", "turn".

    `step` is 1 towards the end of the text and -1 towards its beginning. At the end of the text,
    or where nothing would be left selected, the selection stays as it is.
    """
    start, end = selection
    spans = units_near(transcript, selection, unit)
    if edge == "end":
        ends = [span[1] for span in spans if span[1] > start]
        return start, neighbour(ends, end, step)
    starts = [span[0] for span in spans if span[0] < end]
    return neighbour(starts, start, step), end


def whole_turns(transcript: OpenTranscript, selection: Selection) -> Selection:
    """Widen a selection to the whole turns of the respondents in it."""
    start, end = selection
    turns = units_near(transcript, selection, "turn")
    inside = [turn for turn in turns if turn[0] < end and turn[1] > start] or [selection]
    return min(start, inside[0][0]), max(end, inside[-1][1])


def other_turns(transcript: OpenTranscript, selection: Selection, step: int) -> Selection:
    """Select the whole turn, or one turn more when it is selected already; step -1: one less."""
    whole = whole_turns(transcript, selection)
    if step > 0 and whole != selection:
        return whole
    return moved_edge(transcript, selection, "turn", step)


def to_turn_end(transcript: OpenTranscript, selection: Selection) -> Selection:
    """Select everything from where the selection begins to the end of the turn it ends in."""
    return selection[0], whole_turns(transcript, selection)[1]


def neighbour(offsets: Sequence[int], offset: int, step: int) -> int:
    """Give the next offset after (step 1) or before (step -1) this one; itself when none is."""
    if step > 0:
        return min((other for other in offsets if other > offset), default=offset)
    return max((other for other in offsets if other < offset), default=offset)


def units_near(transcript: OpenTranscript, selection: Selection, unit: str) -> list[Selection]:
    """List the words, sentences or turns of respondents in and next to the selected turns."""
    sentences = sentences_near(transcript, selection)
    if unit == "word":
        return [
            word.span()
            for sentence in sentences
            for word in WORD.finditer(transcript.text, sentence.start, sentence.end)
        ]
    if unit == "sentence":
        return [(sentence.start, sentence.end) for sentence in sentences]
    return [
        (spoken[0].start, spoken[-1].end)
        for spoken in (list(group) for _, group in groupby(sentences, key=turn_number))
    ]


def sentences_near(transcript: OpenTranscript, selection: Selection) -> Sequence[Sentence]:
    """List the sentences of the selected turns and of the respondents' turns next to them."""
    every = transcript.sentences
    first = bisect_left(every, turn_of(transcript, selection), key=turn_number)
    if first > 0:
        first = bisect_left(every, every[first - 1].turn, key=turn_number)
    ends_in = turn_of(transcript, (max(selection[1] - 1, 0), 0))
    last = bisect_right(every, ends_in, key=turn_number)
    if last < len(every):
        last = bisect_right(every, every[last].turn, key=turn_number)
    return every[first:last]
