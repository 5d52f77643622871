"""How the notices of an order are said (D1): of the whole line by line, at its products in one."""

from collections.abc import Sequence

from desktop.queries.facts.order_notices import Notice
from desktop.views.kit.words import joined


def words_of(notices: Sequence[Notice]) -> str:
    """What is worth knowing of the whole order."""
    return "\n".join(one.words for one in notices if not one.product)


def words_at(notices: Sequence[Notice], product: str) -> str:
    """What is worth knowing of a product, by its code; "" (none is known) has nothing."""
    return joined(*(one.words for one in notices if product and one.product == product))
