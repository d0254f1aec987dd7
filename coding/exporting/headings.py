"""The headings and labels of reports, by the names under which templates know them."""

from __future__ import annotations

from .words import Translate


def headings(_: Translate) -> dict[str, str]:
    """Give the headings and labels in the language of the report."""
    return {
        "all": _("everything"),
        "answers": _("Answers"),
        "area": _("Area"),
        "areas": _("Areas"),
        "balance": _("Stance, in persons"),
        "by_group": _("By group"),
        "by_group_and_area": _("By group and area"),
        "checklist": _("Reporting checklist (COREQ)"),
        "code": _("Code"),
        "codebook": _("Codebook"),
        "consent": _("Consent"),
        "contents": _("Contents"),
        "count": _("Number"),
        "definition": _("Definition"),
        "example": _("Example"),
        "filter": _("Choose quotes"),
        "fragments": _("Fragments"),
        "group": _("Group"),
        "groups": _("Groups"),
        "heard": _("Who was heard"),
        "heard_and_coded": _("Of those heard and coded"),
        "in_short": _("In short"),
        "in_talks": _("In the talks"),
        "in_survey": _("In the survey"),
        "kind": _("Kind"),
        "matrix": _("Themes by group"),
        "follow": _("Follow a cell to the quotes."),
        "matrix_explained": _(
            "How many persons of each group voice a code. "
            "A dash: of that group nobody was coded yet."
        ),
        "memos": _("Memos"),
        "method": _("How this was made"),
        "not_when": _("Not when"),
        "persons": _("Persons"),
        "question": _("Question"),
        "quotes": _("Quotes"),
        "quotes_shown": _("Quotes shown:"),
        "reading": _(
            "A theme holds codes: subjects under which the researchers ordered what was said. "
            "Persons are counted, not statements."
        ),
        "reset": _("Show all"),
        "scale": _(
            "In words: none, one, some (under half), half, most (over half), all of the persons."
        ),
        "skip": _("To the themes"),
        "sources": _("Sources"),
        "stance": _("Stance"),
        "talks": _("Talks"),
        "theme": _("Theme"),
        "themes": _("Themes"),
        "use_when": _("Use when"),
        "wave": _("Wave"),
        "what": _("What"),
        "why": _("Why"),
        "withheld": _("What was left out, and why"),
        "answer": _("Answer"),
        "memo": _("Memo"),
        "number": _("No."),
        "title": _("Themes from the talks"),
        "to_be_filled_in": _("to be filled in"),
        "together": _("Together"),
    }
