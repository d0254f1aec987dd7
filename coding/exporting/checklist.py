"""The reporting checklist for qualitative research, filled in as far as the program knows.

COREQ: Tong, Sainsbury & Craig 2007, International Journal for Quality in Health Care 19(6),
349–357. The names of its 32 items are shortened.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ... import __version__
from . import words
from .model import Report
from .words import Translate


@dataclass(frozen=True, slots=True)
class Item:
    """One item; `answer` is "" where only the researchers can give it."""

    number: int
    name: str
    answer: str


def fill_checklist(report: Report, _: Translate) -> list[Item]:
    """Give all 32 items, answered where the report holds the answer; nothing is guessed."""
    answers = {number: answer(report, _) for number, answer in ANSWERS.items()}
    return [
        Item(number, name, answers.get(number, ""))
        for number, name in enumerate(item_names(_), start=1)
    ]


def item_names(_: Translate) -> list[str]:
    """Name the 32 items in order."""
    return [
        _("Who interviewed"),
        _("Their credentials"),
        _("Their occupation"),
        _("Their gender"),
        _("Their experience and training"),
        _("Relationship with participants beforehand"),
        _("What participants knew of the interviewer"),
        _("Characteristics of the interviewer"),
        _("Methodological orientation"),
        _("Sampling"),
        _("Method of approach"),
        _("Sample size"),
        _("Non-participation"),
        _("Setting of data collection"),
        _("Presence of non-participants"),
        _("Description of the sample"),
        _("Interview guide"),
        _("Repeat interviews"),
        _("Audio or visual recording"),
        _("Field notes"),
        _("Duration"),
        _("Data saturation"),
        _("Transcripts returned"),
        _("Number of coders"),
        _("Description of the coding tree"),
        _("Derivation of themes"),
        _("Software"),
        _("Participant checking"),
        _("Quotations presented"),
        _("Data and findings consistent"),
        _("Clarity of major themes"),
        _("Clarity of minor themes"),
    ]


def sample_size(report: Report, _: Translate) -> str:
    """Item 12."""
    return words.sample_in_words(report, _)


def sample_description(report: Report, _: Translate) -> str:
    """Item 16."""
    groups = (
        f"{words.group_in_words(name, _)} {count}" for name, count in report.sample.groups.items()
    )
    areas = (
        f"{words.area_in_words(name, _)} {count}" for name, count in report.sample.areas.items()
    )
    return "; ".join(part for part in (", ".join(groups), ", ".join(areas)) if part)


def duration(report: Report, _: Translate) -> str:
    """Item 21: only where the transcripts carry times."""
    known = [seconds / 60 for seconds in report.durations]
    if not known:
        return ""
    return _("{least} to {most} minutes, known of {talks}").format(
        least=round(min(known)),
        most=round(max(known)),
        talks=words.talks_counted(len(known), _),
    )


def saturation(report: Report, _: Translate) -> str:
    """Item 22."""
    found = report.saturation
    if found is None:
        return ""
    way = _("base {base}, run {run}, at most {threshold} new codes").format(
        base=found.base, run=found.run, threshold=f"{found.threshold:.0%}"
    )
    if found.reached is None:
        return _("not reached in {talks} coded talks").format(talks=found.talks) + f" ({way})"
    return (
        _("after {reached} of {talks} coded talks").format(reached=found.reached, talks=found.talks)
        + f" ({way})"
    )


def coders(report: Report, _: Translate) -> str:
    """Item 24."""
    return str(report.coders) if report.coders else ""


def coding_tree(report: Report, _: Translate) -> str:
    """Item 25."""
    themes = len(report.codebook.codes)
    codes = sum(1 for _code in report.codebook.walk()) - themes
    return _("{themes}, {codes} below; see the codebook").format(
        themes=_("1 theme") if themes == 1 else _("{count} themes").format(count=themes),
        codes=_("1 code") if codes == 1 else _("{count} codes").format(count=codes),
    )


def derivation(report: Report, _: Translate) -> str:
    """Item 26."""
    return (
        _("the codebook {name}").format(name=report.codebook.name) if report.codebook.name else ""
    )


def software(_report: Report, _: Translate) -> str:
    """Item 27."""
    return f"rodedraad {__version__}"


def quotations(report: Report, _: Translate) -> str:
    """Item 29."""
    text = _("each quote carries a citation (such as f-7k2q)")
    if report.audience == "team":
        return text + "; " + _("and the label of the participant")
    return text + "; " + _("labels of participants stay with the team")


def consistency(_report: Report, _: Translate) -> str:
    """Item 30."""
    return _("every count is of coded fragments; the quotes of each code stand under it")


def major_themes(report: Report, _: Translate) -> str:
    """Item 31."""
    return ", ".join(theme.top.code.name for theme in report.themes)


def minor_themes(report: Report, _: Translate) -> str:
    """Item 32: what is voiced by a minority of those who could have."""
    minor = [
        part.code.name
        for theme in report.themes
        for part in theme.parts[1:]
        if part.talks.total.extent in ("one", "some")
    ]
    return ", ".join(minor)


ANSWERS: dict[int, Callable[[Report, Translate], str]] = {
    12: sample_size,
    16: sample_description,
    21: duration,
    22: saturation,
    24: coders,
    25: coding_tree,
    26: derivation,
    27: software,
    29: quotations,
    30: consistency,
    31: major_themes,
    32: minor_themes,
}
