"""Storing transcripts: the same bytes are the same transcript, whatever is known of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rodedraad.coding import importing
from rodedraad.coding.importing import count_words, free_slug, store
from rodedraad.coding.project import Project
from rodedraad.transcripts.model import Kind, Speaker, SpeakerRole, Transcript

TALK = "Int: Hoe gaat het?\nR1: De politie helpt.\nR2: Wij merken niets."
Talk = Callable[..., Transcript]


def stored(project: Project, transcript: Transcript) -> str:
    """Store a transcript; say whether it was added, updated or unchanged."""
    with project.transaction("import"):
        return store(project, transcript).status


def rows(project: Project, question: str) -> list[tuple[object, ...]]:
    """Ask the project something."""
    return list(project.connection.execute(question).fetchall())


def test_storing_says_what_it_did(empty_project: Project, make_talk: Talk) -> None:
    with empty_project.transaction("import"):
        found = store(empty_project, make_talk(TALK, "map/Gesprek Één.txt"))
    assert (found.slug, found.status, found.turns, found.words) == ("gesprek-een", "added", 3, 9)
    assert found.unknown == ()


def test_the_same_bytes_twice_add_nothing(empty_project: Project, make_talk: Talk) -> None:
    assert stored(empty_project, make_talk(TALK)) == "added"
    before = rows(empty_project, "SELECT count(*), (SELECT max(id) FROM change) FROM turn")
    assert stored(empty_project, make_talk(TALK, "andere-naam.txt")) == "unchanged"
    assert rows(empty_project, "SELECT count(*), (SELECT max(id) FROM change) FROM turn") == before
    assert rows(empty_project, "SELECT slug FROM transcript") == [("gesprek",)]


def test_the_same_bytes_bring_the_metadata_up_to_date(
    empty_project: Project, make_talk: Talk
) -> None:
    talk = make_talk(TALK)
    stored(empty_project, talk)
    later = replace(talk, kind=Kind.MEETING, date="2016-04-05", wave="2016", title="Overleg")
    assert stored(empty_project, later) == "updated"
    assert stored(empty_project, later) == "unchanged"
    assert stored(empty_project, talk) == "unchanged"
    assert rows(
        empty_project,
        "SELECT kind, date, wave.name, title FROM transcript JOIN wave ON wave.id = wave_id",
    ) == [("meeting", "2016-04-05", "2016", "Overleg")]


def test_a_person_who_got_a_name_leaves_no_ghost_behind(
    empty_project: Project, make_talk: Talk
) -> None:
    talk = make_talk(TALK)
    stored(empty_project, talk)
    assert rows(empty_project, "SELECT label FROM respondent ORDER BY label") == [
        ("gesprek:R1",),
        ("gesprek:R2",),
    ]
    known = tuple(
        replace(speaker, respondent="R07" if speaker.label == "R1" else "")
        for speaker in talk.speakers
    )
    assert stored(empty_project, replace(talk, speakers=known)) == "updated"
    assert rows(empty_project, "SELECT label FROM respondent ORDER BY label") == [
        ("gesprek:R2",),
        ("R07",),
    ]
    assert rows(empty_project, "SELECT count(*) FROM participation") == [(2,)]


def test_a_speaker_who_turns_out_to_ask_is_no_respondent(
    empty_project: Project, make_talk: Talk
) -> None:
    talk = make_talk(TALK)
    stored(empty_project, talk)
    asks = tuple(
        replace(speaker, role=SpeakerRole.INTERVIEWER, told=True)
        if speaker.label == "R2"
        else speaker
        for speaker in talk.speakers
    )
    assert stored(empty_project, talk.with_speakers(asks)) == "updated"
    assert rows(empty_project, "SELECT label FROM respondent") == [("gesprek:R1",)]


def test_the_kind_follows_who_answers_unless_somebody_said_it(
    empty_project: Project, make_talk: Talk
) -> None:
    def told(talk: Transcript) -> Transcript:
        asks = replace(talk.speakers[0], role=SpeakerRole.INTERVIEWER, told=True)
        return talk.with_speakers((asks, *talk.speakers[1:]))

    talk = make_talk("Anna: Ja?\nKarin: Nee.")
    stored(empty_project, talk)
    assert rows(empty_project, "SELECT kind FROM transcript") == [("group",)]
    stored(empty_project, told(talk))
    assert rows(empty_project, "SELECT kind FROM transcript") == [("interview",)]
    meeting = replace(make_talk(f"{talk.text} Echt.", "2.txt"), kind=Kind.MEETING)
    stored(empty_project, meeting)
    stored(empty_project, told(replace(meeting, kind=None)))
    assert rows(empty_project, "SELECT kind FROM transcript WHERE id = 2") == [("meeting",)]


def test_a_talk_in_which_nobody_asks_is_told(empty_project: Project, make_talk: Talk) -> None:
    talks = ("Karin: Ja?\nPiet: Nee.\nKarin: O.\nPiet: Ja.", TALK, "R1: Ja.", "Een verslag.")
    with empty_project.transaction("import"):
        found = [
            store(empty_project, make_talk(text, f"{place}.txt"))
            for place, text in enumerate(talks)
        ]
    assert [one.asked for one in found] == [False, True, True, True]


def test_a_named_person_is_the_same_in_every_transcript(
    empty_project: Project, make_talk: Talk
) -> None:
    for number in (1, 2):
        talk = make_talk(f"{TALK} {number}", f"{number}.txt")
        named = tuple(
            replace(speaker, respondent="r07" if number == 2 else "R07")
            if speaker.label == "R1"
            else speaker
            for speaker in talk.speakers
        )
        stored(empty_project, replace(talk, speakers=named))
    assert rows(empty_project, "SELECT label FROM respondent ORDER BY label") == [
        ("1:R2",),
        ("2:R2",),
        ("R07",),
    ]


def test_a_group_and_an_area_spelled_otherwise_are_the_same(
    empty_project: Project, make_talk: Talk
) -> None:
    stored(empty_project, make_talk(TALK))
    other = make_talk(f"{TALK} Ook.", "2.txt")
    shouted = tuple(
        replace(speaker, group=speaker.group.upper(), areas=("NOORD",))
        for speaker in other.speakers
    )
    stored(empty_project, replace(other, speakers=shouted))
    assert rows(
        empty_project, "SELECT DISTINCT group_name FROM participation ORDER BY group_name"
    ) == [("bewoners",), ("politie",)]
    assert rows(empty_project, "SELECT DISTINCT area FROM participation_area ORDER BY area") == [
        ("De Bron",),
        ("Noord",),
    ]


def test_every_transcript_has_a_name_of_its_own(empty_project: Project, make_talk: Talk) -> None:
    slugs = []
    for number, name in enumerate(["a/gesprek.txt", "b/Gesprek.docx", "gesprek!.md", "日本.txt"]):
        with empty_project.transaction("import"):
            slugs.append(store(empty_project, make_talk(f"{TALK} {number}", name)).slug)
    assert slugs == ["gesprek", "gesprek-2", "gesprek-3", "transcript"]
    assert free_slug(empty_project.connection, make_talk(TALK, "gesprek-2.txt")) == "gesprek-2-2"


def test_who_is_not_known_is_told(empty_project: Project, make_talk: Talk) -> None:
    with empty_project.transaction("import"):
        found = store(empty_project, make_talk("Int: Ja?\nR9: Nee."))
    assert found.unknown == ("gesprek:R9",)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("R1: Hallo.", "interview"), (TALK, "group")],
)
def test_the_kind_follows_from_who_answers(
    empty_project: Project, make_talk: Talk, text: str, kind: str
) -> None:
    stored(empty_project, make_talk(text))
    assert rows(empty_project, "SELECT kind FROM transcript") == [(kind,)]


def test_a_text_without_speakers_is_a_report(empty_project: Project, make_talk: Talk) -> None:
    talk = make_talk("R1: Hallo.")
    nameless = replace(
        talk,
        turns=tuple(turn._replace(speaker="") for turn in talk.turns),
        speakers=(Speaker(""),),
    )
    stored(empty_project, nameless)
    assert rows(empty_project, "SELECT kind FROM transcript") == [("report",)]
    assert rows(empty_project, "SELECT label FROM respondent") == [("gesprek",)]


def test_every_word_of_a_text_has_its_lemma(empty_project: Project, make_talk: Talk) -> None:
    stored(empty_project, make_talk("R1: De bewoners wonen, een bewoner woont."))
    assert rows(empty_project, "SELECT word, lemma FROM vocabulary WHERE word LIKE 'be%'") == [
        ("bewoner", "bewoner"),
        ("bewoners", "bewoner"),
    ]


@given(st.lists(st.sampled_from(["a", "Bc", " ", "\n", "’t", "d-e"]), max_size=60).map("".join))
def test_a_text_in_pieces_has_the_words_of_the_whole(text: str) -> None:
    whole = importing.PIECE
    importing.PIECE = 3
    try:
        assert count_words(text) == len(text.split())
        assert importing.words_of(text) == set(importing.WORD.findall(text.lower()))
    finally:
        importing.PIECE = whole


def test_words_are_what_stands_between_blanks() -> None:
    assert count_words("Nou ja…  't wijk-overleg,\n dus ") == 5
