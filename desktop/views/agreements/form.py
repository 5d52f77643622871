"""The form of an agreement's draft."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from desktop.basics.drafts.agreement import AgreementDraft
from desktop.basics.fields import asked, drafted
from desktop.basics.i18n import N_
from desktop.queries.agreements import (
    AgreementDetail,
    PriceRow,
    led_around,
    newest_terms,
    renewal_period,
    year_from,
)
from desktop.queries.facts.neighbours import LedNear
from desktop.queries.search import find_clients, find_products
from desktop.views.kit.declared import fields_of
from desktop.views.kit.desk import Desk
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.live_form import LiveForm
from desktop.views.kit.named_lines import by_name
from desktop.views.shared.neighbours import led_words

if TYPE_CHECKING:
    from desktop.services.office import Office, Reading
    from desktop.views.kit.doing.actions import Given


class AgreementForm(LiveForm):
    """The fields of a draft; one that is known keeps its client. ``lines`` can be led.

    Of those that are given, the ones that a neighbour leads already are named at once (P6).
    """

    def __init__(self, desk: Desk, lines: Sequence[str], *, known: bool = False) -> None:
        head = fields_of(AgreementDraft, desk, known=known, finds={"client": find_clients})
        leads = _lead_lines({line: line for line in lines if line})
        super().__init__(desk, (*head, *leads, *_price_fields(desk)), columns=2, fluid=True)
        self._near: tuple[LedNear, ...] = ()
        self._of = ""  # the client of which they are the neighbours
        self.remark = self.remark_below("lead_lines") if leads else None

    def look(self) -> None:
        """Ask what the neighbours of the chosen client lead, if it is another one."""
        code = self.typed("client") or ""
        today = self.desk.today
        if code != self._of:
            self._of = code
            self.desk.ask(
                self,
                lambda session: led_around(session, code, today),
                self._take_near,
                slot="neighbours",
            )
        self._name_led()

    def _take_near(self, near: tuple[LedNear, ...]) -> None:
        self._near = near
        self._name_led()

    def _name_led(self) -> None:
        if self.remark is not None:
            given = self.typed("lead_lines")
            self.remark.say(led_words([one for one in self._near if one.line in given]))


def _price_fields(desk: Desk) -> tuple[Field, Field]:
    products = desk.look_up(find_products)
    return (
        Field(
            "minimum_prices",
            N_("Protected prices: the lowest retail price of one piece"),
            "rows",
            rows=(
                Field("product", N_("Product"), "lookup", True, lookup=products),
                Field("price", N_("Lowest price"), "money", True, width=110),
            ),
        ),
        Field(
            "product_rates",
            N_("Products with rates of their own; what is left empty is as above"),
            "rows",
            rows=(
                Field("product", N_("Product"), "lookup", True, lookup=products),
                Field("basic", N_("Basic profit"), "rate", width=110),
                Field("fund", N_("Fund"), "rate", width=110),
            ),
        ),
    )


def _lead_lines(choices: Mapping[str, str]) -> tuple[Field, ...]:
    """Nothing to tick as long as no product belongs to a line."""
    if not choices:
        return ()
    return (
        Field(
            "lead_lines",
            N_("Leads the lines"),
            "ticks",
            choices=choices,
            wide=True,
        ),
    )


def agreement_draft(values: Mapping[str, Any]) -> AgreementDraft:
    """What was typed, as the service takes it; refuses a product that is named twice."""
    rates = enumerate(values["product_rates"], 1)
    prices = enumerate(values["minimum_prices"], 1)
    return drafted(
        AgreementDraft,
        values,
        product_rates=by_name(
            "product_rates", "product", rates, lambda row: (row["basic"], row["fund"])
        ),
        protected_prices=by_name("minimum_prices", "product", prices, lambda row: row["price"]),
        lead_lines=values.get("lead_lines", ()),
    )


def save_drafted(office: "Office", given: "Given") -> int:
    """A new draft."""
    from desktop.services.agreements import draft_agreement

    return draft_agreement(office, agreement_draft(given.values))


def save_edited(office: "Office", key: int, given: "Given") -> None:
    """A draft that is changed."""
    from desktop.services.agreements import edit_agreement_draft

    edit_agreement_draft(office, key, given["version"], agreement_draft(given.values))


def agreement_values(row: AgreementDetail) -> dict[str, Any]:
    """What stands in an agreement, as the form shows it."""
    return {
        **asked(AgreementDraft, row),
        "client": (row.client, row.row.client),
        "lead_lines": list(row.lead_lines),
        **_price_values(row.prices),
        "version": row.version,
    }


def renewal_values(row: AgreementDetail) -> dict[str, Any]:
    """The same once more, beginning on the day after the last one (A6)."""
    first, last = renewal_period(row.row.starts_on, row.last_day)
    return {**agreement_values(row), "from": first, "to": last}


def new_values(session: "Reading", today: date, given: Mapping[str, Any]) -> dict[str, Any]:
    """A year from today with the terms of the newest agreement: most shops get the same."""
    values: dict[str, Any] = {"from": today, "to": year_from(today)}
    terms = newest_terms(session, today)
    if terms is not None:
        values |= {
            "basic_rate": terms.basic_rate,
            "fund_rate": terms.fund_rate,
            "clause_kind": terms.clause_kind,
            **_price_values(terms.prices),
        }
    return values | dict(given)


def _price_values(prices: tuple[PriceRow, ...]) -> dict[str, Any]:
    return {
        "minimum_prices": [
            {"product": _named(row), "price": row.price_fen}
            for row in prices
            if row.price_fen is not None
        ],
        "product_rates": [
            {"product": _named(row), "basic": row.basic_rate, "fund": row.fund_rate}
            for row in prices
            if row.basic_rate is not None or row.fund_rate is not None
        ],
    }


def _named(row: PriceRow) -> tuple[str, str]:
    return row.product, f"{row.name} ({row.product})"
