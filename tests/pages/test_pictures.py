"""Pictures lose what people don't know is in them, and nothing else."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.ExifTags import Base

from tests.pages.pictures import SECRET, from_a_camera, picture
from wiki.pages.pictures import NotAPicture, cleaned

TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize("kind", TYPES)
def test_where_it_was_taken_is_gone_and_the_pixels_are_not(kind: str) -> None:
    sent = from_a_camera(kind)
    assert kind == "GIF" or SECRET.encode() in sent
    kept = cleaned(TYPES[kind], sent)
    assert SECRET.encode() not in kept.data
    assert b"<x>" not in kept.data
    assert opened(kept.data).convert("RGB").tobytes() == opened(sent).convert("RGB").tobytes()
    assert (kept.width, kept.height) == (8, 16)


@pytest.mark.parametrize("kind", TYPES)
def test_doing_it_twice_changes_nothing(kind: str) -> None:
    once = cleaned(TYPES[kind], from_a_camera(kind)).data
    assert cleaned(TYPES[kind], once).data == once


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
@pytest.mark.parametrize("turned", [3, 6, 8])
def test_which_way_is_up_is_kept(kind: str, turned: int) -> None:
    kept = cleaned(TYPES[kind], from_a_camera(kind, turned)).data
    assert SECRET.encode() not in kept
    assert dict(opened(kept).getexif()) == {Base.Orientation: turned}


@pytest.mark.parametrize("kind", TYPES)
def test_what_follows_the_picture_is_left_out(kind: str) -> None:
    sent = picture(kind)
    assert cleaned(TYPES[kind], sent + b"PK\x03\x04<script>alert(1)</script>").data == cleaned(TYPES[kind], sent).data


def test_a_moving_picture_goes_on_moving() -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), (shade, 0, 0)) for shade in (0, 100, 200)]
    for kind in ("GIF", "WEBP", "PNG"):
        out = io.BytesIO()
        frames[0].save(out, kind, save_all=True, append_images=frames[1:], loop=0, duration=50)
        kept = Image.open(io.BytesIO(cleaned(TYPES[kind], out.getvalue()).data))
        assert getattr(kept, "n_frames", 1) == 3, kind


def test_jpeg_in_several_passes_stays_whole() -> None:
    sent = picture("JPEG", 64, progressive=True, quality=95, icc_profile=b"colours" * 20)
    kept = cleaned("image/jpeg", sent).data
    assert opened(kept).tobytes() == opened(sent).tobytes()
    assert opened(kept).info["icc_profile"] == b"colours" * 20


@pytest.mark.parametrize("kind", TYPES)
def test_what_is_cut_short_is_no_picture_or_ends_properly(kind: str) -> None:
    sent = picture(kind)
    for length in range(len(sent)):
        try:
            kept = cleaned(TYPES[kind], sent[:length])
        except NotAPicture:
            continue
        assert cleaned(TYPES[kind], kept.data) == kept


@given(st.sampled_from(sorted(TYPES)), st.integers(0, 400), st.binary(max_size=30))
def test_whatever_is_in_it_it_is_a_picture_or_refused(kind: str, place: int, noise: bytes) -> None:
    sent = picture(kind)
    broken = sent[:place] + noise + sent[place + len(noise) :]
    try:
        kept = cleaned(TYPES[kind], broken)
    except NotAPicture:
        return
    assert kept.width * kept.height
