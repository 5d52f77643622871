"""The forms of a run: its vehicle and stops, with the orders that wait below; and a stop's result.

Its load is added up as orders are put on it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from desktop.basics.drafts.run import RunDraft
from desktop.basics.errors import Refused
from desktop.basics.fields import asked, drafted
from desktop.basics.i18n import N_, _
from desktop.queries.day_rows import TourLine
from desktop.queries.open_run import Drop, RunDetail, ToPlan, to_plan
from desktop.queries.orders import OrderDetail
from desktop.queries.run_form import TypedRun, typed_run
from desktop.queries.run_offers import find_vehicles, find_waiting_orders
from desktop.views.kit.declared import fields_of
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form
from desktop.views.kit.offered import offered
from desktop.views.kit.parts import empty, label
from desktop.views.kit.words import (
    hours_words,
    joined,
    km_words,
    listed,
    money,
    short_day,
    stops_said,
)
from desktop.views.runs.load_bar import LoadBar, Way, Weight
from desktop.views.shared.delivery_form import DeliveryForm, save_delivery

if TYPE_CHECKING:
    from desktop.services.office import Office


_TENTH = Decimal("0.1")
_NOTHING = None, Way("", Decimal(0), "")


class RunForm(Form):
    """A vehicle, a day and the stops in order; below, by area, the orders that wait."""

    def __init__(self, desk: Desk, held: Sequence[Drop] = (), run_id: int = 0) -> None:
        order = Field("order", N_("Order"), "lookup", lookup=desk.look_up(find_waiting_orders))
        stops = Field(
            "orders",
            N_("Stops, in their order (Alt+↑ and Alt+↓ move one)"),
            "rows",
            needed=True,
            rows=(order,),
        )
        head = fields_of(RunDraft, desk, finds={"vehicle": find_vehicles})
        super().__init__(desk, (*head, stops), columns=2)
        self._drops = {str(drop.order_id): drop for drop in held}
        self._rooms: dict[str, int] = {}
        self._waiting: tuple[Drop, ...] = ()
        self._offered: list[str] | None = None
        self._reckoned: TypedRun | None = None
        self._run_id = run_id
        self._asked: tuple[str, str, tuple[int, ...], date | None, int] | None = None
        self.bar = LoadBar()
        self._offers = QVBoxLayout()
        self._offers.setSpacing(2)
        # Beside the departure: above the stops it stays in sight, however many there are.
        self._grid.addWidget(self.bar, self.row_of("departs"), 3, 1, 2)
        self._grid.setAlignment(self.editor("departs"), Qt.AlignmentFlag.AlignTop)
        self._grid.addLayout(self._offers, self._grid.rowCount(), 0, 1, 5)
        for name in ("vehicle", "orders"):
            self.editor(name).changed.connect(self._add_up)
        for name in ("departs", "date"):
            self.editor(name).changed.connect(self._reckon)

    def show_values(self, values: Mapping[str, Any]) -> None:
        super().show_values(values)
        day = values.get("date") or self.desk.today + timedelta(days=1)
        self.desk.ask(self, lambda session: to_plan(session, day), self._show, slot="offers")

    def _show(self, found: ToPlan) -> None:
        self._drops |= {str(drop.order_id): drop for drop in found.drops}
        self._rooms = {one.code: one.cartons for one in found.vehicles}
        self._waiting = found.drops
        free = next((one for one in found.vehicles if not one.busy), None)
        vehicle = self.editor("vehicle")
        if free and vehicle.raw() == {"value": None, "text": ""}:
            self.fill("vehicle", (free.code, free.words))
        self._add_up()

    def _chosen(self) -> list[str]:
        """The orders that stand on the run now."""
        return [row["order"]["value"] for row in self.editor("orders").raw() if row["order"]]

    def _offer(self) -> None:
        """Offer what waits and isn't on the run yet."""
        chosen = set(self._chosen())
        waiting = [drop for drop in self._waiting if str(drop.order_id) not in chosen]
        keys = [str(drop.order_id) for drop in waiting]
        if keys == self._offered:
            return
        self._offered = keys
        empty(self._offers)
        if not waiting:
            return
        self._offers.addWidget(label(_("Orders that wait: Enter puts them on the run"), "label"))
        for area, drops in groupby(waiting, key=lambda drop: drop.area):
            together = list(drops)
            if len(together) > 1:
                words = _("{area}: all {number} orders").format(
                    area=area or _("no area"), number=len(together)
                )
                self._offer_line(words, together)
            for drop in together:
                self._offer_line(_drop_words(drop, self.desk.today), [drop])

    def _offer_line(self, words: str, drops: Sequence[Drop]) -> None:
        self._offers.addWidget(offered(words, partial(self._put, drops, self._offers.count())))

    def _put(self, drops: Sequence[Drop], place: int) -> None:
        editor = self.editor("orders")
        keys = [*self._chosen(), *(str(drop.order_id) for drop in drops)]
        known = {key: self._drops[key].words for key in keys if key in self._drops}
        editor.show_value([{"order": (key, known.get(key, key))} for key in keys if key])
        editor.changed.emit()
        # The keyboard stays where it was, on the next order that waits.
        last = self._offers.itemAt(min(place, self._offers.count() - 1))
        if last is not None and (widget := last.widget()) is not None:
            widget.setFocus()

    def _add_up(self) -> None:
        self._offer()
        self._reckon()
        self._show_load()

    @property
    def _vehicle(self) -> str:
        raw = self.editor("vehicle").raw()
        return raw.get("value") or "" if isinstance(raw, dict) else ""

    def _reckon(self) -> None:
        """Reckon how it would drive, off the GUI thread; what can't be read yet waits."""
        departs, day = self.editor("departs"), self.editor("date")
        if departs.trouble() or day.trouble():
            return
        orders = tuple(int(key) for key in self._chosen() if key and key.isdecimal())
        asked = self._vehicle, departs.value() or "", orders, day.value(), self._run_id
        if asked == self._asked:
            return
        self._asked = asked
        if not self._vehicle or not orders:
            self._take(None)
            return
        self.desk.ask(self, lambda session: typed_run(session, *asked), self._take, slot="way")

    def _take(self, run: TypedRun | None) -> None:
        self._reckoned = run
        self._show_load()

    def _show_load(self) -> None:
        known = [self._drops[key] for key in self._chosen() if key in self._drops]
        run = self._reckoned
        # What was reckoned of all is exact; the drops' own are told to a tenth.
        load = sum((drop.load for drop in known), Decimal(0))
        self.bar.show_load(
            run.line.cartons.quantize(_TENTH) if run else load,
            self._rooms.get(self._vehicle, 0),
            joined(
                stops_said(len(known)),
                money(sum(drop.amount_fen for drop in known)),
            ),
            *(_measures(run) if run else _NOTHING),
        )


def _measures(run: TypedRun) -> tuple[Weight, Way]:
    """What the bar says beside the cartons."""
    room = run.line.room_kg
    weight = Weight(run.line.kg.quantize(_TENTH), None if room is None else int(room))
    also = _("also that day: {runs}").format(runs=listed(run.also)) if run.also else ""
    return weight, Way(joined(_way_words(run.line), also), run.full, "\n".join(run.broken))


def _way_words(line: TourLine) -> str:
    """From when to when it is out, how far and how long; "" where nothing can be reckoned."""
    if not line.metres:
        return ""
    return joined(
        f"{line.departs}–{line.returns}", km_words(line.metres), hours_words(line.seconds)
    )


def _drop_words(drop: Drop, today: date) -> str:
    return joined(
        drop.client,
        drop.area,
        _("due {day}").format(day=short_day(drop.due, today)),
        _("{load} cartons").format(load=drop.load),
        money(drop.amount_fen),
        _("under the minimum of a drop") if drop.small else "",
    )


def run_values(run: RunDetail) -> dict[str, Any]:
    """What stands on a run, as the form shows it."""
    return {
        **asked(RunDraft, run),
        "version": run.version,
        "vehicle": (run.vehicle, f"{run.vehicle} {run.row.driver}"),
        "orders": [{"order": (str(stop.order_id), stop.words)} for stop in run.stops],
    }


def save_run(office: "Office", given: Given) -> int:
    """Plan the run."""
    from desktop.services.runs import plan_run

    return plan_run(office, _draft(given))


def save_changed_run(office: "Office", key: int, given: Given) -> None:
    """Change a run that isn't loaded yet."""
    from desktop.services.runs import change_run

    change_run(office, key, given["version"], _draft(given))


def _draft(given: Given) -> RunDraft:
    orders = [int(row["order"]) for row in given["orders"] if row["order"]]
    return drafted(RunDraft, given.values, orders=orders)


def stop_form(desk: Desk, order: OrderDetail) -> Form:
    """What happened at a stop; a shop that was shut gets its goods another day."""
    unserved = Field(
        "unserved",
        N_("Not served"),
        "tick",
        hint=N_("the goods came back; the order waits for another run"),
        wide=True,
    )
    return DeliveryForm(desk, order, (unserved,))


def save_stop(office: "Office", order: OrderDetail, given: Given) -> None:
    """Post what was accepted (D6), or put the order back into the order book."""
    from desktop.services.runs import leave_unserved

    if not given["unserved"]:
        save_delivery(office, order, given)
    elif given["collected"]:
        raise Refused(
            "invalid", _("Nothing was delivered: no money is taken with it."), "collected"
        )
    else:
        leave_unserved(office, order.run_out or 0, order.row.id, given["difference"])
