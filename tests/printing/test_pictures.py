"""Whatever picture people have becomes a small, upright one on white."""

from pathlib import Path

import pytest
from PIL import Image

from desktop.printing.pictures import TooManyPixels, small_jpeg
from tests.pictures import clear_pack, opened, photo


def test_a_photo_is_made_small(tmp_path: Path) -> None:
    small = opened(small_jpeg(photo(tmp_path, "a.jpg").read_bytes()))
    assert (small.format, small.size) == ("JPEG", (640, 427))
    for_paper = small_jpeg(photo(tmp_path, "a.jpg").read_bytes(), 240)
    assert opened(for_paper).size == (240, 160)


def test_a_photo_that_lies_on_its_side_is_turned(tmp_path: Path) -> None:
    small = opened(small_jpeg(photo(tmp_path, "a.jpg", lying=True).read_bytes()))
    assert small.size == (427, 640)
    (red, _green, blue), (below_red, _below, below_blue) = (
        small.getpixel((200, y)) for y in (100, 540)
    )
    assert red > 150 > blue, "its left half is above now"
    assert below_blue > 150 > below_red


def test_a_clear_ground_becomes_white(tmp_path: Path) -> None:
    small = opened(small_jpeg(clear_pack(tmp_path, "a.png").read_bytes()))
    assert small.size == (300, 600), "a small picture isn't blown up"
    assert min(small.getpixel((10, 10))) > 250


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff broken", b"%PDF-1.7", b"GIF89a"])
def test_what_is_no_picture_is_told(content: bytes) -> None:
    with pytest.raises(ValueError):
        small_jpeg(content)


def test_a_photo_that_is_cut_off_is_told(tmp_path: Path) -> None:
    whole = photo(tmp_path, "a.jpg").read_bytes()
    with pytest.raises(ValueError, match="truncated"):
        small_jpeg(whole[: len(whole) // 2])


def test_a_picture_with_far_too_many_pixels_is_refused_before_it_is_decoded(
    tmp_path: Path,
) -> None:
    file = tmp_path / "large.png"
    Image.new("1", (8000, 5001)).save(file)
    with pytest.raises(TooManyPixels, match="8000 x 5001"):
        small_jpeg(file.read_bytes())


def test_a_large_jpeg_is_shrunk_while_it_is_decoded(tmp_path: Path) -> None:
    file = tmp_path / "large.jpg"
    Image.new("L", (8000, 6000), "white").save(file)
    assert opened(small_jpeg(file.read_bytes())).size == (640, 480)
    Image.new("L", (8000, 6000), "white").save(file, progressive=True)
    with pytest.raises(TooManyPixels):
        small_jpeg(file.read_bytes())
