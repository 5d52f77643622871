"""Pictures made small enough for paper and window, whatever a camera or a maker sent."""

from io import BytesIO
from typing import Any

MOST_PX = 640  # on screen
PAPER_PX = 240  # 300 dots an inch at the size in which a sheet shows it
_QUALITY = 85


# What is decoded whole takes four bytes a pixel twice over; a JPEG is shrunk while it is decoded,
# unless it is a progressive one.
_MOST_PIXELS = 40_000_000
_MOST_PIXELS_OF_A_JPEG = 400_000_000
_KINDS = ("JPEG", "PNG", "WEBP", "BMP")


class TooManyPixels(ValueError):
    """A picture that would take far more memory than a picture needs; it wasn't decoded."""


def small_jpeg(content: bytes, most_px: int = MOST_PX) -> bytes:
    """A picture upright, on white, at most so many pixels a side, as JPEG.

    Raises ValueError when it can't be read as a picture, TooManyPixels before decoding one that
    is too large.
    """
    from PIL import Image, ImageOps

    # Pillow's own limits warn or refuse by the claimed size alone; ours know what is decoded.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(BytesIO(content), formats=_KINDS) as opened:
            _refuse_too_large(opened.size, shrinks=_shrinks(opened))
            opened.draft("RGB", (2 * most_px, 2 * most_px))  # a JPEG is read no larger than needed
            opened.thumbnail((2 * most_px, 2 * most_px))
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
            upright.thumbnail((most_px, most_px))
    except TooManyPixels:
        raise
    except Exception as error:  # Pillow passes on whatever its decoders raise
        raise ValueError(str(error)) from error
    flat = Image.new("RGB", upright.size, "white")
    flat.paste(upright, mask=upright.getchannel("A"))
    written = BytesIO()
    flat.save(written, "JPEG", quality=_QUALITY, optimize=True)
    return written.getvalue()


def size_of(content: bytes) -> tuple[int, int]:
    """How wide and high a picture is, in pixels, as it is kept."""
    from PIL import Image

    with Image.open(BytesIO(content)) as opened:
        return opened.size


def _shrinks(opened: Any) -> bool:
    """Is this decoded at a fraction of its size from the start?"""
    return opened.format == "JPEG" and not opened.info.get("progressive")


def _refuse_too_large(size: tuple[int, int], *, shrinks: bool) -> None:
    wide, high = size
    if wide * high > (_MOST_PIXELS_OF_A_JPEG if shrinks else _MOST_PIXELS):
        raise TooManyPixels(f"{wide} x {high}")
