"""The first count among the settings: posted once, by hand or from a list (D3)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.basics.i18n import N_, _
from desktop.queries.first_count import FirstCount
from desktop.queries.search import find_products
from desktop.views.kit.blocks.facts import Fact
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form
from desktop.views.kit.words import day, joined

if TYPE_CHECKING:
    from desktop.services.office import Office


def count_facts(count: FirstCount | None) -> Sequence[Fact]:
    """Whether stock is kept, and since when."""
    if count is None:
        words = _("not kept yet: receipts are only noted, and deliveries move none")
        return (Fact(_("Stock"), words, "careful"),)
    return (
        Fact(_("Posted"), joined(day(count.started_on), count.started_by)),
        Fact(_("Lots that lay there"), str(count.lots)),
    )


def count_form(desk: Desk) -> Form:
    """A lot a line; without any the warehouse is empty."""
    lots = Field(
        "lots",
        N_("Lots in the warehouse, in base units"),
        "rows",
        rows=(
            Field("product", N_("Product"), "lookup", True, lookup=desk.look_up(find_products)),
            Field("lot", N_("Lot"), "code", True, width=120),
            Field("expires", N_("Expires on"), "day", True, width=110),
            Field("quantity", N_("Quantity"), "whole", True, width=90),
        ),
        above=_("The warehouse holds what stands here, all of it; with no line it is empty."),
    )
    return Form(desk, (lots,))


def save_count(office: "Office", given: Given) -> None:
    """Post it."""
    from desktop.services.stock import CountedLot, start_stock

    start_stock(office, [CountedLot(**line) for line in given["lots"]])


def why_no_count(count: FirstCount | None) -> str:
    """Why it can't be posted now."""
    return "" if count is None else _("The first count was posted: count lot by lot now.")
