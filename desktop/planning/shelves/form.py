"""What a shelf is made of and what may stand there: levels, and products with their worth."""

from dataclasses import dataclass

from desktop.planning.forms import need_least


@dataclass(frozen=True)
class Level:
    """A level of the shelf in millimetres; a height of None takes everything."""

    width_mm: int
    height_mm: int | None

    def __post_init__(self) -> None:
        need_least(0, width_mm=self.width_mm, height_mm=self.height_mm)


@dataclass(frozen=True)
class Product:
    """What may stand there: ``value`` is thousandths of a fen a day with one facing.

    A height of None fits everywhere.
    """

    code: str
    width_mm: int
    height_mm: int | None
    value: int
    must: bool
    category: str

    def __post_init__(self) -> None:
        need_least(1, width_mm=self.width_mm, height_mm=self.height_mm, value=self.value)


def fits(product: Product, level: Level) -> bool:
    """Whether a product fits a level by its height, where both are known."""
    return (
        product.height_mm is None or level.height_mm is None or product.height_mm <= level.height_mm
    )
