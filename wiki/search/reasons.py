"""Why a page stands where it does, in words."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from wiki.kernel.texts import N_
from wiki.search.engine import Why
from wiki.search.question import Note

SHOWN = 5

_FIELDS = {
    "title": N_("In its title: %(words)s."),
    "tags": N_("Among its tags: %(words)s."),
    "body": N_("In its text: %(words)s."),
    "parts": N_("In what is kept with it: %(words)s."),
}
_SIGNALS = {
    "fresh": N_("Changed lately."),
    "popular": N_("Many pages lead to it."),
    "taught": N_("Seniors taught it back."),
}
EXACT = N_("Its title is what you asked for.")
NEAR = N_("Your words stand side by side.")
MISSING = N_("Not on it: %(words)s.")


def reasons(why: Why, taken: Mapping[str, str]) -> tuple[Note, ...]:
    """Sentences, the weightiest first. `taken`: words as typed → as they were taken."""
    found: list[Note] = []
    if why.exact_title:
        found.append(Note(EXACT))
    for field, words in _by_field(why.words).items():
        if field in _FIELDS:
            found.append(Note(_FIELDS[field], {"words": _listed(words, taken)}))
    if why.near:
        found.append(Note(NEAR))
    found += [Note(_SIGNALS[name]) for name in why.signals if name in _SIGNALS]
    if why.missing:
        found.append(Note(MISSING, {"words": _listed(why.missing, taken)}))
    return tuple(found)


def _by_field(words: Mapping[str, tuple[str, ...]]) -> Mapping[str, list[str]]:
    """Field → words, each in the weightiest field that has it."""
    found: dict[str, list[str]] = defaultdict(list)
    for field in _FIELDS:
        for word, fields in words.items():
            if field in fields and not any(word in others for others in found.values()):
                found[field].append(word)
    return found


def _listed(words: Sequence[str], taken: Mapping[str, str]) -> str:
    return ", ".join(taken.get(word, word) for word in words[:SHOWN]) + (" …" if len(words) > SHOWN else "")
