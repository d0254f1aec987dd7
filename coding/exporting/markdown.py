"""Themes as Markdown: a page a theme, with the quotes of each group, and an index."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from . import Translate, theme_file
from .model import CodePart, Group, Report, Theme

# What Markdown, or HTML within it, would read as more than the character itself.
MARKUP = re.compile(r"([\\`*_\[\]<>#|&~$^])")
LINK = re.compile(r"(://|\bwww)(?=[/.\w])")


def write(report: Report, _: Translate) -> Iterator[tuple[str, bytes]]:
    """Give a page for each theme, and an index."""
    for theme in report.themes:
        yield theme_file(theme.slug, "md"), encoded(theme_lines(theme, _))
    yield "index.md", encoded(index_lines(report, _))


def encoded(lines: Iterator[str]) -> bytes:
    """Join lines to a file."""
    return ("\n".join(lines) + "\n").encode()


def theme_lines(theme: Theme, _: Translate) -> Iterator[str]:
    """Write the page of a theme."""
    yield f"# {escaped(theme.codes[0].name)}"
    for part in theme.codes:
        if part is not theme.codes[0]:
            yield from ("", f"## {escaped(part.name)}")
        if part.definition:
            yield from ("", escaped(part.definition))
        yield from ("", counts_in_words(part, _))
        for group in part.groups:
            if group.quotes:
                yield from group_lines(group, _)


def group_lines(group: Group, _: Translate) -> Iterator[str]:
    """Write the quotes of one stakeholder group."""
    heading = escaped(group.name) if group.name else _("(no group)")
    counts = _("persons: {persons}, of those heard and coded: {among} of {n}").format(
        persons=group.counts.persons, among=group.counts.among, n=group.counts.n
    )
    yield from ("", f"### {heading}", "", counts)
    for quote in group.quotes:
        yield from ("", f"> {quoted(quote)}", ">", f"> — {source(quote, _)}")


def counts_in_words(part: CodePart, _: Translate) -> str:
    """Say in how many voices a code was heard; persons come first."""
    total = part.total
    text = _(
        "Persons: {persons}, of those heard and coded: {among} of {n}. Fragments: {fragments}."
    )
    return text.format(
        persons=total.persons, among=total.among, n=total.n, fragments=total.fragments
    )


def quoted(quote: Mapping[str, Any]) -> str:
    """Give the words of a quote between marks; a report only paraphrases, so without."""
    words = escaped(str(quote["quote"]))
    return words if quote["kind"] == "report" else f"“{words}”"


def source(quote: Mapping[str, Any], _: Translate) -> str:
    """Say whose words these are, and how to find them again."""
    parts = [quote["respondent"], quote["group"], quote["area"]]
    if quote["kind"] == "report":
        parts.append(_("from a report, not literal"))
    who = ", ".join(escaped(part) for part in parts if part)
    return f"{who} ({escaped(quote['citation'])})"


def index_lines(report: Report, _: Translate) -> Iterator[str]:
    """Write the index: every code with its counts, and the sources."""
    yield from (f"# {_('Themes')}", "")
    headings = [_("Code"), _("Persons"), _("Of those heard and coded"), _("Fragments")]
    yield f"| {' | '.join(headings)} |"
    yield "| --- | ---: | ---: | ---: |"
    for theme in report.themes:
        for part in theme.codes:
            name = escaped(part.name)
            if part is theme.codes[0]:
                name = f"**[{name}]({theme_file(theme.slug, 'md')})**"
            share = _("{among} of {n}").format(among=part.total.among, n=part.total.n)
            yield f"| {name} | {part.total.persons} | {share} | {part.total.fragments} |"
    yield from ("", f"## {_('Sources')}", "")
    for item in report.sources:
        marks = [
            escaped(part) for part in (item.date, item.wave, kind_in_words(item.kind, _)) if part
        ]
        if item.slug in report.basis.uncoded:
            marks.append(_("not coded yet"))
        yield f"- {escaped(item.title)} ({', '.join(marks)})"


def kind_in_words(kind: str, _: Translate) -> str:
    """Name the kind of a source in the language of the report."""
    names = {
        "interview": _("interview"),
        "group": _("group talk"),
        "meeting": _("meeting"),
        "survey": _("survey"),
        "report": _("report"),
        "document": _("document"),
    }
    return names[kind]


def escaped(text: str) -> str:
    """Make a text stand for itself in Markdown, on one line."""
    harmless = MARKUP.sub(r"\\\1", " ".join(text.split()))
    return LINK.sub(lambda match: match[0].replace(":", "\\:").replace("www", "w\\ww"), harmless)
