"""One lot: where it lies, every movement with its paper, who has it, who could still sell it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from desktop.basics.i18n import N_, _
from desktop.basics.seen_list import SeenColumn, SeenList
from desktop.queries.facts.lots import LotHolder
from desktop.queries.stock import LotBuyer, LotDetail, LotMove, LotRow, lot_detail
from desktop.queries.words import PLACES
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.blocks.facts import Fact, Facts, Figures
from desktop.views.kit.blocks.head import Head, Heading, Tool
from desktop.views.kit.blocks.lines import Lines
from desktop.views.kit.blocks.tabs import Tabs
from desktop.views.kit.desk import Link
from desktop.views.kit.doing.actions import Action
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.lists.detail import Detail
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import day, joined

if TYPE_CHECKING:
    from desktop.services.office import Reading


class LotView(Detail[LotDetail]):
    """One lot of a product."""

    kind: ClassVar[str] = "lot"

    def blocks(self) -> Sequence[Block[LotDetail]]:
        return (
            Head(
                self._head,
                self.way(N_("Product"), "products", lambda lot: lot.row.product_id),
                Tool(
                    N_("Report a diversion"),
                    lambda lot: self._report(lot, None),
                    "Ctrl+R",
                    there=self.may("case.report"),
                ),
                Tool(N_("Print who has it"), self._print, "Ctrl+P", _nobody),
            ),
            Figures(_figures),
            Facts(self._facts, columns=2),
            Tabs(
                N_("Lot"),
                (
                    (N_("Who received it"), self._holders),
                    (N_("Movements"), self._moves),
                    (N_("Who could sell it"), self._buyers),
                ),
            ),
        )

    def _head(self, lot: LotDetail) -> Heading:
        row, today = lot.row, self.desk.today
        late, soon = _("expired"), _("near expiry")
        chips = []
        if row.left and row.expires < today:
            chips = [(late, "wrong")]
        elif row.left and row.expires <= today + timedelta(days=self.desk.rules.expiry_days):
            chips = [(soon, "careful")]
        return Heading(row.code, chips, joined(row.product, row.product_code))

    def _facts(self, lot: LotDetail) -> Sequence[Fact]:
        row, unit = lot.row, lot.row.unit
        left_days = (row.expires - self.desk.today).days
        good = _("{number} days left").format(number=left_days) if left_days >= 0 else _("expired")
        too_much = (
            _("{number} {unit} won't be sold before it expires").format(number=row.over, unit=unit)
            if row.over
            else ""
        )
        return (
            Fact(_("Expires on"), joined(day(row.expires), good)),
            Fact(_("Sold out in"), last_words(row)),
            Fact(_("Too much"), too_much, "careful"),
            Fact(_("Received"), f"{lot.received} {unit}"),
            Fact(_("Difference"), str(lot.difference or "")),
            Fact(_("Written off"), str(lot.written_off or "")),
        )

    def _holders(self) -> Block[LotDetail]:
        reports = self.desk.may("case.report")
        return Lines(
            _HOLDERS,
            lambda lot: lot.holders,
            name=N_("Who received it"),
            none=N_("No client received goods of this lot."),
            enter=lambda one: self._report(self.item, one),
            enter_words=N_("Enter reports that the client diverted it.") if reports else "",
            fills=True,
        )

    def _moves(self) -> Block[LotDetail]:
        return Lines(
            _MOVES,
            lambda lot: lot.moves,
            also=_WHY,
            name=N_("Movements"),
            none=N_("Nothing moved it yet."),
            enter=self._open_paper,
            fills=True,
        )

    def _buyers(self) -> Block[LotDetail]:
        return Lines(
            (*_BUYERS, Column(N_("Phone"), lambda one: self.desk.number(one.phone), 104)),
            lambda lot: lot.buyers,
            name=N_("Who could sell it"),
            none=N_("No client bought this product in the last 91 days."),
            enter=lambda one: self.desk.open(Link("clients", one.client_id)),
            fills=True,
        )

    def steps(self) -> Sequence[Action]:
        from desktop.services.stock import count_lot, write_off

        return (
            Action(
                "stock.count",
                N_("Count"),
                lambda office, key, given: count_lot(
                    office, key, given["quantity"], given["reason"]
                ),
                N_("Count booked"),
                ask=(
                    Field("quantity", N_("Counted, in base units"), "whole", needed=True),
                    Field("reason", N_("Reason"), needed=True, hint=N_("why it differs")),
                ),
            ),
            Action(
                "stock.write_off",
                N_("Write off"),
                lambda office, key, given: write_off(
                    office, key, given["quantity"], given["reason"]
                ),
                N_("Written off"),
                ask=(
                    Field("quantity", N_("Quantity in base units"), "whole", needed=True),
                    Field(
                        "reason", N_("Reason"), needed=True, hint=N_("expired, damaged, a sample")
                    ),
                ),
            ),
        )

    def load(self, session: "Reading", key: int) -> LotDetail:
        return lot_detail(session, key, self.desk.today)

    def _open_paper(self, move: LotMove) -> None:
        if move.page:
            self.desk.open(Link(move.page, move.key))

    def _report(self, lot: LotDetail, holder: LotHolder | None) -> None:
        """Begin a case of diverted goods with this lot, of one of those who received it (V1a)."""
        row = lot.row
        if not self.desk.may("case.report"):
            if holder is not None:
                self.desk.open(Link("clients", holder.client_id))
            return
        values: list[tuple[str, object]] = [
            ("kind", "diversion"),
            ("lot", row.code),
            ("product", (row.product_code, row.product)),
        ]
        if holder is not None:
            values.append(("client", (holder.code, holder.client)))
        self.desk.open(Link("cases", do="new", values=tuple(values)))

    def _print(self, lot: LotDetail) -> None:
        """Who received how much of it when, on paper (D8)."""
        office, row = self.desk.office, lot.row
        about = joined(row.product, _("lot {code}").format(code=row.code))
        seen = SeenList(_("Who received the lot"), about, _columns(), tuple(_on_paper(lot)))

        def make() -> bytes:
            from desktop.services.lists import list_paper

            return list_paper(office, seen)

        self.desk.show_paper(f"{seen.name} {row.code}", make)


def last_words(row: LotRow) -> str:
    """In how many days the last of it has been sold."""
    if row.last_days is None:
        return "—"
    return _("{number} days").format(number=row.last_days)


def _figures(lot: LotDetail) -> Sequence[Fact]:
    row = lot.row
    return (
        Fact(_("Still there"), f"{row.left} {row.unit}"),
        Fact(_("On runs"), f"{row.on_runs} {row.unit}"),
        Fact(_("With clients"), f"{row.with_clients} {row.unit}"),
    )


def _nobody(lot: LotDetail) -> str:
    return "" if lot.holders else _("No client received goods of this lot.")


def _on_paper(lot: LotDetail) -> list[tuple[str, ...]]:
    """Its movements to clients and back, client by client, the oldest first."""
    moves = [one for one in reversed(lot.moves) if one.client]
    moves.sort(key=lambda one: one.client)
    unit = lot.row.unit
    return [
        (one.client, day(one.day), one.kind, one.paper, f"{_signed(one)} {unit}") for one in moves
    ]


def _columns() -> tuple[SeenColumn, ...]:
    return (
        SeenColumn(_("Client"), stretch=True),
        SeenColumn(_("Day")),
        SeenColumn(_("Movement")),
        SeenColumn(_("Paper")),
        SeenColumn(_("Quantity"), right=True),
    )


def _signed(move: LotMove) -> str:
    """How much went to the client; what came back from it has a minus."""
    return f"-{move.quantity}" if move.from_place == "clients" else str(move.quantity)


_HOLDERS: tuple[Column[LotHolder], ...] = (
    Column(N_("Client"), lambda one: joined(one.code, one.client), 150, stretch=True),
    Column(N_("Last received"), lambda one: day(one.last), 96),
    Column(N_("Got"), lambda one: f"{one.received} {one.unit}", 76, right=True),
    Column(N_("Still out"), lambda one: f"{one.out} {one.unit}", 76, right=True),
)
_MOVES: tuple[Column[LotMove], ...] = (
    Column(N_("Day"), lambda one: day(one.day), 88),
    Column(N_("Movement"), lambda one: one.kind, 92),
    Column(N_("Out of"), lambda one: _(PLACES[one.from_place]), 70),
    Column(N_("Into"), lambda one: _(PLACES[one.to_place]), 70),
    Column(N_("Quantity"), lambda one: str(one.quantity), 60, right=True),
    Column(N_("Paper"), lambda one: joined(one.paper, one.client), 150, stretch=True),
)
_WHY: tuple[Column[LotMove], ...] = (Column(N_("Reason"), lambda one: one.reason, 90),)
_BUYERS: tuple[Column[LotBuyer], ...] = (
    Column(N_("Client"), lambda one: joined(one.code, one.client), 150, stretch=True),
    Column(N_("Area"), lambda one: one.area, 80),
    Column(N_("In 91 days"), lambda one: str(one.units), 70, right=True),
    Column(N_("Last bought"), lambda one: day(one.last), 88),
)
