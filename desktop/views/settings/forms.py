"""What stands in each setting, its form, and how it is saved."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from desktop.basics.drafts.office import ProfileDraft
from desktop.basics.drafts.promotion import PromotionDraft
from desktop.basics.fields import asked, drafted, told_of
from desktop.basics.i18n import N_, _
from desktop.basics.money import RATE_UNIT
from desktop.basics.rules import RATES, as_rate
from desktop.queries.promotions import PromotionRow
from desktop.queries.search import find_clients, find_products
from desktop.queries.settings import (
    AMOUNTS,
    RULES,
    SWITCHES,
    ClausesDetail,
    ProfileDetail,
    RulesDetail,
    rule_number,
    rule_words,
)
from desktop.queries.word_lists import WordListsDetail
from desktop.queries.words import WORD_LISTS
from desktop.views.kit.blocks.facts import Fact
from desktop.views.kit.declared import fields_of
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form
from desktop.views.kit.named_lines import by_name
from desktop.views.kit.words import day, joined, listed

if TYPE_CHECKING:
    from desktop.services.office import Office


def profile_facts(profile: ProfileDetail) -> Sequence[Fact]:
    """The office as it stands on its papers."""
    facts = {name: Fact(*told) for name, told in told_of(ProfileDraft, profile).items()}
    place, hours = _both(profile.lat, profile.lon, ", "), _both(profile.opens, profile.closes, "–")
    if place:  # else each of them says what is missing
        facts["lat"] = Fact(_("Place"), place)
        del facts["lon"]
    if hours:
        facts["opens"] = Fact(_("Warehouse open"), hours)
        del facts["closes"]
    return list(facts.values())


def _both(one: object, other: object, between: str) -> str:
    """Two halves that belong together; nothing where one is missing."""
    return "" if one in (None, "") or other in (None, "") else f"{one}{between}{other}"


def profile_form(desk: Desk) -> Form:
    """The office's own words."""
    return Form(desk, fields_of(ProfileDraft, desk, known=True), fluid=True)


def profile_values(profile: ProfileDetail) -> Mapping[str, Any]:
    """The profile as its form shows it."""
    return {**asked(ProfileDraft, profile), "version": profile.version}


def save_profile(office: "Office", given: Given) -> None:
    """Change the profile."""
    from desktop.services.settings import edit_office

    edit_office(office, given["version"], drafted(ProfileDraft, given.values))


def rules_facts(rules: RulesDetail) -> Sequence[Fact]:
    """Every rule with its number; what differs from the default says so."""
    return [_rule_fact(name, rules) for name in RULES]


def _rule_fact(name: str, rules: RulesDetail) -> Fact:
    number, default = rules.numbers[name], rules.defaults[name]
    said = rule_number(name, number)
    if number == default:
        return Fact(rule_words(name), said)
    usual = _("the default is {number}").format(number=rule_number(name, default))
    return Fact(rule_words(name), f"{said}（{usual}）", "accent")


def rules_form(desk: Desk) -> Form:
    """A field a rule."""
    kinds = (
        dict.fromkeys(AMOUNTS, "money")
        | dict.fromkeys(RATES, "rate")
        | dict.fromkeys(SWITCHES, "tick")
    )
    return Form(
        desk,
        [Field(name, words, kinds.get(name, "whole"), True) for name, words in RULES.items()],
        fluid=True,
    )


def rules_values(rules: RulesDetail) -> Mapping[str, Any]:
    """The numbers in force."""
    rates = {name: as_rate(rules.numbers[name]) for name in RATES}
    switches = {name: bool(rules.numbers[name]) for name in SWITCHES}
    return {"version": rules.version, **rules.numbers, **rates, **switches}


def save_rules(office: "Office", given: Given) -> None:
    """Change the numbers."""
    from desktop.services.settings import change_rules

    numbers = {name: int(given[name] * (RATE_UNIT if name in RATES else 1)) for name in RULES}
    change_rules(office, given["version"], numbers)


def clauses_facts(clauses: ClausesDetail) -> Sequence[Fact]:
    """The clauses, numbered."""
    lines = [line.strip() for line in clauses.text.splitlines() if line.strip()]
    return [Fact(str(number), line) for number, line in enumerate(lines, 1)]


def clauses_form(desk: Desk) -> Form:
    """The whole text."""
    return Form(desk, (Field("text", N_("Clauses"), "long", True, height=200, fills=True),))


def clauses_values(clauses: ClausesDetail) -> Mapping[str, Any]:
    """The text as it stands."""
    return {"version": clauses.version, "text": clauses.text}


def save_clauses(office: "Office", kind: str, given: Given) -> None:
    """Change the clauses of one kind."""
    from desktop.services.clauses import edit_clauses

    edit_clauses(office, kind, given["version"], given["text"])


def review_facts(profile: ProfileDetail) -> Sequence[Fact]:
    """Who looked at the clauses, on what ground, until when."""
    if profile.review_on is None:
        return (Fact(_("Review"), _("The clauses were not reviewed yet."), "careful"),)
    return (
        Fact(_("Reviewed by"), profile.review_by),
        Fact(_("Ground"), profile.review_ground),
        Fact(_("Valid until"), day(profile.review_until)),
        Fact(_("Entered"), joined(day(profile.review_on), profile.review_entered_by)),
    )


def review_form(desk: Desk) -> Form:
    """A new review takes the place of the one before; the audit trail keeps that."""
    return Form(
        desk,
        (
            Field("reviewer", N_("Reviewed by"), needed=True, hint=N_("lawyer and firm")),
            Field("ground", N_("Ground"), "long", True),
            Field("valid_until", N_("Valid until"), "day", True),
        ),
    )


def save_review(office: "Office", given: Given) -> None:
    """Enter the review."""
    from desktop.services.settings import review_clauses

    review_clauses(office, given["reviewer"], given["ground"], given["valid_until"])


def words_facts(words: WordListsDetail) -> Sequence[Fact]:
    """Every list on a line."""
    return [_words_fact(title, words.lists[name]) for name, title in WORD_LISTS.items()]


def _words_fact(title: str, words: Sequence[str]) -> Fact:
    if not words:
        return Fact(_(title), _("none yet"), "careful")
    return Fact(_(title), listed(words))


def words_form(desk: Desk) -> Form:
    """A list a field, a word a line."""
    hint = N_("one word a line")
    return Form(
        desk,
        [Field(name, words, "long", hint=hint, height=118) for name, words in WORD_LISTS.items()],
        fluid=True,
    )


def words_values(words: WordListsDetail) -> Mapping[str, Any]:
    """The lists as they stand."""
    texts = {name: "\n".join(listed) for name, listed in words.lists.items()}
    return {"version": words.version, **texts}


def save_words(office: "Office", given: Given) -> None:
    """Change the lists."""
    from desktop.services.word_lists import edit_word_lists

    edit_word_lists(office, given["version"], {name: given[name] for name in WORD_LISTS})


def take_words(office: "Office", _key: int, _given: Given) -> int:
    """Add what is missing of the starter set."""
    from desktop.services.word_lists import take_starter

    return take_starter(office)


def why_no_words(words: WordListsDetail) -> str:
    """Why the starter set can't be taken now."""
    lacks = any(words.lacking.values())
    return "" if lacks else _("All words of the starter set are there already.")


def promotions_facts(running: Sequence[PromotionRow]) -> Sequence[Fact]:
    """Every promotion on a line."""
    if not running:
        return (Fact(_("Promotions"), _("none runs")),)
    return [Fact(one.days, one.words) for one in running]


def promotion_form(desk: Desk) -> Form:
    """A new promotion: its days, its prices, and for whom."""
    products, clients = desk.look_up(find_products), desk.look_up(find_clients)
    prices = Field(
        "prices",
        N_("Allowed: the lowest retail price of one piece"),
        "rows",
        rows=(
            Field("product", N_("Product"), "lookup", True, lookup=products),
            Field("price", N_("Lowest price"), "money", True, width=110),
        ),
    )
    whom = Field(
        "clients",
        N_("Only for these clients; none named: for all"),
        "rows",
        rows=(Field("client", N_("Client"), "lookup", True, lookup=clients),),
    )
    return Form(desk, (*fields_of(PromotionDraft, desk), prices, whom))


def save_promotion(office: "Office", given: Given) -> None:
    """Allow it."""
    from desktop.services.promotions import add_promotion

    prices = enumerate(given["prices"], 1)
    draft = drafted(
        PromotionDraft,
        given.values,
        prices=by_name("prices", "product", prices, lambda row: row["price"]),
        clients=[row["client"] for row in given["clients"]],
    )
    add_promotion(office, draft)


def promotions_to_end(running: Sequence[PromotionRow]) -> Mapping[str, str]:
    """Which promotions can be ended."""
    return {str(one.id): f"{one.days} {one.words}" for one in running}


def end_promotion(office: "Office", _key: int, given: Given) -> None:
    """End the chosen one today."""
    from desktop.services.promotions import end_promotion

    end_promotion(office, int(given["which"]))


def why_no_promotion(running: Sequence[PromotionRow]) -> str:
    """Why none can be ended now."""
    return "" if running else _("No promotion runs.")
