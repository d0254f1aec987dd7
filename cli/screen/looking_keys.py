"""The keys that search, show and fold away, and leave."""

from __future__ import annotations

from ...coding.deciding import save_place
from ...coding.querying.search import plain
from ...coding.searching import FoundPlace, find_everywhere, find_words, why_nothing
from ..language import _
from .colours import THEMES
from .dialogs import Prompt
from .finder import PlaceFinder
from .help import HelpScreen
from .moving_keys import MovingKeys


class LookingKeys(MovingKeys):
    """Searching, showing, leaving."""

    words = ""

    def action_search(self) -> None:
        """Ask for words, and go where they stand next; Enter alone searches on."""
        begin, end = self.view.selection
        text = plain(self.desk.transcript.text)

        def look(words: str) -> None:
            found = find_words(text, words, begin - 1)
            if found:
                self.select(found)

        def search(words: str | None) -> None:
            if words is None:
                self.jump(self.sentence_at(begin))
                return
            offset = begin - 1 if words else end - 1
            self.words = words or self.words
            found = find_words(text, self.words, offset)
            if found:
                self.jump(self.sentence_at(found[0]))
            else:
                self.say(_("“{words}” is not in this transcript.").format(words=self.words))

        self.app.push_screen(Prompt("/", typed=look), search)

    def action_search_all(self) -> None:
        """Ask for words, and open the transcript and turn where they stand."""
        connection = self.desk.connection

        def open_place(place: FoundPlace | None) -> None:
            if place is None:
                return
            if place.transcript_id != self.desk.transcript.id:
                self.open_transcript(place.transcript_id)
            self.jump(self.sentence_at(place.offset))

        finder = PlaceFinder(
            lambda words: find_everywhere(connection, words),
            lambda words: why_nothing(connection, words),
            self.palette,
        )
        self.app.push_screen(finder, open_place)

    def action_codebook(self) -> None:
        """Go to the codebook, or fold it away."""
        pane = self.query_one("#codebook")
        if not pane.display:
            pane.remove_class("-folded")
            pane.add_class("-asked")
            self.codebook.focus()
        elif self.codebook.has_focus:
            pane.remove_class("-asked")
            pane.add_class("-folded")
            self.view.focus()
        else:
            self.codebook.focus()

    def action_light_or_dark(self) -> None:
        """Change between the light and the dark theme, until the end of the session."""
        theme = next(theme for theme in THEMES if theme is not self.palette.theme)
        self.palette.use(theme)
        self.app.theme = theme.name
        for pane in (self.top, self.definition, self.here, self.keys, self.codebook):
            pane.redraw()
        self.show_desk()

    def action_help(self) -> None:
        """Show the page that teaches the screen."""
        self.app.push_screen(HelpScreen(self.keys.changed))

    def action_leave(self) -> None:
        """Keep the place, and leave; everything else is stored already."""
        save_place(self.desk)
        self.app.exit()
