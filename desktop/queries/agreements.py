"""Price-protection agreements: the list, one with its price table, and what a new one begins as."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from desktop.basics.drafts.agreement import AgreementDraft
from desktop.basics.fields import stored
from desktop.basics.i18n import N_, _
from desktop.basics.rules import Rules
from desktop.models import Agreement, Client, Product, Staff
from desktop.queries.attachments import FileRow, files_of
from desktop.queries.facts.agreements import has_ended, is_running, is_to_renew, renewed_by
from desktop.queries.facts.neighbours import Density, LedNear, first_in_dense_place, led_near
from desktop.queries.facts.rules import read_rules
from desktop.queries.listing import Wanted, by_name, in_turn, numbered, of_client, ordered, searched
from desktop.queries.lists import Asked, Filter, Line, PageList
from desktop.queries.products import lines, prices_on


@dataclass(frozen=True)
class AgreementRow:
    """A line of the list; ``state`` as of today, ``days_left`` while it is active."""

    id: int
    number: str
    client: str
    starts_on: date
    ends_on: date
    basic_rate: Decimal
    fund_rate: Decimal
    state: str
    days_left: int | None
    to_renew: bool
    signed_on: date | None

    @property
    def told(self) -> Line:
        """Whose it is, and how long it runs."""
        until = _("until {day}").format(day=self.ends_on)
        return Line(f"{self.client} {self.number}".strip(), until)


@dataclass(frozen=True)
class PriceRow:
    """A product of the price table, prices in fen per base unit; a rate of None is the agreement's.

    ``retail_fen`` and ``supply_fen`` are what stands in the catalogue today.
    """

    product: str
    name: str
    unit: str
    price_fen: int | None
    retail_fen: int | None
    supply_fen: int | None
    basic_rate: Decimal | None
    fund_rate: Decimal | None

    @property
    def above_retail(self) -> bool:
        """Whether even the suggested retail price would undercut the protected one."""
        return bool(self.price_fen and self.retail_fen and self.price_fen > self.retail_fen)


@dataclass(frozen=True, kw_only=True)
class AgreementDetail(AgreementDraft):
    """One agreement; ``steps`` are (what, who, day), ``first_day`` is when it came into force.

    ``every_line`` are the lines of the catalogue, of which ``lead_lines`` are given to the client;
    ``led_near`` tells of those that a neighbour leads (P6). ``dense`` is said of a first one that
    isn't approved yet, in a dense place; ``dense_outlets`` of one that was approved there (P7).
    """

    row: AgreementRow
    version: int
    client_id: int
    proposal_id: int | None
    first_day: date | None
    last_day: date
    return_word: str
    unreviewed_by: str
    dense_outlets: int | None
    density_reason: str
    dense: Density | None
    led_near: tuple[LedNear, ...]
    prices: tuple[PriceRow, ...]
    lead_lines: tuple[str, ...]
    every_line: tuple[str, ...]
    steps: tuple[tuple[str, str, date], ...]
    files: tuple[FileRow, ...]


@dataclass(frozen=True)
class Terms:
    """What a new agreement begins as; prices in fen by product code, with the product's words."""

    number: str
    basic_rate: Decimal
    fund_rate: Decimal
    clause_kind: str
    prices: tuple[PriceRow, ...]


def agreement_ids(session: Session, wanted: Wanted, today: date) -> list[int]:
    """The agreements of a list."""
    query = AGREEMENTS.under(wanted.filter, Asked(session, today))
    named = numbered(Agreement.number, wanted.search)
    match = of_client(Agreement.client_id, wanted.search) | named
    columns: dict[str, Any] = {
        "client": by_name(),
        "number": func.nullif(Agreement.number, ""),
        "ends": (Agreement.ends_on, Agreement.starts_on),
        "basic": (Agreement.basic_rate, Agreement.fund_rate),
        "fund": Agreement.fund_rate,
        "signed": Agreement.signed_on,
        "left": case((is_running(today), Agreement.ends_on)),
        "state": (in_turn(Agreement.state, Agreement.STATE_WORDS), Agreement.ends_on),
    }
    if wanted.sort == "client":
        query = query.join(Client, Client.id == Agreement.client_id)
    queue = wanted.filter in ("submitted", "approved", "renew")
    last = (Agreement.ends_on, Agreement.id) if queue else (Agreement.id.desc(),)
    return searched(session, ordered(query, columns, wanted, *last), wanted, match)


AGREEMENTS = PageList(
    "agreements",
    Agreement.id,
    (
        Filter("", N_("All")),
        Filter("draft", N_("Drafts"), Agreement.state == "draft"),
        Filter("submitted", N_("To approve"), Agreement.state == "submitted"),
        Filter("approved", N_("To sign"), Agreement.state == "approved"),
        Filter("active", N_("Active"), lambda asked: is_running(asked.today)),
        Filter("renew", N_("To renew"), lambda asked: is_to_renew(asked.rules, asked.today)),
        Filter("ended", N_("Ended"), lambda asked: has_ended(asked.today)),
    ),
    lambda asked, wanted: agreement_ids(asked.session, wanted, asked.today),
    lambda asked, ids: agreement_rows(asked.session, ids, asked.today),
)


def agreement_rows(session: Session, ids: Sequence[int], today: date) -> dict[int, AgreementRow]:
    """The lines of these agreements."""
    rules = read_rules(session)
    rows = session.execute(
        select(Agreement, Client.name)
        .join(Client, Client.id == Agreement.client_id)
        .where(Agreement.id.in_(list(ids)))
    )
    return {one.id: _row(one, client, today, rules) for one, client in rows}


def _row(agreement: Agreement, client: str, today: date, rules: Rules) -> AgreementRow:
    state = agreement.state_on(today)
    is_active = state == "active"
    return AgreementRow(
        id=agreement.id,
        number=agreement.number,
        client=client,
        starts_on=agreement.starts_on,
        ends_on=agreement.ends_on,
        basic_rate=agreement.basic_rate,
        fund_rate=agreement.fund_rate,
        state=state,
        days_left=(agreement.ends_on - today).days if is_active else None,
        to_renew=is_active and agreement.ends_on <= renewed_by(rules, today),
        signed_on=agreement.signed_on,
    )


def agreement_detail(session: Session, agreement_id: int, today: date) -> AgreementDetail:
    """One agreement with its price table beside today's catalogue."""
    agreement = session.get_one(Agreement, agreement_id)
    client = session.get_one(Client, agreement.client_id)
    names = dict(session.execute(select(Staff.id, Staff.name)).all())
    return AgreementDetail(
        **stored(AgreementDraft, agreement),
        row=_row(agreement, client.name, today, read_rules(session)),
        version=agreement.version,
        client_id=client.id,
        proposal_id=agreement.proposal_id,
        client=client.code,
        first_day=agreement.first_day(),
        last_day=agreement.last_day,
        return_word=agreement.return_word if agreement.state == "draft" else "",
        unreviewed_by=names.get(agreement.unreviewed_by_id or 0, ""),
        dense_outlets=agreement.dense_outlets,
        density_reason=agreement.density_reason,
        dense=None if agreement.approved_on else first_in_dense_place(session, agreement),
        led_near=_led_near(session, agreement, today),
        prices=_prices(session, agreement, today),
        lead_lines=tuple(sorted(lead.line for lead in agreement.lead_lines)),
        every_line=tuple(lines(session)),
        steps=_steps(agreement, names),
        files=tuple(files_of(session, "agreement", agreement_id)),
    )


def _led_near(session: Session, agreement: Agreement, today: date) -> tuple[LedNear, ...]:
    if agreement.last_day < today:
        return ()
    own = {lead.line for lead in agreement.lead_lines}
    near = led_near(session, agreement.client_id, today)
    return tuple(one for one in near if one.line in own)


def led_around(session: Session, client: str, today: date) -> tuple[LedNear, ...]:
    """What the neighbours of a client (its code) lead today (P6); nothing of an unknown one."""
    client_id = session.scalar(select(Client.id).where(Client.code == client))
    return tuple(led_near(session, client_id, today)) if client_id is not None else ()


def newest_number(session: Session) -> str:
    """The number of the agreement whose terms a new one takes over; empty for the first."""
    agreement = _newest(session)
    return agreement.number if agreement else ""


def _newest(session: Session) -> Agreement | None:
    return session.scalar(
        select(Agreement).where(Agreement.number != "").order_by(Agreement.id.desc()).limit(1)
    )


def newest_terms(session: Session, today: date) -> Terms | None:
    """The rates and prices of the newest approved agreement: most shops get the same."""
    agreement = _newest(session)
    if agreement is None:
        return None
    return Terms(
        agreement.number,
        agreement.basic_rate,
        agreement.fund_rate,
        agreement.clause_kind,
        _prices(session, agreement, today),
    )


def renewal_period(starts_on: date, last_day: date) -> tuple[date, date]:
    """The day after an agreement's last one, and an end that makes it as long as before (A6)."""
    first = last_day + timedelta(days=1)
    years = first.year - starts_on.year
    if years > 0 and first == _years_later(starts_on, years):
        return first, _years_later(first, years) - timedelta(days=1)
    return first, first + (last_day - starts_on)


def year_from(first: date) -> date:
    """The last day of the year that begins on a day."""
    return _years_later(first, 1) - timedelta(days=1)


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)


def _prices(session: Session, agreement: Agreement, today: date) -> tuple[PriceRow, ...]:
    prices = {price.product_id: price.price_fen for price in agreement.protected_prices}
    rates = {rate.product_id: rate for rate in agreement.product_rates}
    named = list(prices.keys() | rates.keys())
    products = session.scalars(
        select(Product).where(Product.id.in_(named)).order_by(Product.line_key, Product.code_key)
    ).all()
    supply = prices_on(session, named, today)
    found = []
    for product in products:
        own = rates.get(product.id)
        found.append(
            PriceRow(
                product=product.code,
                name=f"{product.name} {product.spec}".strip(),
                unit=product.base_unit.name,
                price_fen=prices.get(product.id),
                retail_fen=product.retail_fen,
                supply_fen=supply.get(product.base_unit.id),
                basic_rate=own.basic_rate if own else None,
                fund_rate=own.fund_rate if own else None,
            )
        )
    return tuple(found)


def _steps(agreement: Agreement, names: Mapping[int, str]) -> tuple[tuple[str, str, date], ...]:
    taken = [
        (what, getattr(agreement, f"{what}_on"), getattr(agreement, f"{what}_by_id"))
        for what in ("drafted", "submitted", "returned", "approved", "signed")
    ]
    ended = "void" if agreement.state == "void" else "terminated"
    taken.append((ended, agreement.terminated_on, agreement.terminated_by_id))
    return tuple((what, names.get(by or 0, ""), day) for what, day, by in taken if day is not None)
