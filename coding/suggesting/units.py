"""The units that suggestions are made for: sentences of respondents, or their whole turns.

A corpus may have a million words, so words are numbers here: `Tokens` holds columns with one
entry a word, and only what is not as usual (a sentence too long, accents apart) is looked at
word by word. Offsets are code points into the transcript's text, end exclusive.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...transcripts.model import SpeakerRole, Turn
from .model import Source

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc

    from .sparse import Ints

    Flags = NDArray[np.bool_]

COLUMNS: list[int | str] = ["ORTH", "IDX", "LENGTH", "SENT_START"]
"""What is read of each token from spaCy: its text by number, place, length, whether first."""

LONGEST = 40
"""Words after which speech without full stops is cut, when no cue comes before."""

LONGEST_PUNCTUATED = 80
"""Words that a sentence may have when it ends in a mark of its own."""

END_MARKS = (".", "!", "?", "…")
CLOSING = frozenset("\"'”’»)]")
LIST_ITEMS = frozenset("-–•*")
NEW_PARAGRAPH = re.compile(r"\n\s*\n")
ACCENTED = re.compile("(?s:.)[\u0300-\u036f]*")


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of one turn that a code can be suggested for.

    `transcript` is the key of its source; `turn` numbers the turn in it, from 0.
    """

    transcript: str
    turn: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words and marks of all units, one after another; white space is left out.

    `texts` are the different words and marks as spaCy cut them, `form` numbers each token in
    these; `start` and `end` are its offsets and `first` numbers the first token of each unit,
    with one entry more for the end of the last.
    """

    texts: list[str]
    form: Ints
    start: Ints
    end: Ints
    first: Ints

    def of(self, unit: int) -> tuple[list[str], list[int], list[int]]:
        """Give the words of a unit, their starts and their ends."""
        span = slice(self.first[unit], self.first[unit + 1])
        words = [self.texts[form] for form in self.form[span].tolist()]
        return words, self.start[span].tolist(), self.end[span].tolist()


@dataclass(frozen=True, slots=True)
class _Speech:
    """A turn on its way through the pipeline; `places` lead back where accents were composed."""

    transcript: str
    number: int
    offset: int
    cues: tuple[int, ...]
    text: str
    places: list[int]


def cut_units(
    sources: Sequence[Source],
    nlp: Language,
    *,
    unit: str = "sentence",
    role: SpeakerRole = SpeakerRole.RESPONDENT,
) -> tuple[list[Unit], Tokens]:
    """Cut the turns of respondents (or another role) into sentences, or leave them whole.

    A sentence without an end mark, as speech recognisers give, is cut at the last cue within
    40 words, or else at 40 words; an empty line and an item of a list begin a new one. What
    has no letter or digit is no unit. The units come in the order of the sources and the text.
    """
    import numpy as np

    speeches = [speech for source in sources for speech in _speeches(source, role)]
    names, starts, lengths, heads, turns = _read(speeches, nlp)
    forms, form = np.unique(names, return_inverse=True)
    texts = [nlp.vocab.strings[name] for name in forms.tolist()]
    tokens = Tokens(texts, form, starts, starts + lengths, np.zeros(0, dtype=np.int64))
    counted = _by_text(texts, lambda text: text[0].isalnum())[form]
    if unit == "sentence":
        heads = heads | _layout_breaks(tokens)
        heads = _cut_long(heads, tokens, counted, turns, speeches)
    else:
        heads = np.r_[True, turns[1:] != turns[:-1]] if len(turns) else heads
    return _assemble(tokens, heads, turns, speeches)


def _speeches(source: Source, role: SpeakerRole) -> Iterator[_Speech]:
    for number, turn in enumerate(source.turns):
        if turn.role == role:
            yield _speech(source, number, turn)


def _speech(source: Source, number: int, turn: Turn) -> _Speech:
    text, places = _composed(source.text[turn.start : turn.end])
    return _Speech(source.key, number, turn.start, turn.cues, text, places)


def _composed(text: str) -> tuple[str, list[int]]:
    """Compose accents (NFC), without which spaCy leaves the full stop after "cafe\u0301" on it.

    Also give the place in `text` of each code point and of the end; empty where nothing changed.
    """
    if unicodedata.is_normalized("NFC", text):
        return text, []
    parts: list[str] = []
    places: list[int] = []
    for found in ACCENTED.finditer(text):
        part = unicodedata.normalize("NFC", found[0])
        parts.append(part)
        places += [found.start()] * len(part)
    return "".join(parts), [*places, len(text)]


def _read(
    speeches: Sequence[_Speech], nlp: Language
) -> tuple[NDArray[np.uint64], Ints, Ints, Flags, Ints]:
    """Read names, starts and lengths of all tokens, where sentences begin, and whose turn it is."""
    import numpy as np

    from .components import INDICATORS, LEMMAS

    columns = [np.zeros((0, 4), dtype=np.uint64)]
    sizes = []
    unused = [name for name in (LEMMAS, INDICATORS) if name in nlp.pipe_names]
    with nlp.select_pipes(disable=unused):
        docs: Iterable[Doc] = nlp.pipe(speech.text for speech in speeches)
        for speech, doc in zip(speeches, docs, strict=True):
            read = np.asarray(doc.to_array(COLUMNS), dtype=np.uint64).reshape(-1, 4)
            if speech.places:
                read[:, 1:3] = _placed(read[:, 1:3].astype(np.int64), speech.places)
            read[:, 1] += np.uint64(speech.offset)
            read[:1, 3] = 1
            columns.append(read)
            sizes.append(len(read))
    read = np.concatenate(columns)
    turns: Ints = np.repeat(np.arange(len(sizes)), sizes)
    starts, lengths = read[:, 1].astype(np.int64), read[:, 2].astype(np.int64)
    return read[:, 0].copy(), starts, lengths, read[:, 3] == 1, turns


def _placed(spans: Ints, places: list[int]) -> NDArray[np.uint64]:
    """Lead starts and lengths back to the text in which accents were not composed."""
    import numpy as np

    at = np.array(places)
    starts, ends = at[spans[:, 0]], at[spans.sum(axis=1)]
    return np.stack([starts, ends - starts], axis=1).astype(np.uint64)


def _by_text(texts: Sequence[str], test: Callable[[str], bool]) -> Flags:
    import numpy as np

    return np.array([test(text) for text in texts], dtype=bool)


def _layout_breaks(tokens: Tokens) -> Flags:
    """Mark the tokens after an empty line, and the signs that begin an item of a list."""
    import numpy as np

    texts, form = tokens.texts, tokens.form
    line = _by_text(texts, lambda text: text.startswith("\n"))[form]
    paragraph = _by_text(texts, lambda text: bool(NEW_PARAGRAPH.search(text)))[form]
    item = _by_text(texts, LIST_ITEMS.__contains__)[form]
    after_line, after_paragraph = np.r_[False, line[:-1]], np.r_[False, paragraph[:-1]]
    breaks: Flags = (after_paragraph | (after_line & item))[: len(form)]
    return breaks


def _cut_long(
    heads: Flags, tokens: Tokens, counted: Flags, turns: Ints, speeches: Sequence[_Speech]
) -> Flags:
    """Mark more beginnings, inside sentences that have too many words."""
    import numpy as np

    firsts = np.flatnonzero(heads)
    if not len(firsts):
        return heads
    words = np.add.reduceat(counted.astype(np.int64), firsts)
    lasts = np.r_[firsts[1:], len(heads)]
    more = []
    for sentence in np.flatnonzero(words > LONGEST).tolist():
        first, last = int(firsts[sentence]), int(lasts[sentence])
        speech = speeches[turns[first]]
        at = [first + int(place) for place in np.flatnonzero(counted[first:last])]
        more += _cuts(tokens, at, first, last, speech.cues)
    heads = heads.copy()
    heads[more] = True
    return heads


def _cuts(
    tokens: Tokens, counted: list[int], first: int, last: int, cues: tuple[int, ...]
) -> list[int]:
    """Find the tokens at which a sentence that is too long begins anew."""
    allowed = _allowed([tokens.texts[form] for form in tokens.form[first:last]])
    starts = tokens.start[first:last].tolist()
    found = []
    while len(counted) > allowed:
        at = counted[LONGEST]
        inside = [cue for cue in cues if starts[counted[0] - first] < cue <= starts[at - first]]
        if inside:
            at = first + bisect_right(starts, inside[-1] - 1)
        found.append(at)
        counted = [token for token in counted if token >= at]
    return found


def _allowed(words: Sequence[str]) -> int:
    """Give the words that a sentence may have, by whether it ends in a mark."""
    for word in reversed(words):
        if not word.isspace() and word not in CLOSING:
            return LONGEST_PUNCTUATED if word.endswith(END_MARKS) else LONGEST
    return LONGEST


def _assemble(
    tokens: Tokens, heads: Flags, turns: Ints, speeches: Sequence[_Speech]
) -> tuple[list[Unit], Tokens]:
    """Leave out white space and pieces without a word, and number what is left."""
    import numpy as np

    piece = np.cumsum(heads)
    kept = ~_by_text(tokens.texts, str.isspace)[tokens.form]
    spoken = _by_text(tokens.texts, lambda text: any(map(str.isalnum, text)))[tokens.form]
    with_words = np.zeros(int(piece[-1]) + 1 if len(piece) else 1, dtype=bool)
    with_words[piece[spoken]] = True
    kept &= with_words[piece]
    form, start, end = tokens.form[kept], tokens.start[kept], tokens.end[kept]
    piece, turns = piece[kept], turns[kept]
    first = np.flatnonzero(np.r_[True, piece[1:] != piece[:-1]]) if len(piece) else piece
    last = np.r_[first[1:], len(piece)].astype(np.int64) - 1
    places = zip(
        turns[first].tolist(),
        start[first].tolist(),
        end[last if len(first) else first].tolist(),
        strict=True,
    )
    units = [
        Unit(speeches[turn].transcript, speeches[turn].number, begin, stop)
        for turn, begin, stop in places
    ]
    return units, Tokens(tokens.texts, form, start, end, np.r_[first, len(piece)].astype(np.int64))
