"""Themes as a Word document, with real headings, tables and styles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..drawing import as_png
from . import words
from .checklist import fill_checklist
from .headings import headings
from .model import Memo, Quote, Report, Theme, Voices
from .pictures import report_drawings
from .words import Translate
from .wordstyles import describe, open_document
from .wordxml import (
    TEXT_WIDTH,
    contents,
    fill,
    heading,
    paragraph,
    picture,
    saved,
    table,
)

if TYPE_CHECKING:
    from docx.document import Document

FEW_COLUMNS = 4  # with more, the headings of a matrix stand upright
SAME_PAGE = '<w:pageBreakBefore w:val="0"/><w:spacing w:before="560"/>'
Outline = list[tuple[int, str, int]]  # (level, heading, bookmark), for the table of contents


def write(
    report: Report, _: Translate, templates: Path | None = None
) -> Iterator[tuple[str, bytes]]:
    """Give the document."""
    document = open_document(templates, report.language)
    text = headings(_)
    title = report.title or text["title"]
    outline: Outline = []
    body = [
        *summary(report, outline, _),
        *pictures(document, report, _),
        *matrix(report, outline, _),
        *(piece for theme in report.themes for piece in chapter(theme, outline, _)),
        *codebook(report, outline, _),
        *sources(report, outline, _),
        *checklist(report, outline, _),
        *basis(report, outline, _),
        *withheld(report, outline, _),
    ]
    front = [
        paragraph("Title", title),
        paragraph("Subtitle", words.sample_in_words(report, _)),
        *([paragraph("Remark", words.question_in_words(report, _))] if report.asked else []),
        paragraph("Remark", words.audience_in_words(report.audience, _)),
        paragraph("Table Head", text["contents"]),
        contents(outline),
    ]
    fill(document, front + body)
    describe(document, title, report.language, report.period[1] if report.period else "")
    yield "themes.docx", saved(document)


def headed(outline: Outline, level: int, text: str, more: str = "") -> str:
    """Give a heading, and note it for the table of contents; `more` are properties of it."""
    outline.append((level, text, len(outline) + 1))
    return heading(level, text, len(outline), more)


def summary(report: Report, outline: Outline, _: Translate) -> Iterator[str]:
    """Give the themes in one table, the common thread first, and the memos on the project."""
    text = headings(_)
    yield headed(outline, 1, text["in_short"])
    scale = "" if report.audience == "team" else f" {text['scale']}"
    yield paragraph("Normal", text["reading"] + scale)
    head = [text[key] for key in ("theme", "persons", "groups", "areas", "balance")]
    rows = []
    for _number, theme in report.by_breadth:
        talks = theme.top.talks
        rows.append(
            [
                theme.top.code.name,
                words.count_in_words(talks.total, _),
                words.of_in_words(talks.breadth("groups"), _),
                words.of_in_words(talks.breadth("areas"), _),
                words.balance_in_words(talks.balance, _),
            ]
        )
    yield table(head, rows, divided(3, 2, 1.5, 1.5, 4), numbers=(1, 2, 3))
    yield from memos(report.memos, _)


def pictures(document: Document, report: Report, _: Translate) -> Iterator[str]:
    """Give the charts; the matrix is there as a table."""
    for name, drawing in report_drawings(report, _):
        if name != "themes-by-group":
            yield picture(document, as_png(drawing), drawing.alt)


def matrix(report: Report, outline: Outline, _: Translate) -> Iterator[str]:
    """Give every code by group."""
    text = headings(_)
    yield headed(outline, 2, text["matrix"])
    yield paragraph("Normal", text["matrix_explained"], more="<w:keepNext/>")
    groups = report.themes[0].top.talks.named_groups if report.themes else []
    head = [text["code"]]
    for group in groups:
        n = "" if group.count.n is None else f" (n={group.count.n})"
        head.append(words.group_in_words(group.name, _) + n)
    rows: list[list[str]] = []
    tops = []
    for theme in report.themes:
        tops.append(len(rows))
        for number, part in enumerate(theme.parts):
            cells = [words.persons_in_words(group.count, _) for group in part.talks.named_groups]
            rows.append([("    " if number else "") + part.code.name, *cells])
    upright = len(groups) > FEW_COLUMNS
    widths = [4 if upright else max(6.5, longest_word(name)) for name in head[1:]]
    yield table(head, rows, divided(13, *widths), range(1, len(head)), upright, bold=tops)


def chapter(theme: Theme, outline: Outline, _: Translate) -> Iterator[str]:
    """Give a theme with its codes."""
    for number, part in enumerate(theme.parts):
        yield headed(outline, 2 if number else 1, part.code.name)
        if part.code.definition:
            yield paragraph("Definition", part.code.definition)
        yield from voices_of(part.talks, _)
        if part.survey and part.survey.is_counted:
            yield paragraph("Heading 3", _("In the survey"))
            yield from voices_of(part.survey, _)
        yield from memos(part.memos, _)


def voices_of(voices: Voices, _: Translate) -> Iterator[str]:
    """Give who voices a code, by group and area, and the quotes of each group."""
    yield paragraph("Finding", words.breadth_in_words(voices, _))
    for remark in words.remarks(voices, _):
        yield paragraph("Remark", remark)
    if voices.counted_groups:
        yield group_table(voices, _)
    if voices.areas_below and voices.cells:
        yield area_table(voices, _)
    elif voices.areas_below:
        yield paragraph("Normal", words.areas_in_words(voices, _))
    for group in voices.groups:
        quotes = [quote for quote in group.quotes if not quote.again]
        if quotes:
            yield paragraph("Heading 3", words.group_in_words(group.name, _))
        for quote in quotes:
            yield from quotation(quote, _)


def group_table(voices: Voices, _: Translate) -> str:
    """Give the groups with their persons, also by area where these are few."""
    text = headings(_)
    areas = voices.areas_beside
    head = [text["group"], text["persons"]]
    head += [words.area_in_words(area.name, _) for area in areas] + [text["balance"]]
    rows = [
        [
            words.group_in_words(group.name, _),
            words.count_in_words(group.count, _),
            *(words.count_in_words(voices.cells[group.name, area.name], _) for area in areas),
            words.balance_in_words(group.balance, _),
        ]
        for group in voices.counted_groups
    ]
    rows.append(
        [
            text["together"],
            words.count_in_words(voices.total, _),
            *(words.count_in_words(area, _) for area in areas),
            words.balance_in_words(voices.balance, _),
        ]
    )
    widths = divided(2.6, 1.4, *(1.3 for _area in areas), 2.6)
    return table(head, rows, widths, range(1, len(head) - 1), bold=[len(rows) - 1])


def area_table(voices: Voices, _: Translate) -> str:
    """Give the areas with the persons of each group."""
    text = headings(_)
    groups = voices.counted_groups
    head = [text["area"], *(words.group_in_words(group.name, _) for group in groups)]
    rows = [
        [
            words.area_in_words(area.name, _),
            *(words.count_in_words(voices.cells[group.name, area.name], _) for group in groups),
            words.count_in_words(area, _),
        ]
        for area in voices.areas_below
    ]
    widths = divided(2, *(1.2 for _group in groups), 1.2)
    upright = len(groups) > FEW_COLUMNS
    return table([*head, text["together"]], rows, widths, range(1, len(head) + 1), upright)


def quotation(quote: Quote, _: Translate) -> Iterator[str]:
    """Give a quote, with whose it is and its citation under it."""
    yield paragraph("Quote", words.words_of(quote, _))
    parts = [
        words.who_says(quote, _),
        words.stance_in_words(quote.stance, _),
        quote.citation,
        words.permission_in_words(quote, _),
    ]
    yield paragraph("Quote Source", " · ".join(part for part in parts if part))
    if quote.memo:
        yield paragraph("Memo", f"{_('Memo')}: {quote.memo}")


def memos(listed: Sequence[Memo], _: Translate) -> Iterator[str]:
    """Give memos, with who noted them and about what."""
    for memo in listed:
        yield paragraph("Memo", f"{_('Memo')} ({words.on_in_words(memo, _)}): {memo.text}")


def codebook(report: Report, outline: Outline, _: Translate) -> Iterator[str]:
    """Give every code with what it means."""
    text = headings(_)
    yield headed(outline, 1, text["codebook"])
    head = [text[key] for key in ("code", "definition", "use_when", "not_when")]
    rows = [
        ["    " * code.path.count("/") + code.name, code.definition, code.use_when, code.not_when]
        for code in report.codebook.walk()
    ]
    yield table(head, rows, divided(2.8, 3, 3, 3.4))


def sources(report: Report, outline: Outline, _: Translate) -> Iterator[str]:
    """Give what the report rests on."""
    yield headed(outline, 1, headings(_)["sources"], SAME_PAGE)
    for source in report.sources:
        yield paragraph("List Bullet", words.source_in_words(source, _))


def checklist(report: Report, outline: Outline, _: Translate) -> Iterator[str]:
    """Give the reporting checklist."""
    text = headings(_)
    yield headed(outline, 1, text["checklist"])
    head = [text[key] for key in ("number", "what", "answer")]
    rows = [
        [str(item.number), item.name, item.answer or text["to_be_filled_in"]]
        for item in fill_checklist(report, _)
    ]
    yield table(head, rows, divided(0.6, 3, 5))


def basis(report: Report, outline: Outline, _: Translate) -> Iterator[str]:
    """Say on what the figures rest."""
    yield headed(outline, 1, headings(_)["method"], SAME_PAGE)
    for line in words.basis_in_words(report, _):
        yield paragraph("List Bullet", line)


def withheld(report: Report, outline: Outline, _: Translate) -> Iterator[str]:
    """Say what this audience is not told, and why."""
    if report.withheld:
        yield headed(outline, 1, headings(_)["withheld"], SAME_PAGE)
    for line in report.withheld:
        yield paragraph("List Bullet", words.withheld_in_words(line, _))


def longest_word(text: str) -> float:
    """Give the room that the longest word takes, in units of about two letters."""
    return max(map(len, text.split()), default=0) * 0.6


def divided(*parts: float) -> list[int]:
    """Divide the width of the text over columns, in proportion."""
    return [round(TEXT_WIDTH * part / sum(parts)) for part in parts]
