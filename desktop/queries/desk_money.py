"""What Today reckons of money: what was delivered, taken, owed, set aside, and is to be paid."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, case, exists, func, or_, select

from desktop.basics.calendar import Quarter
from desktop.basics.chart import LINES, Chart, Series
from desktop.basics.i18n import N_, _, ngettext
from desktop.basics.money import grouped
from desktop.models import Collection, Delivery, Entry, Payout, Posting, Run, Settlement
from desktop.models.payment import MEANS
from desktop.queries.desk_told import Told, money
from desktop.queries.desk_work import frozen_funds
from desktop.queries.facts.balances import balance
from desktop.queries.facts.receivables import AGES, owed_over
from desktop.queries.facts.sales import net_by_week, supplied_fen
from desktop.queries.lists import Asked
from desktop.queries.words import state_word

OLD_DAYS = AGES[1]
WEEKS = 13


def delivered(asked: Asked) -> Told:
    """What was delivered this month, beside the last one by the same day."""
    start = asked.today.replace(day=1)
    before = _month_before(asked.today)
    now = supplied_fen(asked.session, start, asked.today)
    then = supplied_fen(asked.session, before.replace(day=1), before)
    under = _("by {day}: ¥ {amount}").format(day=f"{before:%m-%d}", amount=grouped(then))
    return Told(money(now), under)


def _month_before(day: date) -> date:
    """The same day a month ago, or that month's last one."""
    last = date.fromordinal(day.replace(day=1).toordinal() - 1)
    return last.replace(day=min(day.day, last.day))


def curve(asked: Asked) -> Chart:
    """The office's net sales of the last 13 weeks, this one as far as it goes."""
    monday = asked.today - timedelta(days=asked.today.weekday())
    weeks = [monday - timedelta(days=7 * (WEEKS - 1 - place)) for place in range(WEEKS)]
    found = net_by_week(asked.session, weeks[0], asked.today)
    values = tuple(found.get(week, 0) for week in weeks)
    places = tuple(f"{week:%m-%d}" for week in weeks)
    title = _("Net sales by week, from Monday on")
    return Chart(title, LINES, places, (Series(_("Net sales"), values),))


def taken_today(asked: Asked) -> Told:
    """The money that was taken today and not cancelled again, by its means."""
    rows = asked.session.execute(
        select(Collection.means, func.sum(Collection.amount_fen))
        .join(Entry, Entry.number == Collection.entry_number)
        .where(Entry.booked_on == asked.today, Collection.state == "recorded")
        .group_by(Collection.means)
    )
    sums = {means: int(amount) for means, amount in rows}
    parts = [f"{_(MEANS[one])} {grouped(sums[one])}" for one in MEANS if sums.get(one)]
    return Told(money(sum(sums.values())), _(", ").join(parts) or _("nothing yet"))


def drawer(asked: Asked) -> Told:
    """What came into the cashier's drawer today less what went out, in cash.

    What a driver took counts once he hands it over, with what was too much or too little of it.
    """
    handed = select(func.coalesce(func.sum(Run.handed_fen), 0)).where(Run.handed_on == asked.today)
    amount = Posting.amount_fen
    row = asked.session.execute(
        select(
            func.coalesce(func.sum(case((amount > 0, amount), else_=0)), 0),
            handed.scalar_subquery(),
            func.coalesce(func.sum(case((amount < 0, -amount), else_=0)), 0),
        )
        .join(Entry, Entry.number == Posting.entry_number)
        .where(Posting.account == "cash", Entry.means == "cash", Entry.booked_on == asked.today)
        .where(Entry.kind != "cash-difference", ~_of_a_run())
    ).one()
    taken_fen, handed_fen, paid_fen = map(int, row)
    parts = {
        N_("taken {amount}"): taken_fen,
        N_("from drivers {amount}"): handed_fen,
        N_("paid out {amount}"): paid_fen,
    }
    said = [_(words).format(amount=grouped(fen)) for words, fen in parts.items() if fen]
    return Told(money(taken_fen + handed_fen - paid_fen), _(", ").join(said) or _("nothing yet"))


def _of_a_run() -> ColumnElement[bool]:
    """Whether an entry is of money that a driver took, or cancels such a one."""
    numbers = or_(
        Collection.entry_number == Entry.number, Collection.cancel_entry_number == Entry.number
    )
    return exists().where(
        numbers, Delivery.id == Collection.delivery_id, Delivery.run_id.is_not(None)
    )


def to_pay(asked: Asked) -> Told:
    """What settlements owe clients and nobody has paid."""
    number, amount_fen = asked.session.execute(
        select(func.count(), func.sum(Payout.amount_fen)).where(Payout.state == "unpaid")
    ).one()
    words = ngettext("{number} payout", "{number} payouts", number).format(number=number)
    return Told(money(int(amount_fen or 0)), words if number else _("all paid"))


def fund(asked: Asked) -> Told:
    """What the fund holds, and how many of its clients are frozen."""
    return Told(money(-balance(asked.session, "fund")), frozen_funds(asked))


def rewards(asked: Asked) -> Told:
    """What is set aside for those who reported a case (V6)."""
    owed_fen = -balance(asked.session, "reward")
    return Told(money(owed_fen), _("set aside until paid"))


def old_debts(asked: Asked) -> Told:
    """What clients have owed for over 60 days, the oldest paid first (F2), and who they are."""
    old = owed_over(asked.session, asked.today, OLD_DAYS)
    number = len(old)
    words = ngettext("{number} client", "{number} clients", number).format(number=number)
    total = sum(old.values())
    return Told(money(total), words if number else _("none that old"), "careful" if total else "")


def entries_today(asked: Asked) -> Told:
    """What was booked today, and which number was the last."""
    number, last = asked.session.execute(
        select(func.count(), func.max(Entry.number)).where(Entry.booked_on == asked.today)
    ).one()
    under = _("up to no. {number}").format(number=last) if number else _("nothing yet")
    return Told(str(number), under)


def settlement(asked: Asked) -> Told:
    """How far the settlement of the quarter that ended last has come."""
    quarter = Quarter.of(asked.today).previous()
    state = asked.session.scalar(
        select(Settlement.state).where(
            Settlement.quarter == quarter.text, Settlement.client_id.is_(None)
        )
    )
    words = state_word("settlement", state) if state else _("not begun")
    return Told(words, quarter.text)
