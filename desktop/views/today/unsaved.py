"""What this person typed on this computer and didn't save yet, with the way back to it."""

from dataclasses import dataclass
from datetime import date

from desktop.basics.i18n import N_, _
from desktop.views.kit.desk import Link
from desktop.views.kit.memory import Draft, Memory
from desktop.views.kit.words import joined

_MOST_SIGNS = 40
_CHANGE = N_("{page}: a change that isn't saved")

# The page of each noun in the keys of drafts (``order.change:12``), and what it is called there.
PAGES: dict[str, tuple[str, str]] = {
    "agreement": ("agreements", N_("Agreements")),
    "benefit": ("benefits", N_("Benefits")),
    "case": ("cases", N_("Violation cases")),
    "client": ("clients", N_("Client files")),
    "collection": ("payments", N_("Collections and refunds")),
    "delivery": ("orders", N_("Orders")),
    "letter": ("letters", N_("Balance letters")),
    "map": ("map", N_("Map")),
    "opening": ("fund", N_("Fund")),
    "order": ("orders", N_("Orders")),
    "patrol": ("visits", N_("Visits and patrols")),
    "payout": ("payouts", N_("Payouts")),
    "product": ("products", N_("Products and prices")),
    "proposal": ("proposals", N_("Product proposals")),
    "rebate": ("rebates", N_("Rebate plans")),
    "refund": ("payments", N_("Collections and refunds")),
    "return": ("deliveries", N_("Deliveries")),
    "rule": ("assortment", N_("Assortment rules")),
    "run": ("runs", N_("Runs")),
    "settings": ("settings", N_("Office and rules")),
    "settlement": ("settlements", N_("Quarterly settlement")),
    "staff": ("staff", N_("Staff")),
    "stock": ("stock", N_("Stock by lot")),
    "suggestion": ("suggestions", N_("Suggestions")),
    "survey": ("proposals", N_("Product proposals")),
    "trial": ("trials", N_("Trials")),
    "vehicle": ("vehicles", N_("Vehicles and drivers")),
    "visit": ("visits", N_("Visits and patrols")),
}
_WORDS = dict(PAGES.values())

# Forms of something new: the action that opens them where it isn't ``new``, and their words.
NEW: dict[str, tuple[str, str]] = {
    "agreement.new": ("new", N_("New agreement")),
    "benefit.new": ("new", N_("Give a benefit")),
    "benefit.promise": ("promise", N_("Promise a benefit")),
    "case.new": ("new", N_("Report a violation")),
    "client.new": ("new", N_("New client")),
    "collection.new": ("new", N_("Take money")),
    "letter.new": ("new", N_("Write letters")),
    "map.ground": ("", N_("A picture below the map")),
    "opening.new": ("new", N_("Opening balance")),
    "order.new": ("new", N_("New order")),
    "patrol.new": ("patrol", N_("Patrol")),
    "patrol.round": ("round", N_("Patrols of a round")),
    "product.new": ("new", N_("New product")),
    "product.pictures": ("", N_("Pictures of many products")),
    "proposal.by_hand": ("by_hand", N_("Proposal by hand")),
    "proposal.new": ("new", N_("New proposal")),
    "rebate.new": ("new", N_("New rebate plan")),
    "refund.new": ("refund", N_("Pay a credit")),
    "rule.new": ("new", N_("New rule")),
    "run.plan": ("new", N_("Plan a run")),
    "settlement.new": ("new", N_("Quarterly settlement")),
    "staff.new": ("new", N_("New person")),
    "suggestion.new": ("new", N_("New suggestion")),
    "survey.new": ("survey", N_("New survey")),
    "vehicle.add": ("new", N_("New vehicle")),
    "visit.plan": ("new", N_("Plan visits")),
    "trial.new": ("new", N_("New trial")),
}


@dataclass(frozen=True)
class Unsaved:
    """What was typed: what it is, the beginning of what stands there, and where it goes on."""

    words: str
    under: str
    link: Link


def unsaved(memory: Memory) -> list[Unsaved]:
    """All that is kept of this person's typing, as far as a page of the program holds it."""
    found = []
    for key in memory.drafts():
        place, draft = place_of(key), memory.draft(key)
        if place is not None and draft is not None:
            words, link = place
            found.append(Unsaved(words, _typed(draft), link))
    return found


def place_of(key: str) -> tuple[str, Link] | None:
    """What a draft's key is about, in words, and the way there; None where nothing knows it."""
    name, _colon, rest = key.partition(":")
    if name == "run.arrange":
        return _("The day board of {day}").format(day=rest), _board(rest)
    if name == "order.sheet":
        return _("An order from a sheet"), Link("orders")
    noun = name.partition(".")[0]
    page, words = PAGES.get(noun, (noun, _WORDS.get(noun, "")))
    if not words:
        return None
    if not rest:
        do, form = NEW.get(name, ("", words))
        return _(form), Link(page, do=do)
    return _(_CHANGE).format(page=_(words)), Link(page, int(rest) if rest.isdigit() else None)


def _board(day: str) -> Link:
    try:
        return Link("board", values=(("day", date.fromisoformat(day)),))
    except ValueError:
        return Link("board")


def _typed(draft: Draft) -> str:
    """The beginning of what was typed, as far as it is plain words."""
    fresh = [value for name, value in draft.values.items() if draft.read.get(name) != value]
    words = joined(*(word for word in map(_plain, fresh) if word))
    return words if len(words) <= _MOST_SIGNS else f"{words[:_MOST_SIGNS]}…"


def _plain(value: object) -> str:
    """What stands in a line of text or a look-up; lines of a document say nothing in short."""
    if isinstance(value, dict):
        value = value.get("text")
    return value.strip() if isinstance(value, str) else ""
