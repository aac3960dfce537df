"""Address keys and anchors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.markup import anchor_for, slugify


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Print shelf labels", "print-shelf-labels"),
        ("  C++ & C#  ", "c-c"),
        ("Straße", "strasse"),
        ("ÉCOLE", "école"),
        ("日本語 ページ", "日本語-ページ"),
        ("हिन्दी", "हिन्दी"),
        ("snake_case", "snake-case"),
        ("../../etc/passwd", "etc-passwd"),
        ("ﬁle", "file"),
        ("!!!", ""),
    ],
)
def test_slugs(title: str, slug: str) -> None:
    assert slugify(title) == slug


@given(st.text(max_size=300))
def test_a_slug_is_short_has_no_separators_and_does_not_change_again(title: str) -> None:
    slug = slugify(title)
    assert len(slug) <= 80
    assert slugify(slug) == slug
    assert not set(slug) & set("/\\?#%&<>\"' \t\n.:_\u202e")
    assert not slug.startswith("-")
    assert not slug.endswith("-")


def test_anchor_of_a_section_without_letters() -> None:
    assert anchor_for("!!!") == "h-section"
