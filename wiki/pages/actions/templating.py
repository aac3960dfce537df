"""Make, change and drop the templates of a space."""

from wiki.kernel.refusals import Invalid
from wiki.kernel.texts import N_
from wiki.kernel.work import Work
from wiki.markup import TooMuch, render
from wiki.pages.care import PageTemplate
from wiki.pages.events import SpaceChanged
from wiki.pages.models import Space


def set_template(
    work: Work, space: Space, template: PageTemplate | None, *, name: str, kind: str, body: str
) -> PageTemplate:
    """Change the template, or make one where it is None. Raises `Invalid` for a text that no page could have."""
    if not name.strip():
        raise Invalid({"name": N_("A template needs a name.")})
    try:
        render(body)
    except TooMuch as error:
        raise Invalid({"body": str(error)}) from error
    if template is None:
        template = PageTemplate(space_id=space.id)
        work.session.add(template)
    template.name, template.type, template.body = name, kind, body
    template.changed_at, template.changed_by_id = work.clock.now(), work.actor_id
    work.session.flush()
    work.record(SpaceChanged(space.id))
    return template


def drop_template(work: Work, template: PageTemplate) -> None:
    """Pages that began with it stay as they are."""
    work.record(SpaceChanged(template.space_id))
    work.session.delete(template)
