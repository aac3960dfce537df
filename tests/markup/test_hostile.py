"""Texts made to be expensive: an answer within the limits, or a refusal in words."""

import pytest

from tests.markup.hostile import hostile
from tests.markup.wellformed import wrong
from wiki.markup import Limits, TooMuch, render

TEXTS = hostile()


@pytest.mark.parametrize("name", TEXTS)
def test_hostile_text_is_answered_or_refused(name: str) -> None:
    try:
        rendered = render(TEXTS[name])
    except TooMuch:
        return
    assert len(rendered.html) <= Limits().output
    if len(rendered.html) < 300_000:
        assert wrong(rendered.html) == []


def test_there_are_a_hundred_of_them() -> None:
    assert len(TEXTS) >= 100
