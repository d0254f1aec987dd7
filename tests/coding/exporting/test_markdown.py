"""Themes in Markdown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rodedraad.coding.exporting.markdown import escaped

FINDING = (
    "**Voiced by 2 of 2 persons in the coded talks. In 2 of 2 groups, 1 of 1 areas. "
    "On average 1.0 fragments a person.**"
)


def test_a_theme(export) -> None:
    page = export("md")["samenwerking.md"].decode()
    assert page.startswith(
        "# Samenwerking\n\nWat men zegt over samenwerking.\n\n**Voiced by 2 of 2"
    )
    assert (
        f"""
## Politie

Wat men zegt over samenwerking/politie.

{FINDING}

| Group | Persons | Noord | (no area) | Stance, in persons |
| --- | ---: | ---: | ---: | --- |
| bewoners | 1 of 1 | – | 1 of 1 | negative 1 |
| politie | 1 of 1 | 1 of 1 | – | positive 1 |
| Together | 2 of 2 | 1 of 1 | 1 of 1 | positive 1, negative 1 |

### bewoners

> “=1+1 \\<script\\>alert(1)\\</script\\> \\*sterk\\* \\[hier\\](http\\://kwaad.nl) \\| einde”
>
> — R02, bewoners, 2016, negative (f-003), consent unknown
"""
        in page
    )
    assert "> — R04, from a report, not literal (f-004)" in page
    assert "Memo (anna, " in page
    assert "the \\<politie\\>" not in page
    assert "Let op: de \\<politie\\> zelf is positiever." in page


def test_tables_are_tables_and_quotes_are_quotes(export) -> None:
    for page in export("md").values():
        tokens = MarkdownIt("commonmark").enable("table").parse(page.decode())
        kinds = {token.type for token in tokens}
        assert not kinds & {"html_block", "html_inline", "fence"}
        rows = [line for line in page.decode().splitlines() if line.startswith("|")]
        heads = [line for line in rows if set(line) <= set("|- :")]
        assert len([token for token in tokens if token.type == "table_open"]) == len(heads)


def test_the_index_names_codes_sources_and_what_is_not_coded(export) -> None:
    index = export("md")["index.md"].decode()
    assert "| [Samenwerking](samenwerking.md) | 2 of 2 | 2 of 2 | 1 of 1 |" in index
    assert "| Politie | Wat men zegt over samenwerking/politie. |" in index
    assert "- noord (group talk, 2016-03-01, 2016)" in index
    assert "- verslag (report, not coded yet)" in index
    assert "| 17 | Interview guide | to be filled in |" in index
    assert "| 24 | Number of coders | 2 |" in index


@given(st.text())
def test_escaped_text_is_one_line_without_tags(text: str) -> None:
    result = escaped(text)
    assert len(result.splitlines()) <= 1
    assert "<" not in result.replace("\\<", "")


def test_where_all_is_withheld_one_line_says_so(export) -> None:
    page = export("md", audience="client")["resultaten.md"].decode()
    survey = page.partition("### In the survey")[2]
    assert "How many persons voice this is not shown." in survey
    assert "not shown |" not in survey
    assert "Areas:" not in survey
