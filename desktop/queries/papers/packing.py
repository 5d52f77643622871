"""How goods are packed, as papers count them: whole cartons, and what is loose."""

from desktop.models import OrderLine, Product


def is_carton(line: OrderLine) -> bool:
    """Whether it is packed in the product's largest unit; a bundle of four is loose."""
    largest = max(unit.size for unit in line.product.units)
    return line.unit.size == largest > 1


def packed(product: Product, pieces: int) -> str:
    """Base units as they lie in the store: whole ones of the largest unit, then loose."""
    largest = max(product.units, key=lambda unit: unit.size)
    whole, loose = divmod(pieces, largest.size)
    if largest.size == 1:
        whole, loose = 0, pieces
    words = [f"{whole} {largest.name}"] if whole else []
    if loose or not words:
        words.append(f"{loose} {product.base_unit.name}")
    return " ".join(words)
