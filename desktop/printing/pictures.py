"""Pictures made small enough for paper and window, whatever a camera or a maker sent."""

from io import BytesIO

MOST_PX = 640  # on screen
PAPER_PX = 240  # 300 dots an inch at the size in which a sheet shows it
_QUALITY = 85


def small_jpeg(content: bytes, most_px: int = MOST_PX) -> bytes:
    """A picture upright, on white, at most so many pixels a side, as JPEG.

    Raises ValueError when it can't be read as a picture.
    """
    from PIL import Image, ImageOps

    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP", "BMP")) as opened:
            opened.draft("RGB", (2 * most_px, 2 * most_px))  # a JPEG is read no larger than needed
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
            upright.thumbnail((most_px, most_px))
    except Exception as error:  # Pillow passes on whatever its decoders raise
        raise ValueError(str(error)) from error
    flat = Image.new("RGB", upright.size, "white")
    flat.paste(upright, mask=upright.getchannel("A"))
    written = BytesIO()
    flat.save(written, "JPEG", quality=_QUALITY, optimize=True)
    return written.getvalue()
