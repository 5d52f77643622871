"""A scan's pages as pictures in grey, whatever it came as: a PDF, a photo, a scanner's picture."""

import atexit
from collections.abc import Generator, Iterator
from functools import cache
from io import BytesIO
from threading import Lock
from typing import Any
from weakref import finalize

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


def pages_of(content: bytes) -> Generator[Grey, None, None]:
    """The pages of a scan one after the other, each when it is asked for.

    Raises ValueError for what is neither a PDF nor a picture, or holds too much.
    """
    yield from (_pdf_pages if is_pdf(content) else _picture_pages)(content)


class _Pdfium:
    """PDFium, which knows one thread at a time, whatever the documents.

    As the program ends its library is taken down. Whoever still reads then comes to its page's end
    first, and gets no other: entering raises ValueError.
    """

    def __init__(self) -> None:
        import pypdfium2  # noqa: F401 - it registers what it does as the program ends

        self._lock, self._is_over = Lock(), False
        # What was registered last is done first, so before pypdfium2 closes what is open and takes
        # its library down: with all finalizers, which register by the first, and as it was loaded.
        finalize(self, int).detach()
        atexit.register(self._end)

    def _end(self) -> None:
        with self._lock:
            self._is_over = True

    def __enter__(self) -> None:
        self._lock.acquire()
        if self._is_over:
            self._lock.release()
            raise ValueError("the program ends")

    def __exit__(self, *_why: object) -> None:
        self._lock.release()


_LOADING = Lock()


def _pdfium() -> _Pdfium:
    with _LOADING:
        return _loaded_pdfium()


@cache
def _loaded_pdfium() -> _Pdfium:
    return _Pdfium()


def _pdf_pages(content: bytes) -> Iterator[Grey]:
    pdfium = _pdfium()
    from pypdfium2 import PdfDocument, PdfiumError

    document = None
    try:
        with pdfium:
            document = PdfDocument(content)
            count = len(document)
        if count > MOST_PAGES:
            raise ValueError(f"{count} pages")
        for number in range(count):
            with pdfium:
                grey = _drawn(document, number)
            yield grey
    except PdfiumError as error:
        raise ValueError(str(error)) from error
    finally:
        if document is not None:
            with pdfium:
                document.close()


def _drawn(document: Any, number: int) -> Grey:
    """A page of a PDF; nothing of it stays in PDFium, which would let go of it in any thread."""
    page = document[number]
    try:
        scale = _PDF_PX / max(*page.get_size(), 1)
        drawn = page.render(scale=scale, grayscale=True, may_draw_forms=False)
        try:
            rows = drawn.to_numpy().reshape(drawn.height, drawn.stride)
            grey: Grey = rows[:, : drawn.width].copy()
        finally:
            drawn.close()
    finally:
        page.close()
    return grey


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
