"""The lots that the office knows, what expires first at the top."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from desktop.basics.i18n import N_, _
from desktop.queries.stock import LOTS, LotRow
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.lists.many import Done, ManyAct
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import day, joined
from desktop.views.stock.detail import LotView, last_words

if TYPE_CHECKING:
    from desktop.services.office import Office

_RECKONED = N_("It is reckoned from what was sold.")


class StockPage(ListPage[LotRow]):
    """Every lot that lies somewhere: where, until when it is good, how long it lasts."""

    name: ClassVar[str] = "stock"
    title: ClassVar[str] = N_("Stock by lot")
    records = LOTS
    search_words: ClassVar[str] = N_("lot or product")
    begun_at: ClassVar[tuple[str, str]] = ("products", N_("Products and prices"))
    empty_title: ClassVar[str] = N_("No lot lies anywhere")
    empty_words: ClassVar[str] = N_(
        "The first count (in the settings) tells what lies in the warehouse; later lots are "
        "received on the page of their product."
    )
    nothing_open: ClassVar[str] = N_("Choose a lot on the left.")
    shares: ClassVar[tuple[int, int]] = (50, 50)

    def __init__(self, desk: Desk) -> None:
        self.columns = _columns(desk.today)
        super().__init__(desk)

    def make_detail(self) -> LotView:
        return LotView(self.desk, self)

    def acts(self) -> Sequence[ManyAct]:
        """What expired is written off together, whatever lies of it."""
        return (
            ManyAct(
                "write off",
                "stock.write_off",
                N_("Write off what lies of them in the warehouse"),
                _write_off,
                N_("{number} lots written off"),
                ask=(
                    Field(
                        "reason", N_("Reason"), needed=True, hint=N_("expired, damaged, a sample")
                    ),
                ),
                note=N_("All that lies of each in the warehouse; what is on runs stays."),
            ),
        )

    def count_words(self, number: int) -> str:
        return _("{number} lots").format(number=number)


def _write_off(office: "Office", keys: Sequence[int], given: Given) -> Done:
    from desktop.services.stock import write_off_lots

    return Done(write_off_lots(office, keys, given["reason"]))


def _columns(today: date) -> Sequence[Column[LotRow]]:
    return (
        Column(
            N_("Product"),
            lambda row: row.product,
            140,
            "product",
            stretch=True,
            whole=(
                (N_("Code"), lambda row: row.product_code),
                (N_("Product"), lambda row: row.product),
            ),
        ),
        Column(N_("Lot"), lambda row: row.code, 92, "lot"),
        Column(
            N_("Expires on"),
            lambda row: day(row.expires),
            88,
            "expires",
            tone=lambda row: "wrong" if row.expires < today and row.left else "",
        ),
        Column(
            N_("Still there"),
            lambda row: joined(f"{row.left} {row.unit}"),
            76,
            "left",
            right=True,
            whole=(
                (N_("Still there"), lambda row: str(row.left)),
                (N_("Unit"), lambda row: row.unit),
            ),
        ),
        Column(N_("On runs"), lambda row: str(row.on_runs or ""), 60, "runs", right=True),
        Column(
            N_("Sold out in"),
            last_words,
            86,
            right=True,
            tone=lambda row: "careful" if row.over else "",
            unsorted=_RECKONED,
        ),
        Column(N_("Cartons"), lambda row: str(row.cartons), 64, "cartons", right=True, extra=True),
        Column(
            N_("With clients"),
            lambda row: str(row.with_clients or ""),
            72,
            "clients",
            right=True,
            extra=True,
        ),
        Column(
            N_("Too much"),
            lambda row: str(row.over or ""),
            64,
            right=True,
            tone=lambda _row: "careful",
            unsorted=_RECKONED,
            extra=True,
        ),
        Column(N_("Code"), lambda row: row.product_code, 70, "code", extra=True),
    )
