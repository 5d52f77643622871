"""The actions of the second wave: a scenario that uses one of them is told more of the state."""

from desktop.basics.drafts.assortment import AssortmentDraft
from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.replay.action import Action
from desktop.replay.doing import close_client, drafting, on, plan_run
from desktop.replay.fields import many, readers, text, truth, whole, words
from desktop.services import assortment, orders, runs, suggestions

_REF = {"ref": words}
_RUN, _OF_RUN = readers(RunDraft)

_RULE, _OF_RULE = readers(AssortmentDraft)

SECOND_WAVE: dict[str, Action] = {
    "client.close": Action(close_client, {"client": words}, {"reason": text, "successor": words}),
    "order.cancel": Action(on("order", orders.cancel_order, "reason"), _REF, {"reason": text}),
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
