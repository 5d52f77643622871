"""The actions of the second wave: a scenario that uses one of them is told more of the state."""

from desktop.basics.drafts.assortment import AssortmentDraft
from desktop.basics.drafts.promotion import PromotionDraft
from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.replay.action import Action
from desktop.replay.doing import close_client, drafting, on, plan_run
from desktop.replay.fields import amount, by_name, many, readers, text, truth, whole, words
from desktop.services import assortment, orders, promotions, runs, suggestions

_REF = {"ref": words}
_PROMOTION, _OF_PROMOTION = readers(PromotionDraft)
_RULE, _OF_RULE = readers(AssortmentDraft)
_RUN, _OF_RUN = readers(RunDraft)

SECOND_WAVE: dict[str, Action] = {
    "client.close": Action(close_client, {"client": words}, {"reason": text, "successor": words}),
    "order.cancel": Action(on("order", orders.cancel_order, "reason"), _REF, {"reason": text}),
    "promotion.add": Action(
        drafting(promotions.add_promotion, PromotionDraft, "prices", "clients"),
        _REF | _PROMOTION | {"prices": by_name(amount)},
        _OF_PROMOTION | {"clients": many(words)},
        makes="promotion",
    ),
    "promotion.end": Action(on("promotion", promotions.end_promotion), _REF),
    "suggestion.withdraw": Action(
        on("suggestion", suggestions.withdraw_suggestion, "reason"), _REF, {"reason": text}
    ),
    "rule.set": Action(
        drafting(assortment.set_rule, AssortmentDraft, "months", "must"),
        _RULE,
        _OF_RULE | {"months": many(whole), "must": truth},
    ),
    "vehicle.add": Action(drafting(runs.add_vehicle, VehicleDraft), *readers(VehicleDraft)),
    "run.plan": Action(plan_run, _REF | _RUN | {"orders": many(words)}, _OF_RUN, makes="run"),
    "run.load": Action(on("run", runs.load_run), _REF),
}
