"""The words of the audit trail: what was done, to what kind of record, and which of its facts."""

from collections.abc import Mapping
from typing import Any

from desktop.basics.drafts.agreement import AgreementDraft
from desktop.basics.drafts.area import AreaDraft
from desktop.basics.drafts.assortment import AssortmentDraft
from desktop.basics.drafts.benefit import BenefitDraft
from desktop.basics.drafts.case import CaseDraft
from desktop.basics.drafts.client import ClientDraft
from desktop.basics.drafts.margin import MarginDraft
from desktop.basics.drafts.office import ProfileDraft, UpdatesDraft
from desktop.basics.drafts.opening import OpeningDraft
from desktop.basics.drafts.order import OrderDraft
from desktop.basics.drafts.product import ProductDraft
from desktop.basics.drafts.promotion import PromotionDraft
from desktop.basics.drafts.proposal import ProposalDraft
from desktop.basics.drafts.rebate import RebateDraft
from desktop.basics.drafts.route_plan import RoutePlanDraft
from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.staff import StaffDraft
from desktop.basics.drafts.suggestion import SuggestionDraft
from desktop.basics.drafts.survey import SurveyDraft
from desktop.basics.drafts.trial import TrialDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.drafts.visit_plan import VisitPlanDraft
from desktop.basics.fields import Editable, editable
from desktop.basics.i18n import N_, _
from desktop.basics.order_key import order_key

_ACTIONS: Mapping[str, str] = {
    "agreement.approve": N_("agreement approved"),
    "agreement.discard": N_("agreement draft thrown away"),
    "agreement.amend": N_("amendment drafted by the plan"),
    "agreement.draft": N_("agreement drafted"),
    "agreement.edit": N_("agreement draft changed"),
    "agreement.return": N_("agreement sent back"),
    "agreement.sign": N_("agreement signed"),
    "agreement.submit": N_("agreement handed to a manager"),
    "agreement.take_back": N_("agreement taken back by its drafter"),
    "agreement.void": N_("agreement made void"),
    "agreement.terminate": N_("agreement ended early"),
    "area.set": N_("area set"),
    "asset.end": N_("sign or rack ended"),
    "attach": N_("file attached"),
    "benefit.cancel": N_("benefit cancelled"),
    "benefit.deliver": N_("benefit given"),
    "benefit.promise": N_("benefit promised"),
    "benefit.sign": N_("benefit signed for"),
    "benefit.withdraw": N_("promise withdrawn"),
    "case.accept": N_("report accepted"),
    "case.dismiss": N_("report dismissed"),
    "case.overturn": N_("ruling overturned"),
    "case.read_reporters": N_("who reported was read"),
    "case.report": N_("violation reported"),
    "case.rule": N_("violation ruled on"),
    "clauses.edit": N_("clauses changed"),
    "client.add": N_("client added"),
    "client.close": N_("client closed"),
    "client.edit": N_("client file changed"),
    "collection.cancel": N_("collection cancelled"),
    "collection.record": N_("money taken"),
    "delivery.cancel": N_("delivery cancelled"),
    "delivery.record": N_("delivery recorded"),
    "holiday.set": N_("holiday set"),
    "import": N_("list brought in"),
    "import.take_back": N_("list taken back"),
    "letter.answer": N_("balance letter answered"),
    "letter.reopen": N_("answer to a balance letter taken away"),
    "letter.send": N_("balance letters written"),
    "office.edit": N_("office profile changed"),
    "office.move": N_("office moved elsewhere"),
    "office.move_back": N_("office worked in here again"),
    "office.review": N_("legal review entered"),
    "opening.approve": N_("opening balance approved"),
    "opening.discard": N_("opening balance thrown away"),
    "opening.set": N_("opening balance entered"),
    "margin.set": N_("trade's margin set"),
    "order.add": N_("order taken"),
    "order.cancel": N_("order cancelled"),
    "order.change": N_("order changed"),
    "paper.issue": N_("paper issued"),
    "patrol.record": N_("patrol recorded"),
    "payout.cancel": N_("payout cancelled"),
    "payout.pay": N_("payout paid"),
    "plan.keep": N_("what to push computed"),
    "product.add": N_("product added"),
    "product.edit": N_("product changed"),
    "product.picture": N_("picture of a product"),
    "map.ground": N_("picture below the map"),
    "product.price": N_("price set"),
    "promotion.add": N_("promotion allowed"),
    "promotion.end": N_("promotion ended"),
    "proposal.answer": N_("proposal answered by the client"),
    "proposal.compute": N_("proposal drafted"),
    "proposal.confirm": N_("proposal confirmed"),
    "proposal.discard": N_("proposal thrown away"),
    "proposal.edit": N_("proposal draft changed"),
    "proposal.order": N_("first order taken from a proposal"),
    "proposal.present": N_("proposal presented"),
    "proposal.take_up": N_("agreement drafted from a proposal"),
    "rebate.approve": N_("rebate plan approved"),
    "rebate.confirm": N_("rebate plan confirmed"),
    "rebate.deliver": N_("rebates paid"),
    "rebate.discard": N_("rebate plan thrown away"),
    "rebate.draft": N_("rebate plan drafted"),
    "rebate.reckon": N_("rebate plan reckoned"),
    "refund.pay": N_("credit paid out"),
    "return.cancel": N_("return cancelled"),
    "return.record": N_("return recorded"),
    "reward.lapse": N_("reward lapsed"),
    "reward.pay": N_("reward paid"),
    "rule.edit": N_("assortment rule changed"),
    "rule.remove": N_("assortment rule removed"),
    "route.move": N_("client moved on a route plan"),
    "route.put": N_("route plan put in force"),
    "rule.set": N_("assortment rule set"),
    "rule.start": N_("shipped assortment rules taken"),
    "rules.change": N_("rules changed"),
    "run.arrange": N_("day arranged on its board"),
    "run.change": N_("run changed"),
    "run.close": N_("run closed"),
    "run.discard": N_("run thrown away"),
    "run.load": N_("run loaded"),
    "run.plan": N_("run planned"),
    "run.take_cash": N_("cash of a run taken"),
    "run.unserved": N_("order came back unserved"),
    "settlement.approve": N_("settlement approved"),
    "settlement.discard": N_("settlement draft thrown away"),
    "settlement.post": N_("settlement posted"),
    "settlement.prepare": N_("settlement prepared"),
    "settlement.return": N_("settlement sent back"),
    "settlement.submit": N_("settlement handed to a manager"),
    "settlement.take_back": N_("settlement taken back by its preparer"),
    "staff.add": N_("person added"),
    "staff.edit": N_("person changed"),
    "staff.password": N_("password changed"),
    "stock.count": N_("lot counted"),
    "stock.receive": N_("stock received"),
    "stock.start": N_("first count posted"),
    "stock.write_off": N_("stock written off"),
    "trial.call_off": N_("trial called off"),
    "trial.draw": N_("trial drawn"),
    "trial.submit": N_("suggestions of a trial handed to a manager"),
    "suggestion.confirm": N_("suggestion confirmed"),
    "suggestion.discard": N_("suggestion draft thrown away"),
    "suggestion.edit": N_("suggestion draft changed"),
    "suggestion.prepare": N_("suggestion prepared"),
    "suggestion.return": N_("suggestion sent back"),
    "suggestion.review": N_("suggestion reviewed"),
    "suggestion.submit": N_("suggestion handed to a manager"),
    "suggestion.take_back": N_("suggestion taken back by its preparer"),
    "suggestion.withdraw": N_("suggestion withdrawn"),
    "survey.record": N_("survey recorded"),
    "upgrade": N_("program renewed"),
    "vehicle.add": N_("vehicle added"),
    "vehicle.edit": N_("vehicle changed"),
    "visit.change": N_("visit plan changed"),
    "visit.discard": N_("visit plan thrown away"),
    "visit.fail": N_("visit failed"),
    "visit.plan": N_("visits planned"),
    "visit.record": N_("visit recorded"),
    "visit.release": N_("visit plan released"),
    "visit.release_ready": N_("visit plan released without some clients"),
    "words.edit": N_("words to choose from changed"),
    "words.start": N_("starter set of words taken"),
}
RECORDS: Mapping[str, str] = {
    "agreement": N_("agreement"),
    "area": N_("area"),
    "asset": N_("sign or rack"),
    "assortment_rule": N_("assortment rule"),
    "attachment": N_("file"),
    "balance_letter": N_("balance letter"),
    "benefit": N_("benefit"),
    "clause_template": N_("clauses"),
    "category_margin": N_("trade's margin"),
    "client": N_("client"),
    "client_order": N_("order"),
    "collection": N_("collection"),
    "delivery": N_("delivery"),
    "goods_return": N_("return"),
    "holiday": N_("holiday"),
    "issued_paper": N_("paper"),
    "lot": N_("lot"),
    "moved_office": N_("office moved"),
    "office_profile": N_("office"),
    "opening": N_("opening balance"),
    "paper_print": N_("print of a paper"),
    "patrol": N_("patrol"),
    "payout": N_("payout"),
    "plan": N_("computed plan"),
    "price": N_("price"),
    "product": N_("product"),
    "product_picture": N_("picture"),
    "map_ground": N_("picture below the map"),
    "promotion": N_("promotion"),
    "proposal": N_("proposal"),
    "rebate_amount": N_("rebate of a client"),
    "rebate_plan": N_("rebate plan"),
    "receipt": N_("receipt of goods"),
    "refund": N_("credit refunded"),
    "reporter": N_("reporter"),
    "rule": N_("rule"),
    "route_line": N_("client on a route plan"),
    "route_plan": N_("route plan"),
    "run": N_("run"),
    "run_lot": N_("lot on a run"),
    "settlement": N_("settlement"),
    "staff": N_("person"),
    "stock_move": N_("stock move"),
    "stock_start": N_("first count"),
    "suggestion": N_("suggestion"),
    "survey": N_("survey"),
    "trial": N_("trial"),
    "trial_shop": N_("shop of a trial"),
    "vehicle": N_("vehicle"),
    "violation": N_("case"),
    "visit": N_("visit"),
    "visit_plan": N_("visit plan"),
    "word_lists": N_("words to choose from"),
}
# The drafts whose fields say what they are called, by table; the facts of all others stand below.
_DRAFTS: Mapping[str, type[Any]] = {
    "agreement": AgreementDraft,
    "area": AreaDraft,
    "assortment_rule": AssortmentDraft,
    "benefit": BenefitDraft,
    "category_margin": MarginDraft,
    "client": ClientDraft,
    "client_order": OrderDraft,
    "office_profile": ProfileDraft,
    "opening": OpeningDraft,
    "product": ProductDraft,
    "promotion": PromotionDraft,
    "proposal": ProposalDraft,
    "rebate_plan": RebateDraft,
    "route_plan": RoutePlanDraft,
    "run": RunDraft,
    "staff": StaffDraft,
    "suggestion": SuggestionDraft,
    "survey": SurveyDraft,
    "trial": TrialDraft,
    "vehicle": VehicleDraft,
    "violation": CaseDraft,
    "visit_plan": VisitPlanDraft,
}
# What is set of a record in a form of its own.
_BESIDES: Mapping[str, type[Any]] = {"office_profile": UpdatesDraft}
_FACTS: Mapping[str, str] = {
    "active_since": N_("active since"),
    "added_on": N_("added on"),
    "adopted_on": N_("adopted on"),
    "amount_fen": N_("amount"),
    "answer_reason": N_("the client's reason"),
    "approved_on": N_("approved on"),
    "arrived": N_("arrived"),
    "base": N_("what counts"),
    "basic_fen": N_("basic profit"),
    "basic_rate": N_("basic rate"),
    "cancel_reason": N_("why cancelled"),
    "cancelled_on": N_("cancelled on"),
    "cash_difference_fen": N_("cash difference"),
    "cash_open": N_("cash still to be settled"),
    "cash_reason": N_("why the cash differs"),
    "changed_on": N_("changed on"),
    "clause_text": N_("clauses"),
    "clients": N_("with clients"),
    "close_reason": N_("why it differs"),
    "closed_on": N_("closed on"),
    "closing_reason": N_("why closed"),
    "condition": N_("condition"),
    "confirmed_on": N_("confirmed on"),
    "dated": N_("paper's day"),
    "day": N_("day"),
    "decided_on": N_("decided on"),
    "delivered_on": N_("delivered on"),
    "dense_outlets": N_("outlets in a dense place"),
    "density_reason": N_("why one more shop here"),
    "difference": N_("difference"),
    "drafted_on": N_("drafted on"),
    "due": N_("due day"),
    "end_reason": N_("why it ended"),
    "ended_how": N_("how it ended"),
    "ended_on": N_("ended on"),
    "entry_number": N_("entry"),
    "expires": N_("expires"),
    "free": N_("free goods"),
    "from_place": N_("from"),
    "fund_fen": N_("fund"),
    "fund_rate": N_("fund rate"),
    "given_fen": N_("worth of the gift"),
    "handed_fen": N_("cash handed over"),
    "handed_on": N_("cash handed over on"),
    "kind": N_("kind"),
    "line": N_("line"),
    "loaded_on": N_("loaded on"),
    "locked": N_("locked"),
    "mark": N_("mark"),
    "means": N_("means"),
    "method": N_("method"),
    "made_on": N_("made on"),
    "months": N_("months"),
    "must": N_("must"),
    "moved_on": N_("moved on"),
    "name": N_("name"),
    "pins": N_("pinned by"),
    "number": N_("number"),
    "ordered_on": N_("ordered on"),
    "paid_on": N_("paid on"),
    "payout_fen": N_("paid out"),
    "place": N_("place"),
    "planned_on": N_("planned on"),
    "pool_fen": N_("pool"),
    "posted_on": N_("posted on"),
    "paper": N_("maker's paper"),
    "prepared_on": N_("prepared on"),
    "presented_on": N_("presented on"),
    "price_fen": N_("price"),
    "promised_fen": N_("promised"),
    "promised_on": N_("promised on"),
    "protected_fen": N_("protected price"),
    "quantity": N_("quantity"),
    "quarter": N_("quarter"),
    "reason": N_("reason"),
    "reckoned_on": N_("reckoned on"),
    "received": N_("received"),
    "received_on": N_("received on"),
    "recorded_on": N_("recorded on"),
    "refused_because": N_("refused because"),
    "released_on": N_("released on"),
    "reported_on": N_("reported on"),
    "return_word": N_("word on return"),
    "returned_on": N_("sent back on"),
    "review_by": N_("reviewed by"),
    "review_ground": N_("ground of the review"),
    "review_on": N_("reviewed on"),
    "review_until": N_("review valid until"),
    "review_word": N_("word of the review"),
    "reviewed_on": N_("reviewed on"),
    "rewarded_on": N_("rewarded on"),
    "reward_fen": N_("reward"),
    "reward_state": N_("state of the reward"),
    "ruled_on": N_("ruled on"),
    "runs": N_("on runs"),
    "set_on": N_("set on"),
    "seen_on": N_("seen on"),
    "signed_on": N_("signed on"),
    "started_on": N_("started on"),
    "state": N_("state"),
    "submitted_on": N_("submitted on"),
    "supply_fen": N_("supply"),
    "taken_at": N_("taken at"),
    "tag": N_("tag"),
    "terminated_on": N_("ended early on"),
    "text": N_("text"),
    "to_place": N_("to"),
    "unserved_on": N_("came back unserved on"),
    "unserved_reason": N_("why unserved"),
    "valid_from": N_("valid from"),
    "warehouse": N_("in the warehouse"),
    "withdraw_reason": N_("why withdrawn"),
    "withdrawn_on": N_("withdrawn on"),
    "words": N_("words"),
    "written_off": N_("written off"),
    "areas": N_("areas"),
    "buyer_groups": N_("groups of buyers"),
    "segments": N_("segments"),
    "shop_types": N_("kinds of shops"),
}


def action_words(action: str) -> str:
    """What was done."""
    return _(_ACTIONS.get(action, action))


def actions_in_order() -> list[str]:
    """All actions, in the order of their words."""
    return sorted(_ACTIONS, key=lambda action: order_key(action_words(action)))


def record_words(kind: str) -> str:
    """What kind of record it was done to; ``kind`` is its table."""
    return _(RECORDS.get(kind, kind))


def fact_words(kind: str, name: str) -> str | None:
    """What a fact of a kind of record is called; None for those that only programs read (ids)."""
    declared = _declared(kind, name)
    words = declared.words if declared else _FACTS.get(name)
    return None if words is None else _(words)


def fact_choices(kind: str, name: str) -> Mapping[str, str] | None:
    """The words of a fact that is one of a few; None for any other."""
    declared = _declared(kind, name)
    return declared.choices if declared else None


def fact_said(kind: str, name: str, value: int) -> str | None:
    """A fact that is kept in another unit than it is read in; None for any other."""
    declared = _declared(kind, name)
    return declared.said(value) if declared and declared.kind == "minutes" else None


def _declared(kind: str, name: str) -> Editable | None:
    drafts = [one[kind] for one in (_DRAFTS, _BESIDES) if kind in one]
    fields = (one for draft in drafts for one in editable(draft))
    return next((one for one in fields if one.name == name), None)
