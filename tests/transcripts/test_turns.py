"""From text to turns: exact spans, labels, times, and lines that only look like a speaker."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rodedraad.transcripts import turns as dividing
from rodedraad.transcripts.model import SpeakerRole
from rodedraad.transcripts.turns import divide


def said(text: str) -> list[tuple[str, str]]:
    """The speaker and the words of each turn."""
    return [(turn.speaker, text[turn.start : turn.end]) for turn in divide(text).turns]


def timed(text: str) -> list[tuple[str, float | None, float | None, str]]:
    return [
        (turn.speaker, turn.time, turn.time_end, text[turn.start : turn.end])
        for turn in divide(text).turns
    ]


def test_labels_of_interviewer_and_respondents() -> None:
    text = "Int: Hoe gaat het?\nR1: Goed.\nR07:Prima.\nInterviewer:   En verder?\n"
    assert said(text) == [
        ("Int", "Hoe gaat het?"),
        ("R1", "Goed."),
        ("R07", "Prima."),
        ("Interviewer", "En verder?"),
    ]
    roles = {speaker.label: speaker.role for speaker in divide(text).speakers}
    assert roles == {
        "Int": SpeakerRole.INTERVIEWER,
        "R1": SpeakerRole.RESPONDENT,
        "R07": SpeakerRole.RESPONDENT,
        "Interviewer": SpeakerRole.INTERVIEWER,
    }


def test_spans_are_of_the_speech_alone() -> None:
    turn = divide("R1:  Ja. \n").turns[0]
    assert (turn.start, turn.end) == (5, 8)


def test_continuation_lines_belong_to_the_speaker_above() -> None:
    text = "I: Vraag?\nR: Eerste regel\ntweede regel\n\nnieuwe alinea\nI: Goed."
    assert said(text) == [
        ("I", "Vraag?"),
        ("R", "Eerste regel\ntweede regel\n\nnieuwe alinea"),
        ("I", "Goed."),
    ]


def test_a_label_on_a_line_of_its_own() -> None:
    assert said("I:\nHoe lang al?\nR:\n\nElf jaar.\n") == [
        ("I", "Hoe lang al?"),
        ("R", "Elf jaar."),
    ]


def test_the_bracket_of_a_label_is_the_group() -> None:
    text = "De heer Jansen (wijkteam): Ja.\nMevrouw Van Eijs (D66): Nee.\nMinister De Jonge: Hm."
    division = divide(text)
    assert [(s.label, s.role, s.group) for s in division.speakers] == [
        ("De heer Jansen (wijkteam)", SpeakerRole.RESPONDENT, "wijkteam"),
        ("Mevrouw Van Eijs (D66)", SpeakerRole.RESPONDENT, "D66"),
        ("Minister De Jonge", SpeakerRole.RESPONDENT, ""),
    ]


@pytest.mark.parametrize(
    ("label", "role", "group"),
    [
        ("De voorzitter", SpeakerRole.OTHER, ""),
        ("Voorzitter", SpeakerRole.OTHER, ""),
        ("De griffier", SpeakerRole.OTHER, ""),
        ("Bakker (voorzitter)", SpeakerRole.OTHER, ""),
        ("Anna (interviewer)", SpeakerRole.INTERVIEWER, ""),
        ("Anna de Wit (Gast)", SpeakerRole.RESPONDENT, ""),
        ("Interviewer 2", SpeakerRole.INTERVIEWER, ""),
        ("Gespreksleider", SpeakerRole.INTERVIEWER, ""),
        ("Dhr. van 't Hart", SpeakerRole.RESPONDENT, ""),
        ("Mevr. Nijkerken-de Haan (VVD)", SpeakerRole.RESPONDENT, "VVD"),
        ("De heer en mevrouw Jansen (bewoners)", SpeakerRole.RESPONDENT, "bewoners"),
        ("SPEAKER_00", SpeakerRole.RESPONDENT, ""),
        ("Spreker 3", SpeakerRole.RESPONDENT, ""),
    ],
)
def test_roles_that_a_label_tells(label: str, role: SpeakerRole, group: str) -> None:
    division = divide(f"{label}: Welkom.\nR1: Dank u.\n{label}: Goed.\n")
    assert (division.speakers[0].label, division.speakers[0].role) == (label, role)
    assert division.speakers[0].group == group


@pytest.mark.parametrize(
    "line",
    [
        "Kortom: het werkt niet.",
        "Het punt is: niemand belt terug.",
        "Conclusie: meer geld.",
        "Ik zei: kom maar.",
        "De wethouder zei: dat doen we.",
        "De heer Jansen zei toen: ik kom.",
        "Meneer de voorzitter: dat is onjuist.",
        "Nou: nee.",
        "Bijvoorbeeld: het park.",
        "12:30 was hij er.",
        "12: dat was het nummer.",
        "Om 12:30 uur: de politie.",
        "https://lindemeer.example: daar staat het.",
        "www.lindemeer.example/plan: alles.",
        "Let op: glad.",
        "En toen: niets.",
        "Jansen: die naam viel ook.",
        "Vraag: wie moet ik bellen?",
        "(lacht): ja.",
        "Eén ding nog: het geld.",
        "Datum: 12 mei.",
        "NB: niet opnemen.",
    ],
)
def test_what_only_looks_like_a_speaker_stays_speech(line: str) -> None:
    text = f"Int: Wat vindt u?\nR1: Dit.\n{line}\nInt: Verder nog iets?\nR1: Nee."
    assert said(text)[1] == ("R1", f"Dit.\n{line}")


def test_a_name_is_a_speaker_when_it_comes_back() -> None:
    text = "Int: Wie?\nJansen: Ik.\nInt: En?\nJansen: Wij.\n"
    assert [speaker for speaker, _ in said(text)] == ["Int", "Jansen", "Int", "Jansen"]


def test_a_name_that_occurs_once_is_said_and_not_taken() -> None:
    division = divide("Int: Wie?\nR1: Ik.\nJansen: en wij.\n")
    assert division.notes == (
        "Line 3 begins with “Jansen:”, which occurs once and was not taken for a speaker.",
    )


def test_a_known_label_is_a_speaker_even_once() -> None:
    text = "Int: Wie?\nR1: Ik.\nJansen: Wij.\n"
    assert [turn.speaker for turn in divide(text, {"Jansen"}).turns] == ["Int", "R1", "Jansen"]


def test_full_names_in_a_talk() -> None:
    text = "Anna de Wit: Ja?\nSanne Verhulst: Nee.\nAnna de Wit: O.\nMark el Idrissi: Wel.\n"
    assert [speaker for speaker, _ in said(text)] == [
        "Anna de Wit",
        "Sanne Verhulst",
        "Anna de Wit",
        "Mark el Idrissi",
    ]


def test_names_without_capitals_that_open_most_lines() -> None:
    text = "anna: ja?\npiet: nee.\nanna: o.\npiet: echt.\n"
    assert [speaker for speaker, _ in said(text)] == ["anna", "piet", "anna", "piet"]


def test_recurring_headings_in_a_report_are_no_speakers() -> None:
    text = "\n\n".join(
        f"{word}: een alinea met tekst."
        for word in ("Actie", "Besluit", "Noord", "Toelichting") * 2
    )
    assert divide(text).speakers == ()


def test_question_and_answer() -> None:
    text = "V: Waarom?\nA: Daarom.\nV: O?\nA: Ja.\n"
    assert [(s.label, s.role) for s in divide(text).speakers] == [
        ("V", SpeakerRole.INTERVIEWER),
        ("A", SpeakerRole.RESPONDENT),
    ]


def test_without_speakers_a_paragraph_is_a_turn() -> None:
    text = "Verslag van een gesprek\n\nDe eerste alinea\nloopt door.\n\n\nDe tweede.\n"
    assert said(text) == [
        ("", "Verslag van een gesprek"),
        ("", "De eerste alinea\nloopt door."),
        ("", "De tweede."),
    ]
    assert divide(text).speakers == ()


def test_without_blank_lines_a_long_line_is_a_paragraph() -> None:
    long = "woord " * 30
    text = f"{long}\nkort\n{long}"
    assert len(divide(text).turns) == 3


def test_what_stands_before_the_first_speaker_is_of_nobody() -> None:
    division = divide("Gesprek in Noord\n\nAanwezig: drie mensen\n\nInt: Hallo.\nR1: Dag.")
    assert [(turn.speaker, turn.role) for turn in division.turns] == [
        ("", SpeakerRole.OTHER),
        ("", SpeakerRole.OTHER),
        ("Int", SpeakerRole.INTERVIEWER),
        ("R1", SpeakerRole.RESPONDENT),
    ]
    assert division.notes == ("Paragraphs before the first speaker, which belong to nobody: 2.",)


def test_a_heading_on_top_is_the_title() -> None:
    division = divide("# Gesprek in Noord\n\nInt: Hallo.\n\n## Deel 2\n\nR1: Dag.")
    assert division.title == "Gesprek in Noord"
    assert said("# Gesprek in Noord\n\nInt: Hallo.\n\n## Deel 2\n\nR1: Dag.") == [
        ("Int", "Hallo."),
        ("R1", "Dag."),
    ]


def test_markdown_bold_labels() -> None:
    assert said("**Int:** Hallo.\n\n**R1**: Dag.\n") == [("Int", "Hallo."), ("R1", "Dag.")]


@pytest.mark.parametrize(
    "line",
    [
        "[00:12:30] R1: Ja.",
        "R1: [00:12:30] Ja.",
        "R1 [00:12:30]: Ja.",
        "R1 (00:12:30): Ja.",
        "(12:30) R1: Ja.",
        "00:12:30 R1: Ja.",
        "#00:12:30-0# R1: Ja.",
        "[00:12:30.000] R1: Ja.",
        "00:12:30\nR1: Ja.",
        "[SPEAKER_01]: [00:12:30] Ja.",
    ],
)
def test_times_before_the_speech(line: str) -> None:
    turn = timed(f"{line}\nInt: O.")[0]
    assert turn[0] in ("R1", "SPEAKER_01")
    assert turn[1:] == (750.0, None, "Ja.")


def test_times_of_f4_close_a_turn() -> None:
    text = "I: Hoe dan? #00:00:05-5#\n\nR: Zo. #00:01:02-5#\nEn zo. #0:1:9-1#\nI: Ja."
    assert timed(text) == [
        ("I", None, 5.5, "Hoe dan?"),
        ("R", 5.5, 62.5, "Zo."),
        ("R", 62.5, 69.1, "En zo."),
        ("I", 69.1, None, "Ja."),
    ]


def test_a_time_within_a_turn_begins_another_of_the_same_speaker() -> None:
    assert timed("R1: Eerst.\n[00:10] Dan.\n") == [
        ("R1", None, None, "Eerst."),
        ("R1", 10.0, None, "Dan."),
    ]


def test_a_range_of_times() -> None:
    assert timed("[00:00.000 --> 00:04.500]  Goedemiddag.\n[00:04.500 --> 00:06.000]  Ja.\n") == [
        ("", 0.0, 4.5, "Goedemiddag."),
        ("", 4.5, 6.0, "Ja."),
    ]


def test_a_clock_time_in_speech_is_speech() -> None:
    assert said("R1: Dat was\n12:30 in de middag, of\n13:00 uur.\n") == [
        ("R1", "Dat was\n12:30 in de middag, of\n13:00 uur.")
    ]


words = st.text(alphabet=st.sampled_from("ab R1:\n#[]()0 é\U0001f600́I-*"), max_size=200)


@given(st.one_of(st.text(max_size=300), words))
def test_turns_lie_in_the_text_in_order_and_are_not_empty(text: str) -> None:
    division = divide(text)
    place = 0
    for turn in division.turns:
        assert place <= turn.start < turn.end <= len(text)
        assert text[turn.start : turn.end].strip()
        place = turn.end
    assert {turn.speaker for turn in division.turns} - {""} == {s.label for s in division.speakers}


pieces = st.sampled_from(
    ["Int", "R1", "De heer Jansen", "Jansen, P.", "'t Hart", "1", "12:30", "[00:12]", "(0:04)", ":",
     ": ", " : ", " ", "\t", "\n", "\n\n", "ja", "Nee.", "(wijkteam)", "#00:01:02-5#", "]", ")",
     "é", "\u0301", "_", "*", "’", "- "]
)  # fmt: skip


@given(st.lists(pieces, max_size=25).map("".join))
def test_a_plain_line_is_read_in_one_step_as_it_is_piece_by_piece(text: str) -> None:
    at_once = divide(text)
    plain = dividing._PLAIN
    dividing._PLAIN = re.compile(r"(?!)")
    try:
        assert divide(text) == at_once
    finally:
        dividing._PLAIN = plain


@given(st.text(max_size=300))
def test_no_word_is_lost_in_a_text_without_speakers(text: str) -> None:
    text = text.replace(":", "").replace("#", "").replace("[", "").replace("(", "").replace("{", "")
    division = divide(text)
    kept = "".join(text[turn.start : turn.end] for turn in division.turns)
    assert re.sub(r"\s", "", kept) == re.sub(r"\s", "", text)


def test_a_line_of_fifty_megabytes_is_read_at_once() -> None:
    text = "R1: " + "woord: " * 7_000_000
    turn = divide(text).turns[0]
    assert (turn.start, turn.end) == (4, len(text) - 1)
