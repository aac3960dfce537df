"""Say which words mean the same."""

from collections.abc import Sequence

from wiki.kernel.counters import bump
from wiki.kernel.refusals import Invalid
from wiki.kernel.texts import N_
from wiki.kernel.work import Work
from wiki.search.alike import terms_of
from wiki.search.models import Synonym
from wiki.search.queries.synonyms import SYNONYMS

MOST_WORDS = 12
LONGEST = 60


def set_synonym(work: Work, synonym: Synonym | None, words: Sequence[str]) -> Synonym:
    """Make a group of words and phrases that mean the same, or change one. Raises `Invalid`."""
    said = _checked(words)
    if synonym is None:
        synonym = Synonym(words=said, changed_at=work.clock.now(), changed_by_id=work.actor_id)
        work.session.add(synonym)
    else:
        synonym.words, synonym.changed_at, synonym.changed_by_id = said, work.clock.now(), work.actor_id
    bump(work.session, SYNONYMS)
    return synonym


def drop_synonym(work: Work, synonym: Synonym) -> None:
    work.session.delete(synonym)
    bump(work.session, SYNONYMS)


def _checked(words: Sequence[str]) -> list[str]:
    said = list(dict.fromkeys(" ".join(word.split()) for word in words if word.strip()))
    different = {terms_of(word) for word in said}
    if () in different:
        raise Invalid({"words": N_("One of these has no letter and no digit in it.")})
    if len(different) < 2:
        raise Invalid({"words": N_("At least two different words or phrases, please, with commas between them.")})
    if len(said) > MOST_WORDS or max(map(len, said)) > LONGEST:
        raise Invalid({"words": N_("At most twelve words or phrases, please, and no long ones.")})
    return said
