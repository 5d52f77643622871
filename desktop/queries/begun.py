"""What can be begun from anywhere, found by an action's own words (Ctrl+K)."""

from collections.abc import Callable, Collection, Iterator
from itertools import chain
from typing import NamedTuple

from desktop.basics.i18n import N_, _
from desktop.basics.roles import not_allowed
from desktop.queries.found import Found
from desktop.queries.named_steps import STEPS, is_also


class Begun(NamedTuple):
    """An action: the permission it needs, its words (a msgid), its page, and what begins it."""

    action: str
    words: str
    page: str
    do: str


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
)


def begun_by(
    fits: Callable[[str], bool], places: Collection[str], may: Callable[[str], bool]
) -> Iterator[Found]:
    """What the person may begin whose words fit."""
    for one in BEGUN:
        if one.page in places and may(one.action) and (fits(_(one.words)) or is_also(one.do, fits)):
            yield Found(_(one.words), _("begin"), one.page, do=one.do)


def begun_by_others(fits: Callable[[str], bool], may: Callable[[str], bool]) -> Iterator[Found]:
    """Whose work it is, of what isn't the person's: it leads nowhere."""
    begun = ((one.action, one.words) for one in BEGUN)
    steps = ((action, words) for action, words, _page in STEPS)
    for action, words in chain(begun, steps):
        if not may(action) and fits(_(words)):
            yield Found(_(words), not_allowed(action).message)
