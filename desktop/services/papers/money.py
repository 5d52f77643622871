"""The papers of money: fund statements, vouchers and receipts (S5, S6)."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter

from sqlalchemy import select

from desktop.basics.calendar import Quarter
from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.models import Benefit, Client, Collection, Payout, Refund
from desktop.models.base import wrong_state
from desktop.queries.codes import code_there
from desktop.queries.facts.cases import frozen_clients
from desktop.queries.facts.funds import closed_quarter, funds_in
from desktop.queries.papers.benefit_receipt import benefit_receipt
from desktop.queries.papers.payout_voucher import payout_voucher
from desktop.queries.papers.receipt import collection_receipt, refund_receipt
from desktop.queries.papers.statement import fund_statements
from desktop.services.change import Change
from desktop.services.checks import invalid
from desktop.services.find import find_client, not_found
from desktop.services.issuing import Pile
from desktop.services.papers.at_once import (
    numbered,
    read_benefits,
    read_receipts,
    read_vouchers,
)
from desktop.services.papers.declared import WhichPaper, paper


def _put_statement(session: Change, pile: Pile, which: WhichPaper) -> None:
    """A client's statement of a quarter, or those of all; a draft until the quarter is closed.

    All are those whose fund moved or stands, in one PDF, by rep and code (S6); refuses
    ``not_found`` when there is none, ``invalid`` without a quarter.
    """
    quarter = _begun(session, which)
    if which.document:
        _put_statements(session, pile, [_client(session, which.code)], quarter)
        return
    listed = {
        client_id for client_id, figures in funds_in(session, quarter).items() if figures.listed
    }
    if not listed:
        raise not_found("quarter", quarter.text)
    # By rep: each takes his own pile along. A statement of SQL holds only so many keys.
    shops = session.scalars(select(Client).order_by(Client.rep_id, Client.code_key))
    _put_statements(session, pile, [one for one in shops if one.id in listed], quarter)


def _put_each_statement(
    session: Change, pile: Pile, which: Sequence[WhichPaper]
) -> Sequence[tuple[str, Refused]]:
    """Statements of named clients, those of a quarter gathered at once."""
    left: list[tuple[str, Refused]] = []
    found: list[tuple[Quarter, Client]] = []
    for one in which:
        try:
            found.append((_begun(session, one), _client(session, one.code)))
        except Refused as refusal:
            left.append((one.document, refusal))
    for quarter, some in groupby(found, itemgetter(0)):
        _put_statements(session, pile, [shop for _quarter, shop in some], quarter)
    return left


def _begun(session: Change, which: WhichPaper) -> Quarter:
    """The quarter that is wanted; refuses ``invalid`` one to come, or none."""
    quarter = which.quarter
    if quarter is None:
        raise invalid("quarter", _("Name the quarter, such as 2026Q1."))
    if quarter > Quarter.of(session.today):
        raise invalid("quarter", _("{quarter} hasn't begun.").format(quarter=quarter.text))
    return quarter


def _client(session: Change, code: str) -> Client:
    return find_client(session, code_there(session, Client, code) or code)


def _put_statements(session: Change, pile: Pile, shops: Sequence[Client], quarter: Quarter) -> None:
    closed = closed_quarter(session)
    if closed is None or quarter > closed:
        for statement in fund_statements(session, shops, quarter, session.today):
            pile.draft(statement, "本季未结算")
        return
    by_document = {f"{quarter.text}/{shop.code}": shop for shop in shops}

    def gather(documents: Sequence[str]) -> Iterable[object]:
        those = [by_document[one] for one in documents]
        return fund_statements(session, those, quarter, session.today)

    pile.keep_each("statement", [f"{quarter.text}/{shop.code}" for shop in shops], gather)


def _put_voucher(session: Change, pile: Pile, which: WhichPaper) -> None:
    """The voucher that a client signs for its payout; a draft until it is paid (S5).

    Refuses ``wrong_state`` for a forfeited payout, and ``frozen`` for an unpaid one while a
    case against the client waits for its ruling.
    """
    payout = numbered(session, Payout, which.number)
    if payout is None:
        raise not_found("payout", which.document)
    if payout.state == "forfeited":
        raise wrong_state(payout)
    gather = partial(payout_voucher, session, payout, session.today)
    if payout.state == "paid":
        pile.keep("payout_voucher", payout.voucher, gather)
        return
    if payout.client_id in frozen_clients(session):
        raise Refused(
            "frozen",
            _("A case against {client} waits for its ruling: that comes first.").format(
                client=session.get_one(Client, payout.client_id).title
            ),
        )
    pile.draft(gather(), "未付款")


def _put_benefit_receipt(session: Change, pile: Pile, which: WhichPaper) -> None:
    """What a client signs for a benefit that was given to it; each is booked and signed for."""
    benefit = numbered(session, Benefit, which.number)
    if benefit is None:
        raise not_found("benefit", which.document)
    if benefit.delivered_on is None:
        raise wrong_state(benefit)
    gather = partial(benefit_receipt, session, benefit, benefit.delivered_on)
    _put_standing(pile, "benefit_receipt", benefit, gather)


def _put_receipt(session: Change, pile: Pile, which: WhichPaper) -> None:
    """The receipt of a collection (SK-…), or of a credit that was paid out (TK-…)."""
    taken = numbered(session, Collection, which.number)
    given = numbered(session, Refund, which.number)
    if taken is not None:
        _put_standing(pile, "receipt", taken, partial(collection_receipt, session, taken))
    elif given is not None:
        pile.keep("receipt", given.number, partial(refund_receipt, session, given))
    else:
        raise not_found("collection", which.document)


def _put_standing(
    pile: Pile, kind: str, document: Benefit | Collection, gather: Callable[[], object]
) -> None:
    """Of what was cancelled there is only the paper that went out before, which says so."""
    if document.state != "cancelled":
        pile.keep(kind, document.number, gather)
    elif pile.was_issued(kind, document.number):
        pile.keep(kind, document.number, gather, remark="已作废")
    else:
        raise wrong_state(document)


MONEY = (
    paper(
        "statement",
        _put_statement,
        takes=("document", "quarter"),
        put_each=_put_each_statement,
    ),
    paper("payout_voucher", _put_voucher, "voucher", read_all=read_vouchers),
    paper("receipt", _put_receipt, read_all=read_receipts),
    paper("benefit_receipt", _put_benefit_receipt, read_all=read_benefits),
)
