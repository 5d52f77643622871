"""The clients of rebate plans from a list, while the plans are drafts (B3)."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.basics.i18n import _
from desktop.models import Client, RebatePlan, RebateScope
from desktop.services.change import Change
from desktop.services.flushing import plain_record
from desktop.services.imports.alike import ByName
from desktop.services.imports.kind import EditList, ImportKind
from desktop.services.imports.named import Named
from desktop.services.imports.outcome import RowSaid, Say, What
from desktop.services.imports.taking import Taking
from desktop.spreadsheets.rebate_clients import (
    CLIENT_HEADING,
    NAME_HEADING,
    PLAN_HEADING,
    REBATE_CLIENTS,
    RebateClientRow,
    rebate_client_rows,
)

if TYPE_CHECKING:
    from desktop.spreadsheets.listing import Value


def take_rebate_clients(session: Change, taking: Taking) -> None:
    """Name each client in its plan; a plan is meant by its name, and is still a draft."""
    clients = Named(session, taking, "client")
    there = list(session.scalars(select(RebatePlan)))
    plans = ByName((plan.name, plan) for plan in there)
    named = {plan.id: set(plan.named("clients")) for plan in there}
    for row in taking.watched(taking.rows):
        plan = _plan(taking, plans, row)
        code = clients.code_of(row.row, row.client, row.client_name)
        if plan is None or not code:
            continue
        if code in named[plan.id]:
            taking.outcome.add_known(False, _said(row, code))
            continue
        named[plan.id].add(code)
        taking.outcome.add_new(_said(row, code))
        facts = {"rebate_plan_id": plan.id, "kind": "clients", "word": code}
        taking.made.append(plain_record(RebateScope, facts))
    taking.write_made(session)


def _plan(taking: Taking, plans: ByName[RebatePlan], row: RebateClientRow) -> RebatePlan | None:
    """The one draft of this name; others are refused."""
    called = plans.called(row.plan)
    drafts = [plan for plan in called if plan.state == "draft"]
    if len(drafts) == 1:
        return drafts[0]
    if drafts:
        reason = _("several rebate plans have this name")
    elif called:
        reason = _("this rebate plan is approved: it isn't changed any more")
    else:
        reason = _("there is no rebate plan of this name")
    taking.reading.refuse(row.row, "plan", reason)
    return None


def _said(row: RebateClientRow, code: str) -> Say:
    def say(what: What) -> RowSaid:
        return RowSaid(row.row.number, what, code, row.plan)

    return say


def _all_rows(session: Change) -> Iterator[Sequence["Value"]]:
    yield from session.execute(
        select(RebatePlan.name, Client.code, Client.name)
        .join(RebateScope, RebateScope.rebate_plan_id == RebatePlan.id)
        .join(Client, Client.code == RebateScope.word)
        .where(RebateScope.kind == "clients")
        .order_by(RebatePlan.id, Client.code_key)
    )


REBATE_CLIENT_KIND = ImportKind(
    REBATE_CLIENTS,
    lambda reading, _today: rebate_client_rows(reading),
    take_rebate_clients,
    EditList(
        "返利政策客户",
        [(heading, "TEXT") for heading in (PLAN_HEADING, CLIENT_HEADING, NAME_HEADING)],
        _all_rows,
    ),
)
