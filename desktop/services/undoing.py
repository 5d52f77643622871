"""Which changes Ctrl+Z takes back, and why the others stay: each action is in one of the two."""

from collections.abc import Mapping

from desktop.basics.i18n import N_, _
from desktop.services.deeds import Deed

_IN_ITS_FORM = N_("Change it in its form.")

# What was saved in a form over what stood there before: saving that again takes it back; a picture
# is held as it was. The words are for a change of the same name that was made elsewhere.
TAKEN_BACK: Mapping[str, str] = {
    "agreement.edit": _IN_ITS_FORM,
    "client.edit": _IN_ITS_FORM,
    "clauses.edit": _IN_ITS_FORM,
    "map.ground": N_("Lay the picture below the map again, or remove it there."),
    "office.edit": _IN_ITS_FORM,
    "order.change": _IN_ITS_FORM,
    "product.edit": _IN_ITS_FORM,
    "proposal.edit": _IN_ITS_FORM,
    "rule.edit": _IN_ITS_FORM,
    "rules.change": _IN_ITS_FORM,
    "run.change": _IN_ITS_FORM,
    "staff.edit": N_("A password is kept nowhere as it was: give another “New password”."),
    "suggestion.edit": _IN_ITS_FORM,
    "vehicle.edit": _IN_ITS_FORM,
    "visit.change": _IN_ITS_FORM,
    "words.edit": _IN_ITS_FORM,
}
_POSTING = N_("It is posted; a posting is never taken away.")
_WAITS = N_("A manager has it now.")
_THOUGHT_AGAIN = N_("“Take back” what is wrong, until the manager decides.")
_THROWN = N_("What was thrown away stands in the audit trail alone.")
_DRAFT_AGAIN = N_("It is a draft again.")
_DECIDED = N_("It is decided, and others may act on it.")

# The others: why they stay, and what to do instead.
STAYS: Mapping[str, tuple[str, str]] = {
    "agreement.amend": (
        N_("It is a draft, which binds nobody."),
        N_("“Throw this draft away”, or edit it."),
    ),
    "agreement.approve": (
        _DECIDED,
        N_("“Make it void”, and draft another."),
    ),
    "agreement.discard": (
        _THROWN,
        N_("Draft the agreement anew."),
    ),
    "agreement.draft": (
        N_("It is a draft, which binds nobody."),
        N_("“Throw this draft away”, or edit it."),
    ),
    "agreement.return": (
        _DECIDED,
        N_("Whoever drafted it submits it again."),
    ),
    "agreement.sign": (
        N_("Both sides have signed it."),
        N_("“Terminate” the agreement, or renew it with other terms."),
    ),
    "agreement.submit": (
        _WAITS,
        _THOUGHT_AGAIN,
    ),
    "agreement.take_back": (_DRAFT_AGAIN, N_("“Submit” it again.")),
    "agreement.terminate": (N_("Today is its last day."), N_("Draft a new agreement.")),
    "agreement.void": (N_("Its number is used up."), N_("Draft the agreement anew.")),
    "area.set": (N_("Orders taken since are due by it."), N_("Set the area as it should be.")),
    "asset.end": (
        N_("What became of it stays on record."),
        N_("What is put there again is a new benefit."),
    ),
    "attach": (N_("A file that was attached is evidence."), N_("Attach the right one beside it.")),
    "benefit.cancel": (_POSTING, N_("Give the benefit anew.")),
    "benefit.deliver": (_POSTING, N_("Choose “Cancel this benefit” on its page, and say why.")),
    "benefit.promise": (N_("The client was told."), N_("“Withdraw the promise”, and say why.")),
    "benefit.sign": (
        N_("The client has signed for it."),
        N_("Choose “Cancel this benefit” on its page, and say why."),
    ),
    "benefit.withdraw": (N_("The client was told."), N_("Promise the benefit anew.")),
    "case.accept": (_DECIDED, N_("“Give the ruling”, and find that it isn't proven.")),
    "case.dismiss": (_DECIDED, N_("Report the violation again.")),
    "case.overturn": (_POSTING, N_("Report the violation again.")),
    "case.report": (
        N_("A report is not taken away from whoever made it."),
        N_("A manager can “Dismiss” it."),
    ),
    "case.read_reporters": (
        N_("Who read the names stays on record."),
        N_("They are hidden again when the window is left."),
    ),
    "case.rule": (
        _POSTING,
        N_("In time for an appeal, “Overturn on appeal” gives all back."),
    ),
    "check.sheet": (N_("A sheet that was printed is out."), N_("Print a new one.")),
    "client.add": (
        N_("Its code is given."),
        N_("Edit the client, or “Close this client”."),
    ),
    "client.close": (_DECIDED, N_("Add the client anew under another code.")),
    "collection.cancel": (_POSTING, N_("Take the money anew, on the paper's day.")),
    "collection.record": (
        _POSTING,
        N_("Choose “Cancel this collection” on its page, and say why."),
    ),
    "delivery.cancel": (_POSTING, N_("Record its delivery anew, from its order.")),
    "delivery.record": (_POSTING, N_("Choose “Cancel this delivery” on its page, and say why.")),
    "holiday.set": (
        N_("Orders due on it were moved."),
        N_("Tell the dispatcher: deliveries on the day are recorded all the same."),
    ),
    "import": (
        N_("Something rests on it by now, or another import came after it."),
        N_("Mend the list and bring it in again."),
    ),
    "import.take_back": (N_("It is as it was before."), N_("Bring the list in again.")),
    "letter.answer": (
        N_("What a slip says stays on record."),
        N_("“Take the answer away”, and enter it anew."),
    ),
    "letter.reopen": (N_("It is waited for again."), N_("“Enter the slip” again.")),
    "letter.send": (
        N_("A letter that was written has its number."),
        N_("Write another: it replaces the one that isn't answered."),
    ),
    "office.move": (
        N_("The office is in another database now."),
        N_("Open it there, or undo it: zhongxiao move --undo."),
    ),
    "office.move_back": (N_("The office is worked in here again."), N_("Move it once more.")),
    "office.review": (
        N_("Who reviewed the clauses stays on record."),
        N_("Enter the right review: the newest one counts."),
    ),
    "opening.approve": (_POSTING, N_("Set it right by a collection, a refund or a benefit.")),
    "opening.discard": (_THROWN, N_("Enter the opening balance anew.")),
    "opening.set": (_WAITS, N_("“Discard the opening balance”, and enter it anew.")),
    "margin.set": (
        N_("Proposals are measured against it from now on."),
        N_("Set the margins as they should be."),
    ),
    "order.add": (
        N_("Its number is given."),
        N_("“Change” the order, or “Cancel this order”."),
    ),
    "order.cancel": (N_("Its number is used up."), N_("Take the order anew.")),
    "paper.issue": (
        N_("A paper that was issued is out and counted."),
        N_("Cancel what is wrong on it, then print it anew."),
    ),
    "patrol.record": (
        N_("What was seen on a patrol stays on record."),
        N_("Record the patrol again with what is right."),
    ),
    "payout.cancel": (_POSTING, N_("Pay it anew.")),
    "payout.pay": (_POSTING, N_("Choose “Cancel this payout” on its page, and say why.")),
    "plan.keep": (N_("It was computed, by nobody's hand."), N_("It is computed anew each day.")),
    "product.add": (
        N_("Its code is given."),
        N_("Edit the product."),
    ),
    "product.picture": (
        N_("A picture that was replaced is kept nowhere."),
        N_("“Set the picture” again, or “Drop picture”."),
    ),
    "product.price": (
        N_("Prices are kept by the day they begin on."),
        N_("Set another “New price” from the same day: it counts instead."),
    ),
    "promotion.add": (N_("Prices are judged by it."), N_("“End a promotion”, and add another.")),
    "promotion.end": (_DECIDED, N_("Add the promotion anew.")),
    "proposal.answer": (N_("The client has answered."), N_("Draft a new proposal.")),
    "proposal.compute": (
        N_("It is a draft, which binds nobody."),
        N_("“Throw this draft away”, or edit it."),
    ),
    "proposal.confirm": (_DECIDED, N_("“Throw it away”, and draft a new proposal.")),
    "proposal.discard": (_THROWN, N_("Draft a new proposal.")),
    "proposal.order": (
        N_("Its number is given."),
        N_("“Change” the order, or “Cancel this order”."),
    ),
    "proposal.present": (N_("The client has seen it."), N_("Draft a new proposal.")),
    "proposal.take_up": (
        N_("It is a draft, which binds nobody."),
        N_("“Throw this draft away”, “Cancel this order”."),
    ),
    "rebate.approve": (_DECIDED, N_("“Throw it away”, and draft another plan.")),
    "rebate.confirm": (_DECIDED, N_("“Withdraw the promise” of whom it is wrong for.")),
    "rebate.deliver": (
        _POSTING,
        N_("Choose “Cancel this benefit” on the page of each, and say why."),
    ),
    "rebate.discard": (_THROWN, N_("Draft the plan anew.")),
    "rebate.draft": (
        N_("It is a draft, which binds nobody."),
        N_("“Throw it away”, and draft another plan."),
    ),
    "rebate.reckon": (N_("It says what stood then."), N_("Reckon it again.")),
    "refund.pay": (_POSTING, N_("Take the money back in as a collection.")),
    "return.cancel": (_POSTING, N_("“Take goods back” anew, on the delivery's page.")),
    "return.record": (
        _POSTING,
        N_("Choose “Cancel a return” on the delivery's page, and say why."),
    ),
    "reward.lapse": (_POSTING, N_("It went to the pool of rewards.")),
    "reward.pay": (_POSTING, N_("Whoever claimed it has it.")),
    "rule.remove": (_THROWN, N_("Set the rule anew.")),
    "route.move": (
        N_("The days to come are planned by it."),
        N_("Move the client back."),
    ),
    "route.put": (
        N_("The days to come are planned by it."),
        N_("Put another plan in force, from the same Monday."),
    ),
    "rule.set": (N_("A rule is kept as it was set."), N_("Set it again with what is right.")),
    "rule.start": (N_("They are rules like others."), N_("Change them, or remove what is wrong.")),
    "run.arrange": (
        N_("Others may load what was planned."),
        N_("Change the day on its board, and save it again."),
    ),
    "run.close": (
        _POSTING,
        N_("Count the lots that lie otherwise; a delivery can still be cancelled."),
    ),
    "run.take_cash": (
        N_("The driver has handed it over."),
        N_("Until its difference is booked, “Take the cash” again as it should be."),
    ),
    "run.discard": (N_("Its orders wait again."), N_("Plan the run anew.")),
    "run.load": (
        N_("Its manifest and notes are out."),
        N_("“Enter the results”; what wasn't delivered “Came back unserved”."),
    ),
    "run.plan": (
        N_("Its number is given."),
        N_("“Change” the run, or “Throw this run away”."),
    ),
    "run.unserved": (
        N_("The run went on without it."),
        N_("The order waits: “Put on a run”, or “Record its delivery”."),
    ),
    "settlement.approve": (_DECIDED, N_("“Send back” the settlement, and it is computed anew.")),
    "settlement.discard": (_THROWN, N_("Prepare the quarter anew.")),
    "settlement.post": (
        _POSTING,
        N_("What a ruling changes later is taken from the payouts."),
    ),
    "settlement.prepare": (
        N_("It is a draft, which binds nobody."),
        N_("“Throw this draft away”, and prepare the quarter anew."),
    ),
    "settlement.return": (_DECIDED, N_("Whoever prepared it submits it again.")),
    "settlement.submit": (
        _WAITS,
        _THOUGHT_AGAIN,
    ),
    "settlement.take_back": (_DRAFT_AGAIN, N_("“Submit” it again.")),
    "staff.add": (
        N_("Their code is given."),
        N_("Edit the person; somebody who doesn't work here is marked so."),
    ),
    "staff.password": (N_("A password is kept nowhere as it was."), N_("Choose another.")),
    "stock.count": (
        N_("A count stays in the book of stock."),
        N_("Count the lot again: the newest count counts."),
    ),
    "stock.receive": (
        N_("A receipt of goods stays in the book of stock."),
        N_("Receive what is lacking; tell of what is too much."),
    ),
    "stock.start": (N_("Stock is kept from now on."), N_("Count what lies otherwise.")),
    "stock.write_off": (
        N_("What is written off stays in the book of stock."),
        N_("Count the lot again, with what is there."),
    ),
    "suggestion.confirm": (_DECIDED, N_("“Withdraw” it; it is then prepared anew.")),
    "suggestion.discard": (
        _THROWN,
        N_("Prepare the suggestion anew."),
    ),
    "suggestion.prepare": (
        N_("It is a draft, which binds nobody."),
        N_("“Throw this draft away”, or edit it."),
    ),
    "suggestion.return": (_DECIDED, N_("Its preparer changes it and submits it again.")),
    "suggestion.review": (_DECIDED, N_("What was said about it stays on record.")),
    "suggestion.submit": (
        _WAITS,
        _THOUGHT_AGAIN,
    ),
    "suggestion.take_back": (_DRAFT_AGAIN, N_("“Submit” it again.")),
    "suggestion.withdraw": (_DECIDED, N_("Prepare the suggestion anew.")),
    "survey.record": (
        N_("A survey counts from its day."),
        N_("Record the survey again: the newest one counts."),
    ),
    "trial.call_off": (_DECIDED, N_("Draw another trial.")),
    "trial.draw": (
        N_("A trial is drawn once: whoever draws again chooses."),
        N_("“Call off” the trial, and say why."),
    ),
    "trial.submit": (
        _WAITS,
        N_("“Take back” each suggestion, until the manager decides."),
    ),
    "vehicle.add": (N_("Its code is given."), N_("It need not be put on a run.")),
    "visit.discard": (_THROWN, N_("Plan the visits anew.")),
    "visit.fail": (N_("The visit's result stays on record."), N_("Plan another visit.")),
    "visit.plan": (
        N_("It is a plan that isn't released yet."),
        N_("“Change” it, or “Throw this plan away”."),
    ),
    "visit.record": (N_("The visit's result stays on record."), N_("Plan another visit.")),
    "visit.release": (
        N_("Its sheet may be with the rep."),
        N_("A visit that doesn't take place gets “visit failed” as its result."),
    ),
    "visit.release_ready": (
        N_("Its sheet may be with the rep."),
        N_("Plan a visit of those that came off on another day."),
    ),
    "words.start": (N_("The words are in the lists."), N_("Take out of them what isn't wanted.")),
}


def why_it_stays(deed: Deed) -> str:
    """Why Ctrl+Z doesn't take a change back, and what to do instead."""
    if deed.action not in STAYS:
        return _(TAKEN_BACK.get(deed.action, _IN_ITS_FORM))
    why, instead = STAYS[deed.action]
    return _("{why} {instead}").format(why=_(why), instead=_(instead))
