"""A shop's rebate sheet: what counted, each band, and how it was paid (B3)."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.drafts.rebate import Band
from desktop.basics.money import grouped, percent
from desktop.models import Benefit, Client, RebateAmount, RebatePlan
from desktop.planning.rebates import RebatePart, rebate_parts
from desktop.printing.rebate_sheet import RebateSheet, SheetBand
from desktop.queries.facts.asked_once import once
from desktop.queries.papers.heads import letterhead, outlet
from desktop.queries.rebates import named_goods

_MODES = {"exceeding": "分档累进：各部分按各档", "whole": "按达到的最高档计算全部"}
_PAID_BY = {"cash": "现金", "setoff": "抵付货款", "goods": "货品"}


@once
def promised_by(session: Session, plan_id: int) -> Mapping[int, Benefit]:
    """The rebates that a plan promised, by client."""
    found = session.scalars(select(Benefit).where(Benefit.rebate_plan_id == plan_id))
    return {one.client_id: one for one in found}


def rebate_sheet(session: Session, plan: RebatePlan, one: RebateAmount, day: date) -> RebateSheet:
    """The sheet of a client's amount; once it is promised, with its promise's number."""
    client = session.get_one(Client, one.client_id)
    benefit = promised_by(session, plan.id).get(one.client_id)
    bands = [Band(each.threshold, each.rate, each.each_fen) for each in plan.bands]
    parts = {part.band: part for part in rebate_parts(one.base, bands, plan.mode)}
    return RebateSheet(
        letterhead=letterhead(session),
        number=benefit.number if benefit else "",
        day=plan.confirmed_on or plan.reckoned_on or day,
        client=outlet(client),
        plan=plan.name,
        starts=plan.starts_on,
        ends=plan.ends_on,
        goods="、".join(named_goods(session, plan)) or "全部产品",
        mode=_MODES[plan.mode],
        base=_based(plan, one.base),
        bands=tuple(_band(plan, band, parts.get(band), one.base) for band in bands),
        amount_fen=one.amount_fen,
        paid=_paid(benefit),
    )


def _based(plan: RebatePlan, figure: int) -> str:
    return f"¥{grouped(figure)}" if plan.base == "amount" else f"{figure:,} 件（最小单位）"


def _band(plan: RebatePlan, band: Band, part: RebatePart | None, base: int) -> SheetBand:
    """A band; of those that give nothing why: not reached, or a higher one holds for all."""
    otherwise = "未达到" if band.threshold > base else "按更高一档"
    rate = percent(band.rate) if band.rate is not None else f"每件 ¥{grouped(band.each_fen or 0)}"
    return SheetBand(
        _based(plan, band.threshold),
        rate,
        _based(plan, part.part) if part else otherwise,
        grouped(part.amount_fen) if part else "",
    )


def _paid(benefit: Benefit | None) -> str:
    if benefit is None or benefit.delivered_on is None:
        return ""
    return f"{benefit.delivered_on} {_PAID_BY[benefit.paid_by or 'setoff']}"
