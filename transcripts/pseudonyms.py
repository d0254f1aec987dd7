"""Putting placeholders in place of names and numbers that tell who somebody is.

Names come from a key file, which the analyst keeps away from the project; numbers (e-mail,
telephone, citizen service number, …) are found by their pattern. What only might be a name
is proposed (`proposals`), and nothing is replaced that was not asked for. The result is a text with
fewer names in it: whether it is anonymous, no program can say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from .. import RodedraadError
from .model import Transcript, Turn
from .readers.source import open_source
from .tables import read_table

#: What a name or number may be, and the word for it in a placeholder.
WORDS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "respondent": "respondent",
        "person": "persoon",
        "organisation": "organisatie",
        "area": "gebied",
        "street": "straat",
        "email": "e-mail",
        "telephone": "telefoon",
        "postcode": "postcode",
        "bsn": "bsn",
        "iban": "rekening",
        "plate": "kenteken",
        "url": "website",
    },
    "en": {
        "respondent": "respondent",
        "person": "person",
        "organisation": "organisation",
        "area": "area",
        "street": "street",
        "email": "e-mail",
        "telephone": "telephone",
        "postcode": "postcode",
        "bsn": "citizen number",
        "iban": "account",
        "plate": "plate",
        "url": "website",
    },
}
_COLUMNS = ("kind", "name", "replacement")
_NAMED = ("respondent", "person", "organisation", "area", "street")  # the rest are numbers


@dataclass(frozen=True, slots=True)
class Found:
    """A name or number in a text: its span (code points), what it is, what replaces it."""

    start: int
    end: int
    kind: str
    text: str
    replacement: str


@dataclass(slots=True)
class Key:
    """The names that are replaced, and by what; `language` is that of the placeholders."""

    language: str = "nl"
    entries: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, kind: str, name: str) -> str:
        """Give the placeholder of a name, a new one with the next number when it has none."""
        wanted = folded(name)
        for known, other, replacement in self.entries:
            if known == kind and folded(other) == wanted:
                return replacement
        word = WORDS[self.language][kind]
        taken = {
            int(match[1])
            for _, _, other in self.entries
            if (match := re.fullmatch(rf"\[{re.escape(word)} (\d{{1,9}})\]", other))
        }
        replacement = f"[{word} {max(taken, default=0) + 1}]"
        self.entries.append((kind, name, replacement))
        return replacement


# -- the key file ---------------------------------------------------------------------


def read_key(path: Path, language: str = "nl") -> Key:
    """Read a key file: a sheet with the columns kind, name and replacement.

    A row without a replacement gets the next number; several names with one replacement are
    one person. Raises RodedraadError with file and line.
    """
    with open_source(path) as source:
        table = read_table(source)
    (line, header), *rows = table.rows
    columns = [cell.lower() for cell in header]
    if "kind" not in columns or "name" not in columns:
        raise RodedraadError(
            "{file}:{line}: a key has the columns {columns}.",
            file=path.name,
            line=line,
            columns=", ".join(_COLUMNS),
        )
    key = Key(language)
    for line, cells in rows:
        row = dict(zip(columns, cells, strict=False))
        kind, name = row["kind"].lower(), row["name"]
        if kind not in WORDS[language] or not name:
            raise RodedraadError(
                "{file}:{line}: a row needs a name, and a kind that is one of {kinds}.",
                file=path.name,
                line=line,
                kinds=", ".join(WORDS[language]),
            )
        if row.get("replacement"):
            key.entries.append((kind, name, row["replacement"]))
        else:
            key.add(kind, name)
    return key


def write_key(key: Key, path: Path) -> None:
    """Write a key file that only its owner may read."""
    import csv
    import os

    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        writer.writerows(key.entries)


# -- finding --------------------------------------------------------------------------


def find(text: str, key: Key, *, patterns: bool = True, keep: Collection[str] = ()) -> list[Found]:
    """Find what is replaced, in order and without overlap; the longest name goes first.

    Numbers found by `patterns` get a placeholder in the key (same number, same one). `keep`
    are names that stay, such as the areas and groups of the project.
    """
    found = list(_numbers(text)) if patterns else []
    found += _names(text, key, {folded(name) for name in keep})
    chosen: list[Found] = []
    for one in sorted(found, key=lambda found: (found.start, -found.end)):
        if not chosen or one.start >= chosen[-1].end:
            chosen.append(one)
    return [
        one if one.replacement else replace(one, replacement=key.add(one.kind, one.text))
        for one in chosen
    ]


def _names(text: str, key: Key, keep: Collection[str]) -> Iterator[Found]:
    entries = {
        folded(name): (kind, replacement)
        for kind, name, replacement in key.entries
        if kind in _NAMED
    }
    names = [name for name, _ in _names_of(key, keep)]
    if not names:
        return
    spelt = sorted(set(map(_spelt, names)), key=len, reverse=True)
    # A letter or an accent beside it makes it part of another word: "Jan" in "januari".
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(spelt)})(?=s?(?![\w\u0300-\u036f]))")
    for match in pattern.finditer(text):
        known = entries.get(folded(match[0]))
        if known:
            yield Found(match.start(), match.end(), known[0], match[0], known[1])


def _names_of(key: Key, keep: Collection[str]) -> list[tuple[str, str]]:
    """List the names in the key but those to `keep` (folded), each with its replacement."""
    return [
        (name, replacement)
        for kind, name, replacement in key.entries
        if kind in _NAMED and folded(name) not in keep and name.strip()
    ]


def in_file_name(text: str, key: Key, keep: Collection[str] = ()) -> str:
    """Replace the names of the key in the name of a file.

    In gesprek_de-boer.txt a name has no capitals, no accents, and anything between its words.
    """
    names = _names_of(key, {folded(name) for name in keep})
    names.sort(key=lambda one: len(one[0]), reverse=True)
    for name, replacement in names:
        words = [
            "|".join({re.escape(form) for form in (*_accents(word), _without_accents(word))})
            for word in name.split()
        ]
        spelt = r"[\W_]{0,3}".join(f"(?:{word})" for word in words)
        pattern = rf"(?<![^\W\d_]){spelt}(?=s?(?![^\W\d_]))"
        text = re.sub(pattern, replacement.replace("\\", r"\\"), text, flags=re.IGNORECASE)
    return text


def _accents(word: str) -> tuple[str, str]:
    """A word with each accent in one character, and as a character of its own."""
    return unicodedata.normalize("NFC", word), unicodedata.normalize("NFD", word)


def _without_accents(word: str) -> str:
    return unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode() or word


def _spelt(name: str) -> str:
    """A pattern for the ways a name may stand in a text.

    One word has to have its capital ("Bakker" is a name, "bakker" is a trade); of several
    words the case does not matter. Accents may be one character or two.
    """
    words = unicodedata.normalize("NFC", name).split()
    forms = []
    for form in ("NFC", "NFD"):
        spread = [re.escape(unicodedata.normalize(form, word)) for word in words]
        forms.append(r"\s{1,4}".join(spread))
        if len(words) == 1:
            forms.append(re.escape(unicodedata.normalize(form, words[0].upper())))
    joined = "|".join(dict.fromkeys(forms))
    return f"(?i:{joined})" if len(words) > 1 else f"(?:{joined})"


def _numbers(text: str) -> Iterator[Found]:
    for kind, pattern, test in _PATTERNS:
        for match in pattern.finditer(text):
            shown = match[0].rstrip(".,;:!?)") if kind == "url" else match[0]
            if test is None or test(shown):
                yield Found(match.start(), match.start() + len(shown), kind, shown, "")


def is_bsn(number: str) -> bool:
    """The eleven-test of a citizen service number (Rijksdienst voor Identiteitsgegevens).

    The digits times 9, 8, …, 2 and -1 have to add up to a multiple of eleven.
    """
    digits = [int(sign) for sign in number if sign.isdigit()]
    if len(digits) == 8:
        digits.insert(0, 0)
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return (
        len(digits) == 9
        and any(digits)
        and sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11 == 0
    )


def is_iban(number: str) -> bool:
    """The check digits of ISO 13616: moved to the end and read as a number, 1 modulo 97."""
    plain = "".join(number.split()).upper()
    moved = plain[4:] + plain[:4]
    if not moved.isalnum() or not moved.isascii():
        return False
    return int("".join(str(int(sign, 36)) for sign in moved)) % 97 == 1


_PLATE = "|".join(
    shape.replace("X", "[A-Z]").replace("9", r"\d")
    for shape in (
        "XX-99-99 99-99-XX 99-XX-99 XX-99-XX XX-XX-99 99-XX-XX 99-XXX-9 9-XXX-99 XX-999-X "
        "X-999-XX XXX-99-X X-99-XXX 9-XX-999 999-XX-9"
    ).split()
)
_PATTERNS: tuple[tuple[str, re.Pattern[str], Callable[[str], bool] | None], ...] = (
    (
        "email",
        re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,6}[^\W\d_]{2,24}(?!\w)"),
        None,
    ),
    ("url", re.compile(r"(?<!\w)(?:https?://|www\.)[^\s<>\"“”]{2,2000}", re.IGNORECASE), None),
    (
        "iban",
        re.compile(r"(?<!\w)NL\d{2} ?[A-Z]{4} ?(?:\d{4} ?){2}\d{2}(?!\w)", re.IGNORECASE),
        is_iban,
    ),
    (
        "iban",
        re.compile(r"(?<!\w)(?!NL)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)"),
        is_iban,
    ),
    ("bsn", re.compile(r"(?<![\w.,-])\d(?:[ .]?\d){7,8}(?![\w-]|[.,]\d)"), is_bsn),
    (
        "telephone",
        re.compile(r"(?<![\w+-])(?:(?:\+|00)31[ -]?(?:\(0\)[ -]?)?|0)[1-9](?:[ -]?\d){8}(?![\w-])"),
        None,
    ),
    ("postcode", re.compile(r"(?<![\w-])[1-9]\d{3} ?(?!SA|SD|SS)[A-Z]{2}(?![\w-])"), None),
    ("plate", re.compile(rf"(?<![\w-])(?:{_PLATE})(?![\w-])", re.IGNORECASE), None),
)


def known_names(key: Key | None, keep: Collection[str]) -> set[str]:
    """Give what need not be proposed: the names in the key and those to `keep`, folded."""
    entries = key.entries if key else ()
    return {folded(name) for name in keep} | {folded(name) for _, name, _ in entries}


def folded(name: str) -> str:
    """Give a name as names are compared: whatever its capitals, blanks and kind of accents."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


# -- replacing ------------------------------------------------------------------------


def put_in_place(text: str, found: Sequence[Found]) -> str:
    """Give the text with the placeholders in place; `found` is in order, as `find` gives it."""
    pieces, place = [], 0
    for one in found:
        pieces += [text[place : one.start], one.replacement]
        place = one.end
    return "".join([*pieces, text[place:]])


def moved(offset: int, found: Sequence[Found], *, end: bool = False) -> int:
    """Where an offset (code points) of the old text lies in the new one.

    An offset inside a name goes to the begin of its placeholder, or to its end for the
    `end` of a span, so that a span that cuts a name holds the whole placeholder.
    """
    shift = 0
    for one in found:
        if one.end <= offset:
            shift += len(one.replacement) - (one.end - one.start)
        elif one.start < offset:
            return one.start + shift + (len(one.replacement) if end else 0)
        else:
            break
    return offset + shift


def pseudonymise(transcript: Transcript, found: Sequence[Found], key: Key) -> Transcript:
    """Give the transcript with the placeholders in place, in its labels and title too.

    `found` belongs to the transcript's text. Turns stay on their words. The key may grow by
    numbers that stand in a label.
    """

    def renamed(label: str) -> str:
        return put_in_place(label, find(label, key)) if label else label

    labels = {speaker.label: renamed(speaker.label) for speaker in transcript.speakers}
    turns = tuple(_moved_turn(turn, found, labels) for turn in transcript.turns)
    speakers = tuple(
        replace(speaker, label=labels[speaker.label], function=renamed(speaker.function))
        for speaker in transcript.speakers
    )
    return replace(
        transcript,
        text=put_in_place(transcript.text, found),
        turns=turns,
        speakers=speakers,
        title=renamed(transcript.title),
    )


def _moved_turn(turn: Turn, found: Sequence[Found], labels: Mapping[str, str]) -> Turn:
    return turn._replace(
        start=moved(turn.start, found),
        end=moved(turn.end, found, end=True),
        speaker=labels.get(turn.speaker, turn.speaker),
        cues=tuple(moved(cue, found) for cue in turn.cues),
    )
