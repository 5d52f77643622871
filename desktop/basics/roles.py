"""The roles of an office: what each is called, does all day, may do, and sees (E1, E6)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from desktop.basics.errors import Refused
from desktop.basics.i18n import N_, _


@dataclass(frozen=True)
class Role:
    """A role: its words (a msgid), and the pages of its daily work by name, in their order.

    ``calls`` says whether it calls people up, and so sees phone and ID numbers whole (E6).
    """

    words: str
    own: tuple[str, ...]
    calls: bool = True


ROLES: dict[str, Role] = {
    "rep": Role(N_("rep"), ("clients", "suggestions", "visits", "orders", "proposals")),
    "manager": Role(
        N_("manager"),
        ("suggestions", "agreements", "cases", "settlements", "clients", "reports"),
    ),
    "clerk": Role(
        N_("clerk"), ("clients", "orders", "agreements", "settlements", "products", "benefits")
    ),
    "dispatcher": Role(
        N_("dispatcher"), ("orders", "board", "runs", "deliveries", "stock", "products")
    ),
    "accountant": Role(
        N_("accountant"), ("settlements", "fund", "letters", "reports"), calls=False
    ),
    # Pays whoever stands there.
    "cashier": Role(N_("cashier"), ("payments", "payouts", "benefits", "cases"), calls=False),
    "administrator": Role(N_("administrator"), ("settings", "staff", "import", "backups")),
}

_OFFICE = ("clerk", "manager")
_FIELD = ("rep", "clerk", "manager")
_MANAGER = ("manager",)
_DISPATCH = ("dispatcher", "clerk")
_CASHIER = ("cashier",)
_LETTERS = ("accountant", "clerk")
_GIVES = ("clerk", "cashier")
_ADMINISTRATOR = ("administrator",)
_WORDS = ("clerk", "manager", "administrator")
_REVIEW = ("manager", "administrator")

MAY: dict[str, tuple[str, ...]] = {
    "staff.add": _ADMINISTRATOR,
    "staff.edit": _ADMINISTRATOR,
    "staff.password": tuple(ROLES),
    "import": _ADMINISTRATOR,
    "import.take_back": _ADMINISTRATOR,
    "office.edit": _ADMINISTRATOR,
    "office.move": _ADMINISTRATOR,
    "office.move_back": _ADMINISTRATOR,
    "rules.change": _ADMINISTRATOR,
    "office.review": _MANAGER,
    "product.add": _OFFICE,
    "product.edit": _OFFICE,
    "margin.set": _OFFICE,
    "product.price": _OFFICE,
    "product.picture": _OFFICE,
    "map.ground": _OFFICE,
    "client.add": _FIELD,
    "client.edit": _FIELD,
    "client.close": _FIELD,
    "opening.set": _OFFICE,
    "opening.discard": _OFFICE,
    "opening.approve": _MANAGER,
    "agreement.draft": _OFFICE,
    "agreement.edit": _OFFICE,
    "agreement.discard": _OFFICE,
    "agreement.amend": _OFFICE,
    "agreement.submit": _OFFICE,
    "agreement.take_back": _OFFICE,
    "agreement.return": _MANAGER,
    "agreement.approve": _MANAGER,
    "agreement.void": _MANAGER,
    "agreement.sign": _OFFICE,
    "agreement.terminate": _OFFICE,
    "order.add": _FIELD,
    "order.change": _FIELD,
    "order.cancel": _FIELD,
    "delivery.record": _DISPATCH,
    "delivery.cancel": _DISPATCH,
    "return.record": _DISPATCH,
    "return.cancel": _DISPATCH,
    "collection.record": _CASHIER,
    "collection.cancel": _CASHIER,
    "refund.pay": _CASHIER,
    "benefit.promise": _OFFICE,
    "benefit.deliver": _GIVES,
    "benefit.sign": _OFFICE,
    "benefit.withdraw": _OFFICE,
    "benefit.cancel": _GIVES,
    "asset.end": _OFFICE,
    "rebate.draft": _OFFICE,
    "rebate.discard": _OFFICE,
    "rebate.approve": _MANAGER,
    "rebate.reckon": _OFFICE,
    "rebate.confirm": _MANAGER,
    "rebate.deliver": _GIVES,
    "case.report": _FIELD,
    "case.accept": _MANAGER,
    "case.dismiss": _MANAGER,
    "case.read_reporters": _MANAGER,
    "case.rule": _MANAGER,
    "case.overturn": _MANAGER,
    "promotion.add": _MANAGER,
    "promotion.end": _MANAGER,
    "reward.pay": _CASHIER,
    "reward.lapse": _CASHIER,
    "settlement.prepare": _OFFICE,
    "settlement.discard": _OFFICE,
    "settlement.submit": _OFFICE,
    "settlement.take_back": _OFFICE,
    "settlement.return": _MANAGER,
    "settlement.approve": _MANAGER,
    "settlement.post": ("accountant",),
    "letter.send": _LETTERS,
    "letter.answer": _LETTERS,
    "letter.reopen": _LETTERS,
    "payout.pay": _CASHIER,
    "payout.cancel": _CASHIER,
    "plan.keep": _FIELD,
    "suggestion.prepare": _FIELD,
    "suggestion.edit": _FIELD,
    "suggestion.submit": _FIELD,
    "suggestion.take_back": _FIELD,
    "suggestion.return": _MANAGER,
    "suggestion.confirm": _MANAGER,
    "suggestion.withdraw": _MANAGER,
    "suggestion.discard": _FIELD,
    "suggestion.review": _FIELD,
    "trial.draw": _FIELD,
    "trial.submit": _FIELD,
    "trial.call_off": _FIELD,
    "visit.plan": _FIELD,
    "visit.change": _FIELD,
    "visit.discard": _FIELD,
    "visit.release": _FIELD,
    "visit.release_ready": _FIELD,
    "visit.record": _FIELD,
    "visit.fail": _FIELD,
    "route.put": _MANAGER,
    "route.move": _MANAGER,
    "patrol.record": _FIELD,
    "survey.record": _FIELD,
    "rule.set": _MANAGER,
    "rule.edit": _MANAGER,
    "rule.remove": _MANAGER,
    "rule.start": _MANAGER,
    "proposal.compute": _FIELD,
    "proposal.edit": _FIELD,
    "proposal.discard": _FIELD,
    "proposal.confirm": _MANAGER,
    "proposal.present": _FIELD,
    "proposal.answer": _FIELD,
    "proposal.order": _FIELD,
    "proposal.take_up": _OFFICE,
    "stock.start": _DISPATCH,
    "stock.receive": _DISPATCH,
    "stock.count": _DISPATCH,
    "stock.write_off": _DISPATCH,
    "area.set": ("dispatcher", "clerk", "manager"),
    "holiday.set": ("dispatcher", "clerk", "manager"),
    "vehicle.add": ("dispatcher", "clerk", "manager"),
    "vehicle.edit": ("dispatcher", "clerk", "manager"),
    "run.plan": _DISPATCH,
    "run.change": _DISPATCH,
    "run.arrange": _DISPATCH,
    "run.discard": _DISPATCH,
    "run.load": _DISPATCH,
    "run.unserved": _DISPATCH,
    "run.close": _DISPATCH,
    "run.take_cash": _CASHIER,
    "attach": _FIELD,
    "clauses.edit": _MANAGER,
    "words.edit": _WORDS,
    "words.start": _WORDS,
    "paper.issue": tuple(ROLES),
    "check.sheet": ("administrator", "accountant", "manager"),
}

# Pages that not everybody has.
SEEN_BY: dict[str, tuple[str, ...]] = {
    "settings": (*_WORDS, "dispatcher"),
    "staff": _REVIEW,
    "import": _ADMINISTRATOR,
    "backups": _ADMINISTRATOR,
    "audit": _REVIEW,
}


def may(roles: frozenset[str], action: str) -> bool:
    """Whether somebody with these roles may do this."""
    return not roles.isdisjoint(MAY[action])


def sees_numbers(roles: frozenset[str]) -> bool:
    """Whether somebody with these roles sees phone and ID numbers whole (E6)."""
    return any(ROLES[role].calls for role in roles)


def own_pages(roles: Collection[str]) -> list[str]:
    """The pages of somebody's daily work, each once, role after role."""
    mine = [one for name, one in ROLES.items() if name in roles]
    return list(dict.fromkeys(page for one in mine for page in one.own))


def not_allowed(action: str) -> Refused:
    """The refusal that names the roles which may do it."""
    return Refused("not_allowed", _("This is done by: {roles}.").format(roles=who_may(action)))


def who_may(action: str) -> str:
    """The roles that may do it, as they are read."""
    return role_words(MAY[action])


def role_words(roles: Iterable[str]) -> str:
    """Roles as they are read."""
    return _(", ").join(_(ROLES[role].words) for role in roles)
