from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rodedraad.codebooks.model import Code, Codebook
from rodedraad.coding.suggesting.corpus import Corpus, read_corpus
from rodedraad.coding.suggesting.learner import (
    Learner,
    answers_for,
    decide,
    learn,
    review_turns,
    settle,
    take_back,
    units_at,
)
from rodedraad.coding.suggesting.model import Decision, Source
from rodedraad.coding.suggesting.pipeline import build_pipeline
from rodedraad.coding.suggesting.prior import make_prior
from rodedraad.coding.suggesting.proposing import propose, suggest
from rodedraad.coding.suggesting.reasons import pull_of, reasons_for
from rodedraad.transcripts.model import SpeakerRole, Turn

NLP = build_pipeline("nl")

POLICE = Code("1", "politie", "s/politie", "Politie", indicators=("politie", "wijkagent"))
CARE = Code("2", "zorg", "s/zorg", "Zorg", "wie voor mensen zorgt", indicators=("zorg",))
BARE = Code("3", "kaal", "kaal", "Kaal")
BOOK = Codebook("boek", codes=(Code("0", "s", "s", "Samen", codes=(POLICE, CARE)), BARE))

SENTENCES = (
    "De politie komt hier nooit.",
    "De wijkagent kent iedereen in de straat.",
    "Hangjongeren zitten elke avond in het park.",
    "Hangjongeren maken lawaai bij het winkelcentrum.",
    "De zorg is hier goed geregeld.",
    "Mijn moeder krijgt zorg van de thuiszorg.",
    "De huisarts en de wijkverpleegkundige werken samen.",
    "Ik woon hier dertig jaar.",
    "De huren zijn verhoogd door de corporatie.",
    "Een agent op de fiets zie je zelden.",
    "Het park is opgeknapt met nieuwe lampen.",
    "De verpleegkundige komt elke ochtend langs.",
)


def sources() -> list[Source]:
    """Four talks of one turn with three sentences each."""
    made = []
    for number in range(4):
        text = " ".join(SENTENCES[3 * number : 3 * number + 3])
        made.append(Source(f"t{number}", text, [Turn(0, len(text))]))
    return made


CORPUS = read_corpus(BOOK, sources(), nlp=NLP)
PRIOR = make_prior(CORPUS)
CODES = CORPUS.codes


def about(unit: int, code: str, accepted: bool, bulk: bool = False) -> Decision:
    place = CORPUS.units[unit]
    return Decision(place.transcript, place.start, place.end, code, accepted, bulk=bulk)


def state(learner: Learner) -> tuple[bytes, bytes]:
    return learner.scores.tobytes(), b"".join(weights.tobytes() for weights in learner.weights)


DECISIONS = st.builds(
    about,
    st.integers(0, len(CORPUS.units) - 1),
    st.sampled_from(CODES),
    st.booleans(),
    st.just(False) | st.booleans(),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(DECISIONS, st.booleans()), max_size=25), st.randoms(), st.booleans())
def test_any_order_of_decisions_and_undos_ends_in_a_fit_from_nothing(
    made: list[tuple[Decision, bool]], order: random.Random, review: bool
) -> None:
    """Exactly, to the last digit: no tolerance."""
    learner = learn(CORPUS, prior=PRIOR)
    kept: list[Decision] = []
    to_undo: list[Decision] = []
    for decision, undone in made:
        decide(learner, decision)
        (to_undo if undone else kept).append(decision)
    if review:
        review_turns(learner, "t1", [0])
    order.shuffle(to_undo)
    for decision in to_undo:
        take_back(learner, decision)
    settle(learner)
    order.shuffle(kept)
    fresh = learn(CORPUS, kept, {"t1": None} if review else None, prior=PRIOR)
    assert state(learner) == state(fresh)


def test_the_same_input_gives_the_same_state() -> None:
    decisions = [about(2, "s/politie", True), about(7, "s/politie", False)]
    again = read_corpus(BOOK, sources())
    one, other = learn(CORPUS, decisions, {"t0": [0]}), learn(again, decisions, {"t0": [0]})
    assert state(one) == state(other)


def test_a_code_without_examples_falls_back_to_its_indicators() -> None:
    learner = learn(CORPUS, [about(2, "s/politie", True)], prior=PRIOR)
    care = CODES.index("s/zorg")
    assert np.array_equal(learner.scores[care], PRIOR.scores[care])
    found = {unit for unit in CORPUS.found if care in CORPUS.found[unit]}
    best = set(np.argsort(-learner.scores[care])[: len(found)].tolist())
    assert found == best == {4, 5}


def test_one_example_lifts_what_resembles_it_and_nothing_unlike_it() -> None:
    learner = learn(CORPUS, [about(2, "s/politie", True)], prior=PRIOR)
    police = CODES.index("s/politie")
    lifted = learner.scores[police] - PRIOR.scores[police]
    assert lifted[3] > 0.05  # "Hangjongeren maken lawaai" after "Hangjongeren zitten"
    assert lifted[3] > 5 * abs(lifted[7])
    other = learner.scores[CODES.index("s/zorg")]
    assert np.array_equal(other, PRIOR.scores[CODES.index("s/zorg")])


def test_two_yeses_elsewhere_leave_the_indicators_their_trust() -> None:
    code = CODES.index("s/politie")
    elsewhere = [about(2, "s/politie", True), about(9, "s/politie", True)]
    assert learn(CORPUS, elsewhere, prior=PRIOR).trust[code] > 0.95
    wrong = [about(0, "s/politie", False), about(1, "s/politie", False)]
    assert learn(CORPUS, [*elsewhere, *wrong], prior=PRIOR).trust[code] < 0.5


def test_a_question_is_context_for_its_answer_and_no_reason() -> None:
    def talk(key: str, question: str) -> Source:
        text = f"{question} Dat valt reuze mee."
        end = len(question)
        asked = Turn(0, end, "Int", SpeakerRole.INTERVIEWER)
        return Source(key, text, [asked, Turn(end + 1, len(text), "R")])

    youth, rents = "Hoe is het met de hangjongeren?", "Hoe is het met de huren?"
    corpus = read_corpus(BOOK, [*sources(), talk("een", youth), talk("ander", rents)], nlp=NLP)
    yes = [
        Decision(place.transcript, place.start, place.end, "s/politie", True)
        for place in corpus.units[2:4]
    ]
    learner = learn(corpus, yes)
    first, other = corpus.first_of["een"], corpus.first_of["ander"]
    scores = learner.scores[CODES.index("s/politie")]
    assert scores[first] > scores[other] + 0.02
    number = CODES.index("s/politie")
    assert not any(
        "hangjongeren" in reason
        for reason in reasons_for(learner, number, [first], pull_of(learner, number))
    )


def test_a_rejected_example_lowers_what_resembles_it() -> None:
    learner = learn(CORPUS, [about(0, "s/politie", False)], prior=PRIOR)
    police = CODES.index("s/politie")
    assert learner.scores[police][0] < PRIOR.scores[police][0]


def test_rejecting_one_code_says_nothing_of_another() -> None:
    learner = learn(CORPUS, [about(0, "s/politie", False)], prior=PRIOR)
    for path in ("s", "s/zorg", "kaal"):
        assert answers_for(learner, CODES.index(path)) == {}


def test_a_reviewed_turn_says_no_to_what_it_does_not_carry() -> None:
    decisions = [about(0, "s/politie", True)]
    learner = learn(CORPUS, decisions, {"t0": [0]}, prior=PRIOR)
    assert answers_for(learner, CODES.index("s/politie")) == {0: 1.0, 1: -1.0, 2: -1.0}
    assert answers_for(learner, CODES.index("kaal")) == {0: -1.0, 1: -1.0, 2: -1.0}
    # What carries a code below a theme does not say no to the theme.
    assert answers_for(learner, CODES.index("s")) == {1: -1.0, 2: -1.0}
    whole = learn(CORPUS, decisions, {"t0": None}, prior=PRIOR)
    assert state(whole) == state(learner)


def test_bulk_accepts_teach_nothing_and_are_not_proposed_again() -> None:
    bulk = about(0, "s/politie", True, bulk=True)
    learner = learn(CORPUS, [bulk], prior=PRIOR)
    assert state(learner) == state(learn(CORPUS, prior=PRIOR))
    before = [s.start for s in propose(learn(CORPUS, prior=PRIOR), codes=["s/politie"])]
    assert before == [0]  # The two neighbours are one suggestion.
    places = [(s.transcript, s.start) for s in propose(learner, codes=["s/politie"])]
    assert places == [("t0", CORPUS.units[1].start)]


def test_contradicting_decisions_lie_in_between() -> None:
    both = [about(7, "kaal", True), about(7, "kaal", False)]
    learner = learn(CORPUS, both, prior=PRIOR)
    assert answers_for(learner, CODES.index("kaal")) == {7: 0.0}
    bare = CODES.index("kaal")
    yes = learn(CORPUS, both[:1], prior=PRIOR).scores[bare][7]
    no = learn(CORPUS, both[1:], prior=PRIOR).scores[bare][7]
    assert no < learner.scores[bare][7] < yes


def test_a_thousand_identical_sentences() -> None:
    text = "Hangjongeren zitten in het park."
    many = Source("veel", " ".join([text] * 1000), [Turn(0, 1000 * (len(text) + 1) - 1)])
    corpus = read_corpus(BOOK, [many], nlp=NLP)
    decisions = [Decision("veel", u.start, u.end, "kaal", True) for u in corpus.units]
    assert len(decisions) == 1000
    scores = learn(corpus, decisions, {"veel": None}).scores[CODES.index("kaal")]
    assert np.isfinite(scores).all()
    assert np.ptp(scores) < 1e-9


def test_a_thousand_identical_decisions_count_as_one() -> None:
    learner = learn(CORPUS, [about(2, "kaal", True)] * 1000, prior=PRIOR)
    once = learn(CORPUS, [about(2, "kaal", True)], prior=PRIOR)
    assert np.array_equal(learner.scores, once.scores)
    for _ in range(999):
        take_back(learner, about(2, "kaal", True))
    assert answers_for(learner, CODES.index("kaal")) == {2: 1.0}


def test_a_fragment_that_is_part_of_a_sentence_or_more_than_one() -> None:
    first, second, third = CORPUS.units[0], CORPUS.units[1], CORPUS.units[2]
    assert units_at(CORPUS, "t0", first.start, first.end) == ([0], [])
    assert units_at(CORPUS, "t0", first.start, first.start + 3) == ([0], [])
    assert units_at(CORPUS, "t0", first.start, third.end) == ([0, 1, 2], [])
    assert units_at(CORPUS, "t0", first.start, second.start + 5) == ([0], [1])
    assert units_at(CORPUS, "t0", third.end, third.end + 10) == ([], [])
    assert units_at(CORPUS, "nergens", 0, 10) == ([], [])


def test_a_touched_sentence_neither_says_no_nor_is_proposed() -> None:
    first, second = CORPUS.units[0], CORPUS.units[1]
    decision = Decision("t0", first.start, second.start + 5, "s/politie", True)
    learner = learn(CORPUS, [decision], {"t0": None}, prior=PRIOR)
    assert answers_for(learner, CODES.index("s/politie")) == {0: 1.0, 2: -1.0}
    assert propose(learner, codes=["s/politie"], only=["t0"]) == []


def test_decisions_about_unknown_codes_and_places_are_passed_over() -> None:
    strange = [Decision("t0", 0, 5, "weg", True), Decision("weg", 0, 5, "s/zorg", True)]
    learner = learn(CORPUS, strange, {"weg": None}, prior=PRIOR)
    assert state(learner) == state(learn(CORPUS, prior=PRIOR))
    decide(learner, strange[0])
    assert state(learner) == state(learn(CORPUS, prior=PRIOR))


@pytest.mark.parametrize("book", [BOOK, Codebook("leeg"), Codebook("k", codes=(BARE,))])
@pytest.mark.parametrize(
    "texts", [[], [Source("leeg", "", [])], [Source("punt", "…", [Turn(0, 1)])], sources()[:1]]
)
def test_empty_transcripts_and_codebooks_without_indicators(
    book: Codebook, texts: list[Source]
) -> None:
    corpus = read_corpus(book, texts, nlp=NLP)
    decisions = [Decision("t0", 0, 27, "kaal", True)]
    learner = learn(corpus, decisions, {"t0": [0], "leeg": None})
    assert learner.scores.shape == (len(corpus.codes), len(corpus.units))
    assert np.isfinite(learner.scores).all()
    propose(learner)


def test_without_indicators_examples_teach() -> None:
    book = Codebook("kaal", codes=(Code("1", "jeugd", "jeugd", "x"), Code("2", "y", "y", "y")))
    corpus = read_corpus(book, sources(), nlp=NLP)
    assert propose(learn(corpus)) == []
    taught = Decision("t0", CORPUS.units[2].start, CORPUS.units[2].end, "jeugd", True)
    scores = learn(corpus, [taught]).scores[0]
    assert int(np.argsort(-scores)[1]) == 3


def test_suggest_leaves_out_what_was_decided() -> None:
    decided = [about(0, "s/politie", False), about(1, "s/politie", True)]
    found = suggest(BOOK, sources(), decisions=decided, nlp=NLP)
    assert [s for s in found if s.code == "s/politie" and s.transcript == "t0"] == []
    all_of_them = suggest(BOOK, sources(), nlp=NLP)
    assert [s for s in all_of_them if s.code == "s/politie" and s.transcript == "t0"] != []


def test_what_another_coder_decided_may_be_left_out_instead() -> None:
    learner = learn(CORPUS, [about(0, "s/politie", True)], prior=PRIOR)
    mine = [about(1, "s/politie", False)]
    places = {s.start for s in propose(learner, done=mine, codes=["s/politie"], only=["t0"])}
    assert places == {0}


def corpus_of(*texts: str) -> Corpus:
    made = [Source(str(n), text, [Turn(0, len(text))]) for n, text in enumerate(texts)]
    return read_corpus(BOOK, made, nlp=NLP)


def test_neighbours_with_the_same_code_are_one_suggestion() -> None:
    text = "De politie komt. De wijkagent ook. Niets. De politie weer."
    corpus = corpus_of(text)
    found = propose(learn(corpus), codes=["s/politie"])
    quotes = [text[s.start : s.end] for s in found]
    assert quotes == ["De politie komt. De wijkagent ook.", "De politie weer."]
    assert found[0].reasons[:2] == ("politie", "wijkagent")


def test_yes_alone_does_not_find_the_code_everywhere() -> None:
    """Who codes by hand never says no; what was not decided stands in for that."""
    filler = [f"Zin nummer {number} gaat over iets heel anders." for number in range(60)]
    youth = [f"Hangjongeren maken lawaai op plek {number}." for number in range(20)]
    text = " ".join(filler + youth)
    corpus = read_corpus(BOOK, [Source("a", text, [Turn(0, len(text))])], nlp=NLP)
    taught = [Decision("a", u.start, u.end, "kaal", True) for u in corpus.units[60:70]]
    learner = learn(corpus, taught)
    scores = learner.scores[CODES.index("kaal")]
    assert scores[70:].min() > scores[:60].max() + 0.2
    assert all(s.start >= corpus.units[70].start for s in propose(learner, codes=["kaal"]))


def test_a_sentence_of_one_word_is_not_surer_than_a_whole_one() -> None:
    corpus = corpus_of(
        "De politie.", "De politie komt hier elke dag langs op de fiets.", *SENTENCES[1:]
    )
    scores = make_prior(corpus).scores[CODES.index("s/politie")]
    assert scores[0] < scores[1] + 0.2


def test_a_score_that_is_not_calibrated_never_claims_to_be_certain() -> None:
    taught = [about(unit, "s/politie", True) for unit in (0, 1)]
    for learner in (learn(CORPUS, taught, {"t0": None}), learn(CORPUS)):
        assert all(s.score < 0.953 for s in propose(learner, done=()))
