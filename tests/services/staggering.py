"""Shops in a row that lead lines."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from desktop.basics.drafts.agreement import AgreementDraft
from desktop.basics.drafts.client import ClientDraft
from desktop.basics.drafts.product import ProductDraft
from desktop.queries.plans.planned import planned
from desktop.services import agreements, clients
from desktop.services.plans import keep_plan
from desktop.services.products import add_product
from tests.office import MONDAY, Team, new_team

STEP = Decimal("0.000905")  # degrees of latitude: 100.6 m
ALIKE = {"K1": ("清泉",), "K2": ("清泉",), "K3": ("清泉",)}
LEADING = {"K1": ("清泉",), "K2": ("清泉",), "K3": ("皂角",)}


def near_each_other(url: str, leading: Mapping[str, Sequence[str]] = LEADING) -> Team:
    """K1, K2 and K3 in a row, 100 m apart: K1 and K2 lead 清泉, K3 leads 皂角."""
    team = new_team(url)
    put_near(team, leading)
    return team


def put_near(team: Team, leading: Mapping[str, Sequence[str]] = ALIKE) -> None:
    """Shops in a row, 100 m apart, that lead these lines."""
    soap = ProductDraft("P2", "香皂", "皂角", "香皂", {"块": 1}, {"块": 310}, 390)
    add_product(team.c1, soap)
    for place, (code, lines) in enumerate(leading.items()):
        lat, lon = Decimal("31.46") + STEP * place, Decimal("104.75")
        clients.add_client(team.r1, ClientDraft(code, f"小店{code}", "学校店", lat=lat, lon=lon))
        lead(team, code, lines)


def make_plan(team: Team) -> None:
    """The plan of lines, made and kept."""
    with team.office.reading() as session:
        found = planned(session, "lines", team.day)
    keep_plan(team.m1, found)


def lead(team: Team, code: str, lines: Sequence[str], first: date = MONDAY) -> int:
    """An agreement in force from Monday, or another day, on that gives a client these lines."""
    last = date(first.year, 12, 31)
    draft = AgreementDraft(code, first, last, Decimal("0.1"), Decimal("0.05"), lead_lines=lines)
    key = agreements.draft_agreement(team.c1, draft)
    agreements.submit_agreement(team.c1, key)
    agreements.approve_agreement(team.m1, key)
    agreements.sign_agreement(team.c1, key, confirmed=frozenset({agreements.UNREVIEWED}))
    return key
