"""Drops (F2): what each cost, those that cost more than they earn, and what would mend them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.chart import BARS, COLUMNS, MOST_BARS, Chart, Series
from desktop.basics.figures import COUNT, DAY, MONEY, RATE, Value, each
from desktop.basics.i18n import N_, _
from desktop.basics.money import RATE_UNIT, grouped, share
from desktop.basics.report import Column, Line, Only, Part, Scope, Source, Table
from desktop.basics.rules import as_rate
from desktop.models import Client
from desktop.queries.facts.areas import minimum_drops
from desktop.queries.facts.drops import Brought, Driven, driven
from desktop.queries.facts.rules import read_rules
from desktop.queries.reports.declared import Declared

_NEAR = timedelta(days=6)  # drops of one week could have been one


@dataclass(frozen=True)
class _Shop:
    """A client whose drops are reckoned."""

    id: int
    code: str
    name: str
    area: str


@dataclass(frozen=True)
class _Losing:
    """A drop that cost more than it earned."""

    drop: Brought
    shop: _Shop
    earned_fen: int
    mend: str

    @property
    def loss_fen(self) -> int:
        return self.drop.cost_fen - self.earned_fen


class _Mending:
    """What would mend a drop that costs too much: seen beside the other drops of its time."""

    def __init__(
        self,
        runs: Sequence[Driven],
        shops: dict[int, _Shop],
        minimums: dict[str, int],
        rate: Decimal,
    ) -> None:
        self._minimums = minimums
        self._rate = rate
        self._of_client: dict[int, list[Brought]] = {}
        self._in_area: dict[str, dict[date, int]] = {}
        for run in runs:
            for drop in run.drops:
                self._of_client.setdefault(drop.client_id, []).append(drop)
                days = self._in_area.setdefault(shops[drop.client_id].area, {})
                days[drop.day] = days.get(drop.day, 0) + 1

    def words(self, drop: Brought, shop: _Shop) -> str:
        """The nearest remedy: merge with another drop, another day, else a larger order."""
        if not drop.served:
            return _("call before going: nothing was accepted")
        other = self._near(drop)
        if other is not None:
            return _("merge with the drop of {day}").format(day=other.day)
        better = self._better_day(drop, shop)
        if better is not None:
            return _("go on {day}, with {number} other drops of the area").format(
                day=better[0], number=better[1]
            )
        minimum_fen = self._minimums.get(shop.area, 0)
        if drop.supply_fen < minimum_fen and share(minimum_fen, self._rate) >= drop.cost_fen:
            return _("keep to the minimum of {amount}").format(amount=grouped(minimum_fen))
        return _("at least {amount} a drop, or less often").format(
            amount=grouped(self._needed_fen(drop.cost_fen))
        )

    def _near(self, drop: Brought) -> Brought | None:
        """Another drop of the client within a week, the nearest; of two the earlier."""
        near = [
            one
            for one in self._of_client[drop.client_id]
            if one.run_id != drop.run_id and abs(one.day - drop.day) <= _NEAR and one.served
        ]
        return min(near, key=lambda one: (abs(one.day - drop.day), one.day), default=None)

    def _better_day(self, drop: Brought, shop: _Shop) -> tuple[date, int] | None:
        """A day within a week on which more of the area's drops are brought, once it is ordered."""
        days = self._in_area[shop.area]
        near = {
            day: number
            for day, number in days.items()
            if drop.ordered_on < day != drop.day
            and abs(day - drop.day) <= _NEAR
            and number > days[drop.day]
        }
        best = max(
            near,
            key=lambda day: (near[day], -abs((day - drop.day).days), -day.toordinal()),
            default=None,
        )
        return None if best is None else (best, near[best])

    def _needed_fen(self, cost_fen: int) -> int:
        """The supply that earns a cost, rounded up to the yuan."""
        needed = Decimal(cost_fen) / self._rate if self._rate else Decimal(0)
        return -(-int(needed.to_integral_value()) // 100) * 100


def gather(session: Session, scope: Scope, _today: date) -> tuple[Table, ...]:
    """The tables of the drops report."""
    runs = driven(session, scope.start, scope.end)
    rows = session.execute(select(Client.id, Client.code, Client.name, Client.area))
    shops = {row[0]: _Shop(*row) for row in rows}
    rate = as_rate(read_rules(session).earned_rate)
    losing = _losing(session, runs, shops, rate)
    area = scope.key("area")
    if area is not None:
        # Of a run that served others too everything stands: it was one way.
        losing = [one for one in losing if one.shop.area == area]
        there = [one.of_those(lambda client, _run: shops[client].area == area) for one in runs]
        served = {one.run_id for one in there if one.drops}
        whole = [one for one in runs if one.run_id in served]
    else:
        there = whole = list(runs)
    return (
        _by_run(whole, rate),
        _by_area(there, losing, rate, scope, lambda drop: shops[drop.client_id].area),
        _losing_table(losing),
    )


def _losing(
    session: Session, runs: Sequence[Driven], shops: dict[int, _Shop], rate: Decimal
) -> list[_Losing]:
    """The drops that cost more than they earn, the dearest first."""
    minimums = minimum_drops(session, {one.area for one in shops.values()})
    mending = _Mending(runs, shops, minimums, rate)
    found = []
    for run in runs:
        for drop in run.drops:
            earned_fen = share(drop.supply_fen, rate)
            if drop.cost_fen > earned_fen:
                shop = shops[drop.client_id]
                found.append(_Losing(drop, shop, earned_fen, mending.words(drop, shop)))
    return sorted(found, key=lambda one: (-one.loss_fen, one.drop.day, one.shop.code))


def _none() -> str:
    return _("No run went out in this time.")


def _by_run(runs: Sequence[Driven], rate: Decimal) -> Table:
    lines = tuple(
        Line(
            (
                run.day,
                run.number,
                run.vehicle,
                run.served,
                _filled(run.load, run.room),
                run.metres,
                run.supply_fen,
                share(run.supply_fen, rate),
                run.cost_fen,
                each(run.cost_fen, run.served),
            ),
            Source("runs", run.run_id),
        )
        for run in reversed(runs)
    )
    columns = (
        Column("day", _("Day"), DAY),
        Column("run", _("Run")),
        Column("vehicle", _("Vehicle"), wide=True),
        Column("drops", _("Drops"), COUNT, main=True),
        Column("load", _("Load"), RATE),
        Column("metres", _("Way, metres"), COUNT),
        Column("supply", _("Supply"), MONEY, main=True),
        Column("earned", _("Left for bringing it"), MONEY),
        Column("cost", _("Cost"), MONEY, main=True),
        Column("drop_cost", _("Cost of a drop"), MONEY, main=True),
    )
    total: tuple[Value, ...] = ()
    if runs:
        supply_fen = sum(run.supply_fen for run in runs)
        cost_fen, served = sum(run.cost_fen for run in runs), sum(run.served for run in runs)
        load = sum((run.load for run in runs), Decimal(0))
        room = sum(run.room for run in runs)
        total = (
            *(None, _("Total"), "", served, _filled(load, room)),
            *(sum(run.metres for run in runs), supply_fen),
            *(sum(share(run.supply_fen, rate) for run in runs), cost_fen, each(cost_fen, served)),
        )
    return Table("run", _("By run"), columns, lines, _none(), total, _chart_of_days(runs))


def _filled(load: Decimal, room: int) -> Decimal | None:
    return (load / room).quantize(Decimal(1) / RATE_UNIT, ROUND_HALF_UP) if room else None


def _chart_of_days(runs: Sequence[Driven]) -> Chart | None:
    """What a drop cost, day by day, the last days."""
    days: dict[date, list[Driven]] = {}
    for run in runs:
        days.setdefault(run.day, []).append(run)
    shown = sorted(days)[-MOST_BARS:]
    costs = tuple(
        each(sum(run.cost_fen for run in days[day]), sum(run.served for run in days[day]))
        for day in shown
    )
    if not any(costs):
        return None
    places = tuple(f"{day:%m-%d}" for day in shown)
    return Chart(
        _("Cost of a drop, by day"), COLUMNS, places, (Series(_("Cost of a drop"), costs),)
    )


def _by_area(
    runs: Sequence[Driven],
    losing: Sequence[_Losing],
    rate: Decimal,
    scope: Scope,
    key: Callable[[Brought], str],
) -> Table:
    """Drops by the areas of their clients, those that lose most first."""
    drops: dict[str, list[Brought]] = {}
    for run in runs:
        for drop in run.drops:
            drops.setdefault(key(drop), []).append(drop)
    lost: dict[str, list[_Losing]] = {}
    for one in losing:
        lost.setdefault(key(one.drop), []).append(one)
    rows = [(group, _values(found, lost.get(group, ()), rate)) for group, found in drops.items()]
    rows.sort(key=lambda row: (-int(str(row[1][-1])), row[0]))
    lines = tuple(
        Line((words, *values), Part("losing", scope.narrowed(Only("area", group, words))))
        for group, words, values in ((one, one or _("no area"), values) for one, values in rows)
    )
    total: tuple[Value, ...] = ()
    if lines:
        total = (
            _("Total"),
            *_values([one for all_ in drops.values() for one in all_], losing, rate),
        )
    chart = None
    if losing:
        shown = [line for line in lines if line.values[-1]][:MOST_BARS]
        losses = tuple(int(str(line.values[-1])) for line in shown)
        places = tuple(str(line.values[0]) for line in shown)
        chart = Chart(_("Lost on dear drops, by area"), BARS, places, (Series(_("Lost"), losses),))
    columns = (
        Column("area", _("Area"), wide=True),
        Column("drops", _("Drops"), COUNT, main=True),
        Column("supply", _("Supply"), MONEY, main=True),
        Column("earned", _("Left for bringing it"), MONEY),
        Column("cost", _("Cost"), MONEY, main=True),
        Column("drop_cost", _("Cost of a drop"), MONEY),
        Column("losing", _("Dear drops"), COUNT),
        Column("lost", _("Lost"), MONEY, main=True),
    )
    return Table("area", _("By area"), columns, lines, _none(), total, chart)


def _values(
    drops: Sequence[Brought], losing: Sequence[_Losing], rate: Decimal
) -> tuple[Value, ...]:
    served = sum(one.served for one in drops)
    cost_fen = sum(one.cost_fen for one in drops)
    return (
        served,
        sum(one.supply_fen for one in drops),
        sum(share(one.supply_fen, rate) for one in drops),
        cost_fen,
        each(cost_fen, served),
        len(losing),
        sum(one.loss_fen for one in losing),
    )


def _losing_table(losing: Sequence[_Losing]) -> Table:
    lines = tuple(
        Line(
            (
                one.drop.day,
                one.shop.code,
                one.shop.name,
                one.shop.area,
                one.drop.supply_fen,
                one.earned_fen,
                one.drop.cost_fen,
                one.loss_fen,
                one.mend,
            ),
            Source("runs", one.drop.run_id),
        )
        for one in losing
    )
    columns = (
        Column("day", _("Day"), DAY),
        Column("code", _("Code")),
        Column("client", _("Client"), wide=True),
        Column("area", _("Area")),
        Column("supply", _("Supply"), MONEY),
        Column("earned", _("Left for bringing it"), MONEY),
        Column("cost", _("Cost"), MONEY),
        Column("lost", _("Lost"), MONEY, main=True),
        Column("mend", _("What would mend it"), wide=True),
    )
    total: tuple[Value, ...] = ()
    if losing:
        total = (
            *(None, "", _("Total"), "", sum(one.drop.supply_fen for one in losing)),
            sum(one.earned_fen for one in losing),
            sum(one.drop.cost_fen for one in losing),
            sum(one.loss_fen for one in losing),
            "",
        )
    none = _("No drop cost more than it earned.")
    return Table("losing", _("Dear drops, and what would mend them"), columns, lines, none, total)


DROPS = Declared(
    "drops",
    N_("Drops"),
    ("manager", "dispatcher"),
    gather,
    (
        N_(
            "Cost of a run: per run, kilometre and hour, as its vehicle says; the way as planned, "
            "or reckoned from shop to shop, and the office's numbers for speed and service. What "
            "is per run falls to its drops alike, the rest by the way and time of each."
        ),
        N_(
            "Left for bringing it: the part of the supply that the office's numbers name. A drop "
            "that costs more is dear; it is mended by merging it with another of the same week, by "
            "a day on which more of its area is brought, or by a larger order."
        ),
    ),
    filled_at=("runs", N_("Runs")),
)
