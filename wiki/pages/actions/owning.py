"""Give a page to another owner, who answers for it."""

from wiki.kernel.refusals import Invalid
from wiki.kernel.texts import N_
from wiki.kernel.work import Work
from wiki.pages.events import OwnerChanged
from wiki.pages.models import Page
from wiki.pages.queries.spaces import holder_named
from wiki.people.models import Person


def set_owner(work: Work, page: Page, typed: str) -> None:
    """Let whom `typed` means (a handle or a name) own the page; nobody when it is empty.

    An owner chooses who may read the page, so only who may do that gives it away; the caller sees to it.
    Raises `Invalid` for somebody who isn't there, can't sign in, or could be several.
    """
    try:
        holder = holder_named(work.session, typed) if typed else None
    except Invalid as refusal:
        raise Invalid({"owner": refusal.errors["who"]}) from refusal
    if typed and (not isinstance(holder, Person) or holder.disabled_at is not None):
        raise Invalid({"owner": N_("Nobody who can sign in is called that. Write a name or an @handle.")})
    owner_id = holder.id if holder is not None else None
    if owner_id != page.owner_id:
        page.owner_id = owner_id
        work.record(OwnerChanged(page.id, owner_id))
