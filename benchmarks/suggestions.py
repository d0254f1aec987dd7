"""How good the suggestions are, on labelled sentences: one JSON line a method and number.

    python benchmarks/suggestions.py [DATA.tsv] [CODEBOOK.yaml]

DATA has the columns document, codes (parted by ";", or none) and text. With the documents
`train` and `test`, learning is from the one and measuring on the other; with more than two, each
document is left out in turn and the figures are weighted by its sentences. Examples are drawn
for each code with five seeds. Texts of all documents are in the corpus, as they are in a project;
what is left out is their labels.
"""

from __future__ import annotations

import csv
import json
import random
import sys
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from rodedraad.codebooks.model import Code, Codebook
from rodedraad.coding.suggesting import coldstart
from rodedraad.coding.suggesting.corpus import Corpus, read_corpus
from rodedraad.coding.suggesting.embeddings import sentence_embedder
from rodedraad.coding.suggesting.learner import learn
from rodedraad.coding.suggesting.model import Decision, Source
from rodedraad.coding.suggesting.prior import Prior, make_prior
from rodedraad.coding.suggesting.proposing import raw_chances
from rodedraad.transcripts.model import Turn

if TYPE_CHECKING:
    from rodedraad.coding.suggesting.embeddings import Embed

SHARED = Path(__file__).resolve().parents[2] / "shared" / "bench"
EXAMPLES: tuple[int | str, ...] = (0, 5, 10, 20, 50, 100, "all")
SEEDS = 5

Scores = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Data:
    """Labelled sentences: `labels` has a row for each sentence and a column for each code."""

    documents: list[str]
    texts: list[str]
    labels: Flags
    book: Codebook


@dataclass(frozen=True)
class Fold:
    """Sentences to learn from and to measure on, by number."""

    train: list[int]
    test: list[int]


def read_data(data: Path, codebook: Path) -> Data:
    """Read the labelled sentences and the codebook that their codes are from.

    Ends the program with one line where a file cannot be read as that, and says why.
    """
    book = read_codebook(codebook)
    paths = [code.path for code in book.walk()]
    rows = list(read_rows(data))
    labels = np.zeros((len(rows), len(paths)), dtype=bool)
    for number, row in enumerate(rows):
        for name in filter(None, (part.strip() for part in row["codes"].split(";"))):
            labels[number, paths.index(_path_of(name, paths, f"{data}:{number + 2}"))] = True
    if len({row["document"] for row in rows}) < 2:
        raise SystemExit(
            f"{data}: needs two documents or more: one is measured, others learnt from"
        )
    if not labels.any():
        raise SystemExit(f"{data}: no sentence has a code, so there is nothing to measure")
    return Data([row["document"] for row in rows], [row["text"] for row in rows], labels, book)


def read_rows(data: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a file parted by tabs, with the columns document, codes and text."""
    try:
        lines = data.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SystemExit(f"{data}: cannot be read: {error}") from None
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        raise SystemExit(f"{data}:1: these columns are missing: {', '.join(missing)}")
    for row in rows:
        yield {name: row[name] or "" for name in COLUMNS}


COLUMNS = ("document", "codes", "text")


def _path_of(name: str, paths: Sequence[str], where: str) -> str:
    found = [path for path in paths if path == name or path.endswith("/" + name)]
    if not found:
        raise SystemExit(f"{where}: the codebook has no code {name}")
    return found[0]


def read_codebook(file: Path) -> Codebook:
    """Read a codebook as it stands beside the data: code, name, definition, indicators."""
    try:
        found = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
        codes = tuple(_code(entry, "") for entry in found["codes"])
    except (OSError, UnicodeDecodeError, YAMLError, KeyError, TypeError) as error:
        reason = " ".join(str(error).split())
        raise SystemExit(f"{file}: is no codebook of this shape: {reason}") from None
    return Codebook(found.get("name", file.stem), found.get("language", "nl"), codes=codes)


def _code(entry: dict[str, Any], above: str) -> Code:
    slug = str(entry["code"])
    path = above + slug
    return Code(
        str(uuid.uuid5(uuid.NAMESPACE_URL, path)),
        slug,
        path,
        str(entry.get("name", slug)),
        str(entry.get("definition") or ""),
        str(entry.get("use_when") or entry.get("when") or ""),
        example=str(entry.get("example") or ""),
        indicators=tuple(str(name) for name in entry.get("indicators") or ()),
        codes=tuple(_code(below, path + "/") for below in entry.get("codes") or ()),
    )


def folds(documents: Sequence[str]) -> Iterator[Fold]:
    """Yield what to learn from and what to measure on."""
    names = list(dict.fromkeys(documents))
    left_out = ["test"] if set(names) == {"train", "test"} else names
    for name in left_out:
        numbers = range(len(documents))
        yield Fold(
            [n for n in numbers if documents[n] != name],
            [n for n in numbers if documents[n] == name],
        )


def draw(data: Data, fold: Fold, examples: int | str, seed: int) -> list[int]:
    """Draw sentences: so many of each code, and those without a code in their natural share."""
    if examples == "all":
        return fold.train
    chance = random.Random(f"{seed} {examples}")
    drawn: set[int] = set()
    for code in range(data.labels.shape[1]):
        having = [n for n in fold.train if data.labels[n, code]]
        drawn.update(chance.sample(having, min(int(examples), len(having))))
    coded = [n for n in fold.train if data.labels[n].any()]
    bare = [n for n in fold.train if not data.labels[n].any()]
    share = round(len(bare) * len(drawn) / len(coded)) if coded else 0
    return sorted(drawn | set(chance.sample(bare, min(share, len(bare)))))


def read_everything(data: Data, embed: Embed | None = None) -> tuple[Corpus, Prior]:
    """Read all sentences, each a transcript of one turn that is one unit."""
    sources = [Source(str(n), text, [Turn(0, len(text))]) for n, text in enumerate(data.texts)]
    corpus = read_corpus(data.book, sources, unit="turn", embed=embed)
    return corpus, make_prior(corpus)


def with_indicators(corpus: Corpus, data: Data) -> Scores:
    """Score every sentence by its indicators alone."""
    scores = np.zeros(data.labels.shape)
    for unit, by_code in corpus.found.items():
        for code, hits in by_code.items():
            number = int(corpus.units[unit].transcript)
            scores[number, code] = coldstart.cold_score(hits, corpus.common)
    return scores


def with_learning(corpus: Corpus, prior: Prior, data: Data, drawn: Sequence[int]) -> Scores:
    """Score every sentence as the program does after these examples were reviewed whole."""
    decisions = [
        Decision(str(n), 0, len(data.texts[n]), corpus.codes[code], True)
        for n in drawn
        for code in np.flatnonzero(data.labels[n]).tolist()
    ]
    learner = learn(corpus, decisions, {str(n): None for n in drawn}, prior)
    scores = np.zeros(data.labels.shape)
    numbers = [int(unit.transcript) for unit in corpus.units]
    for code in range(len(corpus.codes)):
        scores[numbers, code] = raw_chances(learner, code)
    return scores


def with_sklearn(corpus: Corpus, data: Data, drawn: Sequence[int], test: Sequence[int]) -> Scores:
    """Score the test sentences with TF-IDF and logistic regression, one code against the rest."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_union

    def terms(number: int) -> list[str]:
        said = said_in[number]
        return said + [f"{one} {other}" for one, other in pairwise(said)]

    said_in: dict[int, list[str]] = {n: [] for n in range(len(data.texts))}
    for unit, place in enumerate(corpus.units):
        words = [word for word in corpus.tokens.of(unit)[0] if word[0].isalnum()]
        said_in[int(place.transcript)] = [corpus.lemma_of(word) for word in words]
    union = make_union(
        TfidfVectorizer(analyzer=terms, sublinear_tf=True),
        TfidfVectorizer(
            preprocessor=lambda number: data.texts[number].lower(),
            analyzer="char_wb",
            ngram_range=(3, 5),
            sublinear_tf=True,
        ),
    )
    scores = np.full(data.labels.shape, -1e9)  # a code without examples comes last
    if not drawn:
        return scores
    seen, unseen = union.fit_transform(list(drawn)), union.transform(list(test))
    for code in range(data.labels.shape[1]):
        answers = data.labels[list(drawn), code]
        if answers.any() and not answers.all():
            model = LogisticRegression(C=10, class_weight="balanced", max_iter=1000)
            scores[list(test), code] = model.fit(seen, answers).decision_function(unseen)
    return scores


def measure(scores: Scores, labels: Flags) -> dict[str, float]:
    """Give mean average precision, recall among the first three and precision of the first."""
    precisions = [
        average_precision(scores[:, code], labels[:, code])
        for code in range(labels.shape[1])
        if labels[:, code].any()
    ]
    coded = np.flatnonzero(labels.any(axis=1))
    order = np.argsort(-scores[coded], axis=1, kind="stable")
    hits = np.take_along_axis(labels[coded], order, axis=1)
    most = np.minimum(3, labels[coded].sum(axis=1))
    return {
        "map": float(np.mean(precisions)) if precisions else 0.0,
        "recall_at_3": float((hits[:, :3].sum(axis=1) / most).mean()) if len(coded) else 0.0,
        "precision_at_1": float(hits[:, 0].mean()) if len(coded) else 0.0,
    }


def average_precision(scores: Scores, relevant: Flags) -> float:
    """Give the mean, over the relevant sentences, of the precision down to each."""
    right = relevant[np.argsort(-scores, kind="stable")]
    precision = np.cumsum(right) / np.arange(1, len(right) + 1)
    return float(precision[right].mean())


def averaged(figures: Sequence[tuple[int, dict[str, float]]]) -> dict[str, float]:
    """Average figures, each weighted by the number of sentences it is about."""
    weights = [weight for weight, _ in figures]
    return {
        key: float(np.average([figure[key] for _, figure in figures], weights=weights))
        for key in figures[0][1]
    }


def figures_of(
    data: Data, examples: int | str, score: Callable[[list[int], list[int]], Scores]
) -> list[dict[str, float]]:
    """Measure one method at one number of examples; gives figures for each seed.

    A document in which nothing is coded is not measured on.
    """
    by_seed = []
    for seed in range(1 if examples in (0, "all") else SEEDS):
        found = []
        for fold in folds(data.documents):
            if not data.labels[fold.test].any():
                continue  # nothing to find there
            drawn = draw(data, fold, examples, seed)
            scores = score(drawn, fold.test)[fold.test]
            found.append((len(fold.test), measure(scores, data.labels[fold.test])))
        by_seed.append(averaged(found))
    return by_seed


def methods(data: Data) -> Iterator[tuple[str, Callable[[list[int], list[int]], Scores]]]:
    """Yield the name of each method, and how it scores all sentences from some examples."""
    corpus, prior = read_everything(data)
    fixed = with_indicators(corpus, data)
    yield "indicators", lambda _drawn, _test: fixed
    yield "rodedraad", lambda drawn, _test: with_learning(corpus, prior, data, drawn)
    embed = sentence_embedder(data.book.language)
    if embed is not None:
        both = read_everything(data, embed)
        yield "rodedraad+embeddings", lambda drawn, _test: with_learning(*both, data, drawn)
    try:
        import sklearn  # noqa: F401
    except ImportError:
        print("scikit-learn is not installed: its figures are left out", file=sys.stderr)
        return
    yield "sklearn", lambda drawn, test: with_sklearn(corpus, data, drawn, test)


def main(arguments: Sequence[str]) -> None:
    """Print one JSON line for each method and number of examples."""
    arguments = [argument for argument in arguments if argument]
    file = Path(arguments[0]) if arguments else SHARED / "sib200-nl.tsv"
    book = Path(arguments[1]) if len(arguments) > 1 else SHARED / "sib200-nl.yaml"
    data = read_data(file, book)
    for method, score in methods(data):
        for examples in EXAMPLES:
            if examples == 0 and method == "sklearn":
                continue  # it knows nothing yet
            found = figures_of(data, examples, score)
            mean = {key: round(float(np.mean([f[key] for f in found])), 4) for key in found[0]}
            print(json.dumps({"examples": examples, "method": method, **mean}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
