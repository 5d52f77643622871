"""Effects, margins and ages reckoned a second time, in plain Python from the rows as they stand.

Nothing here calls what it is held against: rows are read whole, and added up by loops.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import sqrt
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from desktop.basics.report import Scope
from desktop.models import (
    Benefit,
    Client,
    Delivery,
    DeliveryLine,
    Entry,
    Posting,
    Product,
    Return,
    Suggestion,
    SuggestionProduct,
)
from desktop.queries.facts.effects import effects
from desktop.queries.facts.margins import client_margins
from desktop.queries.facts.receivables import ages_of, open_charges, owed_by_age
from desktop.queries.reports.registry import REPORTS
from desktop.services.agreements import (
    approve_agreement,
    draft_agreement,
    sign_agreement,
    submit_agreement,
)
from desktop.services.benefits import BenefitDraft, deliver_benefit
from desktop.services.margins import MarginDraft, set_margins
from desktop.services.payments import cancel_collection, record_collection
from tests.office import Team, new_team
from tests.queries.test_effects import story, supplied, supply
from tests.services.tried import DRAFT, UNREVIEWED

TODAY = date(2026, 4, 20)
DAYS = 28
# Student's t, one side 95 %, by degrees of freedom: out of a printed table.
T95 = {2: 2.920, 3: 2.353, 4: 2.132, 5: 2.015, 6: 1.943}


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    """Shops that bought, adopted, brought goods back, paid in parts and were given things."""
    made = new_team(str(tmp_path_factory.mktemp("second") / "office.db"))
    key = draft_agreement(made.m2, DRAFT)
    submit_agreement(made.c1, key)
    approve_agreement(made.m1, key)
    sign_agreement(made.c1, key, None, UNREVIEWED)
    story(supplied(made))
    for day, client, fen in (
        (date(2026, 3, 2), "C1", 7_000),
        (date(2026, 3, 3), "C2", 3_000),
        (date(2026, 3, 4), "C8", 500_000),
    ):
        made.day = day
        record_collection(made.k1, client, fen)
    cancel_collection(made.k1, record_collection(made.k1, "C5", 999), "记错了")
    set_margins(made.c1, 0, [MarginDraft("礼盒", Decimal("0.22"))])
    deliver_benefit(made.c1, BenefitDraft("C1", "grant", 1_234, "cash"))
    supply(made, "C1", date(2026, 4, 10), 2, "P2")
    made.day = TODAY
    yield made
    made.office.engine.dispose()


def rows(session: Session, kind: type[Any]) -> list[Any]:
    """All rows of a table, whole, as plain things."""
    names = [one.key for one in inspect(kind).column_attrs]
    return [
        SimpleNamespace(**{name: getattr(one, name) for name in names})
        for one in session.scalars(select(kind))
    ]


def moved(session: Session) -> list[SimpleNamespace]:
    """Every line that stands and every return of one, each by its own paper's day."""
    deliveries = {one.id: one for one in rows(session, Delivery) if one.state == "recorded"}
    lines = {one.id: one for one in rows(session, DeliveryLine) if one.delivery_id in deliveries}
    found = [
        SimpleNamespace(
            client=deliveries[one.delivery_id].client_id,
            product=one.product_id,
            day=deliveries[one.delivery_id].dated,
            units=one.accepted * one.unit_size,
            supply=one.supply_fen,
            cost=one.supply_fen - one.basic_fen - one.fund_fen,
        )
        for one in lines.values()
    ]
    for back in rows(session, Return):
        line = lines.get(back.delivery_line_id)
        if back.state == "recorded" and line is not None:
            found.append(
                SimpleNamespace(
                    client=back.client_id,
                    product=line.product_id,
                    day=back.dated,
                    units=-back.quantity * line.unit_size,
                    supply=-back.supply_fen,
                    cost=-(back.supply_fen - back.basic_fen - back.fund_fen),
                )
            )
    return found


def rounded(value: Fraction) -> int:
    """To a whole number, ties away from zero."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def test_effects_are_what_a_second_reckoning_gives(team: Team) -> None:
    with team.office.reading() as session:
        told = effects(session, TODAY)
        moves, clients = moved(session), {one.id: one for one in rows(session, Client)}
        adopted = [one for one in rows(session, Suggestion) if one.adopted_on is not None]
        about: dict[int, set[int]] = defaultdict(set)
        for one in rows(session, SuggestionProduct):
            about[one.suggestion_id].add(one.product_id)

    def difference(client: int, products: set[int], begun: date) -> int:
        total = 0
        for one in moves:
            days = (one.day - begun).days
            if one.client == client and (not products or one.product in products):
                total += one.supply if 0 < days <= DAYS else 0
                total -= one.supply if -DAYS <= days < 0 else 0
        return total

    compared = 0
    for one in adopted:
        begun = one.adopted_on
        first, last = begun - timedelta(days=DAYS), begun + timedelta(days=DAYS)
        clash = {
            other.client_id
            for other in adopted
            if abs((other.adopted_on - begun).days) <= 2 * DAYS
            and (not about[one.id] or not about[other.id] or about[one.id] & about[other.id])
        }
        others = [
            difference(key, about[one.id], begun)
            for key, shop in clients.items()
            if key != one.client_id
            and shop.segment == clients[one.client_id].segment
            and shop.active_since is not None
            and shop.active_since <= first
            and (shop.closed_on is None or shop.closed_on >= last)
            and key not in clash
        ]
        own = difference(one.client_id, about[one.id], begun)
        figures = told[one.id].figures
        assert figures is not None
        assert figures.clients == len(others)
        mean = Fraction(sum(others), len(others)) if len(others) >= 3 else Fraction()
        assert figures.effect_fen == rounded((own - mean) / DAYS)
        if len(others) >= 3:
            compared += 1
            n = len(others)
            spread = sqrt(sum((float(each) - float(mean)) ** 2 for each in others) / (n - 1))
            reach = T95[n - 1] * spread * sqrt(1 + 1 / n) / DAYS
            assert figures.high_fen is not None
            assert figures.low_fen is not None
            half = (figures.high_fen - figures.low_fen) / 2
            assert half == pytest.approx(reach, rel=0.001, abs=1)
    assert compared >= 2


def test_the_report_tells_each_effect_with_how_far_it_may_swing(team: Team) -> None:
    with team.office.reading() as session:
        known = [one.figures for one in effects(session, TODAY).values() if one.figures]
        report = REPORTS["suggestions"].report(session, Scope(date(2026, 1, 1), TODAY), TODAY)
    table = next(one for one in report.tables if one.name == "suggestion")
    told = [line.values[-4:] for line in table.lines if line.values[-1] is not None]
    assert sorted(told, key=str) == sorted(
        ((one.effect_fen, one.low_fen, one.high_fen, one.clients) for one in known), key=str
    )
    assert any(low is not None for _effect, low, _high, _clients in told)


def test_margins_are_what_a_second_reckoning_gives(team: Team) -> None:
    first, last = date(2026, 1, 1), TODAY
    with team.office.reading() as session:
        told = client_margins(session, first, last)
        moves = [one for one in moved(session) if first <= one.day <= last]
        products = {one.id: one for one in rows(session, Product)}
        gifts = [
            one
            for one in rows(session, Benefit)
            if one.state in ("delivered", "signed") and first <= one.delivered_on <= last
        ]
    trade = {"礼盒": Decimal("0.22")}
    priced = [one for one in moves if products[one.product].retail_fen is not None]
    assert {one.client for one in priced} <= set(told)
    for client, margin in told.items():
        mine = [one for one in priced if one.client == client]
        retail = sum(one.units * products[one.product].retail_fen for one in mine)
        cost = sum(one.cost for one in mine)
        given = sum(one.cost_fen for one in gifts if one.client_id == client)
        assert (margin.retail_fen, margin.cost_fen, margin.benefits_fen) == (retail, cost, given)
        if retail > 0:
            points = rounded(Fraction(10_000 * (retail - cost + given), retail))
            assert margin.margin == Decimal(points) / 10_000
        own = [
            (one.units * products[one.product].retail_fen, products[one.product].trade_margin)
            for one in mine
            if products[one.product].trade_margin is not None
            or products[one.product].category in trade
        ]
        whole = sum(fen for fen, _rate in own)
        if whole > 0:
            weighted = sum(fen * Fraction(rate or trade["礼盒"]) for fen, rate in own)
            assert margin.trade == Decimal(rounded(10_000 * weighted / whole)) / 10_000


def test_ages_are_what_a_second_reckoning_gives(team: Team) -> None:
    with team.office.reading() as session:
        entries = {one.number: one for one in rows(session, Entry)}
        legs = [one for one in rows(session, Posting) if one.account == "receivable"]
        for day in (date(2026, 2, 28), date(2026, 3, 10), TODAY):
            told = {one.client_id: one for one in owed_by_age(session, day)}
            charges = open_charges(session, day)
            cancelled = {
                one.cancels_number
                for one in entries.values()
                if one.cancels_number is not None and one.booked_on <= day
            }
            for client in {one.client_id for one in legs}:
                mine = [
                    (entries[one.entry_number], one.amount_fen)
                    for one in legs
                    if one.client_id == client and entries[one.entry_number].booked_on <= day
                ]
                balance = sum(fen for _entry, fen in mine)
                if balance == 0:
                    assert client not in told
                    continue
                assert client is not None
                charged = sorted(
                    (entry.booked_on, entry.number, fen)
                    for entry, fen in mine
                    if fen > 0 and entry.cancels_number is None and entry.number not in cancelled
                )
                paid = sum(fen for _day, _number, fen in charged) - balance
                ages = [0, 0, 0, 0]
                for booked, _number, fen in charged:  # the oldest is paid first
                    left = fen - min(paid, fen)
                    paid -= min(paid, fen)
                    old = (day - booked).days
                    ages[0 if old <= 30 else 1 if old <= 60 else 2 if old <= 90 else 3] += left
                if balance < 0:
                    ages = [0, 0, 0, 0]
                assert told[client].owed_fen == balance
                assert list(told[client].by_age) == ages, (client, day)
                own = charges.get(client, [])
                assert list(ages_of(own, day)) == ages
                assert sum(one.open_fen for one in own) == max(balance, 0)
