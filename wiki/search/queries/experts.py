"""What comes nearest to a question, and who knows most of it, when nothing that was written answers it."""

from collections import Counter
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.pages.models import Page
from wiki.pages.permissions import Reach, readable
from wiki.people.queries import Face
from wiki.search.engine import Engine, Seeker, Unready
from wiki.search.language import read
from wiki.search.queries.faces import faces_of
from wiki.search.queries.offering import nearest_words
from wiki.search.question import All, Either, Node, Phrase, Question, Word
from wiki.search.results import Meant, Wider

LOOKED_AT = 30
MOST = 4


@dataclass(frozen=True, slots=True)
class Nearest:
    """`wider`: what the words alone find; `experts`: who wrote that; `likelier`: the query with the nearest words."""

    wider: Wider | None = None
    experts: tuple[Face, ...] = ()
    likelier: Meant | None = None


def nearest(session: Session, reach: Reach, question: Question, seeker: Seeker) -> Nearest:
    """How many readable pages have any of the words; their owners and last writers. Up to three statements."""
    engine: Engine | None = session.info["kept"].get("search_engine")
    words = tuple(dict.fromkeys(_words(question.root)))
    if engine is None or not words:
        return Nearest()
    loose = replace(question, root=All(words), name="")
    try:
        answer = engine.search(loose, seeker, sort="relevance", first=0, many=LOOKED_AT)
    except Unready:
        return Nearest()
    if not answer.found:
        return Nearest()
    plain = " ".join(word.text for word in words if isinstance(word, Word))
    wider = Wider(plain, answer.total)
    likelier = nearest_words(session, reach, loose, answer)
    if not reach.viewer.signed_in:
        return Nearest(wider, likelier=likelier)
    ids = [found.page_id for found in answer.found]
    known: Counter[int] = Counter()
    rows = session.execute(select(Page.owner_id, Page.changed_by_id).where(Page.id.in_(ids), readable(reach)))
    for owner, writer in rows:
        known.update({each for each in (owner, writer) if each and each != reach.viewer.person_id})
    faces = faces_of(session, list(known), active=True)
    experts = tuple(faces[person_id] for person_id, _ in known.most_common() if person_id in faces)[:MOST]
    return Nearest(wider, experts, likelier)


def _words(node: Node) -> list[Node]:
    """All that was asked, as words of which one is enough."""
    if isinstance(node, Word):
        return [Word(node.term, node.text, node.place, synonyms=node.synonyms)]
    if isinstance(node, Phrase):
        return list(read(node.text).words)
    if isinstance(node, All | Either):
        return [word for each in node.nodes for word in _words(each)]
    return []
