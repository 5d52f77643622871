"""The terms of the method, each in one sentence: the tip of whatever label names one."""

from collections.abc import Mapping
from functools import cache

from desktop.basics.i18n import N_, _, language

_TERMS: Mapping[str, str] = {
    "Accrued": N_("What deliveries of the quarter put into the fund."),
    "Adopted": N_("Suggestions that the client took up, of those that were put to it."),
    "At stake": N_("What a ruling today would take: the fund, and payouts not paid yet."),
    "Basic profit": N_("The part of the profit that is given back on the spot at each purchase."),
    "Brought a day": N_("The mean effect of those measured, against shops of their kind."),
    "Carried": N_("Nothing is due this quarter; what there is goes over into the next."),
    "Claim code": N_("Sixteen digits, shown once; a reward is paid only against them."),
    "Class": N_("How often it is visited: A most often, C least; the rules hold the days."),
    "Clauses": N_("The text of the contract; it is frozen as the agreement is approved."),
    "Closing": N_("What stands in the fund at the end of the quarter, after its settlement."),
    "Display": N_("How the products stand in the shop."),
    "Effect": N_("What it brought a day after it was adopted, against shops of its kind."),
    "Expected effect": N_("What we count on, so that it can be held against what came."),
    "Facings": N_("How many of it stand side by side at the front of the shelf."),
    "First order": N_("What the shop takes to begin with."),
    "Forfeited": N_("What rulings took because agreed prices were broken."),
    "Fund": N_("The price-protection fund: a share of each purchase, returned each quarter."),
    "Held": N_("A case waits for its ruling: nothing is settled until then."),
    "Households": N_("Homes within reach of the shop: they are its customers."),
    "How it is said": N_("In words that this shopkeeper understands and likes."),
    "In the fund": N_("The fund as it stands today, before any settlement."),
    "Leads the lines": N_("Lines that this shop leads and its neighbours don't."),
    "Lowest price": N_("Sold under this price, the agreement is broken."),
    "Margin": N_("What the shop earns of the retail price."),
    "Opening": N_("What stood in the fund as the quarter began."),
    "Owes us": N_("Goods delivered and not paid yet; with a minus we owe the client."),
    "Own basic": N_("A product's own rate, in place of the agreement's."),
    "Own fund": N_("A product's own rate, in place of the agreement's."),
    "Paper's day": N_("The day that stands on the paper: it decides rates and quarter."),
    "Protected": N_("The lowest price that the client's agreement protects."),
    "Returned": N_("What returns took out of the fund again."),
    "Reward": N_("What a reporter gets of what a ruling took."),
    "Settled": N_("Due in full, and handed to the cashier."),
    "Settled, to be paid": N_("Of settled quarters, not paid out yet."),
    "Spending power": N_("What the people who buy there can spend."),
    "Suggestion": N_("One a visit, settled with the manager before it."),
    "Expected": N_("Small numbers are drawn to the office's mean: no lucky shop leads."),
    "To be expected": N_("Small numbers are drawn to the office's mean: no lucky shop leads."),
    "To the pool": N_("Taken by a ruling, and nobody to reward."),
    "Trade's margin": N_("What the trade earns on average with such goods."),
}


def tip_of(label: str) -> str:
    """The sentence of the term that a label names on screen; empty for any other label."""
    return _known(language()).get(label, "")


@cache
def _known(_language: str) -> Mapping[str, str]:
    """The sentences by the labels of the language in use."""
    return {_(term): _(sentence) for term, sentence in _TERMS.items()}
