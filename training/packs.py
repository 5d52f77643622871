"""Pictures of the invented maker's packs, drawn to the proportions of their fronts.

``python -m training.packs`` writes ``resources/training/pictures`` anew. Needs Pillow.
"""

from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from training.catalogue import Product, make_products

_ROOT = Path(__file__).resolve().parent.parent / "resources"
_FONT = _ROOT / "fonts" / "NotoSansSC-Bold.ttf"
PLACE = _ROOT / "training" / "pictures"

_SIDE = 480
_FINE = 2  # drawn so much larger, for smooth edges
_COLOURS = {
    "青柚洁面": ("#6BA539", "#E8F2DC"),
    "皂角香皂": ("#A8743A", "#F6EBDC"),
    "首乌洗发": ("#3B3A4E", "#E4E3EC"),
    "竹露沐浴": ("#2E8B72", "#DDF1EA"),
    "井盐口腔": ("#2F6FB2", "#DFEBF7"),
    "锦绣礼盒": ("#B3302C", "#F9E3C4"),
}
Box = tuple[float, float, float, float]


class Pack:
    """A white picture on which one pack is drawn; ``box`` is where its front goes."""

    def __init__(self, product: Product) -> None:
        side = _SIDE * _FINE
        self.product = product
        self.body, self.label = _COLOURS[product.line]
        self.picture = Image.new("RGB", (side, side), "white")
        scale = side * 0.88 / max(product.width_mm, product.height_mm)
        wide, high = product.width_mm * scale, product.height_mm * scale
        left, top = (side - wide) / 2, (side - high) / 2
        self.box: Box = (left, top, left + wide, top + high)
        self._shadow()
        self.draw = ImageDraw.Draw(self.picture)

    def _shadow(self) -> None:
        left, _top, right, bottom = self.box
        ground = Image.new("L", self.picture.size, 0)
        foot = (left + 8, bottom - 16, right - 8, bottom + 22)
        ImageDraw.Draw(ground).ellipse(foot, fill=90)
        ground = ground.filter(ImageFilter.GaussianBlur(14))
        self.picture.paste("#7A8288", mask=ground)

    def part(self, box: Box, colour: str, radius: float) -> None:
        """A rounded piece of the pack, in fractions of its front."""
        self.draw.rounded_rectangle(self.within(box), radius * self.wide, fill=colour)

    @property
    def wide(self) -> float:
        """How wide the front is in pixels."""
        return self.box[2] - self.box[0]

    def within(self, box: Box) -> Box:
        """A box given in fractions of the front, in pixels."""
        left, top, right, bottom = self.box
        wide, high = right - left, bottom - top
        return (
            left + box[0] * wide,
            top + box[1] * high,
            left + box[2] * wide,
            top + box[3] * high,
        )

    def write(self, box: Box, text: str, colour: str) -> None:
        """Words amid a box, as large as they fit; in a narrow one from top to bottom."""
        left, top, right, bottom = self.within(box)
        upright = (bottom - top) > 1.3 * (right - left)
        rows = list(text) if upright else [text]
        longest = max(len(row) for row in rows)
        size = int(min((right - left) / longest, (bottom - top) / len(rows) / 1.15))
        font = ImageFont.truetype(str(_FONT), max(size, 10))
        step = size * 1.15
        first = (top + bottom) / 2 - step * (len(rows) - 1) / 2
        for place, row in enumerate(rows):
            centre = (left + right) / 2, first + place * step
            self.draw.text(centre, row, fill=colour, font=font, anchor="mm")


def _bottle(pack: Pack) -> None:
    pack.part((0.36, 0, 0.64, 0.12), pack.label, 0.04)
    pack.part((0.3, 0.08, 0.7, 0.2), pack.body, 0.05)
    pack.part((0, 0.16, 1, 1), pack.body, 0.16)
    _named(pack, (0.12, 0.34, 0.88, 0.9))


def _tube(pack: Pack) -> None:
    left, top, right, bottom = pack.box
    cap = top + (bottom - top) * 0.86
    sides = [(left, top), (right, top), (right - pack.wide * 0.12, cap)]
    pack.draw.polygon([*sides, (left + pack.wide * 0.12, cap)], fill=pack.body)
    pack.part((0, 0, 1, 0.04), pack.label, 0)
    pack.part((0.16, 0.86, 0.84, 1), pack.label, 0.06)
    _named(pack, (0.24, 0.12, 0.76, 0.78))


def _carton(pack: Pack) -> None:
    pack.part((0, 0, 1, 1), pack.body, 0.03)
    pack.part((0, 0.78, 1, 0.84), pack.label, 0)
    _named(pack, (0.1, 0.14, 0.9, 0.7))


def _gift(pack: Pack) -> None:
    pack.part((0, 0, 1, 1), pack.body, 0.02)
    pack.part((0.44, 0, 0.56, 1), pack.label, 0)
    pack.part((0, 0.44, 1, 0.56), pack.label, 0)
    _named(pack, (0.2, 0.33, 0.8, 0.67))


def _named(pack: Pack, box: Box) -> None:
    """The label with the maker's brand, and the name within it."""
    pack.part(box, pack.label, 0.06)
    left, top, right, bottom = box
    air, high = 0.05, bottom - top
    name = (left + air, top + 0.08 * high, right - air, bottom - 0.08 * high)
    pack.write(name, pack.product.name[:2] if high < 0.4 else pack.product.name[:4], pack.body)


def draw(product: Product) -> Image.Image:
    """The picture of one product."""
    pack = Pack(product)
    _shape(product)(pack)
    return pack.picture.resize((_SIDE, _SIDE), Image.Resampling.LANCZOS)


def _shape(product: Product) -> Callable[[Pack], None]:
    if product.line == "锦绣礼盒":
        return _gift
    if product.base == "卡":
        return _carton
    if product.height_mm > 1.9 * product.width_mm:
        return _tube if product.base == "支" else _bottle
    return _carton


def main() -> None:
    """Write all pictures, named by their products' codes."""
    PLACE.mkdir(parents=True, exist_ok=True)
    for product in make_products():
        draw(product).save(PLACE / f"{product.code}.jpg", quality=82, optimize=True)


if __name__ == "__main__":
    main()
