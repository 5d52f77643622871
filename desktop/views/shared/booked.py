"""How something that was booked stands: what a cancelled one says of itself."""

from desktop.basics.i18n import _


def cancelled_chip(state: str) -> tuple[str, str]:
    """The chip of a cancelled one, without words for any other."""
    return _("reversed") if state == "cancelled" else "", "wrong"


def no_receipt(state: str) -> str:
    """Why there is no receipt of it now; empty when one can be printed."""
    return _("It was cancelled: there is no receipt.") if state == "cancelled" else ""
