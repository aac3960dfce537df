"""Undocumented means failing."""

import dataclasses

import pytest

from tests.house.documents import DOCS, PAGES, contexts
from wiki.hooks import specs
from wiki.kernel.settings import Settings


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_reference_page_says_what_the_code_says(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == PAGES[name](), "run `make docs` and commit what it writes"


def test_every_setting_has_a_help_text() -> None:
    assert all(field.metadata["help"].endswith(".") for field in dataclasses.fields(Settings))


def test_every_hook_is_listed_and_says_when_it_is_called() -> None:
    declared = {name for name, thing in vars(specs).items() if hasattr(thing, "flipside_spec")}
    assert declared == set(specs.COLLECTED)
    for name in declared:
        assert "Called" in (getattr(specs, name).__doc__ or ""), name


def test_every_field_of_a_context_has_a_help_text() -> None:
    found = list(contexts())
    assert len(found) > 20
    for kind in found:
        for field in dataclasses.fields(kind):
            assert field.metadata.get("help"), f"{kind.__name__}.{field.name}"
