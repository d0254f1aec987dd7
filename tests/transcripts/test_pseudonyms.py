"""Placeholders for names and numbers: found exactly, consistent, and spans that stay put."""

from __future__ import annotations

import os
import stat
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rodedraad import RodedraadError
from rodedraad.transcripts import deduced
from rodedraad.transcripts.proposals import propose
from rodedraad.transcripts.pseudonyms import (
    WORDS,
    Key,
    find,
    is_bsn,
    is_iban,
    moved,
    pseudonymise,
    put_in_place,
    read_key,
    write_key,
)
from rodedraad.transcripts.readers import read_bytes


def key(*names: tuple[str, str]) -> Key:
    made = Key()
    for kind, name in names:
        made.add(kind, name)
    return made


def replaced(text: str, made: Key | None = None, **options: object) -> str:
    made = made or Key()
    return put_in_place(text, find(text, made, **options))  # type: ignore[arg-type]


def test_names_of_the_key_are_replaced_consistently() -> None:
    made = key(("person", "Jan"), ("person", "Sanne Verhulst"), ("street", "Veenweg"))
    text = "In januari zag Jan SANNE  Verhulst op de Veenweg. Jans fiets; Janssen, jan, ‘Jan’."
    assert replaced(text, made) == (
        "In januari zag [persoon 1] [persoon 2] op de [straat 1]. [persoon 1]s fiets; Janssen, "
        "jan, ‘[persoon 1]’."
    )


def test_the_longest_name_goes_first() -> None:
    made = key(("person", "Sanne"), ("person", "Sanne Verhulst"))
    assert replaced("Sanne Verhulst en Sanne.", made) == "[persoon 2] en [persoon 1]."


def test_two_names_of_one_person() -> None:
    made = Key(entries=[("respondent", "Ans de Boer", "[R07]"), ("respondent", "Ans", "[R07]")])
    assert replaced("Ans, Ans de Boer.", made) == "[R07], [R07]."


def test_planned_areas_and_groups_stay_unless_asked() -> None:
    made = key(("area", "Noord"), ("area", "Oudeveen"))
    assert replaced("Noord en Oudeveen", made, keep=["noord"]) == "Noord en [gebied 2]"
    assert replaced("Noord en Oudeveen", made) == "[gebied 1] en [gebied 2]"


def test_accents_in_one_character_or_two() -> None:
    made = key(("person", "Zoë"))
    assert replaced("Zoe\u0308 en Zoë, Zoe\u0308\u0301.", made) == (
        "[persoon 1] en [persoon 1], Zoe\u0308\u0301."
    )


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("mail jan.de-wit+x@lindemeer.example!", "mail [e-mail 1]!"),
        (
            "zie https://lindemeer.example/a?b=c, of www.x.example.",
            "zie [website 1], of [website 2].",
        ),
        ("bel 06-12345678 of 06 1234 5678", "bel [telefoon 1] of [telefoon 2]"),
        ("bel +31 (0)6 12345678, 0031 612345678", "bel [telefoon 1], [telefoon 2]"),
        ("bel 070-1234567", "bel [telefoon 1]"),
        ("woont op 1234 AB en 1234AB", "woont op [postcode 1] en [postcode 2]"),
        ("in 1945 EN daarna, 1234 SS", "in [postcode 1] daarna, 1234 SS"),
        ("bsn 111222333, niet 111222334", "bsn [bsn 1], niet 111222334"),
        ("bsn 1234.56.782", "bsn [bsn 1]"),
        ("NL91 ABNA 0417 1643 00 en NL91ABNA0417164301", "[rekening 1] en NL91ABNA0417164301"),
        ("BE68 5390 0754 7034", "[rekening 1]"),
        ("kenteken 12-ABC-3 en gh-12-34", "kenteken [kenteken 1] en [kenteken 2]"),
        ("15.000 euro, 1.250.000 mensen, 2014-2016, artikel 12-3", None),
        ("om 12:30 uur, 3-0 en 100 000 000", None),
    ],
)
def test_patterns(text: str, result: str | None) -> None:
    assert replaced(text) == (result or text)


def test_the_same_number_gets_the_same_placeholder() -> None:
    assert replaced("a@b.nl, c@d.nl en a@b.nl") == "[e-mail 1], [e-mail 2] en [e-mail 1]"
    assert replaced("a@b.nl en 1234 AB", patterns=False) == "a@b.nl en 1234 AB"


@pytest.mark.parametrize("number", ["111222333", "123456782", "12345672"])
def test_eleven_test(number: str) -> None:
    assert is_bsn(number)


@pytest.mark.parametrize("number", ["000000000", "123456789", "1234567", "12345678901"])
def test_eleven_test_refuses(number: str) -> None:
    assert not is_bsn(number)


@given(st.integers(1, 99_999_999))
def test_one_last_digit_at_most_passes_the_eleven_test(number: int) -> None:
    assert sum(is_bsn(f"{number:08d}{last}") for last in range(10)) <= 1


def test_iban_of_the_standard() -> None:
    assert is_iban("GB82 WEST 1234 5698 7654 32")
    assert not is_iban("GB82 WEST 1234 5698 7654 33")


def test_a_key_file_and_back(tmp_path: Path) -> None:
    path = tmp_path / "sleutel.csv"
    path.write_text("kind,name,replacement\nrespondent,Ans,[R07]\nstreet,Veenweg,\n")
    made = read_key(path)
    assert made.entries == [("respondent", "Ans", "[R07]"), ("street", "Veenweg", "[straat 1]")]
    made.add("person", "Bo")
    write_key(made, path)
    assert read_key(path) == made
    fresh = tmp_path / "nieuw.csv"
    write_key(made, fresh)
    if os.name == "posix":
        assert stat.S_IMODE(fresh.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("naam\nx\n", "k.csv:1: a key has the columns kind, name, replacement."),
        (
            "kind,name\nhond,Bello\n",
            "k.csv:2: a row needs a name, and a kind that is one of "
            + ", ".join(WORDS["nl"])
            + ".",
        ),
    ],
)
def test_a_key_file_with_a_mistake(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "k.csv"
    path.write_text(text)
    with pytest.raises(RodedraadError) as error:
        read_key(path)
    assert str(error.value) == message


def test_placeholders_in_english_count_on() -> None:
    made = Key("en", [("person", "Bo", "[person 4]")])
    assert made.add("person", "Cor") == "[person 5]"
    assert made.add("person", "bo") == "[person 4]"


def test_a_transcript_keeps_its_turns_on_their_words() -> None:
    talk = read_bytes(
        b"De heer Jansen (wijk): Ik ben Jan Jansen.\nInt: Dag Jan.\nDe heer Jansen (wijk): Ja.\n",
        "a.txt",
    )
    made = key(("person", "Jan Jansen"), ("person", "Jansen"), ("person", "Jan"))
    after = pseudonymise(talk, find(talk.text, made), made)
    assert [(turn.speaker, after.text[turn.start : turn.end]) for turn in after.turns] == [
        ("De heer [persoon 2] (wijk)", "Ik ben [persoon 1]."),
        ("Int", "Dag [persoon 3]."),
        ("De heer [persoon 2] (wijk)", "Ja."),
    ]
    assert [speaker.label for speaker in after.speakers] == ["De heer [persoon 2] (wijk)", "Int"]


letters = st.text(alphabet="Jan aé\u0301.🙂\n", max_size=60)


@given(letters, st.data())
def test_spans_stay_on_their_words(text: str, data: st.DataObject) -> None:
    made = key(("person", "Jan"), ("person", "aé"))
    found = find(text, made)
    after = put_in_place(text, found)
    for one, other in pairwise(found):
        assert one.end <= other.start
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    begin, stop = moved(start, found), moved(end, found, end=True)
    assert 0 <= begin <= stop <= len(after)
    touched = [one for one in found if one.start < end and start < one.end]
    if not touched:
        assert after[begin:stop] == text[start:end]
    for one in touched:
        assert one.replacement in after[begin:stop]


def test_proposals_by_rules() -> None:
    text = (
        "Dus Mark Oosterling belde. Ik sprak mevrouw Van Vliet en Anna de Wit in de "
        "Hazelaarstraat, bij het Vlietpark in Noord. Gisteren kwam Piet langs bij de NAVO, zei "
        "dokter Smit."
    )
    assert [(found.kind, found.name, found.reason) for found in propose(text)] == [
        ("person", "Mark Oosterling", "two names with capitals"),
        ("person", "Van Vliet", "behind a title"),
        ("person", "Anna de Wit", "a particle between names"),
        ("street", "Hazelaarstraat", "ends like a street"),
        ("person", "Piet", "a capital inside a sentence"),
        ("person", "Smit", "behind a title"),
    ]


def test_proposals_leave_out_what_is_known_and_kept() -> None:
    made = key(("person", "Piet"))
    text = "Toen kwam Piet met Kees van Oudeveen. Toen belde Kees."
    proposals = propose(text, made, keep=["Kees van Oudeveen"])
    assert [(found.name, found.spans) for found in proposals] == [("Kees", ((49, 53),))]


def test_deduce_in_a_process_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "deduce.py").write_text(
        "class A:\n"
        "    def __init__(self, *a): self.tag, self.start_char, self.end_char = a\n"
        "class Deduce:\n"
        "    def deidentify(self, text):\n"
        "        names = [one for one in FOUND if one[1] in text]\n"
        "        starts = [text.index(name) for _, name in names]\n"
        "        ends = [start + len(name) for (_, name), start in zip(names, starts)]\n"
        "        class Doc: annotations = list(map(A, [tag for tag, _ in names], starts, ends))\n"
        "        return Doc\n"
        "FOUND = [('persoon', 'van Sanne. Mark'), ('persoon', 'mevrouw Van Vliet'),\n"
        "    ('leeftijd', '12'), ('persoon', 'J. de Boer'), ('locatie', 'Kerkstraat'),\n"
        "    ('locatie', 'Oudeveen'), ('instelling', 'De Bron'), ('persoon', 'van de Vlietlaan')]\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(deduced, "is_installed", lambda: True)
    texts = ["Een vraag van Sanne. Mark is 12.", "In de Kerkstraat in Oudeveen, bij De Bron, zei "
             "mevrouw Van Vliet tegen J. de Boer van de Vlietlaan."]  # fmt: skip
    proposed = deduced.propose_deduced(texts, key(("person", "Mark")), keep=["De Bron"])
    assert [[(p.kind, p.name, p.spans[0]) for p in of_text] for of_text in proposed] == [
        [("person", "Sanne", (14, 19))],
        [
            ("street", "Kerkstraat", (6, 16)),
            ("area", "Oudeveen", (20, 28)),
            ("person", "Van Vliet", (55, 64)),
            ("person", "J. de Boer", (71, 81)),
            ("street", "Vlietlaan", (89, 98)),
        ],
    ]
    (tmp_path / "deduce.py").write_text("raise SystemExit('kapot')\n")
    with pytest.raises(RodedraadError, match="deduce failed: kapot"):
        deduced.propose_deduced(["x"])


def test_deduce_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deduced, "is_installed", lambda: False)
    with pytest.raises(RodedraadError, match="deduce is not installed"):
        deduced.propose_deduced(["x"])
