"""One run: how full it is, its stops, its manifest, and the results one after another."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from desktop.basics.i18n import N_, _
from desktop.queries.facts.stock import ShortGoods
from desktop.queries.open_run import Drop, LotOnRun, RunDetail, run_detail
from desktop.queries.orders import OrderDetail, order_detail
from desktop.queries.run_loading import RunLoading, run_loading
from desktop.queries.run_results import RunResults, run_results
from desktop.queries.words import MEANS, state_word
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.blocks.facts import Fact, Facts, Figures
from desktop.views.kit.blocks.head import Head, Heading, Tool
from desktop.views.kit.blocks.lines import Lines
from desktop.views.kit.desk import Link
from desktop.views.kit.doing.actions import Action, opening, plain
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.lists.detail import Detail, Issue
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import day, joined, km_words, money, tone_of, yuan_words
from desktop.views.runs.before import day_of_results
from desktop.views.runs.closing import (
    CashForm,
    cash_values,
    closing_form,
    closing_values,
    save_cash,
    save_closed,
)
from desktop.views.runs.forms import (
    RunForm,
    run_values,
    save_changed_run,
    save_stop,
    stop_form,
)
from desktop.views.runs.load_bar import LoadBlock
from desktop.views.runs.loading import LoadingForm, save_loading
from desktop.views.runs.results import ResultsForm, save_results
from desktop.views.runs.standing import state_of, tone_of_run
from desktop.views.shared.day_papers import DAY_KEYS, WHOLE_DAY
from desktop.views.shared.delivery_form import on_its_paper, says_of_it

if TYPE_CHECKING:
    from desktop.services.office import Reading
    from desktop.services.scans import ScannedPaper


class RunView(Detail[RunDetail]):
    """A vehicle's tour of a day."""

    kind: ClassVar[str] = "run"

    def blocks(self) -> Sequence[Block[RunDetail]]:
        return (
            Head(_head, *self._papers()),
            Figures(_figures),
            Facts(_facts, columns=2),
            LoadBlock(),
            Lines(
                self._columns(),
                lambda row: row.stops,
                name=N_("Stops of this run"),
                enter=self._open_stop,
            ),
            Lines(_SHORT, lambda row: row.short, title=N_("Not enough for all orders")),
            Lines(_LOTS, lambda row: row.lots, title=N_("Lies on it")),
        )

    def _papers(self) -> Sequence[Tool[RunDetail]]:
        """What a run is picked, loaded, driven and closed by, in that order."""

        def of_run(
            words: str, kind: str, states: tuple[str, ...], keys: str = ""
        ) -> Tool[RunDetail]:
            def is_there(run: RunDetail) -> bool:
                return run.row.state in states

            return self.paper(
                words, kind, lambda run: Issue(run.row.number), there=is_there, keys=keys
            )

        def whole_day(run: RunDetail) -> Issue:
            return Issue(about=str(run.row.day), day=run.row.day)

        def is_to_load(run: RunDetail) -> bool:
            return run.row.state == "planned" and self.desk.may("run.load")

        return (
            Tool(N_("What was picked"), self.pick, "Ctrl+L", there=is_to_load),
            of_run(N_("Pick list"), "pick_list", ("planned", "loaded")),
            of_run(N_("Loading list"), "loading_list", ("planned", "loaded")),
            of_run(N_("Manifest"), "manifest", ("planned", "loaded", "closed"), "Ctrl+P"),
            of_run(N_("Notes in three parts"), "triple_note", ("planned", "loaded", "closed")),
            of_run(N_("Closing sheet"), "closing_sheet", ("loaded", "closed")),
            Tool(
                N_("The whole day"),
                lambda _run: None,
                DAY_KEYS,
                offers=tuple(
                    self.paper(words, kind, whole_day, keys="") for words, kind in WHOLE_DAY
                ),
            ),
        )

    def steps(self) -> Sequence[Action]:
        from desktop.services.runs import discard_run, load_run

        return (
            Action(
                "run.discard",
                N_("Throw this run away"),
                plain(discard_run),
                N_("Run thrown away: its orders wait for another one"),
                sure=N_("Throw the run away? Its orders wait for another one."),
                then=lambda _none: self.page.gone(),
            ),
            opening("run.change", N_("Change"), self.change, "Ctrl+E"),
            Action(
                "run.load",
                N_("Loaded"),
                plain(load_run),
                N_("Loaded: the manifest is kept as it is"),
                primary=True,
            ),
            opening("delivery.record", N_("Enter the results"), self.enter_results, primary=True),
            opening("run.close", N_("Close this run"), self.close_run, primary=True),
            opening(
                "run.take_cash",
                N_("Take the cash"),
                self.take_cash,
                "Ctrl+M" if self.desk.may("run.close") else "",
                primary=not self.desk.may("run.close"),
            ),
        )

    def load(self, session: "Reading", key: int) -> RunDetail:
        return run_detail(session, key)

    def state_of(self, stop: Drop) -> str:
        """How a stop stands on this run."""
        if stop.order_id in self.item.unserved:
            return _("came back")
        return state_word("order", stop.state)

    def place_of(self, stop: Drop) -> str:
        """Its place in the tour."""
        place = self._place(stop.order_id)
        return str(place) if place else ""

    def change(self, run: RunDetail) -> None:
        """Change its day, vehicle or stops."""
        self.open_form(
            "run.change",
            _("Change {number}").format(number=run.row.number),
            lambda: RunForm(self.desk, run.stops, run.row.id),
            save_changed_run,
            _("Run changed"),
            values=run_values,
        )

    def close_run(self, run: RunDetail) -> None:
        """What came back of it, and the cash that was handed over (D6)."""
        self.open_form(
            "run.close",
            _("Close {number}").format(number=run.row.number),
            lambda: closing_form(self.desk, run.cash),
            save_closed,
            _("Run closed: what came back lies in the warehouse"),
            note=_("What should come back stands there; a difference is booked, with a reason."),
            values=closing_values,
        )

    def take_cash(self, run: RunDetail) -> None:
        """The cash that its driver hands over, whether its goods are counted or not (D6)."""
        self.open_form(
            "run.take_cash",
            _("Cash of {number}, {driver}").format(number=run.row.number, driver=run.row.driver),
            lambda: CashForm(self.desk, run.cash),
            save_cash,
            _("Cash taken"),
            note=_("A difference is booked, with a reason."),
            values=cash_values,
        )

    def pick(self, run: RunDetail) -> None:
        """What was picked, lot by lot, before it is loaded."""
        key = run.row.id
        self.desk.ask(self, lambda session: run_loading(session, key), self._pick, slot="picked")

    def _pick(self, loading: RunLoading) -> None:
        self.page.edit(
            Edit(
                title=_("Load {number}").format(number=loading.number),
                note=_(
                    "Write only what was picked otherwise than planned. + opens a product · Space "
                    "takes the fair shares · Ctrl+Enter loads it as it stands."
                ),
                form=lambda: LoadingForm(self.desk, loading),
                save=lambda office, given: save_loading(office, loading, given),
                draft_key=f"run.load:{loading.run_id}",
                saved=lambda _none: self.page.saved(loading.run_id),
                done=_("Loaded: the manifest is kept as it is"),
                wide=True,
            )
        )

    def enter_results(self, run: RunDetail) -> None:
        """All stops in one grid."""
        key = run.row.id
        self.desk.ask(self, lambda session: run_results(session, key), self._type, slot="results")

    def enter_scanned(self, key: int, paper: "ScannedPaper") -> None:
        """All stops in one grid, filled in from the scanned manifest; a person confirms them."""
        self.desk.ask(
            self,
            lambda session: run_results(session, key),
            lambda results: self._type(results, paper),
            slot="results",
        )

    def _type(self, results: RunResults, paper: "ScannedPaper | None" = None) -> None:
        digest = paper.layout.digest if paper is not None else ""

        def saved(_number: object) -> None:
            self.page.saved(results.run_id)
            if digest:
                self.desk.open(Link("scans", do="done", values=(("digest", digest),)))

        self.page.edit(
            Edit(
                title=_("Results of {number}").format(number=results.number),
                note=_(
                    "Space: it went as planned · + goods of a stop · 1 2 3 choose in a cell · "
                    "Ctrl+M: the rest paid otherwise · Delete takes away · Enter goes on. All that "
                    "is filled in is saved together."
                ),
                form=lambda: ResultsForm(self.desk, results, paper),
                save=lambda office, given: save_results(office, results, given),
                draft_key=f"run.results:{results.run_id}{digest}",
                saved=saved,
                done=_("Results recorded"),
                values={"dated": day_of_results(results, self.desk.today)},
                wide=True,
            )
        )

    def _begin(self, order_id: int) -> None:
        today = self.desk.today
        self.desk.ask(
            self, lambda session: order_detail(session, order_id, today), self._enter, slot="stop"
        )

    def _enter(self, order: OrderDetail) -> None:
        run = self.item
        later = [stop.order_id for stop in run.open_stops]
        place = later.index(order.row.id) + 1 if order.row.id in later else len(later)

        def go_on(_none: object) -> None:
            self.page.saved(run.row.id)
            if place < len(later):
                self._begin(later[place])

        self.page.edit(
            Edit(
                title=_("{client}, stop {place} of {stops}").format(
                    client=order.row.client, place=self._place(order.row.id), stops=run.row.stops
                ),
                note=says_of_it(order),
                form=lambda: stop_form(self.desk, order),
                save=lambda office, given: save_stop(office, order, given),
                draft_key=f"delivery.record:{order.row.id}",
                saved=go_on,
                done=_("Result recorded"),
                values=on_its_paper(order, self.desk.today),
            )
        )

    def _place(self, order_id: int) -> int:
        return self.item.places.get(order_id, 0)

    def _open_stop(self, stop: Drop) -> None:
        """A stop that is out gets its result; one that has it shows it; else its order."""
        run, order_id = self.item, stop.order_id
        if stop in run.open_stops and self.desk.may("delivery.record"):
            self._begin(order_id)
        elif order_id in run.deliveries:
            self.desk.open(Link("deliveries", run.deliveries[order_id]))
        else:
            self.desk.open(Link("orders", order_id))

    def _columns(self) -> Sequence[Column[Drop]]:
        return (
            Column(N_("#"), self.place_of, 36, right=True),
            Column(
                N_("Client"),
                lambda row: row.client,
                140,
                tip=lambda row: self.desk.number(row.phone),
            ),
            Column(N_("Address"), lambda row: row.address, 180, stretch=True),
            Column(
                N_("Arrives"),
                lambda row: self.item.way.arrives.get(row.order_id, ""),
                52,
                right=True,
            ),
            Column(N_("Cartons"), lambda row: str(row.load), 64, right=True),
            Column(
                N_("Amount"),
                lambda row: money(row.amount_fen),
                82,
                right=True,
                tone=lambda row: "careful" if row.small else "",
                tip=lambda row: _("under the minimum of a drop") if row.small else "",
            ),
            Column(
                N_("State"),
                self.state_of,
                84,
                tone=lambda row: tone_of(row.state),
                tip=lambda row: self.item.unserved.get(row.order_id, ""),
            ),
        )


def _head(run: RunDetail) -> Heading:
    head = run.row
    return Heading(
        f"{head.number} · {head.driver}",
        [(state_of(head), tone_of_run(head))],
        joined(day(head.day), head.vehicle, head.name, *_way(run)),
    )


def _way(run: RunDetail) -> Sequence[str]:
    """When it leaves and is back, and how far it goes, as it was planned."""
    way = run.way
    if not way.metres:
        return (run.departs,)
    return (f"{way.departs}–{way.returns}", km_words(way.metres))


def _figures(run: RunDetail) -> Sequence[Fact]:
    value = sum(stop.amount_fen for stop in run.stops)
    return (
        Fact(_("Stops"), str(run.row.stops)),
        Fact(_("Value of the goods"), yuan_words(value)),
        *_cash(run),
    )


def _cash(run: RunDetail) -> Sequence[Fact]:
    """What was taken at its stops, and by what the cash differed at the end."""
    if run.row.state not in ("loaded", "closed"):
        return ()
    other_fen = sum(fen for means, fen in run.taken.items() if means != "cash")
    facts = [Fact(_("Cash taken"), yuan_words(run.cash.taken_fen))]
    if other_fen:
        facts.append(Fact(_("Otherwise paid"), yuan_words(other_fen)))
    if run.cash_difference_fen:
        words = yuan_words(run.cash_difference_fen)
        facts.append(Fact(_("Cash difference"), words, "wrong"))
    return facts


def _facts(run: RunDetail) -> Sequence[Fact]:
    """Who counted its goods and its cash, and why they differ."""
    closed, handed = run.closed, run.handed
    cash = ""
    if handed is not None:
        why = _("it differs: say why") if run.row.cash_open else ""
        took = f"{day(handed.done.day)} {handed.done.who}"
        cash = joined(took, yuan_words(handed.fen), why)
    elif run.row.cash_open:
        cash = _("nobody yet")
    otherwise = (f"{_(MEANS[one])} {money(fen)}" for one, fen in run.taken.items() if one != "cash")
    return (
        Fact(_("Otherwise paid"), joined(*otherwise)),
        Fact(_("Brought home"), f"{day(closed.day)} {closed.who}" if closed else ""),
        Fact(_("Why it differs"), run.close_reason),
        Fact(_("Cash taken by"), cash, "careful" if run.row.cash_open else ""),
        Fact(_("Why the cash differs"), handed.reason if handed else ""),
    )


_LOTS: tuple[Column[LotOnRun], ...] = (
    Column(N_("Product"), lambda row: row.product, 160, stretch=True),
    Column(N_("Lot"), lambda row: row.lot, 110),
    Column(N_("Quantity"), lambda row: f"{row.quantity} {row.unit}", 90, right=True),
)
_SHORT: tuple[Column[ShortGoods], ...] = (
    Column(N_("Product"), lambda row: row.product, 160, stretch=True),
    Column(N_("In the warehouse"), lambda row: f"{row.there} {row.unit}", 90, right=True),
    Column(N_("Ordered here"), lambda row: f"{row.wanted} {row.unit}", 90, right=True),
    Column(N_("Fair share"), lambda row: f"{row.share} {row.unit}", 90, right=True),
)
