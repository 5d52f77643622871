"""Route plans: a manager puts one in force from a Monday on, and moves clients on it (G10)."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from desktop.basics.drafts.route_plan import RouteLineDraft, RoutePlanDraft
from desktop.basics.errors import Spot
from desktop.basics.i18n import _
from desktop.models import Client, RouteLine, RoutePlan
from desktop.models.route_plan import WEEKS_OF
from desktop.services.checks import invalid, need_open_client, need_version
from desktop.services.find import find, find_client, find_staff, not_found
from desktop.services.office import Office
from desktop.services.written import need_fields

_WEEKDAYS = range(1, 8)


def put_route_plan(office: Office, draft: RoutePlanDraft) -> int:
    """Put a rep's four weeks in force from a Monday on: this week's or a later one.

    A plan of the same rep from the same Monday is written anew.
    """
    need_fields(draft)
    _check_each_once(draft.lines)
    with office.transaction("route.put") as session:
        _check_monday(draft.starts_on, session.today)
        rep = find_staff(session, draft.rep, "rep")
        clients = {
            line.client: find_client(session, line.client, "lines", Spot(line.client, "client"))
            for line in draft.lines
        }
        _check_weeks(draft.lines, clients)
        session.allow()
        for code, client in clients.items():
            need_open_client(client, "lines", Spot(code, "client"))
        plan = session.scalar(
            select(RoutePlan).where(
                RoutePlan.rep_id == rep.id, RoutePlan.starts_on == draft.starts_on
            )
        )
        if plan is None:
            plan = RoutePlan(rep_id=rep.id, starts_on=draft.starts_on)
            session.add(plan)
        plan.put_on = session.today
        plan.put_by_id = session.actor_id
        _write_lines(plan, draft.lines, clients)
        session.flush()
        return plan.id


def move_on_route(office: Office, plan_id: int, version: int, line: RouteLineDraft) -> None:
    """Move a client of a plan to another weekday or other weeks, or fix it there.

    Raises ChangedElsewhere (E2).
    """
    with office.transaction("route.move") as session:
        client = find_client(session, line.client)
        _check_weeks([line], {line.client: client})
        plan = find(session, RoutePlan, plan_id, "route")
        there = next((one for one in plan.lines if one.client_id == client.id), None)
        if there is None:
            raise not_found("client", line.client)
        session.allow()
        need_version(plan, version)
        flag_modified(plan, "put_on")  # its lines alone would leave its version as it was
        there.weekday, there.weeks, there.fixed = line.weekday, line.weeks, line.fixed


def _check_monday(day: date, today: date) -> None:
    if day.isoweekday() != 1:
        raise invalid("from", _("A route plan begins on a Monday."))
    if day < today - timedelta(days=today.weekday()):
        raise invalid("from", _("A route plan begins this week or later."))


def _check_each_once(lines: Collection[RouteLineDraft]) -> None:
    if not lines:
        raise invalid("lines", _("Name at least one client to visit."))
    known = set()
    for line in lines:
        if line.client in known:
            message = _("A client stands on a plan once.")
            raise invalid("lines", message, Spot(line.client, "client"))
        known.add(line.client)


def _check_weeks(lines: Collection[RouteLineDraft], clients: Mapping[str, Client]) -> None:
    """Refuse (``invalid``) a weekday that there isn't, or weeks that a client's class lacks."""
    for line in lines:
        if line.weekday not in _WEEKDAYS:
            message = _("A weekday goes from 1, Monday, to 7.")
            raise invalid("weekday", message, Spot(line.client, "weekday"))
        allowed = WEEKS_OF[clients[line.client].client_class or "C"]
        if line.weeks not in allowed:
            message = _("A client of its class stands in these weeks: {weeks}.")
            words = message.format(weeks=_(", ").join(allowed))
            raise invalid("weeks", words, Spot(line.client, "weeks"))


def _write_lines(
    plan: RoutePlan, lines: Collection[RouteLineDraft], clients: Mapping[str, Client]
) -> None:
    known = {line.client_id: line for line in plan.lines}
    written = []
    for line in lines:
        client_id = clients[line.client].id
        one = known.get(client_id) or RouteLine(client_id=client_id)
        one.weekday, one.weeks, one.fixed = line.weekday, line.weeks, line.fixed
        written.append(one)
    plan.lines = written
