"""The assortment rules, and how well a product fits a client by them (P2)."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.drafts.assortment import AssortmentDraft
from desktop.basics.fields import stored
from desktop.models import AssortmentRule, Client, ConsumerGroup, Product, Survey
from desktop.planning.fit import Fit, Shop, fit
from desktop.queries.facts.surveys import latest_survey, latest_surveys


def assortment_rules(session: Session) -> list[AssortmentDraft]:
    """All rules, by code."""
    rows = session.execute(
        select(AssortmentRule, Product.code)
        .outerjoin(Product, Product.id == AssortmentRule.product_id)
        .order_by(AssortmentRule.code)
    )
    return [
        AssortmentDraft(
            **stored(AssortmentDraft, rule),
            product=product,
            must=rule.must,
            months=[int(month) for month in rule.months.split(",") if month],
        )
        for rule, product in rows
    ]


def shop_of(session: Session, client: Client) -> Shop:
    """What the rules ask of a client's shop, as it is known."""
    return shop_found(client, latest_survey(session, client.id))


def shop_found(client: Client, survey: Survey | None) -> Shop:
    """What the rules ask of a client's shop, as a survey found it."""
    groups = {group.name: group.share for group in survey.groups} if survey else {}
    return Shop(client.segment, groups, survey.spending if survey else "")


def surveyed_shops(session: Session) -> dict[int, Shop]:
    """What the latest survey of each shop found, by its client's id; ``segment`` stays empty."""
    latest = Survey.id.in_(latest_surveys())
    groups: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for survey_id, name, share in session.execute(
        select(ConsumerGroup.survey_id, ConsumerGroup.name, ConsumerGroup.share)
    ):
        groups[survey_id][name] = share
    surveys = session.execute(select(Survey.client_id, Survey.id, Survey.spending).where(latest))
    return {
        client_id: Shop("", groups.get(survey_id, {}), spending)
        for client_id, survey_id, spending in surveys
    }


def fit_of(session: Session, client: Client, product: Product, day: date) -> Fit:
    """How well a product fits a client on a day."""
    rules, shop = assortment_rules(session), shop_of(session, client)
    return fit(rules, shop, product.code, product.category, day.month)
