"""The keys that move through a transcript and widen what is selected."""

from __future__ import annotations

from ...coding import moving
from ...coding.deciding import save_place
from ...coding.desk import open_desk, transcript_beside
from ..language import _
from .desk_screen import DeskScreen
from .dialogs import Prompt

MOVES = {
    ("sentence", 1): moving.next_sentence,
    ("sentence", -1): moving.previous_sentence,
    ("two", 1): moving.next_two,
    ("rest", 1): moving.rest_of_turn,
    ("turn", 1): moving.next_turn,
    ("turn", -1): moving.previous_turn,
}


class MovingKeys(DeskScreen):
    """Moving, and selecting."""

    edge = "end"

    def go(self, target: moving.Selection | None) -> None:
        """Select a span as a place to be; what was passed on the way was read."""
        if target is None:
            return
        transcript = self.desk.transcript
        first = moving.turn_of(transcript, self.view.selection)
        for place in range(first, moving.turn_of(transcript, target)):
            if self.desk.pass_turn(transcript.turns[place].number):
                self.view.refresh_turn(place)
        self.edge = "end"
        self.select(target)

    def jump(self, target: moving.Selection | None) -> None:
        """Select a span elsewhere; what lies between was not read."""
        if target is not None:
            self.edge = "end"
            self.select(target)

    def sentence_at(self, offset: int) -> moving.Selection | None:
        """Give the sentence at an offset."""
        transcript = self.desk.transcript
        return moving.sentence_at_place(transcript, moving.sentence_at(transcript, offset))

    def action_move(self, unit: str, step: int) -> None:
        """Go to the next or previous sentence or turn, or to more of them at once."""
        self.go(MOVES[unit, step](self.desk.transcript, self.view.selection))

    def action_page(self, step: int) -> None:
        """Go a page further or back, and at least one sentence."""
        target = self.sentence_at(self.view.page_beyond(step))
        if target is not None and (target[0] - self.view.selection[0]) * step <= 0:
            target = MOVES["sentence", step](self.desk.transcript, self.view.selection)
        self.go(target)

    def action_far(self, step: int) -> None:
        """Jump to the begin (-1) or the end of the transcript."""
        self.jump(self.sentence_at(len(self.desk.transcript.text) if step > 0 else 0))

    def action_suggestion(self, step: int) -> None:
        """Jump to the next or previous suggestion."""
        view = self.view
        suggestion = self.desk.suggestion_beside(view.current, view.selection[0], step)
        if suggestion:
            self.edge = "end"
            self.select((suggestion.start, suggestion.end), suggestion)
        else:
            self.no_more_suggestions(step)

    def no_more_suggestions(self, step: int) -> None:
        """Say that there are no more on this side."""
        self.say(
            _("No more suggestions below in this transcript.")
            if step > 0
            else _("No more suggestions above in this transcript.")
        )

    def action_fragment(self, step: int) -> None:
        """Jump to the next or previous fragment."""
        fragments = self.desk.coded.fragments
        current, (start, _end) = self.view.current, self.view.selection
        if current in fragments:
            place = fragments.index(current) + step
        else:
            before = sum(fragment.start < start for fragment in fragments)
            place = before if step > 0 else before - 1
        if 0 <= place < len(fragments):
            fragment = fragments[place]
            self.edge = "end"
            self.select((fragment.start, fragment.end), fragment)
        else:
            self.say(_("No more fragments on this side."))

    def action_go_to_turn(self) -> None:
        """Ask for the number of a turn, and jump there."""

        def jump(number: str | None) -> None:
            if number:
                self.jump(moving.first_in_turn(self.desk.transcript, int(number)))

        self.app.push_screen(Prompt(_("Turn"), numbers=True), jump)

    def action_transcript(self, step: int) -> None:
        """Open the next or previous transcript."""
        other = transcript_beside(self.desk.connection, self.desk.transcript.id, step)
        if other is None:
            self.say(_("This is the last transcript.") if step > 0 else _("This is the first one."))
        else:
            self.open_transcript(other)

    def open_transcript(self, transcript_id: int) -> None:
        """Lay another transcript open, at the place where it was left."""
        save_place(self.desk)
        self.desk = open_desk(self.desk.seat, transcript_id, self.desk.blind, self.desk.only_codes)
        self.show_desk()

    def action_edge(self, unit: str, step: int) -> None:
        """Move an edge of the selection by a word or a sentence."""
        self.widen(
            moving.moved_edge(self.desk.transcript, self.view.selection, unit, step, self.edge)
        )

    def action_turns(self, step: int) -> None:
        """Select the whole turn, then the next one too; or one turn less."""
        self.widen(moving.other_turns(self.desk.transcript, self.view.selection, step))

    def action_to_turn_end(self) -> None:
        """Select the rest of the turn too."""
        self.widen(moving.to_turn_end(self.desk.transcript, self.view.selection))

    def widen(self, selection: moving.Selection) -> None:
        """Select more or less of the text, with the same fragment or suggestion in mind."""
        current = self.view.current
        self.select(selection, current if current in self.view.items() else None)

    def action_other_edge(self) -> None:
        """Let the other edge of the selection move from now on."""
        self.edge = "start" if self.edge == "end" else "end"
        self.say(
            _("The begin of the selection moves.")
            if self.edge == "start"
            else _("The end of the selection moves.")
        )

    def action_back(self) -> None:
        """Go back to the transcript, and to the one sentence."""
        self.view.focus()
        self.jump(self.sentence_at(self.view.selection[0]))

    def action_next_here(self) -> None:
        """Mean the next fragment or suggestion at the selection."""
        self.select(self.view.selection, self.view.next_item())
