"""Surveys of five programs and plain sheets: which column is what, and what is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rodedraad import RodedraadError
from rodedraad.transcripts.model import Kind
from rodedraad.transcripts.readers import read, read_bytes
from rodedraad.transcripts.readers.source import open_source, source_of_bytes
from rodedraad.transcripts.survey import (
    Survey,
    survey_as_said,
    survey_of,
    to_transcript,
)
from rodedraad.transcripts.survey_columns import Use, letter

SAMPLES = Path(__file__).parent / "samples"
Answers = list[tuple[str, str, str]]


def read_survey(path: Path, **said: Any) -> Survey:
    """Read a survey from a file, its columns used as proposed or as is said."""
    with open_source(path) as source:
        return survey_as_said(source, **said)


def survey_of_bytes(data: bytes, name: str) -> Survey:
    """Read a survey of bytes, with everything as proposed."""
    return survey_of(source_of_bytes(data, name))


def uses(survey: Survey) -> str:
    """One letter a column: o(pen), c(losed), p(ersonal), i(gnored)."""
    return "".join(column.use.value[0] for column in survey.columns)


def answers(survey: Survey) -> Answers:
    found = to_transcript(survey)
    return [
        (turn.speaker, turn.question, found.text[turn.start : turn.end]) for turn in found.turns
    ]


def attributes(survey: Survey) -> dict[str, dict[str, str]]:
    return {person.label: dict(person.attributes) for person in to_transcript(survey).speakers}


def test_microsoft_forms_in_dutch() -> None:
    survey = read_survey(SAMPLES / "forms_nl.csv")
    assert (survey.program, uses(survey)) == ("Microsoft Forms", "iiippcoc")
    question = "Wat is er verbeterd?"
    assert answers(survey) == [
        ("1", question, "In het park is het nu licht.\nIk loop er weer doorheen."),
        ("2", question, "De sporthal, eindelijk."),
        ("4", question, "Niets, de huur ging omhoog."),
        ("5", question, 'Sanne kwam op de "koffie".'),
    ]
    assert attributes(survey)["1"] == {"Welke diensten kent u?": "Politie;Wijkteam"}
    assert to_transcript(survey).speaker("1").areas == ("Noord",)
    assert (attributes(survey)["6"], to_transcript(survey).speaker("6").areas) == ({}, ("Noord",))


@pytest.mark.parametrize(
    "header",
    ["ID,Start time,Completion time,Email,Name", "ID,Startzeit,Fertigstellungszeit,E-Mail,Name"],
)
def test_microsoft_forms_in_another_language(header: str) -> None:
    answers_of = "05/09/2016 08:05:03,05/09/2016 08:07:23,anonymous,,"
    rows = "".join(f"{number},{answers_of}Dat is antwoord {number}.\n" for number in range(1, 4))
    survey = survey_of_bytes(f"{header},Waarom?\n{rows}".encode(), "forms.csv")
    assert (survey.program, uses(survey)) == ("Microsoft Forms", "iiippo")
    assert answers(survey) == [
        (str(number), "Waarom?", f"Dat is antwoord {number}.") for number in range(1, 4)
    ]


def test_limesurvey_by_code() -> None:
    survey = read_survey(SAMPLES / "limesurvey_codes.csv")
    assert (survey.program, uses(survey)) == ("LimeSurvey", "iiiiiiipcccoo")
    assert answers(survey) == [
        ("12", "Q02", "Het is er rustiger geworden."),
        ("14", "Q01[other]", "de dorpsraad"),
        ("14", "Q02", "Ik weet nooit wie ik moet bellen."),
    ]
    assert attributes(survey) == {
        "12": {"Q00": "A1", "Q01[SQ001]": "Y"},
        "14": {"Q00": "A1", "Q01[SQ002]": "Y"},
    }
    assert survey.notes == ("Unfinished, left out: 1. Add --unfinished to have them.",)


def test_unfinished_answers_when_asked_for() -> None:
    survey = read_survey(SAMPLES / "limesurvey_codes.csv", unfinished=True)
    assert [row.label for row in survey.rows] == ["12", "13", "14"]
    assert survey.notes == ("Unfinished, kept as you said: 1.",)


def test_limesurvey_by_code_and_text() -> None:
    survey = read_survey(SAMPLES / "limesurvey_text.csv")
    assert (survey.program, uses(survey)) == ("LimeSurvey", "iiiico"[:4] + "oo")
    survey = read_survey(SAMPLES / "limesurvey_text.csv", closed=["Q00"])
    assert answers(survey) == [
        ("1", "Wat vindt u van de samenwerking?", "Goed. Ze komen langs."),
        ("2", "Wat vindt u van de samenwerking?", "Dat kan beter!"),
    ]
    assert attributes(survey)["1"] == {"Q00": "30 - 44"}


def test_surveymonkey() -> None:
    survey = read_survey(SAMPLES / "surveymonkey.csv")
    assert (survey.program, uses(survey)) == ("SurveyMonkey", "iiiipppppccco")
    assert answers(survey) == [
        ("5001", "Wat moet er gebeuren?", "Meer licht in het park."),
        ("5002", "Wat moet er gebeuren?", "Terugbellen, meer niet."),
    ]
    assert attributes(survey)["5001"] == {
        "Hoe veilig voelt u zich?": "Veilig",
        "Welke diensten kent u? [Politie]": "Politie",
    }


def test_google_forms() -> None:
    survey = read_survey(SAMPLES / "google_forms.csv")
    assert (survey.program, uses(survey)) == ("Google Forms", "ico")
    assert [row[0] for row in answers(survey)] == ["2", "3"]


def test_a_plain_sheet_with_groups_and_areas() -> None:
    survey = read_survey(SAMPLES / "plain.csv")
    assert (survey.program, uses(survey)) == ("", "iccppco")
    person = to_transcript(survey).speakers[2]
    assert (person.group, person.areas, dict(person.attributes)) == (
        "politie",
        ("Noord",),
        {"cijfer": "8"},
    )


def test_personal_columns_when_asked_for() -> None:
    survey = read_survey(SAMPLES / "plain.csv", personal=True)
    assert attributes(survey)["1"] == {
        "naam": "Ans de Boer",
        "telefoon": "06-12345678",
        "cijfer": "7",
    }


@pytest.mark.parametrize("name", ["toelichting", "TOELICHTING", "G", "toel"])
def test_a_column_is_named_by_header_letter_or_start(name: str) -> None:
    survey = read_survey(SAMPLES / "plain.csv", closed=[name], open=["cijfer"])
    assert [column.use for column in survey.columns][-2:] == [Use.OPEN, Use.CLOSED]


def test_columns_for_group_and_area_may_be_named() -> None:
    survey = read_survey(SAMPLES / "forms_nl.csv", area="F")
    person = to_transcript(survey).speakers[0]
    assert person.areas == ("Noord",)
    assert dict(person.attributes) == {"Welke diensten kent u?": "Politie;Wijkteam"}


def test_an_unknown_column_has_the_nearest() -> None:
    with pytest.raises(RodedraadError) as error:
        read_survey(SAMPLES / "plain.csv", open=["toelichtng"])
    assert str(error.value) == ("plain.csv has no column toelichtng. Did you mean toelichting?")


def test_a_column_that_is_not_the_only_one() -> None:
    data = b"Anders,Anders,open\nx y z.,a b c.,d e f.\n"
    survey = survey_of_bytes(data, "s.csv")
    assert [column.name for column in survey.columns] == ["Anders", "Anders", "open"]
    from rodedraad.transcripts.survey import choose

    with pytest.raises(RodedraadError) as error:
        choose(survey, ignore=["anders"])
    assert str(error.value) == "s.csv has 2 columns anders. Name one by its letter: A, B."


def test_the_shared_qualtrics_exports(shared: Path) -> None:
    survey = read_survey(shared / "cases" / "surveys" / "qualtrics_3header.csv")
    assert (survey.program, uses(survey)) == ("Qualtrics", "iiipiiiiipppppp" + "iicoi")
    assert answers(survey) == [
        ("R_2YPOQ602ER1jkf1", "This is a free text question.", "Hello World!")
    ]
    assert attributes(survey) == {"R_2YPOQ602ER1jkf1": {"Q1": "2"}}
    old = read_survey(shared / "cases" / "surveys" / "qualtrics_legacy_2header_bom.csv")
    assert (old.program, uses(old)) == ("Qualtrics", "iippppiiii" + "coppp")
    assert answers(old) == answers(survey)
    assert attributes(old) == attributes(survey)


def test_a_survey_is_read_like_any_file() -> None:
    found = read(SAMPLES / "google_forms.csv")
    assert (found.kind, found.format, len(found.turns)) == (Kind.SURVEY, "csv", 2)
    assert found.notes == (
        "Read as a survey of Google Forms.",
        "Column with the area: In welk dorp woont u?",
        "Open questions: Wat gaat er goed?",
        "Left out: Tijdstempel",
    )


def test_the_survey_of_the_demo() -> None:
    import rodedraad

    path = Path(str(rodedraad.__file__)).parent / "cli" / "demo" / "2016-05_enquete_bewoners.xlsx"
    survey = read_survey(path)
    assert (survey.program, uses(survey)) == ("Microsoft Forms", "iiippcccccooo")
    found = to_transcript(survey)
    assert (len(found.speakers), len(found.turns)) == (60, 168)
    assert found.format == "xlsx"


def workbook(rows: list[list[object]], path: Path) -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_an_xlsx_with_formulas_and_a_second_sheet(tmp_path: Path) -> None:
    import openpyxl

    path = workbook([["cijfer", "waarom"], [7.0, "Omdat het kan."], ["=1+1", "Ja, daarom!"]],
                    tmp_path / "a.xlsx")  # fmt: skip
    book = openpyxl.load_workbook(path)
    book.create_sheet("Blad2").append(["meer"])
    book.save(path)
    survey = read_survey(path)
    assert [row.cells for row in survey.rows] == [("7", "Omdat het kan."), ("", "Ja, daarom!")]
    assert survey.notes == (
        "Read from the sheet Sheet; left out: Blad2.",
        "1 cells hold a formula without its result: open the file in Excel and save it to have "
        "them.",
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a,b\n", "s.csv has a header and no answers below it."),
        (b"\n\n", "s.csv holds no rows."),
        (b'a,b\n1,"half\n', "s.csv:2: this is no readable CSV. Is a "
         "double quote left open?"),
        (b'a,b\n1,"x"y\n', "s.csv:2: this is no readable CSV. Is a "
         "double quote left open?"),
        (b"a,b\n1,2,3\n", "s.csv:2: this row has 3 cells, the header 2. Put a cell that holds the "
         "separator between double quotes."),
    ],
)  # fmt: skip
def test_a_broken_table(data: bytes, message: str) -> None:
    with pytest.raises(RodedraadError) as error:
        survey_of_bytes(data, "s.csv")
    assert str(error.value) == message


def test_a_survey_without_open_answers_says_how_to_name_them() -> None:
    with pytest.raises(RodedraadError) as error:
        read_bytes(b"cijfer,leeftijd\n1,2\n3,4\n", "s.csv")
    assert str(error.value) == (
        "s.csv has no open answers. Say which columns hold them with --open. Columns: cijfer, "
        "leeftijd."
    )


@pytest.mark.parametrize(
    "data",
    [b"geen zip", b"PK\x03\x04 half", b""],
)
def test_a_broken_workbook(data: bytes) -> None:
    with pytest.raises(RodedraadError, match=r"s\.xlsx (cannot be read as Excel|is empty)"):
        read_bytes(data, "s.xlsx")


def test_the_separator_on_top_as_excel_writes_it() -> None:
    survey = survey_of_bytes(b"sep=;\na;b\n1;Dat is zo.\n", "s.csv")
    assert survey.rows[0].cells == ("1", "Dat is zo.")


def test_five_thousand_rows_at_once() -> None:
    rows = "".join(
        f"{number},{number % 7},Dit is antwoord {number} over de buurt.\n" for number in range(5000)
    )
    found = to_transcript(survey_of_bytes(f"nr,cijfer,mening\n{rows}".encode(), "s.csv"))
    assert (len(found.speakers), len(found.turns)) == (5000, 5000)
    last = found.turns[-1]
    assert found.text[last.start : last.end] == "Dit is antwoord 4999 over de buurt."


def test_two_rows_with_one_number_are_two_people() -> None:
    data = b'"id","submitdate","Q1"\n"1","2016-05-09 08:05:03","Een zin."\n' * 1
    data += b'"1","2016-05-09 08:06:03","Nog een zin."\n'
    assert [row.label for row in survey_of_bytes(data, "s.csv").rows] == ["1", "1 (2)"]


def test_a_short_plain_sheet_names_its_persons_and_their_area() -> None:
    survey = survey_of_bytes(
        b"nr,wijk,Wat vindt u van de buurt?\n"
        b"101,De Bron,Het is er fijn wonen hoor.\n"
        b"103,Noord,Niet zo goed de laatste tijd.\n"
        b"107,De Bron,Prima.\n",
        "enquete.csv",
    )
    assert [(column.use, column.reason) for column in survey.columns] == [
        (Use.IGNORED, "names the respondent"),
        (Use.CLOSED, "the area"),
        (Use.OPEN, "words"),
    ]
    found = to_transcript(survey)
    assert [(one.label, one.areas, one.attributes) for one in found.speakers] == [
        ("101", ("De Bron",), ()),
        ("103", ("Noord",), ()),
        ("107", ("De Bron",), ()),
    ]
    assert found.notes == (
        "Column with the area: wijk",
        "Open questions: Wat vindt u van de buurt?",
        "Left out: nr",
    )


@pytest.mark.parametrize(
    ("header", "cells", "reason"),
    [
        ("Respondentnummer", ("R01", "R02"), "names the respondent"),
        ("ID", ("a7", "b7"), "names the respondent"),
        ("nr", ("1", "1"), "numbers or dates"),
        ("Uit welk dorp komt u?", ("Oudeveen", "De Bron"), "the area"),
        ("Gebied", ("Oudeveen", "De Bron"), "the area"),
        ("Wijk", ("1", "2"), "numbers or dates"),
        ("Doelgroep", ("bewoners", "college"), "the group"),
        ("Bij welke groep hoort u?", ("bewoners", "college"), "the group"),
        ("Respondent", ("Jan", "Piet"), "one word each"),
    ],
)
def test_a_column_by_its_name_where_its_cells_fit(
    header: str, cells: tuple[str, str], reason: str
) -> None:
    rows = "".join(f"{cell},Dat is zo.\n" for cell in cells)
    survey = survey_of_bytes(f"{header},Waarom?\n{rows}".encode(), "s.csv")
    assert survey.columns[0].reason == reason


def test_who_says_otherwise_of_the_area_has_no_area(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text("wijk,dorp,Waarom?\nNoord,Oudeveen,Dat is zo.\nBron,De Bron,Daarom.\n")
    assert read_survey(path).area == 0
    assert read_survey(path, closed=("wijk",)).area is None
    assert read_survey(path, area="dorp").area == 1


def test_letters_of_columns() -> None:
    assert [letter(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
