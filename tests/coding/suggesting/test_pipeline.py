from __future__ import annotations

import subprocess
import sys

import spacy

from rodedraad.coding.suggesting.pipeline import build_pipeline, installed_model

INDICATORS = {"samenwerking/politie": ["politie", "korte lijnen"], "werkwijze": ["samenwerken"]}


def test_components_fill_lemmas_hits_and_spans() -> None:
    nlp = build_pipeline("nl", INDICATORS)
    text = "Wij werken samen. De politie kent korte lijnen."
    doc = nlp(text)
    assert [sentence.text for sentence in doc.sents] == [
        "Wij werken samen.",
        "De politie kent korte lijnen.",
    ]
    assert [token.lemma_ for token in doc][:3] == ["wij", "werken", "samen"]
    assert [hit.indicator for hit in doc._.indicator_hits] == [
        "samenwerken",
        "politie",
        "korte lijnen",
    ]
    spans = doc.spans["rodedraad_indicators"]
    assert [(span.text, span.label_) for span in spans] == [
        ("werken samen", "samenwerken"),
        ("politie", "politie"),
        ("korte lijnen", "korte lijnen"),
    ]


def test_spacy_finds_the_components_without_an_import() -> None:
    program = (
        "import spacy; nlp = spacy.blank('nl'); nlp.add_pipe('rodedraad_lemmas'); "
        "print(nlp('De politie werkt.')[2].lemma_)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("werken", "")


def test_pipe_and_call_agree() -> None:
    nlp = build_pipeline("nl", INDICATORS)
    texts = ["De politie.", "", "Wij werken samen met de politie."]
    piped = [doc._.indicator_hits for doc in nlp.pipe(texts)]
    assert piped == [nlp(text)._.indicator_hits for text in texts]


def test_a_config_carries_the_indicators() -> None:
    nlp = build_pipeline("nl", INDICATORS)
    again = spacy.util.load_model_from_config(nlp.config, auto_fill=True)
    assert [hit.indicator for hit in again("De wijkpolitie.")._.indicator_hits] == ["politie"]


def test_sentences_come_from_a_model_only_where_one_is_installed() -> None:
    nlp = build_pipeline("nl")
    assert ("sentencizer" in nlp.pipe_names) is (installed_model("nl") == "")


def test_other_languages_work() -> None:
    doc = build_pipeline("en", {"police": ["police officer"]})("Two police officers came.")
    assert [hit.words for hit in doc._.indicator_hits] == [("police", "officers")]
