"""What stands before a colon: the label of a speaker, or the start of a sentence?

"R1:", "De heer Jansen (wijkteam):" and "Anna:" are speakers; "Kortom:", "Het punt is:" and
"12:30" are not. A wrong speaker puts words in somebody's mouth, so what only might be a
name has to come back in the text before it is taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from .model import Speaker, SpeakerRole

SURE = 2
PERHAPS = 1
NEVER = 0

_INTERVIEWER = frozenset(
    "i int intv iv itv interviewer interviewers interviewster interviewer(s) onderzoeker "
    "evaluator moderator gespreksleider gespreksleidster facilitator".split()
)
_RESPONDENT = frozenset(
    "r resp respondent respondente respondenten geïnterviewde deelnemer deelnemers participant "
    "onbekend unknown spreker speaker".split()
)
_CHAIR = frozenset(
    "voorzitter voorzitster vz vrz griffier notulist notuliste secretaris chair chairman "
    "chairwoman chairperson".split()
)
# These two are speakers together, as question and answer, and alone they are seldom one.
_QUESTION = frozenset("v q vraag question".split())
_ANSWER = frozenset("a antwoord answer".split())

# Said of somebody's account or microphone; no stakeholder group.
_NO_GROUP = frozenset(
    "gast guest extern external unverified niet-geverifieerd hij zij hem haar host "
    "organisator organizer ik me telefonisch online".split()
)

_TITLES = (
    r"(?:(?:de|het)\s+)?(?:heer|dhr\.?|mevrouw|mevr\.?|mvr\.?|mw\.?|meneer|mijnheer|"
    r"juffrouw|lid|minister|staatssecretaris|wethouder|burgemeester|raadslid|gedeputeerde|"
    r"mr\.?|mrs\.?|ms\.?|dr\.?|drs\.?|ir\.?|ing\.?|prof\.?|professor)\s+"
)
_TITLED = re.compile(rf"{_TITLES}(?P<name>\S.*)", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?P<word>i|int|interviewer|r|resp|respondent|p|s|spk|speaker|spreker|deelnemer|participant|"
    r"persoon|person|bewoner|geïnterviewde|interviewster|moderator|onderzoeker)"
    r"[ ._-]{0,2}(?:\d{1,3}[a-z]?|[A-Z])",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"(?P<name>[^()]*[^()\s])\s*\((?P<inside>[^()]{1,60})\)")
_PARTICLES = frozenset(
    "van de den der het 't ’t te ten ter in op aan bij onder tot uit voor en el al la le les du "
    "des von zu zur di da dos das do af ibn bin ben abu d' l' y e heer mevrouw dhr dhr. mevr "
    "mevr. mw mw.".split()
)
_FUNCTIONS = frozenset(
    "burgemeester wethouder directeur directrice wijkagent gemeentesecretaris minister "
    "staatssecretaris teamleider projectleider opbouwwerker jongerenwerker huisarts".split()
)
# Words that open a sentence or a paragraph and are followed by a colon, never by their owner.
_OPENERS = frozenset(
    """
    aanbeveling aanbevelingen aandachtspunt aanleiding aanvulling aanwezig aanwezigen achtergrond
    actie acties actiepunt adres advies afgesproken afspraak afspraken afwezig afwezigen agenda
    agendapunt algemeen als antwoorden bestand besluit besluiten betreft bijlage bijvoorbeeld
    bron bronnen buiten citaat conclusie conclusies concreet context daarna daarnaast daarom dag
    dan data dat datum de deelnemerslijst definitie denk denkbaar dit doel doelen dorp dossier
    duur duidelijk dus echt één een eerst eerlijk eigenlijk einde email e-mail en ervaring
    evaluatie feit fase functie gebied gelukkig gespreksdatum gevolg geweldig goed gevraagd groep
    helaas het hij hoe huidig ik inleiding immers interview inzicht ja jammer kans kansen kern
    kernpunt kijk klaar knelpunt knelpunten kort kortom kwestie leerpunt leerpunten let link
    locatie logisch maar meer mening mijn mooi naam namelijk natuurlijk nadeel nadelen nb nee
    net niet noot nota nou notitie ofwel of omdat omvang onderwerp onderzoek ook oorzaak
    oplossing oplossingen opmerking opmerkingen organisatie oftewel overig overige pagina pauze
    periode plaats plan positief negatief precies probleem problemen project prima ps punt punten
    quote reactie rapport resultaat resultaten risico rol samengevat samenvatting samenvattend
    simpel situatie slot sorry stap stel stelling stellingen sterk straks taak tekst tel
    telefoon ten thema tijd tijdstip tip tips titel toch toekomst toelichting toen transcript
    transcriptie tussenkop uitkomst uitleg vandaar verder verslag versie verwachting volgens
    voorbeeld voorbeelden voordeel voordelen voorstel voorwaarde vraagstelling vragen waar
    waarom want wat wel welkom werkwijze wens wensen wie wij zeg zij zo zoals zwak toegift
    action actions agreement and answers attendees background because but conclusion context
    date decision duration example file first for goal he how introduction issue it like
    location look maybe meeting method name no not note notes now ok okay oké outcome place
    point problem questions reason recommendation remark result results she so subject summary
    that the then they this time title to tip topic version warning we well what when where why
    yes you http https www mailto fte etc blz p.s n.b o.a
    """.split()
)
_LETTERS = re.compile(r"[^\W\d_][^\W_]*(?:[.'’&/-]+[^\W_]+)*[.'’]?(?:[^\W\d_]\.)*")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+")
_CODE = re.compile(r"[A-Z]{1,4}[ _-]?\d{0,3}")
_NUMBER = re.compile(r"\d{1,3}")


def certainty(label: str) -> int:
    """How surely this label is that of a speaker: SURE, PERHAPS (when it recurs) or NEVER."""
    word = label.casefold()
    if is_role_word(word) or _NUMBERED.fullmatch(label):
        return SURE
    if word in _QUESTION or word in _ANSWER:
        return PERHAPS
    bare, inside = split_bracket(label)
    if inside:
        return _certainty_of_name(bare) if len(inside.split()) <= 6 else NEVER
    return _certainty_of_name(label)


def is_role_word(word: str) -> bool:
    """Whether this word, in lower case, names a part in a conversation ("int", "resp")."""
    if word.startswith("de "):
        word = word[3:]
        return word in _CHAIR
    return word in _INTERVIEWER or word in _RESPONDENT or word in _CHAIR


def split_bracket(label: str) -> tuple[str, str]:
    """Split "De heer Jansen (wijkteam)" into the name and what its brackets say, or ""."""
    match = _BRACKET.fullmatch(label)
    return (match["name"], match["inside"].strip()) if match else (label, "")


def speaker_of(label: str, others: Collection[str] = ()) -> Speaker:
    """Give the speaker behind a label: role and group as far as the label itself tells.

    `others` are all labels of the text: "V" asks the questions only where "A" answers.
    """
    name, inside = split_bracket(label)
    said = inside.casefold()
    role = _role_of(name.casefold(), {other.casefold() for other in others})
    if said in _INTERVIEWER and len(said) > 2:
        return Speaker(label, SpeakerRole.INTERVIEWER)
    if said in _CHAIR:
        return Speaker(label, SpeakerRole.OTHER, function=inside)
    group = "" if said in _NO_GROUP or said.replace("/", " ").split(" ")[0] in _NO_GROUP else inside
    if not group or role is not SpeakerRole.RESPONDENT:
        return Speaker(label, role)
    return Speaker(label, role, group=group, guessed=True)


def _role_of(name: str, others: Collection[str]) -> SpeakerRole:
    word = name.removeprefix("de ").rstrip(".")
    numbered = _NUMBERED.fullmatch(name)
    if numbered:
        word = numbered["word"]
    if word in _INTERVIEWER:
        return SpeakerRole.INTERVIEWER
    if word in _CHAIR:
        return SpeakerRole.OTHER
    if word in _QUESTION and any(other in _ANSWER for other in others):
        return SpeakerRole.INTERVIEWER
    return SpeakerRole.RESPONDENT


def _certainty_of_name(name: str) -> int:
    if is_role_word(name.casefold()):
        return SURE
    titled = _TITLED.fullmatch(name)
    if titled:
        return SURE if _is_name(titled["name"]) else NEVER
    if name.casefold().removeprefix("de ") in _FUNCTIONS:
        return PERHAPS
    first = name.split()[0].casefold().rstrip(".,")
    if first in _OPENERS and not name.startswith(("De ", "Ten ")):
        return NEVER
    if name.casefold().removeprefix("de ") in _OPENERS:
        return NEVER
    if _CODE.fullmatch(name) or _is_name(name):
        return PERHAPS
    return NEVER


def _is_name(name: str) -> bool:
    """Whether all words have a capital, save particles ("van der") and a last number."""
    words = name.replace(",", " ").split()
    capitals = 0
    for place, word in enumerate(words):
        if place and place == len(words) - 1 and _NUMBER.fullmatch(word):
            continue
        if word.casefold() in _PARTICLES:
            continue
        if not (_LETTERS.fullmatch(word) or _INITIALS.fullmatch(word)):
            return False
        if not (word[0].isupper() or word[1:2].isupper()):
            # "d'Hondt" and "'t Hart" carry their capital later.
            head = re.split(r"['’-]", word)[-1]
            if not head[:1].isupper():
                return False
        capitals += 1
    return 0 < capitals <= 6


def accept(counts: Mapping[str, int], paragraphs: int, known: Collection[str] = ()) -> set[str]:
    """Choose the speakers among the labels found in one text.

    `counts` says how often each label opens a line, `paragraphs` how many paragraphs the
    text has, and `known` which labels are speakers in any case (somebody said so).
    A sure label is always taken. A name is taken when it recurs, or when it has two parts
    or a bracket and there are other speakers. Without any sure label, names that recur have
    to open a quarter of the paragraphs, so that recurring headings in a report are no
    speakers; half of them when names of two parts count that occur once, and four in five
    when any name does.
    """
    levels = {label: SURE if label in known else certainty(label) for label in counts}
    sure = {label for label, level in levels.items() if level == SURE}
    again = {label for label, level in levels.items() if level == PERHAPS and counts[label] > 1}
    folded = {label.casefold() for label in again}
    if not (folded & _QUESTION and folded & _ANSWER):
        again = {label for label in again if label.casefold() not in _QUESTION}
    once = {
        label
        for label, level in levels.items()
        if level == PERHAPS and counts[label] == 1 and _has_two_parts(label)
    }
    if sure:
        return sure | again | once if len(sure | again) > 1 else sure | again
    if again and len(again | once) > 1 and _opened(again | once, counts) * 2 >= paragraphs:
        return again | once
    likely = {label for label, level in levels.items() if level == PERHAPS}
    if again and len(likely) > 1 and _opened(likely, counts) * 5 >= paragraphs * 4:
        return likely
    if len(again) > 1 and _opened(again, counts) * 4 >= paragraphs:
        return again
    return _plain_words(counts, paragraphs)


def _opened(labels: Collection[str], counts: Mapping[str, int]) -> int:
    return sum(counts[label] for label in labels)


def _has_two_parts(label: str) -> bool:
    name, inside = split_bracket(label)
    words = [word for word in name.split() if word.casefold() not in _PARTICLES]
    return bool(inside) or (len(words) > 1 and not words[-1].isdigit())


def _plain_words(counts: Mapping[str, int], paragraphs: int) -> set[str]:
    """Take labels without a capital ("anna:", "piet:") where they open most paragraphs."""
    again = {
        label
        for label, count in counts.items()
        if count > 1 and len(label.split()) == 1 and label.casefold() not in _OPENERS
    }
    return again if len(again) > 1 and _opened(again, counts) * 2 > paragraphs else set()
