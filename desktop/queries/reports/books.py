"""The general ledger (F2): trial balance with each account's card, and the journal."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, groupby

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from desktop.basics.chart import BARS, Chart, Series
from desktop.basics.figures import COUNT, DAY, MONEY, Value
from desktop.basics.i18n import N_, _
from desktop.basics.report import Column, Line, LongLines, Only, Part, Scope, Source, Table
from desktop.models import Client, ClientBalance, Entry, Posting
from desktop.models.ledger import ACCOUNTS, ENTRY_KINDS
from desktop.queries.facts.balances import held_on
from desktop.queries.facts.numbered import first_number, without
from desktop.queries.reports.declared import Declared
from desktop.queries.reports.postings import Booked, Leg, Postings

Row = tuple[Value, ...]


# --- trial balance --------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Sums:
    """What stood on an account before the time, and what was booked in it, in fen."""

    before_fen: int = 0
    debit_fen: int = 0
    credit_fen: int = 0

    @property
    def after_fen(self) -> int:
        return self.before_fen + self.debit_fen - self.credit_fen

    @property
    def figures(self) -> Row:
        """Opening, movements and closing, each as debit and credit; None where there is none."""
        moved = (self.debit_fen or None, self.credit_fen or None)
        return (*_sides(self.before_fen), *moved, *_sides(self.after_fen))


def _sides(fen: int) -> tuple[int | None, int | None]:
    return (fen if fen > 0 else None), (-fen if fen < 0 else None)


def trial_balance(session: Session, scope: Scope, _today: date) -> tuple[Table, ...]:
    """All accounts, what each client's accounts hold, and the card of one account."""
    return _accounts(session, scope), _by_client(session, scope), _card(session, scope)


def _accounts(session: Session, scope: Scope) -> Table:
    sums = _sums(session, scope)
    lines = [
        Line(
            (_called(name), facts.number, *sums[name].figures),
            Part("card", scope.narrowed(Only("account", name, _called(name)))),
        )
        for name, facts in ACCOUNTS.items()
        if name in sums
    ]
    columns = (
        Column("account", _("Account"), wide=True),
        Column("code", _("Code")),
        Column("opening_debit", _("Opening, debit"), MONEY),
        Column("opening_credit", _("Opening, credit"), MONEY),
        Column("debit", _("Debit"), MONEY, main=True),
        Column("credit", _("Credit"), MONEY, main=True),
        Column("closing_debit", _("Closing, debit"), MONEY, main=True),
        Column("closing_credit", _("Closing, credit"), MONEY, main=True),
    )
    total: Row = (_("Total"), "", *_added(lines, 2)) if lines else ()
    return Table("account", _("By account"), columns, tuple(lines), _nothing_booked(), total)


def _added(lines: Sequence[Line], first: int) -> Row:
    """The sums of the columns from ``first`` on."""
    columns = zip(*(line.values[first:] for line in lines), strict=True)
    return tuple(sum(one for one in column if isinstance(one, int)) for column in columns)


def _sums(session: Session, scope: Scope) -> dict[str, _Sums]:
    """What each account held before the time, and its debits and credits in it, up to its end."""
    first = first_number(session, Entry.booked_on >= scope.start)
    by_then = without(session, select(Entry.number).where(Entry.booked_on > scope.end))
    sums = _added_up(session, first, by_then)
    dated_back = select(Entry.number).where(Entry.number >= first, Entry.booked_on < scope.start)
    back = _added_up(session, first, [Posting.entry_number.in_(dated_back)])
    found = {}
    for account, (after_fen, *sides) in sums.items():
        _fen, *others = back.get(account, (0, 0, 0))
        debit_fen, credit_fen = (all_ - other for all_, other in zip(sides, others, strict=True))
        found[account] = _Sums(after_fen - debit_fen + credit_fen, debit_fen, credit_fen)
    return found


def _added_up(
    session: Session, first: int, of: Sequence[ColumnElement[bool]]
) -> dict[str, tuple[int, int, int]]:
    """All that was posted to each account; its debits and credits from an entry's number on."""
    fen, since = Posting.amount_fen, Posting.entry_number >= first
    sides = (func.sum(fen).filter(fen > 0, since), func.sum(-fen).filter(fen < 0, since))
    query = select(Posting.account, func.sum(fen), *sides).where(*of).group_by(Posting.account)
    return {
        account: (int(all_), int(debit or 0), int(credit or 0))
        for account, all_, debit, credit in session.execute(query)
    }


def _by_client(session: Session, scope: Scope) -> Table:
    """What stands on the clients' accounts at the time's end, a client a row."""
    held = held_on(session, scope.end)
    clients = session.execute(
        select(Client.id, Client.code, Client.name)
        .where(Client.id.in_(select(ClientBalance.client_id)))
        .order_by(Client.code_key, Client.id)
    )
    lines = [
        Line((code, name, *_client_figures(held[key])), Source("fund", key))
        for key, code, name in clients
        if key in held
    ]
    columns = (
        Column("code", _("Code")),
        Column("client", _("Client"), wide=True),
        Column("receivable", _called("receivable"), MONEY, main=True),
        Column("fund", _called("fund"), MONEY, main=True),
        Column("payable", _called("payable"), MONEY, main=True),
    )
    total: Row = ("", _("Total"), *_added(lines, 2)) if lines else ()
    return Table("client", _("By client"), columns, tuple(lines), _nothing_booked(), total)


def _client_figures(held: dict[str, int]) -> Row:
    """What the client owes, and what the office owes it of its fund."""
    return held.get("receivable", 0), -held.get("fund", 0), -held.get("payable", 0)


def _card(session: Session, scope: Scope) -> Table:
    """The card of the account that the report is narrowed to, with what stood after each row."""
    columns = (
        Column("day", _("Day"), DAY),
        Column("number", _("Entry"), COUNT),
        Column("kind", _("Kind")),
        Column("client", _("Client"), wide=True),
        Column("reason", _("Reason")),
        Column("debit", _("Debit"), MONEY, main=True),
        Column("credit", _("Credit"), MONEY, main=True),
        Column("balance", _("Balance"), MONEY),
    )
    account = scope.key("account")
    if account is None:
        none = _("Choose an account under “By account”: its card opens here.")
        return Table("card", _("Account card"), columns, (), none)
    before_fen = _sums(session, scope).get(account, _Sums()).before_fen
    postings = Postings(session, scope, account=account)
    stood = array("q", accumulate(postings.amounts(), initial=before_fen))  # after each row

    def read(session: Session, places: Sequence[int]) -> list[Line]:
        legs = iter(postings.legs(session, [place - 1 for place in places if place]))
        return [_card_line(next(legs), stood[place]) if place else carried for place in places]

    carried = Line((scope.start, None, _("carried over"), "", "", None, None, before_fen))
    lines = LongLines(len(stood), read, lambda: nullcontext(session))
    sums = postings.sums()
    total: Row = (None, None, _("Total"), "", "", *_both_sides(sums), stood[-1])
    return Table("card", _("Account card"), columns, lines, _nothing_booked(), total)


def _card_line(one: Leg, balance_fen: int) -> Line:
    words = (one.day, one.number, one.kind_words, one.client, one.reason)
    return Line((*words, *_sides(one.fen), balance_fen), one.way)


def _both_sides(sums: Sequence[Booked]) -> tuple[int, int]:
    return sum(one.debit_fen for one in sums), sum(one.credit_fen for one in sums)


def _called(account: str) -> str:
    """An account as it is read."""
    return _(ACCOUNTS[account].words)


def _nothing_booked() -> str:
    return _("Nothing was booked in this time.")


# --- journal --------------------------------------------------------------------------------------


def journal(session: Session, scope: Scope, _today: date) -> tuple[Table, ...]:
    """The bookings of the time by kind and by day, then one after the other."""
    postings = Postings(session, scope, kind=scope.key("kind"))
    sums = postings.sums()
    return _kinds(sums, scope), _days(sums, scope), _entries(session, postings, sums)


def _counted() -> tuple[Column, ...]:
    return (
        Column("entries", _("Entries"), COUNT, main=True),
        Column("amount", _("Amount"), MONEY, main=True),
    )


def _booked(sums: Iterable[Booked]) -> tuple[int, int]:
    """How many entries these are, and what they booked: the sum of their debits, in fen."""
    some = list(sums)
    return sum(one.entries for one in some), sum(one.debit_fen for one in some)


def _kinds(sums: Sequence[Booked], scope: Scope) -> Table:
    groups: dict[str, list[Booked]] = defaultdict(list)
    for one in sums:
        groups[one.kind].append(one)
    lines = tuple(
        Line(
            (words := _(ENTRY_KINDS[kind].words), *_booked(groups[kind])),
            Part("entry", scope.narrowed(Only("kind", kind, words))),
        )
        for kind in ENTRY_KINDS
        if kind in groups
    )
    columns = (Column("kind", _("Kind"), wide=True), *_counted())
    total: Row = (_("Total"), *_booked(sums)) if lines else ()
    chart = None
    if lines:
        amounts = tuple(_booked(groups[kind])[1] for kind in ENTRY_KINDS if kind in groups)
        places = tuple(str(line.values[0]) for line in lines)
        chart = Chart(_("What was booked"), BARS, places, (Series(_("Amount"), amounts),))
    return Table("kind", _("By kind of entry"), columns, lines, _nothing_booked(), total, chart)


def _days(sums: Sequence[Booked], scope: Scope) -> Table:
    lines = []
    for day, some in groupby(sums, key=lambda one: one.day):
        lines.append(Line((day, *_booked(some)), Part("entry", Scope(day, day, scope.only))))
    columns = (Column("day", _("Day"), DAY, wide=True), *_counted())
    total: Row = (None, *_booked(sums)) if lines else ()
    return Table("day", _("By day"), columns, tuple(lines), _nothing_booked(), total)


def _entries(session: Session, postings: Postings, sums: Sequence[Booked]) -> Table:
    def read(session: Session, places: Sequence[int]) -> list[Line]:
        return [_entry_line(one) for one in postings.legs(session, places)]

    columns = (
        Column("day", _("Day"), DAY),
        Column("number", _("Entry"), COUNT),
        Column("kind", _("Kind")),
        Column("account", _("Account")),
        Column("client", _("Client"), wide=True),
        Column("debit", _("Debit"), MONEY, main=True),
        Column("credit", _("Credit"), MONEY, main=True),
        Column("reason", _("Reason")),
        Column("who", _("Booked by")),
    )
    lines = LongLines(len(postings), read, lambda: nullcontext(session))
    total: Row = (None, None, _("Total"), "", "", *_both_sides(sums), "", "") if sums else ()
    return Table("entry", _("Entries"), columns, lines, _nothing_booked(), total)


def _entry_line(one: Leg) -> Line:
    whose = (_called(one.account), one.client, *_sides(one.fen))
    return Line((one.day, one.number, one.kind_words, *whose, one.reason, one.who), one.way)


TRIAL_BALANCE = Declared(
    "trial-balance",
    N_("Trial balance"),
    ("manager", "accountant"),
    trial_balance,
    (
        N_(
            "By the dates of the entries. Opening: what stood on the account before the first day; "
            "closing: after the last. Debits and credits are equal in each pair of columns."
        ),
        N_("By client: what the client owes, and what the office owes it, after the last day."),
    ),
)
JOURNAL = Declared(
    "journal",
    N_("Journal"),
    ("manager", "accountant"),
    journal,
    (N_("Every entry of the ledger by its date. Amount: the sum of an entry's debits."),),
)
