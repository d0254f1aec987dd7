"""What reports say in words, the same in every format, in the language of the project.

`_` is everywhere the function that translates an English text into that language.
"""

from __future__ import annotations

from ..querying.cells import SMALLEST_PERCENTAGE, share_in_words
from ..querying.describing import Translate as Translate  # every writer finds it here
from ..querying.describing import facet_title, kind_name, stance_name
from .model import Balance, Count, Memo, Quote, Report, Source, Voices, Withheld

OTHERS = ""  # the name of all groups, or areas, that an audience is not told apart
WITHHELD = "withheld"  # in the place of an extent: hidden, because it is small or tells of one


def extent_of(among: int, n: int) -> str:
    """Give the word of the scale for a part of a number of persons, "" where that is 0."""
    if not n:
        return ""
    if among in (0, n):
        return "all" if among else "none"
    if among == 1:
        return "one"
    if among * 2 == n:
        return "half"
    return "most" if among * 2 > n else "some"


def extent_in_words(extent: str, _: Translate) -> str:
    """Say how many of the persons, without a number."""
    names = {
        "none": _("none"),
        "one": _("one"),
        "some": _("some"),
        "half": _("half"),
        "most": _("most"),
        "all": _("all"),
        WITHHELD: _("not shown"),
        "": "–",
    }
    return names[extent]


def count_in_words(count: Count, _: Translate) -> str:
    """Say a share: "3 of 5", from 20 persons on with the percentage, or in a word."""
    if count.among is None or count.n is None:
        return extent_in_words(count.extent, _)
    if not count.n:
        return _("{count}, not coded yet").format(count=count.persons) if count.persons else "–"
    return share_in_words(count.among, count.n, _)


def breadth_in_words(voices: Voices, _: Translate) -> str:
    """Say who voices a code, in how many groups and areas, and how often."""
    total = voices.total
    if total.extent == WITHHELD:
        return _("How many persons voice this is not shown.")
    sentences = []
    if total.n:
        sentences.append(voiced_in_words(voices, total.among or 0, total.n, _))
    if total.persons and total.among is not None and total.persons > total.among:
        more = total.persons - total.among
        sentences.append(_("In talks that are not coded yet: {count} more.").format(count=more))
    if not sentences:
        return _("Nobody has been coded yet.")
    groups, areas = voices.breadth("groups"), voices.breadth("areas")
    if groups[1] or areas[1]:
        sentences.append(
            _("In {groups} of {groups_heard} groups, {areas} of {areas_heard} areas.").format(
                groups=groups[0], groups_heard=groups[1], areas=areas[0], areas_heard=areas[1]
            )
        )
    if voices.depth:
        depth = decimal(voices.depth, _)
        sentences.append(_("On average {depth} fragments a person.").format(depth=depth))
    return " ".join(sentences)


def voiced_in_words(voices: Voices, among: int, n: int, _: Translate) -> str:
    """Say how many of the persons who could have voice a code."""
    if voices.kinds == "survey":
        of = _("of 1 person who answered") if n == 1 else _("of {n} persons who answered")
    else:
        of = (
            _("of 1 person in the coded talks")
            if n == 1
            else _("of {n} persons in the coded talks")
        )
    percentage = f" ({among / n:.0%})" if n >= SMALLEST_PERCENTAGE else ""
    return (
        _("Voiced by {among} {of}").format(among=among or _("none"), of=of.format(n=n))
        + f"{percentage}."
    )


def persons_counted(count: int, _: Translate) -> str:
    """Say "1 person", "2 persons"."""
    return _("1 person") if count == 1 else _("{count} persons").format(count=count)


def talks_counted(count: int, _: Translate) -> str:
    """Say "1 talk", "2 talks"."""
    return _("1 talk") if count == 1 else _("{count} talks").format(count=count)


def persons_in_words(count: Count, _: Translate) -> str:
    """Say how many persons voice something, for a table whose heads have the n."""
    if count.persons is None:
        return extent_in_words(count.extent, _)
    return str(count.persons) if count.persons or count.n else "–"


def areas_in_words(voices: Voices, _: Translate) -> str:
    """Say in which areas something is voiced: "Areas: Noord: most; De Bron: some."."""
    counts = [f"{area_in_words(area.name, _)}: {count_in_words(area, _)}" for area in voices.areas]
    return f"{_('Areas')}: {'; '.join(counts)}."


def of_in_words(counts: tuple[int, int], _: Translate) -> str:
    """Say "3 of 5"."""
    return _("{among} of {n}").format(among=counts[0], n=counts[1]) if counts[1] else "–"


def remarks(voices: Voices, _: Translate) -> list[str]:
    """Say what a reader must know before leaning on a theme: one voice, one group, dissent."""
    found = []
    if voices.rests_on:
        alone = {"person": _("This rests on one person."), "group": _("This rests on one group.")}
        found.append(alone[voices.rests_on])
    if voices.total.bulk:
        found.append(
            _("Accepted unread, in bulk: {count} of the fragments.").format(count=voices.total.bulk)
        )
    majority = stance_in_words(voices.balance.majority, _) or _("without a majority")
    for name in voices.dissent:
        stance = next(g.balance.majority for g in voices.groups if g.name == name)
        found.append(
            _("{group} sees it otherwise: mostly {stance}, where the whole is {majority}.").format(
                group=name, stance=stance_in_words(stance, _), majority=majority
            )
        )
    return found


def balance_in_words(balance: Balance, _: Translate) -> str:
    """Say how persons look at something: "positive 3, negative 1", or in words."""
    if balance.persons is None:
        parts = [
            f"{stance_in_words(stance, _)}: {extent_in_words(extent, _)}"
            for stance, extent in balance.extents.items()
        ]
    else:
        parts = [
            f"{stance_in_words(stance, _)} {count}"
            for stance, count in balance.persons.items()
            if count
        ]
    return ", ".join(parts) or "–"


def stance_in_words(stance: str | None, _: Translate) -> str:
    """Name a stance, "" for none."""
    return stance_name(stance, _) if stance else ""


def kind_in_words(kind: str, _: Translate) -> str:
    """Name the kind of a source; "talk" is any but a survey and a report."""
    return _("talk") if kind == "talk" else kind_name(kind, _)


def group_in_words(name: str | None, _: Translate) -> str:
    """Name a stakeholder group, or those without one."""
    return {None: _("(no group)"), OTHERS: _("other respondents")}.get(name, str(name))


def area_in_words(name: str | None, _: Translate) -> str:
    """Name an area, or that there is none."""
    return {None: _("(no area)"), OTHERS: _("other areas")}.get(name, str(name))


def words_of(quote: Quote, _: Translate) -> str:
    """Give the words of a quote between marks; a report only paraphrases, so without."""
    words = " ".join(quote.quote.split())
    return f"“{words}”" if quote.literal else words


def who_says(quote: Quote, _: Translate) -> str:
    """Say whose words these are, as far as this audience is told."""
    parts = [quote.respondent, quote.group, quote.area, quote.wave]
    if not (quote.respondent or quote.group):
        parts.insert(0, _("respondent"))
    if not quote.literal:
        parts.append(_("from a report, not literal"))
    return ", ".join(part for part in parts if part)


def permission_in_words(quote: Quote, _: Translate) -> str:
    """Say what may not be done with these words outside the team, "" where nothing is known."""
    if quote.consent is None or not quote.literal:
        return ""
    names = {
        "quote": "",
        "paraphrase": _("outside the team only the gist"),
        "none": _("not outside the team"),
        "unknown": _("consent unknown"),
    }
    return names[quote.consent]


def on_in_words(memo: Memo, _: Translate) -> str:
    """Say who noted a memo, when, and about what."""
    return ", ".join(part for part in (memo.coder, memo.at[:10], memo.on) if part)


def source_in_words(source: Source, _: Translate) -> str:
    """Say what a source is, when it came about, and whether it is in the counts."""
    kind = (
        kind_in_words(source.kind, _)
        if source.title
        else kinds_in_words(source.kind, source.count, _)
    )
    parts = [kind, source.date, source.wave, "" if source.coded else _("not coded yet")]
    about = ", ".join(part for part in parts if part)
    return f"{source.title} ({about})" if source.title else about


def kinds_in_words(kind: str, count: int, _: Translate) -> str:
    """Say how many sources of a kind: "1 meeting", "2 meetings"."""
    if count == 1:
        return f"1 {kind_in_words(kind, _)}"
    names = {
        "interview": _("{count} interviews"),
        "group": _("{count} group talks"),
        "meeting": _("{count} meetings"),
        "survey": _("{count} surveys"),
        "report": _("{count} reports"),
        "document": _("{count} documents"),
    }
    return names[kind].format(count=count)


def sample_in_words(report: Report, _: Translate) -> str:
    """Say on how many voices a report rests, from when, and what is not in the counts yet."""
    talks = [source for source in report.sources if source.kind != "survey"]
    uncoded = sum(source.count for source in talks if not source.coded)
    sentences = [
        period_in_words(report),
        _("{persons} in {talks}").format(
            persons=persons_counted(report.sample.persons, _),
            talks=talks_counted(sum(source.count for source in talks), _),
        ),
    ]
    if report.sample.answered:
        persons = persons_counted(report.sample.answered, _)
        sentences.append(_("Survey answered by {persons}").format(persons=persons))
    if uncoded:
        left = talks_counted(uncoded, _)
        sentences.append(_("Not coded yet, and in no count: {talks}").format(talks=left))
    return " ".join(f"{sentence}." for sentence in sentences if sentence)


def question_in_words(report: Report, _: Translate) -> str:
    """Say what a report is narrowed to, "" when it is about everything."""
    own = {"text": _("Words"), "where": _("Question")}
    conditions = "; ".join(
        f"{own.get(name) or facet_title(name, _)}: {value}" for name, value in report.asked
    )
    return _("Only this: {conditions}.").format(conditions=conditions) if conditions else ""


def basis_in_words(report: Report, _: Translate) -> list[str]:
    """Say on what the figures rest, so that they can be made again."""
    lines = [
        _("Saved question {name}: rodedraad {command}").format(name=name, command=command)
        for name, command in report.saved
    ]
    return [
        *lines,
        _("Hash of the data, by which the same figures are known: {hash}").format(hash=report.data),
    ]


def withheld_in_words(line: Withheld, _: Translate) -> str:
    """Say what an audience is not told, and why."""
    sentences = {
        "areas": _("Areas heard in too few persons to be named: {count}."),
        "groups": _("Groups heard in too few persons to be named: {count}."),
        "memos": _("Memos of the coders: {count}."),
        "names": _("Names taken out of texts: {count}."),
        "no_consent": _("Persons left out, as they asked: {count}."),
        "none": _("Quotes that also hold words of persons who allow nothing: {count}."),
        "not_approved": _("Quotes from texts that were not approved: {count}."),
        "paraphrase": _("Quotes of persons who allow only the gist: {count}."),
        "small_survey": _("The survey, because too few persons answered it."),
        "survey": _(
            "Counts of the survey that are small, or that would betray a small one: {count}."
        ),
        "unknown": _("Quotes of persons whose consent is not recorded: {count}."),
    }
    return sentences[line.reason].format(count=line.count)


def audience_in_words(audience: str, _: Translate) -> str:
    """Say for whom a report was made."""
    names = {
        "team": _("For the team only: it holds what may not leave the house."),
        "client": _("For the client"),
        "public": _("For everybody"),
    }
    return names[audience]


def period_in_words(report: Report) -> str:
    """Give the years in which the material was collected: "2014–2016", "" when unknown."""
    return "–".join(dict.fromkeys(report.period or ()))


def decimal(value: float, _: Translate) -> str:
    """Write a number with one decimal."""
    whole, tenth = f"{value:.1f}".split(".")
    return _("{whole}.{tenth}").format(whole=whole, tenth=tenth)
