"""The lemma of a word, from simplemma's word lists alone: no spaCy is loaded for it.

Two forms of one word must get the same lemma; what that lemma is called matters less,
because it is compared and seldom shown. simplemma gives one lemma for each form and errs in
three ways that matter here, which this module repairs: two words point at each other ("bel"
to "bellen" and back, "agent" to "agente"), a plural diminutive stops half-way ("huisjes" to
"huisje"), and a compound that is in no dictionary keeps its plural ("gebiedsadviseurs").
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simplemma.strategies import DictionaryLookupStrategy


def word_set(words: str) -> frozenset[str]:
    """Make a set of the words in a text."""
    return frozenset(words.split())


SHORTEST_PART = 3
"""Letters that the other part of a compound must have at least."""

SHORTEST_TAIL = 4
"""Letters that the last part of an unknown compound must have at least."""

LINKS = {"nl": ("", "s", "en", "-", "s-", "en-"), "de": ("", "s", "es", "en", "n", "-")}
"""What may stand between the parts of a compound, by language; elsewhere only a hyphen."""

PARTICLES = word_set(
    "aan achter af bij binnen boven buiten door heen in langs los mee mis na naast neer om "
    "omhoog omlaag onder op open over rond samen tegen teleur terug thuis toe uit vast voor "
    "voorbij voort vrij weer weg bijeen klaar"
)
"""Dutch words that a separable verb begins with; before a noun they make another word
("voorraad" is no raad)."""

ENDINGS = word_set("heid schap lijk baar loos achtig zaam dom ing ster erij isme ist")
"""Dutch endings that some dictionary lists as words: "landschap" is not land and a schap."""

FUNCTION_WORDS = word_set(
    "dan dat den der des die dit een haar hem hen her hier hij hoe hun ieder iets ik jij jou "
    "kan men met mij naar niet nog nou ons ook per sinds ten ter tot van via waar wat wel werd "
    "wie wij zal ze zei zich zij zijn zo zou ver ont"
)
"""Dutch words and prefixes that are never the other part of a compound."""

NO_PART = PARTICLES | ENDINGS | FUNCTION_WORDS

EXCEPTIONS = {
    ("leden", "nl"): "lid",
    ("ouder", "nl"): "ouder",
    ("ouders", "nl"): "ouder",
    ("jongere", "nl"): "jongere",
    ("jongeren", "nl"): "jongere",
}
"""Where the dictionary picks the reading that is rarer in talk: "leden" from lijden."""


@cache
def _dictionary() -> DictionaryLookupStrategy:
    # simplemma: 75 ms to import, 400 ms for the Dutch list at its first word.
    from simplemma.strategies import DictionaryLookupStrategy

    return DictionaryLookupStrategy()


@cache
def has_dictionary(language: str) -> bool:
    """Tell whether simplemma has a word list for this language ("nl", "en", …)."""
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

    return language in SUPPORTED_LANGUAGES


@lru_cache(maxsize=200_000)
def is_known(word: str, language: str) -> bool:
    """Tell whether a lower-case word is in the dictionary; names with a capital are not."""
    return has_dictionary(language) and _dictionary().is_dictionary_member(word, language)


@lru_cache(maxsize=200_000)
def lemma(word: str, language: str) -> str:
    """Give the lemma of a word, in lower case; a word in no dictionary is its own lemma."""
    word = unicodedata.normalize("NFC", word).lower()
    if not word or not has_dictionary(language):
        return word
    exception = EXCEPTIONS.get((word, language))
    if exception:
        return exception
    found = _settled(word, language)
    if found == word and not is_known(word, language):
        return _lemma_of_compound(word, language)
    return found.replace("_", "")


def _settled(word: str, language: str) -> str:
    """Look a word up once, and once more where its lemma is itself a form of another word."""
    first = _looked_up(word, language)
    second = _looked_up(first, language)
    if first != second and _looked_up(second, language) == first:
        return min(first, second, key=len)
    stops_short = language == "nl" and first.endswith(("je", "jes", "en"))
    if stops_short and len(second) < len(first) and first.startswith(second[:3]):
        return second
    return first


def _looked_up(word: str, language: str) -> str:
    import simplemma

    return simplemma.lemmatize(word, language).lower()


def _lemma_of_compound(word: str, language: str) -> str:
    """Put the last part of a compound that is in no dictionary in its own lemma."""
    for start in range(SHORTEST_PART, len(word) - SHORTEST_TAIL + 1):
        tail = word[start:]
        if tail in NO_PART or not is_known(tail, language):
            continue
        if is_compound_part(word[:start], language, linked="after"):
            return word[:start] + lemma(tail, language)
    return word


@lru_cache(maxsize=200_000)
def is_compound_part(part: str, language: str, *, linked: str) -> bool:
    """Tell whether what is left of a compound is a word that can be part of one.

    `linked` says on which side of the part a linking s, en or hyphen may stand: "before" for
    what follows the head of the compound, "after" for what comes before its tail.
    """
    if part in NO_PART:
        return False
    for link in LINKS.get(language, ("", "-")):
        if linked == "before" and part.startswith(link):
            word = part[len(link) :]
        elif linked == "after" and part.endswith(link):
            word = part[: len(part) - len(link)]
        else:
            continue
        if len(word) >= SHORTEST_PART and word not in NO_PART and is_known(word, language):
            return True
    return False
