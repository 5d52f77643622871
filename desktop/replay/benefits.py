"""Benefits and rebate plans in a scenario (B1-B3)."""

from desktop.basics.drafts.benefit import BenefitDraft, GivenGoods, HandoverDraft, PromiseDraft
from desktop.basics.drafts.rebate import CLIENTS, GOODS, Band, RebateDraft
from desktop.basics.errors import Refused
from desktop.basics.fields import drafted
from desktop.basics.i18n import _
from desktop.replay.action import Action
from desktop.replay.doing import Values, drafting, on
from desktop.replay.fields import amount, day, many, rate, readers, record, whole, words
from desktop.replay.names import Names
from desktop.services import benefits, rebates
from desktop.services.office import Office

_REF = {"ref": words}
_PLAN, _OF_PLAN = readers(RebateDraft)
_BAND = record({"from": lambda value: value}, {"rate": rate, "each": amount})
_PROMISED, _OF_PROMISED = readers(PromiseDraft)


def deliver_benefit(office: Office, names: Names, values: Values) -> int:
    """A benefit that was promised, or one that wasn't: whose and what it is is then said here."""
    goods = [GivenGoods(**one) for one in values.get("goods", ())]
    own = ("client", "kind")
    if "promise" in values:
        for name in own:
            if name in values:
                message = _("There is no field “{field}” here.").format(field=name)
                raise Refused("invalid", message, name)
        key = names.id("benefit", values["promise"])
        benefits.keep_promise(office, key, drafted(HandoverDraft, values, goods=goods))
        return key
    for name in (*own, "cost"):
        if name not in values:
            raise Refused("invalid", _("The field “{field}” is missing.").format(field=name), name)
    return benefits.deliver_benefit(office, drafted(BenefitDraft, values, goods=goods))


def draft_rebate(office: Office, _names: Names, values: Values) -> int:
    """A plan; what its base is decides how its thresholds are written."""
    read = whole if values["base"] == "quantity" else amount
    bands = []
    for one in values["bands"]:
        try:
            threshold = read(one["from"])
        except ValueError as error:
            message = _("The field “{field}” cannot be {value}.")
            told = message.format(field="from", value=one["from"])
            raise Refused("invalid", told, "bands") from error
        bands.append(Band(threshold, one.get("rate"), one.get("each")))
    named = {kind: values[kind] for kind in (*GOODS, *CLIENTS) if kind in values}
    return rebates.draft_rebate(office, drafted(RebateDraft, values, bands=bands, **named))


def confirm_rebate(office: Office, names: Names, values: Values) -> None:
    """A plan; its promises have its name and their clients' codes, which nothing else may have."""
    ref = values["ref"]
    with office.batch() as together, together.transaction("rebate.confirm"):
        promises = rebates.confirm_rebate(together, names.id("rebate", ref))
        named = {f"{ref}:{code}": key for code, key in promises.items()}
        for name in named:
            if names.is_taken("benefit", name):
                message = _("The file has a {ref} already.").format(ref=name)
                raise Refused("duplicate", message, "ref")
    for name, key in named.items():
        names.known["benefit", name] = key


PROMISES: dict[str, Action] = {
    "benefit.promise": Action(
        drafting(benefits.promise_benefit, PromiseDraft),
        _REF | _PROMISED,
        _OF_PROMISED,
        makes="benefit",
    ),
    "benefit.sign": Action(
        on("benefit", benefits.sign_benefit, "dated", ref="benefit"),
        {"benefit": words},
        {"dated": day},
    ),
    "benefit.withdraw": Action(
        on("benefit", benefits.withdraw_benefit, "reason", ref="promise"),
        {"promise": words, "reason": words},
    ),
    "asset.end": Action(
        on("benefit", benefits.end_benefits_asset, "how", "reason", ref="benefit"),
        {"benefit": words, "how": words, "reason": words},
    ),
    "rebate.draft": Action(
        draft_rebate,
        _REF | _PLAN | {"bands": many(_BAND)},
        _OF_PLAN | dict.fromkeys((*GOODS, *CLIENTS), many(words)),
        makes="rebate",
    ),
    "rebate.approve": Action(on("rebate", rebates.approve_rebate), _REF),
    "rebate.reckon": Action(on("rebate", rebates.reckon_rebate), _REF),
    "rebate.confirm": Action(confirm_rebate, _REF),
    "rebate.deliver": Action(
        on("rebate", rebates.deliver_rebate, "paid_by"), _REF, {"paid_by": words}
    ),
}
