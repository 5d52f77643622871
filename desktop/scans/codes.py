"""The codes in a picture of a page: what each says, and where its corners lie."""

from dataclasses import dataclass

from desktop.basics.layout import PageCode, page_code
from desktop.scans.grey import Grey, Point


@dataclass(frozen=True)
class Found:
    """A code of a page of ours, and its corners: upper left, then around by the right."""

    says: PageCode
    corners: tuple[Point, Point, Point, Point]


def codes_in(grey: Grey) -> tuple[list[Found], list[str]]:
    """The codes of pages that come back, and what other codes say.

    What can't be read as it is is looked at again larger, smaller and with less noise.
    """
    others: list[str] = []
    for scale, soft in ((1.0, False), (2.0, False), (0.5, False), (2.0, True), (1.0, True)):
        if scale > 1 and max(grey.shape) > 2_600:
            continue
        found, said = _read(grey, scale, soft=soft)
        others += [one for one in said if one not in others]
        if found:
            return found, others
    return [], others


def _read(grey: Grey, scale: float, *, soft: bool) -> tuple[list[Found], list[str]]:
    import zxingcpp
    from PIL import Image, ImageFilter

    picture = Image.fromarray(grey)
    if scale != 1:
        size = max(round(picture.width * scale), 1), max(round(picture.height * scale), 1)
        picture = picture.resize(size, Image.Resampling.BICUBIC)
    if soft:
        picture = picture.filter(ImageFilter.GaussianBlur(1.2))
    found: list[Found] = []
    others: list[str] = []
    for code in zxingcpp.read_barcodes(
        picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode), try_invert=False
    ):
        says, place = page_code(code.text), code.position
        if says is None:
            others.append(code.text)
            continue
        corners = place.top_left, place.top_right, place.bottom_right, place.bottom_left
        first, second, third, fourth = ((one.x / scale, one.y / scale) for one in corners)
        found.append(Found(says, (first, second, third, fourth)))
    return found, others
