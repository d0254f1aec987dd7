"""The coding screen on a queue: from suggestion to suggestion, through several transcripts."""

from __future__ import annotations

from ...coding.desk import Desk
from ...coding.workplace import ShownSuggestion
from ..language import _
from .coding_screen import CodingScreen
from .settings import Settings


class ReviewScreen(CodingScreen):
    """Goes on to the next suggestion after each decision."""

    def __init__(self, desk: Desk, settings: Settings, queue: list[int]) -> None:
        """Begin at a desk; `queue` are the ids of the transcripts to go through, in order."""
        super().__init__(desk, settings)
        self.queue = queue

    def on_mount(self) -> None:
        """Begin with the first suggestion."""
        self.call_after_refresh(self.begin)

    def begin(self) -> None:
        """Go to the first suggestion of the transcript."""
        self.jump(self.sentence_at(0))
        self.go_on()

    def go_on(self) -> None:
        """Go to the next suggestion, unless one is meant already."""
        if not isinstance(self.view.current, ShownSuggestion):
            self.action_suggestion(1)

    def decided(self) -> None:
        """Go on after a decision."""
        self.select(self.view.selection, self.view.suggestion())
        self.go_on()

    def no_more_suggestions(self, step: int) -> None:
        """Go on in the next transcript of the queue, or back in the one before."""
        place = self.queue.index(self.desk.transcript.id) + step
        if not 0 <= place < len(self.queue):
            self.say(_("That was the last suggestion.") if step > 0 else _("This is the first."))
            return
        self.open_transcript(self.queue[place])
        self.jump(self.sentence_at(0 if step > 0 else len(self.desk.transcript.text)))
        if self.desk.open:
            self.go_on()
        else:
            self.no_more_suggestions(step)
