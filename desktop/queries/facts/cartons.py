"""How many cartons goods are: loose pieces count as parts of their product's largest unit."""

from decimal import Decimal
from typing import Any

from sqlalchemy import Numeric, Select, cast, func, select
from sqlalchemy.orm import aliased

from desktop.models import Product, Unit

_PARTS, _TENTH = Decimal("0.0001"), Decimal("0.1")


def cartons_of(pieces: Any, product_id: Any) -> Any:
    """Base units of a product in SQL, as cartons."""
    largest = aliased(Unit)
    size = select(func.max(largest.size)).where(largest.product_id == product_id)
    return cast(pieces, Numeric(16, 4)) / size.correlate_except(largest).scalar_subquery()


def cartons_together(lines: Select[int, int]) -> Select[Any]:
    """What lines (a product's id, base units) come to: by product first, as these are few."""
    product, pieces = lines.subquery().c
    sums = select(product.label("id"), func.sum(pieces).label("pieces"))
    each = sums.group_by(product).subquery().c
    return select(func.sum(cartons_of(each.pieces, each.id)))


def cartons_in(product: Product, pieces: int) -> Decimal:
    """Base units of a product, as cartons, to four places."""
    return (Decimal(pieces) / max(unit.size for unit in product.units)).quantize(_PARTS)


def known_cartons(load: object) -> Decimal:
    """Cartons as a database sums them, to four places."""
    return Decimal(str(load or 0)).quantize(_PARTS)


def told_cartons(load: object) -> Decimal:
    """Cartons as they are told, to a tenth."""
    return Decimal(str(load or 0)).quantize(_TENTH)
