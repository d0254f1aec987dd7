"""Templates of the user's own, which may say what they like and do nothing else."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Pt

from rodedraad import RodedraadError


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder for templates."""
    folder = tmp_path / "own"
    folder.mkdir()
    return folder


def test_a_template_of_the_user_takes_the_place_of_ours(export, own: Path) -> None:
    (own / "theme.md.j2").write_text(
        "{{ theme.top.code.name }}: {% for part in theme.parts %}{% for group in "
        "part.talks.groups %}{% for quote in group.quotes %}{{ quote | words_of }}\n"
        "{% endfor %}{% endfor %}{% endfor %}",
        encoding="utf-8",
    )
    files = export("md", templates=own)
    page = files["samenwerking.md"].decode()
    assert page.startswith("Samenwerking: De chef vindt het goed.\n")
    assert "\\<script\\>alert(1)\\</script\\>" in page  # escaped there too
    assert files["index.md"] == export("md")["index.md"]


def test_html_is_escaped_in_a_template_of_the_user(export, own: Path) -> None:
    (own / "themes.html.j2").write_text(
        "{% for quote in report.quotes() %}<p>{{ quote.quote }}</p>{% endfor %}", encoding="utf-8"
    )
    page = export("html", templates=own)["themes.html"].decode()
    assert "&lt;script&gt;" in page
    assert "<script>" not in page


@pytest.mark.parametrize(
    "template",
    [
        "{{ report.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ text.update({'a': 'b'}) }}",
        "{% include '../../../etc/passwd' %}",
        "{{ report.no_such_field }}",
        "{% if %}",
    ],
)
def test_a_template_that_asks_too_much_is_refused(
    export, own: Path, tmp_path: Path, template: str
) -> None:
    (own / "theme.md.j2").write_text(template, encoding="utf-8")
    with pytest.raises(RodedraadError, match=r"The template theme\.md\.j2"):
        export("md", templates=own)
    assert not list((tmp_path / "out").glob("*.md"))


def test_a_word_document_lends_its_styles(export, own: Path) -> None:
    house = Document()
    house.styles["Heading 1"].font.size = Pt(33)
    house.styles.add_style("Finding", WD_STYLE_TYPE.PARAGRAPH).font.italic = True
    house.add_paragraph("Wat hier staat, verdwijnt.")
    house.save(str(own / "themes.docx"))
    document = Document(io.BytesIO(export("docx", templates=own)["themes.docx"]))
    assert document.styles["Heading 1"].font.size == Pt(33)
    assert document.styles["Finding"].font.italic
    assert "Quote Source" in document.styles  # what it lacks comes from us
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "Wat hier staat, verdwijnt." not in texts
    assert "Samenwerking" in texts


def test_what_is_no_word_document_is_named(export, own: Path) -> None:
    (own / "themes.docx").write_bytes(b"geen document")
    with pytest.raises(RodedraadError, match=r"themes\.docx cannot be read as a Word document"):
        export("docx", templates=own)
