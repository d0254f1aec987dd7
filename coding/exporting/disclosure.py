"""What leaves the house: a report for the client or for everybody, without exposing anybody.

The rules, for every audience but the team:

- Who allows nothing to leave the team is not even counted (see `reading`).
- Talks are told by group and by area in words of a scale, never by both together. Groups and
  areas heard in fewer than three persons are not named.
- The survey is told in numbers; small ones are hidden, and with them what they could be
  computed from (see `survey`).
- A quote is literal only with consent to quote, and for everybody only when its transcript
  was approved. It is labelled by its group and wave at most.
- Persons, functions, dates, coders, memos, the titles of transcripts and the examples in the
  codebook stay behind, and so do the names of coders, speakers and files within a text.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from ... import RodedraadError
from ...codebooks.model import Code, Codebook
from .model import (
    Balance,
    Count,
    Group,
    Part,
    Quote,
    Report,
    Sample,
    Source,
    Theme,
    Voices,
    Withheld,
)
from .suppression import MINIMUM
from .survey import NO_BALANCE, survey_outside
from .words import OTHERS

if TYPE_CHECKING:
    from .transcript import Turn

FEWEST = 3  # persons heard, before a group or an area is named
SURVEY = "survey"
# What is told of a quote to the team alone.
NOT_TOLD = (
    "fragment transcript turn speaker respondent area date coder origin start end memo consent "
    "approval"
).split()
# Labels of speakers that are no names.
ROLES = tuple(
    "int interviewer respondent geïnterviewde vraag voorzitter moderator heer mevrouw meneer "
    "mister mrs".split()
)


@dataclass(frozen=True)
class Guard:
    """What is decided once for a whole report.

    `groups` and `areas` may be named. `labels` says under which name a quote of a (material,
    group) stands, and `waves` under which (material, label) a wave may stand too; material is
    "talks", "report" or "survey". `without_names` takes names out of a text.
    """

    audience: str
    groups: Collection[str | None]
    areas: Collection[str | None]
    labels: Mapping[tuple[str, str | None], str | None]
    waves: Collection[tuple[str, str | None, str | None]]
    without_names: Callable[[str], str]
    withheld: Counter[str]


def for_audience(report: Report, audience: str, names: Iterable[str], name: str) -> Report:
    """Give a report as an audience other than the team may have it, with what was withheld.

    `names` (of coders, speakers, respondents and files) are replaced by `name` in texts.
    Raises RodedraadError when the report is about so few persons that it would be about each.
    """
    if 0 < report.sample.persons < FEWEST:
        raise RodedraadError(
            "The question leaves {count} persons: what leaves the team is about {fewest} or more."
            "\nAsk more widely, or write it for the team: --audience team",
            count=report.sample.persons,
            fewest=FEWEST,
        )
    guard = make_guard(report, audience, names, name)
    answers = {
        part.code.path: quotes_outside(part.survey, guard)
        for theme in report.themes
        for part in theme.parts
        if part.survey
    }
    survey, hidden = survey_outside(report, [path for path in answers if answers[path]])
    survey = {path: with_answers(voices, answers[path]) for path, voices in survey.items()}
    guard.withheld["survey"] += hidden
    return replace(
        report,
        audience=audience,
        codebook=codebook_outside(report.codebook, guard),
        themes=tuple(theme_outside(theme, survey, guard) for theme in report.themes),
        sources=sources_outside(report.sources),
        sample=sample_outside(report.sample, guard),
        persons=(),
        memos=(),
        quote_memos=(),
        asked=tuple(
            (name, guard.without_names(value))
            for name, value in report.asked
            if name not in ("respondent", "coder")
        ),
        saved=(),
        withheld=tuple(
            Withheld(reason, number) for reason, number in sorted(guard.withheld.items()) if number
        ),
    )


def make_guard(report: Report, audience: str, names: Iterable[str], name: str) -> Guard:
    """Decide which groups, areas and waves are named, and prepare to take names out."""
    talking = [person for person in report.persons if person.kind != SURVEY]
    groups = named_values((person.respondent, [person.group]) for person in talking)
    areas = named_values((person.respondent, person.areas or [None]) for person in talking)
    heard = {(material_of(p.kind), p.group, p.respondent) for p in report.persons}
    by_group = Counter((material, group) for material, group, _person in heard)
    labels = {
        (material, group): group
        if material != SURVEY and group in groups and number >= FEWEST
        else OTHERS
        for (material, group), number in by_group.items()
    }
    voices = {
        (material_of(p.kind), labels[material_of(p.kind), p.group], p.wave, p.respondent)
        for p in report.persons
    }
    by_wave = Counter(voice[:3] for voice in voices)
    withheld = Counter(
        {
            "no_consent": report.left_out,
            "groups": len(report.sample.groups.keys() - groups),
            "areas": len(report.sample.areas.keys() - areas),
            "memos": len(list(report.all_memos())),
        }
    )
    if 0 < report.sample.answered < MINIMUM:
        withheld["small_survey"] = 1
    exempt = {str(value).casefold() for value in (*report.sample.groups, *report.sample.areas)}
    return Guard(
        audience,
        groups,
        areas,
        labels,
        {voice for voice, number in by_wave.items() if number >= FEWEST},
        remover(names, exempt, name, withheld),
        withheld,
    )


def named_values(
    values_of_persons: Iterable[tuple[str, Iterable[str | None]]],
) -> frozenset[str | None]:
    """Give the values, of (person, their values), that may be named.

    Each was heard in three persons or more, and so are those that are not named together:
    else what a small one says would be what the others do not.
    """
    voices: dict[str | None, set[str]] = defaultdict(set)
    for person, values in values_of_persons:
        for value in values:
            voices[value].add(person)
    named = {value for value in voices if len(voices[value]) >= FEWEST}
    while True:
        rest = {person for value in voices.keys() - named for person in voices[value]}
        if not named or not 0 < len(rest) < FEWEST:
            return frozenset(named)
        named.remove(min(named, key=lambda value: (len(voices[value]), str(value))))


def material_of(kind: str) -> str:
    """Tell apart what people said in talks, wrote in a survey, and what was noted of them."""
    return kind if kind in (SURVEY, "report") else "talks"


def remover(
    names: Iterable[str], exempt: Collection[str], name: str, withheld: Counter[str]
) -> Callable[[str], str]:
    """Make the function that replaces names in a text, as whole words, whatever the blanks in
    them and whether their accents are characters of their own.

    One word with a capital is looked for as it is written: Bakker is a name, and bakker is
    not. Left alone are labels such as R1 or Int, and the names of groups and areas.
    """
    listed = {
        known
        for known in names
        if re.search(r"[^\W\d_]{3}", known) and known.casefold() not in {*exempt, *ROLES}
    }
    if not listed:
        return lambda text: text
    as_written = {known for known in listed if known.isalpha() and known.istitle()}

    def one_of(some: Iterable[str]) -> str:
        written = {normalize(form, known) for known in some for form in ("NFC", "NFD")}
        longest_first = sorted(written, key=lambda known: (-len(known), known))
        patterns = (r"\s+".join(map(re.escape, known.split())) for known in longest_first)
        return "|".join(patterns) or r"(?!)"

    pattern = re.compile(
        rf"(?<!\w)(?:(?i:{one_of(listed - as_written)})|{one_of(as_written)})(?!\w)"
    )

    def without_names(text: str) -> str:
        changed, number = pattern.subn(name, text)
        withheld["names"] += number
        return changed

    return without_names


def theme_outside(theme: Theme, survey: Mapping[str, Voices], guard: Guard) -> Theme:
    """Give a theme without its memos, its voices in words."""
    parts = tuple(
        Part(
            code_outside(part.code, guard),
            voices_outside(part.talks, guard),
            survey.get(part.code.path),
        )
        for part in theme.parts
    )
    return replace(theme, parts=parts)


def voices_outside(voices: Voices, guard: Guard) -> Voices:
    """Give who voices a code in the talks: in numbers over all, in words by group and by area."""
    quotes = quotes_outside(voices, guard)
    named = [group for group in voices.groups if group.name in guard.groups]
    groups = [
        Group(
            group.name,
            in_words(group.count),
            in_words_too(group.balance),
            tuple(quote for quote in quotes if quote.group == group.name),
        )
        for group in named
    ]
    others = tuple(quote for quote in quotes if quote.group == OTHERS)
    rests_on = voices.rests_on
    if rests_on == "group" and not any(group.count.persons for group in named):
        rests_on = ""
    return Voices(
        replace(voices.total, words=None, bulk=None),
        in_words_too(voices.balance),
        (*groups, Group(OTHERS, Count(OTHERS), NO_BALANCE, others)),
        tuple(in_words(area) for area in voices.areas if area.name in guard.areas),
        dissent=tuple(name for name in voices.dissent if name in guard.groups),
        rests_on=rests_on,
    )


def in_words(count: Count) -> Count:
    """Give a count without its numbers."""
    return Count(count.name, count.extent)


def in_words_too(balance: Balance) -> Balance:
    """Give how persons look at something without their numbers."""
    return replace(balance, persons=None)


def quotes_outside(voices: Voices, guard: Guard) -> list[Quote]:
    """Give the quotes that this audience may read, and count those that it may not."""
    allowed = []
    for group in voices.groups:
        for quote in group.quotes:
            reason = why_withheld(quote, guard.audience)
            if reason:
                guard.withheld[reason] += 1
            elif not quote.again:
                allowed.append(quote_outside(quote, guard))
    return allowed


def why_withheld(said: Quote | Turn, audience: str) -> str:
    """Tell why an audience may not read somebody's words, "" when it may.

    A report is paraphrase already, so that it needs no consent to be quoted.
    """
    if said.literal and said.consent != "quote":
        return str(said.consent)
    return "not_approved" if audience == "public" and said.approval != "approved" else ""


def quote_outside(quote: Quote, guard: Guard) -> Quote:
    """Give a quote with its citation and code, labelled by group and wave at most."""
    material = material_of(quote.kind)
    label = guard.labels[material, quote.group]
    not_told: dict[str, Any] = dict.fromkeys(NOT_TOLD)
    return Quote(
        **not_told,
        citation=quote.citation,
        group=label,
        wave=quote.wave if (material, label, quote.wave) in guard.waves else None,
        kind=quote.kind if material != "talks" else "talk",
        code=quote.code,
        stance=quote.stance,
        quote=guard.without_names(quote.quote),
    )


def with_answers(voices: Voices, answers: list[Quote]) -> Voices:
    """Add quotes to what is told of the survey."""
    return replace(
        voices, groups=(*voices.groups, Group(OTHERS, Count(OTHERS), NO_BALANCE, tuple(answers)))
    )


def codebook_outside(codebook: Codebook, guard: Guard) -> Codebook:
    """Give a codebook without examples, which may be somebody's words."""
    return replace(codebook, codes=tuple(code_outside(code, guard) for code in codebook.codes))


def code_outside(code: Code, guard: Guard) -> Code:
    """Give a code, and those below it, without examples and names."""
    texts: dict[str, Any] = {
        key: guard.without_names(getattr(code, key))
        for key in ("name", "definition", "use_when", "not_when")
    }
    below = tuple(code_outside(part, guard) for part in code.codes)
    return replace(code, **texts, example="", counterexample="", indicators=(), codes=below)


def sources_outside(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Give how many sources of each kind and wave there are."""
    counts = Counter((source.kind, source.wave, source.coded) for source in sources)
    return tuple(
        Source(None, "", kind, "", wave, None, None, None, coded, count=number)
        for (kind, wave, coded), number in sorted(counts.items())
    )


def sample_outside(sample: Sample, guard: Guard) -> Sample:
    """Give how many persons were heard, by the groups and areas that are named."""

    def named(
        counts: Mapping[str | None, int], names: Collection[str | None]
    ) -> dict[str | None, int]:
        told: dict[str | None, int] = {v: n for v, n in counts.items() if v in names}
        rest = sum(n for value, n in counts.items() if value not in names)
        return told | ({OTHERS: rest} if rest else {})

    waves = {value: n for value, n in sample.waves.items() if n >= FEWEST}
    answered = sample.answered if sample.answered >= MINIMUM else 0
    return Sample(
        sample.persons,
        answered,
        named(sample.groups, guard.groups),
        named(sample.areas, guard.areas),
        waves,
    )
