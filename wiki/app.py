"""Puts the rooms together."""

from flask import Flask
from rich.console import Console

from wiki.kernel.clock import Clock, SystemClock
from wiki.kernel.db import Database
from wiki.kernel.mail import Mailer, Post, mailer_for
from wiki.kernel.settings import Settings
from wiki.kernel.worker import Job, Worker
from wiki.people import hooks as people
from wiki.people.sign_in import set_up_sign_in
from wiki.web.factory import make_flask
from wiki.web.running import Wiki
from wiki.web.themes import load_themes


def create_app(settings: Settings, *, clock: Clock | None = None, mailer: Mailer | None = None) -> Flask:
    """The whole wiki, ready to answer; the database must have its tables. `app.extensions["flipside"]` is the `Wiki`."""
    now = clock or SystemClock()
    database = Database(settings.database_url, threads=settings.threads)
    wiki = Wiki(settings, database, now, themes=load_themes(settings.themes_folder))
    wiki.host.add_room(people)
    wiki.host.find_plugins(settings.plugins_folder)
    wiki.nav = tuple(sorted(wiki.host.collect("register_nav"), key=lambda item: item.position))
    send = mailer or mailer_for(settings, Console().print)
    jobs = [Job("mail", Post(database, now, send, settings, wiki.quiet_work))]
    wiki.worker = Worker([*jobs, *wiki.host.collect("register_jobs", wiki=wiki)], now, wiki.quiet_work)
    app = make_flask(wiki)
    set_up_sign_in(app)
    for blueprint in wiki.host.call("register_blueprint"):
        app.register_blueprint(blueprint)
    return app
