"""Who is behind a speaker's label: said once, known in every later talk."""

from __future__ import annotations

from dataclasses import replace

from rodedraad.coding.importing import store
from rodedraad.coding.project import Project
from rodedraad.transcripts.model import Speaker, SpeakerRole, Transcript, Turn


def talk(source: str, *speakers: Speaker) -> Transcript:
    """A talk in which each speaker says one thing."""
    words = [f"Dit zegt {speaker.label}." for speaker in speakers]
    text = "\n".join(words)
    starts = [sum(len(word) + 1 for word in words[:place]) for place in range(len(words))]
    turns = tuple(
        Turn(start, start + len(word), speaker.label, speaker.role)
        for start, word, speaker in zip(starts, words, speakers, strict=True)
    )
    return Transcript(text, turns, speakers, source=source, sha256=source)


def people_in(project: Project, slug: str) -> dict[str, tuple[str, str | None]]:
    """Give the role and the respondent behind each label of a transcript."""
    rows = project.connection.execute(
        "SELECT speaker.label, role, respondent.label FROM speaker "
        "JOIN transcript ON transcript.id = speaker.transcript_id "
        "LEFT JOIN participation ON participation.id = participation_id "
        "LEFT JOIN respondent ON respondent.id = respondent_id WHERE slug = ?",
        [slug],
    ).fetchall()
    return {label: (role, respondent) for label, role, respondent in rows}


def test_what_was_said_of_a_name_is_known_in_the_next_talk(empty_project: Project) -> None:
    first = talk(
        "een.vtt",
        Speaker("Anna de Wit", SpeakerRole.INTERVIEWER),
        Speaker("Ahmed Bouali", respondent="R03"),
    )
    second = talk("twee.vtt", Speaker("Anna de Wit"), Speaker("Ahmed Bouali"))
    with empty_project.transaction("import"):
        store(empty_project, first)
        store(empty_project, second)
    assert people_in(empty_project, "twee") == {
        "Anna de Wit": ("interviewer", None),
        "Ahmed Bouali": ("respondent", "R03"),
    }


def test_a_variant_of_one_name_is_taken_for_it_and_said(empty_project: Project) -> None:
    with empty_project.transaction("import"):
        store(empty_project, talk("een.docx", Speaker("Jansen, P. (Gast)", respondent="R07")))
        stored = store(empty_project, talk("twee.docx", Speaker("P. Jansen")))
    assert people_in(empty_project, "twee") == {"P. Jansen": ("respondent", "R07")}
    assert stored.notes == ("“P. Jansen” was taken for “Jansen, P. (Gast)” (R07).",)


def test_a_name_that_fits_two_people_is_nobody_yet(empty_project: Project) -> None:
    with empty_project.transaction("import"):
        store(empty_project, talk("een.docx", Speaker("Piet Jansen"), Speaker("Paula Jansen")))
        stored = store(empty_project, talk("twee.docx", Speaker("P. Jansen")))
    assert people_in(empty_project, "twee") == {"P. Jansen": ("respondent", "P. Jansen")}
    assert stored.notes == ()


def test_r1_is_somebody_else_in_every_talk(empty_project: Project) -> None:
    with empty_project.transaction("import"):
        store(empty_project, talk("een.txt", Speaker("R1", respondent="R07")))
        store(empty_project, talk("twee.txt", Speaker("R1")))
    assert people_in(empty_project, "twee") == {"R1": ("respondent", "twee:R1")}


def test_a_hint_in_a_label_never_beats_a_known_group(empty_project: Project) -> None:
    label = "Mevrouw Bakker (dorpsraad)"
    known = talk("een.odt", Speaker(label, respondent="R04", group="bewonersorganisaties"))
    hinted = talk("een.odt", Speaker(label, group="dorpsraad", guessed=True))
    told = talk("een.odt", Speaker(label, group="dorpsraad"))
    with empty_project.transaction("import"):
        store(empty_project, known)
        again = store(empty_project, hinted)
        changed = store(empty_project, told)
    assert (again.status, again.unknown, again.changes) == ("unchanged", (), ())
    assert changed.changes == ("group of R04: bewonersorganisaties → dorpsraad.",)


def test_what_was_settled_in_a_talk_is_not_guessed_anew(empty_project: Project) -> None:
    said = talk(
        "een.txt",
        Speaker("R1", SpeakerRole.INTERVIEWER, told=True),
        Speaker("Ahmed Bouali", respondent="R03", told=True),
    )
    plain = talk("een.txt", Speaker("R1"), Speaker("Ahmed Bouali"))
    elsewhere = talk("twee.txt", Speaker("Ahmed Bouali", respondent="R05", told=True))
    with empty_project.transaction("import"):
        store(empty_project, said)
        store(empty_project, elsewhere)
        again = store(empty_project, plain)
    assert (again.status, again.changes) == ("unchanged", ())
    assert people_in(empty_project, "een") == {
        "R1": ("interviewer", None),
        "Ahmed Bouali": ("respondent", "R03"),
    }


def test_what_is_said_of_a_name_later_holds_for_talks_where_nobody_said_it(
    empty_project: Project,
) -> None:
    plain = talk("een.vtt", Speaker("Anna de Wit"), Speaker("Ahmed Bouali"))
    later = talk("twee.vtt", Speaker("Anna de Wit", SpeakerRole.INTERVIEWER, told=True))
    with empty_project.transaction("import"):
        store(empty_project, plain)
        store(empty_project, later)
        again = store(empty_project, plain)
    assert again.changes == (
        "kind: group → interview.",
        "role of Anna de Wit: respondent → interviewer.",
    )


def test_each_change_is_told_from_what_to_what(empty_project: Project) -> None:
    first = talk("een.txt", Speaker("R1", group="politie", areas=("Noord",)))
    person = Speaker("R1", respondent="R07", group="politie", areas=("Noord",), told=True)
    moved = talk("een.txt", replace(person, areas=("Zuid", "Oost"), function="wijkagent"))
    with empty_project.transaction("import"):
        store(empty_project, first)
        named = store(empty_project, replace(talk("een.txt", person), date="2016-05-12"))
        second = store(empty_project, replace(moved, date="2016-05-13", wave="2016"))
    assert named.changes == ("date: – → 2016-05-12.", "who R1 is: een:R1 → R07.")
    assert second.changes == (
        "date: 2016-05-12 → 2016-05-13.",
        "wave: – → 2016.",
        "areas of R07: Noord → Zuid; Oost.",
        "function of R07: – → wijkagent.",
    )


def test_a_name_that_is_only_spelled_otherwise_is_told_without_repeating_it(
    empty_project: Project,
) -> None:
    with empty_project.transaction("import"):
        store(empty_project, talk("een.txt", Speaker("Mevrouw Van Eijs (D66)")))
        stored = store(empty_project, talk("twee.txt", Speaker("Lid Van Eijs")))
    assert stored.notes == ("“Lid Van Eijs” was taken for “Mevrouw Van Eijs”.",)
