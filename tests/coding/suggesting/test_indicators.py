from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rodedraad.coding.suggesting.indicators import Hit, find_indicators, make_matcher

if TYPE_CHECKING:
    from spacy.language import Language


def find(nlp: Language, text: str, *indicators: str) -> list[Hit]:
    """Find these indicators in a text, as one sentence."""
    matcher = make_matcher({"code": indicators}, "nl", lambda t: [w.text for w in nlp(t)])
    doc = nlp(text)
    words, lemmas = [w.text for w in doc], [w.lemma_ for w in doc]
    hits = find_indicators(matcher, words, lemmas, [w.idx for w in doc])
    for hit in hits:
        assert tuple(text[start:end] for start, end in hit.spans) == hit.words
    return hits


def found(nlp: Language, text: str, *indicators: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(hit.indicator, hit.kind, hit.words) for hit in find(nlp, text, *indicators)]


@pytest.mark.parametrize(
    ("text", "indicator", "words"),
    [
        ("De politie kwam.", "politie", "politie"),
        ("Die bewoners van hier.", "bewoner", "bewoners"),
        ("Een bewoner zei het.", "bewoners", "bewoner"),
        ("Allemaal buurtjes.", "buurt", "buurtjes"),
        ("We hebben goed samengewerkt.", "samenwerken", "samengewerkt"),
        ("Hij vergaderde altijd.", "vergaderen", "vergaderde"),
        ("De POLITIE!", "politie", "POLITIE"),
        ("Het was veiliger.", "veilig", "veiliger"),
        ("Raadsleden waren er.", "raadslid", "Raadsleden"),
    ],
)
def test_a_word_is_found_in_any_of_its_forms(
    dutch: Language, text: str, indicator: str, words: str
) -> None:
    assert found(dutch, text, indicator) == [(indicator, "word", (words,))]


@pytest.mark.parametrize(
    ("word", "indicator"),
    [
        ("samenwerkingsverband", "samenwerking"),
        ("samenwerkingsafspraken", "samenwerking"),
        ("samenwerkingsafspraken", "afspraak"),
        ("bewonersorganisaties", "bewoner"),
        ("bewonersorganisaties", "organisatie"),
        ("dorpsraad", "raad"),
        ("raadhuis", "raad"),
        ("buurtteam", "buurt"),
        ("wijkagenten", "agent"),
        ("huurdersvereniging", "huurder"),
        ("Jongerenwerk", "werk"),
        ("politie-agent", "politie"),
        ("wmo-loket", "wmo"),
    ],
)
def test_an_indicator_is_found_in_a_compound(dutch: Language, word: str, indicator: str) -> None:
    assert found(dutch, f"Een {word} hier", indicator) == [(indicator, "compound", (word,))]


@pytest.mark.parametrize(
    ("word", "indicator"),
    [
        ("draad", "raad"),
        ("verraad", "raad"),
        ("voorraad", "raad"),
        ("beraad", "raad"),
        ("landschap", "land"),
        ("veiligheid", "veilig"),
        ("werkelijk", "werk"),
        ("afwijken", "wijk"),
        ("meewerken", "werken"),
        ("politiek", "politie"),
        ("gemeentelijk", "gemeente"),
        ("groenten", "groen"),
        ("busje", "bus"),
        ("busstation", "bus"),
        ("omgeving", "geving"),
    ],
)
def test_letters_alone_make_no_compound(dutch: Language, word: str, indicator: str) -> None:
    assert [hit for hit in find(dutch, f"Een {word} hier", indicator) if hit.kind != "word"] == []


@pytest.mark.parametrize(
    ("text", "indicator", "words"),
    [
        ("zij werken goed samen", "samenwerken", ("werken", "samen")),
        ("We werken samen met de politie.", "samenwerken", ("werken", "samen")),
        ("Dan werkt de gemeente ook nog samen, toch?", "samenwerken", ("werkt", "samen")),
        ("Het is goed om samen te werken.", "samenwerken", ("samen", "werken")),
        ("We zouden samen moeten werken.", "samenwerken", ("samen", "werken")),
        ("Ik bel haar morgen op.", "opbellen", ("bel", "op")),
        ("Hij belde mij gewoon op en vertelde het.", "opbellen", ("belde", "op")),
        ("Ik spreek hem er even op aan.", "aanspreken", ("spreek", "aan")),
        ("Ze nemen deel aan het overleg.", "deelnemen", ("nemen", "deel")),
        ("Hij belt op bij de wijkraad.", "opbellen", ("belt", "op")),
    ],
)
def test_a_separable_verb_is_found_within_its_clause(
    dutch: Language, text: str, indicator: str, words: tuple[str, ...]
) -> None:
    assert found(dutch, text, indicator) == [(indicator, "separable", words)]


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("Wij werken in de wijk en zij wonen samen.", "samenwerken"),
        ("Wij werken hard, samen zijn we sterk.", "samenwerken"),
        ("Hij belt op maandag de wethouder.", "opbellen"),
        ("Ik bel vanuit de straat op de hoek.", "opbellen"),
        ("Ze nemen een deel van het werk.", "deelnemen"),
        ("Ze zijn gericht op werken in de wijk.", "opwerken"),
        ("Samen naar het werk.", "samenwerken"),
    ],
)
def test_a_loose_particle_is_no_separable_verb(dutch: Language, text: str, indicator: str) -> None:
    assert found(dutch, text, indicator) == []


@pytest.mark.parametrize(
    ("text", "indicator", "words"),
    [
        ("Dat zijn korte lijnen.", "korte lijn", ("korte", "lijnen")),
        ("De kortste lijn is dit.", "korte lijnen", ("kortste", "lijn")),
        ("Met zorg en welzijn gaat het.", "zorg en welzijn", ("zorg", "en", "welzijn")),
    ],
)
def test_a_phrase_is_found_by_its_lemmas(
    dutch: Language, text: str, indicator: str, words: tuple[str, ...]
) -> None:
    assert found(dutch, text, indicator) == [(indicator, "phrase", words)]


def test_a_phrase_needs_its_words_together(dutch: Language) -> None:
    assert found(dutch, "Korte, rechte lijnen en welzijn en zorg.", "korte lijn") == []


def test_reasons_say_indicator_and_words(dutch: Language) -> None:
    text = "De politie werkt samen in samenwerkingsafspraken met bewoners."
    names = ("politie", "samenwerken", "samenwerking", "bewoner")
    assert [hit.reason() for hit in find(dutch, text, *names)] == [
        "politie",
        "samenwerken in 'werkt … samen'",
        "samenwerking in 'samenwerkingsafspraken'",
        "bewoner in 'bewoners'",
    ]


def test_an_indicator_of_two_codes_belongs_to_both() -> None:
    matcher = make_matcher({"a": ["politie", " politie "], "b": ["politie"], "c": [""]}, "nl")
    assert matcher.codes == {"politie": ("a", "b")}


def test_combining_accents_are_found_with_their_own_offsets(dutch: Language) -> None:
    text = "😀 het cafe\u0301 dicht"
    (hit,) = find(dutch, text, "café")
    assert hit.spans == ((6, 11),)


def test_english_has_phrases_and_words_but_no_dutch_rules() -> None:
    matcher = make_matcher({"code": ["police", "open up"]}, "en")
    words = ["the", "police", "opened", "up"]
    lemmas = ["the", "police", "open", "up"]
    hits = find_indicators(matcher, words, lemmas, [0, 4, 11, 18])
    assert [(hit.indicator, hit.kind) for hit in hits] == [
        ("police", "word"),
        ("open up", "phrase"),
    ]


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=60))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    from rodedraad.coding.suggesting.lemmas import lemma

    words = text.split()
    matcher = make_matcher({"code": ["samenwerken", "raad", *words[:2]]}, "nl")
    starts, at = [], 0
    for word in words:
        at = text.index(word, at)
        starts.append(at)
        at += len(word)
    for hit in find_indicators(matcher, words, [lemma(word, "nl") for word in words], starts):
        assert tuple(text[start:end] for start, end in hit.spans) == hit.words
