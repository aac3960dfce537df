"""Notes as W3C Web Annotations in JSON-LD, and what is understood of one that is sent.

Model: https://www.w3.org/TR/annotation-model/, protocol: https://www.w3.org/TR/annotation-protocol/. A note's target is
the page with the revision that it was written on as its state, and both selectors against the text of that revision.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from wiki.annotations.actions.selecting import Selection
from wiki.annotations.actions.wording import NoteText
from wiki.annotations.models import LONGEST
from wiki.annotations.queries.views import NoteView
from wiki.kernel.refusals import Invalid
from wiki.kernel.texts import N_

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = f'application/ld+json; profile="{CONTEXT}"'
MOTIVATIONS = {
    "question": "questioning",
    "experience": "describing",
    "correction": "assessing",
    "suggestion": "editing",
    "comment": "commenting",
}
KINDS = {motivation: kind for kind, motivation in MOTIVATIONS.items()}
LARGEST = 2**31 - 1

NO_OBJECT = N_("Send one annotation as a JSON object.")
NO_TYPE = N_("Its type is “Annotation”.")
NO_BODY = N_("Its body is a TextualBody with the text of the note as its value.")
NO_TARGET = N_("Its target is an object with a TextQuoteSelector or a TextPositionSelector.")


def annotation(note: NoteView, root: str, *, context: bool = True) -> dict[str, Any]:
    """A note; `root` is the address of the wiki, with its last slash."""
    made: dict[str, Any] = {"@context": CONTEXT} if context else {}
    made |= {
        "id": f"{root}annotations/{note.id}.json",
        "type": "Annotation",
        "motivation": "replying" if note.kind == "reply" else MOTIVATIONS.get(note.kind, "commenting"),
        "created": _stamp(note.made_at),
        "body": {"type": "TextualBody", "value": note.body, "format": "text/markdown"},
    }
    if note.edited_at is not None:
        made["modified"] = _stamp(note.edited_at)
    if note.author is not None and note.author.handle:
        made["creator"] = {"id": f"{root}people/{note.author.handle}", "type": "Person", "name": note.author.name}
    if note.replacement is not None:
        edit = {"type": "TextualBody", "value": note.replacement, "format": "text/markdown", "purpose": "editing"}
        made["body"] = [*([made["body"]] if note.body else []), edit]
    return made


def with_target(note: NoteView, root: str, selector: Sequence[Mapping[str, Any]], *, context: bool = True) -> Any:
    """A note with the passage that it was written on."""
    source = f"{root}p/{note.slug}"
    target = {
        "type": "SpecificResource",
        "source": source,
        "state": {"type": "TimeState", "cached": f"{source}/history/{note.number}"},
        "selector": list(selector),
    }
    return annotation(note, root, context=context) | {"target": target}


def answer(note: NoteView, thread: NoteView, root: str, *, context: bool = True) -> Any:
    """A reply: its target is the note that it answers."""
    return annotation(note, root, context=context) | {"target": f"{root}annotations/{thread.id}.json"}


def selectors(exact: str, prefix: str, suffix: str, start: int, end: int) -> list[dict[str, Any]]:
    return [
        {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix},
        {"type": "TextPositionSelector", "start": start, "end": end},
    ]


def collection(address: str, label: str, total: int, parts: int) -> dict[str, Any]:
    """All notes of a page; `total` counts those that the reader may read."""
    made: dict[str, Any] = {
        "@context": CONTEXT,
        "id": address,
        "type": ["BasicContainer", "AnnotationCollection"],
        "label": label,
        "total": total,
    }
    return made | ({"first": f"{address}?page=1", "last": f"{address}?page={parts}"} if total else {})


def page_of(address: str, number: int, parts: int, begin: int, items: Sequence[Any]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "@context": CONTEXT,
        "id": f"{address}?page={number}",
        "type": "AnnotationPage",
        "partOf": address,
        "startIndex": begin,
        "items": list(items),
    }
    if number > 1:
        made["prev"] = f"{address}?page={number - 1}"
    if number < parts:
        made["next"] = f"{address}?page={number + 1}"
    return made


def understood(sent: object) -> tuple[Selection, NoteText]:
    """What an annotation that was sent says. Raises `Invalid` (fields `annotation`, `body`, `target`)."""
    if not isinstance(sent, dict):
        raise Invalid({"annotation": NO_OBJECT})
    kinds = sent.get("type")
    if "Annotation" not in (kinds if isinstance(kinds, list) else [kinds]):
        raise Invalid({"annotation": NO_TYPE})
    motivation = sent.get("motivation", "commenting")
    kind = KINDS.get(motivation, "comment") if isinstance(motivation, str) else "comment"
    # A suggestion needs lines of the page's Markdown, which no selector names.
    kind = "comment" if kind == "suggestion" else kind
    return _selection(sent.get("target")), NoteText(body=_body(sent.get("body", sent.get("bodyValue"))), kind=kind)


def _body(sent: object) -> str:
    first = sent[0] if isinstance(sent, list) and len(sent) == 1 else sent
    value = first.get("value") if isinstance(first, dict) else first
    if not isinstance(value, str) or len(value) > 2 * LONGEST:
        raise Invalid({"body": NO_BODY})
    return value.replace("\0", "")


def _selection(sent: object) -> Selection:
    if not isinstance(sent, dict):
        raise Invalid({"target": NO_TARGET})
    found = sent.get("selector")
    given = [each for each in (found if isinstance(found, list) else [found]) if isinstance(each, dict)][:10]
    quote = next((each for each in given if each.get("type") == "TextQuoteSelector"), {})
    position = next((each for each in given if each.get("type") == "TextPositionSelector"), {})
    words = {name: quote.get(name, "") for name in ("exact", "prefix", "suffix")}
    place = {name: position.get(name, -1) for name in ("start", "end")}
    if (
        not (quote or position)
        or not all(isinstance(value, str) for value in words.values())
        or not all(type(value) is int and -1 <= value <= LARGEST for value in place.values())
    ):
        raise Invalid({"target": NO_TARGET})
    return Selection(_revision(sent.get("state")), place["start"], place["end"], **words)


def _revision(state: object) -> int:
    """The revision that the selectors are against, by the address of its copy; 0 for the present one."""
    cached = state.get("cached", "") if isinstance(state, dict) else ""
    number = cached.rpartition("/")[2] if isinstance(cached, str) else ""
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0


def _stamp(moment: Any) -> str:
    return str(moment.strftime("%Y-%m-%dT%H:%M:%SZ"))
