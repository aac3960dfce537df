"""For any WSGI server: `wsgi:app`. The tables must be current (`wiki db upgrade`); run `wiki worker` beside it.

A demo is served by `wiki serve --demo` only, which knows that the data folder is one.
"""

from dataclasses import replace

from wiki.app import create_app
from wiki.kernel.settings import load_settings

app = create_app(replace(load_settings(), demo=False))
