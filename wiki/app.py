"""Puts the rooms together."""

from collections.abc import Sequence
from types import ModuleType

from flask import Flask
from rich.console import Console
from sqlalchemy.orm import Session

from wiki.annotations import handlers as annotations_handlers
from wiki.annotations import hooks as annotations
from wiki.annotations.queries.circles import KEPT as CIRCLES
from wiki.annotations.queries.circles import Circles
from wiki.hooks.specs import Circle
from wiki.kernel.clock import Clock, SystemClock
from wiki.kernel.db import Database
from wiki.kernel.events import Event
from wiki.kernel.mail import Mailer, Post, mailer_for
from wiki.kernel.settings import Settings
from wiki.kernel.viewer import Viewer
from wiki.kernel.worker import Job, Worker
from wiki.notices import handlers as notices_handlers
from wiki.notices import hooks as notices
from wiki.notices.kinds import KEPT, NoticeKinds
from wiki.notices.letters import MAKER, Letters
from wiki.pages import file_hooks as files
from wiki.pages import handlers as pages_handlers
from wiki.pages import hooks as pages
from wiki.pages.events import PageDeleted, PageSaved
from wiki.pages.types import PageTypes, fresh_days
from wiki.people import hooks as people
from wiki.people.sign_in import set_up_sign_in
from wiki.search import handlers as search_handlers
from wiki.search import hooks as search
from wiki.web.factory import make_flask
from wiki.web.running import Wiki
from wiki.web.themes import load_themes

ROOMS: tuple[ModuleType, ...] = (people, pages, files, annotations, search, notices)


def create_wiki(settings: Settings, *, clock: Clock | None = None, mailer: Mailer | None = None) -> Wiki:
    """The wiki without its web: what commands and the worker need. The database must have its tables."""
    now = clock or SystemClock()
    wiki = Wiki(
        settings,
        Database(settings.database_url, threads=settings.threads),
        now,
        themes=load_themes(settings.themes_folder),
    )
    for room in ROOMS:
        wiki.host.add_room(room)
    wiki.host.find_plugins(settings.plugins_folder)
    types = PageTypes(wiki.host.collect("register_page_types"), fresh_days(settings.fresh_days))
    wiki.rooms["page_types"] = types
    pages_handlers.subscribe(wiki.bus, types)
    annotations_handlers.subscribe(wiki.bus)
    search_handlers.subscribe(wiki.bus)
    wiki.database.kept[CIRCLES] = _circles(wiki)
    _tell_people(wiki)
    _tell_plugins(wiki)
    wiki.nav = tuple(sorted(wiki.host.collect("register_nav"), key=lambda item: item.position))
    send = mailer or mailer_for(settings, Console().print)
    mail = Job("mail", Post(wiki.database, now, send, settings, wiki.quiet_work, wiki.rooms["mail_makers"]))
    wiki.worker = Worker([mail, *wiki.host.collect("register_jobs", wiki=wiki)], now, wiki.quiet_work)
    return wiki


def create_app(settings: Settings, *, clock: Clock | None = None, mailer: Mailer | None = None) -> Flask:
    """The whole wiki, ready to answer; `app.extensions["flipside"]` is the `Wiki`."""
    wiki = create_wiki(settings, clock=clock, mailer=mailer)
    app = make_flask(wiki)
    set_up_sign_in(app)
    for blueprint in wiki.host.call("register_blueprint"):
        app.register_blueprint(blueprint)
    return app


def _circles(wiki: Wiki) -> Circles:
    """Who shares notes with whom."""

    def of(session: Session, viewer: Viewer) -> list[Circle]:
        return [circle for found in wiki.host.call("circles", session=session, viewer=viewer) for circle in found]

    def members(session: Session, keys: Sequence[str]) -> dict[str, frozenset[int]]:
        found = wiki.host.call("circle_members", session=session, keys=keys)
        return {key: ids for answer in found for key, ids in answer.items()}

    return Circles(of, members)


def _tell_people(wiki: Wiki) -> None:
    """Whom each room wants told of its events, and how their mails are written."""
    kinds = NoticeKinds(wiki.host.collect("register_notice_kinds"))
    wiki.database.kept[KEPT] = kinds
    notices_handlers.subscribe(wiki.bus, kinds)
    wiki.rooms["mail_makers"] = {MAKER: Letters(wiki)}


def _tell_plugins(wiki: Wiki) -> None:
    """The `on_…` hooks are called after the commit, from events."""

    def tell(kind: type[Event], hook: str, *fields: str) -> None:
        def listener(event: Event) -> None:
            wiki.host.call(hook, **{name: getattr(event, name) for name in fields})

        wiki.bus.listen(kind, listener)

    tell(PageSaved, "on_page_saved", "page_id", "revision_id")
    tell(PageDeleted, "on_page_deleted", "page_id")
