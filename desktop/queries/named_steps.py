"""What is found by its words though it stands deeper: steps of documents, papers, and other words.

Each leads to the page where it is done (Ctrl+K).
"""

from collections.abc import Callable, Iterator, Mapping

from desktop.basics.i18n import N_, _
from desktop.queries.found import Found
from desktop.queries.words import PAPERS

# The action, what its button says, and the page on which it stands.
STEPS: tuple[tuple[str, str, str], ...] = (
    ("agreement.amend", N_("Draft the amendment, then the next"), "lines"),
    ("agreement.approve", N_("Approve, then the next"), "agreements"),
    ("agreement.edit", N_("Edit"), "agreements"),
    ("agreement.return", N_("Send back"), "agreements"),
    ("agreement.sign", N_("Record the signature"), "agreements"),
    ("agreement.submit", N_("Submit"), "agreements"),
    ("agreement.terminate", N_("Terminate"), "agreements"),
    ("asset.end", N_("End the sign or rack"), "benefits"),
    ("benefit.cancel", N_("Cancel this benefit"), "benefits"),
    ("benefit.deliver", N_("Deliver"), "benefits"),
    ("benefit.sign", N_("Record the signature"), "benefits"),
    ("benefit.withdraw", N_("Withdraw the promise"), "benefits"),
    ("case.accept", N_("Accept and freeze the fund"), "cases"),
    ("case.dismiss", N_("Dismiss"), "cases"),
    ("case.overturn", N_("Overturn on appeal"), "cases"),
    ("case.read_reporters", N_("Show who reported"), "cases"),
    ("case.rule", N_("Give the ruling"), "cases"),
    ("client.close", N_("Close this client"), "clients"),
    ("collection.cancel", N_("Cancel this collection"), "payments"),
    ("delivery.cancel", N_("Cancel this delivery"), "deliveries"),
    ("delivery.record", N_("Enter the results"), "runs"),
    ("delivery.record", N_("Record its delivery"), "orders"),
    ("letter.answer", N_("Enter the slip"), "letters"),
    ("letter.reopen", N_("Take the answer away"), "letters"),
    ("opening.approve", N_("Approve the opening balance"), "fund"),
    ("opening.discard", N_("Discard the opening balance"), "fund"),
    ("order.cancel", N_("Cancel this order"), "orders"),
    ("order.change", N_("Change"), "orders"),
    ("payout.cancel", N_("Cancel this payout"), "payouts"),
    ("payout.pay", N_("Pay the client"), "payouts"),
    ("product.price", N_("New price"), "products"),
    ("promotion.end", N_("End a promotion"), "settings"),
    ("proposal.answer", N_("The client's answer"), "proposals"),
    ("proposal.confirm", N_("Confirm, then the next"), "proposals"),
    ("proposal.edit", N_("Edit"), "proposals"),
    ("proposal.order", N_("Take its first order"), "proposals"),
    ("proposal.present", N_("Presented to the client"), "proposals"),
    ("proposal.take_up", N_("Agreement and first order"), "proposals"),
    ("rebate.approve", N_("Approve"), "rebates"),
    ("rebate.confirm", N_("Confirm"), "rebates"),
    ("rebate.deliver", N_("Pay all"), "rebates"),
    ("rebate.reckon", N_("Reckon"), "rebates"),
    ("return.cancel", N_("Cancel a return"), "deliveries"),
    ("return.record", N_("Take goods back"), "deliveries"),
    ("reward.lapse", N_("Lapse a reward"), "cases"),
    ("reward.pay", N_("Pay a reward"), "cases"),
    ("rule.edit", N_("Edit"), "assortment"),
    ("rule.remove", N_("Remove this rule"), "assortment"),
    ("run.change", N_("Change"), "runs"),
    ("run.close", N_("Close this run"), "runs"),
    ("run.discard", N_("Throw this run away"), "runs"),
    ("run.load", N_("Loaded"), "runs"),
    ("run.plan", N_("Put on a run"), "orders"),
    ("run.take_cash", N_("Take the cash"), "runs"),
    ("run.unserved", N_("Came back unserved"), "orders"),
    ("settlement.approve", N_("Approve"), "settlements"),
    ("settlement.post", N_("Post"), "settlements"),
    ("settlement.return", N_("Return to draft"), "settlements"),
    ("settlement.submit", N_("Submit"), "settlements"),
    ("staff.edit", N_("New password"), "staff"),
    ("stock.count", N_("Count"), "stock"),
    ("stock.receive", N_("Receive"), "stock"),
    ("stock.write_off", N_("Write off"), "stock"),
    ("suggestion.confirm", N_("Confirm, then the next"), "suggestions"),
    ("suggestion.return", N_("Return"), "suggestions"),
    ("suggestion.review", N_("Review"), "suggestions"),
    ("suggestion.submit", N_("Submit"), "suggestions"),
    ("suggestion.withdraw", N_("Withdraw"), "suggestions"),
    ("trial.call_off", N_("Call off"), "trials"),
    ("trial.submit", N_("Hand in the half whose time has come"), "trials"),
    ("vehicle.edit", N_("Change"), "vehicles"),
    ("visit.change", N_("Change"), "visits"),
    ("visit.discard", N_("Throw this plan away"), "visits"),
    ("visit.record", N_("Enter the results"), "visits"),
    ("visit.release", N_("Release"), "visits"),
    ("visit.release_ready", N_("Release without those that lack one"), "visits"),
    ("words.start", N_("Take the starter set"), "settings"),
)
# Where each paper is printed.
PRINTED: Mapping[str, str] = {
    "balance_letter": "letters",
    "benefit_receipt": "benefits",
    "client_file": "clients",
    "contract": "agreements",
    "delivery_note": "deliveries",
    "manifest": "runs",
    "payout_voucher": "payouts",
    "proposal": "proposals",
    "rebate_sheet": "rebates",
    "receipt": "payments",
    "ruling": "cases",
    "statement": "fund",
    "survey_form": "proposals",
    "visit_sheet": "visits",
}
# What else people call it, parted by blanks: a page, or what is begun there.
ALSO: Mapping[str, str] = {
    "agreements": N_("contract sign"),
    "benefits": N_("gift display"),
    "calendar": N_("deliver today"),
    "cases": N_("diversion report"),
    "clients": N_("shop customer"),
    "deliveries": N_("delivery sign-off"),
    "import": N_("excel bring-in"),
    "letters": N_("reconcile statement"),
    "orders": N_("goods order-taking"),
    "payments": N_("collect refund"),
    "payouts": N_("redeem"),
    "products": N_("goods price-change"),
    "refund": N_("refund pay-back"),
    "reports": N_("statistics ranking"),
    "runs": N_("dispatch manifest-printing"),
    "staff": N_("account password-reset"),
    "stock": N_("inventory count"),
}


def named_steps(
    fits: Callable[[str], bool], places: Mapping[str, str], may: Callable[[str], bool]
) -> Iterator[Found]:
    """What of it fits, as far as it is the person's."""
    for name, words in places.items():
        if not fits(words) and is_also(name, fits):
            yield Found(words, _("page"), name)
    on_page = _("on the page “{page}”")
    for action, words, page in STEPS:
        if page in places and may(action) and fits(_(words)):
            yield Found(_(words), on_page.format(page=places[page]), page)
    for kind, page in PRINTED.items():
        if page in places and fits(_(PAPERS[kind])):
            yield Found(_(PAPERS[kind]), on_page.format(page=places[page]), page)


def is_also(name: str, fits: Callable[[str], bool]) -> bool:
    """Whether one of the other words for a page, or for what is begun there, fits."""
    return name in ALSO and any(fits(one) for one in _(ALSO[name]).split())
