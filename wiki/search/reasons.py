"""Why a page stands where it does, in words."""

from collections.abc import Iterator, Mapping, Sequence

from wiki.kernel.texts import N_
from wiki.search.engine import Why
from wiki.search.question import Note

SHOWN = 5
MOST = 3

_FIELDS = {
    "title": (N_("In its title: %(words)s."), N_("In its title: %(word)s (means %(asked)s).")),
    "tags": (N_("Among its tags: %(words)s."), N_("Among its tags: %(word)s (means %(asked)s).")),
    "body": (N_("In its text: %(words)s."), N_("In its text: %(word)s (means %(asked)s).")),
    "part": (N_("In what is kept with it: %(words)s."), N_("In what is kept with it: %(word)s (means %(asked)s).")),
}
"""Field → a sentence for words, and for one that means the word asked."""
_SIGNALS = {
    "taught": N_("Seniors taught it back."),
    "popular": N_("Many pages lead to it."),
}
EXACT = N_("Its title is what you asked for.")
NEAR = N_("Your words stand side by side.")
MISSING = N_("Not on it: %(words)s.")
FRESH = N_("Changed lately.")


def reasons(why: Why, spelt: Mapping[str, str], means: Mapping[str, str], *, is_fresh: bool) -> tuple[Note, ...]:
    """At most `MOST` sentences, the most telling first; what is missing on the page is one of them, the last.

    Words as asked → `spelt`: what a mistyped one was taken for; `means`: the synonym that stands on the page.
    """
    found: list[Note] = []
    if why.exact_title:
        found.append(Note(EXACT))
    if why.near:
        found.append(Note(NEAR))
    found += _where(why.words, spelt, means)
    found += [Note(text) for name, text in _SIGNALS.items() if name in why.signals]
    if is_fresh and "fresh" in why.signals:
        found.append(Note(FRESH))
    if not why.missing:
        return tuple(found[:MOST])
    return (*found[: MOST - 1], Note(MISSING, {"words": _listed(why.missing, spelt)}))


def _where(words: Mapping[str, tuple[str, ...]], spelt: Mapping[str, str], means: Mapping[str, str]) -> Iterator[Note]:
    """Each word in the weightiest field that has it."""
    told: set[str] = set()
    for field, (plain, instead) in _FIELDS.items():
        here = [word for word, fields in words.items() if word not in told and field in fields]
        told.update(here)
        if own := [word for word in here if word not in means]:
            yield Note(plain, {"words": _listed(own, spelt)})
        for said in dict.fromkeys(means[word] for word in here if word in means):
            # One that means several words together is told once.
            asked = " ".join(word for word in here if means.get(word) == said)
            yield Note(instead, {"word": said, "asked": asked})


def _listed(words: Sequence[str], spelt: Mapping[str, str]) -> str:
    return ", ".join(spelt.get(word, word) for word in words[:SHOWN]) + (" …" if len(words) > SHOWN else "")
