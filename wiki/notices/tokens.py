"""The proof in a mail that it was sent to somebody: by it, and by nothing else, they end such mails signed out."""

from typing import get_args

from itsdangerous import BadData, URLSafeSerializer

from wiki.kernel.settings import Settings, secret_key
from wiki.notices.actions.choosing import Mails
from wiki.people.models import is_id


def _signer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(secret_key(settings.data), salt="wiki.notices.unsubscribe")


def ending(settings: Settings, person_id: int, which: Mails) -> str:
    """A token that ends these mails to this person. It never runs out: an old mail can be answered, too."""
    return str(_signer(settings).dumps([person_id, which]))


def ended(settings: Settings, token: str) -> tuple[int, Mails] | None:
    """Whose mails a token ends, and which; None when it isn't ours."""
    try:
        person_id, which = _signer(settings).loads(token)
    except (BadData, ValueError, TypeError):
        return None
    known = isinstance(person_id, int) and is_id(person_id) and which in get_args(Mails)
    return (person_id, which) if known else None
