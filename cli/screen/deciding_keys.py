"""The keys that code, and decide about suggestions and fragments."""

from __future__ import annotations

from textual import events

from ...coding import deciding
from ...coding.desk import recent_codes
from ...coding.history import Change
from ...coding.workplace import ShownCode, ShownFragment, ShownSuggestion
from ..language import _
from .codebook_pane import CodebookPane
from .desk_screen import DeskScreen
from .dialogs import MemoDialog, NewCode
from .finder import CodeFinder


class DecidingKeys(DeskScreen):
    """Coding and deciding."""

    digit = ""

    def decided(self) -> None:
        """A suggestion was decided about, and what came of it is shown."""

    # Codes

    def action_theme(self, digit: str) -> None:
        """Begin a two-key shortcut, and show how it can go on."""
        self.digit = digit
        self.keys.show_shortcuts(digit, list(self.desk.codes.values()))

    def on_key(self, event: events.Key) -> None:
        """Complete a two-key shortcut; Enter takes the theme itself."""
        self.keys.saying = False
        if not self.digit:
            return
        event.stop()
        event.prevent_default()
        digit, self.digit = self.digit, ""
        shortcut = digit if event.key == "enter" else f"{digit}{event.character or ''}"
        code = next((c for c in self.desk.codes.values() if c.shortcut == shortcut), None)
        if event.key == "escape":
            self.show_selected()
        elif code is None:
            self.say(_("No code has the shortcut {shortcut}.").format(shortcut=shortcut))
        else:
            self.code([code.id])

    def on_codebook_pane_chosen(self, event: CodebookPane.Chosen) -> None:
        """Code with what was clicked in the codebook."""
        self.view.focus()
        self.code([event.code_id])

    def code(self, codes: list[int]) -> None:
        """Code what is selected."""
        selection = self.view.selection
        self.decide(
            lambda: deciding.code_selection(self.desk, selection, codes),
            mean=lambda made: self.view.fragment(made[-1]),
        )

    def codes_by_use(self) -> list[ShownCode]:
        """List the codes: those used last first, then the others as in the codebook."""
        recent = recent_codes(self.desk)
        return sorted(
            self.desk.codes.values(),
            key=lambda code: recent.index(code.id) if code.id in recent else len(recent),
        )

    def action_find_code(self) -> None:
        """Ask for codes by a few letters, and code with them."""

        def code(codes: list[int] | None) -> None:
            if codes:
                self.code(codes)

        self.app.push_screen(CodeFinder(self.codes_by_use(), self.palette), code)

    def action_other_code(self) -> None:
        """Give the fragment another code, or accept the suggestion with another code."""
        current = self.view.current
        if current is None:
            self.say(_("Nothing is coded or suggested here."))
            return

        def change(codes: list[int] | None) -> None:
            if codes and isinstance(current, ShownSuggestion):
                self.accept(current, code=codes[0])
            elif codes and isinstance(current, ShownFragment):
                self.decide(lambda: deciding.recode(self.desk, current, codes[0]))

        self.app.push_screen(CodeFinder(self.codes_by_use(), self.palette), change)

    def action_new_code(self) -> None:
        """Ask for a new code; it is shown in the codebook, and coded with when the user wants."""
        marked = self.desk.codes.get(self.codebook.marked or 0)
        theme = marked.path.split("/")[0] if marked else ""

        def make(answer: tuple[str, str] | None) -> None:
            if answer:
                made = self.decide(lambda: deciding.new_code(self.desk, *answer))
                if made:
                    self.codebook.mark(made)
                    code = self.desk.codes[made]
                    self.say(
                        _("New code: {code}, shortcut {shortcut}").format(
                            code=code.path, shortcut=code.shortcut or "–"
                        )
                    )

        self.app.push_screen(NewCode(theme), make)

    # Suggestions

    def action_accept(self) -> None:
        """Accept the suggestion that is meant."""
        current = self.view.current
        if isinstance(current, ShownSuggestion):
            self.accept(current)
        else:
            self.say(_("Nothing is suggested here."))

    def accept(
        self, suggestion: ShownSuggestion, stance: str | None = None, code: int | None = None
    ) -> None:
        """Accept a suggestion for what is selected, with a stance or another code if given."""
        selection = self.view.selection
        made = self.decide(
            lambda: deciding.accept(self.desk, suggestion, selection, stance, code),
            mean=self.view.fragment,
        )
        if made:
            self.decided()

    def action_reject(self) -> None:
        """Reject the suggestion that is meant."""
        current = self.view.current
        if not isinstance(current, ShownSuggestion):
            self.say(_("Nothing is suggested here."))
            return
        self.decide(lambda: deciding.reject(self.desk, current))
        self.decided()

    # Fragments

    def action_stance(self, stance: str) -> None:
        """Note the stance of the fragment; a suggestion is accepted with it."""
        current = self.view.current
        if isinstance(current, ShownSuggestion):
            self.accept(current, stance)
        elif isinstance(current, ShownFragment):
            self.decide(lambda: deciding.set_stance(self.desk, current, stance))
        else:
            self.say(_("Nothing is coded here yet."))

    def action_remove(self) -> None:
        """Remove the fragment."""
        current = self.view.current
        if isinstance(current, ShownFragment):
            self.decide(lambda: deciding.uncode(self.desk, current))
        else:
            self.say(_("Nothing is coded here yet."))

    def action_memo(self) -> None:
        """Write a memo on the fragment, or on the turn where nothing is coded."""
        current = self.view.current
        fragment = current if isinstance(current, ShownFragment) else None
        turn = self.view.turn_number
        known = deciding.own_memo(self.desk, fragment, turn)
        about = _("Memo on turn {turn}").format(turn=turn)
        if fragment:
            about = _("Memo on {citation}").format(citation=fragment.citation)

        def keep(text: str | None) -> None:
            if text is not None:
                self.decide(lambda: deciding.write_memo(self.desk, text, fragment, turn))

        self.app.push_screen(MemoDialog(about, known[1] if known else ""), keep)

    def action_undo(self) -> None:
        """Undo the last decision."""
        made = self.decide(lambda: deciding.undo(self.desk))
        if made:
            self.say(_("Undone: {detail}").format(detail=self.about(made)))

    def action_redo(self) -> None:
        """Do again what was undone."""
        made = self.decide(lambda: deciding.redo(self.desk))
        if made:
            self.say(_("Done again: {detail}").format(detail=self.about(made)))

    def about(self, made: Change) -> str:
        """Say what a change was about, without naming the transcript that lies open."""
        return made.detail.removeprefix(self.desk.transcript.slug).strip() or made.operation

    def action_finished(self) -> None:
        """Mark the transcript as coded, or as not coded after all."""
        finished = not self.desk.coded.finished
        self.decide(lambda: deciding.finish(self.desk, finished))
        self.say(
            _("Marked as coded: it counts from now on.")
            if finished
            else _("Not marked as coded any more.")
        )
