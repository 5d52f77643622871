"""The actions of the second wave: a scenario that uses one of them is told more of the state."""

from desktop.basics.drafts.area import AreaDraft
from desktop.basics.drafts.assortment import AssortmentDraft
from desktop.basics.drafts.margin import MarginDraft
from desktop.basics.drafts.promotion import PromotionDraft
from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.replay.action import Action
from desktop.replay.benefits import PROMISES
from desktop.replay.doing import (
    change_order,
    change_run,
    close_client,
    close_run,
    drafting,
    given,
    leave_unserved,
    load_run,
    on,
    on_lot,
    plan_run,
    start_stock,
    take_cash,
)
from desktop.replay.fields import (
    amount,
    by_name,
    code,
    day,
    many,
    readers,
    record,
    text,
    truth,
    whole,
    words,
)
from desktop.services import (
    areas,
    assortment,
    margins,
    orders,
    promotions,
    runs,
    stock,
    suggestions,
)

_REF = {"ref": words}
ORDERED = record({"product": words, "unit": words, "quantity": whole}, {"free": truth})
_PROMOTION, _OF_PROMOTION = readers(PromotionDraft)
_RULE, _OF_RULE = readers(AssortmentDraft)
_RUN, _OF_RUN = readers(RunDraft)
_PICKED = record({"order": words, "line": whole, "lot": code, "quantity": whole})
_BACK = record({"product": words, "lot": code, "quantity": whole})
_COUNTED = record({"product": words, "lot": words, "expires": day, "quantity": whole})
_LOT = {"product": words, "lot": words, "quantity": whole, "reason": text}

SECOND_WAVE: dict[str, Action] = {
    **PROMISES,
    "client.close": Action(close_client, {"client": words}, {"reason": text, "successor": words}),
    "area.set": Action(drafting(areas.set_area, AreaDraft), *readers(AreaDraft)),
    "holiday.set": Action(given(areas.set_holiday, "date"), {"date": day}),
    "margin.set": Action(drafting(margins.set_margin, MarginDraft), *readers(MarginDraft)),
    "order.change": Action(change_order, {"order": words, "lines": many(ORDERED)}),
    "order.cancel": Action(
        on("order", orders.cancel_order, "reason", ref="order"), {"order": words}, {"reason": text}
    ),
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
    "run.discard": Action(on("run", runs.discard_run, ref="run"), {"run": words}),
    "run.change": Action(change_run, {"run": words, "orders": many(words)}),
    "run.load": Action(load_run, {"run": words}, {"short": truth, "picked": many(_PICKED)}),
    "run.unserved": Action(leave_unserved, {"run": words, "order": words}, {"reason": text}),
    "run.close": Action(
        close_run, {"run": words}, {"back": many(_BACK), "cash": amount, "reason": text}
    ),
    "run.take_cash": Action(take_cash, {"run": words, "cash": amount}, {"reason": text}),
    "stock.start": Action(start_stock, {"lots": many(_COUNTED)}),
    "stock.count": Action(on_lot(stock.count_lot), _LOT),
    "stock.write_off": Action(on_lot(stock.write_off), _LOT),
}
