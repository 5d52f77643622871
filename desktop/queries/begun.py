"""What the search box finds by an action's own words: where it begins, or on what it is done."""

from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from desktop.basics.i18n import N_, _
from desktop.basics.roles import not_allowed
from desktop.queries.found import Found


class Begun(NamedTuple):
    """An action: the permission it needs, its words (a msgid) and its page; ``do`` begins it.

    Without ``do`` it is a step of something that is opened there first.
    """

    action: str
    words: str
    page: str
    do: str = ""


BEGUN = (
    Begun("client.add", N_("New client"), "clients", "new"),
    Begun("suggestion.prepare", N_("New suggestion"), "suggestions", "new"),
    Begun("visit.plan", N_("New visit plan"), "visits", "new"),
    Begun("patrol.record", N_("Patrol"), "visits", "patrol"),
    Begun("agreement.draft", N_("New agreement"), "agreements", "new"),
    Begun("case.report", N_("Report a violation"), "cases", "new"),
    Begun("order.add", N_("New order"), "orders", "new"),
    Begun("run.plan", N_("Plan a run"), "runs", "new"),
    Begun("collection.record", N_("Take money"), "payments", "new"),
    Begun("refund.pay", N_("Pay a credit"), "payments", "refund"),
    Begun("benefit.deliver", N_("Give a benefit"), "benefits", "new"),
    Begun("benefit.promise", N_("Promise a benefit"), "benefits", "promise"),
    Begun("survey.record", N_("New survey"), "proposals", "survey"),
    Begun("proposal.compute", N_("New proposal"), "proposals", "new"),
    Begun("product.add", N_("New product"), "products", "new"),
    Begun("rebate.draft", N_("New plan"), "rebates", "new"),
    Begun("trial.draw", N_("New trial"), "trials", "new"),
    Begun("rule.set", N_("New rule"), "assortment", "new"),
    Begun("staff.add", N_("New person"), "staff", "new"),
    Begun("vehicle.add", N_("New vehicle"), "vehicles", "new"),
    Begun("opening.set", N_("Opening balance"), "fund", "new"),
    Begun("settlement.prepare", N_("Prepare a settlement"), "settlements", "new"),
    Begun("letter.send", N_("Write letters"), "letters", "new"),
    Begun("agreement.sign", N_("Record the signature"), "agreements"),
    Begun("reward.pay", N_("Pay a reward"), "cases"),
    Begun("delivery.cancel", N_("Cancel this delivery"), "deliveries"),
    Begun("return.record", N_("Take goods back"), "deliveries"),
    Begun("run.take_cash", N_("Take the cash"), "runs"),
    Begun("run.close", N_("Close this run"), "runs"),
    Begun("payout.pay", N_("Pay the client"), "payouts"),
    Begun("collection.cancel", N_("Cancel this collection"), "payments"),
    Begun("letter.answer", N_("Enter the slip"), "letters"),
    Begun("product.price", N_("New price"), "products"),
    Begun("stock.receive", N_("Receive"), "products"),
    Begun("stock.count", N_("Count"), "stock"),
    Begun("stock.write_off", N_("Write off"), "stock"),
)


def begun_by(
    fits: Callable[[str], bool], places: Collection[str], may: Callable[[str], bool]
) -> Iterator[Found]:
    """What the person may do whose words fit: those that begin at once, then the steps."""
    for one in BEGUN:
        if one.page in places and may(one.action) and fits(_(one.words)):
            under = _("begin") if one.do else _("open one here first")
            yield Found(_(one.words), under, one.page, do=one.do)


def begun_by_others(fits: Callable[[str], bool], may: Callable[[str], bool]) -> Iterator[Found]:
    """Whose work it is, of what isn't the person's: it leads nowhere."""
    for one in BEGUN:
        if not may(one.action) and fits(_(one.words)):
            yield Found(_(one.words), not_allowed(one.action).message)
