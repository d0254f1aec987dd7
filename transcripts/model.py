"""A transcript as data: one text, and the turns that divide it.

All offsets are Unicode code points into `Transcript.text`, 0-based, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple


class Note(str):
    """A remark for the analyst: an English text that knows the template it was made from.

    It is shown in the language of the screen, and only `cli` knows that language. So it keeps
    the template (`message`) apart from what fills it (`values`), as an error does; everywhere
    else, and in storage, it is an ordinary text.
    """

    message: str
    values: dict[str, object]

    def __new__(cls, message: str, **values: object) -> Note:
        # Without values the text is taken as it stands: a copy is made of the filled text.
        note = super().__new__(cls, message.format(**values) if values else message)
        note.message, note.values = message, values
        return note


class SpeakerRole(StrEnum):
    """What a speaker is in a conversation; only a respondent's words are coded."""

    INTERVIEWER = "interviewer"
    RESPONDENT = "respondent"
    OTHER = "other"


class Kind(StrEnum):
    """What sort of source a transcript is; each kind is counted apart from the others."""

    INTERVIEW = "interview"
    GROUP = "group"
    MEETING = "meeting"
    SURVEY = "survey"
    REPORT = "report"
    DOCUMENT = "document"


class Turn(NamedTuple):
    """What one speaker says without interruption.

    `start` and `end` (code points) span the speech alone: no label, no timestamp.
    `speaker` is the label as the source has it, "" where there is none. `time` and
    `time_end` are seconds from the start of the recording. `cues` are the offsets (code
    points in the transcript's text) at which a speech recogniser began a new cue inside
    this turn, the turn's own start left out. `question` is the survey question answered.
    """

    start: int
    end: int
    speaker: str = ""
    role: SpeakerRole = SpeakerRole.RESPONDENT
    time: float | None = None
    time_end: float | None = None
    cues: tuple[int, ...] = ()
    question: str = ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A label that occurs in a transcript, and the person behind it.

    `respondent` is the label of the person in the project ("R07"); "" while unknown.
    `group` is the stakeholder group and `areas` the wijken or kernen this person speaks
    for here; both belong to this conversation, because people change jobs. `attributes`
    are further facts about the person, such as the closed answers of a survey. `guessed`
    tells that `group` is only what stands between brackets in the label, `told` that a sheet,
    a block or an option says who this is, or which part they have.
    """

    label: str
    role: SpeakerRole = SpeakerRole.RESPONDENT
    respondent: str = ""
    group: str = ""
    areas: tuple[str, ...] = ()
    function: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    guessed: bool = field(default=False, compare=False)
    told: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What one source (an option, a YAML block, a file name, a sheet) says of a transcript.

    Empty means that this source does not say. `group`, `areas`, `respondent` and `function`
    hold for every respondent of the transcript, those in `speakers` for one label alone.
    A speaker's `respondent` may also be the word of a role: "interviewer" or "other".
    """

    date: str = ""
    kind: Kind | None = None
    wave: str = ""
    title: str = ""
    group: str = ""
    areas: tuple[str, ...] = ()
    respondent: str = ""
    function: str = ""
    speakers: tuple[Speaker, ...] = ()


@dataclass(frozen=True, slots=True)
class Transcript:
    """One source as it was read: text, turns and speakers, not yet in any project.

    `text` has "\\n" line ends and no NUL and is otherwise exactly as in the source. `turns`
    are in order, do not overlap and are not empty. `sha256` is that of the file's bytes (64
    hexadecimal digits). `date` is ISO 8601 or "". `notes` (each a `Note`) say for the
    analyst what was left out or taken differently from how it stood in the file. `block` is what
    the YAML block on top of the text said; it is no part of `text`, and its values are in
    the other fields already.
    """

    text: str
    turns: tuple[Turn, ...]
    speakers: tuple[Speaker, ...] = ()
    title: str = ""
    source: str = ""
    format: str = ""
    sha256: str = ""
    kind: Kind | None = None
    date: str = ""
    wave: str = ""
    notes: tuple[str, ...] = field(default=())
    block: Metadata | None = None

    def speaker(self, label: str) -> Speaker:
        """Give the speaker with this label; raises KeyError when there is none."""
        for speaker in self.speakers:
            if speaker.label == label:
                return speaker
        raise KeyError(label)

    def with_speakers(self, speakers: tuple[Speaker, ...]) -> Transcript:
        """Give this transcript with other speakers, their roles copied to the turns."""
        roles = {speaker.label: speaker.role for speaker in speakers}
        turns = tuple(
            turn
            if roles.get(turn.speaker, turn.role) == turn.role
            else turn._replace(role=roles[turn.speaker])
            for turn in self.turns
        )
        return replace(self, speakers=speakers, turns=turns)
