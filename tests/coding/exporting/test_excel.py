"""The workbook, read back by openpyxl."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook, load_workbook

from rodedraad.coding.exporting import excel
from rodedraad.coding.exporting.tables import Table
from rodedraad.coding.project import Project

ILLEGAL = "voor\x01na\ufffe"


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def test_every_table_has_a_sheet_to_filter(export) -> None:
    book = opened(export("xlsx")["themes.xlsx"])
    assert book.sheetnames[:5] == ["about", "fragments", "themes", "matrix", "places"]
    assert {"persons", "codebook", "sources"} <= set(book.sheetnames)
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.column_dimensions["A"].width > 0


def test_the_figures_are_those_of_the_project(export, hostile: str) -> None:
    book = opened(export("xlsx")["themes.xlsx"])
    rows = list(book["fragments"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == 10
    heads = [cell.value for cell in book["fragments"][1]]
    assert hostile in [row[heads.index("quote")] for row in rows]
    cells = [cell for row in book["fragments"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}  # never a formula
    assert [cell.hyperlink for cell in cells if cell.hyperlink] == []


def test_what_the_client_does_not_get_leaves_no_empty_columns(export, project: Project) -> None:
    with project.transaction("respondent set"):
        project.connection.execute("UPDATE respondent SET consent = 'quote'")
    book = opened(export("xlsx", audience="client")["themes.xlsx"])
    sheet = book["fragments"]
    ranges = [range(d.min, d.max + 1) for d in sheet.column_dimensions.values() if d.hidden]
    gone = {number for numbers in ranges for number in numbers}
    shown = [cell.value for cell in sheet[1] if cell.column not in gone]
    hidden = {key for key in ("turn", "speaker", "coder", "memo") if key not in shown}
    assert hidden == {"turn", "speaker", "coder", "memo"}
    assert {"citation", "code", "quote"} <= set(shown)


def test_rows_are_as_high_as_their_longest_text(export, project: Project) -> None:
    with project.transaction("respondent set"):
        project.connection.execute("UPDATE code SET definition = ? WHERE id = 1", ["woord " * 50])
    sheet = opened(export("xlsx")["themes.xlsx"])["codebook"]
    heights = [sheet.row_dimensions[number].height for number in (2, 3)]
    assert heights == [75, None]  # points: 300 characters in a column of 60 digits; one line


@pytest.mark.parametrize("length", [32_767, 32_768, 100_000])
def test_a_text_too_long_for_a_cell_goes_on_in_the_next(length: int) -> None:
    text = "abcdefghij" * (length // 10) + "x" * (length % 10)
    table = Table("fragments", ("citation", "quote", "stance"), [["f-1", text, "positive"]])
    pieces = excel.pieces_of_columns(table)
    from xlsxwriter import Workbook as Writer

    raw = io.BytesIO()
    book = Writer(raw, {"constant_memory": True})
    excel.add_sheet(book, table, pieces)
    book.close()
    heads, row = opened(raw.getvalue())["fragments"].iter_rows(values_only=True)
    quotes = [value for head, value in zip(heads, row, strict=True) if head.startswith("quote")]
    assert "".join(quotes) == text
    assert heads[-1] == "stance"
    assert row[-1] == "positive"
    assert len(quotes) == -(-length // 32_767)


def test_what_no_workbook_can_hold_is_shown() -> None:
    assert excel.writable(ILLEGAL) == "voor\ufffdna\ufffd"
