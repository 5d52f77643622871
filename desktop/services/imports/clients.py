"""Client files of other programs: shops stay apart by their codes."""

from dataclasses import fields
from typing import Any

from sqlalchemy import select

from desktop.basics.hours import Hours
from desktop.basics.i18n import _
from desktop.models import Client, Staff
from desktop.services.imports.outcome import (
    NOTHING_GIVEN,
    Differences,
    RowSaid,
    Say,
    What,
    free_codes,
    said_fields,
)
from desktop.services.imports.taking import Taking
from desktop.services.office import Change
from desktop.spreadsheets.reading import ClientRow, client_rows

_Place = tuple[str, str, str]
_FIELDS = {"client_class": "class", "rep_id": "rep"}  # where record and field are named apart


def take_clients(session: Change, taking: Taking) -> None:
    """Write every good row: a known code is brought up to date, others are new prospects.

    A row without a code is the client of the same name, address and phone, or a new one.
    """
    reading, outcome = taking.reading, taking.outcome
    clients = list(session.scalars(select(Client)))
    by_code = {client.code: client for client in clients}
    by_place = {_place(client.name, client.address, client.phone): client for client in clients}
    rows = list(taking.watched(client_rows(reading)))
    codes = free_codes("K", [*by_code, *(row.code for row in rows)])
    reps = {staff.name: staff.id for staff in session.scalars(select(Staff))}
    reps |= {staff.code: staff.id for staff in session.scalars(select(Staff))}
    names = {staff.id: staff.name for staff in session.scalars(select(Staff))}
    first_row: dict[str, int] = {}
    for row in taking.watched(rows, session):
        if row.code in first_row:
            reading.refuse(
                row.row,
                "code",
                _("the code stands in row {row} too").format(row=first_row[row.code]),
            )
            continue
        if row.rep and row.rep not in reps:
            reading.refuse(row.row, "rep", _("nobody of this name or code works here"))
            continue
        if row.code:
            first_row[row.code] = row.row.number
        given = _given(row, reps)
        place = _place(row.name, row.address, given.get("phone", ""))
        client = by_code.get(row.code) if row.code else by_place.get(place)
        if client is None:
            client = _new(session, row.code or next(codes), given)
            by_code[client.code] = by_place[place] = client
            fresh = {name: ("", value) for name, value in given.items()}
            outcome.add_new(_said(row, client, fresh, names))
        else:
            differences = _bring_up_to_date(client, given)
            outcome.add_known(bool(differences), _said(row, client, differences, names))
    taking.write(session)


def _place(name: str, address: str, phone: str) -> _Place:
    return name, address, phone


def _given(row: ClientRow, reps: dict[str, int]) -> dict[str, Any]:
    """What the row says; blank cells say nothing."""
    values = {
        "name": row.name,
        "segment": row.segment,
        "client_class": row.client_class,
        "phone": " / ".join(row.phones),
        "address": row.address,
        "area": row.area,
        "contact": row.contact,
        "lat": row.lat,
        "lon": row.lon,
        "households": row.households,
        "opens": row.opens,
        "closes": row.closes,
        "break_from": row.break_from,
        "break_to": row.break_to,
        "rep_id": reps.get(row.rep),
    }
    return {name: value for name, value in values.items() if value not in (None, "")}


def _new(session: Change, code: str, given: dict[str, Any]) -> Client:
    given = {"segment": NOTHING_GIVEN, **given}
    client = Client(code=code, added_on=session.today, added_by_id=session.actor_id, **given)
    session.add(client)
    return client


def _bring_up_to_date(client: Client, given: dict[str, Any]) -> Differences:
    """What differed, and what it is now."""
    names = [field.name for field in fields(Hours)]
    hours = Hours(*(given.get(name, getattr(client, name)) for name in names))
    if not hours.has_whole_break:  # the break that was known is none of the new hours
        given = given | {"break_from": "", "break_to": ""}
    changed = {
        name: (getattr(client, name), value)
        for name, value in given.items()
        if getattr(client, name) != value
    }
    for name, (_before, value) in changed.items():
        setattr(client, name, value)
    return changed


def _said(row: ClientRow, client: Client, differences: Differences, names: dict[int, str]) -> Say:
    def write(name: str, value: Any) -> str:
        return names[value] if name == "rep_id" else str(value)

    def say(what: What) -> RowSaid:
        fields = said_fields(differences, write)
        named = tuple((_FIELDS.get(name, name), before, now) for name, before, now in fields)
        return RowSaid(row.row.number, what, client.code, client.name, named)

    return say
