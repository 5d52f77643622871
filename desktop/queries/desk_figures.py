"""The office's figures of the day, as they stand across the top of Today."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.basics.calendar import Quarter
from desktop.basics.i18n import _, ngettext
from desktop.basics.money import grouped
from desktop.models import Client, Payout, Suggestion
from desktop.models.suggestion import ADOPTED, OUTCOMES
from desktop.queries.facts.balances import balance
from desktop.queries.facts.cases import frozen_clients
from desktop.queries.facts.sales import supplied_fen


@dataclass(frozen=True)
class Figure:
    """One figure, and a quiet word below that says what to make of it."""

    words: str
    figure: str
    under: str = ""


def desk_figures(session: Session, today: date) -> tuple[Figure, ...]:
    """What was delivered, who is active, what was adopted, what the fund holds and owes."""
    return (
        _delivered(session, today),
        _clients(session, today),
        _adopted(session, today),
        _fund(session),
        _payable(session),
    )


def _delivered(session: Session, today: date) -> Figure:
    start = today.replace(day=1)
    before = _month_before(today)
    now = supplied_fen(session, start, today)
    then = supplied_fen(session, before.replace(day=1), before)
    under = _("by {day}: ¥ {amount}").format(day=f"{before:%m-%d}", amount=grouped(then))
    return Figure(_("Delivered this month"), f"¥ {grouped(now)}", under)


def _month_before(day: date) -> date:
    """The same day a month ago, or that month's last one."""
    last = date.fromordinal(day.replace(day=1).toordinal() - 1)
    return last.replace(day=min(day.day, last.day))


def _clients(session: Session, today: date) -> Figure:
    active, everyone, new = session.execute(
        select(
            func.count().filter(Client.state == "active"),
            func.count().filter(Client.state != "closed"),
            func.count().filter(
                Client.state == "active", Client.active_since >= today.replace(day=1)
            ),
        )
    ).one()
    under = ngettext("{number} new this month", "{number} new this month", new).format(number=new)
    return Figure(_("Active clients"), f"{active} / {everyone}", under)


def _adopted(session: Session, today: date) -> Figure:
    adopted, said = session.execute(
        select(
            func.count().filter(Suggestion.state.in_(ADOPTED)),
            func.count().filter(Suggestion.state.in_(OUTCOMES)),
        ).where(Suggestion.presented_on >= Quarter.of(today).previous().start)
    ).one()
    rate = f"{round(100 * adopted / said)}%" if said else "—"
    under = _("of {number} since last quarter").format(number=said)
    return Figure(_("Suggestions adopted"), rate, under)


def _fund(session: Session) -> Figure:
    frozen = len(frozen_clients(session))
    under = (
        ngettext("{number} client frozen", "{number} clients frozen", frozen).format(number=frozen)
        if frozen
        else _("none frozen")
    )
    return Figure(_("In the fund"), f"¥ {grouped(-balance(session, 'fund'))}", under)


def _payable(session: Session) -> Figure:
    unpaid = (
        session.scalar(select(func.count()).select_from(Payout).where(Payout.state == "unpaid"))
        or 0
    )
    under = (
        ngettext("{number} payout", "{number} payouts", unpaid).format(number=unpaid)
        if unpaid
        else _("all paid")
    )
    return Figure(_("Settled, to be paid"), f"¥ {grouped(-balance(session, 'payable'))}", under)
