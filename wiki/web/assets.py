"""Addresses of built scripts, styles, fonts and pictures: name → hashed name, from the build's manifest."""

import json
from pathlib import Path

STATIC = Path(__file__).parent / "static"


class Assets:
    """`assets("read.js")` → `/static/dist/read-4F3A.js`; raises `KeyError` for what the build doesn't know."""

    def __init__(self, folder: Path = STATIC) -> None:
        manifest = json.loads((folder / "dist" / "manifest.json").read_text("utf-8"))
        self._urls = {name: f"/static/dist/{hashed}" for name, hashed in manifest.items()}

    def __call__(self, name: str) -> str:
        return self._urls[name]
