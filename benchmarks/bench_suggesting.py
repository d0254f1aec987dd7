"""What suggesting costs: reading 200,000 words, learning 10,000 decisions, one more decision.

    python benchmarks/bench_suggesting.py [WORDS]

With a number of words: the seconds that all suggestions for a project of that size take, stored.
Times are of the processor, not of the clock. The words are drawn from the Dutch dictionary with
the frequencies of speech, so that the vocabulary grows as it does in real talks.
"""

from __future__ import annotations

import itertools
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from rodedraad.codebooks import library
from rodedraad.codebooks.model import Code, Codebook
from rodedraad.coding.codes import load_codebook
from rodedraad.coding.importing import store_all
from rodedraad.coding.project import Project, create_project
from rodedraad.coding.suggesting import corpus as reading
from rodedraad.coding.suggesting.corpus import Corpus, read_corpus
from rodedraad.coding.suggesting.features import read_features
from rodedraad.coding.suggesting.learner import decide, learn, review_turns, settle, take_back
from rodedraad.coding.suggesting.lemmas import lemma
from rodedraad.coding.suggesting.model import Decision, Source
from rodedraad.coding.suggesting.pipeline import build_pipeline
from rodedraad.coding.suggesting.prior import Prior, make_prior
from rodedraad.coding.suggesting.proposing import propose
from rodedraad.coding.suggestions import count_suggestions, refresh_suggestions
from rodedraad.transcripts.model import Speaker, Transcript, Turn

WORDS = 200_000
CODES = 60
SCREEN = 400
BEFORE = 3_000
DECISIONS = 10_000
MANY_WORDS = 1_000_000

Result = TypeVar("Result")


def timed(task: Callable[[], Result]) -> tuple[float, Result]:
    """Run a task; give the seconds of the processor, and what it gave."""
    start = time.process_time()
    result = task()
    return time.process_time() - start, result


def vocabulary(chance: random.Random) -> list[str]:
    """List words of the dictionary; in talks the first are said most."""
    from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

    known = DEFAULT_DICTIONARY_FACTORY.get_dictionary("nl")
    words = [word for word in known if word.islower() and word.isalpha() and len(word) < 16]
    chance.shuffle(words)
    return sorted(words[:20_000], key=lambda word: len(word) + 12 * chance.random())


def talks(chance: random.Random, words: list[str], size: int) -> list[Source]:
    """Make transcripts of 60 turns of 6 sentences, together of about `size` words."""
    weights = list(itertools.accumulate(1 / (rank + 3) ** 1.1 for rank in range(len(words))))
    made: list[Source] = []
    said = 0
    while said < size:
        text, turns = "", []
        for _ in range(60):
            spoken = []
            for _ in range(6):
                count = chance.randrange(5, 30)
                said += count
                spoken.append(" ".join(chance.choices(words, cum_weights=weights, k=count)) + ".")
            turns.append(Turn(len(text), len(text) + len(" ".join(spoken))))
            text += " ".join(spoken) + "\n"
        made.append(Source(f"t{len(made)}", text, turns))
    return made


def large_codebook(chance: random.Random, words: list[str]) -> Codebook:
    """Make a codebook of 60 codes, with indicators that are said now and then."""
    codes = [
        Code(str(n), f"c{n}", f"c{n}", f"Code {n}", indicators=tuple(chance.sample(words, 12)))
        for n in range(CODES)
    ]
    return Codebook("groot", codes=tuple(codes))


def example(corpus: Corpus, unit: int, code: str, accepted: bool) -> Decision:
    """Decide about a unit."""
    place = corpus.units[unit]
    return Decision(place.transcript, place.start, place.end, code, accepted)


def measure_reading(sources: list[Source]) -> tuple[float, list[tuple[str, float, float]]]:
    """Time the features and a whole suggest, as multiples of what spaCy takes (seconds)."""
    nlp = build_pipeline("nl")
    texts = [source.text[turn.start : turn.end] for source in sources for turn in source.turns]
    for text in texts:  # "cached lemmas": each word was looked up before
        for word in set(text.replace(".", " ").split()):
            lemma(word, "nl")
    base, _ = timed(lambda: [len(doc) for doc in build_pipeline("nl").pipe(texts)])
    book = library.load("gebiedsgericht")
    spent: dict[str, float] = {}

    def watched(*arguments: object) -> object:
        spent["features"], made = timed(lambda: read_features(*arguments))  # type: ignore[arg-type]
        return made

    reading.read_features = watched  # type: ignore[assignment]
    whole, found = timed(lambda: propose(learn(read_corpus(book, sources, nlp=nlp))))
    reading.read_features = read_features
    assert found
    return base, [
        ("suggesting: features of 200,000 words, times spaCy", spent["features"] / base, 1.0),
        ("suggesting: all suggestions for them, times spaCy", whole / base, 3.0),
    ]


def make_project(folder: Path, sources: list[Source]) -> Project:
    """Make a project that holds these transcripts and the codebook that ships."""
    project = create_project(folder / "groot.draad", "nl", "anna")
    with project.transaction("codebook load"):
        load_codebook(project, library.load("gebiedsgericht"))
    speakers = (Speaker("", respondent="R1"),)
    with project.transaction("import"):
        store_all(
            project,
            [
                Transcript(one.text, tuple(one.turns), speakers, one.key, one.key, "txt", one.key)
                for one in sources
            ],
        )
    return project


def seconds_for(size: int) -> float:
    """Give the seconds that suggesting takes in a new project of so many words, stored."""
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        project = make_project(Path(folder), talks(chance, vocabulary(chance), size))
        spent, _ = timed(lambda: refresh_suggestions(project))
        assert count_suggestions(project.connection)
        project.close()
    return spent


def in_a_process_of_its_own(size: int) -> float:
    """Measure a project of so many words where nothing else takes memory."""
    command = [sys.executable, __file__, str(size)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def measure_storing(base: float) -> list[tuple[str, float, float]]:
    """Time suggesting in whole projects: as a multiple of spaCy, and with more words."""
    some = in_a_process_of_its_own(WORDS)
    many = in_a_process_of_its_own(MANY_WORDS)
    return [
        ("suggesting: in a project of 200,000 words, stored, times spaCy", some / base, 3.0),
        (
            "suggesting: time a word with 1,000,000 words, times that with 200,000",
            many / some * WORDS / MANY_WORDS,
            1.1,
        ),
    ]


def measure_learning(
    corpus: Corpus, prior: Prior, chance: random.Random
) -> list[tuple[str, float, float]]:
    """Time a fit of all decisions from nothing, and one decision more."""
    units = chance.sample(range(len(corpus.units)), min(DECISIONS, len(corpus.units)))
    made = [
        example(corpus, unit, f"c{chance.randrange(CODES)}", chance.random() < 0.7)
        for unit in units
    ]
    apart, _ = timed(lambda: learn(corpus, made, prior=prior))
    whole = list(corpus.first_of)[: len(corpus.first_of) * 9 // 10]
    learner = learn(corpus, made[:BEFORE], prior=prior)
    learner.reviewed = set(units[:BEFORE])
    learner.stale = set(range(CODES))
    together, _ = timed(lambda: settle(learner))
    key = next(iter(corpus.first_of))
    decision = example(corpus, corpus.first_of[key], "c3", True)
    best = 1.0
    for _ in range(5):

        def one_more() -> None:
            decide(learner, decision)
            propose(learner, only=[key], codes=["c3"])

        best = min(best, timed(one_more)[0])
        take_back(learner, decision)
    everything = learn(corpus, made, prior=prior)
    for transcript in whole:
        review_turns(everything, transcript, None)
    dense, _ = timed(lambda: settle(everything))
    return [
        (f"suggesting: {DECISIONS} decisions, {CODES} codes, from nothing, s", apart, 5.0),
        (f"suggesting: 3000 reviewed sentences, {CODES} codes, from nothing, s", together, 5.0),
        (
            f"suggesting: {len(everything.reviewed)} reviewed sentences, {CODES} codes, s",
            dense,
            5.0,
        ),
        ("suggesting: one decision to new suggestions, ms", best * 1000, 50.0),
    ]


def main() -> None:
    """Print one JSON line for each figure."""
    chance = random.Random(1)
    words = vocabulary(chance)
    sources = talks(chance, words, WORDS)
    base, figures = measure_reading(sources)
    corpus = read_corpus(large_codebook(chance, words[300:]), sources, nlp=build_pipeline("nl"))
    figures += measure_learning(corpus, make_prior(corpus), chance)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures.append(("suggesting: memory of the whole process, MB", used, 300.0))
    figures += measure_storing(base)
    for name, value, limit in figures:
        figure = {"figure": name, "value": round(value, 2), "limit": limit, "ok": value <= limit}
        print(json.dumps(figure))


if __name__ == "__main__":
    if sys.argv[1:]:
        print(seconds_for(int(sys.argv[1])))
    else:
        main()
