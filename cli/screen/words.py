"""What the panes say: about a code, about a fragment or suggestion, about the transcript."""

from __future__ import annotations

from rich.style import Style
from rich.text import Text

from ...coding.desk import Desk, Item
from ...coding.workplace import Example, ShownCode, ShownFragment, ShownSuggestion
from ..answers import STANCES
from ..language import N_, _, decimals
from ..reasons import reasons_in_short
from ..reviewing import CONFIDENCE
from .colours import Palette
from .layout import shown
from .margin import OTHERS, OWN, SUGGESTED, letters_of

STANCE_SIGNS = {"positive": "+", "negative": "-", "mixed": "=", "neutral": "0"}
ORIGINS = {
    "manual": N_("by hand"),
    "accepted": N_("accepted"),
    "bulk": N_("accepted unread"),
    "imported": N_("imported"),
    "adjudicated": N_("agreed on"),
}
PARTS = (
    ("definition", ""),
    ("use_when", N_("Use")),
    ("not_when", N_("Not")),
    ("example", N_("Example")),
    ("counterexample", N_("Not this")),
)


def about_code(code: ShownCode, palette: Palette) -> list[Text]:
    """Say what a code means: name, definition, when to use it and when not, examples."""
    heading = Text(f"{letters_of(code)} ", style=palette.code_words(code.colour))
    heading.append(shown(code.name), style=Style(bold=True))
    lines = [heading]
    for field, label in PARTS:
        words = shown(str(getattr(code, field)))
        if words:
            line = Text()
            if label:
                line.append(f"{_(label)}: ", style=palette.quiet_words)
            lines.append(line.append(words))
    return lines


def about_items(
    desk: Desk, items: list[Item], current: Item | None, palette: Palette
) -> list[Text]:
    """Say what is coded and suggested at the selection, a line each; the meant one in full."""
    lines = []
    if not items:
        lines.append(Text(_("Nothing is coded or suggested here."), style=palette.quiet_words))
    for item in items:
        meant = item == current
        line = Text(overflow="ellipsis", no_wrap=True)
        line.append("▸" if meant else " ")
        line.append_text(name_of(desk, item, palette))
        if isinstance(item, ShownSuggestion):
            line.append_text(about_suggestion(desk, item, palette))
        else:
            line.append_text(about_fragment(item, palette))
        lines.append(line)
    return lines


def about_turn(desk: Desk, number: int, palette: Palette) -> list[Text]:
    """Show the memos on the turn itself."""
    return [
        Text(f"✎ {shown(memo)}", style=palette.notice_words)
        for memo in desk.coded.memos.get(number, ())
    ]


def about_examples(examples: list[Example], palette: Palette) -> list[Text]:
    """Show what was coded with the same code elsewhere."""
    lines = []
    for example in examples:
        line = Text(f"{example.transcript}:{example.turn} ", style=palette.quiet_words)
        lines.append(line.append(f"“{shown(example.quote)}”", style=palette.quiet_words))
    return lines


def name_of(desk: Desk, item: Item, palette: Palette) -> Text:
    """Name the code of a fragment or suggestion, behind its bar and letters."""
    code = desk.codes.get(item.code_id)
    if isinstance(item, ShownSuggestion):
        sign = SUGGESTED[desk.confidence(item)]
    else:
        sign = OWN if item.coder == desk.coder else OTHERS
    colour = palette.code_words(code.colour if code else "")
    words = Text(f"{sign}{letters_of(code)} ", style=colour)
    return words.append(shown(code.name) if code else "?", style=Style(bold=True))


def about_suggestion(desk: Desk, suggestion: ShownSuggestion, palette: Palette) -> Text:
    """Say how sure a suggestion is, and why."""
    words = Text(f"  {_(CONFIDENCE[desk.confidence(suggestion)])} {decimals(suggestion.score, 2)}")
    if suggestion.reasons:  # they come a moment later than the suggestion
        words.append("  " + shown(reasons_in_short(suggestion.reasons)), style=palette.quiet_words)
    return words


def about_fragment(fragment: ShownFragment, palette: Palette) -> Text:
    """Say who coded a fragment, how, and in which stance."""
    words = Text()
    if fragment.stance:
        sign = STANCE_SIGNS[fragment.stance]
        words.append(f"  {sign} {_(STANCES[fragment.stance])}")
    about = f"  {shown(fragment.coder)}, {_(ORIGINS[fragment.origin])}, {fragment.citation}"
    words.append(about, style=palette.quiet_words)
    for memo in fragment.memos:
        words.append(f"  ✎ {shown(memo)}")
    return words


def about_transcript(desk: Desk, width: int, palette: Palette) -> Text:
    """Say in one line which transcript lies open, how far it is, and who codes."""
    right = Text(
        _("read {read}/{turns}  coded {share:.0%}  open {open}").format(
            read=len(desk.read & desk.spoken),
            turns=len(desk.spoken),
            share=desk.share,
            open=len(desk.open),
        ),
        style=palette.quiet_words,
    )
    if desk.coded.finished:
        right.append("  ✓ " + _("coded"))
    if desk.blind:
        right.append("  " + _("blind"))
    right.append(f"  {shown(desk.coder)}")
    left = Text(shown(desk.transcript.title), style=Style(bold=True), no_wrap=True)
    left.truncate(max(width - right.cell_len - 3, 10), overflow="ellipsis", pad=True)
    return Text(" ", no_wrap=True, overflow="ellipsis").join([left, right])
