"""Charts: what stands in them, also for who cannot see them, and the same bytes every time."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from builders import Person, add_talk, code_turn, finish, new_project
from click.testing import Result
from PIL import Image

from rodedraad.cli.language import translator
from rodedraad.coding.charts import charts
from rodedraad.coding.drawing import Bar, Drawing, Section, as_png, as_svg, put_bars
from rodedraad.coding.opening import reading
from rodedraad.coding.querying.selection import Filters, choose

Run = Callable[..., Result]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seven coded talks on two themes: residents voice both, the police one, two say nothing."""
    project = new_project(tmp_path_factory.mktemp("charts"), ["veiligheid", "geld"])
    for number in range(1, 8):
        group = "bewoners" if number % 2 else "politie"
        persons = {"R1": Person(f"R{number:02d}", group, ("Noord",))}
        name = f"gesprek-{number}"
        add_talk(project, name, [("R1", "Het is hier veilig."), ("R1", "Te duur.")], persons)
        if number < 6:
            code_turn(project, name, 1, "veiligheid")
        if number in (1, 3):
            code_turn(project, name, 2, "geld")
            code_turn(project, name, 1, "geld")
        finish(project, name)
    project.close()
    return project.path


def all_charts(path: Path, language: str = "nl") -> dict[str, tuple[bytes, bytes, str]]:
    """Give (SVG, PNG, alt text) of every chart, by name."""
    with reading(path) as connection:
        selection = choose(connection, Filters())
        drawn = charts(connection, selection, translator(language))
        return {name: (svg, png, alt) for name, svg, png, alt in drawn}


def test_each_chart_says_in_words_what_it_shows(project: Path) -> None:
    found = all_charts(project)
    assert {name: alt for name, (_svg, _png, alt) in found.items()} == {
        "themes-by-group": "Personen: code × groep. De volste cellen: veiligheid, bewoners (n=4): "
        "3; veiligheid, politie (n=3): 2; geld, bewoners (n=4): 2.",
        "thread": "De rode draad: personen per groep. Staven: veiligheid: 5 van 7; geld: 2 van 7.",
        "coverage": "Personen: gehoord en gepland. Staven: bewoners: 4; politie: 3; Noord: 7.",
        "saturation": "Verzadiging: nieuwe codes in elke reeks interviews. Lijn: 5–6: 0%; 6–7: 0%.",
        "co-occurrence": "Codes die samengaan, in personen. Netwerk: geld – veiligheid: 2.",
    }


def test_the_words_are_in_the_files_too(project: Path) -> None:
    for svg, png, alt in all_charts(project).values():
        root = ElementTree.fromstring(svg)
        assert root.get("role") == "img"
        assert root.findtext(f"{SVG}title") == alt.split(".")[0]
        assert root.findtext(f"{SVG}desc") == alt
        assert Image.open(io.BytesIO(png)).info["Description"] == alt


def test_the_same_data_give_the_same_bytes(project: Path) -> None:
    first = all_charts(project)
    assert all_charts(project) == first
    assert b"<dc:date>" not in first["thread"][0]


def test_only_grey_is_used(project: Path) -> None:
    for _svg, png, _alt in all_charts(project).values():
        colours = Image.open(io.BytesIO(png)).convert("RGB").getcolors(1_000_000)
        assert colours is not None
        assert all(red == green == blue for _count, (red, green, blue) in colours)


def test_names_are_drawn_as_they_are_and_obeyed_never() -> None:
    hostile = Bar("groep $x$ <b> \u202e🙂\x1b[31m 漢", 1, 2, "1 van 2")
    drawing = Drawing(
        "A & <b>", "een\ttwee", (4, 2), lambda axes: put_bars(axes, [Section("", [hostile])])
    )
    root = ElementTree.fromstring(as_svg(drawing))
    assert root.findtext(f"{SVG}title") == "A & <b>"
    assert as_png(drawing).startswith(b"\x89PNG")


def test_nothing_is_drawn_of_an_empty_project(tmp_path: Path) -> None:
    project = new_project(tmp_path, ["geld"])
    project.close()
    assert all_charts(project.path) == {}


@pytest.mark.parametrize(
    "question",
    [
        "matrix code group",
        "thread",
        "thread geld",
        "coverage",
        "saturation",
        "cooccur",
        "compare group bewoners politie",
    ],
)
def test_a_question_draws_its_answer(
    project: Path, run: Run, tmp_path: Path, question: str
) -> None:
    for file in ("a.svg", "a.png"):
        result = run(tmp_path, "-p", str(project), *question.split(), "--chart", file)
        assert f"The chart is drawn in {file}." in result.stderr
        assert (tmp_path / file).stat().st_size > 1000
    svg = (tmp_path / "a.svg").read_bytes()
    assert b"<desc>" in svg


def test_a_chart_takes_no_place_unasked(project: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text("mine")
    result = run(tmp_path, "-p", str(project), "thread", "--chart", "a.svg", status=1)
    assert "a.svg exists already" in result.stderr
    assert (tmp_path / "a.svg").read_text() == "mine"
    refused = run(tmp_path, "-p", str(project), "thread", "--chart", "a.pdf", status=2)
    assert "a.pdf ends in neither" in refused.stderr
