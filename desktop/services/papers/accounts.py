"""The papers by which the office and its clients settle accounts: letters, rulings, rebates."""

from functools import partial

from sqlalchemy import select

from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.models import BalanceLetter, Benefit, Case, Client, RebatePlan, Settlement
from desktop.models.base import wrong_state
from desktop.queries.facts.held import held_or_read
from desktop.queries.facts.receivables import open_charges
from desktop.queries.papers.balance_letter import LETTER, balance_letters
from desktop.queries.papers.payout_list import BY_AREA, BY_REP, payout_lists
from desktop.queries.papers.rebate_sheet import promised_by, rebate_sheet
from desktop.queries.papers.ruling import ruling
from desktop.services.change import Change
from desktop.services.checks import invalid
from desktop.services.find import find, not_found
from desktop.services.issuing import Pile
from desktop.services.papers.at_once import numbered, read_rulings
from desktop.services.papers.declared import WhichPaper, paper


def _put_ruling(session: Change, pile: Pile, which: WhichPaper) -> None:
    """The ruling of a case, kept as it was given; one that was overturned says so.

    Refuses ``wrong_state`` before there is a ruling, and of an overturned one that never went out.
    """
    case = numbered(session, Case, which.number)
    if case is None:
        raise not_found("case", which.document)
    if case.state == "overturned":
        if not pile.was_issued("ruling", case.number):
            raise wrong_state(case)
    elif case.ruled_on is None:
        raise wrong_state(case)
    remark = "已撤销" if case.state == "overturned" else ""
    pile.keep("ruling", case.number, partial(ruling, session, case), remark=remark)


def _put_payout_lists(session: Change, pile: Pile, which: WhichPaper) -> None:
    """The lists of a quarter's payouts to be signed, by ``rep`` (also without a word) or ``area``.

    They follow what is paid, and are neither kept nor counted: each payout's voucher is.
    """
    quarter, by = which.quarter, which.code.lower() or BY_REP
    if quarter is None:
        raise invalid("quarter", _("Name the quarter, such as 2026Q1."))
    if by not in (BY_REP, BY_AREA):
        words = _("The lists are by “rep” or by “area”, not by “{said}”.")
        raise invalid("document", words.format(said=which.document))
    posted = select(Settlement.id).where(
        Settlement.quarter == quarter.text, Settlement.state == "posted"
    )
    if session.scalar(posted.limit(1)) is None:
        words = _("The settlement of {quarter} isn't posted: there is nothing to sign for yet.")
        raise Refused("wrong_state", words.format(quarter=quarter.text), "quarter")
    lists = [one for one in payout_lists(session, quarter, by, session.today) if one.payouts]
    if not lists:
        raise not_found("payout", quarter.text)
    for one in lists:
        pile.blank(one)


def _put_letters(session: Change, pile: Pile, which: WhichPaper) -> None:
    """Balance letters by their numbers, several with commas between, or those of a day.

    Each is kept since it was written. One that was replaced says so.
    """
    numbers = [one.strip() for one in which.number.replace("，", ",").split(",") if one.strip()]
    query = select(BalanceLetter)
    if numbers:
        query = query.where(BalanceLetter.number.in_(numbers))
    else:
        day = which.day or session.today
        query = query.where(BalanceLetter.sent_on == day, BalanceLetter.state != "replaced")
    letters = session.scalars(query.order_by(BalanceLetter.id)).all()
    there = {one.number for one in letters}
    lacking = next((one for one in numbers if one not in there), None)
    if lacking is not None:
        raise not_found("letter", lacking)
    if not letters:
        raise not_found("letter", str(which.day or session.today))
    pile.expect(LETTER, [one.number for one in letters])
    for one in letters:
        remark = "已由新函代替" if one.state == "replaced" else ""
        pile.keep(LETTER, one.number, partial(_letter, session, one), remark=remark)


def _put_rebate_sheets(session: Change, pile: Pile, which: WhichPaper) -> None:
    """The sheets of a plan by its ``key``, or that of a promised rebate by its number.

    Kept once the rebate is given, as it says how; before that a draft. Refuses ``wrong_state`` for
    a plan that isn't reckoned.
    """
    if which.key is not None:
        plan, only = find(session, RebatePlan, which.key, "rebate"), None
        if plan.reckoned_on is None:
            raise wrong_state(plan)
    else:
        benefit = session.scalar(select(Benefit).where(Benefit.number == which.number))
        if benefit is None or benefit.rebate_plan_id is None:
            raise not_found("benefit", which.document)
        plan, only = session.get_one(RebatePlan, benefit.rebate_plan_id), benefit.client_id
    promised = promised_by(session, plan.id)
    given = {key: one for key, one in promised.items() if one.state in Benefit.GIVEN}
    held_or_read(session, Client, (amount.client_id for amount in plan.amounts))
    pile.expect("rebate_sheet", [one.number for one in given.values()])
    for one in sorted(plan.amounts, key=lambda amount: amount.client.code_key):
        if not one.amount_fen or only not in (None, one.client_id):
            continue
        gather = partial(rebate_sheet, session, plan, one, session.today)
        if one.client_id in given:
            pile.keep("rebate_sheet", given[one.client_id].number, gather)
        else:
            pile.draft(gather(), "" if plan.state == "confirmed" else "未确认")


def _letter(session: Change, letter: BalanceLetter) -> object:
    charges = open_charges(session, letter.as_of, letter.client_id)
    (found,) = balance_letters(session, [letter], charges)
    return found


ACCOUNTS = (
    paper("balance_letter", _put_letters, takes=("document", "day")),
    paper("ruling", _put_ruling, read_all=read_rulings),
    paper("rebate_sheet", _put_rebate_sheets),
    paper("payout_list", _put_payout_lists, takes=("document", "quarter")),
)
