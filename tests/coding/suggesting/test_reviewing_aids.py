"""Orders of review, reasons, likeness, keywords and evaluation, on one small corpus."""

from __future__ import annotations

import pytest

from rodedraad import RodedraadError
from rodedraad.codebooks.model import Code, Codebook
from rodedraad.coding.suggesting.corpus import read_corpus
from rodedraad.coding.suggesting.evaluation import Evaluation, Shown, evaluate, learning_curve
from rodedraad.coding.suggesting.keywords import Keyword, keywords_for, words_of_units
from rodedraad.coding.suggesting.learner import Learner, learn
from rodedraad.coding.suggesting.model import Decision, Source
from rodedraad.coding.suggesting.ordering import ORDERS, in_order, novelty
from rodedraad.coding.suggesting.pipeline import build_pipeline
from rodedraad.coding.suggesting.prior import make_prior
from rodedraad.coding.suggesting.proposing import propose
from rodedraad.coding.suggesting.reasons import explain
from rodedraad.coding.suggesting.similar import nearest
from rodedraad.transcripts.model import Turn

NLP = build_pipeline("nl")

BOOK = Codebook(
    "boek",
    codes=(
        Code("1", "jeugd", "jeugd", "Jeugd", indicators=("jongere", "spelen")),
        Code("2", "politie", "politie", "Politie", indicators=("politie", "wijkagent")),
    ),
)

TALKS = (
    "De politie rijdt hier rond. Hangjongeren maken lawaai. Het regent vaak.",
    "Hangjongeren in het park. De wijkagent kent ze. De jongeren blijven hangen.",
    "Weer die hangjongeren bij het park. Ik woon hier al jaren. De politie spelen ze uit.",
    "Overal hangjongeren. De markt is op dinsdag. Onze wijkagent komt op de markt.",
)
SOURCES = [Source(f"t{n}", text, [Turn(0, len(text))]) for n, text in enumerate(TALKS)]
CORPUS = read_corpus(BOOK, SOURCES, nlp=NLP)
PRIOR = make_prior(CORPUS)


def quote(unit: int) -> str:
    place = CORPUS.units[unit]
    return TALKS[int(place.transcript[1:])][place.start : place.end]


def about(text: str, code: str, accepted: bool, score: float | None = None) -> Decision:
    unit = next(n for n in range(len(CORPUS.units)) if text in quote(n))
    place = CORPUS.units[unit]
    key = (place.transcript, place.start, place.end)
    return Decision(*key, code, accepted, raw=score, score=score)


YOUTH = [
    about("Hangjongeren maken", "jeugd", True),
    about("Hangjongeren in", "jeugd", True),
    about("Weer die", "jeugd", True),
    about("De markt is", "jeugd", False),
]
LEARNER = learn(CORPUS, YOUTH, prior=PRIOR)


def test_reasons_name_indicators_and_the_words_that_pulled() -> None:
    found = {TALKS[int(s.transcript[1:])][s.start : s.end]: s for s in propose(LEARNER)}
    assert found["Overal hangjongeren."].reasons == ("jongere in 'hangjongeren'",)
    plain = Codebook("b", codes=(Code("1", "jeugd", "jeugd", "x"),))
    learner = learn(read_corpus(plain, SOURCES, nlp=NLP), YOUTH)
    why = explain(learner, "jeugd", [9])
    assert why.indicators == ()
    assert why.words[0] == "hangjongeren"


def test_where_many_words_pull_a_little_the_strongest_are_named() -> None:
    words = "Tulpen kosten vrijdag minder, zaterdag brood, zondag kaas, maandag vis, dinsdag soep."
    text = f"{words} Niets te melden. De bus rijdt weer. {words}"
    plain = Codebook("b", codes=(Code("1", "markt", "markt", "x"),))
    corpus = read_corpus(plain, [Source("a", text, [Turn(0, len(text))])], nlp=NLP)
    learner = learn(corpus, [Decision("a", 0, corpus.units[0].end, "markt", True)])
    why = explain(learner, "markt", [3])
    assert len(why.words) == 3
    assert all(word in words.lower() for word in why.words)


def test_the_nearest_coded_sentence_is_named() -> None:
    why = explain(LEARNER, "jeugd", [9])
    assert "hangjongeren" in quote(why.nearest).lower()
    assert 0.1 < why.likeness <= 1
    nothing = explain(LEARNER, "politie", [9])
    assert (nothing.nearest, nothing.likeness) == (-1, 0.0)


def test_likeness_of_a_sentence_to_itself_is_one() -> None:
    text = "Er staat hier een speeltuin. Er staat hier een speeltuin. De trein is laat."
    corpus = read_corpus(BOOK, [Source("a", text, [Turn(0, len(text))])], nlp=NLP)
    place = [("a", unit.start, unit.end) for unit in corpus.units]
    assert nearest(corpus, place[0], place)[0] == (1, pytest.approx(1, abs=0.03))
    assert nearest(corpus, ("weg", 0, 5), place) == []


def test_every_order_holds_the_same_suggestions_save_random() -> None:
    found = propose(LEARNER)
    assert len(found) > 3
    for how in ORDERS:
        ordered = in_order(LEARNER, found, how)
        assert in_order(LEARNER, found, how) == ordered
        if how != "random":
            assert sorted(ordered, key=repr) == sorted(found, key=repr)
    scores = [s.score for s in in_order(LEARNER, found, "confidence")]
    assert scores == sorted(scores, reverse=True)
    doubts = [abs(s.score - 0.5) for s in in_order(LEARNER, found, "uncertain")]
    assert doubts == sorted(doubts)
    assert in_order(LEARNER, found, "transcript") == found
    with pytest.raises(RodedraadError, match="no order"):
        in_order(LEARNER, found, "sideways")


def test_random_shows_what_nothing_was_proposed_for() -> None:
    shown = in_order(LEARNER, [], "random")
    quotes = [TALKS[int(s.transcript[1:])][s.start : s.end] for s in shown]
    undecided = [quote(n) for n in range(12) if quote(n) not in _decided()]
    assert sorted(quotes) == sorted(undecided)
    assert quotes != undecided
    assert "Het regent vaak." in quotes
    assert {s.transcript for s in in_order(LEARNER, [], "random", only={"t2"})} == {"t2"}


def _decided() -> set[str]:
    return {TALKS[int(d.transcript[1:])][d.start : d.end] for d in YOUTH}


def test_novel_is_what_shares_least_with_what_was_decided() -> None:
    news = novelty(LEARNER)
    by_quote = {quote(unit): news[unit] for unit in range(12)}
    assert by_quote["Hangjongeren maken lawaai."] == pytest.approx(0, abs=1e-9)
    assert by_quote["Ik woon hier al jaren."] > by_quote["Overal hangjongeren."]


def proposed(learner: Learner, code: str = "jeugd") -> list[Keyword]:
    return keywords_for(learner, code, words_of_units(learner.corpus))


def test_keywords_mark_what_was_coded() -> None:
    (keyword, *_) = proposed(LEARNER)
    assert (keyword.word, keyword.coded, keyword.rest) == ("hangjongere", 3, 1)
    assert keyword.transcripts == 3
    assert keyword.mark > 1.96
    assert quote(CORPUS.units.index(keyword.example)) == "Hangjongeren maken lawaai."
    assert proposed(LEARNER, "politie") == []
    known = Codebook("b", codes=(Code("1", "jeugd", "jeugd", "x", indicators=("hangjongere",)),))
    learner = learn(read_corpus(known, SOURCES, nlp=NLP), YOUTH)
    assert "hangjongere" not in [keyword.word for keyword in proposed(learner)]


FILLER = "Het regent vandaag wat harder. Mijn buren kochten gisteren een boot. "


def words_proposed(*sentences: str, first: str = "", elsewhere: str = "") -> list[str]:
    """Code these sentences, each in a talk of its own save those in `first`; give the words."""
    plain = Codebook("b", codes=(Code("1", "jeugd", "jeugd", "x"),))
    coded = [first, *sentences] if first else list(sentences)
    texts = [f"{one} {FILLER * 9}" for one in coded] + [elsewhere or FILLER]
    made = [Source(f"t{n}", text, [Turn(0, len(text))]) for n, text in enumerate(texts)]
    yes = [Decision(f"t{n}", 0, len(one), "jeugd", True) for n, one in enumerate(coded)]
    corpus = read_corpus(plain, made, nlp=NLP)
    learner = learn(corpus, yes, dict.fromkeys([one.key for one in made]))
    return [keyword.word for keyword in proposed(learner)]


def test_a_word_of_a_single_talk_is_not_proposed() -> None:
    said = ("De scooters rijden hard.", "Veel scooters hier.", "Scooters overal.")
    assert words_proposed(*said) == ["scooter"]
    assert words_proposed(first=" ".join(said)) == []


def test_an_everyday_word_is_not_proposed() -> None:
    said = [f"Mensen met scooters staan bij plek {number}." for number in range(4)]
    assert "mens" in words_proposed(*said)
    assert "mens" not in words_proposed(*said, elsewhere="Er waren mensen. " * 9)


def test_a_word_that_is_mostly_wrong_is_not_proposed() -> None:
    said = ("De scooters rijden hard.", "Veel scooters hier.", "Scooters overal.")
    assert words_proposed(*said, elsewhere="Een scooter kost geld. " * 4) == ["scooter"]
    assert words_proposed(*said, elsewhere="Een scooter kost geld. " * 6) == []


def test_of_a_phrase_and_its_words_the_one_that_carries_more_is_proposed() -> None:
    said = [f"Er zijn korte lijnen met {who}." for who in ("Jan", "Piet", "Klaas")]
    other = "Een korte straat. Een korte film. Drie lijnen. Twee lijnen. "
    assert words_proposed(*said, elsewhere=other) == ["kort lijn"]
    rides = [f"Ze rijden scooters {where}." for where in ("thuis", "ginds", "ver")]
    assert words_proposed(*rides) == ["scooter", "rij"]


def test_a_phrase_may_hold_a_word_that_says_nothing() -> None:
    said = [f"Zij heeft hart voor bewoners, {who}." for who in ("Jan", "Piet", "Klaas")]
    other = "Een hart. Het hart. Bewoners. Veel bewoners. "
    assert words_proposed(*said, elsewhere=other) == ["hart voor bewoner"]


def evaluated() -> Evaluation:
    decisions = [
        about("De politie rijdt", "politie", True, 0.9),
        about("De politie spelen", "politie", False, 0.7),
        about("De politie spelen", "jeugd", True),
        about("De wijkagent kent", "politie", True, 0.7),
        about("Onze wijkagent", "politie", True, 0.4),
        about("De jongeren blijven", "jeugd", False, 0.5),
    ]
    return evaluate(CORPUS, decisions, {"t0": None})


def test_figures_by_confidence_are_as_decided() -> None:
    figures = evaluated()
    assert figures.shown == (
        Shown("sure", 1, 1, 0.9),
        Shown("likely", 2, 1, 0.7),
        Shown("maybe", 2, 1, 0.45),
    )
    assert figures.curve == (Shown("1-5", 5, 3, 0.64),)
    police = figures.codes[1]
    assert (police.code, police.accepted, police.rejected) == ("politie", 3, 3)
    assert police.shown[1] == Shown("likely", 2, 1, 0.7)
    assert figures.calibrated_on == 0


def test_precision_and_recall_leave_out_a_transcript() -> None:
    figures = evaluated()
    assert figures.left_out == 4
    police = figures.codes[1]
    assert police.recall == 1
    assert police.precision is not None
    assert 0.5 <= police.precision < 1
    alone = evaluate(CORPUS, [about("De politie rijdt", "politie", True)])
    assert alone.left_out == 0
    assert alone.codes[1].precision is None


def test_confused_codes_and_weak_indicators() -> None:
    figures = evaluated()
    assert figures.confused == (("politie", "jeugd", 1),)
    weak = [(row.code, row.indicator, row.accepted, row.rejected) for row in figures.indicators]
    assert weak == [("jeugd", "jongere", 0, 1)]


def test_the_curve_has_blocks_in_order() -> None:
    made = [about("De politie rijdt", "politie", n >= 20, 0.5) for n in range(45)]
    assert learning_curve(made) == (
        Shown("1-20", 20, 0, 0.5),
        Shown("21-40", 20, 20, 0.5),
        Shown("41-45", 5, 5, 0.5),
    )


def test_nothing_to_evaluate() -> None:
    empty = evaluate(read_corpus(BOOK, [], nlp=NLP), [])
    assert empty.confused == empty.indicators == empty.curve == ()
    assert [figures.recall for figures in empty.codes] == [None, None]
