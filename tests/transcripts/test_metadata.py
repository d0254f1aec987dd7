"""The YAML block, the metadata sheet, --speakers, and which of them is believed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rodedraad import RodedraadError
from rodedraad.transcripts.metadata import (
    apply,
    metadata_of_speakers,
    parse_speakers,
    read_sheet,
    take_block,
    to_date,
)
from rodedraad.transcripts.model import Kind, Metadata, Speaker, SpeakerRole, Transcript
from rodedraad.transcripts.readers import read_bytes

TALK = "Int: Hoe?\nR1: Zo.\nR2: Anders.\n"


def transcript(text: str) -> Transcript:
    return read_bytes(text.encode(), "gesprek.txt")


def people(found: Transcript) -> list[tuple[str, str, str, str, tuple[str, ...]]]:
    return [(s.label, s.role.value, s.respondent, s.group, s.areas) for s in found.speakers]


def test_a_yaml_block_fills_the_fields_and_leaves_the_text() -> None:
    found = transcript(
        "---\ndate: 2016-05-12\nkind: group\nwave: 2016\ntitle: De Bron\ngroup: politie\n"
        "areas: [Noord, De Bron]\nspeakers:\n  R1: R07\n  R2:\n    respondent: R08\n"
        "    group: zorg en welzijn\n    area: Noord\n---\n\n" + TALK
    )
    assert found.text == TALK
    assert (found.date, found.kind, found.wave) == ("2016-05-12", Kind.GROUP, "2016")
    assert found.title == "De Bron"
    assert people(found) == [
        ("Int", "interviewer", "", "", ()),
        ("R1", "respondent", "R07", "politie", ("Noord", "De Bron")),
        ("R2", "respondent", "R08", "zorg en welzijn", ("Noord",)),
    ]


def test_a_label_that_the_block_names_is_a_speaker_even_once() -> None:
    found = transcript("---\nspeakers:\n  Jansen: R03\n---\nInt: Wie?\nJansen: Ik.\n")
    assert people(found)[1] == ("Jansen", "respondent", "R03", "", ())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\ndate: 2016\nwaev: 2\n---\nx", "a.txt:3: there is no key waev. Did you mean wave?"),
        (
            "---\nspeakers:\n  R1:\n    gruop: x\n---\nx",
            "a.txt:4: there is no key gruop. Did you mean group?",
        ),
        (
            "---\nkind: interveiw\n---\nx",
            "a.txt:2: there is no kind interveiw. Did you mean interview? Kinds: interview, "
            "group, meeting, survey, report, document.",
        ),
        (
            "---\ndate: 31-31-2016\n---\nx",
            "a.txt:2: 31-31-2016 is no date. Write it as 2016-05-12.",
        ),
        (
            "---\ndate: [\n---\nx",
            "a.txt:3: the block between the lines --- is no YAML: expected the node content, "
            "but found '<stream end>'.",
        ),
        (
            "---\nspeakers: R1\n---\nx",
            "a.txt:2: speakers has to be a list of labels with a respondent each, as in “R1: R07”.",
        ),
    ],
)
def test_a_mistake_in_the_block_has_its_line(text: str, message: str) -> None:
    with pytest.raises(RodedraadError) as error:
        take_block(text, "a.txt")
    assert str(error.value) == message


@pytest.mark.parametrize(
    "text", ["geen blok\n---\n", "---\nEen streep\n---\nTekst", "--- a", "---\n"]
)
def test_lines_drawn_in_a_text_are_no_block(text: str) -> None:
    assert take_block(text, "a.txt") == (text, None)


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2016-05-12", "2016-05-12"),
        ("2016-05", "2016-05"),
        ("2016", "2016"),
        ("12-5-2016", "2016-05-12"),
        ("12/05/2016", "2016-05-12"),
        ("12 mei 2016", "2016-05-12"),
        ("3 March 2016", "2016-03-03"),
        ("", ""),
    ],
)
def test_dates(written: str, date: str) -> None:
    assert to_date(written, "--date") == date


@pytest.mark.parametrize(
    "written", ["morgen", "2016-13-01", "30-02-2016", "12 abc 2016", "16-5-12"]
)
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(RodedraadError, match="is no date"):
        to_date(written, "--date")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_sheet_in_every_separator(tmp_path: Path, separator: str, mark: str) -> None:
    rows = [
        ["file", "speaker", "respondent", "group", "areas", "function", "date", "kind", "wave"],
        ["g.txt", "Int", "interviewer", "", "", "", "12-05-2016", "group", "2016"],
        ["g.txt", "R1", "R07", "politie", '"Noord;De Bron"', "wijkagent", "", "", ""],
    ]
    path = tmp_path / "blad.csv"
    text = mark + "\r\n".join(separator.join(row) for row in rows)
    path.write_bytes(text.encode())
    sheet = read_sheet(path)
    assert sheet.of(Path("map/g.txt")) == Metadata(
        date="2016-05-12",
        kind=Kind.GROUP,
        wave="2016",
        speakers=(
            Speaker("Int", respondent="interviewer"),
            Speaker(
                "R1",
                respondent="R07",
                group="politie",
                areas=("Noord", "De Bron"),
                function="wijkagent",
            ),
        ),
    )
    assert sheet.of(Path("ander.txt")) is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("speaker,group\n", "s.csv:1: the column file is missing."),
        ("file,speeker\n", "s.csv:1: there is no column speeker. Did you mean speaker? Columns: "
         "file, speaker, respondent, group, areas, function, date, kind, wave."),
        ("file,group\ng.txt,a,b\n", "s.csv:2: this row has 3 cells, the header 2. Put a cell that "
         "holds the separator between double quotes."),
        ("file,group\n,a\n", "s.csv:2: this row names no file."),
        ('file,group\ng.txt,"a\n', "s.csv:2: this is no readable CSV. Is "
         "a double quote left open?"),
        ("\n\n", "s.csv holds no rows."),
    ],
)  # fmt: skip
def test_a_mistake_in_the_sheet_has_its_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "s.csv"
    path.write_text(text)
    with pytest.raises(RodedraadError) as error:
        read_sheet(path)
    assert str(error.value) == message


def test_speakers_on_the_command_line() -> None:
    assert parse_speakers("Int=interviewer, R1=R07") == {"Int": "interviewer", "R1": "R07"}
    assert parse_speakers('"Jansen, P. (Gast)"=R03,De heer Kok (VVD)=R04') == {
        "Jansen, P. (Gast)": "R03",
        "De heer Kok (VVD)": "R04",
    }


@pytest.mark.parametrize("spec", ["R1", "=R07", "R1=", "", ","])
def test_speakers_that_cannot_be_read(spec: str) -> None:
    with pytest.raises(RodedraadError, match="--speakers"):
        parse_speakers(spec)


def test_an_option_beats_the_block_beats_the_file_name_beats_the_sheet() -> None:
    found = transcript("---\nwave: block\ngroup: block\n---\nInt: Hoe?\nR1: Zo.\n")
    options = Metadata(wave="option")
    name = Metadata(wave="name", group="name", areas=("name",))
    sheet = Metadata(
        wave="sheet",
        kind=Kind.GROUP,
        speakers=(Speaker("R1", respondent="R07", group="sheet", areas=("sheet",)),),
    )
    merged = apply(found, options=options, file_name=name, sheet=sheet)
    assert (merged.wave, merged.kind) == ("option", Kind.GROUP)
    assert people(merged)[1] == ("R1", "respondent", "R07", "block", ("name",))
    assert merged.notes == (
        "wave: the option says option, the YAML block block.",
        "wave: the option says option, the file name name.",
        "wave: the option says option, the sheet sheet.",
        "group of R1: the YAML block says block, the file name name.",
        "group of R1: the YAML block says block, the sheet sheet.",
        "areas of R1: the file name says name, the sheet sheet.",
    )
    assert apply(merged, options=options, file_name=name, sheet=sheet) == merged


def test_the_sheet_beats_the_hint_in_a_label_without_a_word() -> None:
    found = transcript("Int: Hoe?\nMevrouw Bakker (dorpsraad): Zo.\n")
    sheet = Metadata(speakers=(Speaker("mevrouw bakker", respondent="R04", group="bewoners"),))
    merged = apply(found, sheet=sheet)
    assert people(merged)[1][2:4] == ("R04", "bewoners")
    assert merged.notes == ()


def test_roles_by_speakers_go_to_the_turns() -> None:
    found = transcript("Anna: Hoe?\nPiet: Zo.\nAnna: O.\nPiet: Ja.\nKees: Ook.\nKees: Dag.\n")
    speakers = metadata_of_speakers(parse_speakers("Anna=interviewer,Kees=other,Piet=R01"))
    merged = apply(found, options=Metadata(speakers=speakers))
    assert [speaker.role.value for speaker in merged.speakers] == [
        "interviewer",
        "respondent",
        "other",
    ]
    assert [turn.role for turn in merged.turns][:2] == [
        SpeakerRole.INTERVIEWER,
        SpeakerRole.RESPONDENT,
    ]
    assert people(merged)[0] == ("Anna", "interviewer", "", "", ())


def test_a_text_without_speakers_may_belong_to_a_respondent() -> None:
    merged = apply(transcript("Notities.\n"), options=Metadata(respondent="R25", group="directie"))
    assert people(merged) == [("", "respondent", "R25", "directie", ())]


def test_one_respondent_for_several_speakers_is_refused() -> None:
    with pytest.raises(RodedraadError) as error:
        apply(transcript(TALK), options=Metadata(respondent="R07"))
    assert str(error.value) == (
        "the option names one respondent, R07, but 2 persons speak: R1, R2. Say who is who with "
        "--speakers R1=R07,…."
    )


def test_a_speaker_who_is_not_heard_is_said() -> None:
    merged = apply(transcript(TALK), sheet=Metadata(speakers=(Speaker("R3", respondent="R03"),)))
    assert merged.notes == (
        "the sheet names the speaker R3, who is not heard; heard: Int, R1, R2.",
    )


def test_with_speakers_keeps_everything_else() -> None:
    found = transcript(TALK)
    same = found.with_speakers(found.speakers)
    assert same == replace(found)
