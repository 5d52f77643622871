"""One run: how full it is, its stops, its manifest, and the results one after another."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from desktop.basics.i18n import N_, _
from desktop.queries.orders import OrderDetail, order_detail
from desktop.queries.runs import Drop, RunDetail, run_detail
from desktop.queries.words import state_word
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.doing.actions import Action, nothing
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.lists.detail import Detail
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.lists.record_table import Column, RecordTable, RecordView
from desktop.views.kit.parts import Figures, Head, button
from desktop.views.kit.words import day, joined, money, tone_of, yuan_words
from desktop.views.runs.forms import (
    RunForm,
    run_values,
    save_changed_run,
    save_stop,
    stop_form,
)
from desktop.views.runs.load_bar import LoadBar
from desktop.views.runs.standing import state_of, tone_of_run

if TYPE_CHECKING:
    from desktop.services.office import Reading


class RunView(Detail):
    """A vehicle's tour of a day."""

    kind: ClassVar[str] = "run"

    def __init__(self, desk: Desk, page: ListPage[Any]) -> None:
        super().__init__(desk, page)
        self._run: RunDetail | None = None
        self._head = Head(button(_("Manifest"), self._show_manifest, "", "Ctrl+P"))
        self._figures = Figures()
        self._load = LoadBar()
        self._table = RecordTable(_stop_columns(self))
        self._view = RecordView(self._table, _("Stops of this run"))
        self._view.activated_key.connect(self._open_stop)
        for part in (self._head, self._figures, self._load):
            self.body.addWidget(part)
        self.body.addWidget(self._view, 1)
        self.setFocusProxy(self._view)

    def steps(self) -> Sequence[Action]:
        from desktop.services.runs import discard_run, load_run

        return (
            Action(
                "run.discard",
                N_("Throw this run away"),
                lambda office, key, _given: discard_run(office, key),
                N_("Run thrown away: its orders wait for another one"),
                sure=N_("Throw the run away? Its orders wait for another one."),
                then=lambda _none: self.page.gone(),
            ),
            Action(
                "run.change",
                N_("Change"),
                nothing,
                begin=lambda _key: self.change(),
                shortcut="Ctrl+E",
            ),
            Action(
                "run.load",
                N_("Loaded"),
                lambda office, key, _given: load_run(office, key),
                N_("Loaded: the manifest is kept as it is"),
                shortcut="Ctrl+Return",
                primary=True,
            ),
            Action(
                "delivery.record",
                N_("Enter the results"),
                nothing,
                begin=lambda _key: self.enter_results(),
                shortcut="Ctrl+Return",
                primary=True,
            ),
        )

    def load(self, session: "Reading", key: int) -> RunDetail:
        return run_detail(session, key)

    def show_row(self, row: RunDetail) -> None:
        self._run = row
        head = row.row
        self._head.show_head(
            f"{head.number} · {head.driver}",
            [(state_of(head), tone_of_run(head))],
            joined(day(head.day), head.vehicle, row.departs),
        )
        self._figures.show_figures(
            (
                (_("Stops"), str(head.stops)),
                (_("Value of the goods"), yuan_words(sum(stop.amount_fen for stop in row.stops))),
            )
        )
        self._load.show_load(head.load, head.room)
        rows = {stop.order_id: stop for stop in row.stops}
        self._table.set_ids(list(rows), rows)

    def state_of(self, stop: Drop) -> str:
        """How a stop stands on this run."""
        if self._run is not None and stop.order_id in self._run.moved_on:
            return _("on a later run")
        if stop.state == "confirmed":
            return _("came back")
        return state_word("order", stop.state)

    def place_of(self, stop: Drop) -> str:
        """Its place in the tour."""
        place = self._place(stop.order_id)
        return str(place) if place else ""

    def change(self) -> None:
        """Change its day, vehicle or stops."""
        key, run = self.key, self._run
        if key is None or run is None:
            return
        self.page.edit(
            Edit(
                title=_("Change {number}").format(number=run.row.number),
                form=lambda: RunForm(self.desk, run.stops),
                save=lambda office, given: save_changed_run(office, key, given),
                draft_key=f"run.change:{key}",
                saved=lambda _none: self.page.saved(key),
                done=_("Run changed"),
                load=lambda session: run_values(run_detail(session, key)),
            )
        )

    def enter_results(self) -> None:
        """The first stop without a result; after it the next, until all have one."""
        if self._run is not None and self._run.open_stops:
            self._begin(self._run.open_stops[0].order_id)

    def _begin(self, order_id: int) -> None:
        self.desk.ask(
            self, lambda session: order_detail(session, order_id), self._enter, slot="stop"
        )

    def _enter(self, order: OrderDetail) -> None:
        run, key = self._run, self.key
        if run is None or key is None:
            return
        later = [stop.order_id for stop in run.open_stops]
        place = later.index(order.row.id) + 1 if order.row.id in later else len(later)

        def go_on(_none: object) -> None:
            self.page.saved(key)
            if place < len(later):
                self._begin(later[place])

        self.page.edit(
            Edit(
                title=_("{client}, stop {place} of {stops}").format(
                    client=order.row.client,
                    place=self._place(order.row.id),
                    stops=run.row.stops,
                ),
                note=_("What was accepted stands as ordered; change what came otherwise."),
                form=lambda: stop_form(self.desk, order),
                save=lambda office, given: save_stop(office, order, given),
                draft_key=f"delivery.record:{order.row.id}",
                saved=go_on,
                done=_("Result recorded"),
                values={"dated": min(run.row.day, self.desk.today)},
            )
        )

    def _place(self, order_id: int) -> int:
        stops = self._run.stops if self._run is not None else ()
        return next((at for at, one in enumerate(stops, 1) if one.order_id == order_id), 0)

    def _open_stop(self, order_id: int) -> None:
        """A stop that is out gets its result; one that has it shows it; else its order."""
        run = self._run
        if run is None:
            return
        waits = order_id in {stop.order_id for stop in run.open_stops}
        if waits and self.desk.may("delivery.record"):
            self._begin(order_id)
        elif order_id in run.deliveries:
            self.desk.open(Link("deliveries", run.deliveries[order_id]))
        else:
            self.desk.open(Link("orders", order_id))

    def _show_manifest(self) -> None:
        run = self._run
        if run is not None:
            number = run.row.number
            title = _("Manifest {number}").format(number=number)
            self.desk.show_issued(title, "manifest", number)


def _stop_columns(view: RunView) -> Sequence[Column[Drop]]:
    return (
        Column(N_("#"), view.place_of, 36, right=True),
        Column(
            N_("Client"), lambda row: row.client, 140, tip=lambda row: view.desk.number(row.phone)
        ),
        Column(N_("Address"), lambda row: row.address, 180, stretch=True),
        Column(N_("Cartons"), lambda row: str(row.load), 64, right=True),
        Column(
            N_("Amount"),
            lambda row: money(row.amount_fen),
            82,
            right=True,
            tone=lambda row: "careful" if row.small else "",
            tip=lambda row: _("under the minimum of a drop") if row.small else "",
        ),
        Column(N_("State"), view.state_of, 84, tone=lambda row: tone_of(row.state)),
    )
