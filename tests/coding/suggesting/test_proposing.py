from __future__ import annotations

from typing import TYPE_CHECKING

from rodedraad.codebooks.model import Code, Codebook
from rodedraad.coding.suggesting.model import Source, Suggestion, Thresholds
from rodedraad.coding.suggesting.proposing import suggest
from rodedraad.transcripts.model import SpeakerRole, Turn

if TYPE_CHECKING:
    from spacy.language import Language

POLICE = Code("1", "politie", "s/politie", "Politie", indicators=("politie", "wijkagent"))
CARE = Code("2", "zorg", "s/zorg", "Zorg", indicators=("zorg en welzijn", "zorg", "politie"))
EMPTY = Code("3", "leeg", "s/leeg", "Leeg")
BOOK = Codebook("boek", codes=(Code("0", "s", "s", "S", codes=(POLICE, CARE, EMPTY)),))


def source(text: str, key: str = "a") -> Source:
    return Source(key, text, [Turn(0, len(text))])


def test_a_suggestion_says_where_what_and_why(dutch: Language) -> None:
    text = "Int: Politie? R: Ja. De wijkpolitie en de wijkagenten zijn er."
    turns = [Turn(5, 13, "Int", SpeakerRole.INTERVIEWER), Turn(17, len(text), "R")]
    proposed = suggest(BOOK, [Source("gesprek", text, turns)], nlp=dutch)
    assert proposed[0] == Suggestion(
        transcript="gesprek",
        turn=1,
        start=21,
        end=62,
        code="s/politie",
        score=proposed[0].score,
        confidence=Thresholds().confidence(proposed[0].score),
        reasons=("politie in 'wijkpolitie'", "wijkagent in 'wijkagenten'"),
        raw=proposed[0].score,
    )
    assert proposed[0].score > 0.65
    assert {(s.code, s.confidence) for s in proposed[1:]} <= {("s/zorg", "maybe")}


def test_more_and_longer_indicators_score_higher(dutch: Language) -> None:
    def score(text: str) -> float:
        found = suggest(BOOK, [source(text)], nlp=dutch)
        return max((s.score for s in found if s.code == "s/zorg"), default=0.0)

    compound, word, phrase, two = (
        score("De huiszorg is er."),
        score("De zorg is er."),
        score("Zorg en welzijn is er."),
        score("De zorg en de politie zijn er."),
    )
    assert score("Niets.") == 0 < 0.35 < compound < word < 0.65 < phrase < two < 1


def test_a_word_inside_a_phrase_does_not_count_again(dutch: Language) -> None:
    (only,) = suggest(BOOK, [source("Zorg en welzijn.")], nlp=dutch)
    assert only.reasons == ("zorg en welzijn",)


def test_a_repeated_indicator_counts_once(dutch: Language) -> None:
    once = suggest(BOOK, [source("De wijkagent.")], nlp=dutch)
    twice = suggest(BOOK, [source("De wijkagent, de wijkagent!")], nlp=dutch)
    assert once[0].reasons == twice[0].reasons
    assert abs(once[0].score - twice[0].score) < 0.01


def test_a_common_indicator_counts_for_less(dutch: Language) -> None:
    rare = [source("De wijkagent.", "a")] + [source("Niets.", f"n{n}") for n in range(100)]
    common = [source("De wijkagent.", f"n{n}") for n in range(100)]
    (first,) = suggest(BOOK, rare, nlp=dutch)
    others = suggest(BOOK, common, nlp=dutch)
    assert first.score > others[0].score >= 0.35


def test_only_some_transcripts(dutch: Language) -> None:
    both = [source("De wijkagent.", "a"), source("De wijkagent!", "b")]
    assert [s.transcript for s in suggest(BOOK, both, nlp=dutch)] == ["a", "b"]
    assert [s.transcript for s in suggest(BOOK, both, only={"b"}, nlp=dutch)] == ["b"]


def test_whole_turns_and_thresholds(dutch: Language) -> None:
    text = "De politie. De wijkagent."
    (proposed,) = suggest(Codebook("boek", codes=(POLICE,)), [source(text)], unit="turn", nlp=dutch)
    assert (proposed.start, proposed.end) == (0, len(text))
    none = suggest(BOOK, [source(text)], thresholds=Thresholds(maybe=0.99), nlp=dutch)
    assert none == []
    assert Thresholds(0.9, 0.5, 0.1).confidence(0.6) == "likely"


def test_nothing_in_nothing_out(dutch: Language) -> None:
    assert suggest(BOOK, [], nlp=dutch) == []
    assert suggest(BOOK, [Source("leeg", "", [])], nlp=dutch) == []
    assert suggest(Codebook("leeg"), [source("De politie.")], nlp=dutch) == []
    assert suggest(Codebook("b", codes=(EMPTY,)), [source("De politie.")], nlp=dutch) == []


def test_the_same_input_gives_the_same_suggestions(dutch: Language) -> None:
    sources = [source("De politie en de zorg. De wijkagent!"), source("Zorg en welzijn.", "b")]
    assert suggest(BOOK, sources, nlp=dutch) == suggest(BOOK, sources)
