"""The words of states and choices, for those who may not know the records."""

from collections.abc import Iterable, Mapping
from datetime import date

from desktop.basics import roles
from desktop.basics.i18n import N_, _
from desktop.models import (
    agreement,
    balance_letter,
    benefit,
    case,
    client,
    ledger,
    order,
    payment,
    proposal,
    rebate,
    run,
    settlement,
    suggestion,
    trial,
    visit,
    word_list,
)

_STATES: dict[str, Mapping[str, str]] = {
    "agreement": agreement.AGREEMENT_STATES,
    "benefit": benefit.BENEFIT_STATES,
    "case": case.CASE_STATES,
    "client": client.CLIENT_STATES,
    "letter": balance_letter.LETTER_STATES,
    "order": order.ORDER_STATES,
    "payout": settlement.PAYOUT_STATES,
    "plan": visit.PLAN_STATES,
    "proposal": proposal.PROPOSAL_STATES,
    "rebate": rebate.REBATE_STATES,
    "reward": case.REWARD_STATES,
    "run": run.RUN_STATES,
    "settlement": settlement.SETTLEMENT_STATES,
    "standing": settlement.STANDING_WORDS,
    "trial": trial.TRIAL_STATES,
    "suggestion": suggestion.SUGGESTION_STATES,
    "visit": visit.VISIT_STATES,
    "document": order.Delivery.STATE_WORDS,
}

# What a form lets a person choose from: values with their msgids.
ROLES = {name: role.words for name, role in roles.ROLES.items()}
OUTCOMES: Mapping[str, str] = {
    name: suggestion.SUGGESTION_STATES[name] for name in suggestion.OUTCOMES
}
MEANS: Mapping[str, str] = payment.MEANS
SIGHTINGS: Mapping[str, str] = benefit.SIGHTINGS
ENDED: Mapping[str, str] = benefit.ENDED
ENDINGS: Mapping[str, str] = benefit.ENDINGS
CONDITIONS: Mapping[str, str] = order.CONDITIONS
DISPLAYS: Mapping[str, str] = visit.DISPLAYS
PAYOUT_METHODS: Mapping[str, str] = settlement.PAYOUT_METHODS
REPORTER_KINDS: Mapping[str, str] = case.REPORTER_KINDS
WORD_LISTS: Mapping[str, str] = word_list.WORD_LISTS
ACCOUNTS: Mapping[str, str] = {name: facts.words for name, facts in ledger.ACCOUNTS.items()}
PLACES: Mapping[str, str] = {
    "received": N_("received"),
    "difference": N_("counted difference"),
    "warehouse": N_("warehouse"),
    "runs": N_("run"),
    "clients": N_("clients"),
    "written_off": N_("written off"),
}
PAPERS: Mapping[str, str] = {
    "balance_letter": N_("balance letter"),
    "benefit_receipt": N_("benefit receipt"),
    "client_file": N_("client file"),
    "contract": N_("contract"),
    "delivery_note": N_("delivery note"),
    "layout": N_("places of a paper's boxes"),
    "manifest": N_("manifest"),
    "payout_voucher": N_("payout voucher"),
    "proposal": N_("product proposal"),
    "rebate_sheet": N_("rebate sheet"),
    "receipt": N_("receipt"),
    "ruling": N_("ruling"),
    "statement": N_("fund statement"),
    "survey_form": N_("survey form"),
    "visit_sheet": N_("visit sheet"),
}
ENTRY_KINDS = {name: facts.words for name, facts in ledger.ENTRY_KINDS.items()}


def state_word(kind: str, state: str) -> str:
    """A state's word on screen; ``kind`` is the noun, ``document`` a record that stands or not."""
    return _(_STATES[kind].get(state, state))


def no_unit_words(product: str, unit: str, units: Iterable[str]) -> str:
    """Why a product can't be had in a unit: it has only others."""
    message = _("{product} has no unit “{unit}”, only: {units}.")
    return message.format(product=product, unit=unit, units=_(", ").join(units))


def no_price_words(product: str, unit: str, day: date) -> str:
    """Why a product can't be ordered in one of its units (M4)."""
    message = _("{product} has no price for “{unit}” on {day}: enter the price first.")
    return message.format(product=product, unit=unit, day=day)
