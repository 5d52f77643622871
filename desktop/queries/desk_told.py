"""What a figure of Today says, and how amounts and numbers stand in it."""

from dataclasses import dataclass

from desktop.basics.i18n import ngettext
from desktop.basics.money import grouped


@dataclass(frozen=True)
class Told:
    """A figure as it is read, a quiet word below it, and its tone if it asks to be looked at."""

    figure: str
    under: str = ""
    tone: str = ""


def money(amount_fen: int) -> str:
    """An amount as it stands large."""
    return f"¥ {grouped(amount_fen)}"


def orders(number: int) -> str:
    """So many orders, in words."""
    return ngettext("{number} order", "{number} orders", number).format(number=number)
