"""A scan's pages as pictures in grey, whatever it came as: a PDF, a photo, a scanner's picture."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from desktop.scans.grey import Grey

MOST_PAGES = 200
# An A4 page has so many at 300 dots an inch: more tell nothing more of what is ticked.
_MOST_PX = 3_600
_LEAST_PX, _PDF_PX = 1_000, 2_340  # a PDF's page: 200 dots an inch
_MOST_PIXELS = 120_000_000
_UNEVEN, _ODD = 1.1, 5  # dots an inch across as a share of those down: a fax; no resolution at all
_KINDS = ("JPEG", "PNG", "BMP", "TIFF", "WEBP")


def is_pdf(content: bytes) -> bool:
    """Whether these are a PDF's first bytes."""
    return content[:1024].lstrip().startswith(b"%PDF-")


def pages_of(content: bytes) -> Iterator[Grey]:
    """The pages of a scan one after the other, each when it is asked for.

    Raises ValueError for what is neither a PDF nor a picture, or holds too much.
    """
    yield from (_pdf_pages if is_pdf(content) else _picture_pages)(content)


def _pdf_pages(content: bytes) -> Iterator[Grey]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from error
    try:
        if len(document) > MOST_PAGES:
            raise ValueError(f"{len(document)} pages")
        for page in document:
            scale = _PDF_PX / max(*page.get_size(), 1)
            drawn = page.render(scale=scale, grayscale=True, may_draw_forms=False)
            yield drawn.to_numpy().reshape(drawn.height, drawn.stride)[:, : drawn.width].copy()
    finally:
        document.close()


def _picture_pages(content: bytes) -> Iterator[Grey]:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # our own limit knows what is decoded
    try:
        with Image.open(BytesIO(content), formats=_KINDS) as opened:
            frames = min(getattr(opened, "n_frames", 1), MOST_PAGES)
            for frame in range(frames):
                opened.seek(frame)
                yield _grey(opened)
    except ValueError:
        raise
    except Exception as error:  # Pillow passes on whatever its decoders raise
        raise ValueError(str(error)) from error


def _grey(opened: Any) -> Grey:
    import numpy
    from PIL import Image, ImageOps

    wide, high = opened.size
    if wide * high > _MOST_PIXELS:
        raise ValueError(f"{wide} x {high}")
    opened.draft("L", (_MOST_PX, _MOST_PX))  # a JPEG is read no larger than needed
    upright = ImageOps.exif_transpose(opened)
    if upright.mode in ("RGBA", "LA", "P"):
        clear = upright.convert("RGBA")
        upright = Image.new("RGB", clear.size, "white")
        upright.paste(clear, mask=clear.getchannel("A"))
    grey = _evened(upright.convert("L"), opened.info.get("dpi"))
    if max(grey.size) > _MOST_PX:
        grey.thumbnail((_MOST_PX, _MOST_PX))
    return numpy.asarray(grey)


def _evened(grey: Any, dpi: Any) -> Any:
    """A picture whose lines lie farther apart than its dots, as a fax's do, with square ones.

    A fax machine turns nothing by EXIF.
    """
    from PIL import Image

    try:
        across, down = (float(one) for one in dpi)
    except (TypeError, ValueError, ZeroDivisionError):
        return grey
    if not (across > 0 and down > 0) or not _UNEVEN < max(across / down, down / across) < _ODD:
        return grey
    wide, high = grey.size
    if across > down:
        high = round(high * across / down)
    else:
        wide = round(wide * down / across)
    return grey.resize((wide, high), Image.Resampling.BICUBIC)


def as_png(grey: Grey) -> bytes:
    """A picture in grey as PNG, as a window shows it."""
    from PIL import Image

    written = BytesIO()
    Image.fromarray(grey).save(written, "PNG", compress_level=1)
    return written.getvalue()
