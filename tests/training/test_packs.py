"""Every product of the training office has its picture, and it is what is drawn today."""

import pytest
from PIL import Image, ImageChops, ImageStat

from training.catalogue import Product, make_products
from training.packs import PLACE, draw


def test_every_product_has_one_and_nothing_else() -> None:
    assert {path.stem for path in PLACE.iterdir()} == {one.code for one in make_products()}


@pytest.mark.parametrize("product", make_products()[::13], ids=lambda product: product.code)
def test_it_is_what_is_drawn(product: Product) -> None:
    with Image.open(PLACE / f"{product.code}.jpg") as kept:
        apart = ImageChops.difference(draw(product), kept.convert("RGB"))
    assert max(ImageStat.Stat(apart).mean) < 3, "draw them anew: python3 -m training.packs"
