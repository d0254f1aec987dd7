"""What file names say, by a pattern."""

from __future__ import annotations

from pathlib import PurePath

import pytest

from rodedraad import RodedraadError
from rodedraad.transcripts.filenames import date_in_front, read_pattern
from rodedraad.transcripts.model import Kind, Metadata

GROUPS = ("politie", "zorg en welzijn", "zorg", "bewonersorganisaties")
AREAS = ("Noord", "De Bron", "Noord-West")


def test_fields_between_signs() -> None:
    pattern = read_pattern("{date}_{group}_{area}_{respondent}")
    assert pattern.of(PurePath("map/2014-10-14_politie_Noord_R03.txt")) == Metadata(
        date="2014-10-14", group="politie", areas=("Noord",), respondent="R03"
    )


def test_known_groups_and_areas_are_spelt_as_the_project_does() -> None:
    pattern = read_pattern("{date}_{group}_{area}", groups=GROUPS, areas=AREAS)
    said = pattern.of(PurePath("2016-04-12_zorg_en_welzijn_de_bron.vtt"))
    assert said == Metadata(date="2016-04-12", group="zorg en welzijn", areas=("De Bron",))
    said = pattern.of(PurePath("2016-04-12_Politie_noord-west.vtt"))
    assert said == Metadata(date="2016-04-12", group="politie", areas=("Noord-West",))
    said = pattern.of(PurePath("2016-04-12_college_elders.vtt"))
    assert said == Metadata(date="2016-04-12", group="college", areas=("elders",))


@pytest.mark.parametrize(
    ("pattern", "name", "said"),
    [
        ("{date} {kind} {}", "20161231 group iets.docx", Metadata("2016-12-31", Kind.GROUP)),
        ("{wave}-{respondent}", "2016-R07.docx", Metadata(wave="2016", respondent="R07")),
        ("gesprek ({title})", "gesprek (in_Noord).md", Metadata(title="in Noord")),
        ("{date}_{group}", "verslag.docx", None),
        ("{date}_{group}", "morgen_politie.docx", None),
    ],
)
def test_patterns(pattern: str, name: str, said: Metadata | None) -> None:
    assert read_pattern(pattern).of(PurePath(name)) == said


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        (
            "{datum}_{group}",
            "--name {datum}_{group}: there is no field {datum}. Did you mean {date}? Fields: "
            "{date}, {kind}, {wave}, {title}, {group}, {area}, {areas}, {respondent}, {function}.",
        ),
        (
            "{date}{group}",
            "--name {date}{group}: two fields touch each other; put a sign between them.",
        ),
        ("{date}_{date}", "--name {date}_{date}: {date} stands twice."),
        (
            "gesprek",
            "--name gesprek names no field. Write it as {date}_{group}_{area}_{respondent}.",
        ),
    ],
)
def test_patterns_with_a_mistake(pattern: str, message: str) -> None:
    with pytest.raises(RodedraadError) as error:
        read_pattern(pattern)
    assert str(error.value) == message


def test_a_day_that_does_not_exist_is_refused() -> None:
    with pytest.raises(RodedraadError, match=r"2016-02-30_x\.txt: 2016-02-30 is no date"):
        read_pattern("{date}_{group}").of(PurePath("2016-02-30_x.txt"))


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2025-01-10_wijkagent.txt", "2025-01-10"),
        ("2025-01-10.docx", "2025-01-10"),
        ("2025-02-30_wijkagent.txt", ""),
        ("2025-01-105.txt", ""),
        ("2025-01_wijkagent.txt", ""),
        ("wijkagent 2025-01-10.txt", ""),
    ],
)
def test_the_date_in_front_of_a_name(name: str, date: str) -> None:
    assert date_in_front(PurePath(name)) == date
